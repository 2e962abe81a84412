"""Cases made by hand from the nouns, one a situation, for tests of what comes out of a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from support import dossier_plans as plans
from support import reports
from support.dossier_desks import DESKS
from support.dossier_law import clock

from mimawari import app
from mimawari.model import (
    About,
    Answer,
    Answered,
    CaseState,
    Clue,
    Deed,
    Dossier,
    Entry,
    Finding,
    Lane,
    Level,
    Moment,
    ReadFinding,
    Report,
    Situation,
    Source,
    StepState,
    Strength,
    Us,
    Verdict,
    Words,
)
from mimawari.model.case_record import START

CASE = "c-0123456789abcdef"
NOW = "2026-11-26T06:30:00Z"
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
TEST_CASES = tuple(one for one in Situation if one is not Situation.NO_SIGN)
"""The five that a case may be of."""


def entry(entries: list[Entry], at: str, deed: Deed, about: str = "", text: str = "", who: str = "佐藤", **facts: str) -> Entry:
    """One more entry, bound to the one before it."""
    previous = entries[-1].hash if entries else START
    made = Entry(
        case=CASE, number=len(entries) + 1, at=at, who=who, deed=deed, about=about, text=text, facts=tuple(facts.items()),
        previous=previous,
    )  # fmt: skip
    entries.append(made)
    return made


def log(situation: Situation, known: bool) -> tuple[Entry, ...]:
    """What was done in the first two days."""
    made: list[Entry] = []
    entry(made, "2026-11-24T01:10:00Z", Deed.OPENED, text="経理PCの件")
    entry(made, "2026-11-24T01:10:01Z", Deed.REPORT_ADDED, about=SHA256)
    entry(made, "2026-11-24T01:10:02Z", Deed.PLANNED, text=situation.value)
    if known:
        entry(made, "2026-11-24T01:15:00Z", Deed.KNOWN_AT, text="2026-11-24T00:40:00Z")
    steps = plans.STEPS[situation]
    if steps:
        entry(made, "2026-11-24T01:20:00Z", Deed.STEP_DONE, about=plans.key(steps[0], situation), text="済ませた", who="田中")
    entry(made, "2026-11-24T05:00:00Z", Deed.CONTACTED, about="ipa-cs-support", text="メールで相談した", who="田中")
    entry(made, "2026-11-25T02:30:00Z", Deed.NOTED, text="取引先2社から電話あり。不審なメールは開いていないとのこと")
    return tuple(made)


def state(entries: tuple[Entry, ...], name: str = "経理PCの件") -> CaseState:
    """How the case stands by those entries."""
    of = {deed: tuple(one for one in entries if one.deed is deed) for deed in Deed}
    return CaseState(
        case=CASE,
        name=name,
        opened=entries[0],
        reports=tuple(one.about for one in of[Deed.REPORT_ADDED]),
        steps=tuple((one.about, StepState.DONE, one) for one in of[Deed.STEP_DONE]),
        known_at=(of[Deed.KNOWN_AT] or (None,))[-1],
        contacts=of[Deed.CONTACTED],
        notes=of[Deed.NOTED],
        head=entries[-1].hash,
        count=len(entries),
    )


def lure(host: str = "PC5") -> Finding:
    """A malicious document that was delivered."""
    return ReadFinding(
        name="emotet-macro",
        origin=reports.origin("C:\\Users\\sato\\Downloads\\請求書.doc", host=host),
        strength=Strength.CONCLUSIVE,
        words=Words(
            en="The document carries a macro that only documents of Emotet carry.",
            ja="Emotetの文書だけに見られるマクロが入っています。",
        ),
        family="emotet",
        attack=("T1566.001", "T1204.002"),
        about=About.DELIVERY,
        given=(("sha256", SHA256), ("file", "請求書.doc")),
        seen_at="2026-11-23T23:50:00Z",
    )


def clue(name: str, en: str, ja: str, strength: Strength = Strength.STRONG) -> Clue:
    """A fact that speaks of where mails come from."""
    return Clue(
        name=name, origin=reports.origin("log", host="mail"), strength=strength, words=Words(en=en, ja=ja),
        seen_at="2026-11-23T18:02:00Z", given=(("account", "info@shop.example"),),
    )  # fmt: skip


_OURS = Us(
    answers=(Answered(Answer.OUR_ACCOUNT, Strength.CONCLUSIVE, accounts=("info@shop.example",)),),
    because=(
        clue(
            "signed-in-from-new",
            "The account info@shop.example sent 412 mails from a network that it never used before.",
            "アカウント info@shop.example が、これまで使われたことのないネットワークから412通を送信しています。",
            Strength.CONCLUSIVE,
        ),
    ),
)
_ADDRESS = Us(
    answers=(Answered(Answer.ADDRESS_ONLY, Strength.STRONG, accounts=("info@shop.example",)),),
    because=(
        clue(
            "foreign-way",
            "All three reported mails came from servers that are not yours.",
            "連絡のあった3通は、いずれも自社のものではないサーバーから送信されています。",
        ),
    ),
)

SOURCES: dict[Situation, tuple[Source, ...]] = {
    Situation.OUR_DEVICE: (
        reports.infected("経理PC"), reports.suspected("PC2"), reports.undetermined("PC3"), reports.no_sign("PC4"),
    ),
    Situation.OUR_ACCOUNT: (reports.no_sign("PC1"),),
    Situation.ADDRESS_ONLY: (reports.no_sign("PC1"),),
    Situation.EXPOSED: (reports.source("PC5", reports.part("PC5", (lure(),))),),
    Situation.UNDETERMINED: (reports.undetermined("PC1"), reports.no_sign("PC2")),
    Situation.NO_SIGN: (reports.no_sign("PC1"),),
}  # fmt: skip
_US = {Situation.OUR_ACCOUNT: _OURS, Situation.ADDRESS_ONLY: _ADDRESS}


def judged(report: Report, us: Us | None = None) -> Verdict:
    """The verdict on it, and the answer where one was asked for."""
    verdict = app.judge(report)
    if us is None:
        return verdict
    ours = us.answers[0].answer is Answer.OUR_ACCOUNT
    return replace(verdict, us=us, level=Level.SUSPECTED if ours else verdict.level)


_DID = {
    Deed.OPENED: ("Case opened", "対応を開始しました"),
    Deed.KNOWN_AT: ("The moment of knowledge was recorded", "知った時点を記録しました"),
    Deed.STEP_DONE: ("A step was done", "対応を1つ済ませました"),
    Deed.CONTACTED: ("A desk was told", "相談先に連絡しました"),
}


def moments(situation: Situation, entries: Iterable[Entry], report: Report) -> tuple[Moment, ...]:
    """What happened when, and what is due."""
    found = [
        Moment(one.seen_at, Lane.ATTACK, one.sentence, one.id) for one in app.judge(report).because if one.seen_at
    ]  # fmt: skip
    looked = [
        Moment(source.seen_at, Lane.CHECK, Words(en="Looked at", ja="調べました"), "", source.host)
        for source in report.sources
        if source.seen_at
    ]
    deeds = [
        Moment(one.at, Lane.RESPONSE, Words(en=_DID[one.deed][0], ja=_DID[one.deed][1]), str(one.number))
        for one in entries
        if one.deed in _DID
    ]
    due = [
        Moment("2026-11-27", Lane.DUE, Words(en="First report to the authority", ja="速報の期限"), "prompt"),
        Moment("2027-01-22", Lane.DUE, Words(en="Full report to the authority", ja="確報の期限"), "final-60"),
    ]
    return tuple(sorted((*found, *looked, *deeds, *(due if situation is not Situation.ADDRESS_ONLY else ()))))


def dossier(situation: Situation, known: bool = True, sources: Iterable[Source] = ()) -> Dossier:
    """A case of that situation, two days on. *known*: the moment of knowledge was recorded."""
    report = Report.of(tuple(sources) or SOURCES[situation])
    entries = log(situation, known)
    return Dossier(
        state=state(entries),
        entries=entries,
        report=report,
        verdict=judged(report, _US.get(situation)),
        plan=plans.plan(situation),
        clock=clock(known),
        desks=DESKS,
        timeline=moments(situation, entries, report),
        now=NOW,
        firm="さくら雑貨店",
        version="0.1.0",
        knowledge="2026.11.1",
        knowledge_as_of="2026-11-24",
    )
