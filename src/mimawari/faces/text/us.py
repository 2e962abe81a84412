"""Us, or only our address? The answer, what it rests on, what speaks against it, what to do, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from mimawari.faces.safe import shown
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.moments import moment
from mimawari.faces.text.reasons import Reason, places
from mimawari.faces.text.us_sentences import answered, first, is_unknown, notes
from mimawari.faces.text.us_terms import explained
from mimawari.faces.text.view import View, of_account
from mimawari.model import Answer, Answered, Finding, Settle, Us, Words

MOST_CLUES, MOST_PLACES, MOST_STEPS, MOST_NAMES = 5, 2, 12, 5

TITLE = Words(en="Us, or only our address?", ja="自社か、アドレスだけか")
_SECTION = Words(en="{title}", ja="■ {title}")
WHY = Words(en="Why", ja="そう判断した理由")
SO_FAR = Words(en="What is known so far", ja="いま分かっていること")
AGAINST = Words(en="What speaks against it, or calls for care", ja="反対の手がかりや、注意が必要なこと")
DO = Words(en="What to do about it now", ja="この件で、いま行うこと")
TERMS = Words(en="Words used", ja="用語")
SETTLE = Words(en="What would settle it", ja="何が分かれば、はっきりするか")
_WHERE = Words(en="where: ", ja="場所：")
_WHOM = Words(en=" ({names})", ja="（{names}）")
_DAY = Words(en=" (day: {day})", ja="（対象日：{day}）")
_OF = Words(en=" ({subject})", ja="（{subject}）")
_MORE = (
    Words(en="and 1 more (all: `mimawari explain REPORT`)", ja="ほか1件（すべては mimawari explain で確認できます）"),
    Words(en="and {count} more (all: `mimawari explain REPORT`)", ja="ほか{count}件（すべては mimawari explain で確認できます）"),
)
_MORE_PLACES = (
    Words(en="and 1 more place", ja="ほか1か所"),
    Words(en="and {count} more places", ja="ほか{count}か所"),
)
_LIKE = (
    Words(en=" (and 1 more like it)", ja="（同様の手がかりがほかに1件）"),
    Words(en=" (and {count} more like it)", ja="（同様の手がかりがほかに{count}件）"),
)
_MARKS = Words(en="strength: {strength}; kind: {kind}", ja="強さ：{strength}　種別：{kind}")
_AT = Words(en="; at {moment}", ja="　日時：{moment}")
_ROWS = Words(en="Rules that were applied: {rows}", ja="適用した規則：{rows}")


@dataclass(frozen=True, slots=True)
class Point:
    """One clue: its sentence, where it was seen (and at how many places more), and its marks for who looks closer."""

    text: str
    places: tuple[str, ...]
    more: str
    marks: str


@dataclass(frozen=True, slots=True)
class Told:
    """The whole section in one language, every value made harmless. Lists that are cut say how much more there is."""

    title: str
    answers: tuple[str, ...]
    notes: tuple[str, ...]
    why: str
    because: tuple[Point, ...]
    more_because: str
    against: tuple[Point, ...]
    more_against: str
    steps: tuple[str, ...]
    settle: tuple[str, ...]

    def terms(self, language: str) -> tuple[str, ...]:
        """What the words of the trade in it mean."""
        return explained((*(point.text for point in (*self.because, *self.against)), *self.steps, *self.settle), language)


def told(view: View, most: int = MOST_CLUES, is_closer: bool = False) -> Told | None:
    """The section on the report of *view*, at most so many clues a list; None where nobody asked.

    Clues of one kind are one point, but for who looks closer.
    """
    us = view.verdict.us
    if us is None:
        return None
    because, against = _alike(us.because, is_closer), _alike(us.against, is_closer)
    return Told(
        title=view.say(TITLE),
        answers=tuple(_answer(view, one, us) for one in us.answers),
        notes=tuple(dict.fromkeys(view.say(words) for words in notes(us))),
        why=view.say(SO_FAR if is_unknown(us) and not us.routine else WHY),
        because=tuple(_point(view, one) for one in because[:most]),
        more_because=_more(view, len(because) - most),
        against=tuple(_point(view, one) for one in against[:most]),
        more_against=_more(view, len(against) - most),
        steps=tuple(dict.fromkeys(shown(words.say(view.language), 600) for words in us.say[:MOST_STEPS])),
        settle=tuple(dict.fromkeys(_settle(view, one) for one in us.settle[:MOST_STEPS])),
    )


def _answer(view: View, one: Answered, us: Us) -> str:
    names = one.accounts if one.answer is Answer.OUR_ACCOUNT and one.accounts else (*one.accounts, *one.machines)
    whom = view.say(_WHOM, names=view.listed(names, MOST_NAMES)) if names else ""
    return answered(one, us).fill({"whom": whom}).say(view.language)


def _more(view: View, count: int) -> str:
    return view.counted(_MORE, count) if count > 0 else ""


def _point(view: View, one: Reason) -> Point:
    finding = one.findings[0]
    same = [clue for clue in one.findings if clue.sentence == finding.sentence]
    every, others = _ways(same), len({clue.sentence for clue in one.findings}) - 1
    left = len(every) - MOST_PLACES
    return Point(
        text=view.sentence(finding) + (view.counted(_LIKE, others) if others else ""),
        places=tuple(every[:MOST_PLACES]),
        more=view.counted(_MORE_PLACES, left) if left > 0 else "",
        marks=_marks(view, finding),
    )


def _alike(findings: Iterable[Finding], is_closer: bool) -> list[Reason]:
    """The clues: those of a kind as one, or only those that say the same. Ten mails that came the same way are one reason."""
    found: dict[Words | str, Reason] = {}
    for finding in findings:
        key = finding.sentence if is_closer else finding.kind
        found.setdefault(key, Reason(finding.kind)).findings.append(finding)
    return list(found.values())


def _ways(findings: Iterable[Finding]) -> list[str]:
    """Where it was seen: what was given, and the way into it."""
    ways: dict[str, None] = {}
    for finding in findings:
        given, path = finding.origin.locator, finding.origin.path
        name = given.replace("\\", "/").rsplit("/", 1)[-1]
        steps = path[2:] if path[:2] == (".", name) else path
        at = replace(finding, origin=replace(finding.origin, path=steps or path))
        told = shown(given, 120)
        for way in places(Reason("", [at])):
            ways.setdefault(way if way == told or not told or not path else f"{told} > {way}")
    return list(ways)


def _marks(view: View, finding: Finding) -> str:
    text = view.say(_MARKS, strength=view.named("strength", finding.strength.word), kind=finding.kind)
    return text + (view.say(_AT, moment=moment(finding.seen_at, view.language)) if finding.seen_at else "")


def _settle(view: View, one: Settle) -> str:
    """What to find out; the day and whom it is about, where the sentence does not name them."""
    text = shown(one.words.say(view.language), 600)
    subject = _named(one.subject)
    if subject and shown(subject) not in text:
        text += view.say(_OF, subject=subject)
    return text if not one.day or shown(one.day) in text else text + view.say(_DAY, day=one.day)


def _named(subject: str) -> str:
    """What people call a subject: an account or a machine; the id of a mail or of a log tells them nothing."""
    head, colon, rest = subject.partition(":")
    if colon:
        return rest if head in ("account", "host") else ""
    return subject if "@" in subject else ""


def beside(view: View) -> Iterator[Line]:
    """What stands beside the level already: the answer, or that no sign of malware is no all-clear where an account is misused."""
    if view.verdict.us and not of_account(view.verdict) and (words := first(view.verdict.us)):
        yield Line(view.say(words), style=Style.CARE)


def section(view: View, most: int = MOST_CLUES, is_closer: bool = False) -> Iterator[Line]:
    """The section of a page; *is_closer* with the marks of every clue and the rules. Nothing where nobody asked."""
    us, it = view.verdict.us, told(view, most, is_closer)
    if us is None or it is None:
        return
    yield Line()
    yield Line(view.say(_SECTION, title=it.title), style=Style.HEAD)
    for text in it.answers:
        yield Line(text, lead="  " if len(it.answers) == 1 else "  " + view.bullet, style=Style.CARE)
    yield from (Line(text, lead="  ") for text in it.notes)
    yield from _points(view, it.why, it.because, it.more_because, is_closer)
    yield from _points(view, view.say(AGAINST), it.against, it.more_against, is_closer)
    yield from _list(view, DO, it.steps, numbered=True)
    yield from _list(view, SETTLE, it.settle, numbered=False)
    yield from _list(view, TERMS, it.terms(view.language), numbered=False)
    if is_closer and us.rows:
        yield Line(view.say(_ROWS, rows=view.listed(us.rows, 20)), lead="  ", style=Style.FAINT)


def _points(view: View, head: str, points: tuple[Point, ...], more: str, is_closer: bool) -> Iterator[Line]:
    if points:
        yield Line(f"{head}{_colon(view)}", lead="  ", style=Style.HEAD)
    for one in points:
        yield Line(one.text, lead="  " + view.bullet)
        for way in (*one.places, *([one.more] if one.more else [])):
            yield Line(way, lead="      " + view.say(_WHERE), style=Style.FAINT)
        if is_closer:
            yield Line(one.marks, lead="      ", style=Style.FAINT)
    if more:
        yield Line(more, lead="    ", style=Style.FAINT)


def _list(view: View, head: Words, texts: Iterable[str], numbered: bool) -> Iterator[Line]:
    every = list(islice(texts, MOST_STEPS))
    if every:
        yield Line(f"{view.say(head)}{_colon(view)}", lead="  ", style=Style.HEAD)
    for number, text in enumerate(every, 1):
        yield Line(text, lead=f"  {number:>2}. " if numbered else "  " + view.bullet)


def _colon(view: View) -> str:
    return "：" if view.language == "ja" else ":"
