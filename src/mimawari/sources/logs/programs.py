"""Which program wrote a line, and which software that is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

POSTFIX, DOVECOT, EXIM, SENDMAIL, QMAIL, OTHER = "postfix", "dovecot", "exim", "sendmail", "qmail", ""
SOFTWARE = (POSTFIX, DOVECOT, EXIM, SENDMAIL, QMAIL)
_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (POSTFIX, re.compile(r"postfix[\w.-]*(?:/[\w.-]+)*")),
    (
        DOVECOT,
        re.compile(
            r"dovecot|dovecot-auth|(?:imap|pop3|submission|managesieve|lmtp)(?:-login)?\(?.*|auth(?:-worker)?\(.+|auth|auth-worker"
        ),
    ),
    (EXIM, re.compile(r"exim4?|exim-\w+")),
    (SENDMAIL, re.compile(r"sendmail|sm-(?:mta|msp|acceptingconnections|msp-queue|que|queue)\b.*")),
    (QMAIL, re.compile(r"qmail(?:-send|-smtpd|d)?|vpopmail|rblsmtpd|vchkpw-\w+")),
)
"""Postfix's ``syslog_name`` (postconf(5)) and master.cf's service names; Dovecot logs as ``dovecot``, in its own files by
service."""
_BARE = re.compile(r"(?:imap|pop3|submission|managesieve|lmtp)(?:-login)?(?:\(|$)|auth(?:-worker)?(?:\(|$)|dovecot-auth$")
_QMAIL_LINE = r"^(?:new msg |end msg |info msg |starting delivery |delivery \d+: |status: |bounce msg |triple bounce)"


def told(name: str, *, alone: bool = False) -> str:
    """The software of a program's name. *alone*: no server's name stands before it, as in a file of the software's own."""
    if alone:
        return DOVECOT if _BARE.match(name) or name in ("dovecot", "master", "config") else OTHER
    return next((software for software, form in _NAMES if form.fullmatch(name)), OTHER)


def split(table: pl.DataFrame) -> pl.DataFrame:
    """``place``, ``t``, ``host``, ``prog``, ``pid``, ``msg``, ``soft``: what Exim and qmail write into files of their own has no
    host."""
    import polars as pl

    three = table.with_columns(pl.col("rest").str.splitn(" ", 3).alias("x")).unnest("x")
    alone = pl.col("field_0").str.ends_with(":")
    tag = pl.when(alone).then(pl.col("field_0")).otherwise(pl.col("field_1")).fill_null("")
    tail = (
        pl.when(alone)
        .then(pl.col("field_1").fill_null("") + pl.lit(" ") + pl.col("field_2").fill_null(""))
        .otherwise(pl.col("field_2"))
    )
    named = three.with_columns(alone.alias("alone"), tag.alias("tag"), tail.fill_null("").alias("msg"))
    cut = named.with_columns(pl.col("tag").str.splitn("[", 2).alias("y")).unnest("y", separator="_")
    cut = cut.with_columns(
        pl.when(pl.col("tag").str.ends_with(":"))
        .then(pl.col("y_field_0").str.strip_chars_end(":"))
        .otherwise(pl.lit(""))
        .alias("prog"),
        pl.col("y_field_1").str.strip_chars_end("]:").alias("pid"),
        pl.when("alone").then(pl.lit("")).otherwise(pl.col("field_0")).alias("host"),
    )
    soft = pl.when("alone").then(_softwares(cut, alone=True)).otherwise(_softwares(cut, alone=False))
    cut = cut.with_columns(soft.alias("soft"))
    cut = cut.select("place", "t", "host", "prog", "pid", "msg", "soft", "rest", "spaced")
    none = cut.get_column("soft") == OTHER
    if none.any():
        cut = pl.concat([cut.filter(~none), _of_own_files(cut.filter(none))]).sort("place")
    return cut


def _softwares(table: pl.DataFrame, *, alone: bool) -> pl.Expr:
    """The software of each program that stands so in a line."""
    import polars as pl

    names = table.filter(pl.col("alone") == alone).get_column("prog").unique().to_list()
    known = {name: told(name, alone=alone) for name in names}
    return pl.col("prog").replace_strict(known, default=OTHER, return_dtype=pl.String) if known else pl.lit(OTHER)


def _of_own_files(table: pl.DataFrame) -> pl.DataFrame:
    """Exim's mainlog and qmail's files under multilog: the message follows the stamp."""
    import polars as pl

    rest = pl.col("rest")
    qmail = rest.str.contains(_QMAIL_LINE)
    exim = ~qmail & pl.col("spaced")
    return table.with_columns(
        pl.when(qmail).then(pl.lit(QMAIL)).when(exim).then(pl.lit(EXIM)).otherwise(pl.col("soft")).alias("soft"),
        pl.when(qmail | exim).then(rest).otherwise(pl.col("msg")).alias("msg"),
        pl.when(qmail | exim).then(pl.lit("")).otherwise(pl.col("prog")).alias("prog"),
        pl.when(qmail | exim).then(pl.lit("")).otherwise(pl.col("host")).alias("host"),
    )
