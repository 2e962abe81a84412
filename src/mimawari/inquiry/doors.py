"""Ways into an account that nobody of the firm made: rules that hide, forwardings, grants, passwords for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from mimawari.inquiry.case import Case, moment
from mimawari.inquiry.hosts import is_ours
from mimawari.inquiry.sending import subject_of
from mimawari.model import Clue, Door

_NEAR = timedelta(days=1)


def doors(found: tuple[Clue, ...], case: Case) -> Iterator[Clue]:
    """Those that a stranger made: from a foreign address, within a day of a foreign sign-in, or that hide mail."""
    for door in case.doors:
        account = door.account.lower()
        logins = [clue for clue in found if clue.kind == "foreign-login" and clue.facts.get("account") == account]
        if _is_made_by_stranger(door, logins, case):
            out = door.form == "forwarding" and bool(door.target) and not case.firm.owns(door.target)
            yield case.clue(
                "back-door",
                door.origin,
                subject_of(account),
                door.made,
                account=account,
                form=door.form,
                title=door.name[:80],
                target=door.target[:80],
                out=out,
            )


def _is_made_by_stranger(door: Door, logins: list[Clue], case: Case) -> bool:
    if door.address:
        return not is_ours(case.firm, door.address)
    made = moment(door.made)
    times = [when for clue in logins if clue.seen_at and (when := moment(clue.seen_at))]
    return door.hides or bool(made and any(abs(made - when) <= _NEAR for when in times))
