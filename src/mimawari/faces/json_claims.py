"""Whether what a report says of itself (its verdict, levels and ids) follows from what it holds."""

from __future__ import annotations

import json
from typing import Any

from mimawari import app
from mimawari.faces import json_report
from mimawari.model import Report, Verdict, Words

_VERDICT = Words(
    en="its verdict ({told}) does not follow from its findings ({is_})",
    ja="判定（{told}）が、検出内容から導かれる判定（{is_}）と違います",
)
_REASONS = Words(en="the reasons that it names are not those of its findings", ja="書かれている判定の理由が、検出内容と合いません")
_LEVEL = Words(
    en="the level of a source ({told}) does not follow from its findings ({is_})",
    ja="調査対象の判定（{told}）が、検出内容から導かれる判定（{is_}）と違います",
)  # fmt: skip
_ID = Words(en="an id ({told}) is not that of its content", ja="識別子（{told}）が、その内容と合いません")


def contradiction(document: Any, report: Report) -> Words | None:
    """The first thing that does not follow; None where all does. *document* is the JSON that *report* was read from."""
    verdict = app.judge(report)
    return _of_ids(document, report) or _of_verdict(document.get("verdict"), verdict) or _of_sources(document, report, verdict)


def _of_ids(document: Any, report: Report) -> Words | None:
    findings = {one.id for source in report.sources for one in source.findings}
    gaps = {one.id for source in report.sources for one in source.gaps}
    for name, there in (("findings", findings), ("gaps", gaps)):
        told = {str(node.get("id")) for node in document[name]}
        if told != there:
            return _ID.fill({"told": min(told - there, default="…")})
    return None


def _of_verdict(told: Any, verdict: Verdict) -> Words | None:
    """Of what it says, all is compared; what it leaves out, an older version may not have known."""
    is_ = json.loads(json.dumps(json_report.verdict_document(verdict)))
    if not isinstance(told, dict) or told.get("level") != is_["level"]:
        return _VERDICT.fill({"told": told.get("level") if isinstance(told, dict) else "…", "is_": is_["level"]})
    claims = [(told[name], value) for name, value in is_.items() if name in told]
    return None if all(one == other for one, other in (*claims, (told.get("us"), is_.get("us")))) else _REASONS


def _of_sources(document: Any, report: Report, verdict: Verdict) -> Words | None:
    by_key = {source.key: verdict.levels[source.key] for source in report.sources}
    for node in document["sources"]:
        level = by_key[node["id"], node["locator"], "/".join(node["path"]), node["kind"]]
        if node.get("level") != level:
            return _LEVEL.fill({"told": node.get("level"), "is_": level})
    return None
