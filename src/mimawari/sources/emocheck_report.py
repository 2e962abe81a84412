"""The report of EmoCheck, JPCERT/CC's detection tool, of one PC: v0.0.1 to v2.4, text or JSON.

EmoCheck's "yes" is a tool's verdict on a running process. Its "no" says that no running process that it could see fits;
what it never looks at is not counted as looked at, and stays a gap. The time of the scan is the PC's local time without a zone:
it is passed on as given, and only compared with other reports of the same PC. A report that mimawari wrote in EmoCheck's format
is no verdict of EmoCheck.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from mimawari.model import BadEvidence, Gap, Looked, Origin, Reason, ToolVerdict, digest
from mimawari.model.os_words import cause
from mimawari.sources import Evidence, Piece, Seen, SourceKind, Survey
from mimawari.sources.emocheck_format import MAX_PROCESSES, Reported, Said, is_report, parse

NAME = "emocheck-report"
MAX_BYTES = 4 << 20
"""A report is a few hundred bytes; what is larger than this is not read to its end."""

_HEAD = 4096
_PIECE = Piece("report", ("tool-verdict", "process"))
_FILE_NAME = re.compile(r"^(?:(?P<host>.+)_)?(?P<time>\d{14})_emocheck", re.IGNORECASE)


def recognises(evidence: Evidence) -> bool:
    """Whether the file begins as a report does."""
    return evidence.path.is_file() and is_report(_read(evidence, _HEAD))


def survey(evidence: Evidence) -> Survey:
    """Whose report it is and when it was made; where the report does not say, its file name does.

    Two files with the same content in one folder are two sources, so the way to the file is part of the identity.
    """
    content = _read(evidence, MAX_BYTES + 1)
    source = digest(NAME, hashlib.sha256(content).hexdigest(), evidence.inside)
    if len(content) > MAX_BYTES:
        at = Survey(NAME, source).origin(evidence)
        return Survey(NAME, source, gaps=tuple(Gap(at, Reason.TOO_LARGE, want, "over 4 MiB") for want in _PIECE.wants))
    said = parse(content)
    name = _FILE_NAME.match(evidence.path.name)
    host = said.host or (name and name["host"]) or ""
    seen_at = _moment(said.time, "%Y-%m-%d %H:%M:%S") or (_moment(name["time"], "%Y%m%d%H%M%S") if name else "")
    return Survey(NAME, source, host=host, machine=host.casefold(), seen_at=seen_at, pieces=(_PIECE,))


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:  # noqa: ARG001  # there is one piece only
    """A verdict for each process that the report names, or the one that it names none."""
    said = parse(_read(evidence, MAX_BYTES))
    at = survey.origin(evidence)
    if said.is_ours:
        yield Gap(at, Reason.UNSUPPORTED, "tool-verdict", "written by mimawari: give its own report")
        return
    if said.positive is not None:
        for process in said.processes or (Reported(),):
            yield _verdict(said, process, survey, evidence)
    yield from _gaps(said, at)
    if said.positive is not None and not said.broken and not said.denied:
        # It went through the list of processes; how long that was it does not say.
        yield Looked("process", max(1, len(said.processes)))


def _verdict(said: Said, process: Reported, survey: Survey, evidence: Evidence) -> ToolVerdict:
    way = (process.image or process.process,) if process.image or process.process else ()
    return ToolVerdict(
        origin=survey.origin(evidence, *way),
        tool="EmoCheck",
        version=said.version,
        host=survey.host,
        positive=said.positive,
        process=process.process,
        pid=process.pid,
        image=process.image,
    )


def _gaps(said: Said, at: Origin) -> Iterator[Gap]:
    if said.broken:
        yield from (Gap(at, Reason.CORRUPT, want, said.broken) for want in _PIECE.wants)
    if said.denied:
        wants = ("process",) if said.positive else _PIECE.wants
        yield from (Gap(at, Reason.DENIED, want, "EmoCheck ran without the rights") for want in wants)
    if said.positive is None and not said.broken and not said.denied:
        yield from (Gap(at, Reason.MISSING, want, "the report says that it could not tell") for want in _PIECE.wants)
    if len(said.processes) == MAX_PROCESSES:
        yield Gap(at, Reason.TOO_LARGE, "tool-verdict", f"{MAX_PROCESSES} processes or more")


def _moment(text: str, form: str) -> str:
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return ""


def _read(evidence: Evidence, size: int) -> bytes:
    try:
        with evidence.path.open("rb") as file:
            return file.read(size)
    except PermissionError as error:
        raise BadEvidence(Reason.DENIED) from error
    except OSError as error:
        raise BadEvidence(Reason.CORRUPT, cause(error).en) from error


KIND = SourceKind(NAME, order=10, recognises=recognises, survey=survey, look=look)
