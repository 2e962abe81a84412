"""VBA projects: every way to lie one down, and the ways to hide one."""

from __future__ import annotations

import io
import logging
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.office.ole_writer import compound_file
from support.office.vba_writer import (
    CLASS_BASE,
    OFFICE,
    STDOLE,
    Compiled,
    Project,
    Source,
    compress,
    dir_stream,
    full_source,
    project_streams,
    vba_project,
)
from support.office.vba_writer import encrypted as hidden
from support.public_data import labelled

from mimawari.formats.kept import Kept
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.vba import find_projects, read_vba
from mimawari.formats.office.vba import project as limits
from mimawari.formats.office.vba.listing import decrypted
from mimawari.model import BadEvidence, Reason, VbaProject

_TWO = (
    Source("ThisDocument", "Sub AutoOpen()\nHelper\nEnd Sub\n", "document"),
    Source("Module1", 'Sub Helper()\nMsgBox "hello"\nEnd Sub\n'),
    Source("Class1", "Public A\n", "class"),
    Source("UserForm1", "", "form", base="0{1A2B3C4D-0000-0000-0000-000000000000}{1A2B3C4D-0000-0000-0000-000000000001}"),
)


def read(streams: dict[str, bytes], root: str = "Macros") -> tuple[VbaProject, list[tuple[Reason, str]]]:
    notes = Notes()
    parts = OleParts(Kept.of(compound_file({f"{root}/{path}" if root else path: data for path, data in streams.items()})), notes)
    assert find_projects(parts) == (root,)
    found = read_vba(parts, root, notes)
    assert found is not None
    return found, notes.taken


def sources(found: VbaProject) -> dict[str, str]:
    return {module.name: module.source for module in found.modules}


def expected(*modules: Source) -> dict[str, str]:
    return {module.name: full_source(module).replace("\r\n", "\n") for module in modules}


def test_a_whole_project() -> None:
    found, notes = read(project_streams(Project(_TWO, name="Shop", lcid=1041)))
    assert notes == []
    assert sources(found) == expected(*_TWO)
    assert [module.form for module in found.modules] == ["document", "standard", "class", "form"]
    assert found.modules[0].base == "1Normal.ThisDocument"
    assert found.modules[2].base == CLASS_BASE
    assert (found.name, found.lcid, found.code_page, found.system_kind, found.version) == ("Shop", 1041, 1252, 1, 0xAF)
    assert found.references == (STDOLE, OFFICE)
    assert not (found.protected or found.names_disagree or found.stomped or found.compiled)


@pytest.mark.parametrize("root", ["", "Macros", "_VBA_PROJECT_CUR", "ObjectPool/_1/Macros"])
def test_wherever_it_lies(root: str) -> None:
    assert sources(read(project_streams(Project(_TWO)), root)[0]) == expected(*_TWO)


def test_japanese() -> None:
    """Code page 932: names and text have two bytes a character, some of them with 0x5C in the second."""
    modules = (
        Source("表計算", 'Sub 予定表()\n    MsgBox "ソ連の表示"  \' 構造\nEnd Sub\n'),
        Source("ThisWorkbook", "", "document"),
    )
    found, notes = read(project_streams(Project(modules, code_page=932, name="請求書", lcid=1041)))
    assert notes == []
    assert sources(found) == expected(*modules)
    assert (found.name, found.code_page, found.names_disagree) == ("請求書", 932, False)


def test_a_locked_project() -> None:
    assert read(project_streams(Project(_TWO, locked=True)))[0].protected


def test_the_example_of_data_encryption() -> None:
    """MS-OVBA 3.1.4, the PROJECT stream of the example: CMG of no protection, DPB of no password, GC of a visible project."""
    assert decrypted(bytes.fromhex("0705D8E3D8EDDBF1DBF1DBF1DBF1")) == bytes(4)
    assert decrypted(bytes.fromhex("0E0CD1ECDFF4E7F5E7F5E7")) == b"\0"
    assert decrypted(bytes.fromhex("1517CAF1D6F9D7F9D706")) == b"\xff"


