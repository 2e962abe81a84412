"""The plan in words: first a page for whoever has to act now, then every step, then the reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from mimawari import app
from mimawari.faces.safe import own, plain, shown, usable
from mimawari.faces.text.line import Line, Style
from mimawari.model import CaseState, Cited, Per, Phase, Plan, PlanStep, PlayStep, Situation, StepState, Who, Words

NOW, _MOST_NAMES, _MOST_TARGETS, _NAME = 5, 4, 20, 32
"""How many steps stand under "right now"."""
_FORBIDDEN, _LIMITS = 4, 6
"""How much of what not to do, and of what nobody may promise, stands on the first page; the rest follows."""
_FEW = (4, 2, 2)
"""The same three where more than two situations hold at once."""
_MEANING = Words(en="What it means", ja="■ 何が起きているか")
_RIGHT_NOW = Words(en="What to do now", ja="■ いま行うこと")
_DONE = Words(en="All steps are done.", ja="すべての手順が終わっています。")
_NOT = Words(en="What NOT to do", ja="■ してはいけないこと")
_KNOW = Words(en="What you should know", ja="■ 知っておいてください")
_TERMS = Words(en="Words", ja="■ 言葉の説明")
_TERM = Words(en="{word}: {means}", ja="{word}：{means}")
_FURTHER = Words(
    en="All steps follow below. This is advice: the program does none of it by itself.",
    ja="このあとに、すべての手順が続きます。mimawariが自動で何かを行うことはありません。",
)
_REST = Words(en="What else to know, and not to do", ja="■ そのほかの注意")
_SURE = Words(en="Infected: {names}", ja="感染しているPC：{names}")
_SUSPECTED = Words(en="Suspected: {names}", ja="感染が疑われるPC：{names}")
_PAST = Words(en="Infected in the past: {names}", ja="過去に感染した形跡のあるPC：{names}")
_AGAIN = Words(en="To be looked at again: {names}", ja="もう一度調べるPC：{names}")
_ACCOUNTS = Words(en="Mail accounts: {names}", ja="対象のメールアカウント：{names}")
_CARE = Words(en="As a precaution: ", ja="念のため：")
_FOR = Words(en=" ({names})", ja="（{names}）")
_MORE = Words(en=" and {count} more", ja=" ほか{count}件")
_TO_CHECK = Words(en=" [check on the site]", ja="【要確認】")
_CHECKING = Words(
    en="[check on the site]: not read in the source itself. Look it up before you rely on it.",
    ja="【要確認】は、出典そのもので確認できていない内容です。画面や手順は変わることがあります。行う前に確かめてください。",
)
_WHY = Words(en="Why: ", ja="理由：")
_WHO = Words(en="Who: {who}; about {minutes} minutes", ja="行う人：{who}　目安：{minutes}分")
_WHO_ONLY = Words(en="Who: {who}", ja="行う人：{who}")
_MENU = Words(en="{product}: {path}", ja="{product}：{path}")
_DESTROYS = Words(en="What it destroys: ", ja="失われるもの：")
_UNDO = Words(en="How to take it back: ", ja="元に戻すには：")
_NO_UNDO = Words(en="This cannot be taken back.", ja="元に戻せません。")
_FINISHED = Words(en="Done when: ", ja="終わりの目安：")
_KEY = Words(en="Key: ", ja="手順の記号：")
_SOURCE = Words(en="Source: {title} (as of {as_of})", ja="出典：{title}（{as_of}時点）")
_GROUNDS = Words(en="What this plan rests on", ja="■ この計画の根拠")
_CASE = Words(en="the whole case", ja="全体")
_PROGRESS = Words(en=" ({done} of {all} done)", ja="（{all}件中{done}件済み）")
_PEOPLE = {
    Who.ANYBODY: Words(en="anybody", ja="だれでも"),
    Who.OWNER: Words(en="who uses the PC or account", ja="PCやアカウントを使っている人"),
    Who.ADMINISTRATOR: Words(en="who looks after PCs and mail", ja="PCやメールの管理者"),
    Who.PROVIDER: Words(en="the provider", ja="契約している事業者"),
    Who.SPECIALIST: Words(en="a specialist", ja="専門の会社"),
}
_PHASES = {
    Phase.ISOLATE: Words(en="Stop it", ja="■ 1. 広がりを止める"),
    Phase.PRESERVE: Words(en="Keep what shows what happened", ja="■ 2. 手がかりを残す"),
    Phase.CONFIRM: Words(en="Make sure", ja="■ 3. 確かめる"),
    Phase.SCOPE: Words(en="How far did it go?", ja="■ 4. どこまで広がったかを調べる"),
    Phase.RESET: Words(en="New passwords, from a clean device", ja="■ 5. パスワードを変える（感染の疑いのない端末から）"),
    Phase.NOTIFY: Words(en="Tell others", ja="■ 6. 知らせる"),
    Phase.ERADICATE: Words(en="Make it new", ja="■ 7. きれいにする"),
    Phase.WATCH: Words(en="Watch", ja="■ 8. 様子を見る"),
    Phase.LIFT: Words(en="Back to work", ja="■ 9. 元に戻す"),
}
_BOX = {StepState.OPEN: "[ ] ", StepState.DONE: "[x] ", StepState.SKIPPED: "[-] "}


def plan_lines(plan: Plan, state: CaseState | None, tongue: str, known: app.Knowledge) -> Iterator[Line]:
    """The whole plan in *tongue*: the first page, all steps by phase with how far they are in *state*, and the reasons."""
    page = _Page(plan, state, tongue, known)
    yield from page.first()
    yield from page.rest()
    yield from page.steps()
    yield from page.grounds()


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
        return text + (self.say(_MORE, count=more) if more > 0 else "")

    @property
    def room(self) -> tuple[int, int, int]:
        """How many steps, things not to do, and limits the first page has room for."""
        return (NOW, _FORBIDDEN, _LIMITS) if len(self.plan.openings) <= 2 else _FEW

    @cached_property
    def limits(self) -> tuple[Words, ...]:
        """Each once."""
        return tuple(dict.fromkeys(words for opening in self.plan.openings for words in opening.limits))

    def first(self) -> Iterator[Line]:
        _, forbidden, limits = self.room
        lines = [*self._meaning(), *self._now()]
        lines += [*self._listed(_NOT, self.plan.forbidden[:forbidden]), *self._listed(_KNOW, self.limits[:limits])]
        yield from lines
        yield from self._terms(" ".join(line.text for line in lines))
        yield Line()
        yield Line(self.say(_FURTHER), style=Style.FAINT)

    def rest(self) -> Iterator[Line]:
        """What the first page had no room for."""
        _, forbidden, limits = self.room
        yield from self._listed(_REST, (*self.limits[limits:], *self.plan.forbidden[forbidden:]))

    def _listed(self, head: Words, every: tuple[Words, ...]) -> Iterator[Line]:
        if every:
            yield Line()
            yield Line(self.say(head), style=Style.HEAD)
        for words in every:
            yield Line(self.say(words), lead=self.bullet)

    def _meaning(self) -> Iterator[Line]:
        yield Line(self.say(_MEANING), style=Style.HEAD)
        for opening in self.plan.openings:
            yield Line(self.say(opening.meaning), lead="  ", style=Style.CARE)
        for words, names in (*self._hosts(), (_ACCOUNTS, self.plan.accounts)):
            if names:
                yield Line(self.say(words, names=self.names(names, limit=_NAME)), lead="  ")

    def _hosts(self) -> Iterator[tuple[Words, tuple[str, ...]]]:
        """The machines by what is said of each: only those that are unplugged for certain are called infected."""
        ours = [one for one in self.plan.steps if one.target and Situation.OUR_DEVICE in one.step.situations]
        said = dict.fromkeys(self.plan.hosts, _AGAIN) | {one.target: _PAST for one in ours if one.target in self.plan.hosts}
        said |= {
            one.target: _SUSPECTED if one.suspected else _SURE
            for one in ours
            if one.step.phase is Phase.ISOLATE and one.target in said
        }
        for words in (_SURE, _SUSPECTED, _PAST, _AGAIN):
            yield words, tuple(name for name, what in said.items() if what is words)

    def _now(self) -> Iterator[Line]:
        yield Line()
        yield Line(self.say(_RIGHT_NOW), style=Style.HEAD)
        yield from self._begin()
        still = [one for one in self.groups() if any(self.standing(each) is StepState.OPEN for each in one.each)]
        soon = [one for one in still if one.step.phase.rank < Phase.WATCH.rank] or still
        if not still:
            yield Line(self.say(_DONE), lead="  ")
        for number, group in enumerate(soon[: self.room[0]], 1):
            yield Line(self._title(group, _NAME), lead=f"{number:>2}. ")

    def _begin(self) -> Iterator[Line]:
        """What comes first in a sentence, where the first step does not say just that, and nothing was done yet."""
        if self.state and self.state.steps:
            return
        title = self.say(self.plan.steps[0].step.title) if self.plan.steps else ""
        for first in (self.say(opening.first) for opening in self.plan.openings[:1]):
            if title not in first and first not in title:
                yield Line(first, lead="→ ", style=Style.HEAD)

    def _title(self, group: _Group, limit: int = 80) -> str:
        """What to do, for whom; as a precaution where nothing is certain of it."""
        care = self.say(_CARE) if group.step.per is not Per.CASE and all(one.suspected for one in group.each) else ""
        names = [one.target for one in group.each if one.target and self.standing(one) is StepState.OPEN] or group.targets
        return care + self.say(group.step.title) + (self.say(_FOR, names=self.names(names, limit=limit)) if names else "")

    def _terms(self, text: str) -> Iterator[Line]:
        found = [(word, means) for word, means in self.known.playbook.terms if word.say(self.tongue).casefold() in text.casefold()]
        if found:
            yield Line()
            yield Line(self.say(_TERMS), style=Style.HEAD)
        for word, means in found:
            said = {"word": word.say(self.tongue), "means": means.say(self.tongue)}
            yield Line(self.say(_TERM, **said), lead=self.bullet, style=Style.FAINT)

    def steps(self) -> Iterator[Line]:
        for phase, groups in groupby(self.groups(), key=lambda one: one.step.phase):
            yield Line()
            yield Line(self.say(_PHASES[phase]), style=Style.HEAD)
            for group in groups:
                yield from self._step(group)
        yield Line()
        yield Line(self.say(_CHECKING), style=Style.FAINT)

    def _step(self, group: _Group) -> Iterator[Line]:
        step = group.step
        yield Line(self._title(group) + self._progress(group), lead=self._box(group), style=Style.HEAD)
        yield Line(self.say(_WHY) + self.say(step.why), lead="    ")
        for number, how in enumerate(step.how, 1):
            yield Line(self.say(how), lead=f"    {number}) ")
        for menu in step.menus:
            way = self.say(_MENU, product=menu.product, path=menu.path)
            yield Line(way + self._mark(menu.cited), lead="       ", style=Style.FAINT)
        yield Line(self.say(_WHO if step.minutes else _WHO_ONLY, who=_PEOPLE[step.who], minutes=step.minutes), lead="    ")
        yield from self._consequences(step)
        yield from self._references(group)

    def _consequences(self, step: PlayStep) -> Iterator[Line]:
        if step.destroys:
            yield Line(self.say(_DESTROYS) + self.say(step.destroys), lead="    ", style=Style.CARE)
        if step.undo:
            yield Line(self.say(_UNDO) + self.say(step.undo), lead="    ")
        elif step.destroys:
            yield Line(self.say(_NO_UNDO), lead="    ", style=Style.CARE)
        for done in step.done_when:
            yield Line(self.say(_FINISHED) + self.say(done), lead="    ")

    def _references(self, group: _Group) -> Iterator[Line]:
        for cited in group.step.cited:
            said = self.say(_SOURCE, title=cited.title, as_of=cited.as_of)
            yield Line(said + self._mark(cited), lead="    ", style=Style.FAINT)
        keys = [own(one.key) for one in group.each]
        more = self.say(_MORE, count=len(keys) - _MOST_NAMES) if len(keys) > _MOST_NAMES else ""
        yield Line(self.say(_KEY) + "  ".join(keys[:_MOST_NAMES]) + more, lead="    ", style=Style.FAINT)

    def _mark(self, cited: Cited) -> str:
        return self.say(_TO_CHECK) if cited.certainty.to_check else ""

    def _box(self, group: _Group) -> str:
        states = {self.standing(one) for one in group.each}
        return _BOX[StepState.OPEN if StepState.OPEN in states else max(states)]

    def _progress(self, group: _Group) -> str:
        done = sum(self.standing(one) is not StepState.OPEN for one in group.each)
        return self.say(_PROGRESS, done=done, all=len(group.each)) if done and len(group.each) > 1 else ""

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
            yield Line(self.say(_GROUNDS), style=Style.HEAD)
        for target, them in some[:_MOST_TARGETS]:
            yield Line(shown(target, 80) if target else self.say(_CASE), lead="  ")
            for words in dict.fromkeys(them.values()):
                yield Line(shown(words.say(self.tongue), 400), lead=f"    {self.bullet}", style=Style.FAINT)
