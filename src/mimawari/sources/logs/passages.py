"""Single mails that the log is asked for: by Message-ID, by queue id, or by who sent about a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from mimawari.model import Asked, Origin, Passage
from mimawari.sources.tables.moments import moments
from mimawari.sources.tables.stamps import iso

if TYPE_CHECKING:
    import polars as pl

AROUND = 600
"""Seconds before and behind a moment."""
_A_KEY, _A_MOMENT, _ALL, _RECIPIENTS = 50, 5, 20_000, 200
"""Of a moment a few are enough: they tell who sent then, and how many there were stands in the profile."""


class Passages:
    """Keeps the few mails that were asked for, and their deliveries. ``cut`` could not be kept, ``more`` are not told."""

    def __init__(self, asked: Asked) -> None:
        self._ids = {one.strip() for one in asked.message_ids}
        self._queue = {one.strip() for one in asked.queue_ids}
        self._moments = list(moments(asked))
        self._mails: dict[int, dict[str, Any]] = {}
        self._deliveries: dict[int, list[dict[str, Any]]] = defaultdict(list)
        self.cut = self.more = 0

    @property
    def asks(self) -> bool:
        """Whether anything is asked."""
        return bool(self._ids or self._queue or self._moments)

    def add(self, mails: pl.DataFrame, deliveries: pl.DataFrame) -> None:
        """The mails of a batch, those that are still open too, with their ways, and the batch's deliveries."""
        import polars as pl

        if not self.asks:
            return
        people = [who for _, _, who in self._moments]
        asked = pl.col("mid").is_in(list(self._ids)) | pl.col("qid").is_in(list(self._queue))
        if people:
            asked = asked | pl.col("sender").str.to_lowercase().is_in(people) | pl.col("user").str.to_lowercase().is_in(people)
        for row in mails.filter(asked.fill_null(value=False)).iter_rows(named=True):
            if row["place"] in self._mails or self._keys(row):
                self._keep(row)
        if deliveries.height and self._mails:
            wanted = deliveries.filter(pl.col("begun").is_in(list(self._mails)))
            for row in wanted.select("begun", "to", "orig", "outcome", "delay", "reply", "dsn").iter_rows(named=True):
                if len(self._deliveries[row["begun"]]) < 10 * _RECIPIENTS:
                    self._deliveries[row["begun"]].append(row)

    def _keep(self, row: dict[str, Any]) -> None:
        if row["place"] not in self._mails and len(self._mails) >= _ALL:
            self.cut += 1
        else:
            self._mails[row["place"]] = row

    def _keys(self, row: dict[str, Any]) -> list[tuple[str, str]]:
        found = []
        if row["mid"] in self._ids:
            found.append((row["mid"], "message-id"))
        if row["qid"] in self._queue:
            found.append((row["qid"], "queue-id"))
        people = {(row["sender"] or "").lower(), (row["user"] or "").lower()}
        found += [(f"moment:{key}", "moment") for key, at, who in self._moments if who in people and abs(row["t"] - at) <= AROUND]
        return found

    def told(self, software: str, origin: Callable[[int | None], Origin]) -> Iterator[Passage]:
        """What was found, in the order of the log. A mail that came back from a content filter is one with that which went in."""
        behind: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in self._mails.values():
            if row["again"] is not None and not row["alias"]:
                behind[row["again"]] += self._deliveries.get(row["place"], [])
        given = Counter[str]()
        for place in sorted(self._mails):
            row = self._mails[place]
            if row["again"] is not None and not row["alias"] and row["again"] in self._mails:
                continue
            for key, how in self._keys(row):
                given[key] += 1
                if given[key] <= (_A_MOMENT if how == "moment" else _A_KEY):
                    yield _passage(key, how, row, behind.get(place) or self._deliveries.get(place, []), software, origin(place))
                elif how != "moment":
                    self.more += 1


def _passage(key: str, how: str, row: dict[str, Any], tried: list[dict[str, Any]], software: str, origin: Origin) -> Passage:
    recipients = tuple(dict.fromkeys(one["to"] for one in tried if one["to"]))
    original = tuple(dict.fromkeys(one["orig"] for one in tried if one["orig"]))
    delays = [one["delay"] for one in tried if one["delay"] is not None]
    last = tried[-1] if tried else None
    status = {1: "sent", 2: "deferred", 3: "bounced"}[last["outcome"]] if last else ""
    return Passage(
        origin=origin, key=key, how=how, time=iso(row["t"]), way=row["way_"], software=software, message_id=row["mid"] or "",
        queue_id=row["qid"] or "", account=(row["user"] or "").lower(), sender=row["sender"] or "", author=row["author"] or "",
        client=row["client"] or "", client_name="" if row["name"] in (None, "unknown") else row["name"], helo=row["helo"] or "",
        method=row["method"] or "", recipients=recipients[:_RECIPIENTS], count=row["nrcpt"] or len(recipients),
        original_to=original[:_RECIPIENTS], subject=row["subject"] or "", delay=max(delays, default=None), status=status,
    )  # fmt: skip
