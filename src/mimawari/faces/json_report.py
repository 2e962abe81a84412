"""A report as one JSON document, schema ``mimawari.report/1``. Reading it back gives an equal report.

The text is ASCII: every other character is written as an escape, so that no stream can fail on it or change it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mimawari import app
from mimawari.faces import json_holdings
from mimawari.faces.json_node import NotAReport
from mimawari.faces.json_reading import read
from mimawari.faces.json_us import us as us_as_json
from mimawari.faces.json_used import made, origin_of, used
from mimawari.model import Fact, Finding, Gap, Item, Letter, Origin, Part, Report, Run, Source, Us, Verdict, Words, digest
from mimawari.model.report import holding_order

__all__ = [
    "ITEM",
    "REPORT",
    "NotAReport",
    "document",
    "item",
    "item_line",
    "line",
    "mail",
    "origin_of",
    "read",
    "text",
    "us_as_json",
    "used",
    "verdict_document",
]

FILES = "all-files"
"""The kind of source whose items are files."""
REPORT, ITEM = "mimawari.report/1", "mimawari.item/1"

Json = dict[str, Any]
Provenance = app.knowledge.Provenance


@dataclass(frozen=True, slots=True)
class Tool:
    """What wrote the document: the program's version and the knowledge's, with its date and where it is from."""

    version: str
    knowledge: str
    as_of: str
    source: Provenance

    @classmethod
    def of(cls, known: app.Knowledge) -> Tool:
        """The running program with *known*."""
        return cls(app.version(), known.version, known.as_of, known.provenance)


def text(report: Report, known: app.Knowledge) -> str:
    """The document as text, indented."""
    return json.dumps(document(report, Tool.of(known)), indent=1, allow_nan=False)


def line(source: Source, us: Us | None = None) -> str:
    """One source as one line; *us* is the answer, where that source is the one that carries it."""
    return json.dumps(item(source, us), allow_nan=False)


def item_line(item: Item, us: Us | None = None) -> str:
    """One mail of a mailbox, or one file of a full scan, as one line; *us* is the answer for that mail alone."""
    return json.dumps(mail(item, us), allow_nan=False)


def document(report: Report, tool: Tool) -> Json:
    """The document: the verdict by name, then all that it rests on."""
    verdict = app.judge(report)
    return {
        "schema": REPORT,
        "tool": {
            "version": tool.version,
            "knowledge": {"version": tool.knowledge, "as_of": tool.as_of, "source": origin_of(tool.source)},
        },
        "used": used(report),
        "run": _run(_whole(report)),
        "verdict": verdict_document(verdict),
        "sources": [_source(source, verdict) for source in report.sources],
        "findings": _findings(report),
        "gaps": _gaps(report),
        "messages": _messages(report),
        "holdings": _holdings(report),
    }


def mail(item: Item, us: Us | None = None) -> Json:
    """One mail of a mailbox, or one file of a full scan, by itself, with its own level."""
    at = item.origin
    return {
        "schema": ITEM,
        "source": at.source,
        "locator": at.locator,
        "path": list(at.path),
        "kind": item.source_kind,
        "host": "",
        "message": _letter(item.letter) if item.source_kind != FILES else None,
        "level": app.level_of_item(item),
        "families": _families(item.findings),
        "us": us_as_json(us),
        "findings": [finding(found) for found in item.findings],
        "gaps": [gap(lack) for lack in item.gaps],
    }


def _families(findings: Iterable[Finding]) -> list[str]:
    return sorted({finding.family for finding in findings if finding.family and finding.strength > 1})


def _letter(letter: Letter) -> Json:
    return {"date": letter.date, "from": letter.sender, "subject": letter.subject, "message_id": letter.message_id}


def item(source: Source, us: Us | None = None) -> Json:
    """One source by itself, with its own level, and the answer where it carries it."""
    return {
        "schema": ITEM,
        "source": source.id,
        "locator": source.locator,
        "path": _path(source),
        "kind": source.kind,
        "host": source.host,
        "message": None,
        "level": app.judge(Report.of([source])).level if us else app.level_of(source),
        "families": _families(source.findings),
        "us": us_as_json(us),
        "used": made(source),
        "findings": [finding(found) for found in source.findings],
        "gaps": [gap(lack) for lack in source.gaps],
    }


def _path(source: Source) -> list[str]:
    """The way in from the locator; empty where the locator is the source."""
    return [source.inside] if source.inside else []


def _whole(report: Report) -> Run:
    """The one run of the report; for a merged one, from the first start to the last end."""
    runs = sorted({run for source in report.sources for run in source.runs})
    if len(runs) <= 1:
        return runs[0] if runs else Run("", "", "")
    name = digest(*(run.id for run in runs))
    return Run(f"r-{name}", min(run.started for run in runs), max(run.ended for run in runs))


def _run(run: Run) -> Json:
    return {"id": run.id, "started": run.started, "ended": run.ended}


def verdict_document(verdict: Verdict) -> Json:
    """The verdict and what it rests on, by id."""
    return {
        "level": verdict.level,
        "families": list(verdict.families),
        "past": verdict.past,
        "because": [finding.id for finding in verdict.because],
        "unseen": list(dict.fromkeys(gap.id for gap in verdict.unseen)),
        "undetermined_sources": verdict.undetermined_sources,
        "opened": [words(one) for one in verdict.opened],
    } | ({"us": us_as_json(verdict.us)} if verdict.us else {})


def _source(source: Source, verdict: Verdict) -> Json:
    return {
        "id": source.id,
        "locator": source.locator,
        "path": _path(source),
        "kind": source.kind,
        "host": source.host,
        "machine": source.machine,
        "series": source.series,
        "level": verdict.levels[source.key],
        "looked_at": source.looked_at,
        "ought": list(source.ought),
        "holes": list(app.holes(source)),
        "seen_at": source.seen_at,
        "runs": [_run(run) for run in source.runs],
        "parts": [_part(part) for part in source.parts],
    }


def _part(part: Part) -> Json:
    return {
        "id": part.id,
        "source": part.source,
        "key": part.key,
        "knowledge": part.knowledge,
        "looked": [[looked.kind, looked.count] for looked in part.looked],
        "hints": [[kind, count] for kind, count in part.hints],
        "gap_counts": [[kind, count] for kind, count in part.gap_counts],
        "content": part.content,
    }


def _findings(report: Report) -> list[Json]:
    held = _holders(report, lambda part: part.findings)
    return [finding(found) | {"parts": held[found]} for found in sorted(held)]


def _gaps(report: Report) -> list[Json]:
    held = _holders(report, lambda part: part.gaps)
    return [gap(lack) | {"parts": held[lack]} for lack in sorted(held, key=_gap_order)]


def _holdings(report: Report) -> list[Json]:
    held = _holders(report, lambda part: part.holdings)
    every = sorted(held, key=holding_order)
    return [{"origin": _origin(one.origin)} | json_holdings.document(one) | {"parts": held[one]} for one in every]


def _messages(report: Report) -> list[Json]:
    """The mails that findings and gaps speak of, each with its level and the parts that name it."""
    out: list[Json] = []
    for place, source in enumerate(report.sources):
        held: dict[Letter, list[str]] = {}
        for part in source.parts:
            for letter in part.letters:
                held.setdefault(letter, []).append(f"{place}/{part.id}")
        out += [
            {"origin": _origin(item.origin)} | _letter(item.letter)
            | {"level": app.level_of_item(item), "families": _families(item.findings), "parts": held[item.letter]}
            for item in app.items_of(source)
        ]  # fmt: skip
    return out


def _holders(report: Report, content: Any) -> dict[Any, list[str]]:
    """For each finding or gap the parts that hold it, each named by its source's place in ``sources`` and its own id."""
    held: dict[Any, list[str]] = {}
    for place, source in enumerate(report.sources):
        for part in source.parts:
            for thing in content(part):
                held.setdefault(thing, []).append(f"{place}/{part.id}")
    return held


