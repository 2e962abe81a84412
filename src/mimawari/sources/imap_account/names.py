"""Finds the folder that somebody means: its name as people write it, its name on the wire."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from mimawari.sources.imap_account import utf7
from mimawari.sources.imap_account.answers import Listed
from mimawari.sources.imap_account.session import Folder, Session


def opened(session: Session, folder: str) -> Folder | None:
    """The folder that is meant, open; None where there is none such."""
    found = session.examine(utf7.encoded(folder))
    if found is not None:
        return found
    wire = meant(folder, session.folders())
    return session.examine(wire) if wire is not None else None


def meant(folder: str, listed: Iterable[Listed]) -> bytes | None:
    """The name on the wire of *folder*; ``/`` may stand for what this server has between folders, and a prefix may be left out."""
    known = {_plain(utf7.decoded(one.name).replace(one.between.decode("ascii", "replace") or "/", "/")): one.name for one in listed}
    wanted = _plain(folder)
    for name in (wanted, f"INBOX/{wanted}"):
        if name in known:
            return known[name]
    return None


def _plain(name: str) -> str:
    """Composed (macOS writes it decomposed), and INBOX in capitals: its case does not count (RFC 9051 5.1)."""
    composed = unicodedata.normalize("NFC", name)
    first, slash, rest = composed.partition("/")
    return f"INBOX{slash}{rest}" if first.upper() == "INBOX" else composed
