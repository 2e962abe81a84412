"""A book in a file, and one on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import postgresql
from support.postgresql import Postgresql


@pytest.fixture(scope="session")
def server() -> Iterator[Postgresql]:
    with postgresql.running() as one:
        yield one


@pytest.fixture(params=["file", "server"])
def at(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a book may be made: both kinds of place."""
    if request.param == "server":
        one: Postgresql = request.getfixturevalue("server")
        return one.database()
    return str(tmp_path / "mimawari.case")
