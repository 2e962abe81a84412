"""A Maildir: what its folders are called, whose files are mails, what lies beside them, and what is not followed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from support.mail_looking import Looked, recognised
from support.mbox_files import mail

from mimawari.model import Blob, Gap
from mimawari.sources import Evidence, Seen, maildir
from mimawari.sources.mail import names, sharing

posix = pytest.mark.skipif(sys.platform == "win32", reason="only where links and FIFOs can be made by anyone")


def made(path: Path, *folders: str) -> Path:
    for folder in ("", *folders):
        for holder in ("cur", "new", "tmp"):
            (path / folder / holder).mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Of Courier or Dovecot, Maildir++."""
    path = made(tmp_path / "Maildir", ".Sent", ".Archive.2022", ".&kAFP4W4IMH8-")
    (path / "cur" / "1646270430.M1P2.mail,S=200:2,S").write_bytes(mail(1))
    (path / "new" / "1646270431.M1P2.mail.example.com").write_bytes(mail(2))
    (path / ".Sent" / "cur" / "1646270432.M1P2.mail;2,S").write_bytes(mail(3))
    (path / ".Archive.2022" / "cur" / "1646270433.M1P2.mail!2,RS").write_bytes(mail(4))
    (path / ".&kAFP4W4IMH8-" / "cur" / "1646270434.M1P2.mail:2,").write_bytes(mail(5))
    for name in ("dovecot.index.log", "dovecot-uidlist", "dovecot.index.cache", "subscriptions", "dovecot-uidvalidity.5f3c"):
        (path / name).write_bytes(b"\1\2\3\0")
    (path / ".Sent" / "maildirfolder").touch()
    return path


def test_folders_have_the_names_that_people_see(box: Path) -> None:
    found = Looked(maildir.KIND, box)
    assert recognised(found.evidence) == "maildir"
    assert sorted(found.ways) == sorted(
        [
            ("INBOX", "1646270430.M1P2.mail,S=200:2,S", "<1@example.com>"),
            ("INBOX", "1646270431.M1P2.mail.example.com", "<2@example.com>"),
            ("Sent", "1646270432.M1P2.mail;2,S", "<3@example.com>"),
            ("Archive/2022", "1646270433.M1P2.mail!2,RS", "<4@example.com>"),
            ("送信済み", "1646270434.M1P2.mail:2,", "<5@example.com>"),
        ]
    )
    assert found.told == []
    assert {(blob.name, blob.media_type) for blob in found.blobs} == {("mail.eml", "message/rfc822")}
    assert found.content(("Sent", "1646270432.M1P2.mail;2,S", "<3@example.com>")) == mail(3)


def test_mails_are_given_once_more(box: Path) -> None:
    found = Looked(maildir.KIND, box)
    assert sorted(found.again(found.ways[1:4])) == sorted(found.ways[1:4])
    inside = Looked(maildir.KIND, box.parent, "Maildir")
    assert inside.ways[0][0] == "Maildir"
    assert inside.again(inside.ways[:1]) == inside.ways[:1]


@pytest.mark.parametrize(
    ("stored", "seen"),
    [
        # RFC 3501 5.1.3 and what Dovecot makes of 送信済み.
        ("&Jjo-!", "☺!"), ("mail/&U,BTFw-/&ZeVnLIqe-", "mail/台北/日本語"), ("&kAFP4W4IMH8-", "送信済み"), ("A&-B", "A&B"),
        ("&!-", "&!-"), ("&", "&"), ("&AAAA", "&AAAA"), ("&2D0-", "&2D0-"), ("&A-", "&A-"),
    ],
)  # fmt: skip
def test_modified_utf_7(stored: str, seen: str) -> None:
    assert names.decoded(stored) == seen


def test_folders_laid_out_otherwise(tmp_path: Path) -> None:
    """Dovecot's LAYOUT=fs, and KMail's."""
    path = made(tmp_path / "m", "Work/2022", ".Inbox.directory/Sub")
    (path / "Work/2022/cur/1.a.b:2,").write_bytes(mail(1))
    (path / ".Inbox.directory/Sub/new/2.a.b").write_bytes(mail(2))
    assert sorted(way[0] for way in Looked(maildir.KIND, path).ways) == ["Inbox/Sub", "Work/2022"]


