"""The macros, the controls and the other hiding places of texts in an OOXML package (MS-OFFMACRO2, ECMA-376 part 1, 15.2.7)."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.formats.budget import Budget, shortfalls
from mimawari.formats.office.ooxml_package import OoxmlPackage
from mimawari.formats.office.word_text import TEXT
from mimawari.formats.office.xml_events import Event, Kind, events
from mimawari.model import BadEvidence, Control, VbaProject

_VBA = "application/vnd.ms-office.vbaproject"
_VARIABLE = frozenset({"docVar"})
_CONTROL, _CONTROLS = 4 << 20, 2_000
_WORTH = 40
"""Shorter texts in variables, properties and alternative texts are labels."""


def vba_part(package: OoxmlPackage) -> str:
    """The part that holds the macros, whatever its name: by relation, by content type, by the usual name. Empty: none."""
    names = package.parts.names()
    told = package.targets("vbaProject")
    typed = [name for name in names if package.types.overrides.get(name.lower()) == _VBA]
    usual = [name for name in names if name.lower().rsplit("/", 1)[-1] == "vbaproject.bin"]
    return next(iter((*told, *typed, *usual)), "")


def read_macros(package: OoxmlPackage, part: str, budget: Budget) -> tuple[VbaProject | None, tuple[Control, ...]]:
    """The project in *part* and the controls of its forms. What cannot be read is noted."""
    from mimawari.formats.office.ole_parts import OleParts
    from mimawari.formats.office.vba import find_projects, read_controls, read_vba

    try:
        kept = budget.keep(package.parts.flow(part))
        for reason, detail in shortfalls(kept):
            package.notes.add(reason, f"macros: {detail}")
        parts = OleParts(kept, package.notes)
    except BadEvidence as bad:
        package.notes.of(bad, "macros")
        return None, ()
    root = next(iter(find_projects(parts)), "")
    return read_vba(parts, root, package.notes), read_controls(parts, root, package.notes)


def page_controls(package: OoxmlPackage, page: str, given: list[tuple[str, str]], owner: str) -> Iterator[Control]:
    """The ActiveX controls of the part *page*, which gave pairs of a name and the id of a relation."""
    names = {id_: name for name, id_ in given}
    for relation in package.of(page)[:_CONTROLS]:
        if relation.form == "control" and not relation.external:
            yield from _control(package, relation.target, names.get(relation.id, ""), owner)


def _control(package: OoxmlPackage, part: str, name: str, owner: str) -> Iterator[Control]:
    from mimawari.formats.office.vba import read_ocx

    try:
        values = tuple(_values(package, part))
        binary = [r.target for r in package.of(part) if r.form == "activeXControlBinary" and not r.external]
        for target in binary[:1]:
            yield read_ocx(package.parts.read(target, _CONTROL), name, owner)
        if values and not binary:
            text = "".join(value for key, value in values if key.lower() in ("value", "text"))
            yield Control(owner=owner, name=name, text=text[:TEXT], values=values)
    except BadEvidence as bad:
        package.notes.of(bad, "a control")


def _values(package: OoxmlPackage, part: str) -> Iterator[tuple[str, str]]:
    """The properties of a control that is kept as XML."""
    count = 0
    for event in events(package.parts.open(part), part):
        if event.kind is Kind.START and event.name == "ocxPr" and count < 100:
            count += 1
            yield event.attributes.get("name", "")[:200], event.attributes.get("value", "")[:TEXT]


def sheet_controls(package: OoxmlPackage) -> Iterator[Control]:
    """The ActiveX controls of worksheets; a sheet's own name in code owns them."""
    for sheet in package.targets("worksheet", "dialogsheet"):
        if not any(r.form == "control" for r in package.of(sheet)):
            continue
        owner, given = "", list[tuple[str, str]]()
        try:
            for event in events(package.parts.open(sheet), sheet):
                owner = owner or _code_name(event)
                if event.kind is Kind.START and event.name == "control" and len(given) < _CONTROLS:
                    given.append((event.attributes.get("name", "")[:200], event.attributes.get("id", "")))
        except BadEvidence as bad:
            package.notes.of(bad, "controls of a sheet")
        yield from page_controls(package, sheet, given, owner)


def _code_name(event: Event) -> str:
    return event.attributes.get("codeName", "")[:200] if event.name == "sheetPr" else ""


def kept_texts(package: OoxmlPackage, hidden: list[tuple[str, str]]) -> Iterator[Control]:
    """Long texts that no reader of the page sees: document variables, own properties, alternative texts of shapes.

    As controls, because macros use them so; ``form`` tells which: ``document-variable``, ``property``, ``alternative-text``.
    """
    for name, text in hidden:
        if len(text) >= _WORTH:
            yield Control(owner="", name=name[:200], form="alternative-text", text=text[:TEXT])
    for part in package.targets("settings")[:10]:
        yield from _variables(package, part)
    for part in package.targets("custom-properties")[:10]:
        yield from _own_properties(package, part)


def _variables(package: OoxmlPackage, part: str) -> Iterator[Control]:
    count = 0
    try:
        for event in events(package.parts.open(part), part, only=_VARIABLE):
            value = event.attributes.get("val", "")
            if event.name == "docVar" and len(value) >= _WORTH and count < _CONTROLS:
                count += 1
                name = event.attributes.get("name", "")[:200]
                yield Control(owner="", name=name, form="document-variable", text=value[:TEXT])
    except BadEvidence as bad:
        package.notes.of(bad, "settings")


def _own_properties(package: OoxmlPackage, part: str) -> Iterator[Control]:
    name, text, count = "", "", 0
    try:
        for event in events(package.parts.open(part), part):
            if event.kind is Kind.START and event.name == "property":
                name, text = event.attributes.get("name", "")[:200], ""
            elif event.kind is Kind.TEXT:
                text += event.text[: TEXT - len(text)]
            elif event.name == "property" and len(text) >= _WORTH and count < _CONTROLS:
                count += 1
                yield Control(owner="", name=name, form="property", text=text)
    except BadEvidence as bad:
        package.notes.of(bad, "properties")
