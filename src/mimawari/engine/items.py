"""The items of a source, mails of a mailbox: each past the detectors by itself, some of them again once the others are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from mimawari.engine.correspondence import Note
from mimawari.engine.examine import Bench, Outcome, examine
from mimawari.engine.opening import CONTENT, Opened, opened
from mimawari.engine.trails import Trail, trail
from mimawari.formats import Inside
from mimawari.formats.budget import Budget
from mimawari.model import About, Blob, Finding, Gap, Item, Letter, Looked, Message, Part, Reason

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """What a piece gave. ``again`` are the mails that are to be opened once more when the others are known.

    ``items`` is empty where nobody asked for them, ``trails`` are those of all mails of the piece.
    """

    part: Part
    items: tuple[Item, ...] = ()
    trails: tuple[Trail, ...] = ()
    again: tuple[Path, ...] = ()


@dataclass(slots=True)
class Sorter:
    """Takes a source's blobs one by one. ``notes``: what the other mails tell of each; None in the first round."""

    kind: str
    bench: Bench
    budget: Budget
    reraise: bool
    finish: Callable[[Iterable[Outcome]], Iterator[Outcome]]
    notes: Mapping[Path, Note] | None = None
    told: bool = False
    first: int = 0
    items: list[Item] = field(default_factory=list)
    letters: dict[Path, Letter] = field(default_factory=dict)
    trails: list[Trail] = field(default_factory=list)
    again: list[Path] = field(default_factory=list)

    def outcomes(self, seen: Iterable[Inside]) -> Iterator[Outcome]:
        """What all of *seen* comes to, but for what is put off to the second round."""
        for thing in seen:
            if isinstance(thing, Blob):
                yield from self._item(thing)
            else:
                yield from self.finish(examine([thing], self.bench))

    def _item(self, blob: Blob) -> Iterator[Outcome]:
        path = blob.origin.path
        note = self.notes.get(path, Note()) if self.notes is not None else None
        if note and note.passwords:
            blob = replace(blob, passwords=(*blob.passwords, *note.passwords))
        watch = _Watch(blob, note)
        found = list(self.finish(examine(watch.over(opened([blob], self.budget, self.reraise)), self.bench)))
        message = watch.message
        if note is None and message is not None:
            self.trails.append(trail(message, self.first + len(self.trails)))
            if _may_tell_more(found):
                self.again.append(path)
                return
        self._tell(blob, message, found)
        yield from found

    def _tell(self, blob: Blob, message: Message | None, found: list[Outcome]) -> None:
        findings = tuple(sorted(one for one in found if isinstance(one, Finding)))
        gaps = tuple(one for one in found if isinstance(one, Gap))
        if not (findings or gaps or self.told):
            return
        letter = _letter(blob, message)
        if findings or gaps:
            self.letters[blob.origin.path] = letter
        if self.told:
            count = sum(one.count for one in found if isinstance(one, Looked) and one.kind == CONTENT)
            self.items.append(Item(blob.origin, self.kind, letter, findings, gaps, count))

    def worked(self, part: Part) -> Worked:
        """All of it, with the *part* that the outcomes made."""
        places = [*(one.origin.path for one in part.findings), *(one.origin.path for one in part.gaps)]
        named = {self._of(path) for path in places}
        letters = tuple(sorted(self.letters[path] for path in named if path is not None))
        return Worked(replace(part, letters=letters), tuple(self.items), tuple(self.trails), tuple(self.again))

    def _of(self, path: Path) -> Path | None:
        """The mail that a thing at *path* is in."""
        return next((path[:end] for end in range(len(path), 0, -1) if path[:end] in self.letters), None)


@dataclass(slots=True)
class _Watch:
    """Notes the mail itself among all that is in it, and tells it what the others know."""

    blob: Blob
    note: Note | None
    message: Message | None = None

    def over(self, seen: Iterable[Opened]) -> Iterator[Opened]:
        for thing in seen:
            if self.message is None and isinstance(thing, Message) and thing.origin == self.blob.origin:
                thing = replace(thing, correspondence=self.note.correspondence if self.note else None)
                self.message = thing
            yield thing


def _may_tell_more(found: Iterable[Outcome]) -> bool:
    """Whether something stayed locked, or something is odd with how the mail was sent."""
    return any(
        (isinstance(one, Gap) and one.reason is Reason.ENCRYPTED and one.wanted == CONTENT)
        or (isinstance(one, Finding) and one.about is About.MAIL)
        for one in found
    )


def _letter(blob: Blob, message: Message | None) -> Letter:
    if message is None:
        return Letter(blob.origin.path)
    return Letter(blob.origin.path, message.date, message.sender[:300], message.subject[:300], message.message_id[:300])
