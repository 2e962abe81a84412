"""Where tasks run: in this process, or in supervised worker processes that may be killed without losing the run."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

from mimawari.engine.settings import Limits
from mimawari.engine.workers import deaf, workers
from mimawari.model import Reason

RENEWALS = 5
"""How often a run gets new workers in place of a pool that broke as a whole."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A task whose worker was killed, ran out of time or broke."""

    reason: Reason
    detail: str


class Executor(Protocol):
    """Takes tasks and gives their results as they come, each with the tag it was given."""

    def submit(self, tag: object, task: Callable[..., object], *given: object) -> None:
        """Have *task* done with *given*."""

    def results(self) -> Iterator[tuple[Any, Any]]:
        """Tags and results (or :class:`Lost`) until nothing is under way."""


class Inline:
    """Does each task at once, in this process, without any limit. For tests and for looking into a failure."""

    def __init__(self) -> None:
        self._done: list[tuple[object, object]] = []

    def submit(self, tag: object, task: Callable[..., object], *given: object) -> None:
        """Do it now."""
        self._done.append((tag, task(*given)))

    def results(self) -> Iterator[tuple[Any, Any]]:
        """What was done, and what is submitted meanwhile."""
        while self._done:
            yield self._done.pop(0)


@dataclass(frozen=True, slots=True)
class _Job:
    tag: object
    task: Callable[..., object]
    given: tuple[object, ...]


class Pool:
    """Worker processes, each under *limits*. Losing one loses the task it was at, and no other."""

    def __init__(self, jobs: int, limits: Limits) -> None:
        self._jobs, self._limits = jobs, limits
        self._pool = workers(jobs, limits.memory)
        self._done: queue.SimpleQueue[tuple[_Job, Any, Future[object]]] = queue.SimpleQueue()
        self._waiting, self._renewals = 0, RENEWALS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        end: Callable[[], object] = self._pool.stop if kind else self._pool.close
        end()
        self._pool.join()

    def submit(self, tag: object, task: Callable[..., object], *given: object) -> None:
        """Queue it; its time starts when a worker takes it."""
        self._waiting += 1
        self._schedule(_Job(tag, task, given))

    def _schedule(self, job: _Job) -> None:
        pool = self._pool
        try:
            with deaf():
                future: Future[object] = pool.schedule(job.task, args=job.given, timeout=self._limits.seconds)
        except RuntimeError as error:
            future = Future()
            future.set_exception(BrokenProcessPool(str(error)))
        future.add_done_callback(lambda done: self._done.put((job, pool, done)))

    def results(self) -> Iterator[tuple[Any, Any]]:
        """Results in the order in which they come."""
        while self._waiting:
            job, pool, future = self._done.get()
            if isinstance(future.exception(), BrokenProcessPool) and self._renewed(pool):
                self._schedule(job)
                continue
            self._waiting -= 1
            yield job.tag, self._outcome(future)

    def _renewed(self, broken: Any) -> bool:
        """Whether there are other workers than those of the *broken* pool; new ones are made a few times only."""
        if broken is self._pool and self._renewals:
            self._renewals -= 1
            self._pool.stop()
            self._pool.join()
            self._pool = workers(self._jobs, self._limits.memory)
        return broken is not self._pool

    def _outcome(self, future: Future[object]) -> object:
        from pebble import ProcessExpired

        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, TimeoutError):
            return Lost(Reason.TIMED_OUT, f"more than {self._limits.seconds:g} s")
        if isinstance(error, MemoryError):
            return Lost(Reason.TOO_LARGE, "out of memory")
        if isinstance(error, ProcessExpired):
            return Lost(Reason.FAILED, f"worker ended with {error.exitcode}")
        return Lost(Reason.FAILED, type(error).__name__)
