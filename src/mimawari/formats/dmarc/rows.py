"""A record of an aggregate report as a row: what it says, in the words that all reporters share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address

from mimawari.formats.dmarc.reading import Record
from mimawari.model import Origin
from mimawari.model.account_records import DmarcRow

_SECONDS = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_COUNT = re.compile(r"\d{1,12}(?:\.0{1,9})?")
_FIRST, _LAST, _MILLISECONDS = 1, 4102444800, 100_000_000_000
"""From 1970 to 2100; a number beyond 1973 in milliseconds counts these."""
_DOMAIN, _WORD = 255, 40


@dataclass(frozen=True, slots=True)
class Heading:
    """What a report says of itself. ``begins`` and ``ends`` are UTC in ISO 8601."""

    reporter: str
    report: str
    begins: str
    ends: str
    domain: str
    policy: str
    below: str


def heading(head: Mapping[str, str]) -> Heading | None:
    """Who reports, and for when; None where it does not tell the time. Without an org_name the address of the reporter tells."""
    begins, ends = moment(head.get("date_range/begin", "")), moment(head.get("date_range/end", ""))
    if not begins or not ends:
        return None
    mail = head.get("report_metadata/email", "")
    policy = word(head.get("policy_published/p", ""))
    return Heading(
        reporter=(head.get("report_metadata/org_name", "") or domain(mail))[:_DOMAIN],
        report=head.get("report_metadata/report_id", "")[:500],
        begins=min(begins, ends),
        ends=max(begins, ends),
        domain=domain(head.get("policy_published/domain", "")),
        policy=policy,
        below=word(head.get("policy_published/sp", "")) or policy,
    )


def row(origin: Origin, told: Heading, record: Record) -> DmarcRow | None:
    """The row of a record; None where it lacks the address, the count or the domain in From, without which it says nothing.

    ``policy`` is the one that is published for that domain: ``sp`` for one below the domain that publishes it. Where a record has
    no ``envelope_from``, its domain is the one that SPF was asked of (RFC 7208 2.4), except where that was the HELO's.
    """
    address, count = _address(record.get("row/source_ip")), _count(record.get("row/count"))
    author = domain(record.get("identifiers/header_from", "identities/header_from"))
    if not address or count is None or not author:
        return None
    asked = (one.get("domain", "") for one in record.spf if one.get("scope", "mfrom").lower() != "helo")
    envelope = record.get("identifiers/envelope_from", "identities/envelope_from") or next(asked, "")
    return DmarcRow(
        origin=origin,
        reporter=told.reporter,
        report=told.report,
        begins=told.begins,
        ends=told.ends,
        address=address,
        count=count,
        author_domain=author,
        envelope_domain=domain(envelope),
        disposition=word(record.get("policy_evaluated/disposition")),
        dkim=word(record.get("policy_evaluated/dkim")),
        spf=word(record.get("policy_evaluated/spf")),
        dkim_domains=_passed(record.dkim),
        spf_domains=_passed(record.spf),
        reasons=tuple(dict.fromkeys(word(one) for one in record.reasons)),
        policy=told.policy if author == told.domain else told.below,
    )


def moment(text: str) -> str:
    """Seconds since 1970 as reports have them (milliseconds and ISO 8601 are met too) in ISO 8601 with ``Z``; empty: no time."""
    try:
        if _SECONDS.fullmatch(text):
            number = float(text)
            number = number / 1000 if number > _MILLISECONDS else number
            found = datetime.fromtimestamp(number, UTC) if _FIRST <= number <= _LAST else None
        else:
            found = datetime.fromisoformat(text[:40]) if _DAY.match(text) else None
        if found is None:
            return ""
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def domain(text: str) -> str:
    """A domain, or that of an address, in lower case and without the dot at its end."""
    return text.rpartition("@")[2].strip("<>[] \t.").lower()[:_DOMAIN]


def word(text: str) -> str:
    """One of the words of the schema, in lower case as it writes them."""
    return text.strip().lower()[:_WORD]


def _passed(results: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    found = (domain(one.get("domain", "")) for one in results if word(one.get("result", "")) == "pass")
    return tuple(dict.fromkeys(filter(None, found)))


def _address(text: str) -> str:
    try:
        found = ip_address(text.strip().strip("[]"))
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def _count(text: str) -> int | None:
    return int(text.split(".")[0]) if _COUNT.fullmatch(text) else None
