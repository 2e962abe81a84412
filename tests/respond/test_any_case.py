"""Whatever holds together: the plan keeps its promises."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from support import reports
from support import respond_reports as made
from support.cacao_schema import faults
from support.plain_words import explained, listed, unknown

from mimawari import app
from mimawari.faces.text import plain
from mimawari.faces.text.plan import first_page, plan_lines
from mimawari.model import About, Answer, Answered, Hold, Level, Phase, Plan, Report, Situation, Source, Strength, Us, Verdict
from mimawari.respond.cacao import cacao
from mimawari.respond.planning import plan_of
from mimawari.respond.situations import Standing, situations

KNOWN = app.known()
WORDS = listed()
_HOSTS = {
    "infected": reports.infected,
    "suspected": reports.suspected,
    "past": made.past,
    "undetermined": reports.undetermined,
    "no-sign": reports.no_sign,
}
_LOGS = {
    "account": made.misuse(),
    "script": made.misuse("abused-script", "www-data"),
    "machine": made.misuse("bot-machine", "192.0.2.7"),
}
_MAILS = {"delivery": made.mail_finding(), "lure": made.mail_finding("lure-mail", About.MAIL)}
_ANSWERS = st.none() | st.builds(
    Answered,
    st.sampled_from([Answer.OUR_DEVICE, Answer.OUR_ACCOUNT, Answer.ADDRESS_ONLY]),
    st.sampled_from(Strength),
    st.sampled_from([(), (made.ACCOUNT,)]),
    st.sampled_from([(), ("PC0",), ("PC7",)]),
    st.booleans(),
) | st.just(Answered(Answer.UNKNOWN))  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> tuple[Report, Verdict]:
    """Up to four PCs, a mail log, a mailbox, and an answer to "is it us?"."""
    hosts = draw(st.lists(st.sampled_from(sorted(_HOSTS)), max_size=4))
    sources: list[Source] = [_HOSTS[kind](f"PC{number}") for number, kind in enumerate(hosts)]
    logs, mails = (draw(st.sets(st.sampled_from(sorted(every)))) for every in (_LOGS, _MAILS))
    is_empty = draw(st.booleans())
    sources += [made.mail_log(*(_LOGS[one] for one in sorted(logs)))] if logs else []
    sources += [made.mailbox(*(_MAILS[one] for one in sorted(mails)))] if mails or is_empty else []
    report = Report.of(sources)
    verdict = app.judge(report)
    answer = draw(_ANSWERS)
    return report, replace(verdict, us=Us((answer,))) if answer else verdict


@settings(max_examples=120, deadline=None, derandomize=True)
@given(cases())
def test_every_plan_keeps_its_promises(case: tuple[Report, Verdict]) -> None:
    report, verdict = case
    standings = situations(report, verdict)
    plan = plan_of(standings, KNOWN)
    _in_order(plan)
    _only_whom_it_concerns(report, verdict, plan)
    _never_more_than_is_sure(standings, plan)
    _in_words(plan)
    assert faults(cacao(plan, created="2026-11-26")) == []


def _in_order(plan: Plan) -> None:
    assert plan.steps
    keys = [step.key for step in plan.steps]
    assert len({*keys}) == len(keys)
    places = {step.step.id: place for place, step in enumerate(plan.steps)}
    firsts = {step.step.id: place for place, step in reversed([*enumerate(plan.steps)])}
    assert [step.step.phase.rank for step in plan.steps] == sorted(step.step.phase.rank for step in plan.steps)
    for step in plan.steps:
        assert all(places[other] < firsts[step.step.id] for other in step.step.after if other in places)


def _only_whom_it_concerns(report: Report, verdict: Verdict, plan: Plan) -> None:
    levels = {source.host: verdict.levels[source.key] for source in report.sources if source.host}
    clean = {host for host, level in levels.items() if level is Level.NO_SIGN}
    assert not [step.key for step in plan.steps if step.target in clean]
    unplugged = {step.target for step in plan.steps if step.step.id == "unplug"}
    assert {host for host, level in levels.items() if level is Level.INFECTED} <= unplugged
    wiped = {step.target for step in plan.steps if step.step.id == "reimage"}
    assert wiped <= {host for host, level in levels.items() if level is Level.INFECTED} | _named_for_certain(verdict)
    if {*plan.situations} <= {Situation.ADDRESS_ONLY, Situation.NO_SIGN}:
        assert not [step.key for step in plan.steps if step.step.destroys or step.step.phase is Phase.ISOLATE]


def _named_for_certain(verdict: Verdict) -> set[str]:
    answers = verdict.us.answers if verdict.us else ()
    return {
        name for one in answers if one.answer is Answer.OUR_DEVICE and one.strength is Strength.CONCLUSIVE for name in one.machines
    }


def _never_more_than_is_sure(standings: tuple[Standing, ...], plan: Plan) -> None:
    sure = any(one.hold is Hold.SURE and one.situation in (Situation.OUR_DEVICE, Situation.OUR_ACCOUNT) for one in standings)
    assert sure or not [step.key for step in plan.steps if step.step.sure]
    ours = {Situation.OUR_DEVICE, Situation.OUR_ACCOUNT} & {*plan.situations}
    assert not (ours and any("切り離す、初期化する" in words.ja for words in plan.forbidden))
    assert (Situation.NO_SIGN in plan.situations) == (plan.situations == (Situation.NO_SIGN,))


def _in_words(plan: Plan) -> None:
    page = plain(first_page(plan, None, "ja", KNOWN))
    assert len(page.splitlines()) <= 40
    for name in sorted((*plan.hosts, *plan.accounts), key=len, reverse=True):
        page = page.replace(name, "")
    assert unknown(page, WORDS | explained(page)) == []
    whole = plain(plan_lines(plan, None, "ja", KNOWN))
    assert all(step.key in whole.replace("\n    ", "") for step in plan.steps if len(plan.hosts) <= 4)
    if not any(step.step.id == "unplug" for step in plan.steps):
        assert "→ LANケーブル" not in page
