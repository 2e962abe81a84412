"""One line of time: what the evidence tells, when it was looked at, what was done, and what is still due."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from mimawari.model import (
    DEED_WORDS,
    About,
    Deed,
    Entry,
    Finding,
    Lane,
    LegalClock,
    Letter,
    Moment,
    Report,
    Run,
    Source,
    Strength,
    Verdict,
    Words,
)

_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:$|[T ]\d\d:)", re.ASCII)
MOST, MOST_MAILS = 3, 6
"""Moments of one kind on one host, and reported mails, that are told one by one; of more the first and the last."""
_ZONELESS = Words(en="{words} (time zone not known)", ja="{words}（時刻の時間帯が不明のため日付のみ）")
_SAME = Words(en="{words} (and {count} more in the same place)", ja="{words}（同じ場所にほか{count}件）")
_MAIL = Words(
    en="Strange mail that was reported later: from {author} ({file})",
    ja="連絡のあった不審なメールが届いた：差出人 {author}（{file}）",
)
_LURE = Words(
    en="Mail that is taken for dangerous: “{subject}” from {sender}",
    ja="危険と見られるメールが届いた：「{subject}」　差出人 {sender}",
)
_FIRST = Words(en="{words} (the first of {count})", ja="{words}（同様の痕跡{count}件の最初）")
_LAST = Words(en="{words} (the last of {count})", ja="{words}（同様の痕跡{count}件の最後）")
_CHECKED = Words(en="mimawari looked at {names}.", ja="mimawariで検査しました：{names}")
_EVIDENCE = Words(en="State of {names} that the evidence shows.", ja="調べた証拠の時点：{names}")
_MAILBOXES = Words(en="mailboxes and files ({count})", ja="メールボックスやファイル（{count}件）")
_KNOWN = Words(en="The firm came to know of it.", ja="会社が事態を知った時点")
_DUE = Words(en="{name}: last day, counted most carefully.", ja="{name}：期限（いちばん早い数え方）")
_TOLD = Words(en="{deed} ({who}): {text}", ja="{deed}（{who}）：{text}")
_BARE = Words(en="{deed} ({who})", ja="{deed}（{who}）")
_MORE = Words(en="and {count} more", ja="ほか{count}件")
_NAMES = 3


def timeline(report: Report, verdict: Verdict, entries: tuple[Entry, ...], clock: LegalClock) -> tuple[Moment, ...]:
    """All moments, in the order of their times; of the same second entries stand in the order in which they were made.

    Of the attack: findings that the verdict rests on, others above a hint, and the reported mails, as far as they tell a time.
    """
    every = {*_attack(report, verdict), *_reported(report), *_checks(report), *_response(entries), *_law(clock)}
    return tuple(sorted(every, key=_order))


def _order(one: Moment) -> tuple[str, int, int, Moment]:
    return (one.at, list(Lane).index(one.lane), int(one.about) if one.about.isdecimal() else 0, one)


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
        counting = [finding for finding in source.findings if _counts(finding, because)]
        for (at, _), same in _together(counting, source.letters).items():
            mail = None if same[0].seen_at else _mail(same[0], source.letters)
            moment = _of_findings(same, at, source.host, mail)
            groups.setdefault((source.host, same[0].kind), []).append(moment)
    for group in groups.values():
        yield from _condensed(sorted(set(group)), MOST)


def _together(findings: Iterable[Finding], letters: tuple[Letter, ...]) -> dict[tuple[str, tuple[str, ...]], list[Finding]]:
    """By time and place: what was found in the same thing at the same time, the strongest first; a mail is one thing."""
    same: dict[tuple[str, tuple[str, ...]], list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: -one.strength):
        mail = None if finding.seen_at else _mail(finding, letters)
        at = mail.date if mail else finding.seen_at or ""
        if when(at):
            same.setdefault((at, mail.path if mail else finding.origin.path), []).append(finding)
    return same


def _mail(finding: Finding, letters: tuple[Letter, ...]) -> Letter | None:
    """The mail that it lies in; None where that is none."""
    path = finding.origin.path
    return next((one for one in letters if path[: len(one.path)] == one.path), None)


def _counts(finding: Finding, because: set[str]) -> bool:
    return finding.id in because or (finding.strength > Strength.HINT and finding.about is not About.ORIGIN)


def _of_findings(same: list[Finding], at: str, host: str, mail: Letter | None) -> Moment:
    words = _SAME.fill({"words": same[0].sentence, "count": len(same) - 1}) if len(same) > 1 else same[0].sentence
    if mail:
        words = _LURE.fill({"subject": mail.subject or "-", "sender": mail.sender or "-"})
    (moment,) = _moment(at, Lane.ATTACK, words, same[0].id)
    return replace(moment, host=host)


def _reported(report: Report) -> Iterator[Moment]:
    """One moment for each mail that was reported: what the inquiry tells of it names its author."""
    mails: dict[object, Moment] = {}
    for finding in (finding for source in report.sources if source.kind == "inquiry" for finding in source.findings):
        facts = finding.facts
        if facts.get("author") and facts.get("subject") not in mails and finding.seen_at:
            words = _MAIL.fill({"author": str(facts["author"]), "file": _file(finding)})
            mails.update((facts["subject"], one) for one in _moment(finding.seen_at, Lane.ATTACK, words, finding.id))
    yield from _condensed(sorted(mails.values()), MOST_MAILS)


def _file(finding: Finding) -> str:
    """The file that the mail lies in; a mail's own id ends its path."""
    names = [part for part in finding.origin.path if not part.startswith("<")]
    return names[-1] if names else finding.origin.locator


