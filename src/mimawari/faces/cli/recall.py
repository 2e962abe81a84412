"""What of an account's last report stands, and which of its mails are read again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from mimawari.model import Finding, Gap, Looked, Part, Reason, Source, Strength, Used, digest, uids

NEAR = timedelta(days=8)
"""A mail that stayed locked is read again where it is no older than this: the mail that names its password may have come since."""
_UNDONE = (Reason.FAILED, Reason.TIMED_OUT)


@dataclass(frozen=True, slots=True)
class Recalled:
    """``parts`` are in the new report as they were; ``done`` tells the source which mails it need not read.

    ``used`` is what they were made with.
    """

    parts: tuple[Part, ...]
    done: tuple[str, ...]
    used: tuple[Used, ...] = ()

    @property
    def mails(self) -> int:
        """How many mails they are about."""
        return sum(looked.count for part in self.parts for looked in part.looked if looked.kind == "message")


def recalled(source: Source, eager: bool = False) -> Recalled:
    """What stands of *source*. *eager*: there may be new passwords, every mail that stayed locked is read again.

    The engine opens a mail a second time when the others of its mailbox are known, in a part whose key begins with ``again``:
    what it says of such a mail stands there, and only there.
    """
    rounds = [part for part in source.parts if uids.read_key(part.key) and not _is_undone(part)]
    seen = uids.joined(span for part in rounds for span in (uids.read_key(part.key) or (0, []))[1])
    place = 2 if source.inside else 1
    since = None if eager else _ended(source) - NEAR
    second, again = [], set()
    for part in source.parts:
        if named := uids.read_again(part.key):
            kept, dropped = _split(part, set(uids.without(named, seen)), named, place, since)
            second += [kept] if kept else []
            again |= dropped
    first = [part for part in rounds if not _all_in(part, again)]
    wanted = (uids.key_again(sorted(again)),) if again else ()
    return Recalled((*first, *second), (*(part.key for part in first), *wanted), source.used)


def _is_undone(part: Part) -> bool:
    """Whether something failed in it that may not fail again."""
    return any(kind.startswith(f"{reason}-") for kind, _ in part.gap_counts for reason in _UNDONE) or any(
        kind.endswith("-message") and not kind.startswith(Reason.TOO_LARGE) for kind, _ in part.gap_counts
    )


def _all_in(part: Part, again: set[int]) -> bool:
    """Whether all mails of a part are read again."""
    spans = (uids.read_key(part.key) or (0, []))[1]
    count = sum(last - first + 1 for first, last in spans)
    return count <= len(again) and all(uid in again for uid in uids.every(spans))


def _ended(source: Source) -> datetime:
    times = [_moment(run.ended) for run in source.runs]
    return max((time for time in times if time), default=datetime.min.replace(tzinfo=UTC) + NEAR)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _split(part: Part, unseen: set[int], named: list[int], place: int, since: datetime | None) -> tuple[Part | None, set[int]]:
    """What stands of a part of the second round, and which mails are read again.

    *unseen* are places in *named* of mails of which the first round does not stand.
    """
    everyone = set(named)
    if _is_undone(part):
        return None, everyone
    away = {named[at] for at in unseen}
    again = away | (_locked(part, place, since) & everyone)
    if not again:
        return part, set()
    if again == everyone or (away and not _is_whole(part)):
        return None, everyone
    return (_without(part, again, named, place), again) if _is_whole(part) else (part, set())


def _locked(part: Part, place: int, since: datetime | None) -> set[int]:
    """The mails in which something stayed locked, sent after *since* or at a time that nobody knows."""
    sent = {_uid(letter.path, place): _moment(letter.date) for letter in part.letters}
    locked = {_uid(gap.origin.path, place) for gap in part.gaps if gap.reason is Reason.ENCRYPTED}
    return {uid for uid in locked if since is None or (sent.get(uid) or since) >= since}


def _uid(path: tuple[str, ...], place: int) -> int:
    """The UID in the path of a mail or of a thing in it; 0, which is none, where there is none."""
    named = path[place] if len(path) > place else ""
    return int(named) if named.isascii() and named.isdecimal() else 0


def _is_whole(part: Part) -> bool:
    """Whether all that was found is in it one by one, so that some of it can be taken out."""
    return dict(part.hints) == _hints(part.findings) and dict(part.gap_counts) == _gap_counts(part.gaps)


def _hints(findings: Iterable[Finding]) -> dict[str, int]:
    return dict(Counter(one.kind for one in findings if one.strength is Strength.HINT))


def _gap_counts(gaps: Iterable[Gap]) -> dict[str, int]:
    return dict(Counter(f"{gap.reason}-{gap.wanted}" for gap in gaps))


def _without(part: Part, again: set[int], named: list[int], place: int) -> Part:
    """A part about the other mails. Of each that is taken out at least the mail itself was counted as looked at."""
    findings = tuple(one for one in part.findings if _uid(one.origin.path, place) not in again)
    gaps = tuple(one for one in part.gaps if _uid(one.origin.path, place) not in again)
    looked = tuple(_fewer(part.looked, len(again)))
    left = ",".join(str(uid) for uid in named if uid not in again)
    return replace(
        part,
        key=part.key.rpartition(";")[0] + ";" + left,
        findings=findings,
        gaps=gaps,
        looked=looked,
        hints=tuple(sorted(_hints(findings).items())),
        gap_counts=tuple(sorted(_gap_counts(gaps).items())),
        letters=tuple(one for one in part.letters if _uid(one.path, place) not in again),
        content=digest([one.id for one in findings], [one.id for one in gaps], repr(looked)),
    )


def _fewer(looked: Iterable[Looked], mails: int) -> Iterator[Looked]:
    for one in looked:
        yield Looked(one.kind, max(0, one.count - mails)) if one.kind in ("content", "message") else one
