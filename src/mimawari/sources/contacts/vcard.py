"""vCards 2.1, 3.0 and 4.0, card by card: a card that cannot be read costs itself alone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.sources.contacts.entry import Entry, full_name
from mimawari.sources.orders.head import unified
from mimawari.sources.tables.charset import SAMPLE, charset_of
from mimawari.sources.tables.faults import Faults
from mimawari.trees.streams import open_plain

MAX_CARD, MAX_TEXT = 4 << 20, 64 << 10
"""Bytes of a card with its photographs, and of what tells of the person. The library takes the square of time for long ones."""
_BEGIN, _END = (
    re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN\s*:\s*VCARD\s*", re.IGNORECASE),
    re.compile(rb"\s*END\s*:\s*VCARD\s*", re.IGNORECASE),
)
_CHARSET = re.compile(r"(?i)(;CHARSET=\"?)(shift[-_]?jis|x-sjis|sjis|ms_kanji|windows-31j|iso-2022-jp)(?=[\";:])")
_WANTED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:[\w-]{1,60}\.)?(?:BEGIN|END|VERSION|N|FN|EMAIL|TEL|ADR|ORG|BDAY|KIND|X-ADDRESSBOOKSERVER-KIND)"
    rb"\s*(?:[;:]|$)|(?:EMAIL|TEL|ADR|ORG|FN|N)\s",
    re.IGNORECASE,
)
_MISSING = "vobject is not installed: vCards were not read (pip install mimawari[people])"
_WIDE = 64 << 20
_LARGE_FILE = "a larger address book than is read"
_UNREAD, _LARGE, _CUT = "cards that cannot be read", "cards that are too large", "cards that are cut off"
_PARTLY, _STRANGE = "cards with lines that cannot be read", "cards with characters that cannot be read"


def is_one(start: bytes) -> bool:
    """Whether a file that begins so holds vCards."""
    if re.match(rb"(?:\xef\xbb\xbf)?\s*BEGIN\s*:\s*VCARD", start, re.IGNORECASE):
        return True
    charset = charset_of(start[:200]) if b"\0" in start[:4] else ""
    wide = start[:200].decode(charset, "replace") if charset.startswith("utf-16") else ""
    return wide.removeprefix("\ufeff").lstrip().upper().startswith("BEGIN:VCARD")


def read(path: Path, faults: Faults) -> Iterator[Entry]:
    """The people of each card. Raises ``BadEvidence`` where the library is missing or the file cannot be opened."""
    with open_plain(path) as stream:
        sample = stream.read(SAMPLE)
        charset = charset_of(sample) or "utf-8"
        stream.seek(0)
        is_wide = charset.startswith("utf-16")
        source = _narrowed(stream, charset) if is_wide else unified(stream, sample)
        for number, card in _cards(source, faults):
            text = _decoded(card, "utf-8" if is_wide else charset)
            if "\ufffd" in text:
                faults.add(Reason.CORRUPT, _STRANGE, number)
            yield from people_of(text, faults, number)


def _narrowed(stream: BinaryIO, charset: str) -> BinaryIO:
    """A file in UTF-16 as UTF-8. It is held as a whole: programs write small ones so. Raises ``BadEvidence``."""
    data = stream.read(_WIDE + 1)
    if len(data) > _WIDE:
        raise BadEvidence(Reason.TOO_LARGE, _LARGE_FILE)
    return io.BytesIO(data.decode(charset, "replace").removeprefix("\ufeff").encode())


def people_of(text: str, faults: Faults, number: int = 0) -> Iterator[Entry]:
    """The people of the cards in a text, groups left out. What cannot be read of it is counted, at line *number*.

    Raises ``BadEvidence`` where the library is missing.
    """
    plain = _CHARSET.sub(_codec, text.removeprefix("\ufeff"))
    found = _parsed(plain, may_skip=False)
    if found is None:
        found = _parsed(plain, may_skip=True)
        faults.add(Reason.CORRUPT, _PARTLY if found else _UNREAD, number)
    for card in found or ():
        if not _is_group(card):
            yield _entry(card)


def _parsed(text: str, *, may_skip: bool) -> list[Any] | None:
    """The cards; None where there is none, or a line of them cannot be read unless it *may* be *skipped*."""
    try:
        from vobject.base import VObjectError, logger, readComponents
    except ImportError as fault:
        raise BadEvidence(Reason.MISSING, _MISSING) from fault
    # It would write what it cannot read, which is somebody's data, to the screen.
    logger.disabled = True
    try:
        return list(readComponents(text, validate=False, transform=False, ignoreUnreadable=may_skip, allowQP=True)) or None
    except (VObjectError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


class _Card:
    """A card while its lines come: those that tell of the person, and no photographs or notes."""

    def __init__(self, line: int) -> None:
        self.begun = line
        self._size, self._kept = 0, 0
        self._lines: list[bytes] = []
        self._skips, self._is_quoted, self._is_open = False, False, False

    @property
    def is_large(self) -> bool:
        """Whether it is larger than a card is."""
        return self._size > MAX_CARD or self._kept > MAX_TEXT

    def add(self, line: bytes) -> None:
        """One line more. A line goes on where the next begins with a blank, or quoted-printable ends with ``=``."""
        text = line.rstrip(b"\r\n")
        if not (self._is_open or line[:1] in b" \t\r\n"):
            self._skips = not _WANTED.match(line)
            self._is_quoted = b"QUOTED-PRINTABLE" in line.partition(b":")[0].upper()
        self._is_open = self._is_quoted and text.endswith(b"=")
        self._size += len(line)
        if not self._skips:
            self._kept += len(line)
            if self._kept <= MAX_TEXT:
                self._lines.append(text)

    @property
    def text(self) -> bytes:
        """The card."""
        return b"\r\n".join(self._lines) + b"\r\n"


def _cards(stream: BinaryIO, faults: Faults) -> Iterator[tuple[int, bytes]]:
    """Each card with the line that it begins at, without its photographs."""
    card, number = None, 0
    while raw := stream.readline(MAX_CARD):
        number += 1
        line = raw.replace(b"\0", b"")
        if _BEGIN.fullmatch(line):
            if card:
                faults.add(Reason.CORRUPT, _CUT, card.begun)
            card = _Card(number)
        if card is None:
            continue
        card.add(line)
        if _END.fullmatch(line):
            if card.is_large:
                faults.add(Reason.TOO_LARGE, _LARGE, card.begun)
            else:
                yield card.begun, card.text
            card = None
    if card:
        faults.add(Reason.CORRUPT, _CUT, card.begun)


def _decoded(card: bytes, charset: str) -> str:
    for name in dict.fromkeys((charset, "utf-8", "cp932")):
        try:
            return card.decode(name)
        except UnicodeDecodeError:
            continue
    return card.decode("utf-8", "replace")


def _codec(found: re.Match[str]) -> str:
    """Windows' own form of the charset, which has the characters of NEC and IBM too."""
    return found[1] + ("iso2022_jp_ext" if "2022" in found[2] else "cp932")


