"""Rules over bytes, a file or a stream: which fit, where first, by which of their patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from mimawari.model import BadEvidence, Reason
from mimawari.signatures import Lack
from mimawari.signatures.yara.compiled import Compiled, Key
from mimawari.signatures.yara.counting import FULL
from mimawari.signatures.yara.endless import SAMPLE, without_endless
from mimawari.signatures.yara.room import scanner
from mimawari.signatures.yara.scope import START, is_met
from mimawari.signatures.yara.traces import TRACE, for_pieces

SECONDS, PACE, LEAST = 20, 4 << 20, 5
"""A scan may take so long, and a second more for each so many bytes; half of that each time it was not enough, but so much."""

TOO_MANY = "it holds more of what some rules look for than is counted"


@dataclass(frozen=True, slots=True)
class Hit:
    """Where the first pattern of a rule begins, None where it has none, and the names of all that are there.

    ``is_doubtful``: it fits a piece, and may do so for where that begins or for what it lacks.
    """

    offset: int | None
    marks: tuple[str, ...]
    is_doubtful: bool = False

    def joined(self, other: Hit) -> Hit:
        """Both, of two pieces of one content; if one is doubtful, the other."""
        if self.is_doubtful is not other.is_doubtful:
            return other if self.is_doubtful else self
        offsets = [offset for offset in (self.offset, other.offset) if offset is not None]
        marks = tuple(sorted({*self.marks, *other.marks}))
        return Hit(min(offsets, default=None), marks, self.is_doubtful)


Hits = dict[Key, Hit]
Found = tuple[Hits, list[tuple[Reason, str]]]
"""Rules that fit, and reason and detail of what could not be held against rules."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of something larger, which begin at ``offset``. ``is_cut_well``: neither end of them is in the midst of a word."""

    data: bytes
    offset: int
    is_cut_well: bool


class Unmapped(Exception):
    """A file that cannot be laid into the address space as a whole."""


