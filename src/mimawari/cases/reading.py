"""Reads cases: TOML in, artifacts out. The format is told in the README of the folder of cases."""

from __future__ import annotations

import base64
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mimawari import model
from mimawari.cases.building import built
from mimawari.cases.sending import sending_profile
from mimawari.formats.slices import Held
from mimawari.model import Artifact, Blob, File, Origin, filetime
from mimawari.sources.windows.paths import dissected, environment, placed

HERE = Origin("PC1-0001", "case/pc1")
_TIMES = ("created", "modified", "folder_created", "folder_modified", "written", "started")
_KINDS: dict[str, type[Artifact]] = {
    "process": model.Process,
    "registry-value": model.RegistryValue,
    "run-value": model.RunValue,
    "service": model.Service,
    "task": model.Task,
    "tool-verdict": model.ToolVerdict,
}
_DELIVERED: dict[str, type[Artifact]] = {
    kind.kind(): kind
    for kind in (
        model.AccountUse, model.Archive, model.InternetShortcut,
        model.Match, model.Message, model.Notebook, model.OfficeDocument, model.Pdf,
        model.Program, model.OpenedFile, model.Script, model.Shortcut, model.Unrecognised, model.WebPage,
    )
}  # fmt: skip
_MOST = 1 << 20
_RUN = {"hive": r"HKU\S-1-5-21-1-2-3-1001", "key": r"Software\Microsoft\Windows\CurrentVersion\Run"}


class BadCase(ValueError):
    """A case that cannot be read; says which, and why."""


@dataclass(frozen=True)
class Case:
    """One case: what is given and what the detector must say of it. ``contents`` are held against the rules of the knowledge."""

    detector: str
    name: str
    why: str
    given: tuple[Artifact, ...]
    context: tuple[Artifact, ...]
    expect: tuple[dict[str, Any], ...]
    level: str | None
    contents: tuple[Blob, ...] = ()


def every(folder: Path) -> list[Case]:
    """All cases in *folder*, in the order of their paths. Raises :class:`BadCase`."""
    return [_read(path) for path in sorted(folder.glob("*/*.toml"))]


def _read(path: Path) -> Case:
    try:
        return _case(path)
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise BadCase(f"{path.parent.name}/{path.name}: {error}") from error


def _case(path: Path) -> Case:
    table = tomllib.loads(path.read_text("utf-8"))
    unknown = table.keys() - {"why", "given", "context", "expect", "level"}
    if unknown:
        raise ValueError(", ".join(sorted(unknown)))
    contents = tuple(_content(row) for row in _rows(table["given"].pop("content", [])))
    given = tuple(artifact(kind, row) for kind, rows in table["given"].items() for row in _rows(rows))
    context = tuple(_context(kind, row) for kind, row in table.get("context", {}).items())
    return Case(path.parent.name, path.stem, table["why"], given, context, tuple(table["expect"]), table.get("level"), contents)


def _rows(rows: Any) -> list[dict[str, Any]]:
    return rows if isinstance(rows, list) else [rows]


def _content(row: dict[str, Any]) -> Blob:
    """A content, which lies packed in the case so that no scanner takes it for what it stands for."""
    packed = zlib.decompressobj()
    data = packed.decompress(base64.b64decode(row["packed"]), _MOST)
    if not packed.eof or row.keys() != {"name", "packed"}:
        raise ValueError("a content is a name and what is packed, no more than 1 MB")
    return Blob(HERE.at(row["name"]), row["name"], Held(data))


def artifact(kind: str, row: dict[str, Any]) -> Artifact:
    """The artifact that a row of a case describes."""
    if kind == "sending-profile":
        return sending_profile(row, HERE.at(str(row.get("account", ""))))
    if kind in _DELIVERED:
        return built(_DELIVERED[kind], {"origin": HERE.at(str(row.get("name", ""))), **row})
    row = _times(row)
    if kind == "file":
        return _file(row)
    if kind in ("run-value", "service", "task"):
        row = dict(_launch(row))
        row = {**_RUN, **row} if kind == "run-value" else row
    if kind == "process":
        row = dict(_process(row))
    if "hex" in row:
        row["data"] = bytes.fromhex(row.pop("hex"))
    return _KINDS[kind](origin=HERE.at(kind, str(row.get("name", ""))), **row)


def _file(row: dict[str, Any]) -> File:
    row = _times(row)
    place, depth = placed(row["path"])
    head = row.pop("head", None)
    return File(origin=HERE.at(row["path"]), place=place, depth=depth, head=None if head is None else head.encode("latin-1"), **row)


def _launch(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    owner = row.get("owner", "hanako")
    parts = dissected(row["command"], environment(rf"C:\Users\{owner}"))
    yield from {"program": parts.program, "target": parts.target, "argument": parts.argument, "owner": owner}.items()
    yield "target_sought", True
    file = row.get("file")
    yield "target_file", _file({"path": parts.target, **file}) if file is not None else None
    yield from ((key, value) for key, value in row.items() if key not in ("file", "owner"))


def _process(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    parts = dissected(row.get("command", ""), environment(r"C:\Users\hanako"))
    yield from {"target": parts.target, "argument": parts.argument}.items()
    yield from ((key, value) for key, value in row.items() if key not in ("image_file", "target_file"))
    for key, path in (("image_file", row.get("image", "")), ("target_file", parts.target)):
        yield key, _file({"path": path, **row[key]}) if key in row else None


def _context(kind: str, row: dict[str, Any]) -> Artifact:
    if kind == "host":
        return model.Host(origin=HERE, **{"name": "PC1", **row})
    if kind == "system-directory":
        return model.SystemDirectory(origin=HERE, files=tuple(row.items()))
    if kind == "service-descriptions":
        return model.ServiceDescriptions(origin=HERE, services=tuple((name, *rest) for name, rest in row.items()))
    if kind != "program-folders":
        raise ValueError(kind)
    return model.ProgramFolders(origin=HERE, names=frozenset(row["names"]))


def _times(row: dict[str, Any]) -> dict[str, Any]:
    return {key: ticks(value) if key in _TIMES and isinstance(value, str) else value for key, value in row.items()}


def ticks(text: str) -> int:
    """A FILETIME of ``2021-01-05T09:00:00.1234567Z``; the fraction has up to seven digits."""
    moment, _, fraction = text.removesuffix("Z").partition(".")
    seconds = int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())
    return filetime.from_unix_ns(seconds * 1_000_000_000) + int(fraction.ljust(7, "0") or 0)
