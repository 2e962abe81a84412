"""A VBA project in its storage (MS-OVBA 2.2): its modules' source, what it uses, and whether its compiled code agrees."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mimawari.formats.office.parts import Notes, Parts
from mimawari.formats.office.vba.compression import containers, unpacked
from mimawari.formats.office.vba.directory import MODULES, Directory, ListedModule, read_directory
from mimawari.formats.office.vba.identifiers import identifiers, version_of
from mimawari.formats.office.vba.listing import Listing, read_listing
from mimawari.formats.office.vba.pcode import Machine, read_compiled
from mimawari.formats.office.vba.stomping import Pair, compiled_words, has_statements, stomped
from mimawari.model import BadEvidence, Module, Reason, VbaProject

TEXT = 4 << 20
"""The most text of a module, in bytes."""
ALL_TEXT = 16 << 20
"""The most text of a project."""
STREAM = 8 << 20
"""The most of a module's stream: its compiled code and its packed text."""
_ALL_STREAMS = 64 << 20
_PROJECTS = 20
_CACHES = ("dir", "_vba_project")
_BASE = re.compile(r'^Attribute VB_Base = "([^"\r\n]{1,300})"', re.MULTILINE)
_CLASS = "FCFB3D2A-A0FA-1068-A738-08002B3371B5"
"""``VB_Base`` of a class module (MS-OVBA 2.3.4.3)."""


def find_projects(parts: Parts) -> tuple[str, ...]:
    """The storages that hold a project: ``Macros``, ``_VBA_PROJECT_CUR``, or an empty text where it is the file itself.

    One whose ``dir`` was removed is found by its ``_VBA_PROJECT``. The first twenty.
    """
    roots: dict[str, None] = {}
    for name in parts.names():
        folder, _, last = name.rpartition("/")
        root, _, storage = folder.rpartition("/")
        if storage.casefold() == "vba" and last.casefold() in _CACHES:
            roots[root] = None
    return tuple(roots)[:_PROJECTS]


