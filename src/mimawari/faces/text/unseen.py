"""What could not be looked at and what to do about it: those first that stand in the way, equal ones as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mimawari import app
from mimawari.faces.safe import shown
from mimawari.faces.text.line import Line, Style
from mimawari.faces.text.mails import letter, mail_of
from mimawari.faces.text.reasons import place
from mimawari.faces.text.view import View
from mimawari.model import Gap, Origin, Reason, Source, Words

_MOST, _MOST_DETAILS, _MOST_PLACES = 5, 4, 3
CONTENT = "content"
_TOLD = (CONTENT, "signature", "unused-signature")
"""Of these it is said more closely what could not be looked at."""
COMPARED = "signature"

_UNSEEN = Words(en="What could not be looked at", ja="■ 調べられなかったところ")
_BESIDE = Words(en="Also not looked at", ja="■ そのほか調べられなかったもの")
_OPTIONAL = Words(
    en="This is not among what has to be looked at, but it could have shown more.",
    ja="必須の確認項目ではありませんが、調べられていれば、さらに分かることがあったかもしれません。",
)
_GROUP = Words(en="{wanted}: {reason}", ja="{wanted}：{reason}")
_COUNTED = Words(en="{wanted}: {reason} ({count} times)", ja="{wanted}：{reason}（{count}件）")
_FOR = Words(en="for example: ", ja="例：")
_STREAM = Words(en="data embedded in it ({name})", ja="文書に埋め込まれたデータ（{name}）")
_AT = Words(en="where: ", ja="場所：")
_PLACED = Words(en="{said} ({way})", ja="{said}（{way}）")
_OF = Words(en="on: {hosts}", ja="対象：{hosts}")
_MORE = (
    Words(en="1 more kind: see `mimawari explain REPORT`.", ja="ほかに1種類あります（mimawari explain で確認できます）。"),
    Words(
        en="{count} more kinds: see `mimawari explain REPORT`.", ja="ほかに{count}種類あります（mimawari explain で確認できます）。"
    ),
)
_SAID = Words(en="{said}", ja="{said}")
_PLACES = Words(en="{said}:", ja="{said}：")
_MORE_PLACES = (Words(en="and 1 more", ja="ほか1件"), Words(en="and {count} more", ja="ほか{count}件"))
_WHOLE = Words(
    en="All, as a list: `mimawari check PATH --out FOLDER` (not-looked-at.en.txt).",
    ja="すべての一覧が必要な場合は、mimawari check パス --out フォルダー を実行してください"
    "（not-looked-at.ja.txt に保存されます）。",
)
_EVERY = Words(
    en="More of them: `mimawari explain REPORT`. All, as a list: `mimawari check PATH --out FOLDER` (not-looked-at.en.txt).",
    ja="さらに見るには mimawari explain を、すべての一覧が必要な場合は mimawari check パス --out フォルダー を実行してください"
    "（not-looked-at.ja.txt に保存されます）。",
)


@dataclass(slots=True)
class Group:
    """Gaps with the same reason and the same advice. ``hole``: they stand in the way of a verdict.

    ``details`` are what is said more closely of content, and of rules and lists, each with its places.
    """

    hole: bool
    reason: Reason
    remedy: Words
    wanted: Counter[str] = field(default_factory=Counter)
    places: set[Origin] = field(default_factory=set)
    details: dict[str, set[Origin]] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many things could not be looked at; one thing that was wanted for two reasons counts once."""
        return max(len(self.places), max(self.wanted.values()))

    def why(self, view: View) -> str:
        """The reason in words; some of what was wanted has words of its own for it."""
        own = {view.named("reason", word) for word in map(self._own, self.wanted) if word in view.known.wording["reason"]}
        return own.pop() if len(own) == 1 and len(self.wanted) == 1 else view.named("reason", self.reason)

    def _own(self, wanted: str) -> str:
        return f"{self.reason}-{wanted}"


def groups(view: View) -> list[Group]:
    """Every gap of the deciding sources, merged; the holes of their minimums first, then mostly by number."""
    found: dict[tuple[bool, Reason, Words], Group] = {}
    told: set[tuple[bool, Gap]] = set()
    for source in view.deciding:
        holes = app.holes(source)
        for gap in _all_gaps(source):
            hole = gap.wanted in holes or not source.ought
            remedy = gap.remedy or view.known.remedy(gap)
            group = found.setdefault((hole, gap.reason, remedy), Group(hole, gap.reason, remedy))
            group.places.add(gap.origin)
            if gap.wanted in _TOLD and gap.detail:
                group.details.setdefault(gap.detail, set()).add(gap.origin)
            group.sources.add("\0".join(source.key))
            # What is of no source, all that it touches have.
            group.wanted[gap.wanted] += (hole, gap) not in told
            told.add((hole, gap))
        _count_all(source, found.values())
    return sorted(found.values(), key=_rank)


def _rank(group: Group) -> tuple[object, ...]:
    """What an antivirus program takes for malware comes before anything else."""
    return (not group.hole, app.BLOCKED not in group.wanted, -group.count, group.reason, group.remedy)


def _all_gaps(source: Source) -> Iterator[Gap]:
    """The gaps of a source, and one for each hole of its minimum that no gap explains."""
    holes = app.holes(source)
    opened = {(gap.origin, gap.reason) for gap in source.gaps if gap.wanted == CONTENT}
    is_said = CONTENT in holes or COMPARED not in holes
    for gap in source.gaps:
        # What could not be unpacked could not be held against rules either: that is one thing, and the rules are well.
        if gap.wanted != COMPARED or not is_said or (gap.origin, gap.reason) not in opened:
            yield gap
    explained = {gap.wanted for gap in source.gaps}
    for word in holes:
        if word not in explained:
            yield Gap(Origin(source.id, source.locator), Reason.MISSING, word)


