"""Abused accounts and honest ones that look like them, drawn by seed: docs/findings/abused-account.md has the rates of 200 each."""

from __future__ import annotations

from random import Random

import pytest
from support.looking import found, level
from support.sending import abuse, fresh, programs
from support.sending.abuse import Pattern

from mimawari.model import Level, Strength

SEEDS = 3
SURE = (
    abuse.fast_bots,
    abuse.low_and_slow,
    abuse.short_log,
    abuse.slow_bots,
    abuse.own_threads,
    abuse.young_account,
    fresh.second_wave,
)
NOT_YET = (programs.flush,)
"""Held for abuse in one of ten or so, as the page says: where the log does not tell that they waited."""
HONEST = tuple(one for one in (*programs.SET, *programs.HELD, *fresh.HONEST) if one not in NOT_YET)


def draw(pattern: Pattern, seed: int) -> Random:
    return Random(f"{pattern.__name__}-{seed}")


@pytest.mark.parametrize("pattern", SURE, ids=lambda one: one.__name__)
def test_abuse_is_found_and_named(pattern: Pattern) -> None:
    for seed in range(SEEDS):
        profile = pattern(draw(pattern, seed)).profile()
        strong = [finding for finding in found([profile], []) if finding.strength is Strength.STRONG]
        assert [finding.facts["account"] for finding in strong] == [profile.account]
        assert level([profile], []) is Level.SUSPECTED


@pytest.mark.parametrize("pattern", (*HONEST, *abuse.QUIET), ids=lambda one: one.__name__)
def test_honest_and_quiet_sending_is_at_most_a_hint(pattern: Pattern) -> None:
    for seed in range(SEEDS):
        assert all(one.strength is Strength.HINT for one in found([pattern(draw(pattern, seed)).profile()], []))
