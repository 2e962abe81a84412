"""A real mail server with an empty account, and a folder of its own for what is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.dovecot import Dovecot


@pytest.fixture(scope="module")
def account_server() -> Iterator[Dovecot]:
    with Dovecot() as one:
        yield one


@pytest.fixture
def dovecot(account_server: Dovecot) -> Dovecot:
    """The server with an empty account."""
    account_server.empty()
    return account_server


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    return tmp_path / "state"
