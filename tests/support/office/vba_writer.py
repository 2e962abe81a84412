"""Writes VBA projects (MS-OVBA): all inert.

The compiled code has the shape that ``formats/office/vba/pcode.py`` tells; it only holds words and could not run.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from support.office.forms_writer import FormControl, form_streams
from support.office.ole_writer import compound_file

DOCUMENT_BASE = "1Normal.ThisDocument"
CLASS_BASE = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
STDOLE = r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\system32\stdole2.tlb#OLE Automation"
OFFICE = (
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
    "#Microsoft Office 16.0 Object Library"
)


@dataclass(frozen=True)
class Compiled:
    """What the compiled code of a module uses, one thing a line."""

    texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A module to write. ``stream`` is the Unicode name of its stream, ``ansi_stream`` the other one, if they are special."""

    name: str
    text: str = ""
    form: str = "standard"
    base: str = ""
    compiled: Compiled | None = None
    stream: str = ""
    ansi_stream: str = ""


@dataclass(frozen=True)
class Project:
    """All that a project is written from."""

    modules: tuple[Source, ...]
    name: str = "Project"
    code_page: int = 1252
    lcid: int = 1033
    system_kind: int = 1
    version: int = 0xAF
    references: tuple[str, ...] = (STDOLE, OFFICE)
    forms: Mapping[str, tuple[FormControl, ...]] = field(default_factory=dict)
    locked: bool = False

    @property
    def codec(self) -> str:
        return f"cp{self.code_page}" if self.code_page != 65001 else "utf-8"


def compress(data: bytes) -> bytes:
    """A compressed container (MS-OVBA 2.4.1), with copy tokens where they pay."""
    out = b"\x01"
    for at in range(0, len(data), 4096):
        chunk = data[at : at + 4096]
        packed = _chunk(chunk)
        if len(packed) < 4096:
            out += struct.pack("<H", len(packed) - 1 | 0xB000) + packed
        else:
            out += struct.pack("<H", 0x3FFF) + chunk.ljust(4096, b"\0")
    return out


def _chunk(data: bytes) -> bytes:
    out, at = b"", 0
    while at < len(data):
        flags, tokens = 0, b""
        for bit in range(8):
            if at >= len(data):
                break
            bits = max(4, (at - 1).bit_length()) if at else 4
            longest = min((0xFFFF >> bits) + 3, len(data) - at)
            length, back = _match(data, at, longest)
            if length >= 3:
                flags |= 1 << bit
                tokens += struct.pack("<H", back - 1 << 16 - bits | length - 3)
                at += length
            else:
                tokens += data[at : at + 1]
                at += 1
        out += bytes([flags]) + tokens
    return out


def _match(data: bytes, at: int, longest: int) -> tuple[int, int]:
    best, back = 0, 0
    length = 3
    while length <= longest:
        found = data.rfind(data[at : at + length], 0, at + length - 1)
        if found < 0 or found >= at:
            break
        best, back = length, at - found
        length += 1
    return best, back


def project_streams(project: Project) -> dict[str, bytes]:
    """The streams of a project, by path below its storage."""
    identifiers = _identifiers(project)
    streams = {"VBA/dir": compress(dir_stream(project)), "VBA/_VBA_PROJECT": cache_stream(project, identifiers)}
    for module in project.modules:
        cache = performance_cache(module, identifiers, project)
        streams[f"VBA/{module.stream or module.name}"] = cache + compress(full_source(module).encode(project.codec))
    streams["PROJECT"] = listing_stream(project)
    for name, controls in project.forms.items():
        streams |= {f"{name}/{stream}": data for stream, data in form_streams(name, controls).items()}
    return streams


def vba_project(modules: Iterable[Source], **more: object) -> bytes:
    """A ``vbaProject.bin`` for OOXML: ``vba_project([Source("Module1", "Sub A()\\r\\nEnd Sub")], code_page=932)``."""
    return compound_file(project_streams(Project(tuple(modules), **more)))  # type: ignore[arg-type]


def full_source(module: Source) -> str:
    """The source as the stream has it, with its attributes in front."""
    lines = [f'Attribute VB_Name = "{module.name}"']
    base = module.base or {"document": DOCUMENT_BASE, "class": CLASS_BASE}.get(module.form, "")
    if base:
        lines.append(f'Attribute VB_Base = "{base}"')
    return "\r\n".join(lines) + "\r\n" + module.text.replace("\r\n", "\n").replace("\n", "\r\n")


