"""What is kept, what is in force, and going back on purpose."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.update_world import FIRST, SECOND, Pc, Publisher, Server

from mimawari import knowledge, updates
from mimawari.updates import shared
from mimawari.updates.state import Damaged, as_bytes, read

OURS = knowledge.load().version


def test_nothing_is_needed(tmp_path: Path) -> None:
    forced = updates.in_force([updates.Store(tmp_path / "nowhere")])
    assert (forced.folder, forced.complaints, forced.known.provenance.kind) == (None, (), "packed")


def test_where_it_came_from_is_told(pc: Pc, server: Server) -> None:
    told = updates.in_force([pc.store]).known.provenance
    assert (told.kind, told.place) == ("installed", server.address)
    assert told.installed.endswith("Z")


def test_what_came_with_a_newer_program_is_used(new_pc: Pc, server: Server, publisher: Publisher) -> None:
    """Installed knowledge that is older than the program's own does not hold it back."""
    _put_in_force(new_pc, publisher, "2020.1.1")
    assert new_pc.version == OURS


def test_unless_it_was_chosen_on_purpose(new_pc: Pc, publisher: Publisher) -> None:
    _put_in_force(new_pc, publisher, "2020.1.1", updates.Held.VERSION)
    assert new_pc.version == "2020.1.1"


def _put_in_force(pc: Pc, publisher: Publisher, version: str, held: updates.Held = updates.Held.NO) -> None:
    source = publisher.folder / f"knowledge-{FIRST}"
    with pc.store.locked(), pc.store.drafting() as drafts:
        shutil.copytree(source, drafts / "files")
        (drafts / "files" / "about.toml").write_text(f'version = "{version}"\nas_of = "2020-01-01"\n')
        kept = pc.store.keep(drafts / "files", knowledge.load(drafts / "files"), "here", "2020-01-01T00:00:00Z")
        pc.store.put(updates.State(active=version, held=held, kept=(kept,)))


@pytest.mark.skipif(sys.platform == "win32", reason="only where a shared store is used")
def test_the_newest_of_several_stores(
    tmp_path: Path, pc: Pc, server: Server, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "_ADMINISTRATOR", os.geteuid())
    other = Pc(updates.Store(tmp_path / "shared" / "knowledge", is_shared=True))
    publisher.release(SECOND)
    other.update(server.address, publisher.root)
    assert updates.in_force([pc.store, other.store]).known.version == SECOND
    assert updates.in_force([other.store, pc.store]).known.version == SECOND
    assert updates.go_back(pc.store, FIRST)
    assert updates.in_force([other.store, pc.store]).known.version == FIRST


