"""PDF documents: where they lead, what they start, the scripts and files in them (ISO 32000-1, 12.6 and 7.11.4)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget, shortfalls
from mimawari.formats.kept import Kept
from mimawari.formats.kinds import ENOUGH, kind_of
from mimawari.formats.pdf_crypt import unlock
from mimawari.formats.pdf_facts import Attached, Facts, gather
from mimawari.formats.pdf_filters import Inflating, is_inflated
from mimawari.formats.pdf_objects import Objects, found, has_object
from mimawari.formats.pdf_streams import streams
from mimawari.formats.raws import raws
from mimawari.formats.scripts.charsets import is_text
from mimawari.formats.slices import read
from mimawari.model import BadEvidence, Blob, Embedded, Gap, Pdf, Reason, Script

_READ = 64 << 20
_END = 16 << 10
"""How near its end ``%%EOF`` stands (7.5.5); some servers and mail programs add a little."""
_FILES = 200
_SCRIPTS = 200
_SCRIPT = 1 << 20


def recognises(head: Head) -> bool:
    """By ``%PDF-`` within the first 1024 bytes, as readers do; a text that only speaks of it has no object anywhere."""
    at = head.start[:1029].find(b"%PDF-")
    if at < 0:
        return False
    is_spoken_of = head.start[:at].strip(b"\xef\xbb\xbf \t\r\n\0") != b"" and head.extension != "pdf" and is_text(head.start)
    return not is_spoken_of or has_object(head.start + head.end) or _has_object_between(head)


def _has_object_between(head: Head) -> bool:
    """Whether an object begins in what neither the first nor the last bytes show."""
    if head.size <= len(head.start) or head.content is None:
        return False
    return has_object(read(head.content, _READ))


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The document, its scripts, and the files in it."""
    data = read(blob.content, _READ)
    objects = found(data)
    if blob.content.size > _READ:
        objects.note(BadEvidence(Reason.TOO_LARGE, f"the part of the document behind its first {_READ >> 20} MiB"))
    elif b"%%EOF" not in data[-_END:]:
        objects.note(BadEvidence(Reason.CORRUPT, "it was cut off"))
    if not objects.bodies:
        yield Pdf(**blob.common)
        yield Gap(blob.origin, Reason.CORRUPT, "content", "a PDF without objects")
        return
    try:
        within = unlock(objects, (*blob.passwords, *budget.passwords))
    except BadEvidence as bad:
        yield Pdf(**blob.common)
        yield Gap(blob.origin, bad.reason, "content", bad.detail)
        return
    objects.unpack()
    yield from _inside(blob, budget, objects, within)


def _inside(blob: Blob, budget: Budget, objects: Objects, by: str) -> Iterator[Inside]:
    facts = gather(objects)
    files = [(one, _content(one, objects, budget)) for one in facts.files[:_FILES]]
    kept = [(one.name, content) for one, content in files if content]
    yield _document(blob, facts, kept)
    if len(facts.files) > _FILES:
        objects.note(BadEvidence(Reason.TOO_LARGE, f"more than {_FILES} embedded files"))
    yield from _scripts(blob, facts, objects, by)
    yield from (Gap(blob.origin, reason, "content", detail) for reason, detail in objects.faults)
    for name, content in kept:
        for reason, detail in shortfalls(content):
            yield Gap(blob.origin.at(*blob.origin.path, name), reason, "content", detail)
        yield blob.inner(name, content, by=by)
    told = len(objects.faults)
    yield from raws(blob, budget, streams(budget, objects, [one.body for one in facts.files[:_FILES]]), by=by)
    yield from (Gap(blob.origin, reason, "content", detail) for reason, detail in islice(objects.faults, told, None))


def _document(blob: Blob, facts: Facts, files: list[tuple[str, Kept]]) -> Pdf:
    kinds = [(name, _kind(content), content.size) for name, content in files]
    return Pdf(
        **blob.common,
        links=tuple(facts.links),
        actions=tuple(sorted(facts.actions)),
        launches=tuple(facts.launches),
        opens=tuple(sorted(facts.opens)),
        files=tuple(Embedded(name=name, kind=kind, size=size) for name, kind, size in kinds),
        pages=facts.pages,
    )


def _kind(content: Kept) -> str:
    with content.open() as stream:
        return kind_of(stream.read(ENOUGH))


def _scripts(blob: Blob, facts: Facts, objects: Objects, by: str) -> Iterator[Inside]:
    if len(facts.scripts) > _SCRIPTS:
        objects.note(BadEvidence(Reason.TOO_LARGE, f"more than {_SCRIPTS} scripts"))
    for number, text in enumerate(islice(facts.scripts, _SCRIPTS), 1):
        if len(text) > _SCRIPT:
            objects.note(BadEvidence(Reason.TOO_LARGE, "the end of a script"))
        one = blob.inner(f"script {number}", Kept.of(b""), by=by)
        common = {**one.common, "size": len(text)}
        yield Script(**common, language="javascript", host="pdf", text=text[:_SCRIPT])  # type: ignore[arg-type]


def _content(one: Attached, objects: Objects, budget: Budget) -> Kept | None:
    """The content of an embedded file; None where it cannot be unpacked, which is noted."""
    row = objects.row(one.body)
    try:
        if is_inflated(objects.filters(row)):
            stream = Inflating(objects.raw(one.body))
            kept = budget.keep(stream)  # type: ignore[arg-type]
            if stream.is_damaged:
                objects.note(BadEvidence(Reason.CORRUPT, f"the end of the embedded file {one.name}"))
            return kept
        return Kept.of(objects.stream(one.body, row))
    except BadEvidence as bad:
        objects.note(BadEvidence(bad.reason, f"the embedded file {one.name}: {bad.detail}"))
        return None


FORMAT = Format("pdf", 100, recognises, opened)
