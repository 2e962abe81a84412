"""What the recipient's server found of SPF, DKIM and DMARC, and whether any of it speaks for our domain (RFC 7489, RFC 8601)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.inquiry.boundary import Boundary
from mimawari.inquiry.case import Case
from mimawari.inquiry.hosts import domain_of, is_aligned, org
from mimawari.model import Method, ReportedMail, Results

_MAIL_FROM = ("smtp.mailfrom", "smtp.mail", "envelope-from", "mailfrom")
_HELO = ("smtp.helo", "helo")
_FAILED = frozenset(("fail", "softfail", "permerror", "neutral", "none", "hardfail"))


@dataclass(frozen=True, slots=True)
class Alignment:
    """``passes``: what passed for our domain (``spf``, ``dkim``, ``dmarc``, ``signature``). ``others``: the other
    domains that passed.

    ``judged``: something was evaluated; ``thorough``: DKIM or DMARC too. ``spf``: the result for an envelope of ours.
    """

    passes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    judged: bool = False
    thorough: bool = False
    spf: str = ""


def alignment_of(mail: ReportedMail, way: Boundary, case: Case) -> Alignment:
    """By the results that the recipient's own servers wrote, and by the signatures that were tried here."""
    methods = [method for result in _trusted(mail, way, case) for method in result.methods]
    passed = [(method.name, _domain(method, mail)) for method in methods if method.result == "pass"]
    ours = {name for name, domain in passed if domain and is_aligned(domain, case.firm, case.known)}
    valid = [one.domain for one in mail.signatures if one.state == "valid"]
    if any(is_aligned(domain, case.firm, case.known) for domain in valid):
        ours.add("signature")
    others = {domain for _, domain in passed if domain and not is_aligned(domain, case.firm, case.known)}
    return Alignment(
        passes=tuple(sorted(ours)),
        others=tuple(sorted(others | {one for one in valid if not is_aligned(one, case.firm, case.known)})),
        judged=bool(methods),
        thorough=any(method.name in ("dkim", "dmarc") for method in methods),
        spf=next((method.result for method in methods if method.name == "spf" and _is_for_us(method, mail, case)), ""),
    )


def _trusted(mail: ReportedMail, way: Boundary, case: Case) -> Iterator[Results]:
    """Results of the recipient's side at or above the boundary; one directly below only where it claims nothing for a stranger.

    Some servers write theirs below their own line; there a sender can write one as well, in the recipient's name. It may say
    *fail*; a *pass* counts only if the server that the mail came from is ours.
    """
    if way.at < 0:
        return
    own = [one for one in mail.results if not one.server or _is_of(one.server, way, case)]
    above = [one for one in own if one.above <= way.at]
    yield from above
    if not above:
        yield from (one for one in own if one.above == way.at + 1 and one.server and (way.relay or not _claims(one)))


def _is_of(server: str, way: Boundary, case: Case) -> bool:
    return org(server, case.known) in way.side or server == way.hop.by.lower()


def _claims(result: Results) -> bool:
    return any(method.result == "pass" for method in result.methods)


def _domain(method: Method, mail: ReportedMail) -> str:
    """The domain that a result speaks of."""
    given = dict(method.properties)
    if method.name == "dkim":
        return domain_of(given.get("header.d") or given.get("header.i", ""))
    if method.name == "dmarc":
        return domain_of(given.get("header.from", ""))
    if method.name != "spf":
        return ""
    sender = next((given[name] for name in _MAIL_FROM if given.get(name)), "")
    if sender in ("", "<>"):
        sender = "" if mail.message.envelope_sender.strip("<> ") else next((given[name] for name in _HELO if given.get(name)), "")
    return domain_of(sender)


def _is_for_us(method: Method, mail: ReportedMail, case: Case) -> bool:
    return method.result in _FAILED and case.firm.owns(_domain(method, mail) or "-")
