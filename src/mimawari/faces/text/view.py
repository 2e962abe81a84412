"""A report as one reader sees it: in one language, host by host, every value made harmless."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from mimawari import app
from mimawari.faces.safe import shown
from mimawari.faces.text.grounds import brought
from mimawari.model import (
    About,
    Answer,
    Answered,
    Finding,
    Item,
    Letter,
    Level,
    Origin,
    Report,
    Source,
    Strength,
    Used,
    Verdict,
    Words,
)

# In a table of many hosts those stand first that nobody can answer for, then the worst.
_ORDER = (Level.UNDETERMINED, Level.INFECTED, Level.SUSPECTED, Level.EXPOSED, Level.NO_SIGN)
STANDINGS = (Level.INFECTED, Level.SUSPECTED, Level.EXPOSED, Level.UNDETERMINED, app.UNCHECKED, Level.NO_SIGN)
"""How a machine may stand, the worst first: its level, or that nobody has looked at it."""


ITSELF = Words(en="the PC itself", ja="PC本体")
INQUIRY = "inquiry"
"""The kind of the source that carries the clues to "us, or only our address?": it is no thing that was looked at."""


@dataclass(frozen=True)
class HostView:
    """One machine: what it is called and what its own evidence amounts to.

    ``levels`` are those of the sources in the whole of the report, where one may speak for another,
    ``misused`` the accounts of which the answer to "us, or only our address?" is certain.
    """

    name: str
    sources: tuple[Source, ...]
    levels: Mapping[tuple[str, str, str, str], Level] = field(default_factory=dict)
    misused: frozenset[str] = frozenset()

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on this machine alone."""
        return app.judge(Report(self.sources))

    @property
    def level(self) -> Level:
        """Its level."""
        here = [self.verdict.level, *(self.levels[one.key] for one in app.deciding(self.sources) if one.key in self.levels)]
        return max(here, key=lambda level: level.rank)

    @property
    def word(self) -> str:
        """What its standing is called in the table of wording."""
        own = self.verdict
        named = {finding.facts.get("account") for finding in own.because}
        return level_word(own, self.sources, bool(named & self.misused)) if self.standing == own.level else self.standing

    @property
    def standing(self) -> str:
        """Its level, or ``unchecked`` where there is no report of it; a word of :data:`STANDINGS`."""
        return app.UNCHECKED if all(source.kind == app.UNCHECKED for source in self.sources) else self.level


def level_word(verdict: Verdict, sources: Iterable[Source], is_sure: bool = False) -> str:
    """The level's name in the table of wording: where nothing but mails or files is suspicious, no machine may be called infected.

    What fits rules that the user brought is called no more than that; *is_sure*: what is misused is so for certain.
    """
    if verdict.level is Level.EXPOSED and brought(verdict.because, sources):
        return "brought"
    if verdict.level is not Level.SUSPECTED:
        return verdict.level
    if misused := of_account(verdict):
        return f"{misused}-sure" if misused in (ACCOUNT, SCRIPT) and is_sure else misused
    of_host = {finding.origin.source for finding in verdict.because if finding.about is About.HOST}
    if of_host:
        places = {source.id for source in sources if not source.host and not source.machine}
        return "code" if of_host <= places else Level.SUSPECTED
    carrying = any(finding.about is About.DELIVERY for finding in verdict.because)
    return "mail-dangerous" if carrying else "mail-suspected"


ACCOUNT, SCRIPT, MACHINE, STOLEN = "account", "script", "machine", "stolen"
"""What is misused where no malware was found: an account, a web form or script, a machine that sends; or mail that was stolen."""
_MISUSED = {"abused-script": SCRIPT, "bot-machine": MACHINE}
_ANSWERED = {Answer.OUR_ACCOUNT: ACCOUNT, Answer.OUR_DEVICE: STOLEN}


def of_account(verdict: Verdict) -> str:
    """What is misused, where the level rests on that and on nothing else of a PC; empty otherwise. Mails may be suspicious too."""
    if verdict.level is not Level.SUSPECTED:
        return ""
    found = [finding for finding in verdict.because if finding.about is not About.ORIGIN]
    kinds = {_MISUSED.get(finding.kind, ACCOUNT) for finding in found if finding.facts.get("account")}
    others = [finding for finding in found if not finding.facts.get("account")]
    if any(finding.about is About.HOST for finding in others):
        return ""
    if kinds and not others:
        return kinds.pop() if len(kinds) == 1 else ACCOUNT
    answers = verdict.us.answers if verdict.us else ()
    ours = [_ANSWERED[one.answer] for one in answers if one.answer in _ANSWERED and (one.strength or 0) > Strength.HINT]
    return ours[0] if ours else ""