def test_a_folder_of_nothing_but_maildirs_is_one(tmp_path: Path) -> None:
    """As offlineimap and mbsync write them."""
    for folder in ("INBOX", "Sent"):
        (made(tmp_path / folder) / "cur" / "1.a.b:2,").write_bytes(mail(1))
    (tmp_path / ".mbsyncstate").write_text("x")
    found = Looked(maildir.KIND, tmp_path)
    assert recognised(found.evidence) == "maildir"
    assert [way[0] for way in found.ways] == ["INBOX", "Sent"]


def test_the_mailboxes_of_several_people_stay_apart(tmp_path: Path) -> None:
    for folder in ("taro", "hanako"):
        (made(tmp_path / folder, ".Sent") / "cur" / "1.a.b:2,").write_bytes(mail(1))
    assert recognised(Evidence(str(tmp_path))) == "evidence-folder"


def test_a_folder_called_cur_alone_is_no_maildir(tmp_path: Path) -> None:
    (tmp_path / "cur").mkdir()
    (tmp_path / "cur" / "notes.txt").write_text("x")
    assert recognised(Evidence(str(tmp_path))) == "evidence-folder"


def test_an_empty_maildir_was_looked_at(tmp_path: Path) -> None:
    found = Looked(maildir.KIND, made(tmp_path / "m"))
    assert (found.blobs, found.gaps, found.survey.pieces) == ([], [], ())
    assert {looked.kind for looked in found.survey.looked} == {"content", "message"}


def test_empty_files_are_gaps_unless_they_were_never_delivered(box: Path) -> None:
    (box / "cur" / "9.a.b:2,").touch()
    (box / "tmp" / "9.a.b").touch()
    assert Looked(maildir.KIND, box).told == [(("INBOX", "9.a.b:2,"), "missing", "the file is empty")]


def test_what_lies_beside_is_looked_at_too(box: Path) -> None:
    (box / "見積書.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (box / ".Sent" / "note.txt").write_text("x")
    (box / "maildirfolder.exe").write_bytes(b"MZ")
    ways = [way for way in Looked(maildir.KIND, box).ways if len(way) == 2]
    assert ways == [(".", "maildirfolder.exe"), (".", "見積書.doc"), (".Sent", "note.txt")]


def test_a_mail_without_any_known_field_is_a_mail_by_its_place(box: Path) -> None:
    (box / "cur" / "9.a.b:2,").write_bytes(b"X-Odd: 1\n\ntext\n")
    found = Looked(maildir.KIND, box)
    assert [blob.media_type for blob in found.blobs if blob.origin.path[1] == "9.a.b:2,"] == ["message/rfc822"]


@posix
def test_links_and_pipes_are_told_and_not_followed(box: Path) -> None:
    (box / "cur" / "link").symlink_to(box / "new" / "1646270431.M1P2.mail.example.com")
    (box / ".Loop").symlink_to(box, target_is_directory=True)
    os.mkfifo(box / "cur" / "pipe")
    found = Looked(maildir.KIND, box)
    assert found.told == [
        ((".Loop",), "unsupported", "a link, not followed"),
        (("cur", "link"), "unsupported", "a link, not followed"),
        (("cur", "pipe"), "unsupported", "not a file and not a folder"),
    ]
    assert len(found.blobs) == 5


def test_dbox_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "mailboxes" / "INBOX" / "dbox-Mails").mkdir(parents=True)
    (tmp_path / "mailboxes" / "INBOX" / "dbox-Mails" / "u.1").write_bytes(b"2 M1e C0\n\1\2N")
    found = Looked(maildir.KIND, tmp_path)
    assert recognised(found.evidence) == "maildir"
    assert found.told == [((), "unsupported", "mails in Dovecot's form dbox")]


