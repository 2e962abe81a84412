"""The document detectors on inert skeletons of real macros: Emotet's, other malware's, and honest ones."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from support.looking import HERE, found
from support.public_data import DATA, labelled

from mimawari.model import Finding, OfficeDocument, Strength
from mimawari.model.office import Control, Module, VbaProject

FOLDER = DATA.parent / "data-extra" / "emotet_macro_skeletons"
_HEAD = re.compile(r"'# ---- module (.+?) \([^)]*\); base: (\S+)")
_CONTROL = re.compile(r"'# control: (\S+)")
_FORMS = {"document": "document", "workbook-or-sheet": "document", "userform": "form", "class": "class"}


@cache
def skeletons(label: str) -> dict[str, OfficeDocument]:
    if not (FOLDER / "index.tsv").is_file():
        pytest.skip("../shared/data-extra/emotet_macro_skeletons is missing")
    rows = [line.split("\t") for line in (FOLDER / "index.tsv").read_text("utf-8").splitlines()[1:]]
    return {name: document(FOLDER / name) for name, own, *_ in rows if own == label}


def document(path: Path) -> OfficeDocument:
    """A document with the skeleton's modules and controls."""
    modules: list[Module] = []
    controls: list[Control] = []
    for part in re.split(r"(?m)^(?='# ---- module )", path.read_text("utf-8"))[1:]:
        head, _, source = part.partition("\n")
        ((name, base),) = _HEAD.findall(head)
        controls += [Control(owner=name, name=one) for one in _CONTROL.findall(source)]
        own = "1Normal.ThisDocument" if base == "document" else ""
        modules.append(Module(name=name, form=_FORMS.get(base, "standard"), source=source, base=own))
    return OfficeDocument(
        origin=HERE.at(path.name), name=path.name, vba=VbaProject(modules=tuple(modules)), controls=tuple(controls)
    )


def said(one: OfficeDocument) -> list[Finding]:
    return found((one,), ())


def strong(label: str) -> list[str]:
    return [name for name, one in skeletons(label).items() if any(each.strength > Strength.HINT for each in said(one))]


def test_emotets_macros_are_found() -> None:
    """One skeleton ends before the procedure that runs the command; the file itself is longer."""
    assert len(skeletons("emotet")) == 23
    assert len(strong("emotet")) >= 22


def test_other_malware_is_never_called_emotet() -> None:
    assert len(skeletons("other")) == 20
    assert {each.family for one in skeletons("other").values() for each in said(one)} == {None}


def test_honest_macros_are_passed_over() -> None:
    assert len(skeletons("benign")) == 40
    assert strong("benign") == []


@pytest.mark.parametrize("name", [path.name for path in sorted((DATA / "vba_text_benign").glob("*"))] or ["missing"])
def test_public_macro_texts_are_passed_over(name: str) -> None:
    labelled("vba_text_benign")
    source = (DATA / "vba_text_benign" / name).read_bytes().decode("utf-8", "replace")
    one = OfficeDocument(origin=HERE.at(name), name=name, vba=VbaProject(modules=(Module(name="Module1", source=source),)))
    assert [each for each in said(one) if each.strength > Strength.HINT] == []


def test_what_is_known_is_not_enough_alone() -> None:
    """A known shape without any mark of the builder, of an honest name, is not called Emotet's."""
    one = skeletons("emotet")["em20190529a.vba.txt"]
    assert "emotet-macro" not in {each.kind for each in said(one)}
