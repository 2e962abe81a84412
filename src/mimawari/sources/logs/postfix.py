"""Postfix's lines.

Forms as its sources write them: ``client=`` (smtpd/smtpd.c, with ``sasl_method``, ``sasl_username``, ``orig_queue_id``,
``orig_client``),
``uid= from=`` (pickup/pickup.c), ``message-id=`` and ``warning: header`` (cleanup/cleanup_message.c; header_checks(5), WARN and
INFO),
``from=<>, size=, nrcpt= (queue active)`` (qmgr/qmgr_active.c), ``to=<>, orig_to=<>, relay=, delay=, delays=, dsn=, status=``
(global/log_adhoc.c), ``removed``; failed logins (smtpd/smtpd_sasl_glue.c). It writes no HELO of mails that it takes and no From
field,
except by header_checks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mimawari.sources.logs.events import BOUNCED, CLIENT, DEFERRED, DELIVERY, END, INFO, LOCAL, SENT, Lines, address, uniform

if TYPE_CHECKING:
    import polars as pl

_OTHER, _ID, _QUEUE, _FIELD = 0, 7, 8, 9
"""Forms of lines beside the kinds of events: what only tells more of a mail, and the rest."""
_TO = (
    r"^to=<?(.*?)>?, (?:orig_to=<?(.*?)>?, )?relay=([^,]*), (?:conn_use=\d+, )?delay=([\d.]+), (?:delays=[^,]*, )?"
    r"(?:dsn=([\d.]+), )?status=(\w+)(?: \((.*))?"
)
_USUAL = r"^to=<[^<>,]*>, relay=[^,]*, delay=[\d.]+, delays=[^,]*, dsn=[\d.]+, status=[a-z]+ \("
"""Most deliveries are so: cut at their commas, which is much quicker than to capture groups."""
_INSIDE = ("local", "virtual", "lmtp", "pipe", "discard", "")
_QUEUED = r"^from=<[^<>,]*>, size=\d+, nrcpt=\d+ \(queue active\)$"
_SENDER = ("sender", "size", "nrcpt")
_HEADER = (
    r"^(?:warning|info|replace|prepend|filter|redirect|bcc|hold|discard|reject): header ([\w-]+): (.*) from (?:local"
    r"|[^\[\]]*\[[^\]]*\](?::\d+)?); from=<"
)
_TEMPORARY = (
    r"(?i)^(?:connect|disconnect|lost connection|timeout|too many errors|improper command|statistics:|warning:"
    r"|fatal:|error:|panic:|info:|noqueue|proxy-|[a-z-]+ tls connection|setting up tls|ssl_|tls|certificate|verified"
    r"|untrusted|cache|close |whitelisted|allowlisted|pass |connection|hangup|pregreet|dnsbl|blacklisted|denylisted"
    r"|command |bare newline|non-smtp|bdat|noqueue:|reload|refresh|daemon|stopping|starting|terminating|using "
    r"|initializing|rewrite|host |subject_cn|issuer|mapping|postsuper|placed|released|requeued|deleted|renamed"
    r"|name_mask|dict_|mynetworks|pickup|end|action=|action:|prepend |pass;|fail;|none;|permerror;|neutral;"
    r"|softfail;|temperror;|spamd: |sql|watchdog|table |master |process |to=|client |auto_clnt|private/|open |scache"
    r"|psc_|max |smtp|reporting|created|lookup|postfix|name_|address |enabling|deadline|trusted|anonymous|replacing"
    r"|msa|milter|open)"
)
_OF_MAIL = (
    r"^(?:sender |postmaster |enabling|host |lost connection|conversation|milter|reject|filter|hold|discard|redirect"
    r"|warning|info|replace|prepend|strip|bcc|skipped|used tls|passing|breaking|certificate|server certificate"
    r"|re-sending|uid=|conv|connect|timeout|force|expired|size|resent|action|delay|removing|enqueued|to=|status"
    r"|address|tls|improper|too many|queue|user|copy|spf|table|cannot|verify|ver|pix|dns|mta|ok|smtputf8|deliver"
    r"|message|untrusted|trusted|verified|anonymous|quota|enabled|not |unable|error|fatal|delivery)"
)


def read(table: pl.DataFrame) -> Lines:
    """All lines of Postfix in a batch, with the columns of :mod:`mimawari.sources.logs.usual`."""
    by = _by_form(table)
    found = Lines()
    for form, reader in (
        (CLIENT, _clients),
        (_ID, _ids),
        (_QUEUE, _senders),
        (DELIVERY, _deliveries),
        (LOCAL, _pickups),
        (_FIELD, _headers),
        (END, _ends),
    ):
        if form in by:
            reader(by[form], found)
    if _OTHER in by:
        _others(by[_OTHER], found)
    return found


def _by_form(table: pl.DataFrame) -> dict[int, pl.DataFrame]:
    import polars as pl

    body = pl.col("body")
    form = (
        pl.when(body.str.starts_with("to=")).then(DELIVERY)
        .when(body.str.starts_with("client=")).then(CLIENT)
        .when(body.str.starts_with("message-id=")).then(_ID)
        .when(body.str.starts_with("from=")).then(_QUEUE)
        .when(body == "removed").then(END)
        .when(body.str.starts_with("uid=")).then(LOCAL)
        .otherwise(_OTHER)
    )  # fmt: skip
    parts = table.with_columns(form.cast(pl.UInt8).alias("form")).partition_by("form", as_dict=True, include_key=False)
    by = {int(key[0]): part for key, part in parts.items()}
    if DELIVERY in by:
        tried = by[DELIVERY].select(body.str.contains("status=", literal=True)).to_series()
        if not tried.all():
            rest = [by.pop(_OTHER)] if _OTHER in by else []
            by[_OTHER] = pl.concat([*rest, by[DELIVERY].filter(~tried)]).sort("place")
            by[DELIVERY] = by[DELIVERY].filter(tried)
    if _OTHER in by:
        field = by[_OTHER].select(body.str.contains(": header ", literal=True).fill_null(value=False)).to_series()
        if field.any():
            by[_FIELD], by[_OTHER] = by[_OTHER].filter(field), by[_OTHER].filter(~field)
    return {one: part for one, part in by.items() if part.height}


def _parsed(frame: pl.DataFrame, pattern: str, names: tuple[str, ...], found: Lines) -> pl.DataFrame:
    """The groups of *pattern* as columns; lines that do not fit are counted as not understood."""
    import polars as pl

    groups = frame.with_columns(pl.col("body").str.extract_groups(pattern).struct.rename_fields(list(names)).alias("g")).unnest("g")
    fits = groups.filter(pl.col(names[0]).is_not_null())
    found.unknown += frame.height - fits.height
    return fits


def _bracketed(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """What stands before the first bracket, and between it and the one that closes it; null where none does."""
    import polars as pl

    parts = text.str.splitn("[", 2).struct
    inner = parts.field("field_1").str.splitn("]", 2).struct
    return parts.field("field_0"), pl.when(inner.field("field_1").is_not_null()).then(inner.field("field_0"))


def _said(word: str) -> pl.Expr:
    """What follows *word* up to a comma; null where it does not stand there."""
    import polars as pl

    behind = pl.col("body").str.splitn(word, 2).struct.field("field_1")
    return behind.str.splitn(",", 2).struct.field("field_0")


def _clients(frame: pl.DataFrame, found: Lines) -> None:
    import polars as pl

    frame = frame.filter(pl.col("qid") != "NOQUEUE")
    name, client = _bracketed(pl.col("body"))
    named = frame.with_columns(name.str.slice(7).alias("name"), client.alias("client"))
    part = named.filter(pl.col("client").is_not_null())
    found.unknown += named.height - part.height
    # Most say no more than who the client is: behind it stands nothing.
    said = part.select(pl.col("body").str.contains(",", literal=True)).to_series()
    more = _of_clients(part.filter(said), found)
    part = pl.concat([part.filter(~said), more], how="diagonal") if said.any() else part
    found.events.append(uniform(part.with_columns(address("client").alias("client")), CLIENT))


def _of_clients(part: pl.DataFrame, found: Lines) -> pl.DataFrame:
    """Who signed in, and which mail a content filter gave back."""
    import polars as pl

    again = part.select(pl.col("body").str.contains(", orig_", literal=True).any()).item()
    none = pl.lit(None, pl.String)
    part = part.with_columns(
        _said(", sasl_method=").alias("method"), _said(", sasl_username=").alias("user"),
        (_said(", orig_queue_id=") if again else none).alias("parent"),
        (pl.col("body").str.extract(r", orig_client=[^\[]*\[([^\]]*)\]") if again else none).alias("original"),
    )  # fmt: skip
    child = part.filter(pl.col("parent").is_not_null()).select("place", "t", "host", child="qid", parent="parent")
    _link(child, found, forwarded=False)
    return part.with_columns(pl.coalesce("original", "client").alias("client")).drop("parent", "original")


def _link(frame: pl.DataFrame, found: Lines, *, forwarded: bool) -> None:
    """That the mail ``child`` is the mail ``parent`` once more."""
    import polars as pl

    if frame.height:
        host = pl.col("host").hash(2)
        key = [(pl.col(one).hash(1) ^ host).alias(one) for one in ("child", "parent")]
        found.links.append(frame.select("place", "t", *key, pl.lit(forwarded).alias("forwarded")))


def _ids(frame: pl.DataFrame, found: Lines) -> None:
    import polars as pl

    found.events.append(uniform(frame.with_columns(pl.col("body").str.slice(11).alias("mid")), INFO))


def _senders(frame: pl.DataFrame, found: Lines) -> None:
    import polars as pl

    returned = pl.col("body").str.contains(r"^from=<.*>, status=")
    usual = frame.select(pl.col("body").str.contains(_QUEUED)).to_series()
    found.events.append(uniform(frame.filter(usual), INFO, _queued))
    if not usual.all():
        rare = frame.filter(~usual).filter(~returned)
        found.events.append(uniform(_parsed(rare, r"^from=<(.*)>, size=(\d+), nrcpt=(\d+)", _SENDER, found), INFO))


def _queued(frame: pl.DataFrame) -> pl.DataFrame:
    """What lines that fit ``_QUEUED`` tell."""
    import polars as pl

    three = pl.col("body").str.splitn(", ", 3).struct.rename_fields(list(_SENDER))
    return frame.with_columns(three.alias("g")).unnest("g").with_columns(
        pl.col("sender").str.slice(6).str.strip_suffix(">"), pl.col("size").str.slice(5),
        pl.col("nrcpt").str.slice(6).str.strip_suffix(" (queue active)"),
    )  # fmt: skip


def _pickups(frame: pl.DataFrame, found: Lines) -> None:
    found.events.append(uniform(_parsed(frame, r"^uid=(\d+) from=<(.*)>", ("uid", "sender"), found), LOCAL))


def _ends(frame: pl.DataFrame, found: Lines) -> None:
    found.events.append(uniform(frame, END))


def _headers(frame: pl.DataFrame, found: Lines) -> None:
    """What header_checks write: a field of the mail, and the HELO."""
    import polars as pl

    groups = frame.with_columns(
        pl.col("body").str.extract(_HEADER, 1).str.to_lowercase().alias("field"),
        pl.col("body").str.extract(_HEADER, 2).alias("value"),
        pl.col("body").str.extract(r" helo=<(.*?)>").alias("helo"),
    )
    author = pl.col("value").str.extract(r"([^<\s]+@[^>\s]+?)>?$").str.to_lowercase()
    part = groups.with_columns(
        pl.when(pl.col("field") == "subject").then("value").alias("subject"),
        pl.when(pl.col("field") == "from").then(author).alias("author"),
    )
    found.events.append(uniform(part.filter(pl.col("qid") != "NOQUEUE"), INFO))


def _deliveries(frame: pl.DataFrame, found: Lines) -> None:
    import polars as pl

    names = ("to", "orig", "via", "delay", "dsn", "status", "reply")
    usual = frame.select(pl.col("body").str.contains(_USUAL)).to_series()
    part = _usual(frame.filter(usual))
    if not usual.all():
        part = pl.concat([part, _parsed(frame.filter(~usual), _TO, names, found)])
    relays = part.select(pl.col("via").unique()).select("via", _bracketed(pl.col("via"))[1].alias("relay")).drop_nulls()
    part = part.with_columns(pl.col("tag").str.splitn("[", 2).struct.field("field_0").alias("prog"))
    inside = [one for one in part.get_column("prog").unique() if re.split(r"\W", one)[-1] in _INSIDE]
    states = {"sent": SENT, "deferred": DEFERRED, "bounced": BOUNCED, "expired": BOUNCED}
    part = part.with_columns(
        pl.col("status").replace_strict(states, default=None, return_dtype=pl.Int64).alias("outcome"),
        pl.col("via").replace_strict(relays.get_column("via"), relays.get_column("relay"), default=None).alias("relay"),
        pl.col("prog").is_in(inside).not_().alias("outside"),
    ).filter(pl.col("outcome").is_not_null())
    found.events.append(uniform(part, DELIVERY))
    sent = part.filter(pl.col("outcome") == SENT)
    for said, form, forwarded in (
        ("queued as ", r"queued as ([0-9A-Za-z]{5,20})\)*$", False),
        ("forwarded as ", r"^forwarded as ([0-9A-Za-z]{5,20})\)?$", True),
    ):
        child = sent.filter(pl.col("reply").str.contains(said, literal=True)).with_columns(
            pl.col("reply").str.extract(form).alias("child")
        )
        child = child.filter(pl.col("child").is_not_null())
        _link(child.select("place", "t", "host", "child", parent="qid"), found, forwarded=forwarded)


def _usual(frame: pl.DataFrame) -> pl.DataFrame:
    """What ``_TO`` tells, of lines that fit ``_USUAL``."""
    import polars as pl

    names = ["to", "via", "delay", "delays", "dsn", "state"]
    parts = frame.with_columns(pl.col("body").str.splitn(", ", 6).struct.rename_fields(names).alias("g")).unnest("g")
    parts = parts.with_columns(pl.col("state").str.splitn(" (", 2).struct.rename_fields(["status", "reply"]).alias("g")).unnest("g")
    return parts.select(
        *frame.columns, pl.col("to").str.slice(4).str.strip_suffix(">"), pl.lit(None, pl.String).alias("orig"),
        pl.col("via").str.slice(6), pl.col("delay").str.slice(6), pl.col("dsn").str.slice(4), pl.col("status").str.slice(7),
        "reply",
    )  # fmt: skip


def _others(frame: pl.DataFrame, found: Lines) -> None:
    """Failed logins and refusals; the rest is known by how it begins."""
    import polars as pl

    # Nothing behind a colon: most say that a client came or went.
    frame = frame.filter(pl.col("body").is_not_null() | ~pl.col("qid").str.contains("^(?:dis)?connect "))
    frame = frame.with_columns(pl.concat_str("qid", pl.lit(": ") + pl.col("body"), ignore_nulls=True).alias("msg"))
    msg = pl.col("msg")
    failed = frame.filter(pl.col("qid") == "warning").filter(
        msg.str.contains("SASL .* authentication failed|SASL authentication failure")
    )
    if failed.height:
        found.signins.append(failed.select(
            "t", "place",
            pl.col("body").str.extract(r"sasl_username=([^,\s]*)").fill_null("").alias("account"),
            pl.lit("smtp").alias("service"),
            pl.col("body").str.extract(r"\[([^\]]*)\](?::\d+)?: SASL").alias("client"),
            pl.col("body").str.extract(r"^([^\[]*)\[").alias("name"),
            pl.lit(value=False).alias("good"), pl.lit(1, pl.Int64).alias("times"), pl.lit(value=False).alias("weak"),
        ).filter(pl.col("client").is_not_null()))  # fmt: skip
    rejected = frame.filter(msg.str.contains("sasl_username=<", literal=True) & msg.str.contains("reject: RCPT", literal=True))
    if rejected.height:
        found.rejects.append(rejected.select(
            "t", pl.col("body").str.extract(r"sasl_username=<([^>]*)>").alias("user"), pl.col("body").alias("reply"),
            pl.col("body").str.extract(r"\]: \d{3} (\d\.\d\.\d+) ").alias("dsn"), pl.lit(BOUNCED, pl.Int64).alias("outcome"),
            pl.lit(0.0).alias("delay"),
        ))  # fmt: skip
    mail = pl.col("qid").str.contains(r"^[0-9A-Za-z]{5,20}$") & pl.col("body").str.contains("(?i)" + _OF_MAIL)
    found.unknown += frame.filter(~(msg.str.contains(_TEMPORARY) | mail.fill_null(value=False))).height
