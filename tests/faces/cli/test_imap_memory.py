"""What is remembered of a mail account until its next check, and what is read again."""

from __future__ import annotations

import re
import shutil
import stat
import sys
from pathlib import Path

import pytest
from click.testing import Result
from support.archives import Member, zipped
from support.cli import status
from support.dovecot import Dovecot
from support.imap_checking import check, fetched, report
from support.imap_reading import mail
from support.mail_files import reply
from support.rule_sets import ANYWHERE, written

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.cli import places


class TestRemembered:
    """The second check reads what is new, says so, and its report is about all of them."""

    def test_only_what_is_new_is_read(self, dovecot: Dovecot, state: Path) -> None:
        dovecot.deliver(*(mail(n) for n in range(1, 41)))
        first = check(dovecot.locator(), "--json")
        assert (status(first), fetched(dovecot), first.stderr) == (0, 40, "")
        second = check(dovecot.locator(), "--json")
        assert (status(second), fetched(dovecot)) == (0, 0)
        assert "40 mails were looked at in an earlier check" in second.stderr and "--again" in second.stderr
        assert report(second).sources[0].parts == report(first).sources[0].parts
        dovecot.deliver(mail(41), mail(42))
        third = check(dovecot.locator(), "--json", "--lang", "ja")
        assert (status(third), fetched(dovecot)) == (0, 2)
        assert "40通のメールは、以前のチェックで調査済みです" in third.stderr
        assert report(third).sources[0].looked_at["message"] == 42
        assert (fetched(dovecot), status(check(dovecot.locator(), "--json")), fetched(dovecot)) == (0, 0, 0)

    def test_what_earlier_mails_were_looked_at_with_is_remembered_too(self, dovecot: Dovecot, state: Path, tmp_path: Path) -> None:
        dovecot.deliver(mail(1))
        check(dovecot.locator(), "--json")
        known, newer = app.known(), tmp_path / "knowledge"
        newer.mkdir()
        about = (Path(app.knowledge.__file__).parent / "data" / "about.toml").read_text("utf-8")
        (newer / "about.toml").write_text(about.replace(known.version, "2099.1.1").replace(known.as_of, "2099-01-01"), "utf-8")
        dovecot.deliver(mail(2))
        second = check(dovecot.locator(), "--json", "--knowledge", str(newer))
        (source,) = report(second).sources
        told = [(one.version, one.as_of, one.source.kind, bool(one.sets)) for one in source.used]
        assert told == [(known.version, known.as_of, "packed", True), ("2099.1.1", "2099-01-01", "folder", True)]
        third = check(dovecot.locator(), "--json", "--knowledge", str(newer))
        (source,) = report(third).sources
        assert [one.version for one in source.used] == [known.version, "2099.1.1"], "nothing new came"
        (source,) = report(check(dovecot.locator(), "--json", "--again")).sources
        assert [one.version for one in source.used] == [known.version]

    def test_a_set_that_lacks_something_keeps_no_account_from_being_remembered(
        self, dovecot: Dovecot, state: Path, tmp_path: Path
    ) -> None:
        dovecot.deliver(mail(1))
        folder = str(written(tmp_path / "rules", ANYWHERE, "rule bad { condition: nope }"))
        check(dovecot.locator(), "--json", "--rules", folder)
        assert fetched(dovecot) == 1
        check(dovecot.locator(), "--json", "--rules", folder)
        assert fetched(dovecot) == 0

    def test_again_reads_all_of_them(self, dovecot: Dovecot, state: Path) -> None:
        dovecot.deliver(*(mail(n) for n in range(1, 41)))
        first = check(dovecot.locator(), "--json")
        assert fetched(dovecot) == 40
        result = check(dovecot.locator(), "--json", "--again")
        assert (status(result), fetched(dovecot), result.stderr) == (0, 40, "")
        assert report(result).sources[0].parts == report(first).sources[0].parts

    def test_all_folders(self, dovecot: Dovecot, state: Path) -> None:
        dovecot.deliver(*(mail(n) for n in range(1, 6)))
        dovecot.deliver(mail(6), folder=".&kAFP4W4IMH8-")
        first = check(dovecot.locator("*"), "--json")
        assert (status(first), fetched(dovecot)) == (0, 6)
        assert {one.inside: one.looked_at["message"] for one in report(first).sources} == {"INBOX": 5, "送信済み": 1}
        dovecot.deliver(mail(7), folder=".&kAFP4W4IMH8-")
        second = check(dovecot.locator("*"), "--json")
        assert (status(second), fetched(dovecot)) == (0, 1)
        assert "6 mails were looked at" in second.stderr
        assert {one.inside: one.looked_at["message"] for one in report(second).sources} == {"INBOX": 5, "送信済み": 2}

    def test_mails_are_read_anew_for_rules_that_they_were_not_held_against(
        self, dovecot: Dovecot, state: Path, tmp_path: Path
    ) -> None:
        dovecot.deliver(*(mail(n) for n in range(1, 4)))
        check(dovecot.locator(), "--json")
        assert fetched(dovecot) == 3
        folder = written(tmp_path / "rules", ANYWHERE)
        told = check(dovecot.locator(), "--json", "--rules", str(folder))
        assert (status(told), fetched(dovecot)) == (0, 3)
        assert "not held against the rules and lists that were named" in told.stderr
        assert (status(check(dovecot.locator(), "--json", "--rules", str(folder))), fetched(dovecot)) == (0, 0)
        newer = written(tmp_path / "newer", ANYWHERE.replace("marker", "other"))
        assert (status(check(dovecot.locator(), "--json", "--rules", str(newer))), fetched(dovecot)) == (0, 3)
        assert (status(check(dovecot.locator(), "--json")), fetched(dovecot)) == (0, 0)

    def test_two_accounts_are_told_apart(self, dovecot: Dovecot, state: Path) -> None:
        dovecot.deliver(mail(1))
        dovecot.deliver(mail(2), folder=".Sent")
        check(dovecot.locator(), "--json")
        fetched(dovecot)
        assert status(check(dovecot.locator("Sent"), "--json")) == 0
        assert fetched(dovecot) == 1

    def test_what_it_is_kept_in_is_a_report_that_nobody_else_reads(self, dovecot: Dovecot, state: Path) -> None:
        dovecot.deliver(mail(1))
        result = check(dovecot.locator(), "--json")
        (kept,) = state.iterdir()
        assert json_report.read(kept.read_text("ascii")) == report(result)
        if sys.platform != "win32":
            assert (stat.S_IMODE(kept.stat().st_mode), stat.S_IMODE(state.stat().st_mode)) == (0o600, 0o700)

    @pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"schema": "mimawari.report/1"}'])
    def test_a_damaged_one_is_told_and_all_is_read_anew(self, dovecot: Dovecot, state: Path, content: bytes) -> None:
        dovecot.deliver(*(mail(n) for n in range(1, 4)))
        check(dovecot.locator(), "--json")
        (kept,) = state.iterdir()
        kept.write_bytes(content)
        fetched(dovecot)
        result = check(dovecot.locator(), "--json")
        assert (status(result), fetched(dovecot)) == (0, 3)
        assert kept.name in result.stderr and "read anew" in result.stderr
        assert json_report.read(kept.read_text("ascii")) == report(result)

    def test_where_it_cannot_be_kept_the_verdict_is_told_all_the_same(self, dovecot: Dovecot, state: Path) -> None:
        dovecot.deliver(mail(1))
        state.write_text("a file", "ascii")
        result = check(dovecot.locator(), "--json")
        assert status(result) == 0
        assert "could not be remembered" in result.stderr

    def test_a_folder_that_was_made_anew_is_read_from_the_beginning(self, dovecot: Dovecot, state: Path) -> None:
        dovecot.deliver(*(mail(n) for n in range(1, 4)))
        check(dovecot.locator(), "--json")
        fetched(dovecot)
        shutil.rmtree(dovecot.home / "mail")
        dovecot.deliver(mail(9))
        known = dovecot.folder() / "dovecot-uidlist"
        known.write_text("3 V4242 N1 G00000000000000000000000000000000\n", "ascii")
        dovecot.own(known)
        result = check(dovecot.locator(), "--json")
        assert (status(result), fetched(dovecot)) == (0, 1)
        assert report(result).sources[0].looked_at["message"] == 1


