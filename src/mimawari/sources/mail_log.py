"""The log of a mail server as text: one file, or the files of a rotation in one folder; Postfix, Dovecot, Exim, sendmail, qmail.

Recognised by its lines, never by its name. A folder in which other things lie as well is a folder of evidence. What is known of the
software's line forms stands in :mod:`mimawari.sources.logs`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec

from mimawari.model import BadEvidence, Gap, Looked, Origin, Reason, digest
from mimawari.sources import Evidence, Piece, Seen, SourceKind, Survey
from mimawari.sources.logs import family, memory, years
from mimawari.sources.mail.names import readable
from mimawari.trees.streams import BLOCK, open_plain

NAME = "mail-log"
_PIECE = Piece("log", (NAME,))


def recognises(evidence: Evidence) -> bool:
    """Whether it is a mail server's log, or a folder of nothing else."""
    path = evidence.path
    if path.is_dir():
        return family.is_folder_of_logs(path)
    return path.is_file() and family.is_log(path.resolve())


def survey(evidence: Evidence) -> Survey:
    """The log is known by its content: the same files are one source, wherever they lie."""
    sha256 = hashlib.sha256()
    for file in family.files(evidence.path):
        sha256.update(readable(file.name).encode() + b"\0" if evidence.path.is_dir() else b"")
        with open_plain(file.path) as stream:
            while block := stream.read(BLOCK):
                sha256.update(block)
    return Survey(NAME, digest(NAME, sha256.hexdigest(), evidence.inside), pieces=(_PIECE,))


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:  # noqa: ARG001  # there is one piece only
    """What the log covers, who sent, who signed in, and the mails that it was asked for."""
    at = survey.origin(evidence)
    if find_spec("polars") is None:
        yield Gap(at, Reason.UNSUPPORTED, NAME, "the package polars is not installed")
        return
    memory.spare()
    from mimawari.sources.logs.reading import Reading

    folder = evidence.path.is_dir()

    def origin(name: str = "", *line: str) -> Origin:
        return survey.origin(evidence, *((readable(name),) if folder and name else ()), *line)

    files = family.files(evidence.path)
    if not files:
        raise BadEvidence(Reason.MISSING, "the folder holds no log of a mail server")
    calendar = years.begun(files, evidence.firm.zone)
    first = replace(calendar)
    reading = Reading(evidence.firm, evidence.asked, calendar)
    damage = list(reading.read(files, origin))
    if calendar.over:
        # It goes over more New Years than the file's own time allows: it began so many years earlier.
        reading = Reading(evidence.firm, evidence.asked, replace(first, year=first.year - calendar.over))
        damage = list(reading.read(files, origin))
    yield from damage
    yield from reading.gaps(at)
    told = Counter[str]()
    for artifact in reading.told(origin):
        told[artifact.kind()] += 1
        yield artifact
    if sum(reading.counts.values()):
        yield Looked(NAME, sum(reading.counts.values()))
        yield Looked("sending-profile", told["sending-profile"])
    else:
        yield Gap(at, Reason.MISSING, NAME, "no line of a mail server is in it")


KIND = SourceKind(NAME, 640, recognises, survey, look, turn=2)
