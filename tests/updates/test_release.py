"""What maintainers make updates with: thresholds, keys, archives, and the regression cases that no update may lose."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from support.cases import FOLDER as CASES
from support.update_world import FIRST, PACKED, SECOND, Pc, Publisher, Server, folder_of

from mimawari import app, updates
from mimawari.updates import Kind
from mimawari.updates.release import tool
from mimawari.updates.release.keys import FileSigner, make, public_path, read_public
from mimawari.updates.release.packing import packed


class TestKeys:
    def test_the_private_half_is_its_owners_and_encrypted(self, tmp_path: Path) -> None:
        key = make(tmp_path / "anna", "correct horse")
        assert (tmp_path / "anna").read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
        if sys.platform != "win32":
            assert stat.S_IMODE((tmp_path / "anna").stat().st_mode) == 0o600
        assert FileSigner.read(tmp_path / "anna", "correct horse").public_key.keyid == key.keyid
        assert read_public(public_path(tmp_path / "anna")).keyid == key.keyid

    @pytest.mark.parametrize("passphrase", ["", "wrong"])
    def test_a_wrong_passphrase(self, passphrase: str, tmp_path: Path) -> None:
        make(tmp_path / "anna", "right")
        with pytest.raises(updates.Trouble):
            FileSigner.read(tmp_path / "anna", passphrase)

    def test_none_is_overwritten(self, tmp_path: Path) -> None:
        tool.new_key(tmp_path / "anna", "")
        before = (tmp_path / "anna").read_bytes()
        with pytest.raises(updates.Trouble):
            tool.new_key(tmp_path / "anna", "")
        assert (tmp_path / "anna").read_bytes() == before

    @pytest.mark.skipif(shutil.which("openssl") is None, reason="only where there is openssl")
    def test_openssl_reads_it_and_agrees_on_the_signature(self, tmp_path: Path) -> None:
        make(tmp_path / "anna", "right")
        signature = FileSigner.read(tmp_path / "anna", "right").sign(b"payload")
        (tmp_path / "payload").write_bytes(b"payload")
        (tmp_path / "sig").write_bytes(bytes.fromhex(signature.signature))
        command = "openssl pkeyutl -verify -rawin -inkey anna -passin pass:right -in payload -sigfile sig"
        subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)

    @pytest.mark.parametrize(
        "text", ["", "{}", "[]", '{"keytype": "rsa", "scheme": "ed25519", "keyval": {"public": "00"}}', "\xff"]
    )
    def test_what_is_no_key(self, text: str, tmp_path: Path) -> None:
        (tmp_path / "x").write_bytes(text.encode("latin-1"))
        with pytest.raises(updates.Trouble):
            read_public(tmp_path / "x")
        with pytest.raises(updates.Trouble):
            FileSigner.read(tmp_path / "x", "")


BARE = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "cryptography":
            raise ImportError(name)
sys.meta_path.insert(0, Absent())
from pathlib import Path
from mimawari import updates
done = updates.bring(updates.Store(Path(sys.argv[1])), updates.Request(sys.argv[2], root=Path(sys.argv[3])), "test", print)
assert not any(name.startswith("cryptography") for name in sys.modules)
print(done.brought.version)
"""


