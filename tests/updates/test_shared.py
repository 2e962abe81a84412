"""The store of all users is used only where nobody but the administrator can have written it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from support.update_world import FIRST, SECOND, Pc, Publisher, Server

from mimawari import knowledge, updates
from mimawari.updates import shared

OURS = knowledge.load().version
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only where files have modes")


@pytest.fixture
def common(tmp_path: Path, server: Server, publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> Pc:
    """A shared store, written by the administrator, who is here whoever runs the tests."""
    monkeypatch.setattr(shared, "_ADMINISTRATOR", os.geteuid())
    pc = Pc(updates.Store(tmp_path / "common" / "knowledge", is_shared=True))
    pc.update(server.address, publisher.root)
    return pc


def _refused(pc: Pc) -> None:
    forced = updates.in_force([pc.store])
    assert (forced.known.version, len(forced.complaints)) == (OURS, 1)
    with pytest.raises(updates.Trouble):
        updates.forget(pc.store)


def test_the_administrators_is_used(common: Pc) -> None:
    forced = updates.in_force([common.store])
    assert (forced.known.version, forced.complaints) == (FIRST, ())


@pytest.mark.parametrize("mode", [0o020, 0o002], ids=["group", "others"])
@pytest.mark.parametrize("part", ["..", ".", "state.json", "versions"])
def test_others_may_write_there(part: str, mode: int, common: Pc) -> None:
    path = (common.store.folder / part).resolve()
    path.chmod(path.stat().st_mode | mode)
    _refused(common)


def test_it_belongs_to_somebody_else(common: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes first may have made the folder."""
    monkeypatch.setattr(shared, "_ADMINISTRATOR", os.geteuid() + 1)
    _refused(common)


@pytest.mark.parametrize("mask", [0o002, 0o022])
def test_what_is_written_is_the_administrators_whatever_the_mask(
    mask: int, common: Pc, server: Server, publisher: Publisher
) -> None:
    publisher.release(SECOND)
    before = os.umask(mask)
    try:
        common.update(server.address)
    finally:
        os.umask(before)
    assert (common.version, updates.in_force([common.store]).complaints) == (SECOND, ())


def test_it_is_a_link(common: Pc) -> None:
    folder = common.store.folder
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))
    _refused(common)


def test_where_owners_cannot_be_told(common: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows."""
    monkeypatch.setattr(shared, "_tells_owners", lambda: False)
    _refused(common)
    (complaint,) = updates.in_force([common.store]).complaints
    assert "Windows" in complaint.en
    assert "Windows" in complaint.ja


def test_the_place_is_enough(common: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads it need not say that it is shared."""
    monkeypatch.setattr(shared, "_ADMINISTRATOR", os.geteuid() + 1)
    unsaid = Pc(updates.Store(common.store.folder))
    assert unsaid.version == FIRST
    monkeypatch.setattr(shared, "place", lambda: common.store.folder.parent)
    assert unsaid.version == OURS


def test_nothing_is_put_into_what_somebody_prepared(tmp_path: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a root of theirs in it, they would say what everybody uses."""
    monkeypatch.setattr(shared, "_ADMINISTRATOR", os.geteuid())
    folder = tmp_path / "prepared" / "knowledge"
    folder.parent.mkdir()
    folder.parent.chmod(0o777)
    with pytest.raises(updates.Trouble):
        Pc(updates.Store(folder, is_shared=True)).update(publisher.repository.folder, publisher.root)
    assert not folder.exists()


def test_where_there_is_none_nothing_is_said(tmp_path: Path) -> None:
    assert updates.in_force([updates.Store(tmp_path / "nowhere", is_shared=True)]).complaints == ()
