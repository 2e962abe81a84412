"""Tests of the engine put other detectors in the place of ours: what is kept of them must not outlive the test."""

from collections.abc import Iterator

import pytest

from mimawari import signatures
from mimawari.engine import scanning, tasks


@pytest.fixture(autouse=True)
def no_detectors_left() -> Iterator[None]:
    yield
    tasks._plain_bench.cache_clear()
    scanning._bench.cache_clear()


@pytest.fixture
def fresh() -> Iterator[None]:
    """No signatures are ready before the test, and its own are not afterwards."""
    signatures.ready.cache_clear()
    yield
    signatures.ready.cache_clear()
