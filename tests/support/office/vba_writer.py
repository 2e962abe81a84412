"""Writes VBA projects (MS-OVBA), the controls of pages and forms (MS-OFORMS), and Word documents around them: all inert.

The compiled code has the shape that ``formats/office/vba/pcode.py`` tells; it only holds words and could not run.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from support.office.ole_writer import compound_file, guid, property_streams

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
class FormControl:
    """A control of a UserForm or of the page: what it is, what it holds."""

    name: str
    value: str = ""
    form: str = "TextBox"
    caption: str = ""
    tag: str = ""
    tip: str = ""
    group_name: str = ""


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


# --- controls

_CLASSES = {
    "TextBox": ("8BD21D10-EC42-11CE-9E0D-00AA006002F3", 23, 1), "ComboBox": ("8BD21D30-EC42-11CE-9E0D-00AA006002F3", 25, 3),
    "OptionButton": ("8BD21D50-EC42-11CE-9E0D-00AA006002F3", 27, 5), "Label": ("978C9E23-D4B0-11CE-BF2D-00AA003F40D0", 21, 0),
    "CommandButton": ("D7053240-CE69-11CD-A777-00DD01143C57", 17, 0),
}  # fmt: skip


def class_of(form: str) -> bytes:
    """The class id of a control."""
    return guid(_CLASSES[form][0])


def control(given: FormControl) -> bytes:
    """A control's own data (MS-OFORMS 2.2.4.1, 2.2.5.1)."""
    if _CLASSES[given.form][2] == 0:
        mask = 1 << 3 | 1 << 5
        block = struct.pack("<I", _count(given.caption))
        extra = _filled(given.caption) + struct.pack("<II", 1000, 500)
        body = struct.pack("<I", mask) + block + extra
    else:
        body = _morph(given)
    font = struct.pack("<BBHI", 0, 2, 4, 0)  # TextProps (2.3.1), none of them set
    return struct.pack("<BBH", 0, 2, len(body) & 0xFFFF) + body + font


def _morph(given: FormControl) -> bytes:
    mask = 1 << 31 | 1 << 6 | 1 << 8
    block, extra = struct.pack("<Bxxx", _CLASSES[given.form][2]), struct.pack("<II", 1000, 500)
    for bit, text in ((22, given.value), (23, given.caption), (32, given.group_name)):
        if text:
            mask |= 1 << bit
            block += struct.pack("<I", _count(text))
            extra += _filled(text)
    return struct.pack("<Q", mask) + block + extra


def _is_packed(text: str) -> bool:
    return all(ord(character) < 256 for character in text)


def _raw(text: str) -> bytes:
    return text.encode("latin-1") if _is_packed(text) else text.encode("utf-16-le")


def _count(text: str) -> int:
    return len(_raw(text)) | (0x80000000 if _is_packed(text) else 0)


def _filled(text: str) -> bytes:
    raw = _raw(text)
    return raw + bytes(-len(raw) % 4)


def form_streams(name: str, controls: tuple[FormControl, ...]) -> dict[str, bytes]:
    """The streams of a UserForm's storage."""
    stored = [control(one) for one in controls]
    sites = b"".join(_site(one, len(data)) for one, data in zip(controls, stored, strict=True))
    depths = b"\0\1" * len(controls)
    depths += bytes(-len(depths) % 4)
    body = struct.pack("<II", 1 << 6, 1 << 15)  # fBooleanProperties: no class table
    listed = struct.pack("<BBH", 0, 4, len(body)) + body
    listed += struct.pack("<II", len(controls), len(depths) + len(sites)) + depths + sites
    frame = f'VERSION 5.00\r\nBegin {{C62A69F0-16DC-11CE-9E98-00AA00574A4F}} {name} \r\n   Caption         =   "{name}"\r\nEnd\r\n'
    return {"f": listed, "o": b"".join(stored), "\x03VBFrame": frame.encode("cp1252")}


def _site(given: FormControl, stored: int) -> bytes:
    """OleSiteConcreteControl (MS-OFORMS 2.2.10.12)."""
    mask = 1 << 0 | 1 << 5 | 1 << 7 | 1 << 8
    block, extra = struct.pack("<I", _count(given.name)), _filled(given.name)
    if given.tag:
        mask |= 1 << 1
        block += struct.pack("<I", _count(given.tag))
        extra += _filled(given.tag)
    block += struct.pack("<IHxx", stored, _CLASSES[given.form][1])
    extra += struct.pack("<II", 10, 10)
    if given.tip:
        mask |= 1 << 11
        block += struct.pack("<I", _count(given.tip))
        extra += _filled(given.tip)
    body = struct.pack("<I", mask) + block + extra
    return struct.pack("<HH", 0, len(body)) + body


# --- Word

WORD = guid("00020906-0000-0000-C000-000000000046")


def word_streams(text: str = "", *, template: bool = False, attached: str = "", encrypted: bool = False) -> dict[str, bytes]:
    """``WordDocument`` and ``1Table`` (MS-DOC 2.5.1, 2.8.35); the marks 0x13, 0x14 and 0x15 in *text* are fields."""
    narrow = all(ord(character) < 128 for character in text)
    raw = text.encode("latin-1") if narrow else text.encode("utf-16-le")
    place = 0x800 * 2 | 0x40000000 if narrow else 0x800
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, place, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    names = (
        b"\xff\xff"
        + struct.pack("<HH", 2, 0)
        + struct.pack("<H", 0)
        + struct.pack("<H", len(attached))
        + attached.encode("utf-16-le")
    )
    flags = 0x0200 | (1 if template else 0) | (0x0100 if encrypted else 0)
    fib = bytearray(0x800)
    struct.pack_into("<HHHHHH", fib, 0, 0xA5EC, 0x00C1, 0, 0x0409, 0, flags)
    struct.pack_into("<H", fib, 32, 14)
    struct.pack_into("<H", fib, 62, 22)
    struct.pack_into("<I", fib, 76, len(text))
    struct.pack_into("<H", fib, 152, 93)
    struct.pack_into("<II", fib, 0x01A2, 0, len(clx))
    struct.pack_into("<II", fib, 0x019A, len(clx), len(names))
    return {"WordDocument": bytes(fib) + raw, "1Table": clx + names}


def word_document(
    modules: Iterable[Source] = (),
    *,
    properties: Mapping[str, object] | None = None,
    controls: Iterable[FormControl] = (),
    text: str = "",
    streams: Mapping[str, bytes] | None = None,
    template: bool = False,
    attached: str = "",
    **project: object,
) -> bytes:
    """A Word 97-2003 document. *controls* lie on the page, *streams* are added as they are, *project* goes to :class:`Project`."""
    made = word_streams(text, template=template, attached=attached)
    classes = {"": WORD}
    sources = tuple(modules)
    if sources:
        made |= {f"Macros/{path}": data for path, data in project_streams(Project(sources, **project)).items()}  # type: ignore[arg-type]
    for number, one in enumerate(controls):
        folder = f"ObjectPool/_{1_600_000_000 + number}"
        made[f"{folder}/\x03OCXNAME"] = one.name.encode("utf-16-le") + b"\0\0"
        made[f"{folder}/contents"] = control(one)
        classes[folder] = class_of(one.form)
    made |= property_streams(**(properties or {}))  # type: ignore[arg-type]
    return compound_file(made | dict(streams or {}), classes)
