"""Files that a running program can change without a trace in their times, because it has mapped them into its memory.

Linux sets the time of a mapped file at the first write into a page, and not again before that page was written back to the disk
(``dirty_expire_centisecs`` and ``dirty_writeback_centisecs``, Documentation/admin-guide/sysctl/vm.rst). So what was changed long
ago tells of every further change; what was changed only lately does if no program has it mapped for writing
(``/proc/PID/maps``, proc_pid_maps(5)). What the programs of other users have mapped is told to the administrator only.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mimawari.sources.scan import Written

TICK = 50_000_000
"""So many ns after a change a second one may get the same time: a kernel's clock goes in steps of up to 10 ms."""
_NS = 1_000_000_000
_SLACK = 30.0
_ELSEWHERE = 300.0
"""So many seconds are waited for on systems that say nothing of it."""
_PROC = Path("/proc")
_VM = _PROC / "sys/vm"


@dataclass(frozen=True, slots=True)
class Mapped:
    """The files (inodes) that programs had mapped for writing at *moment*, in ns; *is_all*: every program's."""

    moment: int
    inodes: frozenset[int]
    is_all: bool


class Times:
    """Whether the times of files can be relied on; programs are asked once at most, and only if need be."""

    def __init__(self) -> None:
        self._mapped: Mapped | None = None

    def tell(self, written: Written | None) -> bool:
        """Whether every later change of what was *written* then will show. It must be asked before the content is read."""
        if written is None or written.moment <= time.time_ns() - settling() * _NS:
            return True
        self._mapped = self._mapped or mapped()
        found = self._mapped
        is_known = found.is_all or written.is_ours
        return is_known and written.moment <= found.moment - TICK and found.inodes.isdisjoint(written.inodes)


@cache
def settling() -> float:
    """After so many seconds the system has written back what was changed; infinite where it never does by itself."""
    try:
        expiry, interval = (int((_VM / f"dirty_{name}_centisecs").read_text("ascii")) / 100 for name in ("expire", "writeback"))
    except (OSError, ValueError):
        return _ELSEWHERE
    return expiry + interval + _SLACK if interval else math.inf


def mapped() -> Mapped:
    """What is mapped now."""
    moment, found, is_all = time.time_ns(), set[int](), True
    processes = _processes()
    for process in processes:
        inodes = _inodes(process)
        if inodes is None:
            is_all = False
        else:
            found |= inodes
    return Mapped(moment, frozenset(found), is_all and bool(processes))


def _processes() -> list[str]:
    try:
        return [name for name in os.listdir(_PROC) if name.isdecimal()]
    except OSError:
        return []


def _inodes(process: str) -> set[int] | None:
    """The files that a process has mapped shared and for writing; None where it does not tell."""
    try:
        with (_PROC / process / "maps").open("rb") as lines:
            return set(_writable(lines))
    except (FileNotFoundError, ProcessLookupError):
        return set()  # It has ended.
    except OSError:
        return None


def _writable(lines: Iterable[bytes]) -> Iterator[int]:
    """Also of what may become writable (mprotect): any part of a file that is mapped shared."""
    for line in lines:
        fields = line.split(None, 5)
        if len(fields) > 4 and fields[1].endswith(b"s") and fields[4] != b"0":
            yield int(fields[4])
