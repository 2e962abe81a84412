"""Reports about mail that servers wrote to the owner of a domain: a file, or a folder in which lies nothing else.

DMARC's aggregate reports (as XML, in gzip or zip, attached to a mail) and failure reports; reports on TLS may lie among them. Where
other files lie among them too, or in a mailbox, the formats tell the same of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mimawari.model import BadEvidence, Blob, Gap, Reason, digest
from mimawari.sources import Evidence, Piece, Seen, SourceKind, Survey
from mimawari.sources.mail.listing import BY_NAME, Fault, File, files
from mimawari.sources.mail.names import readable
from mimawari.sources.mail.sharing import Count, is_less, keys, span
from mimawari.sources.mail.stretch import Stretch
from mimawari.trees.dmarc import LOOK, Report, kind_of
from mimawari.trees.streams import open_plain, sha256_of, size_of

NAME = "dmarc"
LARGEST = 256 << 20
"""The most bytes of one file that is opened."""
_WANTS = ("content", "dmarc-report")
_FILE = "report"
_MAIL = "message/rfc822"
_ASIDE = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What systems put into folders by themselves."""


def recognises(evidence: Evidence) -> bool:
    """Whether a file is such a report, or all files of a folder and of those in it are; the first that is none ends the search."""
    path = evidence.path
    if path.is_file():
        return _kind(path.resolve()) not in (None, Report.TLS)
    if not path.is_dir():
        return False
    top, has_report = path.resolve(), False
    for one in _listed(top):
        if isinstance(one, Fault):
            continue
        found = _kind(one.at(top))
        if found is None:
            return False
        has_report = has_report or found is not Report.TLS
    return has_report


def _kind(path: Path) -> Report | None:
    try:
        with open_plain(path) as stream:
            return kind_of(stream.read(LOOK), path.name)
    except BadEvidence:
        return None


def _listed(top: Path) -> Iterator[File | Fault]:
    return (one for one in files(top) if one.name not in _ASIDE)


def survey(evidence: Evidence) -> Survey:
    """How many there are, and the pieces that they fall into."""
    path = evidence.path.resolve()
    if path.is_file():
        return Survey(NAME, digest(NAME, _digest(path), evidence.inside), pieces=(Piece(_FILE, _WANTS),))
    count = Count.of(_listed(path))
    itself = Survey(NAME, digest(NAME, count.identity(path), evidence.inside))
    found = keys(count.borders(), _places(path)) if count.files else []
    gaps = tuple(_fault(evidence, itself, one) for one in sorted(count.faults))
    return Survey(NAME, itself.source, pieces=tuple(Piece(key, _WANTS, keep=20) for key in found), gaps=gaps)


def _places(top: Path) -> Iterator[tuple[str, str]]:
    return ((one.folder, one.name) for one in _listed(top) if isinstance(one, File))


def _digest(path: Path) -> str:
    with open_plain(path) as stream:
        return sha256_of(stream)


def _fault(evidence: Evidence, itself: Survey, one: Fault) -> Gap:
    way = [readable(part) for part in (*one.folder.split("/"), one.name)]
    return Gap(itself.origin(evidence, *filter(None, way)), one.reason, "dmarc-report", one.detail)


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:
    """The files of a piece, still closed, in the order of folder and name; a gap for one that cannot be read, or is gone."""
    top = evidence.path.resolve()
    if piece == _FILE:
        yield from _file(evidence, survey, top, ())
        return
    wanted = span(piece, survey.pieces)
    found = sorted(one for one in files(top, wanted) if isinstance(one, File) and one.name not in _ASIDE)
    for one in found:
        way = (*filter(None, one.folder.split("/")), one.name)
        yield from _file(evidence, survey, one.at(top), tuple(map(readable, way)))
    if is_less(piece, found, BY_NAME):
        yield Gap(survey.origin(evidence), Reason.MISSING, "dmarc-report", "reports were moved or deleted during the check")


def _file(evidence: Evidence, survey: Survey, path: Path, way: tuple[str, ...]) -> Iterator[Seen]:
    origin = survey.origin(evidence, *way)
    try:
        with open_plain(path) as stream:
            size = size_of(stream)
            stream.seek(0)
            is_mail = kind_of(stream.read(LOOK), path.name) in (Report.MAIL, Report.FAILURE)
    except BadEvidence as bad:
        yield Gap(origin, bad.reason, "dmarc-report", "the file cannot be read")
        return
    if not size:
        yield Gap(origin, Reason.MISSING, "dmarc-report", "the file is empty")
    elif size > LARGEST:
        yield Gap(origin, Reason.TOO_LARGE, "dmarc-report", f"a report of more than {LARGEST >> 20} MiB")
    else:
        yield Blob(origin, readable(path.name), Stretch(path, 0, size), _MAIL if is_mail else "")


KIND = SourceKind(NAME, 690, recognises, survey, look)
