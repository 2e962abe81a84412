"""The technical annex: everything that the case rests on, for whoever has to check it."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.faces import timeline_svg
from mimawari.faces.documents import law, phrases, responding
from mimawari.faces.documents.blocks import Block, Page, Point, Points, Section, Table, Text, Tone
from mimawari.faces.documents.changes import changes
from mimawari.faces.documents.evidence import MOST_GAPS, findings, gaps, hosts
from mimawari.faces.documents.figure import drawn, marked
from mimawari.faces.documents.record import LEFT_OUT, record
from mimawari.faces.documents.seen import Seen
from mimawari.faces.documents.sureness import sureness
from mimawari.faces.safe import shown
from mimawari.faces.text import fleet
from mimawari.faces.text.headline import result
from mimawari.faces.text.us import told as us_told
from mimawari.faces.text.used import used
from mimawari.model import Words

MOST_MOMENTS = 60
"""How many moments stand in the annex; the rest is counted, and stands in the case and in its exports."""
_IN_FIGURE = 24

_TITLE = Words(en="Technical annex", ja="技術資料（別紙）")
_ABOUT = Words(
    en="Case {case} ({id}). As of {local} ({zone}), {utc} UTC.", ja="件名：{case}（{id}）　{local}（{zone}）、{utc}（UTC）現在"
)
_TLP = Words(en="TLP:AMBER – for the firm and whom it asks for help only", ja="TLP:AMBER（取り扱い注意：社内と相談先に限る）")
_VERDICT = Words(en="Verdict", ja="判定")
_FINDINGS = Words(en="Findings", ja="見つかったもの")
_GAPS = Words(en="What could not be looked at", ja="調べられなかったところ")
_HOSTS = Words(en="Machines and mailboxes", ja="調べた対象")
_PLAN = Words(en="Plan, and how far it is", ja="対応計画と進み具合")
_CHANGES = Words(en="Passwords to change", ja="変更するパスワード")
_LAW = Words(en="Duty to report: reasons for and against", ja="報告義務について：必要・不要それぞれの理由")
_DESKS = Words(en="Desks", ja="相談先")
_AGAIN = Words(en="Second check", ja="再確認")
_TIMELINE = Words(en="Timeline", ja="時系列")
_LOG = Words(en="Record of the case (append-only)", ja="対応の記録（追記のみ）")
_TOOLS = Words(en="Made with", ja="使用したもの")
_ANSWER = Words(en="{situation}: {sure}", ja="{situation}：{sure}")
_AGAINST = Words(en="against or with care: ", ja="反対・注意：")
_MOMENT_HEADS = (
    Words(en="no.", ja="No."),
    Words(en="{zone}", ja="{zone}"),
    Words(en="UTC", ja="UTC"),
    Words(en="lane", ja="区分"),
    Words(en="what", ja="内容"),
)
_SOME = Words(en="The figure shows {count} of {all} moments.", ja="図には、{all}件のうち{count}件を示しています。")
_SHOWN_WITH = Words(
    en="These pages: mimawari {version}, knowledge {knowledge} of {as_of}.",
    ja="この資料の作成：mimawari {version}、知識データ {knowledge}（{as_of}版）",
)


def annex(seen: Seen, fonts: str = "") -> Page:
    """All of it."""
    it = seen.dossier
    name = shown(it.state.name or it.state.case, 60)
    facts = {"case": name, "id": shown(it.state.case, 40), "zone": seen.zone}
    about = _ABOUT.say(seen.tongue).format(local=seen.minute(it.now), utc=seen.utc(it.now), **facts)
    return Page(
        tongue=seen.tongue,
        title=f"{seen.say(_TITLE)} – {name}",
        about=(*([shown(it.firm, 80)] if it.firm else []), about, seen.say(_TLP)),
        box=tuple(_verdict(seen)),
        sections=tuple(section for section in _sections(seen, fonts) if section.blocks),
        foot=tuple(line.text for line in used(seen.view) if line.text),
        running=about,
        level=it.verdict.level,
        case=it.state.case,
    )


def _verdict(seen: Seen) -> Iterator[Block]:
    yield Text(result(seen.view), Tone.LEAD)
    yield Text(fleet.sentence(seen.view), Tone.STRONG)
    yield from (Text(line.text) for line in fleet.beside(seen.view))


def _sections(seen: Seen, fonts: str) -> Iterator[Section]:
    yield Section(seen.say(_VERDICT), tuple(_answers(seen)))
    yield Section(seen.say(_FINDINGS), tuple(findings(seen)))
    yield Section(seen.say(_GAPS), tuple(gaps(seen, MOST_GAPS)))
    yield Section(seen.say(_HOSTS), tuple(hosts(seen)))
    yield Section(seen.say(_PLAN), tuple(responding.plan(seen)))
    yield Section(seen.say(_CHANGES), tuple(changes(seen)))
    yield Section(seen.say(_LAW), (*law.deadlines(seen), *law.reasons(seen)))
    yield Section(seen.say(_DESKS), tuple(responding.desks(seen)))
    yield Section(seen.say(_AGAIN), tuple(responding.again(seen)))
    yield Section(seen.say(_TIMELINE), tuple(_timeline(seen, fonts)))
    yield Section(seen.say(_LOG), tuple(record(seen)))
    yield Section(seen.say(_TOOLS), tuple(_tools(seen)))


def _answers(seen: Seen) -> Iterator[Block]:
    it = seen.dossier
    points = [
        Point(
            seen.say(_ANSWER, situation=seen.say(phrases.SITUATION[one]), sure=seen.say(sureness(one, it.verdict))),
            tuple(seen.told(opening.meaning) for opening in it.plan.openings if opening.situation is one),
        )
        for one in it.plan.situations
    ]
    if points:
        yield Points(tuple(points))
    if us := us_told(seen.view, most=20, is_closer=True):
        yield Text(us.title, Tone.STRONG)
        yield Points(tuple(Point(text) for text in (*us.answers, *us.notes)))
        because = [Point(one.text, (*one.places, one.marks)) for one in us.because]
        against = [Point(seen.say(_AGAINST) + one.text, (*one.places, one.marks)) for one in us.against]
        yield Points((*because, *against))
        yield Points(tuple(Point(text) for text in us.settle))


def _timeline(seen: Seen, fonts: str) -> Iterator[Block]:
    every = seen.dossier.timeline
    if not every:
        return
    kept = timeline_svg.chosen(every, MOST_MOMENTS)
    marks = marked(seen, kept)
    shown_there = timeline_svg.fitting(marks, _IN_FIGURE)
    yield drawn(seen, shown_there, fonts)
    yield Text(seen.say(timeline_svg.SCALE), Tone.FAINT)
    if len(shown_there) < len(every):
        yield Text(seen.say(_SOME, count=len(shown_there), all=f"{len(every):,}"), Tone.FAINT)
    rows = tuple(
        (str(mark.number), mark.when, seen.utc(one.at), timeline_svg.LANES[one.lane].say(seen.tongue), mark.what)
        for mark, one in zip(marks, kept, strict=True)
    )
    yield Table(tuple(seen.say(head, zone=seen.zone) for head in _MOMENT_HEADS), rows, (2, 5, 5, 5, 16))
    if left := len(every) - len(kept):
        yield Text(seen.say(LEFT_OUT, count=f"{left:,}"), Tone.CARE)


def _tools(seen: Seen) -> Iterator[Block]:
    it = seen.dossier
    facts = {"version": it.version or "-", "knowledge": it.knowledge or "-", "as_of": it.knowledge_as_of or "-"}
    yield Text(seen.say(_SHOWN_WITH, **facts))
    yield (
        Points(tuple(Point(f"SHA-256 {shown(one, 64)}") for one in it.state.reports)) if it.state.reports else Text("-", Tone.FAINT)
    )