def read_vba(parts: Parts, root: str, notes: Notes) -> VbaProject | None:
    """The project in the storage *root* (see :func:`find_projects`); None where there is nothing of one. Never raises."""
    below = f"{root}/" if root else ""
    reader = _Reader(parts, below, notes)
    modules = reader.modules()
    if not modules and not reader.is_there:
        return None
    directory, listing = reader.directory, reader.listing
    pairs = reader.pairs
    is_stomped = stomped(pairs)
    return VbaProject(
        name=directory.name or listing.name,
        modules=tuple(modules),
        references=tuple(directory.references),
        version=version_of(reader.cache),
        code_page=directory.code_page,
        lcid=directory.lcid,
        system_kind=directory.system_kind,
        protected=listing.protected,
        names_disagree=any(_disagree(module) for module in directory.modules),
        stomped=is_stomped,
        compiled=compiled_words(pairs) if is_stomped else (),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    path: str
    listed: ListedModule


class _Reader:
    def __init__(self, parts: Parts, below: str, notes: Notes) -> None:
        self._parts, self._below, self._notes = parts, below, notes
        self._paths = {name.casefold(): name for name in parts.names()}
        self._left, self._streams = ALL_TEXT, _ALL_STREAMS
        self.directory = self._read_directory()
        self.listing: Listing = read_listing(self._part("PROJECT", 1 << 20), self.directory.codec)
        self.cache = self._part("VBA/_VBA_PROJECT", 4 << 20)
        self.is_there = bool(self.directory.modules or self.listing.names or self.cache)
        self.pairs: list[Pair] = []

    def modules(self) -> list[Module]:
        """The modules in the order of ``dir``, then those that only lie there."""
        machine = Machine(
            version_of(self.cache) or 0,
            self.directory.system_kind == 3,
            identifiers(self.cache, self.directory.codec),
            self.directory.codec,
        )
        return [self._module(found, machine) for found in self._found()]

    def _read_directory(self) -> Directory:
        packed = self._part("VBA/dir", 4 << 20)
        data, fault = unpacked(packed, 16 << 20) if packed else (b"", "")
        directory = read_directory(data)
        if fault or directory.fault:
            self._notes.add(Reason.CORRUPT, f"{self._below}VBA/dir: {fault or directory.fault}")
        return directory

    def _part(self, name: str, most: int) -> bytes:
        path = self._paths.get((self._below + name).casefold())
        return self._bytes(path, most) if path is not None else b""

    def _bytes(self, path: str, most: int) -> bytes:
        try:
            return self._parts.read(path, most)
        except BadEvidence as bad:
            self._notes.of(bad, path)
            return b""

    def _found(self) -> list[_Found]:
        folder = f"{self._below}VBA/".casefold()
        taken: set[str] = set()
        found: list[_Found] = []
        missing = 0
        for listed in (*self.directory.modules, *self._unlisted()):
            path = self._path_of(listed, folder)
            if path is None:
                missing += 1
                self._notes.add(
                    Reason.MISSING,
                    f"a macro module is missing: {listed.known_as}" if missing < 20 else "more macro modules are missing",
                )
            elif path not in taken:
                taken.add(path)
                found.append(_Found(listed.known_as or path.rpartition("/")[2], path, listed))
        found += self._lying_there(folder, taken)
        if len(found) > MODULES:
            self._notes.add(Reason.TOO_LARGE, f"more than {MODULES} macro modules")
        return found[:MODULES]

    def _unlisted(self) -> list[ListedModule]:
        """Modules that only ``PROJECT`` names, where ``dir`` names none."""
        return [] if self.directory.modules else [ListedModule(name=name) for name in self.listing.names[:MODULES]]

    def _path_of(self, listed: ListedModule, folder: str) -> str | None:
        names = (listed.stream_unicode, listed.stream, listed.name_unicode, listed.name)
        return next((self._paths[key] for name in names if name and (key := folder + name.casefold()) in self._paths), None)

    def _lying_there(self, folder: str, taken: set[str]) -> list[_Found]:
        """Streams beside the modules that nobody lists: they may be hidden ones."""
        return [
            _Found(path.rpartition("/")[2], path, ListedModule())
            for key, path in self._paths.items()
            if key.startswith(folder) and path not in taken and _may_be_module(key[len(folder) :])
        ]

    def _module(self, found: _Found, machine: Machine) -> Module:
        data = self._bytes(found.path, min(STREAM, max(0, self._streams)))
        if len(data) < self._parts.size(found.path) and len(data) in (STREAM, self._streams):
            self._notes.add(Reason.TOO_LARGE, f"{found.path}: more than {len(data)} bytes")
        self._streams -= len(data)
        source, at, is_whole = self._source(found, data)
        base = _BASE.search(source[:8192])
        if at and machine.version and (is_whole or not source):
            compiled = read_compiled(data[:at], machine)
            self.pairs.append(Pair(source, compiled))
            if not compiled.whole and not has_statements(source):
                self._notes.add(Reason.UNSUPPORTED, f"the compiled code of the macro module {found.name}, which has no source")
        return Module(
            name=found.name,
            form=self._form(found, base.group(1) if base else ""),
            source=source,
            base=base.group(1) if base else "",
        )

    def _source(self, found: _Found, data: bytes) -> tuple[str, int, bool]:
        """The text, where in the stream the compiled code before it ends, and whether the text is all there is."""
        if self._left <= 0:
            self._notes.add(Reason.TOO_LARGE, f"macros of more than {ALL_TEXT >> 20} MiB of text")
            return "", 0, False
        text, at, fault = _unpacked_source(data, found.listed.offset, min(TEXT, self._left))
        self._left -= len(text)
        if fault:
            reason = Reason.TOO_LARGE if fault.startswith("more") else Reason.CORRUPT
            self._notes.add(reason, f"{found.path}: {fault}")
        return text.decode(self.directory.codec, "replace").replace("\r\n", "\n").rstrip("\0"), at, not fault

    def _form(self, found: _Found, base: str) -> str:
        told = self.listing.kinds.get(found.name.casefold())
        if told:
            return told
        if f"{self._below}{found.name}/f".casefold() in self._paths:
            return "form"
        if base:
            return "class" if _CLASS in base.upper() else "document"
        return "standard" if found.listed.is_procedural else "class"


def _unpacked_source(data: bytes, offset: int | None, most: int) -> tuple[bytes, int, str]:
    """The text behind *offset*, or wherever else in the stream it opens; then where it began, and what is wrong with it."""
    fault = "its source is missing" if data else ""
    if offset is not None and offset < len(data):
        text, fault = unpacked(data[offset:], most)
        if text or not fault:
            return text, offset, fault
    elif offset is not None and offset == len(data):
        return b"", offset, ""
    for start in containers(data):
        text, wrong = unpacked(data[start:], most)
        if text:
            return text, start, wrong
    return b"", offset if offset is not None and offset < len(data) else len(data), fault


def _may_be_module(name: str) -> bool:
    return "/" not in name and name not in _CACHES and not name.startswith("__srp_")


def _disagree(module: ListedModule) -> bool:
    """What the code page cannot write stands as ``?`` in the ANSI name: that is no disagreement."""
    ansi, wide = module.stream, module.stream_unicode
    if not ansi or not wide or ansi.casefold() == wide.casefold() or "\ufffd" in ansi:
        return False
    return len(ansi) != len(wide) or any(a not in ("?", b) for a, b in zip(ansi, wide, strict=True))
