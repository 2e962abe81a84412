"""Tasks for worker processes: importable there, and as bad as tasks can be."""

from __future__ import annotations

import os
import signal
import time


def fine(number: int) -> int:
    return number * 2


def killed(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def slow(number: int) -> int:
    time.sleep(60)
    return number


def greedy(number: int) -> int:
    return len(bytearray(8 << 30)) + number


def broken(number: int) -> int:
    raise RuntimeError("bug")


def deaf() -> bool:
    """Whether an interrupt from the keyboard is held back from this process."""
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def counting(folder: str) -> None:
    """Write on and on, and never sleep."""
    with open(f"{folder}/{os.getpid()}.count", "ab", buffering=0) as file:  # noqa: PTH123 - as plain as can be
        while True:
            file.write(bytes(1))
