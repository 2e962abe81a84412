"""One step of work beside the one before it: while a batch of lines is put together with others, the next one is understood."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_END = object()


def ahead(items: Iterator[T]) -> Generator[T, None, None]:
    """The same items in the same order, each made in another thread while the one before it is used; one at most waits.

    What making one raises is raised behind the items before it. Closing it waits for the one that is being made.
    """
    with ThreadPoolExecutor(1) as other:
        future = other.submit(next, items, _END)
        while (item := future.result()) is not _END:
            future = other.submit(next, items, _END)
            yield item  # type: ignore[misc]
