"""A whole check in worker processes, of a server that is killed and comes back in the middle of it, or does not."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from support.dovecot import PASSWORD, Dovecot
from support.imap_reading import mail

from mimawari import app
from mimawari.model import Item, Level, Reason, Source


def checked(dovecot: Dovecot, after: int, back: float | None, jobs: int = 2) -> tuple[Source, list[Item]]:
    """The account, and each of its mails; after so many of them the server is killed, and comes *back* after some seconds."""
    items: list[Item] = []

    def told(item: Item) -> None:
        items.append(item)
        if len(items) == after:
            dovecot.kill()
            if back is not None:
                threading.Timer(back, dovecot.start).start()

    evidence = replace(app.evidence(dovecot.locator()), secret=PASSWORD)
    (source,) = app.check([evidence], app.Settings(), jobs, None, told)
    return source, items


@pytest.mark.parametrize("jobs", [0, 2])
def test_it_comes_back_and_no_mail_is_lost_or_told_twice(dovecot: Dovecot, jobs: int) -> None:
    dovecot.deliver(*(mail(n) for n in range(1, 2001)))
    source, items = checked(dovecot, after=1, back=1.0, jobs=jobs)
    assert sorted(int(item.letter.path[1]) for item in items) == list(range(1, 2001))
    assert source.looked_at["message"] == 2000
    assert source.gaps == ()
    assert app.level_of(source) is Level.NO_SIGN


@pytest.mark.slow
def test_it_stays_away_and_what_is_left_is_undetermined(dovecot: Dovecot) -> None:
    dovecot.deliver(*(mail(n) for n in range(1, 2001)))
    source, items = checked(dovecot, after=1, back=None)
    done = {int(item.letter.path[1]) for item in items}
    assert 0 < len(done) < 2000
    assert source.looked_at["message"] == len(done)
    assert {(gap.reason, gap.wanted) for gap in source.gaps} == {(Reason.FAILED, "message")}
    left: set[int] = set()
    for gap in source.gaps:
        first, _, last = gap.origin.path[1].partition(":")
        left |= set(range(int(first), int(last or first) + 1))
    assert left == set(range(1, 2001)) - done
    assert app.level_of(source) is Level.UNDETERMINED
