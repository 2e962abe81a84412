"""Reads RTF as Word does, which forgives almost everything (Rich Text Format Specification 1.9.1): groups, texts, hex data.

Objects are hidden by line breaks, groups and control words in their hex data, by raw ``\\bin`` data and by a header cut down to
``{\\rt``; all of that is read over, as Word reads over it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from mimawari.formats.office.fields import Fields
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.pictures import is_picture
from mimawari.formats.office.rtf_found import Rtf, RtfObject, unhexed
from mimawari.formats.office.rtf_words import ACTING, ELSEWHERE, INFO, KNOWN, MARKS, NUMBERS, QUOTES, SILENT, encoding_of
from mimawari.model import Reason

_TOKEN = re.compile(rb"\\([a-zA-Z]{1,64})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.?)|([{}])|([^\\{}]+)", re.DOTALL)
_BRACE, _RAW = 5, 6
_TOKENS, _DEEP, _HEX = 4_000_000, 5_000, 48 << 20
_OBJECTS, _PICTURES, _TEMPLATES, _LONG = 300, 40, 20, 4_096


@dataclass(slots=True)
class _Group:
    """``to`` is the destination that texts go to, ``ignored`` says that it is an unknown one (``\\*``).

    ``fresh``: nothing but that mark was in it yet; later it means nothing.
    """

    to: bytes = b""
    own: bytes = b""
    ignored: bool = False
    starred: bool = False
    skip: int = 1
    fresh: bool = True


class _Reader:
    def __init__(self, notes: Notes) -> None:
        self.rtf = Rtf(Fields(notes))
        self.notes = notes
        self.group = _Group()
        self.stack: list[_Group] = []
        self.encoding = "cp1252"
        self.raw = bytearray()
        self.kept: dict[bytes, bytearray] = {}
        self.times: dict[bytes, int] = {}
        self.hex = bytearray()
        self.held = 0
        self.skip = self.high = self.too_deep = 0

    def open(self) -> None:
        if self.raw:
            self.flush()
        if len(self.stack) >= _DEEP:
            self.too_deep += 1
            return
        self.stack.append(self.group)
        self.group = _Group(self.group.to, b"", self.group.ignored, False, self.group.skip)

    def close(self) -> None:
        if self.raw:
            self.flush()
        if self.too_deep:
            self.too_deep -= 1
        elif self.stack:
            if self.group.own:
                self.leave(self.group.own)
            self.group = self.stack.pop()

    def leave(self, own: bytes) -> None:
        """What a destination is worth once it is complete."""
        if own == b"fldinst":
            self.rtf.fields.separate()
        elif own == b"field":
            self.rtf.fields.end()
        elif own == b"pict":
            self.picture()
        elif own in (b"creatim", b"revtim"):
            t = [self.times.get(key, 0) for key in (b"yr", b"mo", b"dy", b"hr", b"min", b"sec")]
            self.rtf.info.append((INFO[own], "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*t)))
        elif own == b"template" and len(self.rtf.templates) < _TEMPLATES:
            self.rtf.templates.append(self.taken(own).strip())
        elif own == b"objclass" and self.rtf.objects:
            self.rtf.objects[-1].class_name = self.taken(own).strip()[:200]
        elif own in INFO:
            self.rtf.info.append((INFO[own], self.taken(own)))

    def taken(self, own: bytes) -> str:
        return bytes(self.kept.pop(own, b"")).decode(self.encoding, "replace").rstrip(";\0")

    def picture(self) -> None:
        data = unhexed(self.hex)
        if len(self.rtf.pictures) < _PICTURES and is_picture(data):
            self.rtf.pictures.append(data)
        else:
            self.rtf.others.append(data)
        self.hex = bytearray()

    def word(self, word: bytes, number: int | None) -> None:
        self.flush()
        if word == b"u" and number is not None:
            self.unicode(number)
        elif word == b"uc":
            self.group.skip = max(0, min(number or 0, 32))
        elif word == b"ansicpg" and number:
            self.encoding = encoding_of(number)
        elif word in (b"yr", b"mo", b"dy", b"hr", b"min", b"sec"):
            self.times[word] = max(0, min(number or 0, 9999))
        elif word in NUMBERS and number is not None:
            self.rtf.info.append((NUMBERS[word], str(number)))
        elif word in MARKS or word in QUOTES:
            self.said(MARKS.get(word) or QUOTES[word])
        else:
            self.enter(word)

    def look(self, word: bytes) -> None:
        """A word that is none of :data:`ACTING`, in a group that is not marked as unknown."""
        if self.raw:
            self.flush()
        self.group.fresh = False
        if self.group.to == b"objdata" and word in ELSEWHERE:
            self.group.ignored = True

    def enter(self, word: bytes) -> None:
        """A destination, or a word that says something of an object."""
        self.group.fresh = False
        if word in (b"objupdate", b"objautlink") and self.rtf.objects:
            self.rtf.objects[-1].updates = True
        elif word == b"object" or (word == b"objdata" and (not self.rtf.objects or self.rtf.objects[-1].data)):
            self.new_object()
        elif word == b"field":
            self.rtf.fields.begin()
        if word in SILENT or word in INFO or word == b"field":
            self.group.to = self.group.own = word
            self.group.ignored = False
            self.kept.pop(word, None)
            self.times = {}
        elif (self.group.starred and word not in KNOWN) or (self.group.to == b"objdata" and word in ELSEWHERE):
            self.group.ignored = True
        self.group.starred = False

    def new_object(self) -> None:
        if len(self.rtf.objects) < _OBJECTS:
            self.rtf.objects.append(RtfObject())
        else:
            self.notes.add(Reason.TOO_LARGE, f"more than {_OBJECTS} objects")

    def unicode(self, number: int) -> None:
        code = number & 0xFFFF
        if 0xDC00 <= code < 0xE000 and self.high:
            self.said(chr(0x10000 + ((self.high - 0xD800) << 10) + code - 0xDC00))
        elif not 0xD800 <= code < 0xE000:
            self.said(chr(code))
        self.high = code if 0xD800 <= code < 0xDC00 else 0
        self.skip = self.group.skip

    def byte(self, value: int) -> None:
        """``\\'hh``: a character of the page; in hex data Word does not count it."""
        if self.skip:
            self.skip -= 1
        elif self.group.to not in (b"objdata", b"pict"):
            self.raw.append(value)

    def data(self, raw: bytes) -> None:
        """What stands between groups and words."""
        to = self.group.to
        if to == b"objdata":
            self.object_hex(raw)
        elif to == b"pict":
            self.take_hex(self.hex, raw)
        else:
            raw = raw.replace(b"\r", b"").replace(b"\n", b"")
            cut = min(self.skip, len(raw))
            self.skip -= cut
            self.raw += raw[cut:]

    def binary(self, raw: bytes) -> None:
        """Data of ``\\bin``, as it is."""
        if self.group.to == b"objdata":
            self.object_hex(raw.hex().encode())
        elif self.group.to == b"pict":
            self.take_hex(self.hex, raw.hex().encode())

    def object_hex(self, raw: bytes) -> None:
        if not self.rtf.objects:
            self.new_object()
        thing = self.rtf.objects[-1]
        before = len(thing.loose)
        self.take_hex(thing.loose, raw)
        if not self.group.ignored:
            thing.data += thing.loose[before:]

    def take_hex(self, to: bytearray, raw: bytes) -> None:
        digits = raw.translate(None, _NO_DIGITS)
        if self.held + len(digits) > _HEX:
            self.notes.add(Reason.TOO_LARGE, f"more than {_HEX >> 21} MiB in objects and pictures")
            return
        self.held += len(digits)
        to += digits

    def flush(self) -> None:
        if self.raw:
            raw, self.raw = bytes(self.raw), bytearray()
            self.said(raw.decode(self.encoding, "replace"))

    def said(self, text: str) -> None:
        """Text of the page, of a field's code, or of a property."""
        to = self.group.to
        if self.group.ignored:
            self.rtf.unshown.append(text)
        elif to == b"fldinst":
            self.rtf.fields.code(text)
        elif to in INFO or to in (b"template", b"objclass"):
            kept = self.kept.setdefault(to, bytearray())
            kept += text.encode(self.encoding, "replace")[: max(0, _LONG - len(kept))]
        else:
            self.rtf.unshown.append(text) if to in SILENT else self.rtf.text.add(text)


