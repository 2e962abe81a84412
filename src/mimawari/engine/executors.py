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
from mimawari.engine.workers import deaf, end, workers
from mimawari.knowledge import Gone
from mimawari.model import Reason

GONE = "the knowledge that this run began with is no longer there"
RENEWALS = 5
"""How often a run gets new workers in place of a pool that broke as a whole."""
SLOWEST = 1_000_000
"""Bytes a second that a piece reads at least: beside four times as much work as there are cores, a table was read at 1.8 MB/s."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A task whose worker was killed, ran out of time or broke."""

    reason: Reason
    detail: str


class Executor(Protocol):
    """Takes tasks and gives their results as they come, each with the tag it was given."""

    def submit(self, tag: object, task: Callable[..., object], *given: object, size: int = 0) -> None:
        """Have *task* done with *given*; it reads *size* bytes and may take as long as these need."""

    def results(self) -> Iterator[tuple[Any, Any]]:
        """Tags and results (or :class:`Lost`) until nothing is under way."""


class Inline:
    """Does each task at once, in this process, without any limit. For tests and for looking into a failure."""

    def __init__(self) -> None:
        self._done: list[tuple[object, object]] = []

    def submit(self, tag: object, task: Callable[..., object], *given: object, size: int = 0) -> None:  # noqa: ARG002  # no limit
        """Do it now."""
        self._done.append((tag, task(*given)))

    def results(self) -> Iterator[tuple[Any, Any]]:
        """What was done, and what is submitted meanwhile."""
        while self._done:
            yield self._done.pop(0)


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    tag: object
    task: Callable[..., object]
    given: tuple[object, ...]
    seconds: float


class Pool:
    """Worker processes, each under *limits*. Losing one loses the task it was at, and no other.

    A worker can be killed in the moment in which it holds what all of them wait for: where for *patience* seconds nothing comes
    and nobody is at work, there are new workers. It is longer than workers take to start on a slow PC.
    """

    def __init__(self, jobs: int, limits: Limits, patience: float = 60.0) -> None:
        self._jobs, self._limits, self._patience = jobs, limits, patience
        self._pool = workers(jobs, limits.memory)
        self._done: queue.SimpleQueue[tuple[_Job, Future[object]]] = queue.SimpleQueue()
        self._under_way: dict[_Job, Future[object]] = {}
        self._renewals = RENEWALS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        end(self._pool, at_once=bool(kind) or not self._renewals)

    def submit(self, tag: object, task: Callable[..., object], *given: object, size: int = 0) -> None:
        """Queue it; its time starts when a worker takes it."""
        self._schedule(_Job(tag, task, given, max(self._limits.seconds, size / SLOWEST)))

    def _schedule(self, job: _Job) -> None:
        try:
            with deaf():
                future: Future[object] = self._pool.schedule(job.task, args=job.given, timeout=job.seconds)
        except RuntimeError as error:
            future = _failed(str(error))
        self._under_way[job] = future
        future.add_done_callback(lambda done: self._done.put((job, done)))

    def results(self) -> Iterator[tuple[Any, Any]]:
        """Results in the order in which they come."""
        while self._under_way:
            try:
                job, future = self._done.get(timeout=self._patience)
            except queue.Empty:
                if not any(future.running() for future in self._under_way.values()):
                    self._renew()
                continue
            if self._under_way.get(job) is not future:
                continue  # It was scheduled again meanwhile.
            if _is_broken(future) and self._renewals:
                self._renew()
                continue
            del self._under_way[job]
            yield job.tag, _outcome(job, future)

    def _renew(self) -> None:
        """New workers for all that is still to be done; after a few times it is lost."""
        left = [job for job, future in self._under_way.items() if not future.done() or _is_broken(future)]
        if self._renewals:
            self._renewals -= 1
            end(self._pool, at_once=True)
            self._pool = workers(self._jobs, self._limits.memory)
            for job in left:
                self._schedule(job)
            return
        for job in left:
            self._under_way[job] = _failed("no worker answers")
            self._done.put((job, self._under_way[job]))


def _outcome(job: _Job, future: Future[object]) -> object:
    from pebble import ProcessExpired

    if future.cancelled():
        return Lost(Reason.FAILED, "cancelled")
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, TimeoutError):
        return Lost(Reason.TIMED_OUT, f"more than {job.seconds:g} s")
    if isinstance(error, MemoryError):
        return Lost(Reason.TOO_LARGE, "out of memory")
    if isinstance(error, ProcessExpired):
        return Lost(Reason.FAILED, f"worker ended with {error.exitcode}")
    return Lost(Reason.FAILED, GONE if isinstance(error, Gone) else type(error).__name__)


def _failed(why: str) -> Future[object]:
    future: Future[object] = Future()
    future.set_exception(BrokenProcessPool(why))
    return future


def _is_broken(future: Future[object]) -> bool:
    """Whether the pool was lost, and not only the worker that was at this task."""
    return future.cancelled() or isinstance(future.exception(), BrokenProcessPool) if future.done() else False
