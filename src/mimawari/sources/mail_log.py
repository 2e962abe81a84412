"""The log of a mail server as text: one file, or the files of a rotation in one folder; Postfix, Dovecot, Exim, sendmail, qmail.

Recognised by its lines, never by its name. A folder in which other things lie as well is a folder of evidence; the files of a
rotation that lie in it are then one source, which that one opens at one of them. What is known of the
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
from mimawari.sources.logs import family, memory, twins, years
from mimawari.sources.logs.opening import text_size
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


def _is_among_others(evidence: Evidence) -> bool:
    """Whether a folder of evidence opened it: the rotation of the file is meant, not the file alone."""
    return bool(evidence.inside and evidence.forced) and not evidence.locator.startswith(f"{evidence.forced}:")


def _files(evidence: Evidence) -> list[family.File]:
    return family.beside(evidence.path) if _is_among_others(evidence) else family.files(evidence.path)


def survey(evidence: Evidence) -> Survey:
    """The log is known by its content: the same files are one source, wherever they lie."""
    sha256, size = hashlib.sha256(), 0
    is_many = evidence.path.is_dir() or _is_among_others(evidence)
    for file in _files(evidence):
        sha256.update(readable(file.name).encode() + b"\0" if is_many else b"")
        with open_plain(file.path) as stream:
            while block := stream.read(BLOCK):
                sha256.update(block)
        size += text_size(file.path)
    piece = replace(_PIECE, size=size)
    return Survey(NAME, digest(NAME, sha256.hexdigest(), evidence.inside), pieces=(piece,))


def _place(evidence: Evidence, survey: Survey, name: str, *line: str) -> Origin:
    """A file of the log, or a line of it, for people."""
    if name and _is_among_others(evidence):
        folder = evidence.inside.rpartition("/")[0]
        return survey.origin(replace(evidence, inside=f"{folder}/{readable(name)}" if folder else readable(name)), *line)
    return survey.origin(evidence, *((readable(name),) if name and evidence.path.is_dir() else ()), *line)


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:  # noqa: ARG001  # there is one piece only
    """What the log covers, who sent, who signed in, and the mails that it was asked for."""
    at = survey.origin(evidence)
    if find_spec("polars") is None:
        yield Gap(at, Reason.UNSUPPORTED, NAME, "the package polars is not installed")
        return
    memory.spare()
    from mimawari.sources.logs.reading import Reading

    def origin(name: str = "", *line: str) -> Origin:
        return _place(evidence, survey, name, *line)

    files, copies = family.parted(_files(evidence))
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
    yield from twins.gaps(copies, files, origin)
    told = Counter[str]()
    for artifact in reading.told(origin):
        told[artifact.kind()] += 1
        yield artifact
    yield from reading.gaps(at)
    if reading.count:
        yield Looked(NAME, reading.count)
        yield Looked("sending-profile", told["sending-profile"])
    else:
        yield Gap(at, Reason.MISSING, NAME, "no line of a mail server is in it")


KIND = SourceKind(NAME, 640, recognises, survey, look, turn=2)
