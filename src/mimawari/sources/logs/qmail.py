"""qmail-send's lines (qmail-log(5), qmail-send(8)) and vpopmail's logins (vchkpw.c).

``info msg N: bytes B from <S> qp Q uid U``, ``starting delivery D: msg N to remote R``, ``delivery D: success: ...``, ``end msg
N``. It never
says which client handed a mail in, nor its Message-ID.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimawari.sources.logs.events import BOUNCED, DEFERRED, DELIVERY, END, LOCAL, SENT, Lines, uniform

if TYPE_CHECKING:
    import polars as pl

_INFO = r"^info msg (\d+): bytes (\d+) from <(.*)> qp \d+ uid (\d+)"
_START = r"^starting delivery (\d+): msg (\d+) to (local|remote) (\S+)"
_DONE = r"^delivery (\d+): (success|failure|deferral): (.*)"
_KNOWN = (
    r"^(?:new msg|info msg|end msg|starting delivery|delivery |status:|bounce msg|triple bounce|warning:|alert:"
    r"|rblsmtpd:|\S+ blocked |qmail-smtpd|tcpserver|CHKUSER|chkuser|vchkpw|\(|vpopmail|password|running|exiting"
    r"|number of|\d+ msg|deliver|\d{3} )"
)
_LOGIN = (
    r"^(?:\(\w+\) )?(?:login success |vpopmail user not found |password fail (?:\([^)]*\) )?|null password given "
    r"|login fail )(\S*?):((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f:]+)$"
)


class Qmail:
    """Reads batch after batch: a delivery says its mail only where it begins."""

    def __init__(self) -> None:
        self._started: pl.DataFrame | None = None

    def read(self, table: pl.DataFrame) -> Lines:
        """All lines of qmail in a batch."""
        import polars as pl

        lines = table.with_columns(pl.col("msg").str.replace(r"^\d{9,10}\.\d+ ", ""))
        msg = pl.col("msg")
        found = Lines()
        info = _groups(lines, _INFO, ("qid", "size", "sender", "uid"))
        found.events.append(uniform(info, LOCAL))
        found.events.append(
            uniform(lines.with_columns(msg.str.extract(r"^end msg (\d+)").alias("qid")).filter(pl.col("qid").is_not_null()), END)
        )
        self._deliveries(lines, found)
        login = lines.filter(pl.col("prog").str.starts_with("vchkpw") & msg.str.contains(_LOGIN))
        service = pl.col("prog").str.extract(r"^vchkpw-(\w+)").replace({"submission": "smtp", "smtps": "smtp"}).fill_null("smtp")
        found.signins.append(login.select(
            "t", "place", msg.str.extract(_LOGIN, 1).alias("account"), service.alias("service"), msg.str.extract(_LOGIN,
            2).alias("client"),
            pl.lit("").alias("name"), msg.str.contains("login success", literal=True).alias("good"), pl.lit(1,
            pl.Int64).alias("times"),
            pl.lit(value=False).alias("weak"),
        ))  # fmt: skip
        found.unknown = lines.filter(~msg.str.contains(_KNOWN)).height
        return found

    def _deliveries(self, lines: pl.DataFrame, found: Lines) -> None:
        import polars as pl

        fresh = _groups(lines, _START, ("number", "qid", "where", "to")).select("host", "number", "qid", "where", "to", "place")
        started = (pl.concat([self._started, fresh]) if self._started is not None else fresh).sort("place")
        done = _groups(lines, _DONE, ("number", "state", "reply")).sort("place")
        both = done.join_asof(started, on="place", by=["host", "number"], strategy="backward", check_sortedness=False)
        self._started = started.tail(50_000)
        states = {"success": SENT, "failure": BOUNCED, "deferral": DEFERRED}
        part = both.filter(pl.col("qid").is_not_null()).with_columns(
            pl.col("state").replace_strict(states, default=None, return_dtype=pl.Int64).alias("outcome"),
            (pl.col("where") == "remote").alias("outside"), pl.col("reply").str.replace_all("_", " ", literal=True),
            pl.col("reply").str.extract(r"((?:\d{1,3}\.){3}\d{1,3})").alias("relay"),
            pl.col("reply").str.extract(r"[_ ](?:\d{3}[_ -])?([45]\.\d{1,3}\.\d{1,3})\b").alias("dsn"),
        )  # fmt: skip
        found.events.append(uniform(part, DELIVERY))


def _groups(lines: pl.DataFrame, pattern: str, names: tuple[str, ...]) -> pl.DataFrame:
    import polars as pl

    groups = pl.col("msg").str.extract_groups(pattern).struct.rename_fields(list(names)).alias("g")
    return lines.with_columns(groups).unnest("g").filter(pl.col(names[0]).is_not_null())
