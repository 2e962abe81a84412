"""Which reports are of different people: not those of one firm, of one thread, or of one person with several free mailboxes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

from mimawari.inquiry.hosts import domain_of
from mimawari.knowledge import Knowledge
from mimawari.model import Mailbox

_SHORTEST = 4
"""Letters before the @ from which on the same ones are taken for the same person."""


class Report(Protocol):
    """What is asked of a report: whose it is, by which address, and which quoted mail it has."""

    @property
    def party(self) -> str:
        """The firm that reported; of a free mailbox the address."""

    @property
    def thread(self) -> str:
        """The key of the quoted mail."""

    @property
    def named(self) -> Iterable[Mailbox]:
        """Whom the quoted mail names."""


T = TypeVar("T", bound=Report)


def independent(reports: list[T]) -> list[list[T]]:
    """Reports in groups that have neither a firm, nor a thread, nor a person in common."""
    groups: list[list[T]] = []
    for report in reports:
        near = [group for group in groups if any(_is_same(report, one) for one in group)]
        groups = [group for group in groups if group not in near] + [[report, *(one for group in near for one in group)]]
    return groups


def _is_same(one: Report, other: Report) -> bool:
    return one.party == other.party or one.thread == other.thread or not _persons(one).isdisjoint(_persons(other))


def _persons(report: Report) -> frozenset[str]:
    """By what one person is known again in several free mailboxes: the name beside the address, and what stands before the @."""
    if "@" not in report.party:
        return frozenset()
    names = {" ".join(one.name.lower().split()) for one in report.named if one.address.lower() == report.party}
    local = re.sub(r"[^a-z]", "", report.party.partition("@")[0].partition("+")[0].lower())
    return frozenset({f"name:{name}" for name in names if name} | ({local} if len(local) >= _SHORTEST else set()))


def is_public_list(address: str, known: Knowledge) -> bool:
    """Whether it is the address of a mailing list that strangers read: whoever is on it held its mails."""
    domain = domain_of(address)
    hosts = known.marks["mail-list-hosts"]
    first = {one.removesuffix("*") for one in hosts if one.endswith("*")}
    return any(domain == one or domain.endswith("." + one) for one in hosts) or any(map(domain.startswith, first))