@dataclass(frozen=True)
class View:
    """A report, what is concluded from it, and the language it is shown in."""

    report: Report
    known: app.Knowledge
    language: str

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on all of it."""
        return app.judge(self.report)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """What was looked at: all but the source that carries the clues to "us, or only our address?"."""
        return tuple(source for source in self.report.sources if source.kind != INQUIRY)

    @cached_property
    def hosts(self) -> tuple[HostView, ...]:
        """Every machine, in the order in which they are to be shown."""
        levels, misused = self.verdict.levels, frozenset(name for one in self.certain for name in one.accounts)
        found = (HostView(_name(group, self.known), tuple(group), levels, misused) for group in _by_machine(self.sources))
        return tuple(sorted(found, key=lambda host: (_ORDER.index(host.level), host.name)))

    @property
    def certain(self) -> tuple[Answered, ...]:
        """The answers by which an account or server is misused for certain, and now."""
        answers = self.verdict.us.answers if self.verdict.us else ()
        return tuple(
            one for one in answers if one.answer is Answer.OUR_ACCOUNT and one.strength is Strength.CONCLUSIVE and not one.past
        )

    @cached_property
    def is_one(self) -> bool:
        """Whether all of it is of one thing: a machine, or a place that was looked at in more than one way."""
        return len({_thing(host.sources[0]) for host in self.hosts}) == 1

    @staticmethod
    def thing_of(source: Source) -> str:
        """What a source is of, as a key: a machine, or a place as one check met it."""
        return _thing(source)

    @cached_property
    def deciding(self) -> tuple[Source, ...]:
        """The sources that the verdict rests on."""
        return tuple(app.deciding(self.sources))

    @cached_property
    def used(self) -> dict[Used, tuple[Source, ...]]:
        """What parts were made with, and the sources that it is of."""
        every = self.report.sources
        return {one: tuple(every[place] for place in places) for one, places in self.report.used().items()}

    @property
    def bullet(self) -> str:
        """What stands before a point."""
        return "・" if self.language == "ja" else "- "

    @cached_property
    def _host_names(self) -> dict[str, str]:
        return {source.id: host.name for host in self.hosts for source in host.sources}

    def host_of(self, origin: Origin) -> str:
        """What the machine is called that something was seen on."""
        return self._host_names.get(origin.source, origin.locator)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The mails of all deciding mailboxes that findings or gaps were kept of."""
        return tuple(item for source in self.deciding for item in app.items_of(source))

    @cached_property
    def letters(self) -> dict[tuple[str, tuple[str, ...]], Letter]:
        """The mails that findings and gaps speak of, by source and path."""
        return {(source.id, one.path): one for source in self.report.sources for one in source.letters}

    @cached_property
    def _host_ranks(self) -> dict[str, int]:
        return {source.id: STANDINGS.index(host.standing) for host in self.hosts for source in host.sources}

    def rank_of(self, origin: Origin) -> int:
        """How the machine stands that something was seen on: the place in :data:`STANDINGS`."""
        return self._host_ranks.get(origin.source, len(STANDINGS))

    def whereabouts(self, origin: Origin) -> str:
        """The machine by name where there are several, and what was given to look at."""
        here = self.say(ITSELF) if origin.locator == app.THIS_PC else origin.locator
        if len(self.hosts) < 2:
            return here
        host = self.host_of(origin)
        return host if origin.locator in (app.THIS_PC, host) else self.say(_IN, host=host, place=here)

    def say(self, words: Words, **facts: object) -> str:
        """A sentence of ours, its places filled with harmless values."""
        filled = words.fill({name: shown(value) for name, value in facts.items()}) if facts else words
        return filled.say(self.language)

    def counted(self, words: tuple[Words, Words], count: int) -> str:
        """The sentence for one, or the one for *count*."""
        return self.say(words[count != 1], count=f"{count:,}")

    def named(self, table: str, word: str) -> str:
        """What people call a word of a closed list."""
        return shown(self.known.named(table, word).say(self.language))

    def sentence(self, finding: Finding) -> str:
        """What a finding says."""
        return shown(finding.sentence.say(self.language), 600).replace("  ", " ")

    def listed(self, names: Iterable[str], most: int = 5) -> str:
        """Names in a row; beyond *most* only how many more there are."""
        every = [shown(name, 80) for name in names]
        text = ("、" if self.language == "ja" else ", ").join(every[:most])
        more = len(every) - most
        return text if more <= 0 else text + self.say(_MORE, count=more)


def _thing(source: Source) -> str:
    """A machine, or a place as one check met it: elsewhere, or later, another thing may lie there."""
    runs = "\0".join(run.id for run in source.runs)
    return source.machine or f"{source.host}\0{source.inside}\0{source.locator.removeprefix('all:')}\0{runs}"


_IN = Words(en="{host} ({place})", ja="{host}（{place}）")
_MORE = Words(en=" and {count} more", ja=" ほか{count}件")


def _by_machine(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Sources of the same machine, or of the same series, together; one that only knows a name joins the only machine of it."""
    groups: dict[str, list[Source]] = {}
    nameless: list[Source] = []
    for source in sources:
        if source.machine:
            groups.setdefault(source.machine, []).append(source)
        else:
            nameless.append(source)
    scans = {_thing(source): source for source in nameless if source.kind == "all-files" and not source.host}
    for source in nameless:
        scan = scans.get(_thing(source)) if source.kind in _SCANNED_TOO else None
        groups.setdefault(_joins(scan or source, groups), []).append(source)
    yield from groups.values()


_SCANNED_TOO = frozenset({"disk-image", "folder", "triage", "single-file"})
"""Kinds of which the same place may be looked at twice, as what it is and file by file: that is one thing."""


def _joins(source: Source, groups: dict[str, list[Source]]) -> str:
    name = source.host.casefold()
    if not name:
        return f"\0{source.series}" if source.series else "\0".join(source.key)
    same = [key for key, group in groups.items() if any(other.host.casefold() == name for other in group)]
    return same[0] if len(same) == 1 else f"\0{name}"


def _name(group: Iterable[Source], known: app.Knowledge) -> str:
    sources = list(group)
    return next((source.host for source in sources if source.host), "") or _called(sources[0], known)


def _called(source: Source, known: app.Knowledge) -> str:
    """A file or mailbox by its name, in a folder by the way to it there; an account or anything else by its place."""
    if source.kind == "single-file" or (known.like.get(source.kind) == "mail" and "://" not in source.locator):
        return source.inside or file_name(source)
    if source.kind == "all-files":
        return source.place.removeprefix("all:")
    return file_name(source) if source.kind == app.UNREAD else source.place


def file_name(source: Source) -> str:
    """The last step of the way to it."""
    return source.place.replace("\\", "/").rsplit("/", 1)[-1]
