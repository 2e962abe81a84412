"""One line of time: what the evidence tells, when it was looked at, what was done, and what is still due."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from mimawari.model import About, Deed, Entry, Finding, Lane, LegalClock, Moment, Report, Run, Source, Strength, Verdict, Words

_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:$|[T ]\d\d:)", re.ASCII)
MOST = 3
"""Moments of one kind on one host that are told one by one; of more the first and the last."""
_ZONELESS = Words(en="{words} (time zone not known)", ja="{words}（時刻の時間帯が不明のため日付のみ）")
_FIRST = Words(en="{words} (the first of {count})", ja="{words}（同様の痕跡{count}件の最初）")
_LAST = Words(en="{words} (the last of {count})", ja="{words}（同様の痕跡{count}件の最後）")
_CHECKED = Words(en="mimawari looked at {names}.", ja="mimawariで検査しました：{names}")
_EVIDENCE = Words(en="State of {names} that the evidence shows.", ja="調べた証拠の時点：{names}")
_KNOWN = Words(en="The firm came to know of it.", ja="会社が事態を知った時点")
_DUE = Words(en="{name}: last day, counted most carefully.", ja="{name}：期限（いちばん早い数え方）")
_TOLD = Words(en="{deed} ({who}): {text}", ja="{deed}（{who}）：{text}")
_BARE = Words(en="{deed} ({who})", ja="{deed}（{who}）")
_MORE = Words(en="and {count} more", ja="ほか{count}件")
_NAMES = 3
_DEEDS = {
    Deed.OPENED: Words(en="case opened", ja="記録を開始"),
    Deed.REPORT_ADDED: Words(en="report added", ja="検査結果を追加"),
    Deed.PLANNED: Words(en="plan made", ja="計画を作成"),
    Deed.STEP_DONE: Words(en="step done", ja="手順を完了"),
    Deed.STEP_REOPENED: Words(en="step opened again", ja="手順を未完了に戻した"),
    Deed.STEP_SKIPPED: Words(en="step skipped", ja="手順を行わないことにした"),
    Deed.NOTED: Words(en="note", ja="メモ"),
    Deed.KNOWN_AT: Words(en="moment of knowledge recorded", ja="事態を知った時点を記録"),
    Deed.REPLIED: Words(en="question answered", ja="質問に回答"),
    Deed.CONTACTED: Words(en="desk contacted", ja="相談先に連絡"),
    Deed.RECHECKED: Words(en="checked again", ja="再検査"),
    Deed.LIFTED: Words(en="isolation lifted", ja="隔離を解除"),
    Deed.ACCEPTED: Words(en="record accepted as it is", ja="記録の状態を確認"),
    Deed.CLOSED: Words(en="case closed", ja="対応を終了"),
    Deed.REOPENED: Words(en="case opened again", ja="対応を再開"),
}


def timeline(report: Report, verdict: Verdict, entries: tuple[Entry, ...], clock: LegalClock) -> tuple[Moment, ...]:
    """All moments, sorted. Findings that the verdict rests on, and others above a hint, as far as they tell a time."""
    return tuple(sorted({*_attack(report, verdict), *_checks(report), *_response(entries), *_law(clock)}))


def when(text: str) -> tuple[str, bool] | None:
    """A time as a moment has it (UTC with ``Z``, or an ISO date alone), and whether its zone is known; None for what is no time.

    A time without a zone keeps its date only, since it may be of any zone; a date stays a date.
    """
    try:
        time = datetime.fromisoformat(text) if _TIME.match(text) else None
    except ValueError:
        return None
    if time is None:
        return None
    if len(text) == len("2026-11-27"):
        return text, True
    if time.tzinfo is None:
        return time.date().isoformat(), False
    try:
        return time.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z"), True
    except OverflowError:
        return None


def _attack(report: Report, verdict: Verdict) -> Iterator[Moment]:
    because = {finding.id for finding in verdict.because}
    groups: dict[tuple[str, str], list[Moment]] = {}
    for source in report.sources:
        for finding in source.findings:
            moment = _of_finding(finding, source) if _counts(finding, because) else None
            if moment:
                groups.setdefault((source.host, finding.kind), []).append(moment)
    for group in groups.values():
        yield from _condensed(sorted(set(group)))


def _counts(finding: Finding, because: set[str]) -> bool:
    return finding.id in because or (finding.strength > Strength.HINT and finding.about is not About.ORIGIN)


def _of_finding(finding: Finding, source: Source) -> Moment | None:
    at = when(finding.seen_at or "")
    if at is None:
        return None
    words = finding.sentence if at[1] else _ZONELESS.fill({"words": finding.sentence})
    return Moment(at[0], Lane.ATTACK, words, finding.id, source.host)


def _condensed(moments: list[Moment]) -> Iterator[Moment]:
    if len(moments) <= MOST:
        yield from moments
        return
    for one, words in ((moments[0], _FIRST), (moments[-1], _LAST)):
        yield Moment(one.at, one.lane, words.fill({"words": one.words, "count": len(moments)}), one.about, one.host)


def _checks(report: Report) -> Iterator[Moment]:
    """Each run once, with what it looked at; and the moment that evidence shows, where it is not that of the run."""
    runs: dict[Run, dict[str, None]] = {}
    shown: dict[str, dict[str, None]] = {}
    for source in report.sources:
        if source.kind == "inquiry":
            continue
        for run in source.runs:
            runs.setdefault(run, {})[source.host or source.place] = None
        if source.seen_at and not any(run.started <= source.seen_at <= run.ended for run in source.runs):
            shown.setdefault(source.seen_at, {})[source.host or source.place] = None
    for run, names in runs.items():
        yield from _moment(run.started, Lane.CHECK, _CHECKED.fill({"names": _listed(names)}), run.id)
    for seen_at, names in shown.items():
        yield from _moment(seen_at, Lane.CHECK, _EVIDENCE.fill({"names": _listed(names)}), "")


def _response(entries: Iterable[Entry]) -> Iterator[Moment]:
    for entry in entries:
        about = "" if entry.deed is Deed.REPORT_ADDED else entry.about  # of a report it is a long number that tells nobody anything
        text = " ".join(part for part in (about, entry.text) if part)
        words = (_TOLD if text else _BARE).fill({"deed": _DEEDS[entry.deed], "who": entry.who, "text": text})
        yield from _moment(entry.at, Lane.RESPONSE, words, str(entry.number))


def _law(clock: LegalClock) -> Iterator[Moment]:
    """When it became known, and what is due."""
    if clock.known_at:
        yield from _moment(clock.known_at, Lane.RESPONSE, _KNOWN, "known-at")
    for one in clock.deadlines:
        if one.countings:
            yield Moment(one.countings[0].last_day, Lane.DUE, _DUE.fill({"name": one.name}), one.kind)


def _moment(at: str, lane: Lane, words: Words, about: str) -> Iterator[Moment]:
    found = when(at)
    if found:
        yield Moment(found[0], lane, words if found[1] else _ZONELESS.fill({"words": words}), about)


def _listed(names: Iterable[str]) -> Words:
    every = list(names)
    kept = [Words(en=name, ja=name) for name in every[:_NAMES]]
    if len(every) > _NAMES:
        kept.append(_MORE.fill({"count": len(every) - _NAMES}))
    return Words(en=", ".join(one.en for one in kept), ja="、".join(one.ja for one in kept))
