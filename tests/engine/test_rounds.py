"""Mails that cost a worker, and a disk without room: each loses what it is, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.mail_source import mailbox
from support.odd_mails import mail, odd_detector

from mimawari import app, detectors, sources
from mimawari.engine import Inline, Settings, tasks, walk
from mimawari.engine.correspondence import Post
from mimawari.engine.executors import Lost
from mimawari.model import Item, Level, Reason, Source
from mimawari.sources import Piece

LOST = ("box", "3")


class Losing(Inline):
    """Loses the worker at each task that opens the fourth mail, and at no other."""

    def __init__(self, also_listing: bool = False) -> None:
        super().__init__()
        self._also_listing = also_listing

    def submit(self, tag: object, task: Callable[..., object], *given: object, size: int = 0) -> None:
        """Do it, or lose it."""
        work = given[2] if len(given) > 3 else None
        opens = isinstance(work, Piece) and (LOST in work.again or (not work.again and work.key == "0"))
        if opens and (task is tasks.piece or self._also_listing):
            self._done.append((tag, Lost(Reason.FAILED, "worker ended with 9")))
        else:
            super().submit(tag, task, *given, size=size)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[Source, list[Item]]]:
    def check(mails: list[bytes], executor: Inline, pieces: int = 2) -> tuple[Source, list[Item]]:
        kind = mailbox(mails, pieces)
        monkeypatch.setattr(sources, "load", lambda: {kind.name: kind})
        told: list[Item] = []
        settings = Settings(reraise=True, items=True)
        (source,) = walk([app.Evidence(str(tmp_path))], settings, executor, told=told.append)
        return source, told

    return check


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(detectors, "load", lambda: {"odd": odd_detector()})
    tasks._plain_bench.cache_clear()
    yield
    tasks._plain_bench.cache_clear()


def levels(told: list[Item]) -> dict[str, Level]:
    return {item.letter.path[1]: app.level_of_item(item) for item in told}


def test_a_mail_that_costs_its_worker_costs_itself(run: Callable[..., tuple[Source, list[Item]]]) -> None:
    source, told = run([mail(number) for number in range(12)], Losing())
    assert levels(told) == {str(number): Level.UNDETERMINED if number == 3 else Level.NO_SIGN for number in range(12)}
    assert {gap.origin.path for gap in source.gaps} == {LOST}
    assert {gap.detail for gap in source.gaps} == {"worker ended with 9"}
    assert source.looked_at["message"] == 11


def test_a_piece_whose_mails_cannot_even_be_listed_is_lost_once(run: Callable[..., tuple[Source, list[Item]]]) -> None:
    source, told = run([mail(number) for number in range(12)], Losing(also_listing=True))
    assert len(told) == 6
    assert {gap.wanted for gap in source.gaps} == {"content", "message"}
    assert {gap.detail for gap in source.gaps} == {"worker ended with 9"}


@pytest.mark.usefixtures("odd")
def test_in_the_second_round_what_was_found_before_stays(run: Callable[..., tuple[Source, list[Item]]]) -> None:
    class Second(Losing):
        def submit(self, tag: object, task: Callable[..., object], *given: object, size: int = 0) -> None:
            work = given[2] if len(given) > 3 else None
            if isinstance(work, Piece) and LOST in work.again:
                self._done.append((tag, Lost(Reason.TIMED_OUT, "more than 900 s")))
            else:
                Inline.submit(self, tag, task, *given, size=size)

    source, told = run([mail(number, subject=f"odd strong {number}") for number in range(8)], Second())
    assert levels(told) == {str(number): Level.SUSPECTED for number in range(8)}
    assert {gap.origin.path for gap in source.gaps} == {LOST}
    assert len([finding for finding in source.findings if finding.origin.path == LOST]) == 1


@pytest.mark.usefixtures("odd")
def test_without_room_on_the_disk_nothing_reads_as_clean(
    run: Callable[..., tuple[Source, list[Item]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Post, trails: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Post, "add", full)
    source, _ = run([mail(1), mail(2, subject="odd"), mail(3, subject="odd strong")], Inline())
    assert app.level_of(source) is Level.SUSPECTED
    assert [gap.detail for gap in source.gaps] == ["no room on the disk: 2 mails were not looked at to the end"]


def test_a_mailbox_without_a_mail_may_be_the_wrong_place(run: Callable[..., tuple[Source, list[Item]]]) -> None:
    source, told = run([], Inline(), pieces=1)
    assert told == []
    assert app.level_of(source) is Level.UNDETERMINED
    assert [(gap.reason, gap.wanted, gap.detail) for gap in source.gaps] == [(Reason.MISSING, "message", "there is no mail in it")]
