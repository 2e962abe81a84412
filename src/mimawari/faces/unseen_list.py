"""All that could not be looked at, one thing a line: a report names the first few of many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mimawari import app
from mimawari.faces.safe import shown
from mimawari.model import Words

_LINE = Words(en="{where}: {wanted}: {reason}", ja="{where}：{wanted}：{reason}")
_CLOSER = Words(en="{line} ({detail})", ja="{line}（{detail}）")


def write(parts: Path, path: Path, known: app.Knowledge, language: str) -> None:
    """The list of all gaps in the JSON lines of *parts*, by where they are; no file where there are none."""
    of_many = len({gap["origin"]["locator"] for gap in _gaps(parts)} - {""}) > 1
    lines = sorted({_line(gap, known, language, of_many) for gap in _gaps(parts)})
    if lines:
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8", "backslashreplace")


def _gaps(parts: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(parts.glob("*.jsonl")):
        with file.open(encoding="utf-8", errors="surrogateescape") as lines:
            yield from (one for one in map(json.loads, lines) if "gap" in one)


def _line(gap: dict[str, Any], known: app.Knowledge, language: str, of_many: bool) -> str:
    at, reason = gap["origin"], f"{gap['gap']}-{gap['wanted']}"
    named = [at["locator"]] if at["locator"] and (of_many or not at["path"]) else []
    where = " > ".join(shown(step, 400) for step in (*named, *at["path"]))
    said = known.named("reason", reason if reason in known.wording["reason"] else gap["gap"]).say(language)
    wanted = known.named("wanted", gap["wanted"]).say(language)
    line = _LINE.say(language).format(where=where, wanted=wanted, reason=said)
    # A name alone is the last step of the place.
    if not gap["detail"] or gap["detail"] in at["path"][-1:]:
        return line
    return _CLOSER.say(language).format(line=line, detail=shown(known.detail(gap["detail"]).say(language), 200))
