"""Address books that lie in a mailbox or a profile, and folders in which everything lies together."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import contact_books, contact_pst
from support.contact_files import Friend
from support.pst_mail import Person as Recipient
from support.pst_mail import Written

from mimawari import app
from mimawari.app.exposing import NOTHING, Asked, exposed
from mimawari.model import ExposureCounts, Firm, Person, Reason, Tie

FRIENDS = [
    Friend(family="髙橋", given="花子", mails=("hanako@friends.co.jp",)),
    Friend(family="森", given="一郎", mails=("mori@friends.co.jp",)),
]
MAIL = b"""From: yamada@partner.co.jp
To: tanaka@midori.example.jp
Cc: hanako@friends.co.jp
Date: Thu, 01 Jan 2026 10:00:00 +0900
Received: from x by y; Thu, 01 Jan 2026 10:00:00 +0900
Subject: s

body
"""
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:鈴木 一郎\r\nEMAIL:suzuki@x.co.jp\r\nEND:VCARD\r\n"


def profile(place: Path) -> None:
    """A profile of Thunderbird with one folder of mails and a book."""
    (place / "Mail" / "Local Folders").mkdir(parents=True)
    (place / "prefs.js").write_text('user_pref("a", 1);\n', "ascii")
    (place / "Mail" / "Local Folders" / "Inbox").write_bytes(b"From x Thu Jan  1 00:00:00 2026\n" + MAIL + b"\n")
    (place / "Mail" / "Local Folders" / "Inbox.msf").write_bytes(b'// <!-- <mdb:mork:z v="1.4"/> -->\n')
    contact_books.thunderbird(place / "abook.sqlite", FRIENDS)


def read(*paths: Path) -> tuple[dict[str, Person], ExposureCounts]:
    asked = Asked(evidence=tuple(app.evidence(str(path)) for path in paths), firm=Firm(domains=("midori.example.jp",)))
    with exposed(asked, app.Settings(reraise=True), app.known(), jobs=0) as found:
        return {one.address: one for one in found.people()}, found.counts


def test_a_profile_of_thunderbird_with_its_book(tmp_path: Path) -> None:
    profile(tmp_path / "abc.default")
    people, counts = read(tmp_path / "abc.default")
    assert {address: {tie for tie, _ in one.ties} for address, one in people.items()} == {
        "yamada@partner.co.jp": {Tie.WROTE}, "hanako@friends.co.jp": {Tie.COPIED, Tie.CONTACT}, "mori@friends.co.jp": {Tie.CONTACT},
    }  # fmt: skip
    assert {(one.what, one.items) for one in counts.places} == {("mail", 1), ("contact", 2)}


def test_a_data_file_of_outlook_with_its_contacts(tmp_path: Path) -> None:
    mail = Written(subject="x", text="y", headers="From: yamada@partner.co.jp\r\nTo: tanaka@midori.example.jp\r\n\r\n",
                   people=(Recipient("Tanaka", "tanaka@midori.example.jp"),))  # fmt: skip
    (tmp_path / "Outlook.pst").write_bytes(contact_pst.data_file(FRIENDS, mails=(mail,)))
    people, counts = read(tmp_path / "Outlook.pst")
    assert set(people) == {"yamada@partner.co.jp", "hanako@friends.co.jp", "mori@friends.co.jp"}
    assert people["hanako@friends.co.jp"].name == "髙橋 花子"
    assert counts.gaps == ()


@pytest.mark.parametrize("is_named", [True, False])
def test_a_folder_of_everything(is_named: bool, tmp_path: Path) -> None:
    """What is neither a mailbox nor a book is told, also where it only lies beside them."""
    profile(tmp_path / "abc.default")
    (tmp_path / "Inbox.mbox").write_bytes(b"From x Thu Jan  1 00:00:00 2026\n" + MAIL.replace(b"yamada", b"sato") + b"\n")
    (tmp_path / "book.vcf").write_text(CARD, "utf-8", newline="")
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    people, counts = read(*(sorted(tmp_path.iterdir()) if is_named else [tmp_path]))
    assert set(people) == {
        "yamada@partner.co.jp",
        "sato@partner.co.jp",
        "hanako@friends.co.jp",
        "mori@friends.co.jp",
        "suzuki@x.co.jp",
    }
    assert [(gap.reason, gap.detail) for gap in counts.gaps] == [(Reason.UNSUPPORTED, NOTHING)]
