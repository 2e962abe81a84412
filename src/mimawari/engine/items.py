"""The items of a source, mails of a mailbox: each past the detectors by itself, some of them again once the others are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mimawari.engine.correspondence import Note
from mimawari.engine.examine import Bench, Outcome, examine
from mimawari.engine.opening import CONTENT, Opened, opened
from mimawari.engine.trails import Trail, trail
from mimawari.engine.witness import Witness
from mimawari.formats.budget import Budget
from mimawari.model import About, Blob, Finding, Gap, Item, Letter, Looked, Message, Origin, Part, Reason, Strength, Testimony
from mimawari.signatures import Signatures
from mimawari.sources import Seen

Path = tuple[str, ...]
_SHOWN = ("picture", "text")
"""Kinds of attachments that nothing comes of."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What a piece gave. ``again`` are the mails that are to be opened once more when the others are known.

    ``items`` is empty where nobody asked for them, ``trails`` are those of all mails of the piece. Beside each of ``again``
    stands what was found in it already, above a hint: that stays where it is gone before it can be opened again. ``testimony`` is
    there where it is asked whose mails they are.
    """

    part: Part
    items: tuple[Item, ...] = ()
    trails: tuple[Trail, ...] = ()
    again: tuple[tuple[Path, tuple[Finding, ...]], ...] = ()
    testimony: tuple[Testimony, ...] = ()


@dataclass(slots=True)
class _Mail:
    """A mail that was opened. ``put_off``: only the gaps around it count until it is opened again."""

    blob: Blob
    message: Message | None
    found: list[Outcome]
    put_off: bool


@dataclass(slots=True)
class Sorter:
    """Takes a source's blobs one by one. ``notes``: what the other mails tell of each; None in the first round.

    ``told``: somebody wants each item by itself. ``first`` is the place of the first mail among all of the mailbox. ``depth`` is
    how many steps lead to a mail at least, ``shared`` are domains where anybody has a mailbox. ``signatures`` are held against all
    that is opened. ``witness`` hears each mail, in the first round.
    """

    kind: str
    bench: Bench
    budget: Budget
    reraise: bool
    finish: Callable[[Iterable[Outcome]], Iterator[Outcome]]
    notes: Mapping[Path, Note] | None = None
    told: bool = False
    first: int = 0
    depth: int = 2
    shared: frozenset[str] = frozenset()
    signatures: tuple[Signatures, ...] = ()
    witness: Witness | None = None
    items: list[Item] = field(default_factory=list)
    letters: dict[Path, Letter] = field(default_factory=dict)
    trails: list[Trail] = field(default_factory=list)
    again: dict[Path, tuple[Finding, ...]] = field(default_factory=dict)
    _met: set[Path] = field(default_factory=set)
    _early: list[Gap] = field(default_factory=list)
    _open: _Mail | None = None

    def outcomes(self, seen: Iterable[Seen]) -> Iterator[Outcome]:
        """What all of *seen* comes to, but for what is put off to the second round.

        Gaps at the place of a mail, which a source gives before or behind it, are of that mail.
        """
        for thing in seen:
            if isinstance(thing, Blob):
                yield from self._flush(thing.origin.path)
                self._open = self._opened(thing)
            elif isinstance(thing, Gap):
                yield from self._gap(thing)
            else:
                yield from self.finish(examine([thing], self.bench))
        yield from self._flush(None)
        for path in sorted(set(self.notes or ()) - self._met):
            yield from self._before(path)

    def _gap(self, gap: Gap) -> Iterator[Outcome]:
        (advised,) = self.finish([gap])
        if self._open is not None and gap.origin.path == self._open.blob.origin.path:
            self._open.found.append(advised)
            return
        if self._early and self._early[-1].origin.path != gap.origin.path:
            yield from self._alone()
        if isinstance(advised, Gap):
            self._early.append(advised)

    def _flush(self, following: Path | None) -> Iterator[Outcome]:
        """Give the mail that is under way, and the gaps that are of no mail; those of the *following* one wait for it."""
        mail, self._open = self._open, None
        if mail is not None:
            if not mail.put_off:
                self._tell(mail.blob.origin, _letter(mail.blob, mail.message), mail.found)
            yield from mail.found
        if self._early and self._early[-1].origin.path != following:
            yield from self._alone()

    def _alone(self) -> Iterator[Outcome]:
        """Gaps of one place that no mail came of: a mail that could not be read, or the mailbox as a whole."""
        gaps, self._early = self._early, []
        if not gaps:
            return
        at = gaps[0].origin
        found: list[Outcome] = [*gaps, *self._before(at.path)]
        if len(at.path) >= self.depth:
            self._tell(at, Letter(at.path), found)
        yield from found

    def _before(self, path: Path) -> tuple[Finding, ...]:
        """What was found in a mail that cannot be opened again, when it was opened first."""
        if path in self._met or not self.notes or path not in self.notes:
            return ()
        self._met.add(path)
        return self.notes[path].before

    def _opened(self, blob: Blob) -> _Mail:
        path = blob.origin.path
        note = self.notes.get(path, Note()) if self.notes is not None else None
        if note and note.passwords:
            blob = replace(blob, passwords=(*blob.passwords, *note.passwords))
        watch = _Watch(blob, note)
        early, self._early = self._early, []
        inside = opened([blob], self.budget, self.reraise, self.signatures, witness=self.witness if note is None else None)
        found = list(self.finish(examine(watch.over(inside), self.bench)))
        message = watch.message
        put_off = False
        if note is None and message is not None:
            self.trails.append(trail(message, self.first + len(self.trails), self.shared))
            put_off = _may_tell_more(found) or _may_be_stolen(message)
        self._met.add(path)
        if put_off:
            self.again[path] = tuple(one for one in found if isinstance(one, Finding) and one.strength > Strength.HINT)
        return _Mail(blob, message, [*early] if put_off else [*early, *found], put_off)

    def _tell(self, at: Origin, letter: Letter, found: Sequence[Outcome]) -> None:
        findings = tuple(sorted(one for one in found if isinstance(one, Finding)))
        gaps = tuple(one for one in found if isinstance(one, Gap))
        if not (findings or gaps or self.told):
            return
        if findings or gaps:
            self.letters[at.path] = letter
        if self.told:
            count = sum(one.count for one in found if isinstance(one, Looked) and one.kind == CONTENT)
            self.items.append(Item(at, self.kind, letter, findings, gaps, count))

    def worked(self, part: Part) -> Worked:
        """All of it, with the *part* that the outcomes made."""
        places = [*(one.origin.path for one in part.findings), *(one.origin.path for one in part.gaps)]
        named = {self._of(path) for path in places}
        letters = tuple(sorted(self.letters[path] for path in named if path is not None))
        heard = self.witness.given() if self.witness else ()
        return Worked(replace(part, letters=letters), tuple(self.items), tuple(self.trails), tuple(self.again.items()), heard)

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


def _may_be_stolen(message: Message) -> bool:
    """Whether it brings something, and does not say which mail it answers: the others may know its thread, or its sender's name."""
    if message.bulk or message.in_reply_to or message.references:
        return False
    named = message.author is not None and bool(message.author.name)
    brings = any(file.kind not in _SHOWN for file in message.files)
    return brings and (named or bool(message.quotes) or len(message.written) < len(message.text.rstrip()))


def _letter(blob: Blob, message: Message | None) -> Letter:
    if message is None:
        return Letter(blob.origin.path)
    return Letter(blob.origin.path, message.date, message.sender[:300], message.subject[:300], message.message_id[:300])
