"""Source that is not what was compiled. The honest documents of the public data are in ``test_project.py``: none is stomped."""

from __future__ import annotations

import pytest
from support.office.vba_writer import Compiled, Project, Source, project_streams

from mimawari.formats.kept import Kept
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.vba import read_vba
from mimawari.formats.office.vba.opcodes import OPERANDS, number_of
from mimawari.model import Reason, VbaProject

_CODE = 'Sub AutoOpen()\nSet o = CreateObject("WScript.Shell")\no.Run "first " & "second text", vbHide\nEnd Sub\n'
_COMPILED = Compiled(("WScript.Shell", "first ", "second text"), ("AutoOpen", "CreateObject", "Run", "vbHide"))


def read(*modules: Source, **project: object) -> tuple[VbaProject, Notes]:
    from support.office.ole_writer import compound_file

    notes = Notes()
    parts = OleParts(Kept.of(compound_file(project_streams(Project(modules, **project)))), notes)  # type: ignore[arg-type]
    found = read_vba(parts, "", notes)
    assert found is not None
    return found, notes


def test_both_say_the_same() -> None:
    found, notes = read(Source("Module1", _CODE, compiled=_COMPILED))
    assert not found.stomped
    assert found.compiled == ()
    assert notes.taken == []


@pytest.mark.parametrize(
    "left",
    [
        "",
        "\n\n",
        "' nothing to see\n",
        "Option Explicit\nRem x\n",
        'Sub AutoOpen()\nMsgBox "Hello"\nEnd Sub\n',
        "Sub AutoOpen()\nDim total As Long\ntotal = 1 + 2\nEnd Sub\n",
    ],
)
def test_the_source_was_removed_or_replaced(left: str) -> None:
    found, _ = read(Source("ThisDocument", "", "document"), Source("Module1", left, compiled=_COMPILED))
    assert found.stomped
    assert found.compiled == (*_COMPILED.texts, *_COMPILED.names)


@pytest.mark.parametrize(
    ("source", "compiled"),
    [
        # names stay behind from a version before, the code does not use them
        ("Sub A()\nB 1\nEnd Sub\n", Compiled((), ("A", "B"))),
        # one text changed between two saves
        ('Sub A()\nMsgBox "new"\nMsgBox "same text"\nEnd Sub\n', Compiled(("old text", "same text"), ("A", "MsgBox"))),
        # quotes are doubled in the source
        ('Sub A()\nMsgBox "say ""yes"" now"\nEnd Sub\n', Compiled(('say "yes" now',), ("A", "MsgBox"))),
        # an empty module compiles too
        ("", Compiled((), ("ThisDocument",))),
        # VBA does not tell the case of letters apart
        ("sub workbook_open()\nmsgbox helper\nend sub\n", Compiled((), ("Workbook_Open", "MsgBox", "Helper"))),
        # texts of one or two characters are everywhere
        ("Sub A()\nx = 1\nEnd Sub\n", Compiled((";", ",", "a"), ("A",))),
    ],
)
def test_near_misses(source: str, compiled: Compiled) -> None:
    assert not read(Source("Module1", source, compiled=compiled))[0].stomped


@pytest.mark.parametrize("version", [0x97, 0xAF, 0xB2, 0xDF])
def test_64_bits(version: int) -> None:
    assert not read(Source("Module1", _CODE, compiled=_COMPILED), system_kind=3, version=version)[0].stomped
    found, _ = read(Source("Module1", "", compiled=_COMPILED), system_kind=3, version=version)
    assert found.compiled == (*_COMPILED.texts, *_COMPILED.names)


def test_japanese_texts() -> None:
    compiled = Compiled(("保護中の文書", "内容を表示", "構造"), ("自動実行", "表示する"))
    source = 'Sub 自動実行()\n表示する "保護中の文書", "内容を表示", "構造"\nEnd Sub\n'
    assert not read(Source("Module1", source, compiled=compiled), code_page=932)[0].stomped
    found, _ = read(Source("Module1", "", compiled=compiled), code_page=932)
    assert found.stomped
    assert found.compiled == (*compiled.texts, *compiled.names)


def test_a_source_gone_and_code_that_cannot_be_read() -> None:
    """Not being able to look is told: the module may have run."""
    from support.office.ole_writer import compound_file

    module = Source("Module1", "", compiled=_COMPILED)
    streams = project_streams(Project((module,)))
    streams["VBA/Module1"] = streams["VBA/Module1"].replace(b"\xfe\xca", b"\0\0")
    notes = Notes()
    found = read_vba(OleParts(Kept.of(compound_file(streams)), notes), "", notes)
    assert found is not None
    assert not found.stomped
    assert notes.taken == [(Reason.UNSUPPORTED, "the compiled code of the macro module Module1, which has no source")]


def test_a_source_that_was_cut_short_is_not_called_stomped(monkeypatch: pytest.MonkeyPatch) -> None:
    from mimawari.formats.office.vba import project

    monkeypatch.setattr(project, "TEXT", 60)
    found, notes = read(Source("Module1", _CODE, compiled=_COMPILED))
    assert not found.stomped
    assert [reason for reason, _ in notes.taken] == [Reason.TOO_LARGE]


@pytest.mark.parametrize(
    ("opcode", "length"),
    # the operands that the published table gives these: Ld, ArgsCall, BoS, Implements, Dim, LitDI4, LitR8, Redim, EndSub, FuncDefn
    [(32, 2), (65, 4), (70, 2), (159, 8), (93, 0), (173, 4), (183, 8), (228, 8), (111, 0), (150, 4)],
)
def test_how_long_instructions_are(opcode: int, length: int) -> None:
    assert OPERANDS[opcode].length == length


def test_32_bit_lacks_three_instructions() -> None:
    """LitDI8, LitHI8 and LitOI8 (174, 177, 181 in 64 bits): what follows moves up, LitStr from 185 to 182."""
    assert [number_of(opcode, False) for opcode in (173, 174, 176, 179, 182)] == [173, 175, 178, 182, 185]
    assert number_of(185, True) == 185
