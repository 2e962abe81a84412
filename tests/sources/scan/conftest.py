"""A kind of signatures that knows one inert mark, for scans that must find it."""

from collections.abc import Iterator

import pytest
from support.scanning import Marked, use

from mimawari import signatures


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Marked]:
    one = Marked()
    use(monkeypatch, one)
    yield one
    signatures.ready.cache_clear()
