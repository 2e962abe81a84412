"""What the reader of RTF finds, and the data in it that no document shows: for signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from mimawari.formats.office.fields import Fields
from mimawari.formats.office.word_text import Text

_LEAST = 64
_BLANKS = str.maketrans("", "", " \t\r\n")
_DIGITS = re.compile(r"[0-9a-fA-F]++")


@dataclass(slots=True)
class RtfObject:
    """An embedded or linked object. ``data`` is its ``\\objdata``, ``loose`` the same with what ignorable groups in it hold."""

    class_name: str = ""
    updates: bool = False
    data: bytearray = field(default_factory=bytearray)
    loose: bytearray = field(default_factory=bytearray)


@dataclass(slots=True)
class Rtf:
    """What was found. ``info`` are pairs of a property's name (as in :mod:`ooxml_properties`) and its text.

    ``others`` is data of pictures that are not looked at; ``unshown`` are texts that no document shows, in pieces.
    """

    fields: Fields
    text: Text = field(default_factory=Text)
    info: list[tuple[str, str]] = field(default_factory=list)
    objects: list[RtfObject] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    others: list[bytes] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)


def unhexed(digits: bytes | bytearray) -> bytes:
    """What whole pairs of hexadecimal *digits* mean."""
    return bytes.fromhex(digits[: len(digits) & ~1].decode("ascii"))


def datas(rtf: Rtf, given: Iterable[bytes]) -> Iterator[bytes]:
    """The data of its objects and pictures, and what stands in digits where nothing shows it (``\\*\\datastore``); each once.

    Files that are *given* to be opened are taken out of it.
    """
    met: set[bytes] = set()
    for whole in _all(rtf):
        data = next((whole.replace(one, b"", 1) for one in given if one in whole), whole)
        name = blake2b(data, digest_size=16).digest()
        if data and name not in met:
            met.add(name)
            yield data


def _all(rtf: Rtf) -> Iterator[bytes]:
    for thing in rtf.objects:
        yield unhexed(thing.data)
        yield unhexed(thing.loose)
    yield from rtf.pictures
    yield from rtf.others
    for text in rtf.unshown:
        if len(text) >= _LEAST:
            yield from (unhexed(run[0].encode()) for run in _DIGITS.finditer(text.translate(_BLANKS)) if len(run[0]) >= _LEAST)
