"""Which root is trusted, from when on, and how one is let go of."""

from __future__ import annotations

import os
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from support.update_world import FIRST, SECOND, Pc, Publisher, archive_of, refused

from mimawari import updates
from mimawari.updates import Kind, trust


@pytest.fixture
def other(tmp_path: Path) -> Publisher:
    publisher = Publisher(tmp_path / "other")
    publisher.release(SECOND)
    return publisher


class TestWhenItIsKept:
    def test_not_where_the_archive_is_not_what_was_signed(self, new_pc: Pc, publisher: Publisher) -> None:
        archive_of(publisher, FIRST).write_bytes(b"x")
        with pytest.raises(updates.Trouble):
            new_pc.update(publisher.repository.folder, publisher.root)
        assert not new_pc.store.root.exists()

    def test_not_where_the_record_cannot_be_written(
        self, new_pc: Pc, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failing(*_: object) -> None:
            raise OSError(28, "full")

        monkeypatch.setattr(updates.Store, "put", failing)
        with pytest.raises(updates.Trouble):
            new_pc.update(publisher.repository.folder, publisher.root)
        assert not new_pc.store.root.exists()

    def test_then_its_digest_is_told(self, new_pc: Pc, publisher: Publisher) -> None:
        digest = sha256(publisher.root.read_bytes()).hexdigest()
        assert new_pc.update(publisher.repository.folder, publisher.root).pinned == digest
        assert updates.root_digest(publisher.root) == digest


class TestTheOneThatComesWithTheProgram:
    @pytest.fixture(autouse=True)
    def _packed(self, publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
        root = publisher.root.read_bytes()
        monkeypatch.setattr(trust, "packed", lambda: root)

    def test_it_stands_before_another(self, new_pc: Pc, publisher: Publisher, other: Publisher) -> None:
        with pytest.raises(updates.Trouble) as caught:
            new_pc.update(other.repository.folder, other.root)
        assert caught.value.kind is Kind.ASKED
        done = new_pc.update(publisher.repository.folder)
        assert (new_pc.version, done.is_packed) == (FIRST, False)

    def test_once_it_is_let_go_of_another_may_be_given(self, new_pc: Pc, publisher: Publisher, other: Publisher) -> None:
        new_pc.update(publisher.repository.folder)
        assert updates.forget(new_pc.store)
        done = new_pc.update(other.repository.folder, other.root)
        assert (done.pinned, done.is_packed) == (sha256(other.root.read_bytes()).hexdigest(), False)
        assert new_pc.version == SECOND
        assert not new_pc.update(other.repository.folder).is_packed

    def test_where_none_is_given_it_is_used_and_said(self, new_pc: Pc, publisher: Publisher, other: Publisher) -> None:
        updates.forget(new_pc.store)
        assert new_pc.update(publisher.repository.folder).is_packed
        with pytest.raises(updates.Trouble):
            new_pc.update(other.repository.folder, other.root)


class TestForgetting:
    def test_when_it_was_asked_last(self, pc: Pc, publisher: Publisher) -> None:
        """The clock was ahead, once."""
        pc.store.put(replace(pc.store.state(), checked="2030-01-01T00:00:00Z"))
        caught = refused(pc, publisher.repository.folder, Kind.EXPIRED)
        assert "--forget-root" in caught.words.en
        assert "--forget-root" in caught.words.ja
        assert not updates.forget(pc.store)
        assert (pc.store.state().checked, pc.version) == ("", FIRST)
        pc.update(publisher.repository.folder, publisher.root)

    @pytest.mark.parametrize("what", ["empty", "folder", "pipe", "text"])
    def test_a_damaged_root(self, what: str, pc: Pc, publisher: Publisher) -> None:
        pc.store.root.unlink()
        if what == "folder":
            (pc.store.root / "more").mkdir(parents=True)
        elif what == "pipe":
            os.mkfifo(pc.store.root)
        else:
            pc.store.root.write_text("" if what == "empty" else "{}")
        caught = refused(pc, publisher.repository.folder, Kind.UNTRUSTED)
        assert "--forget-root" in caught.words.en
        updates.forget(pc.store)
        assert not os.path.lexists(pc.store.root)
        pc.update(publisher.repository.folder, publisher.root)


@pytest.mark.parametrize("name", ["metadata", "versions", "drafts", "state.json", "lock"])
def test_what_is_no_folder_or_no_file_is_moved_aside(name: str, new_pc: Pc, publisher: Publisher) -> None:
    new_pc.store.folder.mkdir(parents=True)
    path = new_pc.store.folder / name
    path.mkdir() if "." in name or name == "lock" else path.touch()
    new_pc.update(publisher.repository.folder, publisher.root)
    assert new_pc.version == FIRST


class TestWhatIsNoFile:
    def test_a_pipe(self, pc: Pc, publisher: Publisher, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        refused(pc, tmp_path / "pipe", Kind.ASKED)
        refused(pc, tmp_path / "pipe", Kind.ASKED, carried=True)
        refused(pc, publisher.repository.folder, Kind.ASKED, root=tmp_path / "pipe")

    @pytest.mark.parametrize("carried", [False, True])
    def test_a_long_name(self, carried: bool, pc: Pc) -> None:
        refused(pc, "x" * 300, Kind.ASKED, carried=carried)

    def test_a_proxy_with_no_such_address(self, pc: Pc, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("https_proxy", "http://[bad")
        refused(pc, "https://example.com/", Kind.UNREACHED)
        assert "Traceback" not in capfd.readouterr().err


def test_a_key_that_does_not_sign_is_named(publisher: Publisher) -> None:
    from mimawari.updates.release import tool

    with pytest.raises(updates.Trouble) as caught:
        tool.reman(publisher.repository.folder, "targets", [], ["abc"])
    assert (caught.value.kind, caught.value.facts["keyid"]) == (Kind.ASKED, "abc")


def test_a_folder_that_is_not_there_is_said(publisher: Publisher, tmp_path: Path) -> None:
    from mimawari.updates.release import tool

    with pytest.raises(updates.Trouble) as caught:
        tool.add(publisher.repository.folder, tmp_path / "nix", tmp_path, lambda *_: (1, []))
    assert (caught.value.kind, "no such folder" in caught.value.words.en) == (Kind.ASKED, True)
