"""A folder of mails that are files of their own (.eml, .msg, .emlx or without any extension), with the folders in it.

A folder in which other things lie as well is a folder of evidence; the mails that lie directly in it are then one source of this
kind, which that one opens.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mimawari.model import BadEvidence
from mimawari.sources import Evidence, SourceKind
from mimawari.sources.mail.files import NAMED, Form, examine, extension
from mimawari.sources.mail.listing import Fault, File, Listed, Range, as_stored, entries, files
from mimawari.sources.mail.names import readable
from mimawari.sources.mail.spool import Spool, top
from mimawari.trees.streams import open_plain

NAME = "mail-folder"
_ASIDE = frozenset(
    {
        "cyrus.header",
        "cyrus.index",
        "cyrus.cache",
        "cyrus.squat",
        "cyrus.annotations",
        "cyrus.indexes",
        ".mh_sequences",
        ".xmhcache",
    }
)
"""What Cyrus and MH keep beside their mails: numbers and flags."""
_DESKTOP = b"\0\0\0\1Bud1"
_MAILS = (Form.MAIL, Form.OUTLOOK, Form.APPLE)


def recognises(evidence: Evidence) -> bool:
    """Whether mails lie in a folder, and nothing else."""
    if not evidence.path.is_dir():
        return False
    path, has_mail = top(evidence), False
    for one in files(path):
        # Of a hundred thousand files that are named as mails the first that is one says enough.
        if isinstance(one, Fault) or _is_aside(path, one) or (has_mail and extension(one.name) in NAMED):
            continue
        form = form_of(one.at(path))
        if form is Form.OTHER or _is_maildir(path, one.folder):
            return False
        has_mail = has_mail or form in _MAILS
    return has_mail


def form_of(path: Path) -> Form | None:
    """What a file is; None where it cannot be read."""
    try:
        return examine(path).form
    except BadEvidence:
        return None


def is_mail(path: Path) -> bool:
    """Whether a file among others is a mail, or is named as one."""
    form = form_of(path)
    return form in _MAILS or form is Form.ODD or (form is Form.EMPTY and extension(path.name) in NAMED)


def _is_aside(path: Path, file: File) -> bool:
    if file.name in _ASIDE:
        return True
    if file.name != ".DS_Store":
        return False
    try:
        with open_plain(file.at(path)) as stream:
            return stream.read(len(_DESKTOP)) == _DESKTOP
    except BadEvidence:
        return False


def _is_maildir(path: Path, folder: str) -> bool:
    above, _, name = folder.rpartition("/")
    return name in ("cur", "new") and all((path / above / one).is_dir() for one in ("cur", "new"))


def _is_among_others(evidence: Evidence) -> bool:
    """Whether a folder of evidence opened it: its other files, and its folders, are that one's."""
    return bool(evidence.forced) and not evidence.locator.startswith(f"{evidence.forced}:")


def _listed(evidence: Evidence, wanted: Range) -> Iterator[Listed]:
    path = top(evidence)
    if _is_among_others(evidence):
        yield from (one for one in entries(path, "", wanted) if isinstance(one, File))
    else:
        yield from files(path, wanted)


def _takes(evidence: Evidence, file: File) -> bool:
    if _is_among_others(evidence):
        return is_mail(evidence.path / file.name)
    return not _is_aside(evidence.path, file)


def _shown(folder: str) -> str:
    return readable(folder) or "."


def _stored(evidence: Evidence, shown: str) -> tuple[str]:
    return ("" if shown == "." else as_stored(top(evidence), shown),)


_SPOOL = Spool(NAME, _listed, _shown, _stored, _takes)
KIND = SourceKind(NAME, 700, recognises, _SPOOL.survey, _SPOOL.look, reopen=_SPOOL.reopen)
