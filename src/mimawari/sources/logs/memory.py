"""Keeps the address space of a worker that reads logs in columns as small as what it really uses.

A worker's memory is limited by its address space. Polars' allocator (jemalloc) keeps what it gave back to the system mapped, and
glibc reserves 64 MiB for each thread: a log of 700 MB met a limit of 2 GiB while 370 MiB were in use.
"""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress

_JEMALLOC = "retain:false,dirty_decay_ms:200,muzzy_decay_ms:0,narenas:2"
"""jemalloc(3), "TUNING": what is freed is unmapped, after 0.2 s."""
_ARENA_MAX, _ARENAS, _THREADS = -8, 2, "2"
"""``M_ARENA_MAX`` of mallopt(3)."""


def spare() -> None:
    """To be called before Polars is first imported in a process; later it changes nothing. What the user set stays."""
    os.environ.setdefault("_RJEM_MALLOC_CONF", _JEMALLOC)
    os.environ.setdefault("POLARS_MAX_THREADS", _THREADS)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)
