"""Versions of the knowledge: numbers with dots between, as ``2026.11.4``."""

from __future__ import annotations

import re

_VERSION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){1,5}")


def is_version(text: str) -> bool:
    """Whether *text* is one."""
    return _VERSION.fullmatch(text) is not None


def order(version: str) -> tuple[int, ...]:
    """What versions are compared by; whatever is none is older than all that are."""
    return tuple(map(int, version.split("."))) if is_version(version) else ()
