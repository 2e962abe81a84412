"""The lines of a text file in whatever encoding it has, one by one, none longer than a limit.

Exports of Exchange Online come as UTF-8 and as UTF-16, with a mark and without; those of Japanese providers often as code page 932.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.sources.tables.faults import Faults

MAX_LINE = 1 << 20
"""Bytes of a line, characters in UTF-16: a record of the audit log has some thousand."""

_BLOCK = 1 << 18
_HEAD = 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LONG = "lines that are too long for a log"
_ZERO = "lines with zero bytes"
_STRANGE = "lines in an unknown encoding"

Line = tuple[int, str]


def encoding_of(head: bytes) -> str:
    """The encoding by its mark or, without one, by where the zero bytes are; ``utf-8`` also stands for code page 932."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    sample = head[:_HEAD]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 5 > len(sample):
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8"


def lines(stream: BinaryIO, encoding: str, faults: Faults) -> Iterator[Line]:
    """Each line with its number, from 1, without its end. A line over the limit is left out and counted.

    *encoding* empty: told by the bytes. Raises ``BadEvidence`` for an encoding that there is not.
    """
    head = stream.read(_HEAD)
    stream.seek(0)
    encoding = encoding or encoding_of(head)
    try:
        wide = codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))
    except LookupError as error:
        raise BadEvidence(Reason.UNSUPPORTED, "an unknown encoding") from error
    found = _wide(stream, encoding, faults) if wide else _narrow(stream, encoding, faults)
    for number, text in found:
        if "\0" in text:
            faults.add(Reason.CORRUPT, _ZERO, number)
            text = text.replace("\0", "")
        yield number, (text.removeprefix("\ufeff") if number == 1 else text)


def _narrow(stream: BinaryIO, encoding: str, faults: Faults) -> Iterator[Line]:
    number, skipping = 0, False
    while raw := stream.readline(MAX_LINE + 1):
        whole = raw.endswith(b"\n") or len(raw) <= MAX_LINE
        if not skipping:
            number += 1
        if whole and not skipping:
            yield number, _decoded(raw.rstrip(b"\r\n"), encoding, number, faults)
        elif not skipping:
            faults.add(Reason.TOO_LARGE, _LONG, number)
        skipping = not whole


def _decoded(raw: bytes, encoding: str, number: int, faults: Faults) -> str:
    for name in dict.fromkeys((encoding, "utf-8", "cp932")):
        try:
            return raw.decode(name)
        except UnicodeDecodeError:
            continue
    faults.add(Reason.CORRUPT, _STRANGE, number)
    return raw.decode("utf-8", "replace")


def _wide(stream: BinaryIO, encoding: str, faults: Faults) -> Iterator[Line]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    number, rest, skipping = 1, "", False
    while True:
        block = stream.read(_BLOCK)
        *whole, rest = (rest + decoder.decode(block, final=not block)).split("\n")
        for text in whole:
            if not skipping:
                yield number, text.rstrip("\r")
            number, skipping = number + 1, False
        if len(rest) > MAX_LINE:
            if not skipping:
                faults.add(Reason.TOO_LARGE, _LONG, number)
            rest, skipping = "", True
        if not block:
            break
    if rest and not skipping:
        yield number, rest.rstrip("\r")
