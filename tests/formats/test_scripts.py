"""Scripts by name and by content: languages, blocks, the Script Encoder, character sets, padding."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.public_data import labelled
from support.script_files import SCT, WSF, encode

from mimawari.formats import Head, script
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.scripts.charsets import decoded, is_text
from mimawari.formats.scripts.encoded import decoded as unscrambled
from mimawari.formats.scripts.reading import MOST_SCRIPT, TEXT
from mimawari.model import Blob, Gap, Origin, Reason, Script


def blob(name: str, content: bytes) -> Blob:
    return Blob(Origin("s", "l"), name, Kept.of(content))


def read(name: str, content: bytes) -> tuple[list[Script], list[Gap]]:
    one = blob(name, content)
    assert script.recognises(Head.of(one))
    found = list(script.opened(one, Budget()))
    return [thing for thing in found if isinstance(thing, Script)], [thing for thing in found if isinstance(thing, Gap)]


@pytest.mark.parametrize(
    ("extension", "language", "host"),
    [("js", "javascript", "wscript"), ("JSE", "javascript", "wscript"), ("vbs", "vbscript", "wscript"),
     ("vbe", "vbscript", "wscript"),
     ("ps1", "powershell", "shell"), ("bat", "batch", "shell"), ("cmd", "batch", "shell"), ("bas", "vba", "")],
)  # fmt: skip
def test_the_name_tells_the_language(extension: str, language: str, host: str) -> None:
    (found,), gaps = read(f"invoice.{extension}", b"inert words")
    assert (found.language, found.host, found.text, gaps) == (language, host, "inert words", [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-8"])
def test_emotets_script_of_2018_in_its_encodings(encoding: str) -> None:
    text = "var a=['inert','words'];(function(b,c){})(a,0x1);"
    (found,), _ = read("invoice.js", text.encode(encoding))
    assert found.text.lstrip("\ufeff") == text


def test_the_blocks_of_a_wsf() -> None:
    found, _ = read("click.wsf", WSF.encode())
    assert [(one.language, one.host, one.text) for one in found] == [
        ("javascript", "wscript", 'var a = "inert";'),
        ("vbscript", "wscript", 'MsgBox "inert"'),
    ]
    assert [one.origin.path for one in found] == [("script 1",), ("script 2",)]


def test_the_block_of_a_scriptlet() -> None:
    (found,), _ = read("x.sct", SCT.encode())
    assert (found.language, found.text) == ("javascript", "var inert = 1;")


@pytest.mark.parametrize("name", ["x.js", "x.bat", "x.vbs"])
def test_a_script_that_looks_like_a_mail_or_a_page_is_one(name: str) -> None:
    for start in (b"From: x\r\nSubject: y\r\n\r\n", b"<!-- <html>", b"ID;PWXL\r\n"):
        assert read(name, start + b"\r\ninert")[0]


def test_a_program_named_like_a_script_is_none() -> None:
    assert not script.recognises(Head.of(blob("x.js", bytes(range(32)) * 100)))


@pytest.mark.parametrize(
    ("published", "text"),
    [
        # Didier Stevens, decode-vbe.py; SuperOffice's documentation.
        ("23407E5E4467414141413D3D5C6B6F244B362C4A437F565E474A7141514141413D3D5E237E40", 'MsgBox "Hello"'),
    ],
)
def test_published_vectors_of_the_script_encoder(published: str, text: str) -> None:
    assert unscrambled(bytes.fromhex(published).decode("latin-1")) == (text, True)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("\t\r\nあ"), max_size=300))
def test_what_was_encoded_is_decoded(text: str) -> None:
    assert unscrambled(f"before {encode(text)} after") == (f"before {text} after", True)


def test_an_encoded_script_in_a_file_and_one_without_its_end() -> None:
    whole = encode('WScript.Echo "<inert>@"')
    (found,), gaps = read("x.vbe", whole.encode())
    assert (found.text, gaps) == ('WScript.Echo "<inert>@"', [])
    (found,), gaps = read("x.vbe", whole[:-12].encode())
    assert found.text == 'WScript.Echo "<inert>@"'
    assert [gap.reason for gap in gaps] == [Reason.CORRUPT]


def test_padding_is_taken_out_and_the_end_is_seen() -> None:
    padded = b"first();" + b" \r\n" * 2_000_000 + b"//" + b"A" * 3_000_000 + b"\r\nlast();"
    (found,), gaps = read("x.js", padded)
    assert found.text.startswith("first();")
    assert found.text.endswith("last();")
    assert gaps == []


def test_what_is_too_long_is_a_gap() -> None:
    text = b"".join(b"v%d=%d;" % (n, n * 7) for n in range(400_000))
    found, gaps = read("x.js", text[:MOST_SCRIPT])
    assert "".join(one.text[: TEXT - (64 << 10)] for one in found) in text.decode()
    assert (found[0].text, found[-1].text[-100:]) == (text[:TEXT].decode(), text[:MOST_SCRIPT].decode()[-100:])
    assert gaps == []
    found, gaps = read("x.js", text + text)
    assert max(len(one.text) for one in found) == TEXT
    assert [(gap.reason, gap.wanted) for gap in gaps] == [(Reason.TOO_LARGE, "content")]


JAPANESE = "解凍パスワード：①㈱山田 髙橋 ﾊﾟｽ～－"


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "utf-16", "utf-16-le"])
def test_japanese_without_a_label(codec: str) -> None:
    text = JAPANESE + "です。よろしくお願いいたします。\r\n" * 3
    assert decoded(text.encode(codec)).lstrip("\ufeff") == text


def test_japanese_mail_without_a_label() -> None:
    text = "会議の資料を送ります。ご確認ください。"
    for codec in ("euc-jp", "iso2022_jp"):
        assert decoded(text.encode(codec)) == text


def test_windows_iso_2022_jp_has_necs_signs_and_narrow_katakana() -> None:
    # Row 13 of JIS X 0208 as NEC filled it: 2D21 is a circled one, 2D6A the sign for a company; ESC ( I is JIS X 0201 katakana.
    assert decoded(b"\x1b$B-!-j\x1b(B abc \x1b(I1\x1b(B", "iso-2022-jp") == "①㈱ abc ｱ"


def test_a_label_that_lies_is_not_believed() -> None:
    assert decoded("請求書".encode(), "shift_jis") == "請求書"
    assert decoded("請求書です".encode(), "iso-2022-jp") == "請求書です"
    assert decoded("請求書を送ります".encode("cp932"), "utf-8") == "請求書を送ります"
    assert decoded("Grüße".encode("latin-1"), "utf-8") == "Grüße"
    assert decoded(b"abc", "hex") == decoded(b"abc", "no-such-thing") == "abc"


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "iso-2022-jp", "shift_jis", "utf-7", "gb2312", "hex", "idna"]))
def test_any_bytes_are_read(data: bytes, label: str) -> None:
    decoded(data, label)
    is_text(data)
    for name in ("x.js", "x.wsf", "x.vbe"):
        list(script.opened(blob(name, data), Budget()))


def test_public_scripts_have_the_language_of_their_name() -> None:
    languages = {"bat": "batch", "cmd": "batch", "js": "javascript", "vbs": "vbscript", "ps1": "powershell"}
    for name, path in labelled("script_benign").items():
        extension = name.split(" ")[0].rsplit(".", 1)[1]
        found, gaps = read(f"x.{extension}", path.read_bytes())
        assert {one.language for one in found} == {languages[extension]}, name
        assert gaps == [], name
