"""What was planted in a data file of Outlook is found, at its message; the public files hold nothing that is more than a hint."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support.carriers import mails, sheets, shortcuts
from support.cli import invoke
from support.pst_file import ANSI, LARGE, UNICODE, Form
from support.pst_mail import Attached, Person, Written, pst
from support.public_data import labelled

SECRET = "83061"
WIDE = "".join(chr(ord(digit) + 0xFEE0) for digit in SECRET)


def checked(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(invoke("check", "--json", str(path)).output)
    return found


def planted() -> dict[str, list[Written]]:
    """Five messages: a locked archive, a mail in a mail, a date with something attached, and two that are honest."""
    draw = Random(7)
    link, book = shortcuts.itself(draw), sheets.downloads(draw)
    archive = mails.locked(draw, link.name, link.data, SECRET)
    partner = Person("佐藤 花子", "sato@example.jp")
    text, zipped = f"お世話になっております。\r\n解凍パスワード：{WIDE}\r\n", [Attached("2022-03-03_1122.zip", archive)]
    locked = Written(subject="Re: 請求書", text=text, sender=partner, named=932, attached=zipped, message_id="<1@example.jp>")
    inside = Written(subject="元のメール", text="添付", attached=[Attached(book.name, book.data)])
    forwarded = Written(subject="FW: 元のメール", text="転送します", attached=[Attached("元のメール", inside)], named=932)
    dated = Written(subject="会議", form="IPM.Appointment", attached=[Attached(book.name, book.data)], named=932)
    honest = Written(subject="見積の件", text="よろしくお願いします。", sender=partner, named=932)
    return {"受信トレイ": [honest, locked], "受信トレイ/転送": [forwarded, honest], "予定表": [dated]}


@pytest.mark.parametrize("form", [ANSI, UNICODE, LARGE], ids=lambda form: form.name)
def test_each_at_its_message(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "mail.pst"
    path.write_bytes(pst(planted(), form))
    report = checked(path)
    strong = [one for one in report["findings"] if one["strength"] != "hint" and one["family"] == "emotet"]
    assert {tuple(one["origin"]["path"][:2]) for one in strong} == {
        ("受信トレイ", "2097220"), ("受信トレイ/転送", "2097252"), ("予定表", "2097316"),
    }  # fmt: skip
    (source,) = report["sources"]
    assert (source["kind"], source["level"]) == ("outlook-data", "exposed")
    assert source["looked_at"]["message"] == 6
    assert [gap["detail"] for gap in report["gaps"]] == []


def test_a_password_in_the_next_mail(tmp_path: Path) -> None:
    """The archive is opened once more when the other mails are known."""
    draw = Random(11)
    link = shortcuts.itself(draw)
    sender = Person("佐藤 花子", "sato@example.jp")
    first = Written(
        subject="資料", text="お送りします。", sender=sender, sent=datetime(2022, 3, 3, 1, 0, tzinfo=UTC), message_id="<1@x>"
    )
    first = replace(first, attached=[Attached("資料.zip", mails.locked(draw, link.name, link.data, SECRET))])
    second = Written(subject="Re: 資料", text=f"パスワード：{WIDE}", sender=sender, sent=datetime(2022, 3, 3, 1, 5, tzinfo=UTC))
    path = tmp_path / "mail.pst"
    path.write_bytes(pst({"受信トレイ": [first, Written(subject="別件"), second]}))
    report = checked(path)
    assert report["gaps"] == []
    found = {tuple(one["origin"]["path"][:3]) for one in report["findings"] if one["family"] == "emotet"}
    assert found == {("受信トレイ", "2097188", "<1@x>")}


def test_the_public_files_are_harmless() -> None:
    known = {name.split("/")[1]: path for name, path in labelled("mail_benign").items() if path.suffix == ".pst"}
    for name in ("testPST.pst", "testPST_variousBodyTypes.pst"):
        report = checked(known[name])
        assert report["verdict"]["level"] == "no-sign", name
        assert not [one for one in report["findings"] if one["strength"] != "hint"]
        assert report["gaps"] == []
    # Addresses only, and folders only: whoever takes them for a mailbox is told.
    for name in ("SampleContacts.pst", "PersonalStorageFile.ost"):
        report = checked(known[name])
        assert (report["verdict"]["level"], report["findings"]) == ("undetermined", []), name
        assert [gap["detail"] for gap in report["gaps"]] == ["there is no mail in it"]
