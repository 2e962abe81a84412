"""Content types and relations of an OOXML package. Source: ECMA-376 part 2, clauses 9.2 and 9.3."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from mimawari.formats.office.ooxml_parts import ZipParts, plain
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.xml_events import Kind, events
from mimawari.model import BadEvidence, External, Reason

TYPES = "[Content_Types].xml"
_RELATIONS, _FILES, _LONG = 50_000, 4_000, 4_096

# What Office fetches when it opens the document, before anybody clicks (ECMA-376 part 1, 15; Excel asks about its own links first).
_AUTOMATIC = frozenset({"attachedTemplate", "oleObject", "frame", "image", "subDocument", "aFChunk", "package", "control"})


@dataclass(frozen=True, slots=True)
class Relation:
    """``form`` is the last word of its type; ``target`` the path of a part, or what an ``external`` one leads to."""

    source: str
    id: str
    form: str
    target: str
    external: bool = False


@dataclass(slots=True)
class Types:
    """The content type of each part, in lower case."""

    overrides: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """Of the part *name*; empty if none is told."""
        extension = name.rsplit(".", 1)[-1].lower()
        return self.overrides.get(name.lower()) or self.defaults.get(extension, "")


def read_types(parts: ZipParts, notes: Notes) -> Types:
    """What ``[Content_Types].xml`` says; what cannot be read of it is noted."""
    types = Types()
    try:
        for event in events(parts.open(TYPES), TYPES):
            kind = event.attributes.get("ContentType", "").strip().lower()
            if event.name == "Override" and kind:
                types.overrides[plain(unquote(event.attributes.get("PartName", ""))).lower()] = kind
            elif event.name == "Default" and kind:
                types.defaults[event.attributes.get("Extension", "").lower()] = kind
    except BadEvidence as bad:
        notes.of(bad, TYPES)
    return types


def read_relations(parts: ZipParts, notes: Notes) -> list[Relation]:
    """All relations of all parts, as far as they can be read; the rest is noted."""
    found: list[Relation] = []
    files = [name for name in parts.names() if name.lower().endswith(".rels")]
    if len(files) > _FILES:
        notes.add(Reason.TOO_LARGE, f"more than {_FILES} parts with relations")
    for name in files[:_FILES]:
        try:
            for relation in _relations(parts, name):
                found.append(relation)
                if len(found) >= _RELATIONS:
                    notes.add(Reason.TOO_LARGE, f"more than {_RELATIONS} relations")
                    return found
        except BadEvidence as bad:
            notes.of(bad, "relations")
    return found


def _relations(parts: ZipParts, name: str) -> Iterator[Relation]:
    folder, _, file = name.rpartition("/")
    base = folder.rpartition("/")[0]
    source = posixpath.join(base, file[: -len(".rels")])
    for event in events(parts.open(name), name):
        if event.kind is Kind.START and event.name == "Relationship":
            told = event.attributes
            form = told.get("Type", "").rstrip("/").rpartition("/")[2]
            target = told.get("Target", "")[:_LONG]
            external = told.get("TargetMode", "").lower() == "external"
            yield Relation(source, told.get("Id", ""), form, target if external else _resolved(base, target), external)


@lru_cache(maxsize=1024)  # the same few in almost every document
def _resolved(base: str, target: str) -> str:
    """The path of a part that is told relative to the folder *base*."""
    path = unquote(target.split("#", 1)[0]).replace("\\", "/")
    return plain(posixpath.normpath(path if path.startswith("/") else posixpath.join("/", base, path)))


def externals(relations: list[Relation], notes: Notes, most: int = 2_000) -> tuple[External, ...]:
    """What leads out of the document, those that are fetched by themselves first."""
    outer = [External(form=r.form, target=r.target, automatic=r.form in _AUTOMATIC) for r in relations if r.external]
    once = sorted(dict.fromkeys(outer), key=lambda one: not one.automatic)
    if len(once) > most:
        notes.add(Reason.TOO_LARGE, f"more than {most} links")
    return tuple(once[:most])