class TestLocked:
    """A mail whose archive stayed locked is opened when its password comes, and when newer knowledge has it."""

    LOCKED = zipped(Member(b"a.txt", b"a text\r\n" * 20, password=b"QX-7719"))

    def letters(self, dovecot: Dovecot, *, recent: bool) -> list[bytes]:
        from datetime import UTC, datetime
        from email.utils import format_datetime

        sent = format_datetime(datetime.now(UTC)) if recent else "Thu, 03 Mar 2022 11:22:33 +0900"
        locked = reply("", content=self.LOCKED, text="お世話になっております。ファイルをお送りします。{password}\n")
        return [re.sub(rb"(?m)^Date: .*$", b"Date: " + sent.encode(), one) for one in (locked, locked.replace(b"<1@", b"<2@"))]

    @staticmethod
    def holes(result: Result) -> list[tuple[str, str]]:
        return [(gap.reason.value, gap.origin.path[1]) for gap in report(result).sources[0].gaps]

    def test_the_password_may_come_later(self, dovecot: Dovecot, state: Path) -> None:
        locked, _ = self.letters(dovecot, recent=True)
        dovecot.deliver(mail(1), locked, mail(3))
        first = check(dovecot.locator(), "--json")
        assert (status(first), self.holes(first)) == (20, [("encrypted", "2")])
        fetched(dovecot)
        told = locked.split(b"\r\n\r\n" if b"\r\n\r\n" in locked else b"\n\n")[0]
        head = b"\r\n".join(line for line in told.splitlines() if line.split(b":")[0] in (b"From", b"To", b"Subject", b"Date"))
        text = "先ほどのファイルのパスワードをお送りします。\r\nパスワード：QX-7719\r\n".encode()
        dovecot.deliver(head + b"\r\nMessage-ID: <9@example.com>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text)
        second = check(dovecot.locator(), "--json")
        assert self.holes(second) == [], "opened with what the new mail names"
        assert status(second) == 0
        assert report(second).sources[0].looked_at["message"] == 4
        fetched(dovecot)
        third = check(dovecot.locator(), "--json")
        assert (self.holes(third), report(third).sources[0].looked_at["message"], fetched(dovecot)) == ([], 4, 0)

    def test_an_old_one_is_not_read_each_time(self, dovecot: Dovecot, state: Path) -> None:
        locked, other = self.letters(dovecot, recent=False)
        dovecot.deliver(mail(1), locked, other, mail(4))
        first = check(dovecot.locator(), "--json")
        assert self.holes(first) == [("encrypted", "2"), ("encrypted", "3")]
        fetched(dovecot)
        second = check(dovecot.locator(), "--json")
        assert (fetched(dovecot), self.holes(second), status(second)) == (0, self.holes(first), 20)
        third = check(dovecot.locator(), "--json", "--password", "QX-7719")
        assert (self.holes(third), status(third)) == ([], 0), "a password that somebody gives is tried on it"
        assert report(third).sources[0].looked_at["message"] == 4

    def test_newer_knowledge_finds_with_again_what_was_missed(self, dovecot: Dovecot, state: Path, tmp_path: Path) -> None:
        marks = tmp_path / "old" / "marks"
        marks.mkdir(parents=True)
        (tmp_path / "old" / "about.toml").write_text(self.older(), "utf-8")
        own = Path(app.knowledge.__file__).parent / "data" / "marks" / "common-passwords.toml"
        (marks / own.name).write_text(re.sub(r"(?m)^values = .*", 'values = ["other"]', own.read_text("utf-8")), "utf-8")
        archive = zipped(Member(b"a.txt", b"a text\r\n" * 20, password=b"infected"))
        dovecot.deliver(mail(1), reply("", content=archive, text="Please see. {password}\n"))
        old = check(dovecot.locator(), "--json", "--knowledge", str(tmp_path / "old"))
        assert self.holes(old) == [("encrypted", "2")]
        fetched(dovecot)
        new = check(dovecot.locator(), "--json")
        assert (self.holes(new), fetched(dovecot)) == ([("encrypted", "2")], 0), "what is done stays as it was"
        assert "with knowledge 2001.1" in new.stderr
        again = check(dovecot.locator(), "--json", "--again")
        assert (self.holes(again), status(again), again.stderr) == ([], 0, "")
        assert status(check(dovecot.locator(), "--json")) == 0

    @staticmethod
    def older() -> str:
        about = Path(app.knowledge.__file__).parent / "data" / "about.toml"
        return re.sub(r'(?m)^version = ".*"', 'version = "2001.1"', about.read_text("utf-8"))


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {"XDG_STATE_HOME": "/state"}, "/state/mimawari"),
        ("linux", {"XDG_STATE_HOME": "relative"}, "HOME/.local/state/mimawari"),
        ("linux", {}, "HOME/.local/state/mimawari"),
        ("darwin", {"XDG_STATE_HOME": "/state"}, "HOME/Library/Application Support/mimawari"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/mimawari"),
        ("win32", {}, "HOME/AppData/Local/mimawari"),
        ("win32", {"MIMAWARI_STATE": "/own"}, "/own"),
    ],
)
def test_where_it_is_kept(
    platform: str, environment: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "MIMAWARI_STATE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert places.folder() == Path(folder.replace("HOME", str(tmp_path)))
