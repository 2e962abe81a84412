"""Windows' limit for the memory of a process: a job object that the process puts itself into."""

from __future__ import annotations

import ctypes
import logging
from ctypes import c_int, c_int64, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any

log = logging.getLogger(__name__)
_PROCESS_MEMORY = 0x100
_EXTENDED_LIMITS = 9


class _Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_time", c_int64), ("job_time", c_int64), ("flags", c_uint32), ("least", c_size_t), ("most", c_size_t),
        ("processes", c_uint32), ("affinity", c_size_t), ("priority", c_uint32), ("scheduling", c_uint32),
    )  # fmt: skip


class _Extended(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", _Basic), ("counters", c_uint64 * 6), ("process_memory", c_size_t), ("job_memory", c_size_t),
        ("most_process", c_size_t), ("most_job", c_size_t),
    )  # fmt: skip


def limit_memory(memory: int) -> bool:
    """Let this process commit *memory* bytes and no more; gives whether Windows agreed.

    It does not where an older Windows has put the process into a job already: then there is no limit but the machine's.
    """
    kernel32: Any = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009
    kernel32.CreateJobObjectW.restype = kernel32.GetCurrentProcess.restype = c_void_p
    kernel32.SetInformationJobObject.argtypes = [c_void_p, c_int, c_void_p, c_uint32]
    kernel32.AssignProcessToJobObject.argtypes = [c_void_p, c_void_p]
    limits = _Extended(process_memory=memory)
    limits.basic.flags = _PROCESS_MEMORY
    job = kernel32.CreateJobObjectW(None, None)
    agreed = bool(
        job
        and kernel32.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
        and kernel32.AssignProcessToJobObject(job, kernel32.GetCurrentProcess())
    )
    log.debug("memory limit of %d bytes: %s", memory, "set" if agreed else "refused")
    return agreed
