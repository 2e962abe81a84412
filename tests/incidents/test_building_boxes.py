"""The built mailboxes, Sent folders and bounces hold what the incidents tell."""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from support.incidents import Built
from support.incidents.naive import INCIDENTS, Piece, boxes, letters, of, parsed, stamps, text_of, told

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("path", "piece"), of("bounce"))
def test_so_many_mails_came_back(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    mails = [email.message_from_bytes(data) for data in letters(built(path).evidence[piece["id"]])]
    assert len(mails) == sum(group["count"] for group in piece["groups"])
    reports = [one for one in mails if one.get_content_type() == "multipart/report"]
    assert len(reports) == sum(group["count"] for group in piece["groups"] if group["rfc3464"])
    own = [one for one in reports if "Reporting-MTA: dns; mail.sakura.example.jp" in one.as_string()]
    assert len(own) == sum(group["count"] for group in piece["groups"] if group["in_our_log"])
    log = text_of(built(path).evidence["l1"])
    names = set(re.findall(r"message-id=(\S+)$", log, re.MULTILINE))
    sent = set(re.findall(r"smtpd\[\d+\]: (\w+): client=\S+ sasl_method=", log))
    assert {one["Message-ID"] for one in mails} <= names
    for one in own:
        name = re.search(r"X-Postfix-Queue-ID: (\w+)", one.as_string())
        assert name
        assert name[1] in sent
    strangers = [one for one in mails if one not in own]
    assert not {re.findall(r"^Message-ID: (\S+)", one.as_string(), re.MULTILINE)[-1] for one in strangers} & names


@pytest.mark.parametrize(("path", "piece"), of("mailbox"))
def test_threads_lie_with_those_who_had_them_and_nobody_else(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    lines = {one["message_id"]: one["lines"] for other in told(path)["evidence"] for one in other.get("quoted", [])}
    found: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for account, name, data in boxes(built(path).evidence[piece["id"]]):
        counts[account] += 1
        found.setdefault(name, []).append(account)
        if name in lines:
            assert parsed(data).get_content().splitlines() == lines[name]
    assert {one["message_id"]: sorted(found.get(one["message_id"], [])) for one in piece["threads"]} == {
        one["message_id"]: sorted(one["lies_in"]) for one in piece["threads"]
    }
    wanted = {one["message_id"] for one in piece["threads"]}
    assert not (set(lines) - wanted) & set(found)
    assert set(counts) == set(piece["accounts"])
    assert min(counts.values()) > 100


@pytest.mark.parametrize(("path", "piece"), of("sent-folder"))
def test_a_sent_folder_holds_what_was_told(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    us = told(path)["us"]["sent_profile"]
    mails = {name: parsed(data) for _, name, data in boxes(built(path).evidence[piece["id"]])}
    for one in piece.get("contains", []):
        mail = mails[one["message_id"]]
        assert (mail["Subject"], mail["Date"].datetime) == (one["subject"], datetime.fromisoformat(one["date"]))
        assert [to.addr_spec for to in mail["To"].addresses] == one["to"]
    usual = [name for name in mails if re.fullmatch(us["message_id"], name)]
    if "uuid" not in piece.get("message_id_pattern", ""):
        assert len(usual) == len(mails) > 100
    zones = Counter(mail["Date"].datetime.utcoffset() for mail in mails.values())
    assert (set(zones) == {timedelta(hours=9)}) == (piece["zone"] == "+0900")


@pytest.mark.parametrize("number", ["50", "69"])
def test_every_mail_of_the_log_lies_in_the_sent_folder(number: str, built: Callable[[Path], Built]) -> None:
    (path,) = (one for one in INCIDENTS if one.name.startswith(number))
    sent = next(one for one in told(path)["evidence"] if one["kind"] == "sent-folder")
    text = text_of(built(path).evidence["l1"])
    dates = {name: parsed(data)["Date"].datetime for _, name, data in boxes(built(path).evidence[sent["id"]])}
    begin = datetime.fromisoformat(sent["period"][0]).replace(tzinfo=timezone(timedelta(hours=9))).timestamp()
    log = next(one for one in told(path)["evidence"] if one["kind"] == "mail-log")
    names = dict(re.findall(r"cleanup\[\d+\]: (\w+): message-id=(\S+)", text))
    shape = rf"^(.{{15}}) .*: (\w+): client=\S+ sasl_method=\w+, sasl_username={re.escape(sent['account'])}$"
    seen = 0
    for when, queue in re.findall(shape, text, re.MULTILINE):
        (time,) = stamps(when, log)
        if time >= begin:
            seen += 1
            assert dates[names[queue]].timestamp() == time
    assert seen > 100
