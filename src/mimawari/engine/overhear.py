"""What a mailbox of the firm tells of the firm, where nobody has written down yet who the firm is."""

from __future__ import annotations

from dataclasses import replace

from mimawari.engine.executors import Executor
from mimawari.engine.inquest import Inquest
from mimawari.engine.settings import Settings
from mimawari.engine.walk import listen
from mimawari.model import Firm, MailboxSpan, OwnAccount, SentHabit, Testimony
from mimawari.sources import Evidence


def habits_of(evidence: Evidence, settings: Settings, executor: Executor) -> tuple[list[SentHabit], list[MailboxSpan]]:
    """What was sent from the mailboxes in *evidence*, and whose they are.

    It is read twice: what an account itself wrote can only be told when it is known whose mailbox it is.
    """
    heard = _heard(evidence, Firm(), settings, executor)
    owners = {one.mailbox for one in heard if isinstance(one, MailboxSpan)} - {""}
    firm = Firm(accounts=tuple(OwnAccount(owner) for owner in sorted(owners)))
    again = _heard(evidence, firm, settings, executor) if owners else ()
    return [one for one in again if isinstance(one, SentHabit)], [one for one in again if isinstance(one, MailboxSpan)]


def _heard(evidence: Evidence, firm: Firm, settings: Settings, executor: Executor) -> tuple[Testimony, ...]:
    """All testimony of *evidence*, read as mailboxes of the firm."""
    inquest = Inquest(firm, ours=frozenset({evidence.locator}))
    return listen([evidence], replace(settings, inquest=inquest), executor)
