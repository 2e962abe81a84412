"""What a look at a PC gave: a report of this program as its published schema shapes it, or EmoCheck's text."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from support.incidents.reading import JST, Piece, iso, moment
from support.incidents.world import World

Json = dict[str, Any]
_OUGHT = ["file", "process", "registry-value", "service"]
_TECHNIQUES = {"run-key": "T1547.001", "service": "T1543.003", "process": "T1218.010"}
_ORDER = {"conclusive": 0, "strong": 1, "hint": 2}


def write(_: World, piece: Piece, folder: Path) -> Path:
    """One file."""
    if "EmoCheck" in piece["host"]:
        return _emocheck(piece, folder)
    path = folder / f"{piece['id']}.json"
    path.write_text(json.dumps(report(piece), ensure_ascii=True, indent=1) + "\n", "ascii")
    return path


def report(piece: Piece) -> Json:
    """A report on one PC, with the findings, the gaps and the level that the incident tells."""
    host, when = piece["host"], iso(moment(piece["run_at"]))
    source = _digest("live", host)
    part = "p-" + _digest(source, "live", "2026.11.5")
    findings = sorted(
        (_finding(one, source, part) for one in piece["findings"]), key=lambda one: (_ORDER[one["strength"]], one["kind"])
    )
    gaps = [_gap(one, source, part) for one in piece["gaps"]]
    run = {"id": "r-" + _digest(host, when), "started": when, "ended": when}
    families = sorted({one["family"] for one in findings if one["family"]})
    infected = piece["level"] in ("infected", "suspected")
    verdict = {
        "level": piece["level"],
        "families": families,
        "past": False,
        "because": [one["id"] for one in findings] if infected else [],
        "unseen": [one["id"] for one in gaps],
        "undetermined_sources": int(piece["level"] == "undetermined"),
        "opened": [],
    }
    looked = {name: 0 if any(one["wanted"] == name for one in gaps) else 40 + len(name) for name in _OUGHT}
    return {
        "schema": "mimawari.report/1",
        "tool": {"version": "0.1.0", "knowledge": {"version": "2026.11.5", "as_of": "2026-11-01"}},
        "used": [],
        "run": run,
        "verdict": verdict,
        "sources": [_source(piece, source, part, looked, run, when)],
        "findings": findings,
        "gaps": gaps,
        "messages": [],
    }


def _source(piece: Piece, source: str, part: str, looked: dict[str, int], run: Json, when: str) -> Json:
    hints = sorted({one["kind"] for one in piece["findings"] if one["strength"] == "hint"})
    counts = sorted((f"{one['reason']} {one['wanted']}", 1) for one in piece["gaps"])
    return {
        "id": source,
        "locator": "live:",
        "path": [],
        "kind": "live",
        "host": piece["host"],
        "machine": f"S-1-5-21-{_digest(source)}",
        "series": "",
        "level": piece["level"],
        "looked_at": looked,
        "ought": _OUGHT,
        "holes": sorted({one["wanted"] for one in piece["gaps"]}),
        "seen_at": when,
        "runs": [run],
        "parts": [
            {
                "id": part,
                "source": source,
                "key": "live",
                "knowledge": "2026.11.5",
                "looked": [list(pair) for pair in looked.items()],
                "hints": [[kind, 1] for kind in hints],
                "gap_counts": [list(pair) for pair in counts],
                "content": _digest(piece["id"], part),
            }
        ],
    }


def _finding(told: Piece, source: str, part: str) -> Json:
    """One finding, in words of its kind."""
    facts, words = dict(told["facts"]), f"{told['kind']}: {', '.join(told['facts'].values())}"
    seen = iso(moment(told["seen_at"]))
    return {
        "id": "f-" + _digest(source, told["kind"], facts, seen),
        "kind": told["kind"],
        "strength": told["strength"],
        "family": told.get("family"),
        "attack": [_TECHNIQUES[told["kind"]]] if told["kind"] in _TECHNIQUES else [],
        "era": [],
        "origin": {"source": source, "locator": "live:", "path": [told["kind"]]},
        "seen_at": seen,
        "past": False,
        "about": "host",
        "facts": facts,
        "words": {"en": words, "ja": words},
        "parts": [f"0/{part}"],
    }


def _gap(told: Piece, source: str, part: str) -> Json:
    return {
        "id": "g-" + _digest(source, told["reason"], told["wanted"]),
        "origin": {"source": source, "locator": "live:", "path": []},
        "reason": told["reason"],
        "wanted": told["wanted"],
        "detail": "",
        "remedy": {"en": "Run it as an administrator.", "ja": "管理者として実行してください。"},
        "parts": [f"0/{part}"],
    }


def _emocheck(piece: Piece, folder: Path) -> Path:
    """EmoCheck's report in Japanese (its source's ``emocheck/main.cpp``): UTF-8, CR LF, local time."""
    version = re.search(r"EmoCheck ([\d.]+)", piece["host"])
    (finding,) = piece["findings"]
    time = datetime.fromtimestamp(moment(finding["seen_at"]), JST)
    lines = [
        f"[EmoCheck v{version[1] if version else ''}]",
        f"プログラム実行時刻: {time:%Y-%m-%d %H:%M:%S}",
        "____________________________________________________",
        "",
        "[結果]",
        "検知しませんでした。",
    ]
    path = folder / f"{piece['host'].split()[0]}_{time:%Y%m%d%H%M%S}_emocheck.txt"
    path.write_bytes("".join(line + "\r\n" for line in lines).encode())
    return path


def _digest(*content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