@given(st.binary(max_size=40), st.integers(0, 255), st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_data_encryption_of_anything(data: bytes, seed: int, key: int) -> None:
    assert decrypted(bytes.fromhex(hidden(data, seed, key))) == data


def test_only_the_unicode_name_is_right() -> None:
    """As in a campaign of May 2019: the ANSI name of every module's stream leads nowhere."""
    modules = tuple(Source(one.name, one.text, one.form, ansi_stream=f"x{one.name}") for one in _TWO)
    found, notes = read(project_streams(Project(modules)))
    assert sources(found) == expected(*modules)
    assert found.names_disagree
    assert notes == []


def test_only_the_ansi_name_is_right() -> None:
    module = Source("Module1", "Sub A()\nEnd Sub\n", stream="Wrong", ansi_stream="Right")
    streams = project_streams(Project((module,)))
    streams["VBA/Right"] = streams.pop("VBA/Wrong")
    found, notes = read(streams)
    assert sources(found) == expected(module)
    assert found.names_disagree
    assert notes == []


def test_a_name_that_the_code_page_cannot_write_is_no_disagreement() -> None:
    module = Source("Module1", "Sub A()\nEnd Sub\n", stream="帳票")
    found, _ = read(project_streams(Project((module,))))
    assert not found.names_disagree
    assert sources(found) == expected(module)


def test_without_its_list_of_modules() -> None:
    """Without ``dir`` the names of PROJECT, without both what lies there: Office repairs neither, people may."""
    streams = project_streams(Project(_TWO))
    del streams["VBA/dir"]
    found, _ = read(streams)
    assert sources(found) == expected(*_TWO)
    assert [module.form for module in found.modules] == ["document", "standard", "class", "form"]
    del streams["PROJECT"]
    found, _ = read(streams)
    assert sources(found) == expected(*_TWO)
    # by what VB_Base says; a form cannot be told from a document without its own storage
    assert {module.name: module.form for module in found.modules} == {
        "ThisDocument": "document", "Module1": "standard", "Class1": "class", "UserForm1": "document",
    }  # fmt: skip


def test_with_a_damaged_list() -> None:
    streams = project_streams(Project(_TWO))
    listed = dir_stream(Project(_TWO))
    streams["VBA/dir"] = compress(listed[: listed.index(b"Module1") + 3])
    found, notes = read(streams)
    assert sources(found) == expected(*_TWO)
    assert notes == [(Reason.CORRUPT, "Macros/VBA/dir: the list of its modules is damaged")]


def test_a_module_that_is_not_listed() -> None:
    streams = project_streams(Project(_TWO))
    extra = Source("Hidden", "Sub B()\nEnd Sub\n")
    streams["VBA/Hidden"] = bytes(300) + compress(full_source(extra).encode())
    found, notes = read(streams)
    assert sources(found) == expected(*_TWO, extra)
    assert notes == []


def test_caches_are_no_modules() -> None:
    streams = project_streams(Project(_TWO)) | {"VBA/__SRP_0": b"rU@" * 100, "VBA/__srp_1": b"x"}
    assert sources(read(streams)[0]) == expected(*_TWO)


def test_a_module_without_its_stream() -> None:
    streams = project_streams(Project(_TWO))
    del streams["VBA/Module1"]
    found, notes = read(streams)
    assert "Module1" not in sources(found)
    assert notes == [(Reason.MISSING, "a macro module is missing: Module1")]


def test_a_wrong_offset() -> None:
    streams = project_streams(Project(_TWO))
    streams["VBA/Module1"] = bytes(777) + streams["VBA/Module1"]
    found, _ = read(streams)
    assert sources(found) == expected(*_TWO)


def test_a_source_that_is_damaged_or_gone() -> None:
    streams = project_streams(Project(_TWO))
    streams["VBA/Module1"] = streams["VBA/Module1"][:40]
    streams["VBA/Class1"] = b"nothing of the kind"
    found, notes = read(streams)
    assert sources(found)["Module1"].startswith("Attribute VB_Name")
    assert sources(found)["Class1"] == ""
    assert notes == [
        (Reason.CORRUPT, "Macros/VBA/Module1: the compressed text ends early"),
        (Reason.CORRUPT, "Macros/VBA/Class1: not a compressed container"),
    ]


def test_nothing_of_a_project() -> None:
    notes = Notes()
    parts = OleParts(Kept.of(compound_file({"WordDocument": b"x"})), notes)
    assert find_projects(parts) == ()
    assert read_vba(parts, "Macros", notes) is None


def test_text_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT", 5000)
    monkeypatch.setattr(limits, "ALL_TEXT", 8000)
    modules = tuple(Source(f"M{number}", "x = 1\n" * 2000) for number in range(3))
    found, notes = read(project_streams(Project(modules)))
    assert [len(module.source.replace("\n", "\r\n")) for module in found.modules] == [5000, 3000, 0]
    assert [reason for reason, _ in notes] == [Reason.TOO_LARGE] * 3


def test_modules_are_bounded() -> None:
    streams = {f"VBA/m{number}": compress(b'Attribute VB_Name = "m"\r\n') for number in range(2010)}
    found, notes = read(streams | {"VBA/_VBA_PROJECT": b"\xcc\x61\xaf\0" + bytes(20)})
    assert len(found.modules) == 2000
    assert notes == [(Reason.TOO_LARGE, "more than 2000 macro modules")]


_WHOLE = vba_project([Source("ThisDocument", "Sub A()\n" * 40, "document", compiled=Compiled(("text one",), ("Shell", "Run")))])


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_flipped_and_cut(data: st.DataObject) -> None:
    whole = bytearray(_WHOLE)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=12)):
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))
    notes = Notes()
    try:
        parts = OleParts(Kept.of(bytes(whole[:cut])), notes)
    except BadEvidence:
        return
    for root in find_projects(parts):
        read_vba(parts, root, notes)


