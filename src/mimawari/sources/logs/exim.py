"""Exim's main log: ``<=`` a mail arrives, ``=>`` ``->`` it is delivered, ``**`` it fails, ``==`` it waits, ``Completed``.

The fields are those of its specification, chapter "Log files": ``H=`` host, (HELO) and [address], ``A=`` authenticator and id,
``U=`` a local
user, ``S=`` size, ``id=`` Message-ID, ``T="..."`` subject, ``QT=`` time in the queue (options ``log_selector``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimawari.sources.logs.events import BOUNCED, CLIENT, DEFERRED, DELIVERY, END, INFO, LOCAL, SENT, Lines, address, uniform

if TYPE_CHECKING:
    import polars as pl

ID = r"^([0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4}) (.*)"
_STATES = {"=>": SENT, "->": SENT, ">>": SENT, "**": BOUNCED, "==": DEFERRED}
_HOST = r" H=(?:([^\s(\[]\S*) )?(?:\(([^)]*)\) )?\[([0-9A-Fa-f.:]+)\]"
_FAILED = r"(\S+) authenticator failed for (.*?)\[([0-9A-Fa-f.:]+)\](?::\d+)?(?: |:).*?535"
_KNOWN = (
    r"^(?:H=|SMTP |no host name|no MAIL in |no IP address|Start queue run|End queue run|exim |daemon|cwd=|TLS "
    r"|unexpected|Warning:|rejected|lost |SA:|SIG|pid |too many|refused|Connection |DKIM|DNS|LDAP|ACL|Error "
    r"|Message |incomplete|queue|log |failed to |host |remote |sender |recipients |setsockopt|login|ident |socket"
    r"|auth|fixed_|dovecot_|plain|.{0,40}authenticator failed)"
)
_OF_MAIL = (
    r"^(?:SA:|F=|H=|Message is frozen|Unfrozen|Frozen|cancelled|removed|Spool|Completed|no immediate|retry |SMTP "
    r"|Remote|remote |error |routing|DKIM|malware|sender |rejected|Sender|From|Recipients|temporarily|discarded"
    r"|queued|Queued|suppressed|Delivery|delivery|TLS|Greylist|Warning|Unable|unable|failed|Failed|U=|save|Error"
    r"|spam|sa-exim|X=|locked|==|\*\*|\*>)"
)


def read(table: pl.DataFrame) -> Lines:
    """All lines of Exim in a batch; ``qid`` and ``body`` where :mod:`mimawari.sources.logs.usual` cut them."""
    import polars as pl

    lines = _cut(table)
    sign = pl.col("body").str.slice(0, 3).fill_null("")
    form = (
        pl.when(sign == "<= ").then(CLIENT)
        .when(sign.str.slice(0, 2).is_in(list(_STATES)) & (sign.str.slice(2, 1) == " ")).then(DELIVERY)
        .when(pl.col("body").str.starts_with("Completed")).then(END)
        .otherwise(0)
    )  # fmt: skip
    by = {int(key[0]): part for key, part in lines.with_columns(form.alias("form")).partition_by("form", as_dict=True).items()}
    found = Lines()
    if CLIENT in by:
        _arrivals(by[CLIENT], found)
    if DELIVERY in by:
        _deliveries(by[DELIVERY], found)
    if END in by:
        found.events.append(uniform(by[END], END))
    if 0 in by:
        _others(by[0], found)
    return found


def _cut(table: pl.DataFrame) -> pl.DataFrame:
    """``qid`` and ``body`` of all lines."""
    import polars as pl

    rest = table.filter(pl.col("qid").is_null()) if "qid" in table.columns else table
    if not rest.height:
        return table
    msg = pl.col("msg").str.replace(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? ", "").str.replace(r"^\[\d+\] ", "")
    rest = rest.with_columns(msg.alias("msg")).with_columns(
        pl.col("msg").str.extract(ID, 1).alias("qid"), pl.col("msg").str.extract(ID, 2).alias("body")
    )
    if rest.height == table.height:
        return rest
    return pl.concat([table.filter(pl.col("qid").is_not_null()), rest], how="diagonal").sort("place")


def _arrivals(lines: pl.DataFrame, found: Lines) -> None:
    import polars as pl

    body = pl.col("body")
    part = lines.with_columns(body.str.extract(_HOST, 3).alias("client")).with_columns(address("client").alias("client"))
    host = part.filter(pl.col("client").is_not_null())
    login = host.select(body.str.contains(" A=", literal=True)).to_series()
    user = body.str.extract(r" A=[^:\s]+:([^\s*]+)").alias("user")
    signed = host.filter(login).with_columns(user)
    host = pl.concat([host.filter(~login), signed], how="diagonal").sort("place")
    found.events.append(uniform(host, CLIENT, _arrived))
    rest = _arrived(part.filter(pl.col("client").is_null()).with_columns(user))
    bounce = pl.col("sender") == ""
    found.events.append(uniform(rest.filter(~bounce), LOCAL))
    found.events.append(uniform(rest.filter(bounce).with_columns(pl.lit(None, pl.String).alias("uid")), INFO))


def _arrived(lines: pl.DataFrame) -> pl.DataFrame:
    """All that the line of an arrival tells beside the client and who signed in."""
    import polars as pl

    body = pl.col("body")
    part = lines.with_columns(
        body.str.extract(r"^<= (\S+)").str.strip_chars("<>").alias("sender"),
        body.str.extract(_HOST, 1).alias("name"), body.str.extract(_HOST, 2).alias("helo"),
        body.str.extract(r" A=([^:\s]+)").alias("method"),
        body.str.extract(r" U=(\S+)").alias("uid"), body.str.extract(r" S=(\d+)").alias("size"),
        body.str.extract(r' T="((?:[^"\\]|\\.)*)"').alias("subject"), body.str.extract(r" id=(\S+)").alias("mid"),
        body.str.extract(r" for (\S+@\S+(?: \S+@\S+)*)$").str.count_matches(" ", literal=True).cast(pl.Int64).add(1).alias("nrcpt"),
    )  # fmt: skip
    return part.with_columns(
        pl.coalesce("helo", "name").alias("helo"),
        pl.when(pl.col("mid").is_not_null()).then(pl.lit("<") + pl.col("mid").str.strip_chars("<>") + pl.lit(">")).alias("mid"),
    )


def _deliveries(lines: pl.DataFrame, found: Lines) -> None:
    import polars as pl

    body = pl.col("body")
    to = body.str.extract(r"^.. (\S+)")
    original = body.str.extract(r"^.. \S+ (?:\([^)]*\) )?<([^>]+)>")
    inside = body.str.contains(r" T=\S*(?:local|lmtp|lda|dovecot|maildir|virtual_userdelivery|address_file|address_pipe|autoreply)")
    part = lines.with_columns(
        # A local part alone is a mailbox of the server; its address stands behind it.
        pl.when(to.str.contains("@", literal=True)).then(to).otherwise(pl.coalesce(original, to)).alias("to"),
        pl.when(original.str.to_lowercase() != to.str.to_lowercase()).then(original).alias("orig"),
        body.str.slice(0, 2).replace_strict(_STATES, default=None, return_dtype=pl.Int64).alias("outcome"),
        inside.alias("inside"),
    )  # fmt: skip
    local = part.filter("inside").with_columns(pl.lit(value=False).alias("outside"), pl.lit(None, pl.String).alias("relay"))
    relay = pl.coalesce(body.str.extract(_HOST, 3), body.str.extract(r" H=\S+ \[([0-9A-Fa-f.:]+)\]"))
    gone = part.filter(~pl.col("inside")).with_columns(relay.alias("relay"))
    gone = gone.with_columns((pl.col("relay").is_not_null() | body.str.contains(r" T=\S*smtp")).alias("outside"))
    found.events.append(uniform(pl.concat([local, gone], how="diagonal").sort("place"), DELIVERY, _tried))


def _tried(lines: pl.DataFrame) -> pl.DataFrame:
    """What became of a delivery, and how long it took."""
    import polars as pl

    body = pl.col("body")
    dsn = body.str.extract(r"\b([245]\.\d{1,3}\.\d{1,3})\b").alias("dsn")
    return lines.with_columns(body.alias("reply"), dsn, _seconds(body.str.extract(r" QT=(\S+)")).alias("delay"))


def _seconds(time: pl.Expr) -> pl.Expr:
    """``2d3h4m5s``, or ``1.234s``."""
    import polars as pl

    units = (("d", 86400.0), ("h", 3600.0), ("m", 60.0), ("s", 1.0))
    parts = [time.str.extract(rf"([\d.]+){unit}").cast(pl.Float64, strict=False).fill_null(0) * weight for unit, weight in units]
    return pl.when(time.is_not_null()).then(pl.sum_horizontal(parts))


def _others(lines: pl.DataFrame, found: Lines) -> None:
    import polars as pl

    msg = pl.col("msg")
    failed = lines.filter(msg.str.contains(_FAILED))
    found.signins.append(failed.select(
        "t", "place", msg.str.extract(r"\(set_id=(.*?)\)").fill_null("").alias("account"), pl.lit("smtp").alias("service"),
        msg.str.extract(_FAILED, 3).alias("client"), msg.str.extract(r" failed for ([^\s(\[]+) ").fill_null("").alias("name"),
        pl.lit(value=False).alias("good"), pl.lit(1, pl.Int64).alias("times"), pl.lit(value=False).alias("weak"),
    ))  # fmt: skip
    refused = lines.filter(msg.str.contains(r" A=[^:\s]+:\S.* rejected RCPT "))
    found.rejects.append(refused.select(
        "t", msg.str.extract(r" A=[^:\s]+:([^\s*]+)").alias("user"), msg.alias("reply"),
        msg.str.extract(r"\b([45]\.\d\.\d{1,3})\b").alias("dsn"), pl.lit(BOUNCED, pl.Int64).alias("outcome"),
        pl.lit(0.0).alias("delay"),
    ))  # fmt: skip
    fits = msg.str.contains(_KNOWN) | pl.col("body").str.contains(_OF_MAIL).fill_null(value=False)
    found.unknown += lines.filter(~fits).height
