"""Gathers all testimony of a run, asks the later sources what the earlier ones gave rise to, and makes one source of the clues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mimawari import inquiry
from mimawari.engine.inquest import Inquest
from mimawari.engine.ledger import collect
from mimawari.engine.witness import Count
from mimawari.formats.mail.testimony import Owner, Span, preferred
from mimawari.knowledge import Knowledge
from mimawari.model import Firm, Gap, HeldMail, Looked, Origin, Reason, Source, Testimony, digest
from mimawari.model.testimony import TESTIMONY

KIND = "inquiry"
"""The source that the clues are of."""
MOST = 2_000_000
"""More pieces of testimony are not kept, so that the memory holds; what is left out is a gap."""


@dataclass(slots=True)
class Hearing:
    """All testimony of one run, by the source that it is of."""

    inquest: Inquest
    known: Knowledge
    version: str
    _heard: dict[str, list[Testimony]] = field(default_factory=dict)
    _count: int = 0
    _unkept: int = 0

    def take(self, source: str, testimony: Iterable[Testimony]) -> None:
        """Keep what a piece of *source* gave; in any case, whose mailbox it may be."""
        for one in testimony:
            self._count += 1
            if self._count > MOST and not isinstance(one, Count):
                self._unkept += 1
            else:
                self._heard.setdefault(source, []).append(one)

    def close(self, source: str, *, is_whole: bool) -> None:
        """There is no more of *source*: only now it is known whose mailbox it is. *is_whole*: nothing in it was passed over."""
        found = self._heard.get(source, [])
        counts = [one for one in found if isinstance(one, Count)]
        if not counts:
            return
        owner, span = _joined(counts, self.inquest.firm)
        others = [_named(one, owner) for one in found if not isinstance(one, Count)]
        whole = [*span.testimony(counts[0].origin.at(), owner, whole=is_whole)]
        self._heard[source] = [*preferred(one for one in others if isinstance(one, HeldMail)), *whole]
        self._heard[source] += [one for one in others if not isinstance(one, HeldMail)]

    @property
    def testimony(self) -> list[Testimony]:
        """All of it, in the order of the sources' ids."""
        return [one for source in sorted(self._heard) for one in self._heard[source]]

    def asking(self) -> Inquest:
        """The inquest with what is to be asked by now."""
        return replace(self.inquest, asked=inquiry.ask(self.testimony, self.inquest.firm, self.known))

    def source(self) -> Source:
        """The clues, as a source of the report."""
        heard = self.testimony
        found = inquiry.clues(heard, self.inquest.firm, self.known)
        source = digest(KIND, repr(self.inquest.firm), sorted(clue.id for clue in found))
        origin = Origin(source, self.inquest.place)
        counts = Counter(one.kind() for one in heard)
        outcomes = [replace(clue, origin=replace(clue.origin, source=clue.origin.source or source)) for clue in found]
        gaps = list(self._gaps(origin))
        looked = [Looked(kind, count) for kind, count in sorted(counts.items())]
        part = collect([*outcomes, *gaps, *looked, Looked(TESTIMONY, len(heard))], source, KIND, self.version, keep=MOST)
        return Source(source, self.inquest.place, KIND, ought=(TESTIMONY,), parts=(part,))

    def _gaps(self, origin: Origin) -> Iterable[Gap]:
        if self._unkept:
            yield self._advised(Gap(origin, Reason.TOO_LARGE, TESTIMONY, f"{self._unkept} more pieces of testimony were not kept"))
        if not self._count:
            yield self._advised(Gap(origin, Reason.MISSING, TESTIMONY))

    def _advised(self, gap: Gap) -> Gap:
        return replace(gap, remedy=self.known.remedy(gap, KIND))


def _joined(counts: Iterable[Count], firm: Firm) -> tuple[str, Span]:
    """Whose the mailbox is, and what it holds: only what that address wrote counts as sent."""
    every = list(counts)
    owner = Owner()
    for one in every:
        owner.add(one.owner)
    address = owner.address(firm)
    whole = Span()
    for by, span in (pair for one in every for pair in one.spans.items()):
        whole.add(span if by == address else Span(mails=span.mails, begins=span.begins, ends=span.ends))
    return address, whole


def _named(one: Testimony, owner: str) -> Testimony:
    """What was asked for in the mailbox, now that it is known whose that is."""
    return replace(one, mailbox=owner, sent=one.sent and one.mailbox == owner) if isinstance(one, HeldMail) else one
