"""What a verdict rests on, or is held up by, where that is neither evidence nor files but rules and lists."""

from __future__ import annotations

from collections.abc import Iterable

from mimawari import app
from mimawari.model import Finding, Source, Words

HIT = "rule-hit"
"""The kind of what fits a rule, a virus signature or a list."""
_BY = ("yara", "indicator")
_COMPARED = "signature"

_UNUSED = Words(
    en="not all of the rules, lists and scanners that were named could be used.",
    ja="指定されたルール・リスト・ClamAVの中に、使用できなかったものがあるためです。",
)
_UNCOMPARED = Words(
    en="not everything could be held against all rules, lists and virus signatures.",
    ja="ルール・リスト・ウイルス定義と、すべては照合できなかったためです。",
)


def brought(findings: Iterable[Finding], sources: Iterable[Source]) -> bool:
    """Whether *findings* are all of rules and lists that the user brought, and none of them names a malware."""
    theirs = {(one.by, one.name) for source in sources for used in source.used for one in used.sets if not one.is_ours}
    every = list(findings)
    return bool(every) and all(_is_of(finding, theirs) for finding in every)


def _is_of(finding: Finding, theirs: set[tuple[str, str]]) -> bool:
    facts = finding.facts
    if finding.kind != HIT or finding.family:
        return False
    return facts.get("by") in _BY and (str(facts.get("by")), str(facts.get("collection"))) in theirs


def cause(sources: Iterable[Source], otherwise: Words) -> Words:
    """Why nothing could be told of *sources*: *otherwise*, unless all was read and only rules and lists are at fault."""
    holed = [source for source in sources if app.holes(source)]
    if {word for source in holed for word in app.holes(source)} != {_COMPARED}:
        return otherwise
    gaps = [gap for source in holed for gap in source.gaps if gap.wanted == _COMPARED]
    # A gap of no source is of a set, and not of a file that was held against it.
    return _UNUSED if gaps and not any(gap.origin.source for gap in gaps) else _UNCOMPARED


def both(first: Words, second: Words) -> Words:
    """Two sentences, or halves of one."""
    return Words(en=first.en + second.en, ja=first.ja + second.ja)
