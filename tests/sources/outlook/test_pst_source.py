"""The kind of source as the engine uses it: what it recognises, its pieces, its items, what is no mail, what is asked for again."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from support.pst_file import UNICODE, File
from support.pst_heap import BOOLEAN
from support.pst_heap import UNICODE as TEXT
from support.pst_mail import ROOT, SUBTREE, Attached, Writer, Written, pst
from support.pst_reading import files, mail_of, written

from mimawari.model import BadEvidence, Blob, Looked, Reason
from mimawari.sources import Evidence, load
from mimawari.sources.outlook_data import KIND

FILE = Attached("a.zip", b"PK\5\6")


def evidence(folder: Path, data: bytes, name: str = "case.pst") -> Evidence:
    (folder / name).write_bytes(data)
    return Evidence(str(folder / name))


def blobs(given: Evidence) -> list[Blob]:
    survey = KIND.survey(given)
    return [one for piece in survey.pieces for one in KIND.look(given, survey, piece.key) if isinstance(one, Blob)]


def test_it_is_recognised_by_its_first_bytes(tmp_path: Path) -> None:
    assert load()["outlook-data"] is KIND
    assert KIND.recognises(evidence(tmp_path, pst({}), "mail.txt"))
    assert not KIND.recognises(evidence(tmp_path, b"!BD", "short.pst"))
    assert not KIND.recognises(evidence(tmp_path, b"From a@example.com", "no.pst"))
    assert not KIND.recognises(Evidence(str(tmp_path)))
    assert not KIND.recognises(Evidence(str(tmp_path / "missing")))


def test_a_link_is_followed_as_the_user_gave_it(tmp_path: Path) -> None:
    given = evidence(tmp_path, pst({"a": [Written(subject="s")]}))
    (tmp_path / "link").symlink_to(given.path)
    assert len(blobs(Evidence(str(tmp_path / "link")))) == 1


def test_an_empty_file_was_looked_at(tmp_path: Path) -> None:
    survey = KIND.survey(evidence(tmp_path, pst({"受信トレイ": []})))
    assert (survey.kind, survey.pieces, survey.gaps) == ("outlook-data", (), ())
    assert survey.looked == (Looked("message", 0), Looked("content", 0))


def test_pieces_of_some_hundred_mails_in_any_order(tmp_path: Path) -> None:
    given = evidence(tmp_path, pst({"a": [Written(subject=str(number)) for number in range(450)]}))
    survey = KIND.survey(given)
    assert [(piece.wants, piece.keep) for piece in survey.pieces] == [(("content", "message"), 20)] * 3
    found = [
        [mail_of(one)["subject"] for one in KIND.look(given, survey, piece.key) if isinstance(one, Blob)]
        for piece in reversed(survey.pieces)
    ]
    assert [len(part) for part in found] == [50, 200, 200]
    assert [int(text) for part in reversed(found) for text in part] == list(range(450))


def test_how_an_item_is_named(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    data = pst({"受信トレイ/2022 年": [Written(subject="s", text="t", message_id="<x@example.jp>"), Written(subject="t")]})
    (tmp_path / "sub" / "case.pst").write_bytes(data)
    given = Evidence(str(tmp_path), "sub/case.pst")
    first, second = blobs(given)
    assert first.origin.path == ("sub/case.pst", "受信トレイ/2022 年", "2097188", "<x@example.jp>")
    assert second.origin.path == ("sub/case.pst", "受信トレイ/2022 年", "2097220")
    assert (first.name, first.media_type, first.origin.locator) == ("mail.eml", "message/rfc822", str(tmp_path))


def test_items_once_more(tmp_path: Path) -> None:
    given = evidence(tmp_path, pst({"a": [Written(subject=str(number), message_id=f"<{number}@x>") for number in range(9)]}))
    survey = KIND.survey(given)
    paths = tuple(one.origin.path for one in blobs(given))
    assert KIND.reopen is not None
    asked = (paths[7], paths[2], ("a", "99"), ("a", "no"), ("a",), (), ("b", *paths[3][1:]))
    found = [one for one in KIND.reopen(given, survey, asked) if isinstance(one, Blob)]
    assert [one.origin.path for one in found] == [paths[7], paths[2]]
    assert [mail_of(one)["subject"] for one in found] == ["7", "2"]


def test_it_is_known_by_what_it_holds(tmp_path: Path) -> None:
    one, two = pst({"a": [Written(subject="s")]}), pst({"a": [Written(subject="t"), Written()]})
    first, second = KIND.survey(evidence(tmp_path, one, "1")).source, KIND.survey(evidence(tmp_path, two, "2")).source
    assert first == KIND.survey(evidence(tmp_path, one, "3")).source
    assert first != second


def test_a_file_that_changed_is_read_anew(tmp_path: Path) -> None:
    given = evidence(tmp_path, pst({"a": [Written(subject="s")]}))
    assert [mail_of(one)["subject"] for one in blobs(given)] == ["s"]
    evidence(tmp_path, pst({"a": [Written(subject="a longer one")]}))
    os.utime(given.path, ns=(1, 1))
    assert [mail_of(one)["subject"] for one in blobs(given)] == ["a longer one"]


@pytest.mark.parametrize("form", ["IPM.Contact", "IPM.Appointment", "IPM.Task", "IPM.StickyNote", "IPM.Activity", "ipm.distlist"])
def test_what_is_no_mail_only_with_what_is_attached(form: str, tmp_path: Path) -> None:
    plain = Written(subject="s", form=form)
    found = written(tmp_path, pst({"連絡先": [plain, replace(plain, attached=[FILE])]}))
    assert [files(mail) for mail in found.mails.values()] == [{"a.zip": b"PK\5\6"}]
    assert found.gaps == []


@pytest.mark.parametrize("form", ["IPM.Note", "IPM.Schedule.Meeting.Request", "REPORT.IPM.Note.NDR", "IPM.TaskRequest", ""])
def test_what_is_a_mail(form: str, tmp_path: Path) -> None:
    assert len(written(tmp_path, pst({"a": [Written(subject="s", form=form)]})).mails) == 1


def folders(writer: Writer) -> None:
    """Three messages: whose folder is not there, whose folder's folder is not, and whose folders lead in a circle."""
    writer.message(Written(subject="1"), 0x9992)
    lost = writer.folder("底")
    writer.file.nodes = [(*one[:3], 0x7772) if one[0] == lost else one for one in writer.file.nodes]
    writer.message(Written(subject="2"), lost)
    first, second = writer.folder("左"), writer.folder("右")
    circle = {first: second, second: first}
    writer.file.nodes = [(*one[:3], circle.get(one[0], one[3])) for one in writer.file.nodes]
    writer.message(Written(subject="3"), first)
    writer.message(Written(subject="4"), SUBTREE)
    writer.message(Written(subject="5"), ROOT)
    writer.message(Written(subject="6"), 0)