_NO_DIGITS = bytes(set(range(256)) - set(b"0123456789abcdefABCDEF"))


def read_rtf(data: bytes, notes: Notes) -> Rtf:
    """What the document says and holds. More than 4 million pieces are noted as too large. Never raises."""
    reader = _Reader(notes)
    if not _read(data, reader):
        notes.add(Reason.TOO_LARGE, f"more than {_TOKENS} control words and groups")
    reader.flush()
    reader.leave(reader.group.own)
    reader.rtf.fields.finish()
    return reader.rtf


def _read(data: bytes, reader: _Reader) -> bool:
    """Whether it came to the end. Most words only say how something looks: they are done with here."""
    at, left = 0, _TOKENS
    while at < len(data) and left:
        for found in islice(_TOKEN.finditer(data, at), left):
            left -= 1
            at, kind = found.end(), found.lastindex
            if kind == _RAW:
                reader.data(found[_RAW])
            elif kind == _BRACE:
                reader.open() if found[0] == b"{" else reader.close()
            elif found[1] and found[1] not in ACTING and not reader.group.starred:
                reader.look(found[1])
            elif found[1] == b"bin":
                length = max(0, int(found[2] or 0))
                reader.binary(data[at : at + length])
                at += length
                break
            else:
                _take(found, reader)
    return at >= len(data)


def _take(found: re.Match[bytes], reader: _Reader) -> None:
    word, number, code, symbol = found.group(1, 2, 3, 4)
    if code is not None:
        reader.byte(int(code, 16))
    elif word is not None:
        reader.word(word, int(number) if number else None)
    else:
        _symbol(symbol, reader)


def _symbol(symbol: bytes, reader: _Reader) -> None:
    if symbol == b"*":
        reader.group.starred = reader.group.fresh
    elif symbol in (b"\\", b"{", b"}"):
        reader.data(symbol)
    elif symbol in (b"\r", b"\n"):
        reader.said("\n")
    elif symbol == b"~":
        reader.said("\u00a0")
