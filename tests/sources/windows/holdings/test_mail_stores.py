"""Stores that the registry names to mail programs: one without an account is told, as it may not have been collected."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.held import hive, seen, told
from support.pc import Pc

from mimawari import knowledge
from mimawari.examples.hive_writer import expandable, text
from mimawari.model import Held, Reason

LIVE = b"<MessageAccount><SMTP_Email_Address>b@example.jp</SMTP_Email_Address></MessageAccount>"
LIVE_KEY, BECKY_KEY = r"Software\Microsoft\Windows Live Mail", r"Software\RimArts\B2\Settings"
TYPED = ["C:\\Mail", "C:/Mail/", "c:\\mail"]


@pytest.mark.parametrize("folder", TYPED)
@pytest.mark.parametrize(("key", "value"), [
    (LIVE_KEY, "Store Root"), (BECKY_KEY, "DataDir"), (r"Software\Microsoft\Windows Mail", "Store Root"),
])  # fmt: skip
def test_a_store_that_is_not_in_the_evidence_is_a_gap(tmp_path: Path, key: str, value: str, folder: str) -> None:
    pc = Pc()
    hive(pc, key, text(value, folder))
    found, (gap,) = seen(pc, tmp_path)
    assert (found, gap.reason, gap.origin.path[-1].lower()) == ([], Reason.MISSING, "c:\\mail")
    assert "収集されていない可能性" in knowledge.load().detail(gap.detail).ja


def test_a_store_that_was_left_is_a_gap_though_another_is_read(tmp_path: Path) -> None:
    pc = Pc().put("Becky!/shop/1.mb/Mailbox.ini", b"[Account]\nMailAddress=a@example.jp\n")
    pc.put("Mail/x/account{1}.oeaccount", LIVE)
    hive(pc, BECKY_KEY, text("DataDir", "C:\\Old"))
    hive(pc, LIVE_KEY, text("Store Root", "C:\\Mail"))
    found, (gap,) = seen(pc, tmp_path)
    assert {one.account for one in found} == {"", "a@example.jp", "b@example.jp"}  # the mailbox has no address
    assert gap.origin.path[-1] == "C:\\Old"


@pytest.mark.parametrize(("key", "program"), [(LIVE_KEY, "Windows Live Mail"), (BECKY_KEY, "Becky!")])
def test_a_program_by_its_key_alone_is_a_gap(tmp_path: Path, key: str, program: str) -> None:
    pc = Pc()
    hive(pc, key, text("x", "1"))
    found, (gap,) = seen(pc, tmp_path)
    assert (found, gap.detail) == ([], f"mail program whose accounts are not read: {program}")


def test_windows_mail_is_named_to_everybody(tmp_path: Path) -> None:
    pc = Pc()
    root = expandable("Store Root", "%UserProfile%\\AppData\\Local\\Microsoft\\Windows Mail\\")
    hive(pc, r"Software\Microsoft\Windows Mail", root)
    assert seen(pc, tmp_path) == ([], [])


def test_a_store_of_becky_is_read_once_however_it_is_written(tmp_path: Path) -> None:
    pc = Pc().put("Becky!/shop/1.mb/Mailbox.ini", b"[Account]\nMailAddress=a@example.jp\n")
    hive(pc, BECKY_KEY, text("DataDir", "c:/BECKY!/shop/"))
    assert len(told(pc, tmp_path, Held.MAIL_ACCOUNT)) == 1