class TestGoingBack:
    def test_to_what_is_kept_and_asks_nobody(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        pc.update(server.address)
        server.asked.clear()
        state = updates.go_back(pc.store, FIRST)
        assert state
        assert (pc.version, state.held, server.asked) == (FIRST, updates.Held.VERSION, [])

    def test_it_stays_there_until_told_otherwise(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        updates.go_back(pc.store, FIRST)
        publisher.release(SECOND)
        done = pc.update(server.address)
        assert done.brought
        assert (done.brought.version, pc.version) == (SECOND, FIRST)
        assert pc.update(server.address, newest=True).state.held is updates.Held.NO
        assert pc.version == SECOND

    def test_to_what_is_not_kept_any_longer(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        pc.update(server.address)
        state = pc.store.state()
        pc.store.put(updates.State(active=SECOND, location=state.location, kept=state.kept[1:]))
        assert updates.go_back(pc.store, FIRST) is None
        assert pc.version == SECOND
        pc.update(server.address, version=FIRST)
        assert pc.version == FIRST

    def test_to_what_came_with_the_program(self, pc: Pc, server: Server) -> None:
        updates.go_back(pc.store, "packed")
        assert pc.version == OURS
        pc.update(server.address)
        assert pc.version == OURS
        pc.update(server.address, newest=True)
        assert pc.version == FIRST

    def test_there_is_no_such_version(self, pc: Pc, server: Server) -> None:
        with pytest.raises(updates.Trouble) as caught:
            pc.update(server.address, version="2019.1")
        assert caught.value.kind is updates.Kind.ASKED
        assert caught.value.facts["versions"] == FIRST


def test_three_old_ones_are_kept(pc: Pc, server: Server, publisher: Publisher) -> None:
    for number in range(2, 8):
        publisher.release(f"2026.12.{number}")
        pc.update(server.address)
    assert [kept.version for kept in pc.store.state().kept] == ["2026.12.6", "2026.12.4", "2026.12.5", "2026.12.7"]
    assert len(list((pc.store.folder / "versions").iterdir())) == 4


class TestDamage:
    """Malware, or a failing disk: nothing is used that is not as it was installed."""

    def _folder(self, pc: Pc) -> Path:
        folder = updates.in_force([pc.store]).folder
        assert folder
        return folder

    @pytest.mark.parametrize("what", ["changed", "gone", "added", "linked"])
    def test_a_file(self, what: str, pc: Pc, server: Server) -> None:
        file = self._folder(pc) / "gaps.toml"
        if what == "changed":
            file.write_bytes(file.read_bytes().replace(b"a", b"b", 1))
        elif what == "added":
            (file.parent / "marks" / "new.toml").touch()
        else:
            file.unlink()
        if what == "linked":
            file.symlink_to(file.parent / "about.toml")
        forced = updates.in_force([pc.store])
        assert forced.known.version == OURS
        assert len(forced.complaints) == 1
        pc.update(server.address)
        assert pc.version == FIRST, "an update mends it"

    def test_the_folder_is_gone(self, pc: Pc) -> None:
        shutil.rmtree(self._folder(pc))
        assert pc.version == OURS

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            "[]",
            "{}",
            "null",
            '{"schema": "mimawari.knowledge-store/2"}',
            "[" * 100_000,
            "\udc00",
            '{"schema": 3, "kept": [[]]}',
        ],
        ids=range(9),
    )
    def test_the_record(self, text: str, pc: Pc, server: Server) -> None:
        (pc.store.folder / "state.json").write_bytes(text.encode("utf-8", "surrogatepass"))
        forced = updates.in_force([pc.store])
        assert forced.known.version == OURS
        assert forced.complaints
        pc.update(server.address)
        assert pc.version == FIRST

    @pytest.mark.parametrize("what", ["pipe", "endless", "many"])
    def test_what_would_keep_its_reader_for_ever(self, what: str, pc: Pc) -> None:
        folder = self._folder(pc)
        if what == "pipe":
            os.mkfifo(folder / "zz.toml")
        elif what == "endless":
            with (folder / "zz.toml").open("wb") as file:
                file.truncate(1 << 40)
        else:
            for number in range(2001):
                (folder / f"z{number}").touch()
        assert updates.in_force([pc.store]).known.version == OURS

    def test_a_record_that_is_a_pipe(self, pc: Pc) -> None:
        (pc.store.folder / "state.json").unlink()
        os.mkfifo(pc.store.folder / "state.json")
        assert updates.in_force([pc.store]).complaints

    def test_a_version_that_was_chosen_comes_back(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        pc.update(server.address)
        updates.go_back(pc.store, FIRST)
        shutil.rmtree(self._folder(pc))
        forced = updates.in_force([pc.store])
        assert (forced.known.version, len(forced.complaints)) == (OURS, 1)
        assert pc.update(server.address).state.held is updates.Held.VERSION
        assert pc.version == FIRST

    def test_a_version_that_was_chosen_is_nowhere_any_longer(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        pc.update(server.address)
        updates.go_back(pc.store, FIRST)
        shutil.rmtree(self._folder(pc))
        publisher.rewrite("targets", lambda signed: signed.targets.pop(f"knowledge-{FIRST}.zip"), ["anna", "ben"])
        shutil.rmtree(pc.store.metadata)
        assert pc.update(server.address).state.held is updates.Held.NO
        assert pc.version == SECOND

    @pytest.mark.parametrize("folder", ["../../evil", "/evil", "2026.12.1-0000000", "", "2026.12.1-0000000g"])
    def test_a_record_that_leads_elsewhere(self, folder: str, pc: Pc) -> None:
        table = json.loads((pc.store.folder / "state.json").read_text())
        table["kept"][0]["folder"] = folder
        with pytest.raises(Damaged):
            read(json.dumps(table).encode())

    def test_a_record_reads_back(self, pc: Pc) -> None:
        state = pc.store.state()
        assert read(as_bytes(state)) == state


def test_a_newer_form_is_left_for_a_newer_program(pc: Pc, server: Server, publisher: Publisher) -> None:
    publisher.release(SECOND)

    def newer(signed: object) -> None:
        signed.targets[f"knowledge-{SECOND}.zip"].unrecognized_fields["custom"]["format"] = 2  # type: ignore[attr-defined]

    publisher.rewrite("targets", newer, ["anna", "ben"])
    done = pc.update(server.address)
    assert (done.brought, done.newer_program, pc.version) == (None, SECOND, FIRST)


@pytest.mark.parametrize(
    ("older", "newer"),
    [("2026.9.30", "2026.10.1"), ("2026.11", "2026.11.1"), ("", "1.0"), ("x", "0.1"), ("2026.11.9", "2026.11.10")],
)
def test_versions_are_numbers(older: str, newer: str) -> None:
    assert updates.order(older) < updates.order(newer)


@pytest.mark.parametrize("text", ["", "1", "1.", "1.x", "1..2", "../1.2", "1.2\n", "٣.١", "1.2.3.4.5.6.7", "1234567.1"])
def test_what_is_no_version(text: str) -> None:
    assert not updates.is_version(text)


def test_who_brings_nothing_pays_nothing() -> None:
    """The libraries of updates are there only when one is asked for."""
    code = (
        "import sys, mimawari.faces.cli.check, mimawari.faces.cli.update, mimawari.faces.cli.release\n"
        "from mimawari import app; app.in_force([])\n"
        "print({'tuf', 'securesystemslib', 'urllib3'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
