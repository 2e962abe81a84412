"""A Maildir: each mail a file in ``cur``, ``new`` or ``tmp``; with its folders, as Courier, Dovecot, KMail and others lay them out.

https://cr.yp.to/proto/maildir.html; Maildir++ by Courier. What programs keep beside the mails (indexes, lists of UIDs and of
subscriptions) holds no mail. Dovecot's dbox is another form, which is told as a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from mimawari.model import Gap, Reason, digest
from mimawari.sources import Evidence, Seen, SourceKind, Survey
from mimawari.sources.mail import names, telling
from mimawari.sources.mail.listing import DEPTH, File, Listed, Order, Range, as_stored, files, first_names
from mimawari.sources.mail.names import HOLDERS
from mimawari.sources.mail.spool import Spool, top

NAME = "maildir"
_DEPTH = 4
_ASIDE = re.compile(
    r"\.?dovecot[.-](?:(?:list\.)?index(?:\.(?:cache|log|2|backup|thread|search|uids|pvt))*|uidlist|uidvalidity(?:\.[0-9a-f]{1,8})?"
    r"|keywords|mailbox\.log(?:\.2)?|acl(?:-list)?|shared|quota|expires|lda-dupes|lock)"
    r"|courier(?:imap|pop3d)(?:subscribed|uiddb|sizelist|acl|hieracl|keywords)|maildir(?:folder|size)|subscriptions"
    r"|\.(?:subscriptions|uidvalidity|mbsyncstate|isyncuidmap\.db|customflags|mailfilter|index)"
)
"""What mail servers and programs keep beside ``cur``."""


def recognises(evidence: Evidence) -> bool:
    """Whether a folder is a Maildir, or a dbox; or holds nothing but Maildirs, none of which has Maildir++ folders of its own."""
    if not evidence.path.is_dir():
        return False
    path = top(evidence)
    return _is_maildir(_folders(path)) or _is_dbox(path) or _leads(path, _DEPTH)


def _folders(path: Path) -> list[str]:
    return first_names(path)[0]


def _is_maildir(folders: list[str]) -> bool:
    return "cur" in folders and ("new" in folders or "tmp" in folders)


def _leads(path: Path, depth: int) -> bool:
    inner, others = first_names(path)
    if _is_maildir(inner):
        return not any(name.startswith(".") for name in inner)
    if not depth or not inner or not all(_ASIDE.fullmatch(name) for name in others):
        return False
    return all(_leads(path / name, depth - 1) for name in inner)


def _is_dbox(path: Path) -> bool:
    """Dovecot's sdbox and mdbox (doc.dovecot.org, Mailbox formats: dbox)."""
    if "mailboxes" not in _folders(path):
        return False
    below = _folders(path / "mailboxes")
    return any("dbox-Mails" in _folders(path / "mailboxes" / name) for name in below[:100])


def _listed(evidence: Evidence, wanted: Range) -> Iterator[Listed]:
    return files(top(evidence), wanted)


def _stored(evidence: Evidence, shown: str) -> Iterator[str]:
    """Folders are looked for without going through their mails."""
    path = top(evidence)
    for folder in _homes(path):
        if names.of_maildir(folder) == shown:
            yield from (f"{folder}/{holder}" if folder else holder for holder in HOLDERS)
    yield "" if shown == "." else as_stored(path, shown)


@lru_cache(maxsize=8)
def _homes(path: Path) -> tuple[str, ...]:
    found, waiting = [], [""]
    while waiting:
        folder = waiting.pop()
        inner = _folders(path / folder)
        if any(name in HOLDERS for name in inner):
            found.append(folder)
        if folder.count("/") < DEPTH:
            waiting += [f"{folder}/{name}" if folder else name for name in inner if name not in HOLDERS]
    return tuple(found)


def _takes(evidence: Evidence, file: File) -> bool:  # noqa: ARG001  # the signature of what decides it
    """A file in ``tmp`` without a byte is one that was never delivered."""
    if _labelled(file):
        return bool(file.size) or _last(file.folder) != "tmp"
    return not _ASIDE.fullmatch(file.name) and "courierimapkeywords" not in file.folder.split("/")


def _last(folder: str) -> str:
    return folder.rpartition("/")[2]


def _labelled(file: File) -> bool:
    return _last(file.folder) in HOLDERS and not file.name.startswith(".")


def _shown(folder: str) -> str:
    above, _, last = folder.rpartition("/")
    return names.of_maildir(above) if last in HOLDERS else names.readable(folder) or "."


def _home(folder: str) -> str:
    above, _, last = folder.rpartition("/")
    return above if last in HOLDERS else folder


def _unique(name: str) -> str:
    """The part before the flags, which stays when a mail is read or answered; on Windows they follow another sign."""
    return name.partition(":2,")[0].partition(";2,")[0].partition("!2,")[0]


def _beside(folder: str) -> tuple[str, ...]:
    home = _home(folder)
    return tuple(f"{home}/{holder}" if home else holder for holder in ("cur", "new")) if _last(folder) in HOLDERS else ()


_SPOOL = Spool(NAME, _listed, _shown, _stored, _takes, _labelled, Order(_home, _unique, _beside))


def survey(evidence: Evidence) -> Survey:
    """How many mails there are, and the pieces that they fall into."""
    if not _is_dbox(top(evidence)):
        return _SPOOL.survey(evidence)
    itself = Survey(NAME, digest(NAME, evidence.locator, evidence.inside), looked=telling.LOOKED)
    gap = Gap(itself.origin(evidence), Reason.UNSUPPORTED, "message", "mails in Dovecot's form dbox")
    return replace(itself, gaps=(gap,))


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:
    """The mails of a piece."""
    return _SPOOL.look(evidence, survey, piece)


KIND = SourceKind(NAME, 610, recognises, survey, look, reopen=_SPOOL.reopen, turn=1)
