"""A whole check in worker processes, of a server that is killed and comes back in the middle of it, or does not."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from support.dovecot import PASSWORD, Dovecot
from support.imap_reading import mail

from mimawari import app
from mimawari.model import Item, Level, Reason, Source


def checked(dovecot: Dovecot, back: float | None) -> tuple[Source, list[Item]]:
    """The account, and each of its mails; after the first piece the server is killed, and comes *back* after some seconds."""
    items: list[Item] = []
    returning = threading.Timer(back or 0, dovecot.start)

    def told(item: Item) -> None:
        items.append(item)
        if len(items) == 1:
            dovecot.kill()
            if back is not None:
                returning.start()

    evidence = replace(app.evidence(dovecot.locator()), secret=PASSWORD)
    (source,) = app.check([evidence], app.Settings(), 2, None, told)
    if back is not None:
        returning.join()
    return source, items


def test_it_comes_back_and_no_mail_is_lost_or_told_twice(dovecot: Dovecot) -> None:
    dovecot.deliver(*(mail(n) for n in range(1, 1201)))
    source, items = checked(dovecot, back=1.0)
    assert sorted(int(item.letter.path[1]) for item in items) == list(range(1, 1201))
    assert source.looked_at["message"] == 1200
    assert source.gaps == ()
    assert app.level_of(source) is Level.NO_SIGN


@pytest.mark.slow
def test_it_stays_away_and_what_is_left_is_undetermined(dovecot: Dovecot) -> None:
    dovecot.deliver(*(mail(n) for n in range(1, 1201)))
    source, items = checked(dovecot, back=None)
    done = {int(item.letter.path[1]) for item in items if not item.gaps}
    assert 0 < len(done) < 1200
    assert source.looked_at["message"] == len(done)
    assert {(gap.reason, gap.wanted) for gap in source.gaps} == {(Reason.FAILED, "message")}
    left: set[int] = set()
    for gap in source.gaps:
        first, _, last = gap.origin.path[1].partition(":")
        left |= set(range(int(first), int(last or first) + 1))
    assert left == set(range(1, 1201)) - done
    assert app.level_of(source) is Level.UNDETERMINED
