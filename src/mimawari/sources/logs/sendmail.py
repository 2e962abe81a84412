"""sendmail's lines: ``ID: from=, size=, nrcpts=, msgid=, proto=, relay=`` and ``ID: to=, ctladdr=, delay=, mailer=, relay=, dsn=,
stat=``.

Sendmail Installation and Operation Guide, 2.1 "The system log" (level 9 and 10 for logins: ``AUTH=server, relay=, authid=,
mech=``, said
once a connection, by the process that takes all its mails).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimawari.sources.logs.events import BOUNCED, CLIENT, DEFERRED, DELIVERY, INFO, LOCAL, SENT, Lines, address, uniform

if TYPE_CHECKING:
    import polars as pl

_ID = r"^([0-9A-Za-z]{8,20}): (.*)"
_SESSION = 3600
_KNOWN = (
    r"^(?:ruleset=|rejecting commands|\S* ?\[[^\]]*\]|<[^>]*>\.\.\.|[\w.-]+ \[[^\]]*\]|STARTTLS|AUTH|Milter|milter"
    r"|Authentication-Warning|lost input|timeout waiting|collect|SYSERR|alias|[0-9A-Za-z]{8,20}: |clone|discarded"
    r"|unqualified|done|return to sender|DSN|--- |Truncated|headers too|starting daemon|started as|stopping"
    r"|restarting|rejected|NOQUEUE|tls_|ssl|gethostby|grew|runqueue|Invalid|invalid|possible|Losing|locked|from=|to="
    r"|dropenvelope|quarantine|unable|low on|.*did not issue|.*: expn|.*: vrfy)"
)


class Sendmail:
    """Reads batch after batch: a login counts for the mails of its connection."""

    def __init__(self) -> None:
        self._logins: pl.DataFrame | None = None

    def read(self, table: pl.DataFrame) -> Lines:
        """All lines of sendmail in a batch."""
        import polars as pl

        parts = table.with_columns(pl.col("msg").str.extract(_ID, 1).alias("qid"), pl.col("msg").str.extract(_ID, 2).alias("body"))
        body = pl.col("body").fill_null("")
        # The size tells the line of a mail from others that begin alike.
        taken = body.str.contains(r"^from=.*, size=\d+")
        tried = body.str.starts_with("to=") & body.str.contains(", stat=", literal=True)
        login = body.str.starts_with("AUTH=server") | pl.col("msg").str.starts_with("AUTH=server")
        found = Lines()
        self._senders(parts.filter(taken), parts.filter(login), found)
        _deliveries(parts.filter(tried), found)
        _others(parts.filter(~taken & ~tried & ~login), found)
        return found

    def _senders(self, lines: pl.DataFrame, logins: pl.DataFrame, found: Lines) -> None:
        import polars as pl

        body = pl.col("body")
        msg = pl.col("msg")
        fresh = logins.select(
            "host", "pid", "t", msg.str.extract(r"authid=([^,]*)").alias("user"), msg.str.extract(r"mech=([^,]*)").alias("method"),
            msg.str.extract(r"relay=[^\[]*\[([^\]]*)\]").alias("from"),
        )  # fmt: skip
        known = (pl.concat([self._logins, fresh]) if self._logins is not None else fresh).sort("t")
        part = lines.filter(~body.str.contains(", nrcpts=0", literal=True)).with_columns(
            body.str.extract(r"^from=<?(.*?)>?, size=").alias("sender"), body.str.extract(r", size=(\d+)").alias("size"),
            body.str.extract(r", nrcpts=(\d+)").alias("nrcpt"), body.str.extract(r", msgid=([^,]*)").alias("mid"),
            body.str.extract(r", relay=(.*)$").alias("via"), pl.lit(None, pl.String).alias("helo"),
        ).with_columns(pl.col("via").str.extract(r"\[([^\]]*)\]").alias("client"),
        pl.col("via").str.extract(r"^([^\s\[@]+) \[").alias("name"))  # fmt: skip
        part = part.sort("t").join_asof(
            known, on="t", by=["host", "pid"], strategy="backward", tolerance=_SESSION, check_sortedness=False
        )
        part = part.with_columns(
            *(pl.when(pl.col("from") == pl.col("client")).then(name).alias(name) for name in ("user", "method"))
        )
        if known.height:
            self._logins = known.filter(pl.col("t") > pl.col("t").max() - _SESSION).tail(100_000)
        host = pl.col("client").is_not_null()
        part = part.with_columns(address("client").alias("client"), pl.col("via").str.extract(r"^(\S+)@localhost").alias("uid"))
        found.events.append(uniform(part.filter(host), CLIENT))
        found.events.append(uniform(part.filter(~host), LOCAL))


def _deliveries(lines: pl.DataFrame, found: Lines) -> None:
    import polars as pl

    body = pl.col("body")
    stat = body.str.extract(r", stat=(.*)$")
    clock = body.str.extract(r", delay=(\S+),")
    part = lines.with_columns(
        body.str.extract(r"^to=(.*?), (?:\[more\]|ctladdr=|delay=|xdelay=|mailer=)").str.split(",").alias("to"),
        body.str.extract(r", mailer=([^,]*)").is_in(["esmtp", "smtp", "smtp8", "dsmtp", "relay"]).alias("outside"),
        body.str.extract(r", relay=[^\[,]*\[([^\]]*)\]").alias("relay"), body.str.extract(r", dsn=([\d.]+)").alias("dsn"),
        pl.when(stat.str.starts_with("Sent")).then(SENT).when(stat.str.starts_with("Deferred")).then(DEFERRED)
        .when(stat.str.starts_with("queued")).then(None).otherwise(BOUNCED).cast(pl.Int64).alias("outcome"),
        stat.alias("reply"), _delay(clock).alias("delay"),
    ).filter(pl.col("outcome").is_not_null())  # fmt: skip
    each = part.explode("to").with_columns(pl.col("to").str.strip_chars("<> ").alias("to"))
    found.events.append(uniform(each, DELIVERY))
    child = part.with_columns(pl.col("reply").str.extract(r"^Sent \(([0-9A-Za-z]{8,20}) Message accepted").alias("child"))
    child = child.filter(pl.col("child").is_not_null() & pl.col("relay").str.contains(r"^(?:127\.|::1|IPv6:::1)"))
    if child.height:
        host = pl.col("host").hash(2)
        key = [(pl.col(one).hash(1) ^ host).alias(name) for one, name in (("child", "child"), ("qid", "parent"))]
        found.links.append(child.select("place", "t", *key, pl.lit(value=False).alias("forwarded")))


def _delay(clock: pl.Expr) -> pl.Expr:
    """``hh:mm:ss`` with days before a plus sign."""
    import polars as pl

    parts = ((r"^(\d+)\+", 86400.0), (r"(\d+):\d\d:\d\d$", 3600.0), (r"(\d\d):\d\d$", 60.0), (r"(\d\d)$", 1.0))
    return pl.sum_horizontal([clock.str.extract(form).cast(pl.Float64).fill_null(0) * weight for form, weight in parts])


def _others(lines: pl.DataFrame, found: Lines) -> None:
    import polars as pl

    msg = pl.col("msg")
    failed = lines.filter(msg.str.contains("AUTH failure (", literal=True))
    found.signins.append(failed.select(
        "t", "place", msg.str.extract(r", user=([^,]*)").fill_null("").alias("account"), pl.lit("smtp").alias("service"),
        msg.str.extract(r".*, relay=[^\[]*\[([^\]]*)\]").alias("client"),
        msg.str.extract(r".*, relay=([^\s\[]+) \[").fill_null("").alias("name"),
        pl.lit(value=False).alias("good"), pl.lit(1, pl.Int64).alias("times"), pl.lit(value=False).alias("weak"),
    ).filter(pl.col("client").is_not_null()))  # fmt: skip
    bounce = lines.with_columns(
        pl.col("body").str.extract(r"^([0-9A-Za-z]{8,20}): (?:DSN|return to sender|postmaster notify)").alias("qid")
    )
    found.events.append(uniform(bounce.filter(pl.col("qid").is_not_null()).with_columns(pl.lit("").alias("sender")), INFO))
    fits = msg.str.contains(_KNOWN) | pl.col("body").str.contains(_KNOWN).fill_null(value=False)
    found.unknown += lines.filter(~fits).height
