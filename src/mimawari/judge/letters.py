"""A mailbox mail by mail: which findings and gaps are of which mail, and what each mail comes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mimawari.judge.ladder import level_of_item
from mimawari.model import Finding, Gap, Item, Origin, Source
from mimawari.model.item import mail_at


def items_of(source: Source) -> tuple[Item, ...]:
    """The mails of a source that findings or gaps were kept of, each with these, the worst first, then by their place."""
    letters = {letter.path: letter for letter in source.letters}
    findings: dict[tuple[str, ...], list[Finding]] = {}
    gaps: dict[tuple[str, ...], list[Gap]] = {}
    for finding in source.findings:
        findings.setdefault(mail_at(finding.origin.path, letters), []).append(finding)
    for gap in source.gaps:
        gaps.setdefault(mail_at(gap.origin.path, letters), []).append(gap)
    found = [
        Item(
            Origin(source.id, source.locator, path), source.kind, letter,
            tuple(findings.get(path, ())), tuple(gaps.get(path, ())), opened=1,
        )
        for path, letter in letters.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda item: (-level_of_item(item).rank, item.letter.path)))


def beside_items(source: Source) -> Source:
    """The source with only what is of no mail in it: what went wrong with the mailbox as a whole."""
    letters = {letter.path: letter for letter in source.letters}

    def of_none(things: Iterable[Finding | Gap]) -> list[Finding | Gap]:
        return [thing for thing in things if not mail_at(thing.origin.path, letters)]

    parts = (
        replace(
            part,
            findings=tuple(one for one in of_none(part.findings) if isinstance(one, Finding)),
            gaps=tuple(one for one in of_none(part.gaps) if isinstance(one, Gap)),
            letters=(),
        )
        for part in source.parts
    )
    return replace(source, parts=tuple(parts))