def test_folders_that_are_not_there_or_lead_in_a_circle(tmp_path: Path) -> None:
    writer = Writer(File(UNICODE))
    writer.begin()
    folders(writer)
    writer.tree = {}
    found = written(tmp_path, writer.done())
    assert [(path[0], mail["subject"]) for path, mail in found.mails.items()] == [
        ("(orphan)", "1"), ("(orphan)/底", "2"), ("右/左", "3"), ("Top of Personal Folders", "4"), ("(folder 290)", "5"),
        ("(orphan)", "6"),
    ]  # fmt: skip


def test_names_of_folders_that_would_break_the_path(tmp_path: Path) -> None:
    writer = Writer(File(UNICODE))
    writer.begin()
    writer.message(Written(subject="s"), writer.folder("a/b\r\n c"))
    assert [path[0] for path in written(tmp_path, writer.done()).mails] == ["a_b c"]


def test_hidden_messages_only_with_what_is_attached(tmp_path: Path) -> None:
    writer = Writer(File(UNICODE))
    writer.begin()
    folder = writer.folder("a")
    for number, attached in ((0x200028, ()), (0x200048, (FILE,))):
        writer.message(Written(subject="rule", form="IPM.Note", attached=attached), folder, number)
    assert [path[1] for path in written(tmp_path, writer.done()).mails] == [str(0x200048)]


def test_a_text_of_another_type_is_none(tmp_path: Path) -> None:
    mail = written(tmp_path, pst({"a": [Written(text="t", extra={0x37: (BOOLEAN, 1), 0x1035: (TEXT, b"")})]})).only
    assert mail["subject"] is None


@pytest.mark.parametrize(
    ("version", "reason"), [(37, Reason.ENCRYPTED), (13, Reason.UNSUPPORTED), (99, Reason.UNSUPPORTED), (0, Reason.UNSUPPORTED)]
)
def test_versions_that_nobody_describes(version: int, reason: Reason, tmp_path: Path) -> None:
    data = bytearray(pst({}))
    data[10] = version
    with pytest.raises(BadEvidence) as told:
        KIND.survey(evidence(tmp_path, bytes(data)))
    assert told.value.reason is reason
