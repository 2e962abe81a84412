"""Shows each content to ClamAV's daemon, and tells what it said and what it cannot have looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from time import monotonic

from mimawari.model import BadEvidence, Blob, Content, Gap, Match, Reason, SignatureSet, Words
from mimawari.signatures import WANTED, Lack
from mimawari.signatures.clamav.found import NAME
from mimawari.signatures.clamav.limits import Limits
from mimawari.signatures.clamav.names import BY, LIMIT, row
from mimawari.signatures.clamav.session import CHUNK, Session, Unanswered
from mimawari.signatures.clamav.version import Version

_FOUND = " FOUND"
_CLEAN = "stream: OK"
_NAMED = re.compile(r"stream: \S.* FOUND")
_UNLIMITED, _BEYOND = 600.0, 30.0
"""Seconds for an answer where its own time is not limited, and those beyond that limit."""

_UNITS = (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10))


@dataclass(frozen=True, slots=True, eq=False)
class Daemon:
    """The daemon behind ``session``, what it says of itself, and how much of a content it looks at."""

    session: Session
    version: Version
    limits: Limits


class Scanner:
    """Signatures of a *daemon*, or why there is none. *families*: each by all it is called; *advice*: what to do about gaps."""

    def __init__(
        self, daemon: Daemon | Lack, lacks: tuple[Lack, ...], families: Mapping[str, str], advice: Mapping[Reason, Words]
    ) -> None:
        self._daemon = daemon
        found = (daemon, *lacks) if isinstance(daemon, Lack) else lacks
        self._lacks = tuple(replace(lack, remedy=lack.remedy or advice.get(lack.reason)) for lack in found)
        self._families, self._advice = families, advice

    @property
    def sets(self) -> tuple[SignatureSet, ...]:
        """Its signatures as one set; how many there are it does not tell."""
        if isinstance(self._daemon, Lack) or not self._daemon.version.text:
            return ()
        said = self._daemon.version
        return (SignatureSet(BY, NAME, said.text, said.as_of, place=self._daemon.session.place, title=said.title),)

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is known to be missing before anything is shown to it."""
        return self._lacks

    def matches(self, blob: Blob) -> Iterator[Match | Gap]:
        """What it says of *blob*, of which it is shown as much as its limits let it look at."""
        if isinstance(self._daemon, Lack):
            yield self._unasked(blob, self._daemon.reason, self._daemon.detail)
            return
        if not blob.content.size:
            return
        limits = self._daemon.limits
        shown = _Shown(blob.content, limits.size)
        try:
            answer = self._daemon.session.shown(shown, (limits.seconds or _UNLIMITED) + _BEYOND)
        except Unanswered as fault:
            yield self._unasked(blob, fault.reason, fault.detail)
            return
        ran_out = 0 < limits.seconds <= shown.waited
        if not (answer == _CLEAN or _NAMED.fullmatch(answer)):
            yield self._refused(blob, answer)
            return
        if answer != _CLEAN:
            yield self._named(blob, answer.removeprefix("stream: ").removesuffix(_FOUND), self._daemon.version)
        yield from self._unsaid(blob, shown, limits)
        if ran_out:
            yield self._limited(blob, "MaxScanTime")

    def _unasked(self, blob: Blob, reason: Reason, detail: str) -> Gap:
        """That it was not shown *blob*. What was so from the beginning is said of all contents at once."""
        lack = next((one for one in self._lacks if (one.reason, one.detail) == (reason, detail)), None)
        return lack.gap if lack else self._gap(blob, reason, detail)

    def _named(self, blob: Blob, name: str, version: Version) -> Match | Gap:
        if name.startswith(LIMIT):
            return self._limited(blob, name.removeprefix(LIMIT).strip("."))
        database = f"ClamAV {version.database}".strip()
        return Match(**blob.common, row=row(name, database, version.as_of, self._families))

    def _refused(self, blob: Blob, answer: str) -> Gap:
        if "size limit exceeded" in answer:
            return self._gap(blob, Reason.TOO_LARGE, "ClamAV took none of it, it is larger than its limit StreamMaxLength")
        return self._gap(blob, Reason.FAILED, f"ClamAV answered: {answer[:120]}")

    def _limited(self, blob: Blob, limit: str) -> Gap:
        reason = Reason.TIMED_OUT if limit == "MaxScanTime" else Reason.TOO_LARGE
        return self._gap(blob, reason, f"ClamAV left out what is beyond its limit {limit or 'Max'}")

    def _unsaid(self, blob: Blob, shown: _Shown, limits: Limits) -> Iterator[Gap]:
        """What it leaves out without a word."""
        if shown.sent < min(blob.content.size, limits.size):
            first = _in_words(shown.sent)
            yield self._gap(blob, shown.reason, f"only the first {first} of it could be read for ClamAV")
        elif blob.content.size > limits.size:
            first = _in_words(limits.size)
            if limits.are_known:
                yield self._gap(blob, Reason.TOO_LARGE, f"ClamAV looks at the first {first} only ({limits.name})")
            else:
                yield self._gap(blob, Reason.TOO_LARGE, f"ClamAV's limits are not known, it was shown the first {first} only")

    def _gap(self, blob: Blob, reason: Reason, detail: str) -> Gap:
        return Gap(blob.origin, reason, WANTED, detail, self._advice.get(reason))


class _Shown:
    """The chunks of a content up to *most* bytes, as often as they are asked for; never more than one is held.

    ``sent`` counts their bytes; where that is fewer than there are, ``reason`` says why.
    """

    def __init__(self, content: Content, most: int) -> None:
        self._content, self._most = content, most
        self._ended = 0.0
        self.sent = 0
        self.reason = Reason.CORRUPT

    @property
    def waited(self) -> float:
        """How many seconds ago the last of it was given."""
        return monotonic() - self._ended

    def __iter__(self) -> Iterator[bytes]:
        self.sent = 0
        try:
            yield from self._chunks()
        except BadEvidence as bad:
            self.reason = bad.reason
        except OSError:
            # It must not look like one of the connection.
            self.reason = Reason.FAILED
        finally:
            self._ended = monotonic()

    def _chunks(self) -> Iterator[bytes]:
        with self._content.open() as stream:
            while self.sent < self._most and (chunk := stream.read(min(CHUNK, self._most - self.sent))):
                yield chunk
                self.sent += len(chunk)


def _in_words(size: int) -> str:
    """A number of bytes for people: ``25 MB`` (of 1024 kB each)."""
    for unit, width in _UNITS:
        if size >= width:
            return f"{size / width:.1f}".rstrip("0").rstrip(".") + f" {unit}"
    return f"{size} bytes"
