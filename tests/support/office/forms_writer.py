"""Writes the controls of pages and UserForms (MS-OFORMS)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from support.office.ole_writer import guid


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
