"""What lay on a PC as JSON, and back."""

from __future__ import annotations

from typing import Any

from mimawari.faces.json_node import Node
from mimawari.model import Held, Holding, Origin

Json = dict[str, Any]
_TEXTS = ("user", "program", "account", "place", "service", "begins", "ends")


def document(one: Holding) -> Json:
    """One thing, but for its origin and the parts that hold it."""
    return {
        "held": one.held,
        **{name: getattr(one, name) for name in _TEXTS},
        "count": one.count,
        "size": one.size,
        "saved": one.saved,
    }


def read(node: Node, origin: Origin) -> Holding:
    """One thing. Raises ``NotAReport``."""
    user, program, account, place, service, begins, ends = (node[name].a(str) for name in _TEXTS)
    return Holding(
        origin=origin, held=node["held"].one_of(Held), user=user, program=program, account=account, place=place, service=service,
        count=node["count"].count(), size=node["size"].count(), begins=begins, ends=ends, saved=node["saved"].maybe(bool),
    )  # fmt: skip
