"""The password plan of a case."""

from __future__ import annotations

from collections.abc import Iterable

from mimawari.app.case_hosts import hosts_of
from mimawari.app.case_opening import OpenedCase
from mimawari.knowledge import Knowledge
from mimawari.model import PasswordPlan, Plan, Report, Verdict


def passwords_of(opened: OpenedCase, known: Knowledge, hosts: Iterable[str] = (), *, every: bool = False) -> PasswordPlan:
    """Which passwords to change: for the PCs that the plan speaks of, for *hosts*, or for *every* PC that the case knows of.

    The accounts that the plan names are always among them.
    """
    wanted = hosts_of(opened) if every else tuple(hosts)
    return passwords_for(opened.report, opened.verdict, opened.plan, known, wanted, hosts_of(opened))


def passwords_for(
    report: Report, verdict: Verdict, plan: Plan, known: Knowledge, hosts: Iterable[str] = (), others: Iterable[str] = ()
) -> PasswordPlan:
    """The same of a report with its verdict and plan, for the PCs that the plan speaks of or for *hosts*; *others* are known of."""
    from mimawari.respond.passwords import passwords

    return passwords(report, verdict, plan, known, hosts=hosts, others=others)


def change_keys(opened: OpenedCase, known: Knowledge) -> tuple[str, ...]:
    """The keys of all changes of all PCs of the case."""
    return tuple(one.key for one in passwords_of(opened, known, every=True).changes)
