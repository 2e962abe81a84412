"""Losing a worker loses one task and no other."""

import multiprocessing
import os
import signal
import sys
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from support import tasks

from mimawari import knowledge
from mimawari.engine import Inline, Limits, Pool, executors
from mimawari.engine.executors import Lost
from mimawari.model import Reason


def test_a_bad_task_is_lost_by_itself_and_named() -> None:
    with Pool(2, Limits(seconds=3, memory=4 << 30)) as pool:
        for number in range(20):
            pool.submit(number, tasks.fine, number)
        for name in ("killed", "slow", "greedy", "broken"):
            pool.submit(name, getattr(tasks, name), 1)
        results = dict(pool.results())
    lost = {name: results.pop(name) for name in ("killed", "slow", "greedy", "broken")}
    assert results == {number: number * 2 for number in range(20)}
    assert all(isinstance(loss, Lost) for loss in lost.values())
    assert {name: loss.reason for name, loss in lost.items()} == {
        "killed": Reason.FAILED,
        "slow": Reason.TIMED_OUT,
        "greedy": Reason.TOO_LARGE,
        "broken": Reason.FAILED,
    }


def test_knowledge_that_has_gone_meanwhile_is_named(tmp_path: Path) -> None:
    with Pool(1, Limits()) as pool:
        pool.submit(1, knowledge.load, tmp_path / "gone")
        assert list(pool.results()) == [(1, Lost(Reason.FAILED, "the knowledge that this run began with is no longer there"))]


def test_inline_takes_what_is_submitted_meanwhile() -> None:
    inline = Inline()
    inline.submit(1, tasks.fine, 1)
    seen = []
    for tag, result in inline.results():
        seen.append((tag, result))
        if tag < 3:
            inline.submit(tag + 1, tasks.fine, tag + 1)
    assert seen == [(1, 2), (2, 4), (3, 6)]


def test_idle_workers_that_are_killed_lose_nothing() -> None:
    with Pool(2, Limits()) as pool:
        pool.submit("first", tasks.fine, 1)
        assert list(pool.results()) == [("first", 2)]
        for worker in multiprocessing.active_children():
            os.kill(worker.pid or 0, signal.SIGKILL)
        for number in range(20):
            pool.submit(number, tasks.fine, number)
        assert dict(pool.results()) == {number: number * 2 for number in range(20)}


def test_where_no_worker_can_start_every_task_is_lost_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with Pool(1, Limits()) as pool:
        pool.submit(1, tasks.fine, 1)
        pool.submit(2, tasks.fine, 2)
        results = dict(pool.results())
    assert {tag: loss.reason for tag, loss in results.items()} == {1: Reason.FAILED, 2: Reason.FAILED}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal masks")
def test_no_interrupt_reaches_a_worker_from_its_first_moment_on_and_the_parent_still_hears() -> None:
    with Pool(1, Limits()) as pool:
        pool.submit("worker", tasks.deaf)
        assert dict(pool.results()) == {"worker": True}
    assert not tasks.deaf()


class Deaf:
    """Workers that take tasks and never begin one: what is left where one is killed that held what all wait for."""

    def schedule(self, task: object, args: object, timeout: float) -> Future[object]:
        return Future()

    def stop(self) -> None: ...
    def join(self) -> None: ...
    def close(self) -> None: ...


class Prompt(Deaf):
    """Workers that do what they are given at once."""

    def schedule(self, task: Any, args: Any, timeout: float) -> Future[object]:
        future: Future[object] = Future()
        future.set_result(task(*args))
        return future


def test_workers_that_no_longer_answer_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter([Deaf(), Deaf(), Prompt()])
    monkeypatch.setattr(executors, "workers", lambda jobs, memory: next(made))
    with Pool(2, Limits(), patience=0.05) as pool:
        for number in range(5):
            pool.submit(number, tasks.fine, number)
        assert dict(pool.results()) == {number: number * 2 for number in range(5)}
    assert next(made, None) is None


def test_where_no_workers_ever_answer_every_task_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "workers", lambda jobs, memory: Deaf())
    with Pool(2, Limits(), patience=0.05) as pool:
        for number in range(5):
            pool.submit(number, tasks.fine, number)
        results = dict(pool.results())
    assert {tag: (loss.reason if isinstance(loss, Lost) else loss) for tag, loss in results.items()} == dict.fromkeys(
        range(5), Reason.FAILED
    )


class Noting(Deaf):
    """Workers that note how long a task may take, and run out of it."""

    def __init__(self) -> None:
        self.given: list[float] = []

    def schedule(self, task: object, args: object, timeout: float) -> Future[object]:
        self.given.append(timeout)
        future: Future[object] = Future()
        future.set_exception(TimeoutError())
        return future


def test_what_has_much_to_read_may_take_as_long_as_that_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    noting = Noting()
    monkeypatch.setattr(executors, "workers", lambda jobs, memory: noting)
    with Pool(1, Limits(seconds=900)) as pool:
        pool.submit("small", tasks.fine, 1, size=900 * executors.SLOWEST)
        pool.submit("large", tasks.fine, 1, size=2000 * executors.SLOWEST)
        results = dict(pool.results())
    assert noting.given == [900, 2000]
    assert results == {
        "small": Lost(Reason.TIMED_OUT, "more than 900 s"),
        "large": Lost(Reason.TIMED_OUT, "more than 2000 s"),
    }