class TestWithoutPycaCryptography:
    """Signatures are verified by the library's own code then, as in the exe."""

    def _update(self, publisher: Publisher, store: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", BARE, str(store), str(publisher.repository.folder), str(publisher.root)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_right_signatures(self, publisher: Publisher, tmp_path: Path) -> None:
        done = self._update(publisher, tmp_path / "pc")
        assert done.stdout.split()[-1] == FIRST, done.stderr

    def test_a_wrong_one(self, publisher: Publisher, tmp_path: Path) -> None:
        def spoil(text: bytes) -> bytes:
            return re.sub(rb'("sig": ?")(..)', lambda found: found[1] + (b"00" if found[2] != b"00" else b"01"), text)

        path = publisher.repository.metadata / "timestamp.json"
        path.write_bytes(spoil(path.read_bytes()))
        done = self._update(publisher, tmp_path / "pc")
        assert done.returncode
        assert "untrusted" in done.stderr


class TestDrafts:
    def test_too_few_signatures_are_named_and_nothing_is_published(self, publisher: Publisher) -> None:
        before = sorted(publisher.repository.metadata.iterdir())
        folder = folder_of(SECOND, publisher.folder / "new")
        tool.add(publisher.repository.folder, folder, CASES, lambda *_: (1, []))
        assert {row.role: row.missing for row in tool.standing(publisher.repository.folder)} == {
            "root": 0, "targets": 2, "snapshot": 1, "timestamp": 1,
        }  # fmt: skip
        assert tool.sign(publisher.repository.folder, publisher.folder / "anna", "") == ("targets",)
        assert tool.sign(publisher.repository.folder, publisher.folder / "anna", "") == ("targets",), "twice is once"
        with pytest.raises(updates.Trouble) as caught:
            tool.publish(publisher.repository.folder)
        assert caught.value.facts["missing"] == "targets: 1, snapshot: 1, timestamp: 1"
        assert sorted(publisher.repository.metadata.iterdir()) == before

    def test_a_key_that_may_sign_nothing(self, publisher: Publisher) -> None:
        publisher.repository.renew("timestamp", {"timestamp": 1}, publisher.now)
        with pytest.raises(updates.Trouble):
            tool.sign(publisher.repository.folder, publisher.folder / "anna", "")

    def test_a_change_after_the_signatures_asks_for_them_anew(self, publisher: Publisher) -> None:
        publisher.repository.renew("targets", {"targets": 1, "snapshot": 1, "timestamp": 1}, publisher.now)
        for name in ("anna", "ben", "server"):
            publisher.repository.sign(publisher.signers[name])
        publisher.repository.renew("targets", {"targets": 2, "snapshot": 1, "timestamp": 1}, publisher.now)
        with pytest.raises(updates.Trouble):
            publisher.repository.publish()

    def test_nothing_to_publish(self, publisher: Publisher) -> None:
        with pytest.raises(updates.Trouble):
            tool.publish(publisher.repository.folder)

    @pytest.mark.parametrize(("root", "targets"), [(3, 1), (1, 3)])
    def test_a_threshold_above_the_number_of_keys(self, root: int, targets: int, publisher: Publisher, tmp_path: Path) -> None:
        keys = [publisher.folder / f"{name}.pub.json" for name in ("anna", "ben")]
        with pytest.raises(updates.Trouble):
            tool.begin(tmp_path / "new", keys, keys, keys[:1], (root, targets))
        assert not (tmp_path / "new" / "draft").exists()

    def test_one_key_given_twice_is_one(self, publisher: Publisher, tmp_path: Path) -> None:
        key = publisher.folder / "anna.pub.json"
        with pytest.raises(updates.Trouble):
            tool.begin(tmp_path / "new", [key, key], [key, key], [key], (2, 2))

    def test_a_repository_is_not_begun_twice(self, publisher: Publisher) -> None:
        key = publisher.folder / "anna.pub.json"
        with pytest.raises(updates.Trouble):
            tool.begin(publisher.repository.folder, [key], [key], [key], (1, 1))

    def test_the_old_root_has_to_agree(self, publisher: Publisher) -> None:
        """Both thresholds, of the old keys and of the new ones (TUF specification 1.0.34, 6.1)."""
        new = [publisher.folder / "stranger.pub.json", publisher.folder / "server.pub.json"]
        old = [publisher.signers[name].public_key.keyid for name in ("anna", "ben", "chie")]
        tool.reman(publisher.repository.folder, "root", new, old)
        for name in ("stranger", "server"):
            publisher.repository.sign(publisher.signers[name])
        with pytest.raises(updates.Trouble):
            tool.publish(publisher.repository.folder)
        for name in ("anna", "chie"):
            publisher.repository.sign(publisher.signers[name])
        assert tool.publish(publisher.repository.folder) == ("root",)

    @pytest.mark.parametrize("version", [FIRST, "2026.11.30", "2025.12.9"])
    def test_a_version_that_is_not_newer(self, version: str, publisher: Publisher) -> None:
        folder = folder_of(version, publisher.folder / "new")
        with pytest.raises(updates.Trouble):
            tool.add(publisher.repository.folder, folder, CASES, lambda *_: (1, []))
        assert publisher.repository.drafts() == ()

    def test_an_archive_that_was_changed_is_not_published(self, publisher: Publisher) -> None:
        publisher.repository.renew("timestamp", {"timestamp": 1}, publisher.now)
        publisher.repository.sign(publisher.signers["server"])
        (archive,) = publisher.repository.targets.iterdir()
        archive.write_bytes(b"")
        with pytest.raises(updates.Trouble):
            publisher.repository.publish()


class TestArchives:
    def test_the_same_files_give_the_same_bytes(self, tmp_path: Path) -> None:
        first, second = (folder_of(FIRST, tmp_path / name) for name in ("a", "b"))
        assert packed(first) == packed(second)
        names = zipfile.ZipFile(BytesIO(packed(first))).namelist()
        assert sorted(names) == sorted(path.relative_to(PACKED).as_posix() for path in PACKED.rglob("*") if path.is_file())

    @pytest.mark.parametrize("name", ["Gaps.toml", "a b.toml", "..toml", "über.toml", "nul.toml"])
    def test_what_would_not_be_unpacked_is_not_packed(self, name: str, tmp_path: Path) -> None:
        folder = folder_of(FIRST, tmp_path / "a")
        (folder / name).touch()
        with pytest.raises(updates.Trouble):
            packed(folder)

    def test_links_are_not_followed(self, tmp_path: Path) -> None:
        folder = folder_of(FIRST, tmp_path / "a")
        (folder / "gaps.toml").unlink()
        (folder / "gaps.toml").symlink_to(PACKED / "gaps.toml")
        with pytest.raises(updates.Trouble):
            packed(folder)


class TestCases:
    def _folder(self, tmp_path: Path, table: str, old: str, new: str) -> Path:
        folder = folder_of(SECOND, tmp_path / "new")
        path = folder / table
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        return folder

    def test_all_are_met_by_what_we_have(self, publisher: Publisher, tmp_path: Path) -> None:
        folder = folder_of(SECOND, tmp_path / "new")
        added = tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert added.cases == len(list(CASES.glob("*/*.toml")))
        assert added.version == SECOND

    def test_a_lost_one_is_named(self, publisher: Publisher, tmp_path: Path) -> None:
        """A trace that weighs less than its cases say."""
        folder = self._folder(tmp_path, "traces.toml", 'strength = "strong"', 'strength = "hint"')
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert caught.value.kind is Kind.UNUSABLE
        assert 0 < caught.value.facts["count"] < 100  # type: ignore[operator]
        assert publisher.repository.drafts() == ()

    def test_no_case_is_no_proof(self, publisher: Publisher, tmp_path: Path) -> None:
        folder = folder_of(SECOND, tmp_path / "new")
        (tmp_path / "none").mkdir()
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, tmp_path / "none", app.lost_cases)
        assert caught.value.kind is Kind.ASKED

    def test_what_cannot_be_loaded(self, publisher: Publisher, tmp_path: Path) -> None:
        folder = self._folder(tmp_path, "families.toml", "\nnames = ", "\nnomes = ")
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert caught.value.kind is Kind.UNUSABLE

    def test_a_list_that_was_emptied(self, publisher: Publisher, tmp_path: Path) -> None:
        """Detectors stumble over it, near misses are not met by that."""
        folder = folder_of(SECOND, tmp_path / "new")
        path = folder / "emotet_words.toml"
        path.write_text(re.sub(r"^words = .*$", 'words = ""', path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert caught.value.kind is Kind.UNUSABLE
        assert "serial-name/" in str(caught.value.facts["names"])
        assert publisher.repository.drafts() == ()

    @pytest.mark.parametrize(
        ("old", "new", "lost"),
        [
            ("$key at 0", "$key at 1", "rule-hit/fits-police-quarantine"),
            ('strength     = "strong"', 'strength     = "hint"', "rule-hit/fits-police-quarantine"),
            ("$key at 0", "$key at 0 or filesize < 100KB", "rule-hit/silent-"),
            ("$key at 0", "$kee at 0", "police_quarantine"),
        ],
        ids=["narrowed", "weakened", "fits what is honest", "does not compile"],
    )
    def test_a_rule_that_lost_what_it_fitted(self, old: str, new: str, lost: str, publisher: Publisher, tmp_path: Path) -> None:
        folder = self._folder(tmp_path, "yara/traces.yar", old, new)
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert caught.value.kind is Kind.UNUSABLE
        assert publisher.repository.drafts() == ()
        assert any(lost in name for name in app.lost_cases(CASES, app.known(folder))[1])

    def test_a_file_that_is_left_out(self, publisher: Publisher, tmp_path: Path) -> None:
        folder = folder_of(SECOND, tmp_path / "new")
        (folder / "desks.toml").unlink()
        with pytest.raises(updates.Trouble) as caught:
            tool.add(publisher.repository.folder, folder, CASES, app.lost_cases)
        assert caught.value.facts["names"] == "desks.toml"


def test_what_the_tool_publishes_the_client_takes(publisher: Publisher, server: Server, pc: Pc) -> None:
    """By the tool alone, then renewed, then with another threshold."""
    repo = publisher.repository.folder
    tool.add(repo, folder_of(SECOND, publisher.folder / "new"), CASES, lambda *_: (1, []))
    for name in ("ben", "chie", "server"):
        tool.sign(repo, publisher.folder / name, "")
    assert tool.publish(repo) == ("targets", "snapshot", "timestamp")
    pc.update(server.address)
    assert pc.version == SECOND
    tool.renew(repo, "timestamp", 3)
    tool.sign(repo, publisher.folder / "server", "")
    tool.publish(repo)
    pc.update(server.address)
    tool.reman(repo, "targets", [publisher.folder / "stranger.pub.json"], [], 3)
    for name in ("anna", "ben", "stranger", "server"):
        tool.sign(repo, publisher.folder / name, "")
    assert tool.publish(repo) == ("root", "targets", "snapshot", "timestamp")
    assert pc.update(server.address).brought is None
