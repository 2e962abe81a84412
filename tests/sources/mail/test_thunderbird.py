"""Thunderbird's mail: which folders are its own, what its mailboxes are called, and that nothing else of a profile is read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.evidence import check
from support.mail_looking import Looked, recognised
from support.mbox_files import mail, written

from mimawari import app, knowledge
from mimawari.model import Gap, Reason
from mimawari.sources import Evidence, thunderbird
from mimawari.sources.mail import sharing

MORK = '// <!-- <mdb:mork:z v="1.4"/> -->\n'
ON_SERVER = "only the index of a folder is here, its mails are on the server"
MISSING = "only the index of a folder is here, its mails are missing"
posix = pytest.mark.skipif(sys.platform == "win32", reason="only where links can be made by anyone")


def store(path: Path, *mails: bytes, dialect: str = "thunderbird") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(mails, dialect, b"\r\n").data)
    path.with_name(f"{path.name}.msf").write_text(MORK)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "k2x1.default-release"
    local, imap = path / "Mail" / "Local Folders", path / "ImapMail" / "imap.example.jp"
    store(local / "Inbox", mail(1), mail(2))
    store(local / "Sent", mail(3), dialect="thunderbird-bare")
    store(local / "Trash")
    store(local / "Inbox.sbd" / "取引先", mail(4))
    store(local / "Inbox.sbd" / "取引先.sbd" / "2022", mail(5))
    store(imap / "INBOX", mail(6))
    store(imap / "&kAFP4W4IMH8-", mail(7))
    (local / "msgFilterRules.dat").write_text('version="9"')
    (local / "filterlog.html").write_text("<html>")
    (path / "prefs.js").write_text('user_pref("a", 1);')
    for name in ("logins.json", "key4.db", "abook.sqlite", "panacea.dat", "global-messages-db.sqlite"):
        (path / name).write_bytes(b"\0\1")
    (path / "extensions").mkdir()
    (path / "extensions" / "a.xpi").write_bytes(b"PK\3\4")
    return path


EXPECTED = {
    ("Local Folders/Inbox", "<1@example.com>"), ("Local Folders/Inbox", "<2@example.com>"),
    ("Local Folders/Sent", "<3@example.com>"),
    ("Local Folders/Inbox/取引先", "<4@example.com>"), ("Local Folders/Inbox/取引先/2022", "<5@example.com>"),
    ("imap.example.jp/INBOX", "<6@example.com>"), ("imap.example.jp/送信済み", "<7@example.com>"),
}  # fmt: skip


def named(found: Looked, without: str = "") -> set[tuple[str, str]]:
    assert len(set(found.ways)) == len(found.ways)
    return {(way[-3].removeprefix(without), way[-1]) for way in found.ways}


def test_a_profile_is_one_source_with_the_names_that_people_see(profile: Path) -> None:
    found = Looked(thunderbird.KIND, profile)
    assert recognised(found.evidence) == "thunderbird"
    assert (named(found), len(found.ways), found.told) == (EXPECTED, 7, [])
    assert ("Local Folders/Inbox", "0", "<1@example.com>") in found.ways
    assert sorted(found.again(found.ways[1:6])) == sorted(found.ways[1:6])
    inside = Looked(thunderbird.KIND, profile.parent, profile.name)
    assert inside.again(inside.ways) == inside.ways


def test_a_mail_that_is_gone_when_it_is_wanted_once_more_is_a_gap(profile: Path) -> None:
    found = Looked(thunderbird.KIND, profile)
    (profile / "Mail" / "Local Folders" / "Sent").unlink()
    assert found.kind.reopen is not None
    (gap,) = found.kind.reopen(found.evidence, found.survey, (("Local Folders/Sent", "0", "<3@example.com>"),))
    assert isinstance(gap, Gap)
    assert (gap.origin.path, gap.reason, gap.wanted) == (("Local Folders/Sent", "0"), Reason.MISSING, "message")


@pytest.mark.parametrize(
    "below", ["Mail", "ImapMail", "Mail/Local Folders", "Mail/Local Folders/Inbox.sbd", "ImapMail/imap.example.jp"]
)
def test_a_folder_of_a_profile_is_one_too(profile: Path, below: str) -> None:
    found = Looked(thunderbird.KIND, profile / below)
    assert recognised(found.evidence) == "thunderbird"
    ids = {identity for _, identity in named(found)}
    assert ids <= {identity for _, identity in EXPECTED}
    assert len(ids) == {"Mail": 5, "ImapMail": 2, "Mail/Local Folders": 5, "Mail/Local Folders/Inbox.sbd": 2}.get(below, 2)


def test_mails_marked_as_deleted_are_looked_at(profile: Path) -> None:
    """X-Mozilla-Status 0008: MSG_FLAG_EXPUNGED; it stays in the file until that is compacted."""
    path = profile / "Mail" / "Local Folders" / "Trash"
    path.write_bytes(path.read_bytes() + b"From - Thu Mar  3 10:20:30 2022\r\nX-Mozilla-Status: 0009\r\n" + mail(8))
    assert ("Local Folders/Trash", "<8@example.com>") in named(Looked(thunderbird.KIND, profile))


def test_mails_that_are_files_of_their_own(profile: Path) -> None:
    box = profile / "Mail" / "pop.example.jp" / "Inbox"
    (box / "cur").mkdir(parents=True)
    (box / "tmp").mkdir()
    box.with_name("Inbox.msf").write_text(MORK)
    (box / "cur" / "1646270430.eml").write_bytes(mail(9))
    found = Looked(thunderbird.KIND, profile)
    assert ("pop.example.jp/Inbox", "1646270430.eml", "<9@example.com>") in found.ways
    assert len(found.ways) == 8
    assert found.again([("pop.example.jp/Inbox", "1646270430.eml", "<9@example.com>")])


def test_a_mailbox_that_is_none_is_told(profile: Path) -> None:
    (profile / "Mail" / "Local Folders" / "Sent").write_bytes(b"\1\2\3" * 100)
    found = Looked(thunderbird.KIND, profile)
    assert found.told == [(("Local Folders/Sent", "0"), "corrupt", "a mailbox that begins in the middle of a mail")]
    assert len(found.ways) == 6


def test_what_else_lies_among_the_mailboxes_is_looked_at(profile: Path) -> None:
    (profile / "Mail" / "Local Folders" / "invoice.exe").write_bytes(b"MZ")
    (profile / "Mail" / "Local Folders" / "nstmp-1").write_bytes(written([mail(10)], "thunderbird").data)
    found = Looked(thunderbird.KIND, profile)
    assert {way[:2] for way in found.ways} >= {("Local Folders", "invoice.exe"), ("Local Folders/nstmp-1", "0")}


@pytest.mark.parametrize("size", [1, 700, 3000, 10**6])
def test_no_mail_is_lost_or_told_twice_whatever_the_pieces(profile: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "BYTES", size)
    monkeypatch.setattr(sharing, "PIECES", 10**9)
    store(profile / "Mail" / "Local Folders" / "Archive", *(mail(number, "x" * (number * 37 % 300)) for number in range(20, 60)))
    found = Looked(thunderbird.KIND, profile)
    ids = [way[-1] for way in found.ways]
    assert len(ids) == len(set(ids)) == 47
    assert found.told == []
    assert (len(found.survey.pieces) == 1) == (size == 10**6)


@pytest.mark.parametrize("names", [("prefs.js",), ("Mail/a.txt",), ("Inbox",), ("Inbox.msf",), ("a.msf", "b")])
def test_other_folders_are_none(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert not thunderbird.recognises(Evidence(str(tmp_path)))


def test_other_things_beside_the_folders_of_accounts_make_it_evidence(profile: Path) -> None:
    (profile / "Mail" / "見積書.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert recognised(Evidence(str(profile / "Mail"))) == "evidence-folder"


@posix
def test_links_are_told_and_not_followed(profile: Path) -> None:
    (profile / "Mail" / "Local Folders" / "Link").symlink_to(profile / "Mail" / "Local Folders" / "Inbox")
    (profile / "Mail" / "loop").symlink_to(profile, target_is_directory=True)
    found = Looked(thunderbird.KIND, profile)
    assert [way for way, *_ in found.told] == [("Mail", "Local Folders", "Link"), ("Mail", "loop")]
    assert len(found.ways) == 7


def test_the_same_mail_is_the_same_source_wherever_it_lies(profile: Path, tmp_path: Path) -> None:
    before = thunderbird.survey(Evidence(str(profile))).source
    assert profile.rename(tmp_path / "copy").is_dir()
    assert thunderbird.survey(Evidence(str(tmp_path / "copy"))).source == before
    store(tmp_path / "copy" / "Mail" / "Local Folders" / "Trash", mail(11))
    assert thunderbird.survey(Evidence(str(tmp_path / "copy"))).source != before


def indexed(path: Path, mails: int, more: str = "", mail: bytes | None = None) -> None:
    """An index as Thunderbird writes it, with its mailbox only where that has content, or is empty (``b""``)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = "< <(a=c)> // (f=iso-8859-1)\n  (9E=ns:msg:db:row:scope:dbfolderinfo:all)(A0=numMsgs)(AB=version)(E7=searchStr)>\n"
    path.with_name(f"{path.name}.msf").write_text(f"{MORK}{columns}{{1:^9E {{(k^9F:c)(s=9)}} [1(^AB=1)(^A0={mails:x}){more}]}}\n")
    if mail is not None:
        path.write_bytes(mail)