def _is_group(card: Any) -> bool:
    kinds = [str(line.value).strip().lower() for line in card.getChildren() if line.name in ("KIND", "X-ADDRESSBOOKSERVER-KIND")]
    return "group" in kinds


def _entry(card: Any) -> Entry:
    said: dict[str, list[str]] = {}
    for line in card.getChildren():
        value = line.value if isinstance(line.value, str) else ""
        said.setdefault(line.name.upper(), []).append(value)
    name = _plain(next(iter(said.get("FN", ())), ""))
    family, given, other, *_ = (*_parts(next(iter(said.get("N", ())), "")), "", "", "")
    box = _parts(next(iter(said.get("ADR", ())), ""))
    postbox, more, street, city, state, code, *_ = (*box, *[""] * 7)
    return Entry(
        name=full_name(family, given, other) if not name or _same(name, given + family) else name,
        mails=tuple(map(_plain, said.get("EMAIL", ()))),
        telephone=re.sub("^tel:", "", _plain(next(iter(said.get("TEL", ())), "")), flags=re.IGNORECASE),
        postcode=code,
        street=" ".join(part for part in (state, city, street, more, postbox) if part),
        organisation=" ".join(part for part in _parts(next(iter(said.get("ORG", ())), ""))[:1] if part),
        has_birthday=any(said.get("BDAY", ())),
    )


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _parts(value: str) -> list[str]:
    """The parts of a value with semicolons between, without their escapes."""
    return [_plain(part) for part in re.split(r"(?<!\\);", value)]


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: " " if found[1] in "nN" else found[1], value).strip()
