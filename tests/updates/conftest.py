"""A publisher with one version out, its server, and a PC that has that version."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.update_world import FIRST, Pc, Publisher, Server

from mimawari import updates


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for the disk tells nothing here: whether it is asked for, the tests of a full disk and of a kill tell."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="session")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    """Made once: tests work on copies."""
    publisher = Publisher(tmp_path_factory.mktemp("beginning") / "publisher")
    publisher.release(FIRST)
    return publisher


@pytest.fixture
def publisher(beginning: Publisher, tmp_path: Path) -> Publisher:
    copy = Publisher.__new__(Publisher)
    copy.__dict__.update(beginning.__dict__)
    copy.folder = Path(shutil.copytree(beginning.folder, tmp_path / "publisher"))
    copy.repository = type(beginning.repository)(copy.folder / "repo")
    return copy


@pytest.fixture
def server(publisher: Publisher) -> Iterator[Server]:
    with Server(publisher.repository.folder).running() as running:
        yield running


@pytest.fixture
def new_pc(tmp_path: Path) -> Pc:
    """It has nothing yet."""
    return Pc(updates.Store(tmp_path / "pc" / "knowledge"))


@pytest.fixture
def pc(new_pc: Pc, server: Server, publisher: Publisher) -> Pc:
    """It has the first version, and trusts the publisher's root."""
    new_pc.update(server.address, publisher.root)
    server.asked.clear()
    return new_pc
