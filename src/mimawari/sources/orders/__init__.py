"""Order exports of shop systems as tables: who ordered, to whom it was sent. Row by row, in flat memory."""

from __future__ import annotations

from mimawari.sources.orders.reading import LAYOUT, orders, recognises

__all__ = ["LAYOUT", "orders", "recognises"]
