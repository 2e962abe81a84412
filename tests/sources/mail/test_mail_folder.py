"""A folder of mails as files: what is one, what is a folder of evidence, and that every file is looked at exactly once."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import public_data
from support.inside import content as read
from support.mail_looking import Looked, recognised
from support.mbox_files import mail, written

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import Blob, Item, Source
from mimawari.sources import Evidence, evidence_folder, mail_folder
from mimawari.sources.mail import files, sharing
from mimawari.sources.mail.files import Form

posix = pytest.mark.skipif(sys.platform == "win32", reason="only where links and FIFOs can be made by anyone")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def compound(entries: bytes) -> bytes:
    """The header of a compound file (MS-CFB 2.2) whose directory is its second sector, which begins with *entries*."""
    header = OLE + bytes(16) + b"\x3e\0\3\0\xfe\xff\x09\0" + bytes(16) + (1).to_bytes(4, "little")
    return header.ljust(512, b"\0") + bytes(512) + entries.ljust(512, b"\0")


OUTLOOK = compound("Root Entry".encode("utf-16-le").ljust(80, b"\0") + bytes.fromhex("0b0d020000000000c000000000000046"))
PLIST = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict></dict></plist>\n'


def emlx(content: bytes, length: int | None = None) -> bytes:
    return b"%d  \n" % (len(content) if length is None else length) + content + PLIST


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "mails"
    (path / "2022" / "03").mkdir(parents=True)
    (path / "RE  見積書.eml").write_bytes(mail(1))
    (path / "2022" / "Re hello 1.2.3").write_bytes(mail(2))
    (path / "2022" / "1.").write_bytes(written([mail(3)], "mboxo").data)
    (path / "2022" / "03" / "12.emlx").write_bytes(emlx(mail(4)))
    (path / "2022" / "03" / "メール.msg").write_bytes(OUTLOOK)
    (path / "2022" / "03" / "noname").write_bytes(OUTLOOK)
    (path / "2022" / "03" / "bom.eml").write_bytes(b"\xef\xbb\xbf\r\n" + mail(5))
    return path


def test_mails_of_every_kind_are_found_by_content(folder: Path) -> None:
    found = Looked(mail_folder.KIND, folder)
    assert recognised(found.evidence) == "mail-folder"
    kinds = {way: blob.media_type for way, blob in zip(found.ways, found.blobs, strict=True)}
    assert kinds == {
        (".", "RE  見積書.eml", "<1@example.com>"): "message/rfc822",
        ("2022", "Re hello 1.2.3", "<2@example.com>"): "message/rfc822",
        ("2022", "1.", "<3@example.com>"): "message/rfc822",
        ("2022/03", "12.emlx", "<4@example.com>"): "message/rfc822",
        ("2022/03", "メール.msg"): "application/vnd.ms-outlook",
        ("2022/03", "noname"): "application/vnd.ms-outlook",
        ("2022/03", "bom.eml", "<5@example.com>"): "message/rfc822",
    }
    assert found.told == []
    assert {blob.name for blob in found.blobs} >= {"12.emlx", "メール.msg"}
    for number, name in ((2, "Re hello 1.2.3"), (3, "1."), (4, "12.emlx"), (5, "bom.eml")):
        (blob,) = (blob for blob in found.blobs if blob.origin.path[1] == name)
        assert read(blob).rstrip() == mail(number).rstrip()


def test_mails_are_given_once_more(folder: Path) -> None:
    found = Looked(mail_folder.KIND, folder)
    assert sorted(found.again(found.ways[2:5])) == sorted(found.ways[2:5])


def test_what_is_damaged_is_a_gap_of_its_name(folder: Path) -> None:
    (folder / "empty.eml").touch()
    (folder / "cut.emlx").write_bytes(emlx(mail(6), 10**6))
    (folder / "9.partial.emlx").write_bytes(emlx(mail(7)))
    (folder / "odd.eml").write_bytes(b"\0\1\2\3")
    found = Looked(mail_folder.KIND, folder)
    assert recognised(found.evidence) == "mail-folder"
    assert found.told == [
        ((".", "9.partial.emlx", "<7@example.com>"), "missing", "a mail whose attachments Apple Mail keeps in other files"),
        ((".", "cut.emlx", "<6@example.com>"), "corrupt", "a mail that is shorter than its file says"),
        ((".", "empty.eml"), "missing", "the file is empty"),
    ]
    assert {(".", "odd.eml"), (".", "cut.emlx", "<6@example.com>")} <= set(found.ways)


@posix
def test_links_and_pipes_are_told_and_not_followed(folder: Path) -> None:
    (folder / "link.eml").symlink_to(folder / "2022" / "1.")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "pipe.eml")
    found = Looked(mail_folder.KIND, folder)
    assert recognised(found.evidence) == "mail-folder"
    assert [(way, reason) for way, reason, _ in found.told] == [
        ((name,), "unsupported") for name in ("link.eml", "loop", "pipe.eml")
    ]
    assert len(found.blobs) == 7


def test_folders_are_entered_down_to_a_limit(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*"abcdefghijklmnopqr")
    deep.mkdir(parents=True)
    (deep / "deep.eml").write_bytes(mail(1))
    (tmp_path / "top.eml").write_bytes(mail(2))
    found = Looked(mail_folder.KIND, tmp_path)
    assert found.ways == [(".", "top.eml", "<2@example.com>")]
    assert found.told == [(tuple("abcdefghijklmnopq"), "too-large", "more than 16 folders deep")]


@pytest.mark.parametrize("each", [1, 9, 10**6])
def test_no_mail_is_lost_or_told_twice_whatever_the_pieces(each: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MAILS", each)
    expected = set()
    for number in range(80):
        below = ("", "a", "a/b:1", "a b")[number % 4]
        (tmp_path / below).mkdir(exist_ok=True)
        (tmp_path / below / f"{number}.eml").write_bytes(mail(number))
        expected.add((below or ".", f"{number}.eml", f"<{number}@example.com>"))
    found = Looked(mail_folder.KIND, tmp_path)
    assert len(found.ways) == 80
    assert set(found.ways) == expected
    assert len(found.survey.pieces) == -(-80 // each)


def test_a_sample_of_the_names_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_SAMPLE", 16)
    monkeypatch.setattr(sharing, "MAILS", 10)
    for number in range(200):
        (tmp_path / f"{number}.eml").write_bytes(mail(number))
    found = Looked(mail_folder.KIND, tmp_path)
    assert len(set(found.ways)) == len(found.ways) == 200
    assert 2 < len(found.survey.pieces) <= 20


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.eml", mail(1), Form.MAIL),
        ("a", mail(1), Form.MAIL),
        ("a.txt", mail(1), Form.MAIL),
        ("a.eml", b"X-Odd: 1\n\ntext", Form.MAIL),
        ("a.msg", mail(1), Form.MAIL),
        ("a.js", mail(1), Form.OTHER),
        ("a.mht", mail(1), Form.OTHER),
        ("a.txt", b"X-Odd: 1\n\ntext", Form.OTHER),
        ("a.txt", b"From: me\nTo: you\nDate: today\n\nan old letter", Form.OTHER),
        ("a.txt", b"", Form.EMPTY),
        ("a.doc", compound("WordDocument".encode("utf-16-le")), Form.OTHER),
        ("a", compound("__substg1.0_0037001F".encode("utf-16-le")), Form.OUTLOOK),
        ("a.msg", compound(b""), Form.OUTLOOK),
        ("a", written([mail(1), mail(2)], "mboxo").data, Form.OTHER),
        ("a.eml", written([mail(1), mail(2)], "mboxo").data, Form.OTHER),
        ("a.eml", mail(1) + b"\n" + written([mail(2)], "mboxo").data, Form.OTHER),
        ("a.eml", b"%PDF-1.4\n", Form.ODD),
        ("12.emlx", emlx(mail(1)), Form.APPLE),
        ("12", emlx(mail(1)), Form.APPLE),
        ("12.txt", b"12\nlines of text\n", Form.OTHER),
        ("a.eml", b"Subject: x\nFrom: y\0" + bytes(500), Form.ODD),
    ],
)
def test_what_a_file_is(name: str, content: bytes, form: Form, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert files.examine(path).form is form


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", OLE, b"From ", b"\1\1\1\1\n", b"12\n", mail(1), OUTLOOK]))
def test_odd_files_are_something(tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "odd"
    path.write_bytes(start + data)
    found = files.examine(path)
    assert 0 <= found.start <= found.end <= len(start + data)


def checked(path: Path) -> tuple[dict[str, set[tuple[str, ...]]], list[Item]]:
    """What the engine took as what: by kind the ways of the sources, and the items."""
    told: list[Item] = []
    found: dict[str, set[tuple[str, ...]]] = {}
    sources: list[Source] = list(app.check([Evidence(str(path))], Settings(reraise=True), jobs=0, told=told.append))
    for source in sources:
        found.setdefault(source.kind, set()).add((source.inside,))
    assert len({source.id for source in sources}) == len(sources)
    return found, told


def test_a_folder_of_other_things_too_is_evidence_and_its_mails_are_one_source(folder: Path) -> None:
    (folder / "note.txt").write_text("This is a plain note about the mails.\n")
    (folder / "all.mbox").write_bytes(written([mail(8), mail(9)], "mboxo").data)
    (folder / "empty.txt").touch()
    (folder / "empty.eml").touch()
    (folder / "2022" / "second.txt").write_text("This is a plain note as well.\n")
    found, told = checked(folder)
    assert found == {
        "mail-folder": {("",), ("2022",), ("2022/03",)},
        "mbox": {("all.mbox",)},
        "single-file": {("note.txt",), ("empty.txt",), ("2022/second.txt",)},
    }
    places = [item.origin.path for item in told if item.source_kind == "mail-folder"]
    assert sorted(places) == sorted(
        [
            (".", "RE  見積書.eml", "<1@example.com>"),
            (".", "empty.eml"),
            ("2022", ".", "Re hello 1.2.3", "<2@example.com>"),
            ("2022", ".", "1.", "<3@example.com>"),
            ("2022/03", ".", "12.emlx", "<4@example.com>"),
            ("2022/03", ".", "メール.msg"),
            ("2022/03", ".", "noname"),
            ("2022/03", ".", "bom.eml", "<5@example.com>"),
        ]
    )


def test_a_folder_of_mails_among_others_is_evidence_once(folder: Path) -> None:
    evidence = Evidence(str(folder.parent))
    assert evidence_folder.survey(evidence).children == (Evidence(str(folder.parent), "mails"),)
    (folder.parent / "a.eml").write_bytes(mail(6))
    (folder.parent / "b.txt").write_text("x")
    children = evidence_folder.survey(evidence).children
    assert children == (
        Evidence(str(folder.parent), "b.txt"),
        Evidence(str(folder.parent), "mails"),
        Evidence(str(folder.parent), "", "mail-folder"),
    )
    among = Looked(mail_folder.KIND, folder.parent, forced="mail-folder")
    assert among.ways == [(".", "a.eml", "<6@example.com>")]


@posix
def test_names_that_no_text_can_have_are_written_out_and_found_again(tmp_path: Path) -> None:
    names = [b"\xff\xfe.eml", b"a\nb", b"\x1b[31m.eml"]
    for number, name in enumerate(names):
        (tmp_path / os.fsdecode(name)).write_bytes(mail(number))
    found = Looked(mail_folder.KIND, tmp_path)
    assert {way[1] for way in found.ways} == {r"\xff\xfe.eml", "a\nb", "\x1b[31m.eml"}
    assert sorted(found.again(found.ways)) == sorted(found.ways)


def test_a_folder_whose_name_is_no_utf_8(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\x82\xa0")).mkdir()
    (tmp_path / os.fsdecode(b"\x82\xa0/\x82\xa2.eml")).write_bytes(mail(1))
    (tmp_path / os.fsdecode(b"\x82\xa0/box")).write_bytes(written([mail(2), mail(3)], "mboxo").data)
    found = Looked(mail_folder.KIND, tmp_path)
    assert {way[:2] for way in found.ways} >= {(r"\x82\xa0", r"\x82\xa2.eml"), (r"\x82\xa0/box", "0")}
    assert sorted(found.again(found.ways)) == sorted(found.ways)


def test_what_a_server_or_a_desktop_keeps_beside_mails_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "1.").write_bytes(mail(1))
    (tmp_path / "cyrus.index").write_bytes(bytes(range(99)))
    (tmp_path / ".DS_Store").write_bytes(b"\0\0\0\1Bud1" + bytes(99))
    found = Looked(mail_folder.KIND, tmp_path)
    assert recognised(found.evidence) == "mail-folder"
    assert (found.ways, found.told) == ([(".", "1.", "<1@example.com>")], [])
    (tmp_path / ".DS_Store").write_bytes(b"MZ")
    assert recognised(found.evidence) == "evidence-folder"


def test_a_maildir_below_is_left_to_its_own_kind(tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    (tmp_path / "Maildir" / "cur" / "1.a.b:2,").write_bytes(mail(1))
    (tmp_path / "a.eml").write_bytes(mail(2))
    found, told = checked(tmp_path)
    assert found == {"mail-folder": {("",)}, "maildir": {("Maildir",)}}
    assert len(told) == 2


def test_a_forced_folder_takes_every_file(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(1))
    (tmp_path / "b.txt").write_text("x")
    found = Evidence(f"mail-folder:{tmp_path}", forced="mail-folder")
    survey = mail_folder.KIND.survey(found)
    (piece,) = survey.pieces
    blobs = [seen for seen in mail_folder.KIND.look(found, survey, piece.key) if isinstance(seen, Blob)]
    assert [blob.name for blob in blobs] == ["a.eml", "b.txt"]


def test_public_mails_are_one_folder_and_none_is_lost(tmp_path: Path) -> None:
    """Each .eml and .msg of the public set is taken as a mail, but for those that are mailboxes of two."""
    count = 0
    for number, path in enumerate(public_data.labelled("mail_benign").values()):
        if path.suffix in (".eml", ".msg"):
            (tmp_path / f"{number}{path.suffix}").write_bytes(path.read_bytes())
            count += 1
    found = Looked(mail_folder.KIND, tmp_path)
    assert recognised(found.evidence) == "mail-folder"
    assert len(found.blobs) == count > 400
    assert found.told == []