def _count_all(source: Source, found: Iterable[Group]) -> None:
    """Of equal gaps a part keeps a hundred and counts the rest: count those here too."""
    rest: Counter[tuple[str, str]] = Counter()
    for part in source.parts:
        kept = Counter((gap.reason.value, gap.wanted) for gap in part.gaps)
        for (reason, wanted), number in kept.items():
            rest[reason, wanted] += max(0, dict(part.gap_counts).get(f"{reason}-{wanted}", 0) - number)
    for group in found:
        for wanted in group.wanted:
            group.wanted[wanted] += rest.pop((group.reason.value, wanted), 0)


def unseen(view: View, most: int = _MOST, told: str = "", places: int = _MOST_PLACES) -> Iterator[Line]:
    """The section; nothing where there is no gap but of the word *told*, which stands elsewhere. *places*: of equal ones."""
    every = [group for group in groups(view) if set(group.wanted) != {told}]
    for head, wanted in ((_UNSEEN, True), (_BESIDE, False)):
        these = [group for group in every if group.hole is wanted]
        if not these:
            continue
        yield Line()
        yield Line(view.say(head), style=Style.HEAD)
        if not wanted:
            yield Line(view.say(_OPTIONAL), lead="  ", style=Style.FAINT)
        for group in these[:most]:
            yield from _group(view, group, places)
        if len(these) > most:
            yield Line(view.counted(_MORE, len(these) - most), lead="  ")


def _group(view: View, group: Group, places: int) -> Iterator[Line]:
    wanted = view.listed(dict.fromkeys(view.named("wanted", word) for word in sorted(group.wanted)), most=8)
    words = _COUNTED if group.count > 1 else _GROUP
    text = view.say(words, wanted=wanted, reason=group.why(view), count=f"{group.count:,}")
    yield Line(text, lead=view.bullet)
    yield from _example(view, group, places)
    if len(view.hosts) > 1 and not view.is_one:
        yield Line(view.say(_OF, hosts=view.listed(_hosts(view, group), 4)), lead="    ", style=Style.FAINT)
    yield Line(shown(view.say(group.remedy), 600), lead="  → ")


def _example(view: View, group: Group, places: int) -> Iterator[Line]:
    """Some of the places; with all that is known of them where that is more than a place."""
    if group.details:
        yield from _details(view, group, places)
        return
    ways = sorted({place(origin.path) for origin in group.places if origin.path})
    if len(ways) == 1 and group.count == 1:
        yield Line(ways[0], lead="    " + view.say(_AT), style=Style.FAINT)
    elif ways:
        yield Line(view.say(_FOR), lead="    ", style=Style.FAINT)
        yield from _ways(view, ways, group.count, places)


def _details(view: View, group: Group, places: int) -> Iterator[Line]:
    """What exactly was cut off or refused, and where: what is said of several once, with the first of them."""
    told = sorted(group.details.items())
    uncounted = max(0, group.count - sum(len(origins) for _, origins in told))
    rest = uncounted + sum(len(origins) for _, origins in told[_MOST_DETAILS:]) if len(told) > 1 else 0
    for detail, origins in told[:_MOST_DETAILS]:
        count = len(origins) + (uncounted if len(told) == 1 else 0)
        if count == 1:
            yield Line(exactly(view, detail, min(origins)), lead="    ", style=Style.FAINT)
            continue
        ways = list(filter(None, (_way(view, origin) for origin in sorted(origins))))
        if not all(detail == origin.path[-1] for origin in origins if origin.path):
            yield Line(view.say(_PLACES if ways else _SAID, said=_said(view, detail)), lead="    ", style=Style.FAINT)
        yield from _ways(view, ways, count, places)
    if rest:
        yield Line(view.counted(_MORE_PLACES, rest), lead="    ", style=Style.FAINT)
    if rest or any(len(origins) > places for origins in group.details.values()):
        yield Line(view.say(_EVERY if places == _MOST_PLACES else _WHOLE), lead="    ", style=Style.FAINT)


def _ways(view: View, ways: list[str], count: int, places: int) -> Iterator[Line]:
    """The first of *ways*, and how many more of *count* there are."""
    for way in ways[:places]:
        yield Line(way, lead="      ", style=Style.FAINT)
    if count > min(len(ways), places):
        yield Line(view.counted(_MORE_PLACES, count - min(len(ways), places)), lead="      ", style=Style.FAINT)


def exactly(view: View, detail: str, origin: Origin) -> str:
    """What a gap says, with its place behind it; a name alone, which the place ends with anyway, is not said twice."""
    way = _way(view, origin)
    if way and detail == origin.path[-1]:
        return way
    said = _said(view, detail)
    return view.say(_PLACED, said=said, way=way) if way else said


def _said(view: View, detail: str) -> str:
    return shown(view.known.detail(detail).say(view.language), 200)


def _way(view: View, origin: Origin) -> str:
    """The way to it, of a mail beginning with what the mail is."""
    mail = mail_of(view, origin)
    path = tuple(_step(view, step) for step in (origin.path[len(mail.path) :] if mail else origin.path))
    way = letter(view, mail) + " > " + place(path) if mail else place(path)
    return way.removesuffix(" > ")


def _step(view: View, step: str) -> str:
    """A stream that Office names for itself, with a control character before the name, means nothing to a reader."""
    return view.say(_STREAM, name=step[1:]) if step[:1] < " " and step[1:].isalnum() else step


def _hosts(view: View, group: Group) -> list[str]:
    return [host.name for host in view.hosts if any("\0".join(source.key) in group.sources for source in host.sources)]
