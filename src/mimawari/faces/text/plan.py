"""The plan in words: first a page for whoever has to act now, then every step, then the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from mimawari import app
from mimawari.faces.safe import own, plain, shown, usable
from mimawari.faces.text import plan_words as said
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.moments import mailed
from mimawari.faces.text.render import PIPED, laid_out
from mimawari.model import CaseState, Cited, Per, Phase, Plan, PlanStep, PlayStep, Situation, StepState, Words

NOW, _MOST_NAMES, _MOST_TARGETS, _MOST_MAILS, _NAME = 5, 4, 20, 2, 32
"""How many steps stand under "right now"."""
PAGE = 40
"""Lines of the first page, at 80 columns."""
_ROOMS = ((NOW, 4, 6), (NOW, 3, 3), (4, 2, 2), (3, 2, 1), (3, 1, 1), (2, 1, 1))
"""How many steps, things not to do and limits stand on it: the first that fit. The rest follows."""
_BOX = {StepState.OPEN: "[ ] ", StepState.DONE: "[x] ", StepState.SKIPPED: "[-] "}


def plan_lines(plan: Plan, state: CaseState | None, tongue: str, known: app.Knowledge) -> Iterator[Line]:
    """The whole plan in *tongue*: the first page, all steps by phase with how far they are in *state*, and the reasons."""
    page = _Page(plan, state, tongue, known)
    yield from page.first()
    yield from page.rest()
    yield from page.steps()
    yield from page.grounds()
    yield from page.cited()


def first_page(plan: Plan, state: CaseState | None, tongue: str, known: app.Knowledge) -> Iterator[Line]:
    """Only what somebody without knowledge of computers needs: what it means, what to do now and what not, and the limits."""
    yield from _Page(plan, state, tongue, known).first()


@dataclass(frozen=True)
class _Group:
    """A step of the playbook with everything that it is taken for."""

    step: PlayStep
    each: tuple[PlanStep, ...]

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(one.target for one in self.each if one.target)


@dataclass(frozen=True)
class _Page:
    plan: Plan
    state: CaseState | None
    tongue: str
    known: app.Knowledge

    def say(self, words: Words, **facts: object) -> str:
        return plain((words.fill(facts) if facts else words).say(self.tongue))

    @property
    def bullet(self) -> str:
        return "・" if self.tongue == "ja" else "- "

    def standing(self, step: PlanStep) -> StepState:
        return self.state.step(step.key) if self.state else StepState.OPEN

    def groups(self) -> Iterator[_Group]:
        for _, each in groupby(self.plan.steps, key=lambda one: one.step.id):
            them = tuple(each)
            yield _Group(them[0].step, them)

    def names(self, names: Iterable[str], most: int = _MOST_NAMES, limit: int = 80) -> str:
        every = [usable(name) if len(name) <= limit else shown(name, limit) for name in names]
        more = len(every) - most
        text = ("、" if self.tongue == "ja" else ", ").join(every[:most])
        return text + (self.say(said.MORE, count=more) if more > 0 else "")

    @cached_property
    def limits(self) -> tuple[Words, ...]:
        """Each once."""
        return tuple(dict.fromkeys(words for opening in self.plan.openings for words in opening.limits))

    def first(self) -> Iterator[Line]:
        """The first page."""
        yield from self._first[1]

    @cached_property
    def _first(self) -> tuple[tuple[int, int, int], tuple[Line, ...]]:
        """What it has room for, and its lines."""
        for room in _ROOMS:
            lines = tuple(self._composed(room))
            if len([*laid_out(lines, PIPED)]) <= PAGE:
                break
        return room, lines

    def _composed(self, room: tuple[int, int, int]) -> Iterator[Line]:
        steps, forbidden, limits = room
        lines = [*self._meaning(), *self._now(steps)]
        lines += [*self._listed(said.NOT, self.plan.forbidden[:forbidden]), *self._listed(said.KNOW, self.limits[:limits])]
        yield from lines
        yield from self._terms(" ".join(line.text for line in lines))
        yield Line()
        yield Line(self.say(said.FURTHER), style=Style.FAINT)

    def rest(self) -> Iterator[Line]:
        """What the first page had no room for."""
        (_, forbidden, limits), _ = self._first
        yield from self._listed(said.NOT_EITHER, self.plan.forbidden[forbidden:])
        yield from self._listed(said.MORE_TO_KNOW, self.limits[limits:])

    def _listed(self, head: Words, every: tuple[Words, ...]) -> Iterator[Line]:
        if every:
            yield Line()
            yield Line(self.say(head), style=Style.HEAD)
        for words in every:
            yield Line(self.say(words), lead=self.bullet)

    def _meaning(self) -> Iterator[Line]:
        yield Line(self.say(said.MEANING), style=Style.HEAD)
        for opening in self.plan.openings:
            yield Line(self.say(opening.meaning), lead="  ", style=Style.CARE)
        for words, names in (*self._hosts(), (said.ACCOUNTS, self.plan.accounts), (said.PARTNERS, self.plan.partners)):
            if names:
                yield Line(self.say(words, names=self.names(names, limit=_NAME)), lead="  ")
        yield from self._letters()

    def _letters(self) -> Iterator[Line]:
        """The dangerous mails, so that people can be asked about them."""
        every = self.plan.letters
        for one in every[:_MOST_MAILS]:
            facts = {"subject": shown(one.subject, 60), "sender": shown(one.sender, 60), "date": mailed(one.date)}
            yield Line(self.say(said.MAIL, **facts), lead="  ")
        if len(every) > _MOST_MAILS:
            yield Line(self.say(said.MORE_MAILS, count=len(every) - _MOST_MAILS), lead="  ")

    def _hosts(self) -> Iterator[tuple[Words, tuple[str, ...]]]:
        """The machines by what is said of each: only those that are unplugged for certain are called infected."""
        ours = [one for one in self.plan.steps if one.target and Situation.OUR_DEVICE in one.step.situations]
        names = dict.fromkeys(self.plan.hosts, said.AGAIN) | {
            one.target: said.PAST for one in ours if one.target in self.plan.hosts
        }
        names |= {
            one.target: said.SUSPECTED if one.suspected else said.SURE
            for one in ours
            if one.step.phase is Phase.ISOLATE and one.target in names
        }
        for words in (said.SURE, said.SUSPECTED, said.PAST, said.AGAIN):
            yield words, tuple(name for name, what in names.items() if what is words)

    def _now(self, most: int) -> Iterator[Line]:
        yield Line()
        yield Line(self.say(said.RIGHT_NOW), style=Style.HEAD)
        yield from self._begin()
        still = [one for one in self.groups() if any(self.standing(each) is StepState.OPEN for each in one.each)]
        soon = [one for one in still if one.step.phase.rank < Phase.WATCH.rank] or still
        if not still:
            yield Line(self.say(said.DONE), lead="  ")
        for number, group in enumerate(soon[:most], 1):
            yield Line(self._title(group, _NAME), lead=f"{number:>2}. ")
        waiting = [group.step.today for group in soon[most:] if group.step.today]
        if waiting:
            names = ("／" if self.tongue == "ja" else "; ").join(map(self.say, waiting))
            yield Line(self.say(said.TODAY, names=names), lead="  ", style=Style.CARE)

    def _begin(self) -> Iterator[Line]:
        """What comes first in a sentence, where the first step does not say just that, and nothing was done yet."""
        if self.state and self.state.steps:
            return
        title = self.say(self.plan.steps[0].step.title) if self.plan.steps else ""
        for first in (self.say(opening.first) for opening in self.plan.openings[:1]):
            if title not in first and first.rstrip(".。") not in title:
                yield Line(first, lead="→ ", style=Style.HEAD)

    def _title(self, group: _Group, limit: int = 80) -> str:
        """What to do, for whom; as a precaution where nothing is certain of it."""
        waits = all(one.waits for one in group.each)
        care = self.say(said.WAIT if waits else said.CARE) if all(one.is_precaution for one in group.each) else ""
        names = [one.target for one in group.each if one.target and self.standing(one) is StepState.OPEN] or group.targets
        return care + self.say(group.step.title) + (self.say(said.FOR, names=self.names(names, limit=limit)) if names else "")

    def _terms(self, text: str) -> Iterator[Line]:
        found = [(word, means) for word, means in self.known.playbook.terms if word.say(self.tongue).casefold() in text.casefold()]
        if found:
            yield Line()
            yield Line(self.say(said.TERMS), style=Style.HEAD)
        for word, means in found:
            yield Line(self.say(said.TERM, word=word, means=means), lead=self.bullet, style=Style.FAINT)

    def steps(self) -> Iterator[Line]:
        for number, (phase, groups) in enumerate(groupby(self.groups(), key=lambda one: one.step.phase), 1):
            yield Line()
            them = tuple(groups)
            closing = phase is Phase.LIFT and all(group.step.per is Per.CASE for group in them)
            head = said.CLOSING if closing else said.PHASES[phase]
            yield Line(self.say(head, number=number), style=Style.HEAD)
            for group in them:
                yield from self._step(group)
        mark = self.say(said.TO_CHECK).strip()
        if not any(mark in line.text for line in self._first[1]):
            yield Line()
            yield Line(self.say(said.CHECKING), style=Style.FAINT)

    def _step(self, group: _Group) -> Iterator[Line]:
        step = group.step
        yield Line(self._title(group) + self._progress(group), lead=self._box(group), style=Style.HEAD)
        yield Line(self.say(said.WHY) + self.say(step.why), lead="    ")
        for number, how in enumerate(step.how, 1):
            yield Line(self.say(how), lead=f"    {number}) ")
        for menu in step.menus:
            way = self.say(said.MENU, product=menu.product, path=menu.path)
            yield Line(way + self._mark(menu.cited), lead="       ", style=Style.FAINT)
        who, time = said.PEOPLE[step.who], said.lasting(step.minutes)
        yield Line(self.say(said.WHO if step.minutes else said.WHO_ONLY, who=who, time=time), lead="    ")
        yield from self._consequences(step)
        yield from self._references(group)

    def _consequences(self, step: PlayStep) -> Iterator[Line]:
        if step.destroys:
            yield Line(self.say(said.DESTROYS) + self.say(step.destroys), lead="    ", style=Style.CARE)
        if step.undo:
            yield Line(self.say(said.UNDO) + self.say(step.undo), lead="    ")
        elif step.destroys:
            yield Line(self.say(said.NO_UNDO), lead="    ", style=Style.CARE)
        for done in step.done_when:
            yield Line(self.say(said.FINISHED) + self.say(done), lead="    ")

    def _references(self, group: _Group) -> Iterator[Line]:
        numbers = [f"[{self.sources[cited]}]{self._mark(cited)}" for cited in group.step.cited]
        if numbers:
            yield Line(self.say(said.SOURCE) + " ".join(numbers), lead="    ", style=Style.FAINT)
        keys = [own(one.key) for one in group.each]
        more = self.say(said.MORE, count=len(keys) - _MOST_NAMES) if len(keys) > _MOST_NAMES else ""
        yield Line(self.say(said.KEY) + "  ".join(keys[:_MOST_NAMES]) + more, lead="    ", style=Style.FAINT)

    def _mark(self, cited: Cited) -> str:
        return self.say(said.TO_CHECK) if cited.certainty.to_check else ""

    def _box(self, group: _Group) -> str:
        states = {self.standing(one) for one in group.each}
        return _BOX[StepState.OPEN if StepState.OPEN in states else max(states)]

    def _progress(self, group: _Group) -> str:
        done = sum(self.standing(one) is not StepState.OPEN for one in group.each)
        return self.say(said.PROGRESS, done=done, all=len(group.each)) if done and len(group.each) > 1 else ""

    @cached_property
    def sources(self) -> dict[Cited, int]:
        """Where the advice is from, numbered in the order of the steps."""
        return {
            cited: number
            for number, cited in enumerate(dict.fromkeys(one for step in self.plan.steps for one in step.step.cited), 1)
        }

    def cited(self) -> Iterator[Line]:
        """The sources of all steps, each once, with its page: these are our own data, and stay as they can be used."""
        if self.sources:
            yield Line()
            yield Line(self.say(said.SOURCES), style=Style.HEAD)
        for cited, number in self.sources.items():
            title = self.say(said.TITLE, title=cited.title, as_of=cited.as_of) + self._mark(cited)
            yield Line(title, lead=f"{f'[{number}]':>5} ", style=Style.FAINT)
            if cited.page:
                yield Line(plain(cited.page), lead="      ", style=Style.FAINT)

    def grounds(self) -> Iterator[Line]:
        """The reasons in the evidence, by what they are of; each once."""
        told: dict[str, dict[str, Words]] = {}
        for step in self.plan.steps:
            told.setdefault(step.target, {}).update((ground.id, ground.words) for ground in step.grounds)
        named = {key: words for target, them in told.items() if target for key, words in them.items()}
        told[""] = {key: words for key, words in told.get("", {}).items() if key not in named}
        some = [(target, them) for target, them in told.items() if them]
        if some:
            yield Line()
            yield Line(self.say(said.GROUNDS), style=Style.HEAD)
        for target, them in some[:_MOST_TARGETS]:
            yield Line(self.names((target,)) if target else self.say(said.CASE), lead="  ")
            for words in dict.fromkeys(them.values()):
                yield Line(shown(words.say(self.tongue), 400), lead=f"    {self.bullet}", style=Style.FAINT)
