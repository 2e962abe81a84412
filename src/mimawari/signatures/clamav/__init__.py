"""ClamAV, where its daemon runs on this machine: every content is shown to it over its socket.

Every content, at every depth, by itself: what lies in an archive it would look into as well, but only up to limits of which it
says nothing, and mails and archives can be made so that two programs find different things in them.
"""

from __future__ import annotations

from dataclasses import replace

from mimawari.knowledge import Knowledge
from mimawari.model import Reason, Words
from mimawari.signatures import Chosen, Lack, SignatureKind
from mimawari.signatures.clamav.found import NAME, are_of, configured, listening
from mimawari.signatures.clamav.limits import ASSUMED, limits
from mimawari.signatures.clamav.names import BY
from mimawari.signatures.clamav.scanner import Daemon, Scanner
from mimawari.signatures.clamav.session import Session, Unanswered
from mimawari.signatures.clamav.version import MOST_DAYS, Version, state, version


def ready(chosen: Chosen, known: Knowledge) -> Scanner | None:
    """The daemon that was chosen, asked for its version; None where none was. What is wrong with it is a lack."""
    if not chosen.clamd:
        return None
    settings, unread = configured(chosen)
    advice = _advice(known)
    where = listening(chosen, settings)
    if isinstance(where, Lack):
        return Scanner(where, (), known.aliases, advice)
    session = Session(where)
    said, fault = _version(session)
    is_its = settings is not None and (chosen.clamd_config is not None or are_of(settings, where))
    most = limits(settings, said.numbers) if settings is not None and is_its else ASSUMED
    said = replace(said, state=state(settings if is_its else None, most, chosen.today))
    lacks = (fault,) if fault else (*_aged(said, chosen.today, known), *_left_out(most.left_out))
    return Scanner(Daemon(session, said, most), tuple(lack for lack in (unread, *lacks) if lack), known.aliases, advice)


def _version(session: Session) -> tuple[Version, Lack | None]:
    try:
        return version(session.version()), None
    except Unanswered as fault:
        return Version(), Lack(NAME, fault.reason, fault.detail)
    finally:
        # Not every process that asks this shows it something.
        session.close()


def _aged(said: Version, today: str, known: Knowledge) -> tuple[Lack, ...]:
    """Signatures that are old, or of which nobody knows how old they are."""
    days = said.days(today)
    if not said.as_of:
        detail = "nobody tells how old ClamAV's signatures are"
    elif days > MOST_DAYS:
        detail = f"ClamAV's signatures are old, they are of {said.as_of}"
    elif days < -1:
        detail = "ClamAV's signatures are newer than today, by the clock of this PC"
    else:
        return ()
    return (Lack(NAME, Reason.MISSING, detail, remedy=known.remedies.get("missing-clamav-signatures")),)


def _left_out(kinds: tuple[str, ...]) -> tuple[Lack, ...]:
    """Kinds of files that it is set not to look into."""
    names = ", ".join(kinds)
    return (Lack(NAME, Reason.UNSUPPORTED, f"ClamAV is set not to look into some kinds of files ({names})"),) if kinds else ()


def _advice(known: Knowledge) -> dict[Reason, Words]:
    """What to do, by the reason of a gap."""
    rows = {reason: known.remedies.get(f"{reason}-{BY}") for reason in Reason}
    return {reason: words for reason, words in rows.items() if words}


SIGNATURES = SignatureKind(BY, order=30, ready=ready)