class Scanning:
    """A set of compiled rules and its one scanner, which is used again and again in this process.

    ``lacks`` are the rules that turned out not to end, and were left out.
    """

    def __init__(self, made: Compiled) -> None:
        import yara_x

        self._made = made
        self.lacks: tuple[Lack, ...] = ()
        self._errors: tuple[type[Exception], type[Exception]] = (yara_x.TimeoutError, yara_x.ScanError)
        self._scanner: Any = None
        self._is_for_pieces = False
        self._waits = SECONDS
        self._bare = {key for rule in made.rules if (key := (rule.namespace, rule.identifier)) in made.bare}

    def data(self, data: bytes, name: str = "") -> Found:
        """The rules that fit all of *data*, which a file called *name* holds."""
        return self._whole(self._scanned(data, name, for_pieces=False), data[:START], len(data))

    def file(self, path: str | Path, start: bytes, size: int, name: str) -> Found:
        """The rules that fit a regular file of *size* bytes, of which *start* are the first; it is mapped, not read.

        Raises :class:`Unmapped`.
        """
        try:
            return self._whole(self._matching(lambda one: one.scan_file(str(path)), name, size, lambda: _sample(path)), start, size)
        except self._errors[1] as error:
            raise Unmapped from error

    def piece(self, piece: Piece) -> tuple[Hits, frozenset[Key]]:
        """The rules that fit a piece of something large; and those of which only a pattern is in it."""
        found = self._scanned(piece.data, "", for_pieces=True)
        hits = {
            key: Hit(None if hit.offset is None else hit.offset + piece.offset, hit.marks, self._is_doubtful(key, piece))
            for key, hit in _hits(rule for rule in found if not rule.namespace.startswith(TRACE))
        }
        traced = ((rule.namespace[1:], rule.identifier) for rule in found if rule.namespace.startswith(TRACE))
        return hits, frozenset(traced)

    def _scanned(self, data: bytes, name: str, *, for_pieces: bool) -> Any:
        """YARA-X's rules that fit."""
        try:
            return self._matching(lambda one: one.scan(data), name, len(data), lambda: data[:SAMPLE], for_pieces=for_pieces)
        except self._errors[1] as error:
            raise BadEvidence(Reason.FAILED, "the rules could not be held against it") from error

    def _matching(
        self, scan: Callable[[Any], Any], name: str, size: int, sample: Callable[[], bytes], *, for_pieces: bool = False
    ) -> Any:
        """YARA-X's rules that fit. Those that do not end on a *sample* of the same are left out from then on."""
        while True:
            try:
                return scan(self._prepared(name, size, for_pieces=for_pieces)).matching_rules
            except self._errors[0] as error:
                if not self._is_rid_of(sample()):
                    seconds, self._waits = self._seconds(size), max(self._waits // 2, LEAST)
                    raise BadEvidence(Reason.TIMED_OUT, f"the rules took more than {seconds} seconds") from error

    def _is_rid_of(self, sample: bytes) -> bool:
        """Whether rules that do not end on *sample* were found, and left out."""
        self._scanner = None
        made = without_endless(self._made, sample)
        if made is self._made:
            return False
        self.lacks += made.lacks[len(self._made.lacks) :]
        self._made = made
        self.__dict__.pop("_pieced", None)
        return True

    def _seconds(self, size: int) -> int:
        return self._waits + size // PACE

    def _unfit(self, start: bytes, size: int) -> set[Key]:
        """The rules that ask for another start, or for another size."""
        return {(space, rule) for space, rule, *ask in self._made.asked if not is_met((ask[0], ask[1], ask[2]), start, size)}

    def _whole(self, rules: Iterable[Any], start: bytes, size: int) -> Found:
        """Those of YARA-X's *rules* that fit, and whether there may be others for which too much was to be counted."""
        found = list(rules)
        hits = dict(_hits(rule for rule in found if not rule.namespace.startswith(FULL)))
        full = {(rule.namespace[1:], rule.identifier) for rule in found if rule.namespace.startswith(FULL)}
        if not full:
            return hits, []
        full |= self._leaning({space for space, _ in full})
        for key in full & hits.keys():
            hits[key] = replace(hits[key], is_doubtful=self._is_of_the_piece(key, is_first=True))
        decided = {key for key, hit in hits.items() if not hit.is_doubtful}
        is_undecided = full - self._unfit(start, size) - decided
        return hits, [(Reason.TOO_LARGE, TOO_MANY)] if is_undecided else []

    def _leaning(self, spaces: set[str]) -> set[Key]:
        """The rules in these files that other rules in them may decide."""
        return {key for key in self._made.leaning if key[0] in spaces}

    def _is_doubtful(self, key: Key, piece: Piece) -> bool:
        if key in self._made.worded and not piece.is_cut_well:
            return True
        return self._is_of_the_piece(key, is_first=not piece.offset)

    def _is_of_the_piece(self, key: Key, *, is_first: bool) -> bool:
        """Whether it may fit a part of a content by where that begins, or by what it lacks."""
        return key in self._made.doubtful and not (is_first and key in self._made.placed)

    def settled(self, hits: Hits, traced: frozenset[Key], start: bytes, size: int) -> tuple[Hits, bool]:
        """Those *hits* in pieces that may be ones of the whole; and whether there may be other rules that fit it.

        The whole is of *size* bytes, and begins with *start*.
        """
        unfit = self._unfit(start, size)
        left = {key: hit for key, hit in hits.items() if key not in unfit}
        decided = {key for key, hit in left.items() if not hit.is_doubtful}
        return left, not (self._bare | traced | left.keys()) - unfit <= decided

    def _prepared(self, name: str, size: int, *, for_pieces: bool) -> Any:
        """The scanner, for a content of *size* bytes. There is one at a time: each takes 80 MB of address space."""
        if self._scanner is None or self._is_for_pieces is not for_pieces:
            self._scanner = None
            self._scanner, self._is_for_pieces = scanner(self._pieced if for_pieces else self._made.rules), for_pieces
        plain = name.encode("utf-8", "replace").decode()
        self._scanner.set_global("filename", plain)
        self._scanner.set_global("extension", f".{plain.rsplit('.', 1)[1].lower()}" if "." in plain else "")
        self._scanner.set_timeout(self._seconds(size))
        return self._scanner

    @cached_property
    def _pieced(self) -> Any:
        return for_pieces(self._made.files)


def _sample(path: str | Path) -> bytes:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(SAMPLE)
    except OSError:
        return b""


def _hits(rules: Iterable[Any]) -> Iterator[tuple[Key, Hit]]:
    for rule in rules:
        firsts = {pattern.identifier: pattern.matches[0].offset for pattern in rule.patterns if pattern.matches}
        yield (rule.namespace, rule.identifier), Hit(min(firsts.values(), default=None), tuple(sorted(firsts)))
