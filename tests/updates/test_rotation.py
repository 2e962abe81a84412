"""New keys: with the consent of the old ones, and without it (TUF specification 1.0.34, 5.3)."""

from __future__ import annotations

from support.update_world import SECOND, Pc, Publisher, Server, refused
from tuf.api.metadata import Root

from mimawari.updates import Kind

_DAYS = {"root": 365, "targets": 90, "snapshot": 30, "timestamp": 30}


class TestRotation:
    def test_with_the_old_keys_consent(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.repository.reman(
            "root",
            [publisher.signers["stranger"].public_key],
            [publisher.signers["chie"].public_key.keyid],
            2,
            _DAYS,
            publisher.now,
        )
        publisher.finish("anna", "ben", "stranger")
        publisher.release(SECOND)
        pc.update(server.address)
        assert pc.version == SECOND

    def test_without_it(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        """A new root that only strangers signed, put there by hand."""
        root = publisher.repository.published(Root)
        assert root
        root.signed.version = 2
        root.signed.add_key(publisher.signers["stranger"].public_key, "root")
        root.signed.roles["root"].threshold = 1
        root.signatures.clear()
        root.sign(publisher.signers["stranger"])
        (publisher.repository.metadata / "2.root.json").write_bytes(root.to_bytes())
        refused(pc, server.address, Kind.UNTRUSTED)

    def test_a_root_that_skips_a_version(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        root = publisher.repository.published(Root)
        assert root
        root.signed.version = 3
        root.signatures.clear()
        for name in ("anna", "ben"):
            root.sign(publisher.signers[name], append=True)
        (publisher.repository.metadata / "2.root.json").write_bytes(root.to_bytes())
        refused(pc, server.address, Kind.UNTRUSTED)

    def test_a_stolen_server_key_that_was_replaced_signs_nothing_more(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        """Even the highest version that the thief gave to a timestamp does not stand in the way (fast-forward attack)."""
        good = publisher.copy("good")
        publisher.rewrite("timestamp", lambda signed: setattr(signed, "version", 2**31), ["server"])
        assert pc.update(server.address).brought is None
        publisher.go_back_to(good)
        refused(pc, server.address, Kind.UNTRUSTED)
        keyid = publisher.signers["server"].public_key.keyid
        for role in ("snapshot", "timestamp"):
            publisher.repository.reman(role, [publisher.signers["stranger"].public_key], [keyid], 1, _DAYS, publisher.now)
        publisher.finish("anna", "ben", "stranger")
        right = publisher.copy("right")
        publisher.rewrite("timestamp", lambda _: None, ["server"])
        refused(pc, server.address, Kind.UNTRUSTED)
        publisher.go_back_to(right)
        pc.update(server.address)
