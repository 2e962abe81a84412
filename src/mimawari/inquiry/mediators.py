"""Forwarders, lists, sending services and programs that answer: why an honest mail looks odd."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.inquiry.hosts import domain_of, is_ours, org
from mimawari.inquiry.letters import Letter, own_orgs
from mimawari.model import Clue

_BOUNCING = ("-bounces@", "-bounces+", "owner-", "bounce-")


def mediators(letter: Letter) -> Iterator[Clue]:
    """Those that pass on what others wrote: forwarders, lists, sending services, programs that answer (RFC 7960, 3834)."""
    if letter.is_weak:
        return
    mail, envelope = letter.mail, letter.mail.message.envelope_sender.strip("<> ").lower()
    if envelope.startswith(("srs0=", "srs0+", "srs0-", "srs1=", "srs1+", "srs1-")) and any(
        own in envelope for own in letter.case.firm.domains
    ):
        yield letter.clue("srs", envelope=envelope)
    elif letter.is_from_us and _is_forwarded(letter):
        yield letter.clue("forwarder", server=letter.way.hop.name)
    if letter.is_from_us and _is_listed(letter, envelope):
        yield letter.clue("mailing-list", list=mail.list_id)
    elif letter.is_from_us and mail.message.bulk in ("list", "bulk") and not _answers(letter):
        yield letter.clue("newsletter")
    if _answers(letter):
        yield letter.clue("auto-reply")
    if letter.is_from_us and _is_of_device(letter):
        yield letter.clue("device-mail", title=mail.message.subject[:80])


def _is_forwarded(letter: Letter) -> bool:
    """Whether the line below the boundary is of the server that the boundary took it from, and says that it had it from ours."""
    way, known = letter.way, letter.case.known
    name = org(way.hop.name, known)
    if way.relay or not name or not way.claimed or name in own_orgs(letter.case):
        return False
    first = next((hop for hop in way.claimed if org(hop.by, known) != name), None)
    last = [hop for hop in way.claimed if org(hop.by, known) == name]
    return bool(last) and (is_ours(letter.case.firm, last[-1].address) or bool(first and letter.mail.original_path))


def _is_listed(letter: Letter, envelope: str) -> bool:
    """A list whose server is the one that handed the mail over."""
    domain = org(letter.mail.list_id.strip("<>"), letter.case.known)
    if not domain:
        return False
    return domain in (org(letter.way.hop.name, letter.case.known), org(domain_of(envelope), letter.case.known)) or any(
        mark in envelope for mark in _BOUNCING
    )


def _answers(letter: Letter) -> bool:
    automatic = letter.mail.auto_submitted.lower()
    return (bool(automatic) and not automatic.startswith("no")) or letter.mail.message.bulk == "auto"


def _is_of_device(letter: Letter) -> bool:
    hop = letter.way.submission
    said = f"{letter.mail.message.subject} {letter.mail.message.mailer} {hop.helo if hop else ''}".lower()
    return any(mark in said for mark in letter.case.known.us.devices)
