"""The management page: one sheet that somebody reads in two minutes and decides by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.faces import timeline_svg
from mimawari.faces.documents.acts import DONE, NEXT, NOTHING, done, first, following
from mimawari.faces.documents.blocks import Block, Page, Point, Points, Section, Text, Tone, Width
from mimawari.faces.documents.figure import small
from mimawari.faces.documents.law import deadlines
from mimawari.faces.documents.phrases import SITUATION
from mimawari.faces.documents.seen import Seen
from mimawari.faces.documents.sureness import UNKNOWN, sureness
from mimawari.faces.safe import shown
from mimawari.faces.text import fleet
from mimawari.faces.text.beside import counts
from mimawari.faces.text.headline import result
from mimawari.faces.text.mails import letter, weighty
from mimawari.faces.text.unseen import groups
from mimawari.faces.text.us import told as us_told
from mimawari.model import Level, Situation, Words


@dataclass(frozen=True, slots=True)
class Room:
    """How much of each list stands on the page; the rest is counted."""

    done: int = 5
    steps: int = 8
    unseen: int = 5
    contacts: int = 5
    moments: int = 8
    ways: int = 5
    text: int = 240


ROOMS = (
    Room(), Room(4, 7, 4, 4, 7, 4, 220), Room(3, 6, 3, 3, 6, 3, 180), Room(3, 6, 3, 3, 6, 2, 180),
    Room(3, 5, 2, 2, 6, 1, 160), Room(3, 4, 2, 2, 5, 1, 140), Room(2, 3, 1, 1, 4, 1, 120),
    Room(2, 2, 1, 1, 3, 1, 120), Room(1, 2, 1, 1, 3, 1, 120), Room(2, 3, 1, 1, 0, 1, 90),
    Room(1, 2, 1, 1, 0, 1, 40),
)  # fmt: skip
"""From the most to the least: the first that fits one sheet is taken. The last, without the figure, is for texts without an end."""

_MOST_LIMITS, _MOST_MAILS = 4, 2
_TITLE = Words(en="Security incident: where we stand", ja="不審なメール・ウイルス感染への対応状況")
_SUB = Words(en="Summary for the management (one page)", ja="経営者向けの要約（1ページ）")
_WRITTEN = Words(en="{firm}Case: {case}. As of {time} ({zone}).", ja="{firm}件名：{case}　{time}（{zone}）現在")
_FIRM = Words(en="{firm}. ", ja="{firm}　")
_TLP = Words(en="TLP:AMBER – for the firm and whom it asks for help only", ja="TLP:AMBER（取り扱い注意：社内と相談先に限る）")
_ABUSED = Words(
    en="RESULT: PROBABLY ONLY OUR ADDRESS IS USED",
    ja="【判定】アドレスをかたられている可能性（調べた範囲では、自社に兆候なし）",
)
_MAIL = Words(en="Mail: {mail}", ja="該当するメール：{mail}")
_US = Words(en="Is it us?", ja="原因は自社にあるか")
_DUE = Words(en="Deadlines", ja="届け出などの期限")
_UNSEEN = Words(en="What could not be looked at", ja="調べられなかったところ")
_TOLD = Words(en="Whom we told", ja="連絡・相談した先")
_ANSWER = Words(en="{situation}: {sure}", ja="{situation}：{sure}")
_WHEN = Words(en="{time}, {who}", ja="{time}　{who}")
_ALL_SEEN = Words(
    en="All that was given was looked at. Other PCs were not looked at. That is no proof that there is no infection.",
    ja="渡されたものは、すべて調べました。ほかのPCは調べていません。感染していないことの証明ではありません。",
)
_UNLOOKED = Words(
    en="PCs that nobody looked at, or not wholly: {hosts}", ja="まだ調べていない、または調べ終わっていないPC：{hosts}"
)
_UNCHECKED = Words(
    en="Nothing was looked at yet: there is no result in this case.",
    ja="まだ何も調べていません。この件には、調査結果がありません。",
)
_BACK = Words(en="Second check: signs came back on {hosts}.", ja="再確認：再び兆候が見られます（{hosts}）。")
_MAY_NOT = Words(
    en="Second check: {met} of {all} conditions for lifting the isolation are met. Leave it as it is.",
    ja="再確認：切り離しを解除する条件は、{all}件のうち{met}件を満たしています。まだ解除しないでください。",
)
_MAY_LIFT = Words(
    en="Second check: all {all} conditions for lifting the isolation are met. That is no proof that there is no infection.",
    ja="再確認：切り離しを解除する条件{all}件を、すべて満たしています（感染していないことの証明ではありません）。",
)
_HOLE = Words(en="{wanted}: {why}{count}", ja="{wanted}：{why}{count}")
_COUNT = Words(en=" ({count} times)", ja="（{count}件）")
_PROOF = Words(
    en="This page says what was found in what was looked at. It proves of no PC that it is free of malware.",
    ja="この資料は、調べた範囲で分かったことをまとめたものです。PCが感染していないことを証明するものではありません。",
)
_MORE = Words(en="Details: annex (annex.html, annex.pdf).", ja="詳細：別紙（annex.html、annex.pdf）")


def management(seen: Seen, room: Room = ROOMS[0], fonts: str = "") -> Page:
    """The page with so much in each list; *fonts* are families for the figure."""
    it, tongue = seen.dossier, seen.tongue
    firm = _FIRM.say(seen.tongue).format(firm=shown(it.firm, 60)) if it.firm else ""
    about = _WRITTEN.say(tongue).format(
        firm=firm, case=shown(it.state.name or it.state.case, 60), time=seen.minute(it.now), zone=seen.zone
    )  # fmt: skip
    return Page(
        tongue=tongue,
        title=seen.say(_TITLE),
        about=(seen.say(_SUB), about, seen.say(_TLP)),
        box=tuple(_happened(seen, room)),
        sections=tuple(_sections(seen, room, fonts)),
        foot=(seen.joined((*_limits(seen, room), seen.say(_PROOF), *_cautions(seen, room), seen.say(_MORE))),),
        running=about,
        level=it.verdict.level,
        case=it.state.case,
    )


def _happened(seen: Seen, room: Room) -> Iterator[Block]:
    view = seen.view
    is_abused = view.verdict.level is Level.NO_SIGN and seen.dossier.plan.situations[:1] == (Situation.ADDRESS_ONLY,)
    yield Text(seen.say(_ABUSED) if is_abused else result(view), Tone.LEAD)
    yield Text(shown(fleet.sentence(view), room.text + 100), Tone.STRONG)
    yield from (Text(seen.say(_MAIL, mail=letter(view, item.letter))) for item in weighty(view)[:_MOST_MAILS])
    if len(view.hosts) > 1:
        yield Text(counts(view))
    for words in seen.dossier.verdict.opened[:1]:
        yield Text(seen.told(words, room.text), Tone.CARE)
    for opening in seen.dossier.plan.openings[:2]:
        yield Text(seen.told(opening.meaning, room.text))
        yield from (Text(f"→ {text}", Tone.CARE) for text in first(seen, opening, room.text))
    yield from _again(seen)


def _again(seen: Seen) -> Iterator[Block]:
    """What the second check came to, where there was one."""
    it = seen.dossier.recheck
    if it is None:
        return
    if it.reinfected:
        yield Text(_BACK.say(seen.tongue).format(hosts=seen.view.listed(it.reinfected)), Tone.CARE)
    met = sum(one.met is True for one in it.conditions)
    yield Text(seen.say(_MAY_LIFT if it.may_lift else _MAY_NOT, met=met, all=len(it.conditions)), Tone.CARE)


def _sections(seen: Seen, room: Room, fonts: str) -> Iterator[Section]:
    yield Section(seen.say(_US), tuple(_us(seen, room)))
    yield Section(seen.say(DONE), tuple(done(seen, room.done, room.text)))
    yield Section(seen.say(NEXT), tuple(following(seen, room.steps, room.text)))
    yield Section(seen.say(_DUE), tuple(deadlines(seen, room.ways, room.text)))
    yield Section(seen.say(_UNSEEN), (_unseen(seen, room),), Width.HALF)
    yield Section(seen.say(_TOLD), (_told(seen, room),), Width.HALF)
    if room.moments:
        yield Section(seen.say(timeline_svg.TITLE), small(seen, room.moments, fonts))


def _us(seen: Seen, room: Room) -> Iterator[Block]:
    verdict = seen.dossier.verdict
    points = [
        Point(seen.say(_ANSWER, situation=seen.say(SITUATION[one]), sure=seen.say(sureness(one, verdict))))
        for one in seen.dossier.plan.situations[:3]
    ]
    yield Points(tuple(points)) if points else Text(seen.say(UNKNOWN))
    if us := us_told(seen.view):
        yield from (Text(shown(text, room.text + 100), Tone.FAINT) for text in (*us.answers[:2], *us.notes[:1]))


def _unseen(seen: Seen, room: Room) -> Block:
    every = [group for group in groups(seen.view) if group.hole]
    points = [Point(seen.say(_UNLOOKED).format(hosts=seen.view.listed(hosts, 8)))] if (hosts := _unchecked(seen)) else []
    for group in every[: room.unseen]:
        wanted = seen.view.listed(dict.fromkeys(seen.view.named("wanted", word) for word in sorted(group.wanted)), 3)
        count = seen.say(_COUNT, count=f"{group.count:,}") if group.count > 1 else ""
        text = _HOLE.say(seen.tongue).format(wanted=wanted, why=group.why(seen.view), count=count)
        points.append(Point(text, (f"→ {seen.told(group.remedy, room.text)}",)))
    return _listed(seen, points, len(every) - room.unseen, _ALL_SEEN if seen.view.sources else _UNCHECKED)


def _unchecked(seen: Seen) -> tuple[str, ...]:
    """The PCs of the firm of which the second check says so."""
    return seen.dossier.recheck.unchecked if seen.dossier.recheck else ()


def _told(seen: Seen, room: Room) -> Block:
    names = {desk.id: desk.name for desk in seen.dossier.desks}
    every = seen.dossier.state.contacts[::-1]
    points = []
    for entry in every[: room.contacts]:
        name = seen.told(names[entry.about], 80) if entry.about in names else shown(entry.about, 60)
        when = seen.say(_WHEN, time=seen.minute(entry.at), who=shown(entry.who, 30))
        points.append(Point(name, (when,)))
    return _listed(seen, points, len(every) - room.contacts, NOTHING)


def _listed(seen: Seen, points: list[Point], left: int, none: Words) -> Block:
    """The list, how many more there are, or the sentence for none."""
    if not points:
        return Text(seen.say(none), Tone.FAINT)
    rest = [Point(seen.more(left), mark="…")] if left > 0 else []
    return Points((*points, *rest))


def _limits(seen: Seen, room: Room) -> Iterator[str]:
    every = dict.fromkeys(seen.told(words, room.text) for one in seen.dossier.plan.openings for words in one.limits[:2])
    yield from list(every)[:_MOST_LIMITS]


def _cautions(seen: Seen, room: Room) -> Iterator[str]:
    yield from (seen.told(words, room.text + 100) for words in seen.dossier.clock.cautions[:1])
