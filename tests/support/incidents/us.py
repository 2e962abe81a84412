"""The firm's profile as it would write it: the incident's own words, and the keys that its DNS records."""

from __future__ import annotations

import json
from pathlib import Path

from support.incidents.reading import Piece
from support.incidents.signing import record, signers


def write(incident: Piece, folder: Path) -> Path:
    """``us.toml``."""
    told = incident["us"]
    plain = {name: value for name, value in told.items() if not isinstance(value, dict)}
    lines = [f"{name} = {_value(value)}" for name, value in plain.items()]
    for name, table in told.items():
        if isinstance(table, dict):
            lines += ["", f"[{name}]", *(f"{key} = {_value(value)}" for key, value in table.items())]
    for domain, selector in signers(incident):
        lines += ["", "[[keys]]", *(f"{key} = {_value(value)}" for key, value in _key(domain, selector).items())]
    path = folder / "us.toml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _key(domain: str, selector: str) -> Piece:
    return {"domain": domain, "selector": selector, "record": record(domain, selector)}


def _value(value: object) -> str:
    """As TOML: its strings and numbers are JSON's, save for tables within lists."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
