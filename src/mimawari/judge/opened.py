"""Was it opened? Joins what a malicious mail brought with what people opened on the PCs of the same report.

A name that agrees shows no more than that: the two are likely one file. It makes the PC *suspected*, never *infected*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mimawari.judge.names import is_file_name, is_usual, originals, plain
from mimawari.model import About, Finding, Letter, Level, Report, Source, Strength, Words
from mimawari.model.item import mail_at
from mimawari.model.report import SourceKey

OPENED = ("attachment-opened", "macros-allowed")
"""The kinds of findings that tell that somebody opened a file."""
_EARLY, _LATE = timedelta(days=1), timedelta(days=14)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_ARCHIVES = (".zip", ".7z", ".rar", ".lzh", ".cab", ".tar", ".tgz", ".gz", ".iso", ".img", ".vhd", ".vhdx")
_TOLD = Words(
    en="“{name}”, by its name what a malicious mail brought, was opened on {host} by {user}.",
    ja="危険なメールで届いたものと同じ名前の「{name}」が、{host} で {user} によって開かれた形跡があります。",
)
_TOLD_WHEN = Words(
    en="“{name}”, by its name what a malicious mail brought, was opened on {host} by {user} ({when}).",
    ja="危険なメールで届いたものと同じ名前の「{name}」が、{host} で {user} によって開かれた形跡があります（{when}）。",
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A file that somebody opened, and the mail that, as its name has it, brought it.

    ``delivery`` is what makes the mail or the file malicious, ``opened`` what tells of its being opened. ``mailbox`` and ``pc`` are
    their sources; ``letter`` is the mail, where it is one of a mailbox. ``others`` counts further mails that fit as well.
    ``is_archive``: only the archive itself was seen opened, not what is in it.
    """

    delivery: Finding
    opened: Finding
    mailbox: SourceKey
    pc: SourceKey
    host: str
    letter: Letter | None = None
    others: int = 0
    is_archive: bool = False

    @property
    def words(self) -> Words:
        """It as a sentence."""
        facts = self.opened.facts
        when = (self.opened.seen_at or "")[:16].replace("T", " ") + " UTC"
        said = {"name": facts.get("name"), "user": facts.get("user"), "host": self.host, "when": when}
        return (_TOLD_WHEN if self.opened.seen_at else _TOLD).fill(said)


@dataclass(frozen=True, slots=True)
class _Brought:
    """A malicious thing: the names on the way to it, the outermost first, its source, its mail and the date of that."""

    delivery: Finding
    names: tuple[str, ...]
    mailbox: SourceKey
    letter: Letter | None
    came: datetime | None

    @property
    def mail(self) -> tuple[object, ...]:
        """What tells its mail from the others."""
        return (self.mailbox, self.letter.path if self.letter else None)


def openings(report: Report) -> tuple[Opening, ...]:
    """For each file that somebody opened the mail that brought it, if one did; ordered by what was opened."""
    seen = [(source, finding) for source in report.sources for finding in source.findings if finding.kind in OPENED]
    if not seen:
        return ()
    by_name: dict[str, list[_Brought]] = {}
    for source in report.sources:
        for thing in _brought(source):
            for name in dict.fromkeys(thing.names):
                by_name.setdefault(name, []).append(thing)
    found = (_opening(source, finding, by_name) for source, finding in sorted(seen, key=lambda pair: (pair[0].key, pair[1])))
    return tuple(opening for opening in found if opening)


def raised(levels: Mapping[SourceKey, Level], found: Iterable[Opening]) -> dict[SourceKey, Level]:
    """*levels* with the PC of each opening at least suspected. What a mailbox shows by itself stays what it is."""
    concerned = {opening.pc for opening in found}
    return {
        key: Level.SUSPECTED if key in concerned and level.rank < Level.SUSPECTED.rank else level for key, level in levels.items()
    }


def _brought(source: Source) -> Iterator[_Brought]:
    """What is malicious in a source by itself, or is the bait of a lure."""
    letters = {letter.path: letter for letter in source.letters}
    for finding in source.findings:
        if finding.strength is Strength.HINT or finding.about is About.HOST:
            continue
        path = finding.origin.path
        mail = mail_at(path, letters)
        named = [*path[len(mail) :], *(str(finding.facts.get(fact) or "") for fact in ("file", "bait"))]
        if not letters:
            named.insert(0, source.place)
        names = tuple(plain(text.replace("\\", "/").rpartition("/")[2]) for text in named if is_file_name(text))
        letter = letters.get(mail)
        yield _Brought(finding, names, source.key, letter, _moment(letter.date) if letter else None)


def _opening(source: Source, opened: Finding, by_name: Mapping[str, list[_Brought]]) -> Opening | None:
    name = str(opened.facts.get("name") or "")
    fitting = [thing for key in originals(name) for thing in _agreeing(opened, key, by_name.get(key, ()))]
    if not fitting:
        return None
    best = max(fitting, key=lambda thing: thing.came or _LONG_AGO)
    return Opening(
        delivery=best.delivery,
        opened=opened,
        mailbox=best.mailbox,
        pc=source.key,
        host=source.host or source.place,
        letter=best.letter,
        others=len({thing.mail for thing in fitting}) - 1,
        is_archive=plain(name).endswith(_ARCHIVES),
    )


def _agreeing(opened: Finding, name: str, things: Iterable[_Brought]) -> Iterator[_Brought]:
    """Those of *things*, which all bear *name*, that may be the opened file.

    None that came after it was opened; of a usual name only those whose archive, or time, agrees as well.
    """
    when = _moment(opened.seen_at or "")
    container = str(opened.facts.get("container") or "")
    archives = {*originals(container)} - {name} if container else set()
    enough = not is_usual(name)
    for thing in things:
        late = when - thing.came if when and thing.came else None
        if late is not None and late < -_EARLY:
            continue
        if enough or (late is not None and late <= _LATE) or not archives.isdisjoint(thing.names):
            yield thing


def _moment(text: str) -> datetime | None:
    """A moment with its zone; None for what is none."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
