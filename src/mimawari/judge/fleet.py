"""A fleet: which of the machines that ought to have a report have none, and which reports could not be read.

Both are sources of their own with a gap, so that the ladder never takes a machine that nobody looked at for one without a sign.
"""

from __future__ import annotations

import ipaddress
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from mimawari.knowledge import Knowledge
from mimawari.model import Gap, Origin, Part, Reason, Report, Source, digest

UNCHECKED, UNREAD = "unchecked", "unread-report"
WANTED = "report"
"""What both of them lack."""
_SHORT = 15
"""Letters of the name that Windows itself uses (NetBIOS) of a longer one in the domain; RFC 1001 has 16, the last is a type."""


def host_key(name: str) -> str:
    """What a machine is known by in lists that people keep: its name without case and domain; an address as it is."""
    plain = unicodedata.normalize("NFKC", name).strip().casefold().rstrip(".")
    try:
        return str(ipaddress.ip_address(plain))
    except ValueError:
        return plain.split(".")[0]


def called(report: Report, names: Iterable[str], known: Knowledge) -> Report:
    """*report* with every machine of *names* that nothing in it is of as unchecked; those that were, and now are in it, no more.

    A check that did not finish is left out where a later one of that machine did.
    """
    seen = _without_outlived([source for source in report.sources if source.kind != UNCHECKED])
    answered = {host_key(source.host) for source in seen if source.host}
    open_before = {host_key(source.host): source for source in report.sources if source.kind == UNCHECKED}
    named = {host_key(name): name for name in sorted(names, reverse=True)}
    still_open = {key: _unchecked(key, name, known) for key, name in named.items()} | open_before
    return Report.of((*seen, *(source for key, source in still_open.items() if not is_answered(key, answered, still_open))))


def is_answered(key: str, answered: set[str], named: Iterable[str]) -> bool:
    """Whether a report is of this machine. One that bears only the short name of a long one is, if no other fits that name."""
    if key in answered:
        return True
    short = key[:_SHORT]
    return len(key) > _SHORT and short in answered and [name for name in named if name.startswith(short)] == [key]


def _unchecked(key: str, name: str, known: Knowledge) -> Source:
    return _lacking(Source(digest(UNCHECKED, key), name, UNCHECKED, host=name), Reason.MISSING, "", known)


def unread(place: str, host: str, reason: Reason, detail: str, known: Knowledge) -> Source:
    """The report in the file *place*, said to be of *host* (empty if unknown), that could not be read."""
    return _lacking(Source(digest(UNREAD, place), place, UNREAD, host=host), reason, detail, known)


def unfinished(place: str, host: str, started: str, known: Knowledge) -> Source:
    """The check of *host*, begun at *started* (UTC, ISO 8601), whose report in the file *place* is not whole."""
    begun = Source(digest(UNREAD, place), place, UNREAD, host=host, seen_at=started)
    return _lacking(begun, Reason.TIMED_OUT, started, known)


def _without_outlived(sources: list[Source]) -> list[Source]:
    """All but the unfinished checks of machines of which there is a report as new, or newer."""
    open_keys = {host_key(source.host) for source in sources if _is_unfinished(source)}

    def is_outlived(one: Source) -> bool:
        later = {host_key(source.host) for source in sources if source.kind != UNREAD and source.seen_at >= one.seen_at}
        return _is_unfinished(one) and is_answered(host_key(one.host), later - {""}, open_keys)

    return [source for source in sources if not is_outlived(source)]


def _is_unfinished(source: Source) -> bool:
    return source.kind == UNREAD and bool(source.seen_at)


def _lacking(source: Source, reason: Reason, detail: str, known: Knowledge) -> Source:
    bare = Gap(Origin(source.id, source.locator), reason, WANTED, detail)
    gap = replace(bare, remedy=known.remedy(bare))
    content = digest(gap.id)
    part = Part(source.id, "report", known.version, gaps=(gap,), gap_counts=((f"{reason}-{WANTED}", 1),), content=content)
    return replace(source, ought=(WANTED,), parts=(part,))
