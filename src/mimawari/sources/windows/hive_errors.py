"""The one word for everything that a damaged hive can do to a parser."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from mimawari.model import BadEvidence, Reason


def corrupt(detail: str) -> BadEvidence:
    """The exception for a damaged hive."""
    return BadEvidence(Reason.CORRUPT, detail)


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn what dissect.regf raises on damaged input into ``BadEvidence``."""
    try:
        yield
    except _parser_errors() as error:
        raise corrupt(f"{what}: {type(error).__name__}") from error


@cache
def _parser_errors() -> tuple[type[Exception], ...]:
    """What dissect.regf and its structures raise; OSError is the file's own."""
    from dissect.regf.exceptions import Error

    lookups = (IndexError, KeyError, AttributeError, TypeError)
    numbers = (ValueError, OverflowError, struct.error)  # UnicodeError is a ValueError
    depth = (RecursionError, NotImplementedError)
    return (Error, EOFError, OSError, *lookups, *numbers, *depth)
