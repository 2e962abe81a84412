"""A log, read once from its first line to its last, in memory that does not grow with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mimawari.model import Artifact, Asked, BadEvidence, Firm, Gap, Origin, Reason
from mimawari.sources.logs import dovecot, exim, heads, postfix, programs, usual
from mimawari.sources.logs.ahead import ahead
from mimawari.sources.logs.events import CLIENT, DELIVERY, SENT, Lines, address, refused, unknown
from mimawari.sources.logs.family import File
from mimawari.sources.logs.joining import Joiner
from mimawari.sources.logs.near import by_strangers, near
from mimawari.sources.logs.opening import Batch, batches
from mimawari.sources.logs.passages import Passages
from mimawari.sources.logs.qmail import Qmail
from mimawari.sources.logs.sending import Sending, ways
from mimawari.sources.logs.sendmail import Sendmail
from mimawari.sources.logs.signing_in import SignIns
from mimawari.sources.logs.spans import Spans, Stretch

if TYPE_CHECKING:
    import polars as pl

_FILE = 1 << 36
"""Places count lines; those of the next file begin so many later."""
_SHARE = 0.02
"""So large a share of lines that no form knows leaves the log unread in part."""


def _by_software(table: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The lines of each software, that which wrote first first."""
    usual_exim, rest = usual.exim(table)
    usual_postfix, rest = usual.postfix(rest) if rest.height else (rest, rest)
    parts: dict[str, list[pl.DataFrame]] = {programs.EXIM: [usual_exim], programs.POSTFIX: [usual_postfix]}
    if rest.height:
        for key, part in programs.split(rest).drop("rest").partition_by("soft", as_dict=True, include_key=False).items():
            parts.setdefault(str(key[0]), []).append(usual.of(part) if key[0] == programs.POSTFIX else part)
    found = {soft: _together(some) for soft, some in parts.items() if soft}
    several = ((soft, part) for soft, part in found.items() if part.height)
    return dict(sorted(several, key=lambda one: int(one[1].item(0, "place"))))


def _together(parts: list[pl.DataFrame]) -> pl.DataFrame:
    import polars as pl

    parts = [part for part in parts if part.height] or parts[:1]
    return parts[0] if len(parts) == 1 else pl.concat(parts, how="diagonal").sort("place")


