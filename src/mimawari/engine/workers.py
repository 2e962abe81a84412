"""The worker processes themselves: how they start, what they may use, and how they end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any

_SECONDS = 20.0


def workers(jobs: int, memory: int) -> Any:
    """A pool of *jobs* processes of ``pebble``, each with *memory* bytes of address space; they start with the first task."""
    from pebble import ProcessPool

    class Workers(ProcessPool):
        def _stop_pool(self) -> None:
            # Workers end before their channel: one that is only just starting would not find it, and say so on stderr.
            pool: Any = super()
            if self._pool_manager_loop is not None:
                self._pool_manager_loop.join()
            manager: Any = self._pool_manager.worker_manager
            manager.force_stop_workers()
            pool._stop_pool()

    context = multiprocessing.get_context("spawn")
    return Workers(jobs, context=context, initializer=confine, initargs=(memory,))


def end(pool: Any, at_once: bool) -> None:
    """End a pool: after its tasks, or *at once*. One that does not end within some seconds is left to the end of the program."""
    if not at_once:
        pool.close()
        pool.join()
        return
    ending = Thread(target=_stop, args=(pool,), daemon=True)
    ending.start()
    ending.join(_SECONDS)


def _stop(pool: Any) -> None:
    pool.stop()
    pool.join()


@contextmanager
def deaf() -> Iterator[None]:
    """Processes and threads that start herein get no interrupt from the keyboard; this one gets it afterwards.

    Such an interrupt reaches the whole group, and a worker that is still importing would show where it was.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # It would let interrupts through again.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """Whoever kills the program wants it to end: workers write nothing more then, whatever they are at.

    Linux sends the signal when the parent's end of the pipe between them closes. A thread that waits would do it anywhere, but
    takes 72 MB of address space there, which the work may need.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform != "linux":
        Thread(target=_wait_for, args=(parent,), daemon=True).start()
        return
    from fcntl import F_GETFL, F_SETFL, F_SETOWN, F_SETSIG, fcntl

    pipe = parent.sentinel
    fcntl(pipe, F_SETOWN, os.getpid())
    fcntl(pipe, F_SETSIG, signal.SIGKILL)
    fcntl(pipe, F_SETFL, fcntl(pipe, F_GETFL) | os.O_ASYNC)
    if not parent.is_alive():
        os._exit(1)


def _wait_for(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def confine(memory: int) -> None:
    """Make this process a worker: a limit of address space, in bytes (on Windows: of committed memory), and no interrupt.

    An interrupt from the keyboard reaches the whole group; the parent ends the workers.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()
    if sys.platform == "win32":
        from mimawari.engine.job_object import limit_memory

        limit_memory(memory)
    else:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
