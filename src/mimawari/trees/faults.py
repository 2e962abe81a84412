"""What goes wrong while evidence is read, said as :class:`BadEvidence`."""

from __future__ import annotations

import errno
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError

from mimawari.model import BadEvidence, Reason
from mimawari.model.os_words import cause

# What parsers of others raise on hostile bytes. Only for calls into them: our own mistakes must not look like evidence.
BROKEN: tuple[type[Exception], ...] = (
    OSError, EOFError, ValueError, LookupError, ArithmeticError, TypeError, AttributeError, RuntimeError,
    AssertionError, struct.error, zlib.error, LZMAError,
)  # fmt: skip

_REASONS: tuple[tuple[type[OSError], Reason], ...] = (
    (PermissionError, Reason.DENIED),
    (FileNotFoundError, Reason.MISSING),
    (NotADirectoryError, Reason.MISSING),
    (OSError, Reason.CORRUPT),
)


def of_os(fault: OSError, what: str) -> BadEvidence:
    """What the operating system's answer about *what* means."""
    if fault.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return BadEvidence(Reason.TOO_LARGE, f"{what}: {cause(fault).en}")
    reason = next(reason for kind, reason in _REASONS if isinstance(fault, kind))
    return BadEvidence(reason, f"{what}: {cause(fault).en if fault.errno else type(fault).__name__}")


@contextmanager
def system(what: str) -> Iterator[None]:
    """For calls to the operating system: an ``OSError`` becomes ``BadEvidence``."""
    try:
        yield
    except OSError as fault:
        raise of_os(fault, what) from fault


@contextmanager
def parsing(what: str, *kinds: type[Exception]) -> Iterator[None]:
    """For calls into a parser: what it raises on bad bytes (*kinds* too) becomes ``BadEvidence`` corrupt."""
    try:
        yield
    except MemoryError as fault:
        raise BadEvidence(Reason.TOO_LARGE, what) from fault
    except (PermissionError, FileNotFoundError) as fault:
        raise of_os(fault, what) from fault
    except (*BROKEN, *kinds) as fault:
        raise BadEvidence(Reason.CORRUPT, f"{what}: {type(fault).__name__}") from fault
