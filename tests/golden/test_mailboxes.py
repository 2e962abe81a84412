"""Whole mailboxes, from the bytes to the line of each mail: exactly the lures are named, whatever the mailbox is kept in.

The mails are those of ``support.mailboxes``; what each must be called is written down when it is made. Its own tests are
``test_mailboxes_made.py``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from support.carriers import shortcuts, word
from support.cli import invoke, status
from support.dovecot import Dovecot
from support.golden import sources
from support.imap_checking import check
from support.mailboxes import near_files, near_people, writers
from support.mailboxes.box import mails
from support.mailboxes.campaigns import PERIODS, Plan
from support.mailboxes.cast import PARTNERS, STAFF, Account
from support.mailboxes.honest import talk
from support.mailboxes.lures import lure
from support.mailboxes.planted import ANY, EXPOSED, NO_SIGN, SUSPECTED, Planted
from support.mailboxes.wire import Body, header
from support.mailboxes.world import Letter, World

from mimawari import app
from mimawari.faces.text import page, plain
from mimawari.model import Report

FULL = {"honest": 9300, "lures": 200, "near": 500}
SMALL = {"honest": 1320, "lures": 60, "near": 120}
Line = dict[str, Any]


def lines(path: Path, jobs: int = 0) -> list[Line]:
    """What ``check --jsonl`` prints of it."""
    result = invoke("check", "--jsonl", "--jobs", str(jobs), str(path))
    assert status(result) in (0, 10, 11, 12, 20), result.output[-2000:]
    return [json.loads(line) for line in result.stdout.splitlines()]


def by_message(found: Iterable[Line]) -> dict[str, Line]:
    """A line a mail, by its Message-ID."""
    every = list(found)
    assert {line["schema"] for line in every} == {"mimawari.item/1"}
    assert len({tuple(line["path"]) for line in every}) == len(every)
    named = {line["message"]["message_id"]: line for line in every}
    assert len(named) == len(every)
    return named


def wrong(mail: Planted, line: Line) -> str:
    """What is wrong with the line of the mail; empty: nothing."""
    families, reasons = set(line["families"]), {gap["reason"] for gap in line["gaps"]}
    if mail.expect_level == ANY:
        return ""
    told = (line["level"], families, reasons)
    asked = (mail.expect_level, {mail.family} if mail.family else set(), {mail.gap} if mail.gap else set())
    if told == asked:
        return ""
    kinds = [f"{finding['kind']} {finding['strength']}" for finding in line["findings"]]
    return f"{mail.label}: {mail.kind} {mail.message_id} is {told}, not {asked}; {kinds}; put into it: {mail.traits}"


def compared(planted: Iterable[Planted], path: Path, jobs: int = 0) -> list[Planted]:
    """Every mail has its line and each line is right. Gives the mails, which are few enough here."""
    every = list(planted)
    named = by_message(lines(path, jobs))
    assert set(named) == {mail.message_id for mail in every}
    amiss = list(filter(None, (wrong(mail, named[mail.message_id]) for mail in every)))
    assert not amiss, "\n".join(amiss)
    for mail in every:
        _is_named(mail, named[mail.message_id])
    return every


def _is_named(mail: Planted, line: Line) -> None:
    """By date, sender, subject and Message-ID, as people find it again."""
    message = line["message"]
    assert message["message_id"] == mail.message_id
    assert message["subject"].strip() == " ".join(mail.subject.split())
    assert mail.sender in message["from"], (mail.sender, message)
    if "odd zone" not in mail.traits:
        assert abs((datetime.fromisoformat(message["date"]).astimezone(UTC) - mail.moment).total_seconds()) < 2


@pytest.mark.slow
def test_ten_thousand_mails_of_which_exactly_the_lures_are_named(tmp_path: Path) -> None:
    every = compared(writers.mbox(tmp_path / "mails", mails("golden", **FULL)), tmp_path / "mails", 2)
    assert len(every) == 10_000
    assert Counter(mail.label for mail in every if mail.label in ("lure", "near")) == {"lure": 200, "near": 500}


@pytest.mark.parametrize("store", ["maildir", "eml", "msg"])
def test_the_same_in_each_store(store: str, tmp_path: Path) -> None:
    compared(writers.STORES[store](tmp_path / "mails", mails(f"golden {store}", **SMALL)), tmp_path / "mails", 2)


def test_the_same_in_an_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real server; then only what came since is read, and its lures are named as well."""
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    every = list(mails("golden account", honest=300, lures=40, near=100))
    with Dovecot() as server:
        for some in (every[:330], every[330:]):
            server.deliver(*(mail.content for mail in some))
            result = check(server.locator(), "--jsonl")
            named = by_message(json.loads(line) for line in result.stdout.splitlines())
            amiss = list(filter(None, (wrong(mail, named[mail.message_id]) for mail in some)))
            assert not amiss, "\n".join(amiss)
            assert len(named) < len(some) + 30


@pytest.mark.parametrize("dialect", writers.DIALECTS)
def test_the_same_in_each_dialect_of_mbox(dialect: str, tmp_path: Path) -> None:
    few = mails(f"golden {dialect}", honest=200, lures=25, near=60)
    compared(writers.mbox(tmp_path / "mails", few, dialect), tmp_path / "mails")


def refanged(text: str) -> str:
    """The text without its breaks, with addresses as they are written."""
    return re.sub(r"\s+", "", text.replace("[.]", ".").replace("[@]", "@").replace("hxxp", "http"))


