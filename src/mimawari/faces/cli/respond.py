"""``mimawari respond``: from a report to a case with its plan."""

from __future__ import annotations

import json

import click

from mimawari import app
from mimawari.app import casework
from mimawari.faces.both_times import both
from mimawari.faces.case_json import plan_document
from mimawari.faces.cli import spoken
from mimawari.faces.cli.case import common
from mimawari.faces.cli.case.planning import show_plan
from mimawari.faces.cli.common import known as knowledge_in_use
from mimawari.faces.cli.common import refused
from mimawari.faces.safe import own, shown
from mimawari.faces.streams import note, put
from mimawari.model import CaseState, Conflict, Deed, Plan, Words

_OPENED = Words(
    en="mimawari: opened the case “{name}”. It is recorded at {place}.", ja="mimawari：「{name}」の記録を始めました。場所：{place}"
)
_ADDED = Words(
    en="mimawari: added {count} report(s) to the case “{name}” at {place}.",
    ja="mimawari：「{name}」の記録に、レポートを{count}件追加しました。場所：{place}",
)
_THERE = Words(
    en="mimawari: these reports are in the case “{name}” at {place} already; nothing was added.",
    ja="mimawari：このレポートは「{name}」の記録にすでにあります。追加していません。場所：{place}",
)
_NOW_STEPS = Words(
    en="mimawari: the plan has {steps} steps now; before, it had {before}.",
    ja="mimawari：手順は{steps}件になりました（追加前は{before}件）。",
)
_NAME = Words(en="Case of {day}", ja="{day}の件")


@click.command(
    cls=spoken.Command,
    words=Words(
        en="Open a case on REPORT (what `check --json` printed, or `--out` wrote), or add the report to the case that is there, "
        "and print the plan: what to do now, in order. mimawari does none of it by itself and sends nothing.",
        ja="REPORT（check --json や --out で保存したレポート）をもとに対応の記録を始め、行うことを順番に表示します。"
        "すでに記録がある場合は、レポートを追加します。mimawariが自動で操作したり、送信したりすることはありません。",
    ),
)
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True)
@common.case_option
@spoken.option(
    "--name", metavar="NAME",
    en="What the case is called; a name that no case there has yet opens another one.",
    ja="件の名前。まだない名前を指定すると、新しい件として記録を始めます。",
)  # fmt: skip
@common.who_option
@spoken.option("--no-case", is_flag=True, en="Print the plan only; record nothing.", ja="行うことを表示するだけで、記録しません。")
@spoken.as_json
@spoken.lang
def command(
    reports: tuple[str, ...],
    place: str | None,
    name: str | None,
    who: str | None,
    *,
    no_case: bool,
    as_json: bool,
    lang: str | None,
) -> int:
    """Read the reports, open the case, print the plan."""
    tongue = spoken.speaking(lang)
    known = knowledge_in_use(None, tongue)
    with common.troubles(tongue):
        given = common.given_reports(reports)
        whole = common.union(given, tongue)
        if no_case:
            verdict = app.judge(whole)
            plan = casework.plan_of(whole, verdict, known)
            _print(plan, None, tongue, known, as_json=as_json)
            return 0
        at = _recorded(given, common.place_of(place), name, common.who_of(who), known, tongue)
        with casework.open_case(at, known, common.kept_report, common.state_folder()) as opened:
            common.warn(opened, tongue)
            _print(opened.plan, opened.state, tongue, known, as_json=as_json)
    return 0


def _recorded(given: list[casework.Given], place: str, name: str | None, who: str, known: app.Knowledge, tongue: str) -> str:
    """Where the case lies that the reports were added to, or opened with."""
    at = casework.Place.read(place)
    there = [one for one in casework.cases_at(at.at) if name is None or one.name == name] if casework.has_case(place) else []
    if not there and not at.case:
        called = name or _NAME.fill({"day": both(casework.now()).en[:10]}).say(tongue)
        if made := casework.begin_case(place, called, who, given, known, common.state_folder()):
            _tell(_OPENED, made, called, tongue)
            return made
        there = [one for one in casework.cases_at(at.at) if one.name == called]
        name = called
    chosen = place if at.case or name is None else f"{at.at}#{there[0].id}"
    with casework.open_case(chosen, known, common.kept_report, common.state_folder()) as opened:
        try:
            added = casework.add_reports(opened, who, given, known)
        except Conflict as conflict:
            raise refused(common.CONFLICT, tongue, path=", ".join(one.name for one in given), why=conflict) from conflict
        if added:
            common.warn_closed(opened, tongue)
        count = sum(1 for entry in added if entry.deed is Deed.REPORT_ADDED)
        made = f"{at.at}#{opened.case}"
        _tell(_ADDED if added else _THERE, made, opened.name, tongue, count)
        steps, before = (dict(added[-1].facts)["steps"], len(opened.plan.steps)) if added else (0, 0)
        if steps != before:
            note(_NOW_STEPS.fill({"steps": steps, "before": before}).say(tongue))
    return made


def _tell(words: Words, place: str, name: str, tongue: str, count: int = 0) -> None:
    at = casework.Place.read(place)
    note(words.fill({"place": shown(at.shown), "name": own(name), "count": count}).say(tongue))


def _print(plan: Plan, state: CaseState | None, tongue: str, known: app.Knowledge, *, as_json: bool) -> None:
    if as_json:
        put(json.dumps(plan_document(plan, state), indent=1))
    else:
        show_plan(plan, state, tongue, known)
