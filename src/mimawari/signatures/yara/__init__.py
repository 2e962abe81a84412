"""YARA rules, matched by YARA-X: those of the knowledge and those that the user named.

They are one set of compiled rules, so that a content is gone through once; each file has names of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from pathlib import Path

from mimawari.knowledge import Knowledge
from mimawari.model import Blob, Content, Gap, Match, Row, SignatureSet, Strength, digest
from mimawari.signatures import UNUSED, WANTED, Chosen, Lack, SignatureKind, watching
from mimawari.signatures.yara import metadata, rule_files
from mimawari.signatures.yara.compiled import Compiled, Key
from mimawari.signatures.yara.counting import FULL
from mimawari.signatures.yara.kept_rules import kept
from mimawari.signatures.yara.listed import listed_row
from mimawari.signatures.yara.rule_files import RuleFile
from mimawari.signatures.yara.scanning import Found, Scanning, Unmapped
from mimawari.signatures.yara.scope import START
from mimawari.signatures.yara.streams import WHOLE, Stream, streamed

BLOCK = 64 << 10
MOST_READ = 256 << 20
"""Without workers a file up to this size, in bytes, is read as a whole, and none is mapped: the system ends a process that has a
file mapped which somebody cuts off. A worker loses that file alone."""
_NAMED = Path("/proc/self/fd")
"""Where a system names open files: what was opened is what is matched, whatever has taken its place meanwhile."""


@dataclass(eq=False, slots=True)
class Rules:
    """Rules that are ready to be matched. ``rows`` are those that can be told of a content; private ones cannot.

    ``given`` are the SHA-256 of the files that they were brought in.
    """

    sets: tuple[SignatureSet, ...]
    lacks: tuple[Lack, ...]
    rows: dict[Key, Row]
    scanning: Scanning
    given: frozenset[str] = frozenset()

    def watch(self) -> Stream:
        """For what is matched while it is unpacked."""
        return Stream(self.scanning)

    def matches(self, blob: Blob) -> Iterator[Match | Gap]:
        """The rules that fit *blob*, each once."""
        hits, faults = self._found(blob)
        yield from (lack.gap for lack in self.scanning.lacks)
        for reason, detail in faults:
            yield Gap(blob.origin, reason, WANTED, detail)
        for key, hit in sorted(hits.items()):
            if row := self.rows.get(key):
                shown = replace(row, strength=Strength.HINT) if hit.is_doubtful else row
                yield Match(**blob.common, row=shown, offset=hit.offset, marks=hit.marks)

    def _found(self, blob: Blob) -> Found:
        watched = watching.seen(blob.content, self)
        if isinstance(watched, Stream) and watched.is_done:
            return watched.hits, watched.faults
        path = getattr(blob.content, "lies_at", None)
        try:
            if path is not None:
                return self._lying(blob, path)
        except Unmapped:
            pass
        stream = streamed(self.scanning, _blocks(blob.content), blob.name)
        return stream.hits, stream.faults

    def _lying(self, blob: Blob, path: Path) -> Found:
        """Of a content that is a file of this machine."""
        with blob.content.open() as stream:
            size = os.fstat(stream.fileno()).st_size
            if size <= (WHOLE if parent_process() else MOST_READ):
                return self.scanning.data(stream.read(size), blob.name)
            if parent_process() is None:
                raise Unmapped
            opened = _NAMED / str(stream.fileno())
            return self.scanning.file(opened if opened.exists() else path, stream.read(START), size, blob.name)


def _blocks(content: Content) -> Iterator[bytes]:
    with content.open() as stream:
        while block := stream.read(BLOCK):
            yield block


def ready(chosen: Chosen, known: Knowledge) -> Rules | None:
    """All rules of the knowledge, and those that the user named; None where there is neither."""
    given = rule_files.given(chosen.rules)
    lists = chosen.indicators if "indicator" not in chosen.without else ()
    listed, beyond = rule_files.of_lists(lists, known.indicators, given.files)
    files, lacks = [*rule_files.ours(known), *given.files, *listed], [*given.lacks, *beyond]
    if not files and not lacks:
        return None
    made = kept(files, chosen.cache)
    rows = dict(_rows(made, files, known))
    every = (*lacks, *_weighed(made.lacks, rows))
    return Rules(tuple(_sets(files, rows, every, known)), every, rows, Scanning(made), frozenset(given.digests))


def _rows(made: Compiled, files: Sequence[RuleFile], known: Knowledge) -> Iterator[tuple[Key, Row]]:
    for rule in made.rules:
        key = (rule.namespace, rule.identifier)
        if rule.namespace.startswith(FULL) or key in made.private:
            continue
        file = files[int(rule.namespace)]
        meta = metadata.read(rule.metadata)
        if file.is_ours:
            yield key, metadata.own_row(rule.identifier, meta, file.collection)
        else:
            row = metadata.others_row(rule.identifier, rule.tags, meta, file.collection, known)
            yield key, listed_row(row, file.said, known.as_of) if file.said else row


def _weighed(lacks: Iterable[Lack], rows: Mapping[Key, Row]) -> Iterator[Lack]:
    """*lacks*; a rule that is left out weighs less where others of its set are used."""
    used = {row.collection for row in rows.values()}
    for lack in lacks:
        is_alone = not any(lack.what.startswith((f"{name}/", f"{name}: ")) for name in used)
        yield replace(lack, wanted=WANTED) if is_alone and lack.wanted == UNUSED else lack


def _sets(files: Sequence[RuleFile], rows: Mapping[Key, Row], lacks: Sequence[Lack], known: Knowledge) -> Iterator[SignatureSet]:
    for name in dict.fromkeys(file.collection for file in files):
        texts = [file for file in files if file.collection == name]
        dates = [row.date for row in rows.values() if row.collection == name]
        version = digest(*((file.label, file.text) for file in texts))
        is_ours = texts[0].is_ours
        unused = sum(lack.what == name or lack.what.startswith((f"{name}/", f"{name}: ")) for lack in lacks)
        yield SignatureSet(
            metadata.BY,
            name,
            known.version if is_ours else version,
            max(dates, default=""),
            len(dates),
            is_ours,
            rule_files.place(texts[0]),
            len(texts) if texts[0].listed is None else 1,
            unused,
        )


SIGNATURES = SignatureKind(metadata.BY, order=10, ready=ready)