def _condensed(moments: list[Moment], most: int) -> Iterator[Moment]:
    if len(moments) <= most:
        yield from moments
        return
    for one, words in ((moments[0], _FIRST), (moments[-1], _LAST)):
        yield replace(one, words=words.fill({"words": one.words, "count": len(moments)}))


def _checks(report: Report) -> Iterator[Moment]:
    """Each run once, with what it looked at; and the moment that evidence shows, where it is not that of the run."""
    runs: dict[Run, dict[tuple[str, str], None]] = {}
    shown: dict[str, dict[tuple[str, str], None]] = {}
    for source in report.sources:
        if source.kind == "inquiry":
            continue
        for run in source.runs:
            runs.setdefault(run, {})[_name(source)] = None
        if source.seen_at and not any(run.started <= source.seen_at <= run.ended for run in source.runs):
            shown.setdefault(source.seen_at, {})[_name(source)] = None
    for run, names in runs.items():
        yield from _moment(run.started, Lane.CHECK, _CHECKED.fill({"names": _listed(names)}), run.id)
    for seen_at, names in shown.items():
        yield from _moment(seen_at, Lane.CHECK, _EVIDENCE.fill({"names": _listed(names)}), "")


def _name(source: Source) -> tuple[str, str]:
    return (source.host, "" if source.host else source.place)


def _response(entries: Iterable[Entry]) -> Iterator[Moment]:
    for entry in entries:
        about = "" if entry.deed is Deed.REPORT_ADDED else entry.about  # of a report it is a long number that tells nobody anything
        text = " ".join(part for part in (about, entry.text) if part)
        words = (_TOLD if text else _BARE).fill({"deed": DEED_WORDS[entry.deed], "who": entry.who, "text": text})
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


def _listed(names: Iterable[tuple[str, str]]) -> Words:
    """Machines by their names, the rest by its number; where it lies tells nobody anything, but where it is only one."""
    every = list(names)
    hosts = [host for host, _ in every if host]
    places = [place for host, place in every if not host]
    kept = [Words(en=name, ja=name) for name in hosts[:_NAMES]]
    if len(hosts) > _NAMES:
        kept.append(_MORE.fill({"count": len(hosts) - _NAMES}))
    if len(places) == 1 and not hosts:
        kept.append(Words(en=places[0], ja=places[0]))
    elif places:
        kept.append(_MAILBOXES.fill({"count": len(places)}))
    return Words(en=", ".join(one.en for one in kept), ja="、".join(one.ja for one in kept))