@pytest.mark.parametrize("mailbox", [None, b""])
@pytest.mark.parametrize("name", ["&kAFP4W4IMH8-", "INBOX.sbd/2022"])
def test_a_folder_whose_mails_are_on_the_server_is_told(profile: Path, name: str, mailbox: bytes | None) -> None:
    account = profile / "ImapMail" / "imap2.example.jp"
    indexed(account / name, 31, mail=mailbox)
    indexed(account / "Trash", 0, mail=mailbox)
    found = Looked(thunderbird.KIND, profile)
    shown = f"imap2.example.jp/{'送信済み' if name[0] == '&' else 'INBOX/2022'}"
    assert found.told == [((shown, f"{name.rpartition('/')[2]}.msf"), "missing", ON_SERVER)]
    assert len(found.ways) == 7


@pytest.mark.parametrize("index", ["", MORK, "SQLite format 3"])
def test_an_index_on_the_server_that_says_nothing_is_told_and_a_local_one_is_not(profile: Path, index: str) -> None:
    path = profile / "ImapMail" / "imap.example.jp" / "Junk.msf"
    path.write_text(index)
    (profile / "Mail" / "Local Folders" / "Unsent Messages.msf").write_text(index)
    assert Looked(thunderbird.KIND, profile).told == [(("imap.example.jp/Junk", "Junk.msf"), "missing", ON_SERVER)]