def _gap_order(gap: Gap) -> tuple[object, ...]:
    return (gap.origin, gap.reason, gap.wanted, gap.detail, str(gap.remedy))


def finding(finding: Finding) -> Json:
    return {
        "id": finding.id,
        "kind": finding.kind,
        "strength": finding.strength.word,
        "family": finding.family,
        "attack": list(finding.attack),
        "era": list(finding.era),
        "origin": _origin(finding.origin),
        "seen_at": finding.seen_at,
        "past": finding.past,
        "about": finding.about,
        "facts": _facts(finding.facts),
        "words": words(finding.sentence),
    }


def _facts(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts by name. JSON has no infinity and no NaN: they become text."""
    return {name: _finite(facts[name]) for name in sorted(facts)}


def _finite(value: Fact) -> Fact:
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def gap(gap: Gap) -> Json:
    return {
        "id": gap.id,
        "origin": _origin(gap.origin),
        "reason": gap.reason,
        "wanted": gap.wanted,
        "detail": gap.detail,
        "remedy": words(gap.remedy) if gap.remedy else None,
    }


def _origin(origin: Origin) -> Json:
    return {"source": origin.source, "locator": origin.locator, "path": list(origin.path)}


def words(words: Words) -> Json:
    return {"en": words.en, "ja": words.ja}
