"""Evidence of an incident, as files that a user would have: mails, logs, mailboxes, bounces, exports and the firm's profile.

Written from the incident's file alone, and without the program that is to judge it: what it expects does not come from what
it would say. The same seed gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from support.incidents import bounces, dmarc, eml, exports, hosts, logs, mailboxes, us
from support.incidents.reading import load
from support.incidents.world import World


@dataclass(frozen=True, slots=True)
class Built:
    """``us`` is the firm's profile, ``locators`` what the user would give, ``evidence`` what lies where by its id."""

    us: Path
    locators: tuple[Path, ...]
    evidence: dict[str, Path]


_WRITERS = {
    "reported-mail": eml.write,
    "mail-log": logs.write,
    "mailbox": mailboxes.write,
    "sent-folder": mailboxes.write_sent,
    "bounce": bounces.write,
    "dmarc": dmarc.write,
    "account-export": exports.write,
    "host-report": hosts.write,
}


def build(incident: Path, folder: Path, seed: int = 0) -> Built:
    """Everything that *incident* describes, below *folder*. Raises ``KeyError`` where it holds a kind that is unknown here."""
    told = load(incident)
    world = World(told, seed)
    folder.mkdir(parents=True, exist_ok=True)
    profile = us.write(told, folder)
    evidence: dict[str, Path] = {}
    for piece in told["evidence"]:
        evidence[piece["id"]] = _WRITERS[piece["kind"]](world, piece, folder)
    return Built(profile, tuple(evidence.values()), evidence)
