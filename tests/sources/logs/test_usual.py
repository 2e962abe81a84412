"""Lines that are cut without looking closer are cut as those that are looked at one by one."""

from __future__ import annotations

import random

import polars as pl
import pytest

from mimawari.sources.logs import programs, usual

POSTFIX = (
    "mail postfix/smtpd[17]: 01EEF204F8: client=pc[192.0.2.1], sasl_method=PLAIN, sasl_username=a: b",
    "mail postfix-out/submission/smtpd[17]: connect from pc[192.0.2.1]",
    "mail postfix/qmgr[812]: 01EEF204F8: removed",
    "mail postfix/smtp[9]: warning: host x: lookup: failed",
)
EXIM = (
    "1xT0yp-Lj6FxI-kf <= a@example.jp H=pc [192.0.2.1] P=esmtp S=9",
    "1xX9yp-Lj6FxI-kf Completed",
    "1xX9yp-Lj6FxI-kf ** a@b: R=x",
    "H=pc [192.0.2.1] rejected RCPT <a@b>: no",
)
ODD = ("", " ", ":", ": ", "[", "]", "]: ", "mail:", "postfix", "postfix/", "\t", "ä", "dovecot: imap-login: x", "new msg 5", "=> ")


def _hostile(chance: random.Random) -> str:
    """A line with something put in, cut out or turned round; many stay what they were."""
    line = chance.choice((*POSTFIX, *EXIM))
    for _ in range(chance.choice((0, 0, 1, 2))):
        at, end = sorted(chance.choices(range(len(line) + 1), k=2))
        line = chance.choice(
            (line[:at] + chance.choice(ODD) + line[at:], line[:at] + line[end:], line[end:] + line[:at], line[:at])
        )
    return line


def _table(lines: list[str], spaced: list[bool]) -> pl.DataFrame:
    count = range(len(lines))
    return pl.DataFrame({"place": count, "t": count, "rest": lines, "spaced": spaced}, schema_overrides={"place": pl.Int64})


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("kept", [POSTFIX, EXIM, ()])
def test_both_ways_tell_the_same_of_a_line(seed: int, kept: tuple[str, ...]) -> None:
    chance = random.Random(seed)
    lines = [_hostile(chance) for _ in range(200)] if not kept else [chance.choice(kept) for _ in range(50)]
    table = _table(lines, [chance.random() < 0.5 for _ in lines] if not kept else [kept is EXIM] * 50)
    whole = {row["place"]: row for row in programs.split(table).iter_rows(named=True)}
    exims, rest = usual.exim(table)
    postfixes, rest = usual.postfix(rest) if rest.height else (rest, rest)
    # Each line is once in one of them.
    parts = (exims, postfixes, rest)
    assert sorted(place for part in parts for place in part.get_column("place")) == list(range(len(lines)))
    for row in exims.iter_rows(named=True):
        told = whole[row["place"]]
        assert (told["soft"], told["host"], told["msg"]) == (programs.EXIM, "", f"{row['qid']} {row['body']}")
    for row in postfixes.iter_rows(named=True):
        told = whole[row["place"]]
        message = row["qid"] if row["body"] is None else f"{row['qid']}: {row['body']}"
        assert (told["soft"], told["host"], told["msg"]) == (programs.POSTFIX, row["host"], message)
        assert row["tag"].partition("[")[0] == told["prog"]
    if kept is POSTFIX:
        assert postfixes.height == len(lines)
    if kept is EXIM:
        assert exims.height == sum(not one.startswith("H=") for one in lines)
