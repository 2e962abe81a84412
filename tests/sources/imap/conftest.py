"""A real server, and no long pauses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.dovecot import Dovecot

from mimawari.sources.imap_account import line


@pytest.fixture(scope="module")
def account_server() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture
def dovecot(account_server: Dovecot) -> Dovecot:
    """The server, running, with an empty account."""
    account_server.empty()
    return account_server


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "PAUSES", (0.05, 0.1, 0.2, 0.4, 0.8, 1.6))
    monkeypatch.setattr(line, "BUSY", (0.05, 0.2))
    monkeypatch.setattr(line, "_away", set())
    monkeypatch.setattr(line, "_denied", {})
