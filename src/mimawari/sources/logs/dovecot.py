"""Dovecot's sign-ins: ``imap-login: Login: user=<>, method=, rip=`` and ``(auth failed, 2 attempts in 9 secs)``.

Forms of the settings ``login_log_format_elements`` and ``auth_verbose`` (https://doc.dovecot.org, "Logging"). What ``auth`` and
``auth-worker`` write of a failure comes beside the line of the service, and is marked as weak: it counts where no other line does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimawari.sources.logs.events import Lines

if TYPE_CHECKING:
    import polars as pl

_SERVICE = r"^(imap|pop3|submission|managesieve|sieve)(?:-login)?"
_WEAK = r"unknown user|[Pp]assword mismatch|pam_authenticate\(\) failed|invalid credentials|authentication failure;"
_OURS = (
    r"^(?:imap|pop3|submission|managesieve|sieve|lmtp|lda|auth|auth-worker|dovecot|master|config|anvil|log|stats|ssl"
    r"|indexer|doveadm|dict|dns|quota|old-stats|replicator|aggregator|director|fts|script|service|Warning|Error|Info"
    r"|Fatal|Panic|Debug|pam_)[\w-]*\b|^ldap"
)


def read(table: pl.DataFrame) -> Lines:
    """All lines of Dovecot in a batch."""
    import polars as pl

    own = pl.col("prog").is_in(["dovecot", "dovecot-auth"])
    full = pl.when(own).then(pl.col("msg")).otherwise(pl.col("prog") + ": " + pl.col("msg")).str.strip_prefix("dovecot: ")
    lines = table.with_columns(full.alias("msg"))
    msg = pl.col("msg")
    good = msg.str.contains("Login: user=<", literal=True)
    bad = msg.str.contains("auth failed", literal=True) & msg.str.contains("rip=", literal=True)
    found = Lines(signins=[_services(lines.filter(good), good=True), _services(lines.filter(bad), good=False)])
    rest = lines.filter(~good & ~bad)
    found.signins.append(_weak(rest.filter(msg.str.contains(_WEAK))))
    found.unknown = rest.filter(~msg.str.contains(_OURS)).height
    return found


def _services(lines: pl.DataFrame, *, good: bool) -> pl.DataFrame:
    import polars as pl

    msg = pl.col("msg")
    service = msg.str.extract(_SERVICE).replace({"submission": "smtp", "managesieve": "sieve"}).fill_null("imap")
    times = pl.lit(1, pl.Int64) if good else msg.str.extract(r"auth failed, (\d{1,6}) attempts").cast(pl.Int64).fill_null(1)
    return lines.select(
        "t", "place",
        msg.str.extract(r"user=<([^>]*)>").fill_null("").alias("account"),
        service.alias("service"),
        msg.str.extract(r"rip=([^,\s]+)").alias("client"),
        pl.lit("").alias("name"),
        pl.lit(good).alias("good"), times.alias("times"), pl.lit(value=False).alias("weak"),
    ).filter(pl.col("client").is_not_null())  # fmt: skip


def _weak(lines: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    msg = pl.col("msg")
    both = r"\(([^,()\s]+),((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)[,)]"
    account = pl.coalesce(msg.str.extract(both, 1), msg.str.extract(r" user=(\S+)"), msg.str.extract(r"ruser=(\S+)"), pl.lit(""))
    return lines.select(
        "t", "place", account.alias("account"), pl.lit("").alias("service"),
        pl.coalesce(msg.str.extract(both, 2), msg.str.extract(r".* rhost=(\S+)")).alias("client"),
        pl.lit("").alias("name"), pl.lit(value=False).alias("good"), pl.lit(1, pl.Int64).alias("times"),
        pl.lit(value=True).alias("weak"),
    ).filter(pl.col("client").is_not_null())  # fmt: skip