def dir_stream(project: Project) -> bytes:
    """The records of MS-OVBA 2.3.4.2, unpacked."""
    codec = project.codec
    out = _record(0x01, struct.pack("<I", project.system_kind)) + _record(0x02, struct.pack("<I", project.lcid))
    out += _record(0x14, struct.pack("<I", project.lcid)) + _record(0x03, struct.pack("<H", project.code_page))
    out += _record(0x04, project.name.encode(codec)) + _record(0x05, b"") + _record(0x40, b"") + _record(0x06, b"")
    out += _record(0x3D, b"") + _record(0x07, bytes(4)) + _record(0x08, bytes(4))
    out += struct.pack("<HIIH", 0x09, 4, 1, 1) + _record(0x0C, b"") + _record(0x3C, b"")
    for library in project.references:
        raw = library.encode(codec)
        out += _record(0x16, b"ref") + _record(0x3E, "ref".encode("utf-16-le"))
        out += _record(0x0D, struct.pack("<I", len(raw)) + raw + bytes(6))
    out += _record(0x0F, struct.pack("<H", len(project.modules))) + _record(0x13, b"\xff\xff")
    for module in project.modules:
        out += _module_records(module, project)
    return out + _record(0x10, b"")


def _module_records(module: Source, project: Project) -> bytes:
    stream = module.stream or module.name
    offset = len(performance_cache(module, _identifiers(project), project))
    out = _record(0x19, module.name.encode(project.codec)) + _record(0x47, module.name.encode("utf-16-le"))
    out += _record(0x1A, (module.ansi_stream or stream).encode(project.codec, "replace")) + _record(
        0x32, stream.encode("utf-16-le")
    )
    out += _record(0x1C, b"") + _record(0x48, b"") + _record(0x31, struct.pack("<I", offset)) + _record(0x1E, bytes(4))
    out += _record(0x2C, b"\xff\xff") + _record(0x21 if module.form == "standard" else 0x22, b"")
    return out + _record(0x2B, b"")


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HI", kind, len(data)) + data


def listing_stream(project: Project) -> bytes:
    """The ``PROJECT`` stream."""
    keys = {"document": "Document={}/&H00000000", "class": "Class={}", "form": "BaseClass={}", "standard": "Module={}"}
    lines = ['ID="{00000000-0000-0000-0000-000000000000}"', *(keys[m.form].format(m.name) for m in project.modules)]
    password = bytes(range(29)) if project.locked else b"\0"
    lines += [
        f'Name="{project.name}"',
        f'CMG="{encrypted(bytes(4))}"',
        f'DPB="{encrypted(password)}"',
        f'GC="{encrypted(bytes([255]))}"',
    ]
    lines += ["", "[Host Extender Info]", "", "[Workspace]", *(f"{m.name}=0, 0, 0, 0, C" for m in project.modules)]
    return "\r\n".join(lines).encode(project.codec)


def encrypted(data: bytes, seed: int = 0x16, key: int = 0x5A) -> str:
    """Data Encryption of MS-OVBA 2.4.3.2, as hexadecimal digits."""
    out = [seed, seed ^ 2, seed ^ key]
    before, last, plain = out[1], out[2], key
    for byte in bytes(7)[: (seed & 6) // 2] + struct.pack("<I", len(data)) + data:
        coded = byte ^ (before + plain & 0xFF)
        out.append(coded)
        before, last, plain = last, coded, byte
    return bytes(out).hex().upper()


def _words(modules: Iterable[Source]) -> list[str]:
    return list(dict.fromkeys(name for module in modules if module.compiled for name in module.compiled.names))


def _identifiers(project: Project) -> list[str]:
    return _words(project.modules)


def cache_stream(project: Project, identifiers: list[str]) -> bytes:
    """``_VBA_PROJECT``: version and identifiers, nothing else."""
    head = struct.pack("<HHBBH", 0x61CC, project.version, 0, 0xFF, project.lcid)
    out = head.ljust(0x1E, b"\0") + struct.pack("<HH", 0, 0) + struct.pack("<HHHHHH", 0, 0, 0, 0xFFFF, 0xFFFF, 0xFFFF)
    out += bytes(0x64) + struct.pack("<H", 0) + bytes(6) + struct.pack("<I", 0) + bytes(6)
    out += struct.pack("<HHHI", len(identifiers), len(identifiers), 0, 0)
    for name in identifiers:
        raw = name.encode(project.codec)
        out += struct.pack("<BB", len(raw), 0) + raw + bytes(4)
    return out


def performance_cache(module: Source, identifiers: list[str], project: Project) -> bytes:
    """The compiled code in front of the source; empty without any."""
    if module.compiled is None:
        return b""
    # LitStr is 182 in 32 bits and 185 in 64; VBA 7 counts a project's names from 0x104 and 0x107 on, doubled. 0x41 is ArgsCall.
    literal, first = (185, 0x107) if project.system_kind == 3 else (182, 0x104)
    lines = [_literal(literal, text.encode(project.codec)) for text in module.compiled.texts]
    lines += [struct.pack("<HHH", 0x41, (identifiers.index(name) + first) * 2, 0) for name in module.compiled.names]
    table, code = b"", b""
    for line in lines:
        table += struct.pack("<IHHI", 0, len(line), 0, len(code))
        code += line
    return bytes(0x3C) + struct.pack("<HHH", 0xCAFE, 1, len(lines)) + table + bytes(10) + code


def _literal(opcode: int, raw: bytes) -> bytes:
    return struct.pack("<HH", opcode, len(raw)) + raw + bytes(len(raw) & 1)
