"""Texts as Outlook keeps them: code pages, ISO-2022-JP, and RTF (examples of MS-OXRTFCP and MS-OXRTFEX)."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from support.outlook_rtf import HELLO, plain
from support.pst_file import ANSI, UNICODE
from support.pst_heap import ANSI as ANSI_TEXT
from support.pst_heap import BINARY
from support.pst_heap import UNICODE as UNICODE_TEXT
from support.pst_mail import Attached, Person, Written, pst
from support.pst_reading import files, said, written

from mimawari.model import BadEvidence
from mimawari.sources.outlook import strings
from mimawari.trees import outlook_rtf as rtf

SUBJECT, TEXT = "【重要】ご請求書①", "パスワードは「１２３４」です。ｶﾅ"


@pytest.mark.parametrize(("named", "internet"), [(932, 932), (932, 50220), (0, 50220), (0, 51932), (0, 0), (0, 65001), (0, 1252)])
def test_japanese_in_an_ansi_file(named: int, internet: int, tmp_path: Path) -> None:
    mail = Written(subject=SUBJECT, text=TEXT, sender=Person("経理部", "k@example.jp"), people=[Person("総務部", "s@example.jp")],
                   attached=[Attached("見積書.zip", b"PK")], named=named, internet=internet)  # fmt: skip
    found = written(tmp_path, pst({"受信トレイ/得意先": [mail, Written(subject="x", named=932)]}, ANSI))
    (path, first), _ = found.mails.items()
    assert path[0] == "受信トレイ/得意先"
    assert first["subject"] == SUBJECT
    assert first["from"].addresses[0].display_name == "経理部"
    assert first["to"].addresses[0].display_name == "総務部"
    assert said(first) == TEXT
    assert list(files(first)) == ["見積書.zip"]


@pytest.mark.parametrize(
    ("page", "folder", "subject"),
    [(1252, "Éléments supprimés", "Dürfen wir?"), (949, "받은 편지함", "견적"), (936, "收件箱", "发票")],
)
def test_other_pages_in_an_ansi_file(page: int, folder: str, subject: str, tmp_path: Path) -> None:
    mails = [Written(subject=subject, named=page) for _ in range(3)]
    found = written(tmp_path, pst({folder: mails}, ANSI, page=page))
    assert {path[0] for path in found.mails} == {folder}
    assert {mail["subject"] for mail in found.mails.values()} == {subject}


def test_iso_2022_jp_in_a_text(tmp_path: Path) -> None:
    raw = TEXT.replace("ｶﾅ", "").encode("iso2022_jp")
    extra = {0x1000: (ANSI_TEXT, raw), 0x37: (ANSI_TEXT, "件名".encode("iso2022_jp"))}
    mail = written(tmp_path, pst({"a": [Written(internet=50220, extra=extra)]})).only
    assert mail["subject"] == "件名"
    assert mail.get_content_charset() == "iso-2022-jp"
    assert said(mail) == TEXT.replace("ｶﾅ", "")


def test_a_text_that_breaks_utf_16(tmp_path: Path) -> None:
    """A lone surrogate (libpff's issue 99) costs that character only."""
    raw = "請求".encode("utf-16-le") + b"\x3d\xd8" + "書".encode("utf-16-le")
    mail = written(tmp_path, pst({"a": [Written(extra={0x37: (UNICODE_TEXT, raw), 0x1000: (UNICODE_TEXT, raw)})]})).only
    assert mail["subject"] == "請求\ufffd書"
    assert said(mail) == "請求\ufffd書"


@pytest.mark.parametrize(
    ("page", "label"),
    [(50220, "iso-2022-jp"), (932, "shift_jis"), (65001, "utf-8"), (28592, "iso-8859-2"), (1251, "cp1251"), (20127, ""), (0, "")],
)
def test_the_label_of_a_page(page: int, label: str) -> None:
    assert strings.label(page) == label


@pytest.mark.parametrize("data", [b"", b"\xff", b"\x1b$B\x80", b"\x81", b"\xfd\xfe\xff"])
@pytest.mark.parametrize("pages", [(), (932,), (65001,), (12345,), (1252,), (4_000_000_000,)])
def test_no_text_fails(data: bytes, pages: tuple[int, ...]) -> None:
    assert isinstance(strings.text(data, is_wide=False, pages=pages), str)
    assert isinstance(strings.text(data, is_wide=True, pages=pages), str)


# MS-OXRTFCP 3.2.1.
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def test_the_specifications_examples() -> None:
    assert rtf.unpacked(HELLO) == (b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", True)
    assert rtf.unpacked(CROSSING) == (b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}", True)
    assert rtf.text_of(rtf.unpacked(HELLO)[0]) == ("hello world", False)


PAGE = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \fbidis \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fnil\fcharset128 MS Gothic;}}" + b"\r\n"
    rb"{\*\generator Riched20}{\*\htmltag19 <html>}{\*\htmltag64 <p>}\htmlrtf {\par {\f1 \htmlrtf0 "
    rb"\'83p\'83X\'83\'8f\'81[\'83h 1234 \u12391?\u12377?\htmlrtf }\htmlrtf0 "
    rb'{\*\htmltag84 <a href="https://example.jp/a\{1\}">}\htmlrtf {\field hidden \htmlrtf0 link\htmlrtf }\htmlrtf0 '
    rb"{\*\htmltag92 </a>}{\*\mhtmltag84 <a href=old>}\'e9{\*\htmltag72 </p>}{\*\htmltag27 </html>}}"
)


