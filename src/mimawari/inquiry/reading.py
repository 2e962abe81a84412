"""Sign-ins other than for sending: a mailbox that strangers read, passwords that are tried, and one that was found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from mimawari.inquiry.case import Case, moment
from mimawari.inquiry.hosts import is_ours
from mimawari.inquiry.sending import Account, subject_of
from mimawari.model import AccountUse, Clue
from mimawari.model.firm import within

_READS = frozenset(("imap", "pop3", "web", "mail-read"))
_SPRAY = 100
_GUESSED = 20
_USUAL_DAYS = 5
_EARLY = timedelta(days=5)


def reading(them: tuple[Account, ...], case: Case) -> Iterator[Clue]:
    """All that sign-ins tell."""
    yield from _tried(case)
    for use in case.uses:
        if use.successes and _is_strange(use, them, case):
            yield from _strange(use, them, case)


def _strange(use: AccountUse, them: tuple[Account, ...], case: Case) -> Iterator[Clue]:
    account = use.account.lower()
    subject = subject_of(account)
    if use.service in ("cloud", "smtp", "web"):
        yield case.clue(
            "foreign-login",
            use.origin,
            subject,
            use.first,
            account=account,
            networks=1,
            addresses=use.addresses,
            sample=use.sample,
            country=use.country,
        )
    if use.failures >= _GUESSED and use.successes:
        yield case.clue(
            "password-guessed", use.origin, subject, use.first, account=account, sample=use.sample, failures=use.failures
        )
    if use.service in _READS and _is_stranger(use, them, case):
        yield case.clue(
            "mailbox-read",
            use.origin,
            subject,
            use.first,
            account=account,
            sample=use.sample,
            times=use.successes,
            nights=use.nights,
            country=use.country,
        )
        for one in them:
            if one.name == account and one.profile.way == "login" and not one.sending.abuse and not one.foreign:
                yield one.clue("no-sending")


def _is_strange(use: AccountUse, them: tuple[Account, ...], case: Case) -> bool:
    """From a network that is none of the firm and that the account was not always used from, nor sends from as it always does."""
    if is_ours(case.firm, use.sample) or not _has_home(use, them, case):
        return False
    mine = [one for one in them if one.name == use.account.lower()]
    usual = tuple(network.network for one in mine for network in (one.profile.networks if one.keeps_habits else one.usual))
    return not within(use.sample, usual) and not _is_old(use, case)


def _has_home(use: AccountUse, them: tuple[Account, ...], case: Case) -> bool:
    """Whether it is known where the account is used from otherwise."""
    others = [
        one for one in case.uses if one.account.lower() == use.account.lower() and one.network != use.network and one.successes
    ]
    return bool(case.firm.wan or case.firm.lan or others or any(one.name == use.account.lower() and one.usual for one in them))


def _is_old(use: AccountUse, case: Case) -> bool:
    """Whether it was used from there from the beginning of what is known of it, and on many days."""
    first = min((one.first for one in case.uses if one.account.lower() == use.account.lower()), default="")
    begun, start = moment(use.first), moment(first)
    return use.days >= _USUAL_DAYS and bool(begun and start) and (begun - start <= _EARLY if begun and start else False)


def _is_stranger(use: AccountUse, them: tuple[Account, ...], case: Case) -> bool:
    """By night again and again, or from another country, or from where the account is abused or a way in was made."""
    countries = {
        one.country
        for one in case.uses
        if one.account.lower() == use.account.lower() and one.country and one.network != use.network
    }
    elsewhere = bool(use.country and countries and use.country not in countries)
    abused = any(network.network == use.network for one in them if one.name == use.account.lower() for network in one.foreign)
    made = any(door.address and within(door.address, (use.network,)) for door in case.doors)
    return use.service == "mail-read" or use.nights >= 2 or elsewhere or abused or made


def _tried(case: Case) -> Iterator[Clue]:
    """Passwords that are tried: by log, all together; and that none of those who tried got in."""
    for source in sorted({use.origin.source for use in case.uses if use.failures}):
        trying = [use for use in case.uses if use.origin.source == source and use.failures and not is_ours(case.firm, use.sample)]
        total = sum(use.failures for use in trying)
        if total < _SPRAY:
            continue
        place = min(use.origin for use in trying)
        facts: dict[str, str | float | bool | None] = {"failures": total, "addresses": sum(use.addresses for use in trying)}
        yield case.clue("spray", place, f"log:{source}", account="", **facts)
        networks = {use.network for use in trying}
        if not any(use.successes for use in case.uses if use.network in networks):
            yield case.clue("no-success", place, f"log:{source}", account="", **facts)
