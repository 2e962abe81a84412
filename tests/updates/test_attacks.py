"""Whoever signs wrongly, gives out what is old or what does not belong together: the knowledge in force stays in force.

Expectations are of the TUF specification 1.0.34, section 5 (detailed client workflow) and 1.5.2 (attacks), and of what each test
does to the repository.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support.update_world import FIRST, SECOND, Pc, Publisher, Server, refused
from tuf.api.metadata import Snapshot

from mimawari import updates
from mimawari.updates import Kind


def test_without_an_attack_it_comes(pc: Pc, server: Server, publisher: Publisher) -> None:
    """Else every test here would pass for nothing."""
    assert pc.version == FIRST
    publisher.release(SECOND)
    assert pc.update(server.address).brought
    assert pc.version == SECOND


class TestSignatures:
    def test_a_changed_byte(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        path = publisher.repository.published_path("targets")
        assert path
        path.write_bytes(path.read_bytes().replace(b"2026.12.2", b"2026.12.9"))
        refused(pc, server.address, Kind.UNTRUSTED)

    @pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
    def test_a_stranger_signs(self, role: str, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        publisher.rewrite(role, lambda _: None, ["stranger"])
        refused(pc, server.address, Kind.UNTRUSTED)

    @pytest.mark.parametrize("names", [["anna"], [], ["anna", "stranger"], ["server", "anna"]], ids="+".join)
    def test_too_few_sign(self, names: list[str], pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        publisher.rewrite("targets", lambda _: None, names)
        refused(pc, server.address, Kind.UNTRUSTED)

    def test_one_signature_twice_is_one(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        publisher.rewrite("targets", lambda _: None, ["anna"])
        path = publisher.repository.published_path("targets")
        assert path
        table = json.loads(path.read_bytes())
        table["signatures"] *= 2
        path.write_text(json.dumps(table))
        refused(pc, server.address, Kind.UNTRUSTED)

    def test_another_publisher(self, pc: Pc, server: Server, tmp_path: Path) -> None:
        """Somebody with a whole repository of his own, every signature right."""
        other = Publisher(tmp_path / "other")
        other.release(SECOND)
        with Server(other.repository.folder).running() as elsewhere:
            refused(pc, elsewhere.address, Kind.UNTRUSTED)

    def test_another_root_is_not_taken_in_passing(self, pc: Pc, tmp_path: Path) -> None:
        other = Publisher(tmp_path / "other")
        other.release(SECOND)
        refused(pc, other.repository.folder, Kind.ASKED, root=other.root)


class TestExpiry:
    @pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
    def test_it_has_expired(self, role: str, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        publisher.expire(role)
        refused(pc, server.address, Kind.EXPIRED)

    def test_the_root_has_expired(self, new_pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.expire("root")
        with pytest.raises(updates.Trouble) as caught:
            new_pc.update(server.address, publisher.root)
        assert caught.value.kind is Kind.EXPIRED
        assert not new_pc.store.root.exists(), "what could not be verified is not trusted next time"

    def test_an_expired_root_leads_to_the_next(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        """Specification 5.3.10: only the last root must not have expired."""
        publisher.expire("root")
        shutil.copy(publisher.root, pc.store.root)
        shutil.rmtree(pc.store.metadata)
        publisher.repository.renew("root", {"root": 365}, publisher.now)
        publisher.finish()
        publisher.release(SECOND)
        pc.update(server.address)
        assert pc.version == SECOND

    def test_a_freeze_is_seen_when_the_time_is_over_not_before(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        """Somebody gives out what he kept of yesterday: that is fine until it expires."""
        frozen = publisher.copy("frozen")
        publisher.release(SECOND)
        publisher.go_back_to(frozen)
        assert pc.update(server.address).brought is None
        publisher.expire("timestamp")
        # Time goes by for what this PC has seen, too.
        shutil.copy(publisher.repository.metadata / "timestamp.json", pc.store.metadata / "timestamp.json")
        refused(pc, server.address, Kind.EXPIRED)


class TestRollback:
    def test_all_of_an_older_day(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        old = publisher.copy("old")
        publisher.release(SECOND)
        pc.update(server.address)
        publisher.go_back_to(old)
        refused(pc, server.address, Kind.UNTRUSTED, SECOND)

    def test_a_new_timestamp_with_an_older_snapshot(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        pc.update(server.address)

        def older(signed: object) -> None:
            signed.version += 1  # type: ignore[attr-defined]
            signed.snapshot_meta.version -= 1  # type: ignore[attr-defined]

        publisher.rewrite("timestamp", older, ["server"])
        refused(pc, server.address, Kind.UNTRUSTED, SECOND)

    def test_a_new_snapshot_with_older_targets(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        """The server's key is stolen; the people's are not."""
        publisher.release(SECOND)
        pc.update(server.address)
        publisher.repository.renew("snapshot", {"snapshot": 30, "timestamp": 30}, publisher.now)
        draft = publisher.repository.draft(Snapshot)
        draft.signed.meta["targets.json"].version -= 1
        publisher.repository.write(draft)
        publisher.finish()
        refused(pc, server.address, Kind.UNTRUSTED, SECOND)

    def test_an_older_version_that_is_signed_anew_is_not_taken(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        """Newer metadata that name older knowledge only: nothing is newer."""
        publisher.rewrite("targets", lambda signed: signed.targets.clear(), ["anna", "ben"])
        shutil.rmtree(pc.store.metadata)
        assert pc.update(server.address).brought is None
        assert pc.version == FIRST


class TestMixAndMatch:
    def test_targets_of_another_day(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        """Rightly signed, but not what the snapshot names."""
        old = publisher.repository.published_path("targets")
        assert old
        content = old.read_bytes()
        publisher.release(SECOND)
        new = publisher.repository.published_path("targets")
        assert new
        new.write_bytes(content)
        refused(pc, server.address, Kind.UNTRUSTED)

    def test_a_snapshot_of_another_day(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        old = publisher.repository.published_path("snapshot")
        assert old
        content = old.read_bytes()
        publisher.release(SECOND)
        new = publisher.repository.published_path("snapshot")
        assert new
        new.write_bytes(content)
        refused(pc, server.address, Kind.UNTRUSTED)
