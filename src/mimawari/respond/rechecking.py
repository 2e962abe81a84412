"""The second check: which hosts nobody looked at, what changed since the first, and the four conditions for lifting isolation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from mimawari.judge import UNCHECKED, UNREAD, host_key, is_answered
from mimawari.model import CaseState, Plan, Recheck, Report, Words
from mimawari.respond import lifting
from mimawari.respond.lifting import Facts, cleanings
from mimawari.respond.looks import Looked, identity, instant, looked, looks_of, newest, part_seen

__all__ = ["looks_of", "recheck"]

_AHEAD = timedelta(minutes=10)
"""How far a clock may be off before its times are doubted."""
_NEVER = datetime.min.replace(tzinfo=UTC)
_CHANGE = Words(en="{host}: {sentence}", ja="{host}：{sentence}")
_UNSEEN = Words(
    en="{host}: not seen now, but not all could be looked at: {sentence}",
    ja="{host}：今回は見つかっていませんが、調べられなかった箇所があります：{sentence}",
)


def recheck(earlier: Report, later: Report, expected: tuple[str, ...], plan: Plan, state: CaseState, *, now: str) -> Recheck:
    """What *later* says against *earlier* at *now* (UTC). *expected* are the names of all hosts that the firm has, empty
    where nobody said.

    A look counts for a host only from its cleaning on, and not if it bears a time that has not come yet.
    """
    before, after = looked(earlier), looked(later)
    cleaned = cleanings(state)
    counting = [one for one in (*before, *after) if not _is_ahead(one, now) and not _is_outdated(one, cleaned)]
    facts = Facts(
        now=instant(now) or _NEVER,
        plan=plan,
        state=state,
        cleaned=cleaned,
        names=_names(expected, earlier, later, plan),
        looks=newest(counting),
        part_seen=part_seen(counting),
        knowledge=max((one.knowledge for one in counting), default=()),
        ahead=tuple(sorted({one.look.host for one in after if _is_ahead(one, now)})),
        outdated=tuple(sorted({one.look.host for one in after if _is_outdated(one, cleaned)})),
        again=_reinfected((*before, *after), cleaned, now),
        listed=bool(expected),
    )
    new, gone, still = _changes(newest(before), newest(after))
    return Recheck(
        looked=tuple(facts.looks[key].look for key in sorted(facts.looks)),
        unchecked=lifting.unchecked(facts),
        new=new,
        gone=gone,
        still=still,
        reinfected=tuple(facts.names.get(key, key) for key in facts.again),
        conditions=lifting.conditions(facts),
        listed=facts.listed,
    )


def _names(expected: Iterable[str], earlier: Report, later: Report, plan: Plan) -> dict[str, str]:
    """All hosts of the firm that anybody named, by what they are known by; the first name that they were given.

    A long name is that of a host which a report calls by the short one that Windows has for it, if no other name fits that.
    """
    sources = [source for report in (later, earlier) for source in report.sources if source.host]
    answered = {host_key(source.host) for source in sources if source.kind not in (UNCHECKED, UNREAD)}
    named: dict[str, str] = {}
    for name in (*(source.host for source in sources), *expected, *plan.hosts):
        named.setdefault(host_key(name), name)
    still_open = named.keys() - answered
    return {key: named[key] for key in sorted(named) if key in answered or not is_answered(key, answered, still_open)}


def _is_ahead(one: Looked, now: str) -> bool:
    seen, today = instant(one.look.seen_at), instant(now)
    return seen is not None and today is not None and seen > today + _AHEAD


def _is_outdated(one: Looked, cleaned: dict[str, datetime]) -> bool:
    """Whether it shows the host before it was made anew."""
    since = cleaned.get(host_key(one.look.host))
    if since is None:
        return False
    seen = instant(one.look.seen_at)
    return seen is None or seen < since


def _reinfected(looks: Iterable[Looked], cleaned: dict[str, datetime], now: str) -> tuple[str, ...]:
    """Hosts that were quiet and show signs again, or signs after they were made anew."""
    found = set()
    quiet: set[str] = set()
    for one in sorted(looks, key=lambda one: one.look.seen_at):
        key = host_key(one.look.host)
        if one.shows_signs and (key in quiet or _is_after(one, cleaned.get(key))):
            found.add(key)
        elif not one.shows_signs and one.look.whole and not _is_ahead(one, now):
            quiet.add(key)
    return tuple(sorted(found))


def _is_after(one: Looked, since: datetime | None) -> bool:
    """Whether the look, or a trace that it shows, is from after the cleaning. A clock ahead does not hide it."""
    if since is None:
        return False
    times = (one.look.seen_at, *(finding.seen_at or "" for finding in one.findings))
    return any(time is not None and time >= since for time in map(instant, times))


def _changes(before: dict[str, Looked], after: dict[str, Looked]) -> tuple[tuple[Words, ...], tuple[Words, ...], tuple[Words, ...]]:
    """Sentences on what is new, gone and still there, of hosts that were looked at both times; on new hosts all is new."""
    new: list[Words] = []
    gone: list[Words] = []
    still: list[Words] = []
    for key, one in sorted(after.items()):
        then = _known(before[key]) if key in before else {}
        now = _known(one)
        new += _said(_CHANGE, one, {name: words for name, words in now.items() if name not in then})
        still += _said(_CHANGE, one, {name: words for name, words in now.items() if name in then})
        lost = {name: words for name, words in then.items() if name not in now}
        if one.look.whole:
            gone += _said(_CHANGE, one, lost)
        else:
            still += _said(_UNSEEN, one, lost)
    return tuple(new), tuple(gone), tuple(still)


def _known(one: Looked) -> dict[object, Words]:
    return {identity(finding): finding.sentence for finding in one.findings}


def _said(words: Words, one: Looked, found: dict[object, Words]) -> Iterator[Words]:
    for sentence in found.values():
        yield words.fill({"host": one.look.host, "sentence": sentence})
