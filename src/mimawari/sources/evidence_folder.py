"""A folder that is no copy of Windows itself but holds evidence: reports of many PCs, images, collections."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from mimawari.model import BadEvidence, Gap, Reason, digest
from mimawari.model.os_words import cause
from mimawari.sources import Evidence, Seen, SourceKind, Survey, mail_folder, mail_log
from mimawari.sources.logs import family
from mimawari.sources.mail.listing import refusal

NAME = "evidence-folder"
MAX_ENTRIES = 100_000
MAX_DEPTH = 4
"""How many folders deep evidence may lie below the folder that was named."""


def recognises(evidence: Evidence) -> bool:
    """Any folder: this kind is asked last."""
    return evidence.path.is_dir()


def survey(evidence: Evidence) -> Survey:
    """Every file and folder directly in it as evidence of its own, mails and rotated logs as one each; a gap for what is left."""
    itself = Survey(NAME, digest(NAME, evidence.locator, evidence.inside))
    if evidence.inside.count("/") >= MAX_DEPTH:
        return _with(itself, evidence, [], [(Reason.TOO_LARGE, (), f"more than {MAX_DEPTH} folders deep")])
    names, strange = _entries(evidence)
    if not names and not strange:
        return replace(itself, gaps=(Gap(itself.origin(evidence), Reason.MISSING, "evidence"),))
    return _with(itself, evidence, names, strange)


_Strange = tuple[Reason, tuple[str, ...], str]


def _with(itself: Survey, evidence: Evidence, names: list[str], strange: list[_Strange]) -> Survey:
    gaps = tuple(Gap(itself.origin(evidence, *path), reason, "evidence", detail) for reason, path, detail in strange)
    below = f"{evidence.inside}/" if evidence.inside else ""
    mails = {name for name in names if mail_folder.is_mail(evidence.path / name)}
    logs = family.rotations(evidence.path, (name for name in names if name not in mails))
    taken = mails | {file.name for log in logs for file in log}
    children = [Evidence(evidence.locator, below + name) for name in names if name not in taken]
    children += [Evidence(evidence.locator, below + log[-1].name, forced=mail_log.NAME) for log in logs]
    if mails:
        children.append(Evidence(evidence.locator, evidence.inside, forced=mail_folder.NAME))
    return Survey(itself.kind, itself.source, gaps=gaps, children=tuple(children))


def _entries(evidence: Evidence) -> tuple[list[str], list[_Strange]]:
    """The names to look at, sorted, and what is left out, with the reason."""
    names: list[str] = []
    strange: list[_Strange] = []
    for entry in _listed(evidence):
        if len(names) + len(strange) == MAX_ENTRIES:
            strange.append((Reason.TOO_LARGE, (), f"more than {MAX_ENTRIES} entries"))
        elif refused := refusal(entry):
            strange.append((refused[0], (entry.name,), refused[1]))
        else:
            names.append(entry.name)
    return sorted(names), sorted(strange)


def _listed(evidence: Evidence) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(evidence.path) as entries:
            return list(islice(entries, MAX_ENTRIES + 1))
    except PermissionError as error:
        raise BadEvidence(Reason.DENIED) from error
    except OSError as error:
        raise BadEvidence(Reason.CORRUPT, cause(error).en) from error


def look(evidence: Evidence, survey: Survey, piece: str) -> Iterator[Seen]:  # noqa: ARG001  # the contract's signature
    """Nothing: all that is in it is evidence of its own."""
    return iter(())


KIND = SourceKind(NAME, order=900, recognises=recognises, survey=survey, look=look)