def test_an_empty_local_folder_is_no_gap_and_one_that_had_mails_is(profile: Path) -> None:
    local = profile / "Mail" / "Local Folders"
    indexed(local / "Trash", 0, mail=b"")
    indexed(local / "Unsent Messages", 0)
    indexed(profile / "Mail" / "smart mailboxes" / "Inbox", 40, "(^E7=ALL)")  # a search: its mails lie in other folders
    assert Looked(thunderbird.KIND, profile).told == []
    indexed(local / "Archives", 3, mail=b"")
    indexed(local / "Old", 3)
    assert [one[2] for one in Looked(thunderbird.KIND, profile).told] == [MISSING, MISSING]


def test_mails_that_are_files_of_their_own_are_here(profile: Path) -> None:
    box = profile / "ImapMail" / "imap2.example.jp" / "INBOX"
    indexed(box, 1)
    (box / "cur").mkdir(parents=True)
    assert [one[2] for one in Looked(thunderbird.KIND, profile).told] == [ON_SERVER]
    (box / "cur" / "1646270430.eml").write_bytes(mail(9))
    assert Looked(thunderbird.KIND, profile).told == []


@pytest.mark.parametrize("below", ["", "ImapMail", "ImapMail/imap.example.jp"])
def test_an_account_that_is_kept_on_the_server_cannot_be_told(tmp_path: Path, below: str) -> None:
    indexed(tmp_path / "x.default" / "ImapMail" / "imap.example.jp" / "INBOX", 5)
    (tmp_path / "x.default" / "prefs.js").write_text("")
    source = check(tmp_path / "x.default" / below)
    assert (source.kind, app.holes(source)) == ("thunderbird", ("message",))
    (gap,) = source.gaps
    assert (gap.detail, gap.wanted) == (ON_SERVER, "message")
    assert gap.origin.path[-1] == "INBOX.msf"
    assert gap.remedy is not None
    assert "imaps://" in gap.remedy.en
    assert "imaps://" in gap.remedy.ja
    assert knowledge.load().details.japanese(ON_SERVER)
    assert knowledge.load().details.japanese(MISSING)
