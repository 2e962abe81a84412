"""Where tasks run: in this process, or in supervised worker processes that may be killed without losing the run."""

from __future__ import annotations

import multiprocessing
import queue
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

from mimawari.engine.settings import Limits
from mimawari.model import Reason


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


class Pool:
    """Worker processes, each under *limits*. Losing one loses the task it was at, and no other."""

    def __init__(self, jobs: int, limits: Limits) -> None:
        from pebble import ProcessPool

        context = multiprocessing.get_context("spawn")
        self._limits = limits
        self._pool = ProcessPool(jobs, context=context, initializer=confine, initargs=(limits.memory,))
        self._done: queue.SimpleQueue[tuple[object, Future[object]]] = queue.SimpleQueue()
        self._waiting = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        end: Callable[[], object] = self._pool.stop if kind else self._pool.close
        end()
        self._pool.join()

    def submit(self, tag: object, task: Callable[..., object], *given: object) -> None:
        """Queue it; its time starts when a worker takes it."""
        self._waiting += 1
        future = self._pool.schedule(task, args=given, timeout=self._limits.seconds)
        future.add_done_callback(lambda done: self._done.put((tag, done)))

    def results(self) -> Iterator[tuple[Any, Any]]:
        """Results in the order in which they come."""
        while self._waiting:
            tag, future = self._done.get()
            self._waiting -= 1
            yield tag, self._outcome(future)

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


def confine(memory: int) -> None:
    """Make this process a worker: a limit of address space, in bytes (Windows has none of this kind), and no interrupt.

    An interrupt from the keyboard reaches the whole group; the parent ends the workers.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
