"""Each incident is built once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from support.incidents import Built, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Built]:
    """What an incident was built into; built where it is asked for first."""
    root = tmp_path_factory.mktemp("built")
    return cache(lambda path: build(path, root / path.stem))
