"""An OOXML package as a whole: which part is the document, of which program, and how the parts hang together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO

from mimawari.formats.office.ooxml_parts import ZipParts
from mimawari.formats.office.ooxml_relations import Relation, Types, read_relations, read_types
from mimawari.formats.office.parts import Notes

# A word of the main part's content type, and the program (ECMA-376 part 1, 11.3, 12.3, 13.3; MS-OFFMACRO2; MS-VSDX).
_PROGRAMS = (
    ("wordprocessingml", "word"), ("ms-word", "word"), ("spreadsheetml", "excel"), ("ms-excel", "excel"),
    ("presentationml", "powerpoint"), ("ms-powerpoint", "powerpoint"), ("visio", "visio"),
)  # fmt: skip
_FOLDERS = {"word": "word", "xl": "excel", "ppt": "powerpoint", "visio": "visio"}
_MAIN = ("officeDocument", "document")


@dataclass(slots=True)
class OoxmlPackage:
    """The parts with what is known of them. ``main`` is the document's part; empty where there is none."""

    parts: ZipParts
    notes: Notes
    types: Types
    relations: list[Relation]
    main: str = ""
    by_source: dict[str, list[Relation]] = field(default_factory=dict)

    @property
    def application(self) -> str:
        """As :attr:`mimawari.model.OfficeDocument.application`."""
        kind = self.types.of(self.main)
        told = next((program for word, program in _PROGRAMS if word in kind), "")
        return told or _FOLDERS.get(self.main.split("/")[0].lower(), "")

    @property
    def is_template(self) -> bool:
        """Whether the main part's content type is that of a template."""
        return "template" in self.types.of(self.main)

    def of(self, source: str) -> list[Relation]:
        """The relations of a part."""
        return self.by_source.get(source.lower(), [])

    def targets(self, *forms: str) -> list[str]:
        """The parts that relations of these forms lead to and that are there, each once, in the order of the package."""
        told = {r.target.lower() for r in self.relations if not r.external and r.form in forms}
        return [name for name in self.parts.names() if name.lower() in told]


def open_package(stream: BinaryIO, notes: Notes) -> OoxmlPackage:
    """What the package in *stream* is. Raises ``BadEvidence`` corrupt where it is no zip."""
    parts = ZipParts(stream, notes)
    package = OoxmlPackage(parts, notes, read_types(parts, notes), read_relations(parts, notes))
    for relation in package.relations:
        package.by_source.setdefault(relation.source.lower(), []).append(relation)
    package.main = _main(package)
    return package


def _main(package: OoxmlPackage) -> str:
    """By the package's own relation, else by a content type that only main parts have."""
    there = {name.lower(): name for name in package.parts.names()}
    for relation in package.of(""):
        if relation.form in _MAIN and not relation.external and relation.target.lower() in there:
            return there[relation.target.lower()]
    typed = (name for name, kind in package.types.overrides.items() if name in there and _is_main(kind))
    return there.get(next(typed, ""), "")


def _is_main(kind: str) -> bool:
    return kind.endswith(".main+xml") or kind == "application/vnd.ms-excel.sheet.binary.macroenabled.main"
