"""Cases at the ends: empty, large, hostile, and with texts without an end."""

from __future__ import annotations

from dataclasses import replace

from support import dossier_plans as plans
from support import dossiers, reports
from support.dossier_law import clock

from mimawari import app
from mimawari.model import Answer, Answered, Deed, Dossier, Entry, Lane, Moment, ReadFinding, Report, Situation, Strength, Us, Words


def empty() -> Dossier:
    """A case in which there is nothing but its opening."""
    made: list[Entry] = []
    dossiers.entry(made, "2026-11-24T01:10:00Z", Deed.OPENED)
    report = Report()
    return Dossier(
        state=dossiers.state(tuple(made), ""), entries=tuple(made), report=report, verdict=app.judge(report),
        plan=plans.plan(Situation.UNDETERMINED), clock=clock(False), desks=(), timeline=(), now=dossiers.NOW,
    )  # fmt: skip


def wordy(situation: Situation = Situation.OUR_DEVICE) -> Dossier:
    """A case in which every text is as long as anybody might write it, and every list too."""
    long = Words(en="A sentence that does not come to its end. " * 15, ja="いつまでも終わらない文章が続きます。" * 30)
    base = dossiers.dossier(situation)
    opening = replace(base.plan.openings[0], meaning=long, first=long, limits=(long,) * 6)
    first = base.plan.steps[0]
    steps = tuple(
        replace(first, key=f"step-{number}@{'x' * 60}", target="x" * 60, suspected=True, step=replace(first.step, title=long))
        for number in range(120)
    )
    counting = replace(base.clock.deadlines[0].countings[0], way=long)
    deadline = replace(base.clock.deadlines[0], name=long, countings=(counting,) * 12)
    us = Us(tuple(Answered(one, Strength.STRONG, ("x" * 60,) * 20, ("x" * 60,) * 20) for one in list(Answer)[:3]))
    made = list(base.entries)
    for number in range(60):
        dossiers.entry(made, "2026-11-25T09:00:00Z", Deed.STEP_DONE, about=steps[number].key, text=long.ja, who="名前" * 50)
        dossiers.entry(made, "2026-11-25T09:00:00Z", Deed.CONTACTED, about=long.ja, who="名前" * 50)
    every = tuple(made)
    return replace(
        base,
        state=dossiers.state(every, long.ja),
        entries=every,
        firm=long.ja,
        plan=replace(base.plan, openings=(opening,) * 3, situations=dossiers.TEST_CASES[:3], steps=steps, forbidden=(long,) * 20),
        clock=replace(base.clock, leaning=long, deadlines=(deadline,) * 9, cautions=(long,) * 12),
        verdict=replace(base.verdict, us=us, opened=(long,) * 9),
        timeline=tuple(Moment(f"2026-11-{day:02}T00:00:00Z", lane, long, "", "x" * 60) for day in range(1, 26) for lane in Lane),
    )


def large(findings: int = 2000, entries: int = 300) -> Dossier:
    """A case of many findings and many entries."""
    found = [
        replace(reports.loader("PC1"), origin=reports.origin(f"C:\\Users\\u{number}\\AppData\\Local\\x\\{number}.dll", host="PC1"),
                seen_at=f"2026-11-{1 + number % 23:02}T{number % 24:02}:{number % 60:02}:00Z")
        for number in range(findings)
    ]  # fmt: skip
    base = dossiers.dossier(Situation.OUR_DEVICE, sources=(reports.source("PC1", reports.part("PC1", found)),))
    made = list(base.entries)
    for number in range(entries - len(made)):
        at = f"2026-11-25T{3 + number // 60:02}:{number % 60:02}:00Z"
        dossiers.entry(made, at, Deed.NOTED, text=f"メモ {number}: 取引先に電話で確認した")
    every = tuple(made)
    return replace(
        base, entries=every, state=dossiers.state(every), timeline=dossiers.moments(Situation.OUR_DEVICE, every, base.report)
    )  # fmt: skip


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '#import "@preview/x:1.0.0": * ] #panic("x") $1/0$ *b* _i_ `r` // c',
    '=HYPERLINK("http://evil.example/?x","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "a\u202egpj.exe",
    "line\nbreak\ttab\x1b[31mred\x07",
    "\ud800lone",
    "{{ 7*7 }}{% raw %}",
    "ไทย 한국어 \U0001f600 عربي",
)
"""Values as an attacker would write them: markup of every kind, formulas, control and bidi characters, letters without a glyph."""
STORED = tuple(text for text in HOSTILE if text.isprintable() or not any("\ud800" <= c <= "\udfff" for c in text))
"""Those of them that a record in UTF-8 can hold."""


def hostile() -> Dossier:
    """A case in which every value that comes from outside is one of :data:`HOSTILE`."""
    found = [
        ReadFinding(
            name="loader-autostart",
            origin=reports.origin(text, host=f"PC{number}"),
            strength=Strength.STRONG,
            words=Words(en=f"Found {text}", ja=f"見つかったもの {text}"),
            given=(("file", text), ("sha256", dossiers.SHA256)),
        )
        for number, text in enumerate(HOSTILE)
    ]
    sources = [
        replace(
            reports.source(
                f"PC{number}",
                reports.part(f"PC{number}", (one,), (reports.gap("service", text, host=f"PC{number}", detail=text),)),
            ),
            host=text,
        )
        for number, (one, text) in enumerate(zip(found, HOSTILE, strict=True))
    ]  # fmt: skip
    base = dossiers.dossier(Situation.OUR_DEVICE, sources=sources)
    made = list(base.entries)
    for text in STORED:
        dossiers.entry(made, "2026-11-25T08:00:00Z", Deed.NOTED, text=text, who=text)
        dossiers.entry(made, "2026-11-25T08:00:00Z", Deed.CONTACTED, about=text, text=text, who=text)
    every = tuple(made)
    told = tuple(Moment("2026-11-25T08:00:00Z", Lane.ATTACK, Words(en=text, ja=text), "x", text) for text in HOSTILE)
    whole = dossiers.state(every, HOSTILE[0])
    return replace(base, entries=every, state=whole, firm=HOSTILE[1], timeline=tuple(sorted((*base.timeline, *told))))
