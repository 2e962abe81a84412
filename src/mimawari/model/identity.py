"""Names for things that depend on nothing but their content."""

from __future__ import annotations

import hashlib
import json
from functools import cache


def digest(*content: object) -> str:
    """Sixteen hex digits that stand for *content* (anything JSON can hold), the same on every machine."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def kind_of(cls: type) -> str:
    """The name by which a class is known outside: ``RunValue`` is ``run-value``."""
    return _hyphened(cls.__name__)


@cache
def _hyphened(name: str) -> str:
    return "".join("-" + c.lower() if c.isupper() and i else c.lower() for i, c in enumerate(name))