class Reading:
    """All that is gathered of one log. ``strange`` are its lines by software that no form knows."""

    def __init__(self, firm: Firm, asked: Asked, calendar: heads.Calendar) -> None:
        self.firm, self.calendar = firm, calendar
        self.files: list[str] = []
        self.strange = Counter[str]()
        self.undated = self.lines = 0
        self.spans, self.sending, self.signins = Spans(), Sending(), SignIns()
        self._passages = {soft: Passages(asked) for soft in programs.SOFTWARE}
        self._joiners: dict[str, Joiner] = {}
        readers: dict[str, Callable[[pl.DataFrame], Lines]] = {
            programs.POSTFIX: postfix.read, programs.DOVECOT: dovecot.read, programs.EXIM: exim.read,
            programs.SENDMAIL: Sendmail().read, programs.QMAIL: Qmail().read,
        }  # fmt: skip
        self._readers = readers

    def read(self, files: list[File], origin: Callable[..., Origin]) -> Iterator[Gap]:
        """Every line; a gap for what of a file could not be read."""
        for file in files:
            self.files.append(file.name)
            self.spans.file(file.number)
            try:
                self._file(file.path)
            except BadEvidence as error:
                yield Gap(origin(file.name), error.reason, "mail-log", error.detail)
        for soft, joiner in self._joiners.items():
            joined = joiner.end()
            self._done(soft, joined.mails, joined.deliveries, joined.waiting)

    def _file(self, path: Path) -> None:
        base = (len(self.files) - 1) * _FILE
        with closing(ahead(self._batch(batch, base) for batch in batches(path))) as understood:
            for stretch, parts in understood:
                if stretch is not None:
                    self.spans.add(stretch)
                for soft, found in parts:
                    self._found(soft, found)

    def _batch(self, batch: Batch, base: int) -> tuple[Stretch | None, list[tuple[str, Lines]]]:
        """What the lines of a batch say each for itself. Batches come here one after the other: calendar and readers remember."""
        import polars as pl

        lines = heads.lines(batch.text, batch.first)
        self.lines += lines.height
        table, undated = heads.dated(lines, self.calendar)
        self.undated += undated
        if not table.height:
            return None, []
        parts = _by_software(table.with_columns((pl.col("n").cast(pl.Int64) + base).alias("place")))
        return Stretch.of(table, parts), [(soft, self._readers[soft](part)) for soft, part in parts.items()]

    def _found(self, soft: str, found: Lines) -> None:
        import polars as pl

        self.strange[soft] += found.unknown
        for signin in found.signins:
            if signin.height:
                self.signins.add(signin, self.calendar.zone)
                self._domains(soft, signin.filter("good").get_column("account"))
        for reject in found.rejects:
            if reject.height:
                sums = reject.with_columns(unknown().cast(pl.Int64).alias("missing"), refused().cast(pl.Int64).alias("turned"))
                self.sending.refuse(sums, soft)
        events = [one for one in found.events if one.frame.height]
        if not events:
            return
        joiner = self._joiners.setdefault(soft, Joiner(whole=self._passages[soft].asks or soft == programs.QMAIL))
        joined = joiner.add([replace(one, frame=self._placed(one.frame, soft)) for one in events], found.links)
        self._done(soft, joined.mails, joined.deliveries, joined.waiting)

    def _placed(self, events: pl.DataFrame, soft: str) -> pl.DataFrame:
        """Deliveries to private addresses and to the firm's do not go out; what strangers hand in is not sent by the firm."""
        import polars as pl

        kind = events.item(0, "kind")
        if kind == CLIENT:
            return events.with_columns(by_strangers(events, self.firm).alias("strange"))
        if kind != DELIVERY:
            return events
        inside = near(events, "relay", self.firm, address("relay"))
        events = events.with_columns((pl.col("outside").fill_null(value=False) & ~inside).alias("outside"))
        taken = events.filter(~pl.col("outside") & (pl.col("outcome") == SENT)).get_column("to")
        self._domains(soft, taken)
        return events

    def _domains(self, soft: str, addresses: pl.Series) -> None:
        names = (
            addresses.drop_nulls().str.to_lowercase().str.extract(r"@([a-z0-9.-]+)$").drop_nulls().value_counts(sort=True).head(200)
        )
        self.spans.domain(soft, names.iter_rows())

    def _done(self, soft: str, mails: pl.DataFrame, deliveries: pl.DataFrame, waiting: pl.DataFrame) -> None:
        import polars as pl

        if self._passages[soft].asks and mails.height + waiting.height:
            self._passages[soft].add(ways(pl.concat([mails, waiting]), soft, self.firm), deliveries)
        if mails.height:
            self.sending.add(ways(mails, soft, self.firm))

    def place(self, place: int | None) -> tuple[str, ...]:
        """The way to a line: the file and its number."""
        if place is None:
            return ()
        return self.files[place // _FILE], str(place % _FILE)

    @property
    def zone(self) -> int:
        """The offset by which stamps were read, in minutes."""
        return self.calendar.zone if self.calendar.zone_told is None else self.calendar.zone_told

    @property
    def count(self) -> int:
        """How many of its lines a mail server wrote."""
        return sum(one.lines for one in self.spans.softwares.values())

    def told(self, origin: Callable[..., Origin]) -> Iterator[Artifact]:
        """All of it."""

        def at(place: int | None) -> Origin:
            return origin(*self.place(place))

        yield from self.spans.told(origin(), self.zone, zone_told=self.calendar.zone_told is not None)
        yield from self.sending.profiles(self.zone, self.firm, at)
        yield from self.signins.uses(self.firm, at)
        for soft in programs.SOFTWARE:
            yield from self._passages[soft].told(soft, at)

    def gaps(self, origin: Origin) -> Iterator[Gap]:
        """What was not understood, and what was too much; to be asked behind :meth:`told`."""
        for soft, strange in sorted(self.strange.items()):
            if strange:
                count = self.spans.softwares[soft].lines
                wanted = "mail-log" if strange > _SHARE * count else "mail-log-line"
                yield Gap(origin, Reason.UNSUPPORTED, wanted, f"{strange} of {count} lines of {soft} are of no known form")
        if self.undated:
            wanted = "mail-log" if self.undated > _SHARE * self.lines else "mail-log-line"
            yield Gap(origin, Reason.UNSUPPORTED, wanted, f"{self.undated} of {self.lines} lines bear no time")
        if self.sending.untold:
            detail = f"{self.sending.untold} accounts that sent least are not told one by one"
            yield Gap(origin, Reason.TOO_LARGE, "sending-profile", detail)
        if more := sum(one.more for one in self._passages.values()):
            yield Gap(origin, Reason.TOO_LARGE, "passage", f"{more} further mails that answer the same question")
        cut = self.sending.cut + self.signins.cut + sum(one.cut for one in self._passages.values())
        cut += sum(one.forced for one in self._joiners.values())
        if cut:
            yield Gap(origin, Reason.TOO_LARGE, "mail-log-line", f"{cut} counts were too many to be kept")