@pytest.mark.parametrize("each", [1, 7, 1000])
def test_no_mail_is_lost_or_told_twice_whatever_the_pieces(each: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MAILS", each)
    path = made(tmp_path / "m", ".Sent", ".A", ".B.C")
    expected = []
    for number in range(100):
        folder, shown = [("", "INBOX"), (".Sent", "Sent"), (".A", "A"), (".B.C", "B/C")][number % 4]
        name = f"{number * 7919 % 1000}.a:b"
        (path / folder / ("cur", "new")[number % 3 == 0] / name).write_bytes(mail(number))
        expected.append((shown, name, f"<{number}@example.com>"))
    found = Looked(maildir.KIND, path)
    assert sorted(found.ways) == sorted(expected)
    assert len(found.survey.pieces) == -(-100 // each)


def test_a_file_that_went_after_the_survey_is_a_gap_beside_the_others(box: Path) -> None:
    evidence = Evidence(str(box))
    found = maildir.survey(evidence)
    (box / "cur" / "1646270430.M1P2.mail,S=200:2,S").unlink()
    seen = [one for piece in found.pieces for one in maildir.look(evidence, found, piece.key)]
    assert [(gap.origin.path[0], gap.detail) for gap in seen if isinstance(gap, Gap)] == [("送信済み … INBOX", LOST)]
    assert len(seen) == 5


LOST = "mails were moved or deleted during the check"


def mails(seen: Iterable[Seen]) -> Iterator[Blob | Gap]:
    return (one for one in seen if isinstance(one, Blob | Gap))


def test_a_mail_that_is_read_meanwhile_is_lost_by_no_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program moves it from ``new`` to ``cur`` and appends flags; one more mail comes."""
    monkeypatch.setattr(sharing, "MAILS", 2)
    path = made(tmp_path / "Maildir")
    for number in range(12):
        (path / ("new" if number % 2 else "cur") / f"{number}").write_bytes(mail(number))
    evidence = Evidence(str(path))
    found = maildir.survey(evidence)
    assert len(found.pieces) == 6
    seen: list[Blob | Gap] = []
    for turn, piece in enumerate(found.pieces):
        seen += mails(maildir.look(evidence, found, piece.key))
        (path / "new" / "999").write_bytes(mail(999))
        if turn == 2:
            for number in range(1, 12, 2):
                (path / "new" / f"{number}").rename(path / "cur" / f"{number}:2,S")
    assert not [gap for gap in seen if isinstance(gap, Gap)]
    ids = [one.origin.path[2] for one in seen]
    assert sorted(ids) == sorted({f"<{number}@example.com>" for number in (*range(12), 999)})
    before = [one.origin.path for one in seen if isinstance(one, Blob) and one.origin.path[1].isdecimal()]
    assert maildir.KIND.reopen is not None
    again = mails(maildir.KIND.reopen(evidence, found, tuple(before)))
    assert sorted(one.origin.path for one in again) == sorted(before)


def test_a_mail_that_moves_while_its_folder_is_read_is_told_once(box: Path) -> None:
    evidence = Evidence(str(box))
    found = maildir.survey(evidence)
    seen: list[Blob | Gap] = []
    for one in mails(step for piece in found.pieces for step in maildir.look(evidence, found, piece.key)):
        seen.append(one)
        moving = box / "new" / "1646270431.M1P2.mail.example.com"
        if moving.exists() and len(seen) == 1:
            moving.rename(box / "cur" / f"{moving.name}:2,S")
    assert len({one.origin.path[2] for one in seen}) == len(seen) == 5


def test_a_folder_whose_name_is_no_utf_8_and_that_has_only_cur(box: Path) -> None:
    odd = box / os.fsdecode(b".\x82\xa0") / "cur"
    odd.mkdir(parents=True)
    (odd / os.fsdecode(b"7.\xff")).write_bytes(mail(7))
    found = Looked(maildir.KIND, box)
    way = (r"\x82\xa0", r"7.\xff", "<7@example.com>")
    assert way in found.ways
    assert found.again([way]) == [way]


def test_a_folder_that_went_after_the_survey_is_a_gap(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = Evidence(str(box))
    found = maildir.survey(evidence)
    real = os.scandir

    def scandir(path: Path):  # type: ignore[no-untyped-def]
        if str(path).endswith("Sent/cur"):
            raise PermissionError(13, "no")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    seen = [one for piece in found.pieces for one in maildir.look(evidence, found, piece.key)]
    assert [(gap.origin.path, str(gap.reason)) for gap in seen if isinstance(gap, Gap)] == [((".Sent", "cur"), "denied")]
