"""What a report was made with, as a part of its document, and back."""

from __future__ import annotations

from typing import Any

from mimawari.faces.json_node import Node
from mimawari.model import Provenance, Report, SignatureSet, Source, Used

Json = dict[str, Any]
_KINDS = {kind: kind for kind in ("packed", "installed", "folder")}


def used(report: Report) -> list[Json]:
    """All of it, each with the places in ``sources`` of those that were looked at with it."""
    return [_made(one) | {"sets": [_set(each) for each in one.sets], "sources": at} for one, at in report.used().items()]


def made(source: Source) -> list[Json]:
    """What a source was looked at with, in short: as it stands in a line of its own among many."""
    return [_made(one) for one in source.used]


def origin_of(source: Provenance) -> Json:
    """Where knowledge is from; what is not known of it is left out."""
    told = {"kind": source.kind, "place": source.place, "installed": source.installed}
    return {name: value for name, value in told.items() if value}


def _made(one: Used) -> Json:
    return {
        "program": one.program,
        "knowledge": {"version": one.knowledge, "as_of": one.as_of, "source": origin_of(one.source)},
    }


def _set(one: SignatureSet) -> Json:
    return {
        "by": one.by,
        "name": one.name,
        "title": one.title,
        "version": one.version,
        "as_of": one.as_of,
        "rows": one.rows,
        "files": one.files,
        "unused": one.unused,
        "ours": one.is_ours,
        "place": one.place,
    }


def read(node: Node) -> tuple[Used, tuple[int, ...]]:
    """One of it, and the places in ``sources`` that it is for. Raises ``NotAReport``."""
    knowledge = node["knowledge"]
    made = Used(
        program=node.text("program"),
        knowledge=knowledge.text("version"),
        as_of=knowledge.text("as_of"),
        source=_provenance(knowledge["source"]),
        sets=tuple(sorted(_read_set(one) for one in node["sets"].each())),
    )
    return made, tuple(place.count() for place in node["sources"].each())


def _provenance(node: Node) -> Provenance:
    told = node.a(dict)
    place, installed = (node.text(name) if name in told else "" for name in ("place", "installed"))
    return Provenance(node["kind"].one_of(_KINDS.__getitem__), place, installed)


def _read_set(node: Node) -> SignatureSet:
    return SignatureSet(
        by=node.text("by"),
        name=node.text("name"),
        version=node.text("version"),
        as_of=node.text("as_of"),
        rows=node["rows"].count(),
        is_ours=node["ours"].a(bool),
        place=node.text("place"),
        files=node["files"].count(),
        unused=node["unused"].count(),
        title=node.text("title"),
    )
