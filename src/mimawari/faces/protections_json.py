"""The check as JSON for programs. Its form is in docs/concepts/protections.md."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from mimawari import app
from mimawari.app.preparing import Prepared
from mimawari.model import Cited, Gap, Protection, Ward, Words

FORMAT = "mimawari-prepare-1"


def text(checks: Iterable[Prepared], status: int, version: str, knowledge: str) -> str:
    """The document, in ASCII."""
    document = {
        "format": FORMAT,
        "version": version,
        "knowledge": knowledge,
        "status": status,
        "checks": [_check(one) for one in checks],
    }
    return json.dumps(document, indent=1)


def _check(one: Prepared) -> dict[str, Any]:
    return {
        "of": "domains" if one.domain else "pc",
        "place": one.place,
        "host": one.host,
        "seen_at": one.seen_at,
        "counts": {ward.value: sum(1 for line in one.lines if line.ward is ward) for ward in Ward},
        "protections": [_protection(line) for line in one.lines],
        "gaps": [_gap(gap) for gap in one.gaps],
    }


def _protection(line: Protection) -> dict[str, Any]:
    return {
        "id": line.id,
        "ward": line.ward.value,
        "user": line.user,
        "title": _words(line.title),
        "seen": _words(line.seen),
        "why": _words(line.why),
        "how": [_words(one) for one in line.how],
        "sources": [_cited(one) for one in line.cited],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "reason": gap.reason.value,
        "wanted": gap.wanted,
        "locator": gap.origin.locator,
        "path": list(gap.origin.path),
        "detail": gap.detail,
        "remedy": _words(gap.remedy) if gap.remedy else None,
    }


def _cited(one: Cited) -> dict[str, Any]:
    return {"title": _words(one.title), "page": one.page, "as_of": one.as_of, "certainty": one.certainty.value}


def _words(words: Words) -> dict[str, str]:
    return {"en": words.en, "ja": words.ja}


def of(checks: Iterable[Prepared], status: int, known: app.Knowledge) -> str:
    """The document with the version of the program and of its knowledge."""
    return text(checks, status, app.version(), known.version)