@pytest.mark.parametrize("tongue", ["en", "ja"])
def test_the_text_names_each_lure(tongue: str, tmp_path: Path) -> None:
    """Each by its place; as many as a page holds by date, sender and subject."""
    planted = list(writers.mbox(tmp_path / "mails", mails(f"golden text {tongue}", honest=200, lures=10, near=60)))
    text = refanged(plain(page(Report.of(sources(tmp_path / "mails")), app.known(), tongue)))
    for mail in planted:
        assert (refanged(mail.message_id) in text) == (mail.label == "lure"), (mail.kind, mail.message_id)
        if mail.label == "lure":
            assert f"{mail.sender}>" in text
            assert refanged(mail.subject) in text, mail.subject
            assert refanged(_date(mail)) in text


def _date(mail: Planted) -> str:
    """As its own field has it, on the sender's clock."""
    found = parsedate_to_datetime(message_from_bytes(mail.content)["Date"])
    return f"{found:%Y-%m-%d %H:%M %z}"


SPRING = next(period for period in PERIODS if period.literal_id == 0.4)


def four_ways(seed: int) -> list[Planted]:
    """The same kind of lure behind a password in its text, in full-width signs, in the next mail, in a picture only."""
    world = World(f"four ways {seed}")
    world.now = SPRING.start
    found: list[Planted] = []
    for way in ("locked", "wide", "next", "picture"):
        draw = word.document_of_2020 if way != "picture" else None
        found.append(lure(world, SPRING, Plan("four ways", way, draw), may_repeat=False))
        found += [later.post(world) for later in world.later]
        world.later = []
    return found


@pytest.mark.parametrize("seed", range(8))
def test_a_locked_archive_is_opened_with_what_its_mail_or_the_next_says(seed: int, tmp_path: Path) -> None:
    found = compared(writers.mbox(tmp_path / "mails", four_ways(seed)), tmp_path / "mails")
    assert [(mail.expect_level, mail.family, mail.gap) for mail in found if mail.label == "lure"] == [
        (EXPOSED, "emotet", ""), (EXPOSED, "emotet", ""), (EXPOSED, "emotet", ""), (SUSPECTED, None, "encrypted"),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_honest_pairs_of_archive_and_password_are_opened(seed: int, tmp_path: Path) -> None:
    """With nothing said, and nothing left unlooked at."""
    world, found = World(f"pairs {seed}"), list[Planted]()
    for pair in near_files.PAIRS * 3:
        found.append(pair(world))
        found += [later.post(world) for later in world.later]
        world.later = []
    every = compared(writers.mbox(tmp_path / "mails", found), tmp_path / "mails")
    assert {mail.expect_level for mail in every} == {NO_SIGN}


@pytest.mark.parametrize(
    ("is_stranger", "level", "gaps"), [(True, "undetermined", ["encrypted"]), (False, NO_SIGN, [])], ids=["stranger", "sender"]
)
def test_a_locked_archive_whose_password_is_in_another_persons_mail_stays_locked(
    is_stranger: bool, level: str, gaps: list[str], tmp_path: Path
) -> None:
    """Between strangers nothing is tried that neither of them wrote, and what is not opened is told; its sender's own opens it."""
    world = World("strangers")
    secret, sender = near_files.secret(world.draw), PARTNERS[0]
    stranger = next(one for one in PARTNERS if one.domain != sender.domain)
    archive = Body("ファイルを添付いたします。\n", files=[near_files.packed(world, secret, "ja")])
    first = world.post(Letter(sender, (STAFF[0],), "資料の送付", archive))
    told = world.post(Letter(stranger if is_stranger else sender, (STAFF[1],), "ご連絡", Body(f"パスワード：{secret}\n")))
    found = [first, *mails("strangers", honest=40, lures=0, near=0), told]
    list(writers.mbox(tmp_path / "mails", found))
    line = by_message(lines(tmp_path / "mails"))[first.message_id]
    assert (line["level"], [gap["reason"] for gap in line["gaps"]]) == (level, gaps)


def test_a_lure_in_a_lonely_mail_is_found_without_its_thread(tmp_path: Path) -> None:
    """One mail in a folder: its carrier alone decides."""
    world = World("lonely")
    world.now = SPRING.start
    one = lure(world, SPRING, Plan("alone", "locked", shortcuts.itself), may_repeat=False)
    compared(writers.eml(tmp_path / "mails", [one]), tmp_path / "mails")


def test_a_lure_forwarded_as_an_attachment_is_found_inside(tmp_path: Path) -> None:
    """Somebody of the staff hands it on to an abuse desk: what lies in it is as dangerous, and the path says where."""
    world = World("handed on")
    world.now = SPRING.start
    one = lure(world, SPRING, Plan("handed on", "locked", shortcuts.itself), may_repeat=False)
    body = Body("このメールを確認してください。\n")
    body.raw_parts = [header("Content-Type", "message/rfc822") + b"Content-Disposition: attachment\n\n" + one.content]
    desk = Account("Abuse Desk", "abuse@rental.example", "", "en", "exim", "thunderbird")
    asked = world.post(
        Letter(STAFF[0], (desk,), "不審なメール", body, "Sent"), "lure", "handed on", family="emotet", expect_level=EXPOSED
    )
    compared(writers.eml(tmp_path / "mails", [asked]), tmp_path / "mails")
    (line,) = lines(tmp_path / "mails")
    ways = [finding["origin"]["path"] for finding in line["findings"] if finding["family"] == "emotet"]
    assert ways and all(len(way) > len(line["path"]) + 2 for way in ways)


def test_somebody_who_sends_a_plain_paper_from_home_and_does_not_sign_is_no_lure(tmp_path: Path) -> None:
    """A known name, an unknown address, a quotation, no References: but nothing that could do any harm."""
    world = World("unsigned")
    found = [talk(world) for _ in range(30)]
    found += [near_people.unlike_address(world, is_signed=False) for _ in range(20)]
    compared(writers.mbox(tmp_path / "mails", found), tmp_path / "mails")