def _projects(path: Path) -> dict[str, str]:
    data = path.read_bytes()
    found: dict[str, str] = {}
    for inner in _compound_files(data):
        parts = OleParts(Kept.of(inner))
        for root in find_projects(parts):
            notes = Notes()
            made = read_vba(parts, root, notes)
            assert made is not None
            assert notes.taken == []
            assert not made.stomped
            assert not made.names_disagree
            found |= sources(made)
    return found


def _compound_files(data: bytes) -> list[bytes]:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return [data]
    if not data.startswith(b"PK\3\4"):
        return []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [package.read(name) for name in package.namelist() if name.lower().endswith("vbaproject.bin")]


def _theirs(path: Path) -> dict[str, str]:
    from oletools.olevba import VBA_Parser

    logging.disable(logging.CRITICAL)
    try:
        parser = VBA_Parser(str(path))
        macros = parser.extract_macros() if parser.detect_vba_macros() else []
        return {name.rpartition(".")[0]: code for _, stream, name, code in macros if "xlm" not in f"{stream}{name}"}
    finally:
        logging.disable(logging.NOTSET)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_same_as_olevba_on_honest_documents() -> None:
    """All public documents with a project: the same modules and text as olevba reads; none is called stomped or odd."""
    seen = 0
    for label in ("office_macro_benign", "office_inert", "office_benign"):
        for name, path in labelled(label).items():
            if not (ours := _projects(path) if path.suffix != ".zip" else {}):
                continue
            theirs = {key: code.replace("\r\n", "\n").rstrip() for key, code in _theirs(path).items()}
            assert {key: code.rstrip() for key, code in ours.items()} == theirs, name
            seen += len(ours)
    assert seen > 400
