"""Pages: where they lead, what they save, the scripts and files in them; saved pages of honest people; hostile markup."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import blob_of, content, inside, recognises
from support.public_data import labelled
from support.script_files import encode, page, smuggler, zipped

from mimawari.formats import web_page
from mimawari.formats.budget import Allowance, Budget
from mimawari.formats.smuggled import hidden, kind_of
from mimawari.formats.web_page import FORMAT
from mimawari.model import BadEvidence, Script, WebPage

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(3000)).decode()


def test_links_title_and_text() -> None:
    body = (
        '<p>Hello &amp; <b>welcome</b></p><a href="https://example.com/a?b=1&amp;c=2">x</a><area href=//example.com/area>'
        "<form action='https://example.com/form'></form><iframe src=https://example.com/frame></iframe><img src=https://example.com/i.png>"
        '<a href="#top">t</a><a href="javascript:void(0)">j</a><a HREF = "ms-appinstaller:?source=https://example.com/x.appinstaller">i</a>'
    )
    head = '<meta http-equiv="Refresh" content="0; URL=\'https://example.com/next\'"><style>p{}</style><base href="https://example.com/">'
    found = inside(FORMAT, page(body, head)).one(WebPage)
    assert found.title == "A page"
    assert found.links == (
        "https://example.com/next", "https://example.com/", "https://example.com/a?b=1&c=2", "//example.com/area", "https://example.com/form",
        "https://example.com/frame", "ms-appinstaller:?source=https://example.com/x.appinstaller",
    )  # fmt: skip
    assert found.text.startswith("Hello & welcome")
    assert "p{}" not in found.text


def test_downloads_are_named() -> None:
    body = '<a href="x" download="a.zip">a</a><script>l.download = \'b.iso\';'
    body += ' navigator.msSaveOrOpenBlob(blob, "c.js"); saveAs(blob, "d.hta")</script>'
    assert inside(FORMAT, page(body)).one(WebPage).downloads == ("a.zip", "b.iso", "c.js", "d.hta")


def test_a_download_named_by_a_variable() -> None:
    body = "<script>const n$ = 'inv.xls'; var other = 'x.doc'; a.download = n$; a.click()</script>"
    assert inside(FORMAT, page(body)).one(WebPage).downloads == ("inv.xls",)
    assert inside(FORMAT, page("<script>a.download = n; an = 'x.doc'</script>")).one(WebPage).downloads == ()


def test_scripts_with_their_language_and_host() -> None:
    body = (
        "<script>one()</script><SCRIPT language=VBScript>two</SCRIPT ><script type='text/javascript'><!--\nthree()\n//--></script>"
        '<script type="application/ld+json">{"a": 1}</script><script src="x.js"></script><script type=module>four()</script>'
        f'<script language="VBScript.Encode">{encode("five = 1")}</script><body onload="six()"><a href="javascript:seven()">x</a>'
    )
    found = inside(FORMAT, page(body)).all(Script)
    assert [(one.language, one.host, one.text) for one in found] == [
        ("javascript", "browser", "one()"),
        ("vbscript", "browser", "two"),
        ("javascript", "browser", "three()\n//"),
        ("javascript", "browser", "four()"),
        ("vbscript", "browser", "five = 1"),
        ("javascript", "browser", "six()\nseven()"),
    ]


@pytest.mark.parametrize("name", ["x.hta", "page"])
def test_the_scripts_of_an_html_application_are_run_by_mshta(name: str) -> None:
    body = b"<html><head><hta:application id=x></head><script>a()</script></html>" if name == "page" else b"<script>a()</script>"
    assert recognises(FORMAT, body, name)
    (found,) = inside(FORMAT, body, name).all(Script)
    assert found.host == "mshta"


@pytest.mark.parametrize(
    "start",
    ["<!DOCTYPE html>", "\ufeff<html>", "  \r\n<HTML xmlns='x'>", "<?xml version='1.0'?><!DOCTYPE svg PUBLIC 'x'><svg>",
     "<!-- saved from -->\n<head>",
     "<script>", "<?xml version='1.0'?>\n<html>", "<div class=x>"],
)  # fmt: skip
def test_what_is_a_page(start: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        assert recognises(FORMAT, (start + "<p>text</p>").encode(encoding))


@pytest.mark.parametrize(
    ("name", "start"),
    [("x.js", "<!-- <html>"), ("x.wsf", "<job><script>"), ("x", "<?xml version='1.0'?><note>"), ("x", "Subject: <html>"),
     ("x", "<job id=1>"),
     ("x.xml", "<?mso-application progid='Word.Document'?><w:wordDocument>"), ("x", "")],
)  # fmt: skip
def test_what_is_none(name: str, start: str) -> None:
    assert not recognises(FORMAT, start.encode(), name)


ZIP = zipped()


def forms(data: bytes) -> dict[str, str]:
    text = base64.b64encode(data).decode()
    return {
        "data": f'<a href="data:application/zip;base64,{text}" download="x.zip">x</a>',
        "string": f'<script>var f = "{text}";</script>',
        "joined": "<script>var f = '" + "' +\n  '".join(text[n : n + 500] for n in range(0, len(text), 500)) + "';</script>",
        "lines": "<script>var f = `" + "\n".join(text[n : n + 76] for n in range(0, len(text), 76)) + "`;</script>",
        "backwards": f'<script>var f = "{text[::-1]}";</script>',
        "hexadecimal": f'<div data-x="{data.hex()}"></div>',
        "escaped": "<script>var f = '" + "".join(f"\\x{byte:02x}" for byte in data) + "';</script>",
        "numbers": f"<script>var f = new Uint8Array([{', '.join(map(str, data))}]);</script>",
        "hex numbers": f"<script>var f = [{','.join(map(hex, data))}];</script>",
        "url safe": f'<script>var f = "{base64.urlsafe_b64encode(data).decode()}";</script>',
    }


@pytest.mark.parametrize("form", forms(ZIP))
def test_a_file_in_a_page_is_found_in_every_form(form: str) -> None:
    found = inside(FORMAT, page(forms(ZIP)[form]))
    assert [(file.kind, file.size) for file in found.one(WebPage).files] == [("zip", len(ZIP))]
    (blob,) = found.blobs
    assert content(blob) == ZIP
    assert (blob.name, blob.within) == ("x.zip" if form == "data" else "data 1.zip", ("web-page",))


@pytest.mark.parametrize("form", forms(ZIP))
def test_a_picture_in_the_same_forms_is_none(form: str) -> None:
    found = inside(FORMAT, page(forms(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)[form]))
    assert found.one(WebPage).files == ()
    assert found.blobs == []


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0", "pe"), (b"%PDF-1.7", "pdf"), (bytes(0x8001) + b"CD001", "iso"),
     (b"L\0\0\0\1\x14\2\0", "lnk"),
     (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"  <html>", "html"), (b"MZ" + bytes(70), ""), (b"wOFF", ""), (b"PK", "")],
)  # fmt: skip
def test_kinds(start: bytes, kind: str) -> None:
    assert kind_of(start) == kind
    text = base64.b64encode(start + bytes(2000)).decode()
    assert [file.kind for file in hidden(f'x("{text}")')] == [kind] * bool(kind)


def test_a_short_address_in_capitals() -> None:
    (file,) = hidden('src="DATA:text/html,%3Chtml%3Ehello"')
    assert (file.kind, file.content) == ("html", b"<html>hello")


def test_html_smuggling_as_a_whole() -> None:
    found = inside(FORMAT, smuggler(ZIP, "請求書.zip"))
    assert found.one(WebPage).downloads == ("請求書.zip",)
    assert content(found.blobs[0]) == ZIP


def test_the_only_file_has_the_name_under_which_it_is_saved() -> None:
    text = base64.b64encode(ZIP).decode()
    other = base64.b64encode(b"%PDF-1.7" + bytes(2000)).decode()
    saved = '<script>a.download="inv.xls";</script>'
    assert [blob.name for blob in inside(FORMAT, page(f"<script>f('{text}')</script>{saved}")).blobs] == ["inv.xls"]
    assert [file.name for file in inside(FORMAT, page(f"<script>f('{text}')</script>{saved}")).one(WebPage).files] == ["inv.xls"]
    two = inside(FORMAT, page(f"<script>f('{text}')</script><script>f('{other}')</script>{saved}"))
    assert {blob.name for blob in two.blobs} == {"data 1.zip", "data 2.pdf"}
    twice = inside(FORMAT, page(f"<script>f('{text}')</script>{saved}<a href=x download=b.doc>b</a>"))
    assert [blob.name for blob in twice.blobs] == ["data 1.zip"]


@pytest.mark.parametrize("size", [150, 300, 600, 700, 740, 760])
def test_a_small_archive_in_base64_is_a_file(size: int) -> None:
    """A shortcut in a zip is no larger; text as short that begins as nothing does is left alone."""
    small = ZIP[:4] + bytes(range(1, 101)) * 8
    found = inside(FORMAT, smuggler(small[:size]))
    assert [content(blob) for blob in found.blobs if blob.name.endswith(".zip")] == [small[:size]]
    assert inside(FORMAT, smuggler(b"AB" + small[:size])).one(WebPage).files == ()


def test_a_short_page_in_a_data_address_is_a_file() -> None:
    inner = base64.b64encode(b"<html><a href=https://example.com>x</a></html>").decode()
    found = inside(
        FORMAT, page(f'<iframe src="data:text/html;base64,{inner}"></iframe><a href="data:text/html,%3Chtml%3E%3Cb%3Einert">y</a>')
    )
    assert [file.kind for file in found.one(WebPage).files] == ["html", "html"]
    assert found.one(WebPage).links[0].startswith("data:text/html")


@pytest.mark.parametrize("charset", ["shift_jis", "euc-jp", "iso-2022-jp", "utf-8"])
def test_japanese_pages_with_and_without_a_label(charset: str) -> None:
    title = "請求書のご案内です"
    for label in (f'<meta charset="{charset}">', ""):
        source = f"<html><head>{label}<title>{title}</title></head></html>".encode(charset)
        assert inside(FORMAT, source).one(WebPage).title == title


@pytest.mark.parametrize(
    "piece",
    ["<", "<!--", "<a ", "<a b=", '<a b="', "<script", "<script>", "</", "<![CDATA[", "<title>", "&amp;", "<a href='x'>", "data:",
     "data:a/b;base64,", "[1,", "1,", '"+"', "A", "\\x41", "<p", "<!x", "=", "%41", "saveAs(", "\n"],
)  # fmt: skip
def test_long_pages_of_one_piece_are_read_in_linear_time(piece: str) -> None:
    source = ("<html>" + piece * (200_000 // len(piece))).encode()
    began = time.process_time()
    inside(FORMAT, source)
    assert time.process_time() - began < 20


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.text(st.sampled_from("<>/!-='\"a &;\n[]"), max_size=200))
def test_any_markup_is_read(source: str) -> None:
    inside(FORMAT, b"<html>" + source.encode())


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.integers(0, 4000), st.integers(0, 255))
def test_flipped_and_cut_pages_are_read(at: int, value: int) -> None:
    source = bytearray(smuggler(ZIP))
    source[at % len(source)] = value
    inside(FORMAT, bytes(source))
    inside(FORMAT, bytes(source[: at % len(source)]))


def test_a_page_too_large_says_so() -> None:
    found = inside(FORMAT, b"<html>" + b" " * (web_page.SIZE + 1))
    assert [reason for reason, _ in found.gaps] == ["too-large"]


def test_public_pages() -> None:
    pages = labelled("html_benign")
    known = {name: path for name, path in pages.items() if recognises(FORMAT, path.read_bytes(), name)}
    # One is UTF-32, which no browser reads; the rest is text without markup.
    assert len(known) >= len(pages) - 3
    for name, path in known.items():
        found = inside(FORMAT, path.read_bytes(), name)
        assert found.one(WebPage).files == (), name
        assert found.gaps == [], name
    clan = inside(FORMAT, pages["jstedfast/Gimhae_Kim_clan.utf-16.html"].read_bytes()).one(WebPage)
    assert clan.title == inside(FORMAT, pages["jstedfast/Gimhae_Kim_clan.utf-8.html"].read_bytes()).one(WebPage).title


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("<html><script>var a = 1;", ["a page that ends within a script"]),
        ("<html><script>var a = 1;</scr", ["a page that ends within a script"]),
        ("<html><script>var a = 1;</script><p>Hello", []),
        ("<html><style>p {}", []),
    ],
)
def test_a_page_that_was_cut_off(source: str, told: list[str]) -> None:
    assert [detail for _, detail in inside(FORMAT, source.encode(), "a.html").gaps] == told


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("<" * (16 << 20), []),
        ("<a " + "a=b " * (4 << 20) + ">", ["a page of too many elements"]),
        ("<![CDATA[" * (1 << 20), ["a page of too many elements"]),
        ("<a href='data:application/zip;base64,UEsDBA=='>" * 70_000, ["more than 50000 files as addresses in one page"]),
    ],
)
def test_tag_soup_costs_seconds(source: str, told: list[str]) -> None:
    begun = time.process_time()
    found = inside(FORMAT, b"<html>" + source.encode()[: web_page.SIZE - 6], "a.html")
    assert [detail for _, detail in found.gaps] == told
    assert time.process_time() - begun < 15


def test_the_clock_ends_a_page() -> None:
    ticks = iter(range(100))
    budget = Budget(Allowance(seconds=1), clock=lambda: float(next(ticks)))
    with pytest.raises(BadEvidence, match="more than 1 seconds"):
        list(FORMAT.open(blob_of(b"<html>" + b"<p>" * 9000), budget))
