"""Programs: what kind they are, for which machine, their own name, and what is glued or padded to their end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.padding import Filling, filling, unseen
from mimawari.formats.pe import headers
from mimawari.formats.slices import Slice, read
from mimawari.model import BadEvidence, Blob, Content, Gap, Program, Reason

_SFX = 512 << 10
"""A self-extracting 7z has its settings before the archive; it is sought in so many bytes of the overlay."""

_NSIS = b"\xef\xbe\xad\xdeNullsoftInst"
_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"MSCF\0\0\0\0", b"PK\x03\x04")
_WHOLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ")

# First bytes of programs for other systems: ELF, Mach-O of both widths and orders.
_FOREIGN = {b"\x7fELF": "elf", b"\xfe\xed\xfa\xce": "mach-o", b"\xfe\xed\xfa\xcf": "mach-o", b"\xce\xfa\xed\xfe": "mach-o",
            b"\xcf\xfa\xed\xfe": "mach-o"}  # fmt: skip
_PRINTABLE = re.compile(rb"[\t\r\n\x20-\x7e]+")
_CLASS = b"\xca\xfe\xba\xbe"
_ZIP_END = b"PK\x05\x06"


def _is_zip(head: Head) -> bool:
    return head.start[:2] == b"PK" and head.end.rfind(_ZIP_END) >= 0  # it stands near the end: sought from there


def _is_jar(head: Head) -> bool:
    return _is_zip(head) and b"META-INF/MANIFEST.MF" in head.end and (b".class" in head.end or head.extension == "jar")


def _is_appx(head: Head) -> bool:
    return _is_zip(head) and (b"AppxManifest.xml" in head.end or b"AppxBundleManifest.xml" in head.end)


_FORMS: tuple[tuple[str, Callable[[Head], bool]], ...] = (
    ("pe", lambda head: head.start[:2] == b"MZ" and head.size > 0x40 and not _PRINTABLE.fullmatch(head.start[:0x40])),
    ("java", lambda head: _is_jar(head) or (head.start[:4] == _CLASS and int.from_bytes(head.start[6:8]) >= 45)),
    ("mach-o", lambda head: head.start[:4] == _CLASS and 0 < int.from_bytes(head.start[4:8]) < 45),
    ("appx", _is_appx),
)


def _form(head: Head) -> str:
    """``pe``, ``java``, ``appx``, ``elf``, ``mach-o``; empty where it is no program."""
    foreign = _FOREIGN.get(head.start[:4], "")
    return foreign or next((form for form, fits in _FORMS if fits(head)), "")


def recognises(head: Head) -> bool:
    """By the first bytes; Java and app packages are zips that have their manifest, and are opened as zips too."""
    return bool(_form(head))


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The program, and the archive or program that is glued to its end."""
    form = _form(Head.of(blob))
    if form == "pe":
        yield from _windows(blob, budget)
    elif form != "java" or blob.within[-1:] != ("zip",):
        # A class in an archive is a part of that program.
        yield Program(**blob.common, form=form)


def _windows(blob: Blob, budget: Budget) -> Iterator[Inside]:
    try:
        found = headers(blob.content)
    except BadEvidence as bad:
        old = _old_form(blob.content)
        yield Program(**blob.common, form=old or "pe", padding=filling(blob.content, 0, budget.check).total)
        if not old:
            yield Gap(blob.origin, bad.reason, "content", bad.detail)
        return
    filled = filling(blob.content, found.overlay, budget.check)
    yield Program(
        **blob.common,
        machine=found.machine,
        is_library=found.is_library,
        own_name=found.own_name,
        exports=found.exports,
        padding=filled.total,
        signed=found.signed,
    )
    if filled.fault:
        yield Gap(blob.origin, filled.fault.reason, "content", filled.fault.detail)
    yield from _overlay(blob, found.overlay, filled)


def _old_form(content: Content) -> str:
    """``ne`` for a program of 16-bit Windows, ``dos`` for one that has only the old header, else empty."""
    head = read(content, 0x40)
    at = int.from_bytes(head[0x3C:0x40], "little")
    mark = read(content, 4, at)
    if mark[:2] in (b"NE", b"LE", b"LX"):
        return "ne"
    relocations = int.from_bytes(head[0x18:0x1A], "little")
    return "dos" if mark != b"PE\0\0" and 0x1C <= relocations < 0x40 else ""


def _overlay(blob: Blob, start: int, filled: Filling) -> Iterator[Inside]:
    """What lies behind the sections, where it is something that can be opened; much else is told."""
    size = blob.content.size - start
    if size - filled.behind <= 0:
        return
    head = read(blob.content, min(_SFX, size), start)
    if _NSIS in head[:4096]:
        yield Gap(blob.origin, Reason.UNSUPPORTED, "content", "what an NSIS installer carries")
        return
    # A program without sections is not glued to itself.
    is_whole = start > 0 and head.startswith(_WHOLE)
    archives = (at for at in (head.find(mark) for mark in _ARCHIVES) if at >= 0)
    place = 0 if is_whole else min(archives, default=-1)
    if place >= 0:
        yield blob.inner("overlay", Slice(blob.content, start + place, size - place), by="program")
    else:
        yield from unseen(blob.origin, blob.content.size, start, filled, "program")


FORMAT = Format("program", 100, recognises, opened)
