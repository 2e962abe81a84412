"""Kinds of attached files by their first bytes: each file is made by a library, or by hand from its specification."""

from __future__ import annotations

import io
import zipfile
from typing import BinaryIO, cast

import pytest
import pyzipper
from support.inside import inside
from support.mail_files import attached, mixed, text

from mimawari.formats.mail.contents import START, file_of, kind
from mimawari.formats.mail.headers import read
from mimawari.formats.mail.parts import Part
from mimawari.formats.message import FORMAT
from mimawari.model import BadEvidence, Message, Reason


def zipped(*names: str, content: bytes = b"content") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"" if name.endswith("/") else content)
    return stream.getvalue()


def locked(*names: str, aes: bool = True) -> bytes:
    stream = io.BytesIO()
    with pyzipper.AESZipFile(stream, "w", encryption=pyzipper.WZ_AES if aes else None) as archive:
        archive.setpassword(b"980")
        for name in names:
            archive.writestr(name, b"" if name.endswith("/") else b"content")
    return stream.getvalue()


def traditional() -> bytes:
    """A local header with bit 0 of its flags set (APPNOTE 4.4.4): the rest does not matter."""
    plain = bytearray(zipped("a.xls"))
    plain[6] |= 1
    return bytes(plain)


@pytest.mark.parametrize(
    ("start", "name", "found"),
    [
        (zipped("a.xls"), "a.zip", "zip"),
        (locked("a.xls"), "a.zip", "zip-encrypted"),
        (traditional(), "a.zip", "zip-encrypted"),
        (locked("folder/", "folder/a.xls"), "a.zip", "zip-encrypted"),
        (zipped("folder/", "folder/a.xls"), "a.zip", "zip"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.docx", "ooxml"),
        (zipped("_rels/.rels"), "a.docx", "ooxml"),
        (zipped("xl/workbook.xml"), "a.zip", "ooxml"),
        (zipped("words.txt"), "a.docx", "zip"),
        (b"PK\5\6" + bytes(18), "a.zip", "zip"),
        (b"PK\3\4", "a.zip", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "a.xls", "ole"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "a.7z", "7z"),
        (b"Rar!\x1a\7\1\0", "a.rar", "rar"),
        (b"MZ" + bytes(100), "a.pdf", "pe"),
        (b"%PDF-1.7\n", "a.doc", "pdf"),
        (b"{\\rtf1 a}", "a.doc", "rtf"),
        (b"L\0\0\0\1\x14\2\0" + bytes(60), "a.lnk", "lnk"),
        (bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(40), "a.one", "onenote"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "picture"),
        (b"<!doctype html><html>", "a.bin", "html"),
        (b"<p>a page</p>", "a.html", "html"),
        (b"var a = 1;", "a.js", "script"),
        (b"x = 1", "a.VBS", "script"),
        (b"plain text", "a.txt", "text"),
        (bytes(START), "a.iso", "iso"),
        (bytes(START), "a.bin2", ""),
        (b"\x00\x01\x02\xff" * 50, "a", ""),
    ],
)
def test_kinds(start: bytes, name: str, found: str) -> None:
    assert kind(start[:START], name) == found


def test_the_files_of_a_mail_and_about_how_large_they_are() -> None:
    page = b"Content-Type: text/html; charset=utf-8\r\n\r\n<html><p>x</p></html>"
    mail = b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny"
    content = zipped("a.xls", content=bytes(range(256)) * 40)
    parts = [text("see"), page, attached("a.zip", content), attached("b.zip", locked("a.xls")), mail]
    found = inside(FORMAT, mixed(*parts)).one(Message)
    assert [(one.name, one.kind) for one in found.files] == [("a.zip", "zip"), ("b.zip", "zip-encrypted"), ("part 6.eml", "mail")]
    assert found.attachments == ("a.zip", "b.zip", "part 6.eml")
    assert abs(found.files[0].size - len(content)) <= len(content) // 50


def test_a_cut_or_empty_file_has_no_kind() -> None:
    found = inside(FORMAT, mixed(text("see"), attached("a.zip", b""), closed=False)).one(Message)
    assert [(one.name, one.kind) for one in found.files] == [("a.zip", "")]


class Holed:
    """A stream whose every byte is missing."""

    def read(self, size: int = -1) -> bytes:
        raise BadEvidence(Reason.TOO_LARGE, "too large to be kept whole")

    def seek(self, offset: int, whence: int = 0) -> int:
        return offset

    def tell(self) -> int:
        return 0


def test_a_file_that_cannot_be_read_keeps_its_name() -> None:
    part = Part(read(b"Content-Transfer-Encoding: base64\r\n\r\n"), 0, 780, 1, "application/zip")
    found = file_of(cast("BinaryIO", Holed()), part, "a.zip")
    assert (found.name, found.kind, found.size) == ("a.zip", "", 570)