def test_a_page_in_rtf() -> None:
    text, is_page = rtf.text_of(PAGE)
    assert is_page
    assert text == '<html><p>パスワード 1234 です<a href="https://example.jp/a{1}">link</a>é</p></html>'


def test_the_page_goes_into_the_mail(tmp_path: Path) -> None:
    mail = written(tmp_path, pst({"a": [Written(subject="s", text="plain", rtf=plain(PAGE))]})).only
    page = mail.get_body(("html",))
    assert page is not None
    assert 'href="https://example.jp/a{1}"' in page.get_content()
    assert files(mail) == {}


def test_text_of_other_rtf_and_the_rtf_itself(tmp_path: Path) -> None:
    mail = written(tmp_path, pst({"a": [Written(subject="s", rtf=HELLO)]})).only
    assert said(mail) == "hello world"
    assert files(mail) == {"body.rtf": b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"}


@pytest.mark.parametrize("data", [b"", HELLO[:10], HELLO[:8] + b"XXXX" + HELLO[12:], HELLO[:30]])
def test_damaged_rtf_is_a_gap(data: bytes, tmp_path: Path) -> None:
    found = written(tmp_path, pst({"a": [Written(subject="s", extra={0x1009: (BINARY, data or b"\0")})]}, UNICODE))
    assert found.details == ["the text of an Outlook message is damaged"]
    assert len(found.mails) == 1


def test_a_very_long_rtf_is_read_as_far_as_is_told(tmp_path: Path) -> None:
    found = written(tmp_path, pst({"a": [Written(subject="s", rtf=plain(b"{\\rtf1 " + b"x" * rtf.MOST + b"}"))]}))
    assert found.details == ["a very long text of a mail was not read to its end"]
    assert said(found.only).startswith("xxx")


def test_hostile_rtf() -> None:
    bomb = struct.pack("<III", 0, 0xFFFFFFFF, 0x75465A4C) + bytes(4) + b"\x00" + b"A" * 8 + b"\xff\xff\xff" * 200_000
    assert len(rtf.unpacked(bomb)[0]) <= rtf.MOST
    with pytest.raises(BadEvidence):
        rtf.text_of(b"{" * 5000)
    assert rtf.text_of(b"{\\rtf1 " + b"}" * 5000 + b"x")[0].endswith("x")
    assert rtf.text_of(b"\\u99999999999999? \\'zz \\bin99999999 \\fcharset-5 \\f99999999999 x")[0].endswith("x")
