"""What we read beside what libpff reads: the public files, and those of our own writer, which so is held by another reader.

Where we differ it is on purpose: libpff's Python tells no mails attached to mails, and reads ANSI texts as Windows-1252 unless
it is told otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from support.pst_file import ANSI, LARGE, UNICODE, Form
from support.pst_heap import BINARY
from support.pst_mail import Attached, Person, Written, pst
from support.pst_reading import files, inner, read
from support.public_data import labelled

pypff = pytest.importorskip("pypff", reason="libpff-python is not installed")

NAMES = ("testPST.pst", "testPST_variousBodyTypes.pst", "SampleContacts.pst", "PersonalStorage.pst", "PersonalStorageFile.ost")


@dataclass(frozen=True)
class Theirs:
    """A message as libpff tells it."""

    number: int
    subject: str
    sizes: tuple[int, ...]
    mails: int
    people: int
    form: str


def entry(item: Any, number: int) -> Any:
    return next((one for group in item.record_sets for one in group.entries if one.entry_type == number), None)


def told(path: Path) -> list[Theirs]:
    file = pypff.file()
    file.set_ascii_codepage("cp932")
    file.open(str(path))
    found = sorted(messages(file.root_folder), key=lambda one: one.number)
    file.close()
    return found


def messages(folder: Any) -> Iterator[Theirs]:
    for number in range(folder.number_of_sub_messages):
        one = folder.get_sub_message(number)
        attached = [one.get_attachment(place) for place in range(one.number_of_attachments)]
        methods = [entry(each, 0x3705).data_as_integer for each in attached]
        sizes = tuple(each.size for each, method in zip(attached, methods, strict=True) if method == 1)
        people = one.recipients.number_of_recipients if one.recipients else 0
        form = entry(one, 0x1A).data_as_string
        yield Theirs(one.identifier, one.subject or "", sizes, sum(method == 5 for method in methods), people, form)
    for number in range(folder.number_of_sub_folders):
        yield from messages(folder.get_sub_folder(number))


def ours(path: Path) -> list[Theirs]:
    found = read(path)
    assert found.gaps == []
    return [
        Theirs(int(way[1]), str(mail["subject"] or ""), tuple(map(len, files(mail).values())), len(inner(mail)), people(mail), "")
        for way, mail in found.mails.items()
    ]


def people(mail: EmailMessage) -> int:
    return sum(len(mail[name].addresses) for name in ("to", "cc", "bcc") if mail[name])


def public() -> dict[str, Path]:
    known = {name.split("/")[1]: path for name, path in labelled("mail_benign").items() if path.suffix == ".pst"}
    assert len(known) >= 11
    return known


def test_the_public_files_are_known_by_name() -> None:
    assert all(any(known.startswith(name) for known in public()) for name in NAMES)


def test_the_public_files() -> None:
    count = 0
    for path in public().values():
        theirs = [one for one in told(path) if not one.form.startswith("IPM.Contact")]
        found = ours(path)
        assert [(one.number, one.subject) for one in found] == [(one.number, one.subject) for one in theirs]
        # The RTF of one message goes along as a file.
        assert [(one.mails, one.people) for one in found] == [(one.mails, one.people) for one in theirs]
        count += len(found)
    assert count == 11


def test_the_attached_mail_that_libpff_for_python_does_not_tell() -> None:
    """pffexport writes it: Message00007/Attachments/Attachment00001/Message00001 with 1_attachment.docx, 11862 bytes."""
    mails = read(public()["testPST.pst"]).mails
    (mail,) = [mail for mail in mails.values() if mail["subject"] == "FW: First email"]
    (below,) = inner(mail)
    assert str(below["subject"]) == "First email"
    ((name, data),) = files(below).items()
    assert (name, data[:4], len(data)) == ("attachment.docx", b"PK\3\4", 11_862)


def test_a_text_of_rtf_only() -> None:
    found = read(public()["testPST_variousBodyTypes.pst"])
    names = [list(files(mail)) for mail in found.mails.values()]
    assert names == [[], [], ["body.rtf"], []]
    assert files(list(found.mails.values())[2])["body.rtf"].startswith(b"{\\rtf1")


EXTRA = {0x6800 + number: (BINARY, bytes([number]) * 3000) for number in range(40)}
ATTACHED = [Attached("a.zip", bytes(5000)), Attached("b", Written(subject="in")), Attached("c.bin", bytes(100_000))]
PEOPLE = [Person("p", f"p{number}@example.com") for number in range(300)]
FIRST = Written(subject="請求書の件", people=PEOPLE, attached=ATTACHED, named=932)
FOLDERS = {"受信トレイ": [FIRST, Written(subject="二", extra=EXTRA, named=932)]}
EXPECTED = [Theirs(0x200024, "請求書の件", (5000, 100_000), 1, 300, ""), Theirs(0x200044, "二", (), 0, 0, "")]


@pytest.mark.parametrize("crypt", [0, 1, 2])
@pytest.mark.parametrize("form", [ANSI, UNICODE, LARGE], ids=lambda form: form.name)
def test_what_our_writer_writes(form: Form, crypt: int, tmp_path: Path) -> None:
    """Compressed blocks that are disguised as well are left to the next test."""
    path = tmp_path / "case.pst"
    path.write_bytes(pst(FOLDERS, form, crypt, squeeze=crypt == 0))
    assert [replace(one, form="") for one in told(path)] == EXPECTED
    assert ours(path) == EXPECTED


def test_compressed_and_disguised_blocks(tmp_path: Path) -> None:
    """Of a block that is one of several libpff 20260926 undoes only so many bytes as the block had when it was compressed."""
    path = tmp_path / "case.ost"
    path.write_bytes(pst({"a": [Written(subject="s", attached=[Attached("c.bin", bytes(200_000))])]}, LARGE, 1))
    file = pypff.file()
    file.open(str(path))
    folder = file.root_folder.get_sub_folder(0).get_sub_folder(0)
    theirs = folder.get_sub_message(0).get_attachment(0).read_buffer(200_000)
    file.close()
    assert files(read(path).only) == {"c.bin": bytes(200_000)}
    assert theirs[:50] == bytes(50)
    assert theirs.count(0) < 1000
