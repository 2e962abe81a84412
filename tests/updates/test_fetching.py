"""Where newer knowledge comes from: who is asked and who is not, proxies, folders and files."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support.update_world import FIRST, SECOND, Pc, Publisher, Server, archive_of, refused

from mimawari import updates
from mimawari.updates import Kind
from mimawari.updates.fetching import Bundle, checked, proxy_of


@pytest.fixture
def bundle(publisher: Publisher, tmp_path: Path) -> Path:
    publisher.release(SECOND)
    publisher.repository.bundle(tmp_path / "carried.zip")
    return tmp_path / "carried.zip"


class TestCarried:
    def test_a_new_pc(self, new_pc: Pc, publisher: Publisher, bundle: Path) -> None:
        new_pc.update(bundle, publisher.root, carried=True)
        assert new_pc.version == SECOND

    def test_it_is_not_where_one_looks_next_time(self, pc: Pc, server: Server, bundle: Path) -> None:
        pc.update(bundle, carried=True)
        assert pc.store.state().location == server.address
        assert pc.version == SECOND
        assert server.asked == []

    def test_without_naming_it_carried(self, pc: Pc, server: Server, bundle: Path) -> None:
        pc.update(bundle)
        assert (pc.version, pc.store.state().location) == (SECOND, server.address)

    def test_a_folder(self, pc: Pc, publisher: Publisher) -> None:
        publisher.release(SECOND)
        pc.update(publisher.repository.folder)
        assert (pc.version, pc.store.state().location) == (SECOND, str(publisher.repository.folder))

    def test_a_folder_is_found_again_from_anywhere(
        self, pc: Pc, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(publisher.folder)
        pc.update("repo")
        monkeypatch.chdir(tmp_path)
        publisher.release(SECOND)
        pc.update("")
        assert pc.version == SECOND

    def test_a_rotated_root_is_in_it(self, pc: Pc, publisher: Publisher, tmp_path: Path) -> None:
        publisher.repository.renew("root", {"root": 365}, publisher.now)
        publisher.finish()
        publisher.release(SECOND)
        publisher.repository.bundle(tmp_path / "carried.zip")
        pc.update(tmp_path / "carried.zip")
        assert pc.version == SECOND

    def test_an_old_one_is_no_way_back(self, pc: Pc, server: Server, publisher: Publisher, tmp_path: Path) -> None:
        publisher.repository.bundle(tmp_path / "old.zip")
        publisher.release(SECOND)
        pc.update(server.address)
        refused(pc, tmp_path / "old.zip", Kind.UNTRUSTED, SECOND)

    def test_an_expired_one(self, pc: Pc, publisher: Publisher, tmp_path: Path) -> None:
        publisher.release(SECOND)
        publisher.expire("timestamp")
        publisher.repository.bundle(tmp_path / "old.zip")
        refused(pc, tmp_path / "old.zip", Kind.EXPIRED)

    def test_another_archive_is_called_so(self, pc: Pc, tmp_path: Path) -> None:
        """Not an address that nobody answers at."""
        with zipfile.ZipFile(tmp_path / "holiday.zip", "w") as other:
            other.writestr("a.jpg", b"x")
        for is_carried in (True, False):
            trouble = refused(pc, tmp_path / "holiday.zip", Kind.UNTRUSTED, carried=is_carried)
            assert trouble.facts == {"location": str(tmp_path / "holiday.zip"), "name": "metadata/timestamp.json"}

    def test_an_older_version_that_is_not_in_it(self, new_pc: Pc, publisher: Publisher, bundle: Path) -> None:
        new_pc.update(bundle, publisher.root, carried=True)
        trouble = refused(new_pc, bundle, Kind.UNTRUSTED, SECOND, version=FIRST, carried=True)
        assert f"knowledge-{FIRST}.zip" in str(trouble.facts["name"])

    def test_a_folder_of_something_else(self, pc: Pc, tmp_path: Path) -> None:
        (tmp_path / "pictures").mkdir()
        assert refused(pc, tmp_path / "pictures", Kind.UNREACHED).facts == {"name": "metadata/timestamp.json"}

    def test_cut_off_anywhere(self, pc: Pc, bundle: Path) -> None:
        content = bundle.read_bytes()
        for end in (0, 10, len(content) // 2, len(content) - 1):
            bundle.write_bytes(content[:end])
            refused(pc, bundle, Kind.UNTRUSTED)

    def test_a_flipped_byte_anywhere(self, pc: Pc, bundle: Path, tmp_path: Path) -> None:
        """It is refused, or what came is what was signed: some bytes of a zip mean nothing."""
        content, refusals = bundle.read_bytes(), 0
        whole = updates.in_force([pc.store]).known
        for at in range(0, len(content), len(content) // 60):
            shutil.copytree(pc.store.folder, tmp_path / f"store-{at}" / "knowledge")
            other = Pc(updates.Store(tmp_path / f"store-{at}" / "knowledge"))
            bundle.write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
            try:
                other.update(bundle)
            except updates.Trouble:
                refusals += 1
                assert other.version == FIRST
            else:
                known = updates.in_force([other.store]).known
                assert known.version == SECOND
                assert (known.eras, known.word_list, known.advice) == (whole.eras, whole.word_list, whole.advice)
        assert refusals > 50

    def test_a_directory_that_would_fill_the_memory(self) -> None:
        """Its length stands in the last bytes, before it is read."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("metadata/timestamp.json", b"{}")
        content = bytearray(out.getvalue())
        content[-10:-6] = (2 << 20).to_bytes(4, "little")
        with pytest.raises(updates.Trouble) as caught:
            Bundle(BytesIO(bytes(content)), "x")
        assert caught.value.facts["why"].args == ("too many files",)  # type: ignore[attr-defined]

    def test_a_member_that_grows_is_cut_off(self, pc: Pc, bundle: Path, tmp_path: Path) -> None:
        """A timestamp of 1 GB, a megabyte when packed."""
        with (
            zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("metadata/timestamp.json", "w") as f,
        ):
            for _ in range(256):
                f.write(bytes(1 << 20))
        assert "announced" in refused(pc, tmp_path / "bomb.zip", Kind.UNTRUSTED).words.en

    def test_it_is_not_there(self, pc: Pc, tmp_path: Path) -> None:
        refused(pc, tmp_path / "no.zip", Kind.ASKED, carried=True)
        refused(pc, tmp_path / "no.zip", Kind.ASKED)

    def test_it_holds_no_archive(self, pc: Pc, publisher: Publisher) -> None:
        publisher.release(SECOND)
        archive_of(publisher, SECOND).unlink()
        refused(pc, publisher.repository.folder, Kind.UNREACHED)


class TestWhoIsAsked:
    def test_nobody_but_who_is_named_and_that_is_said_before(self, pc: Pc, server: Server) -> None:
        pc.told.clear()
        pc.update("")
        assert pc.told == [(server.address, "")]
        assert {path.split("/")[1] for path in server.asked} == {"metadata"}

    def test_where_nobody_was_named(self, new_pc: Pc) -> None:
        with pytest.raises(updates.Trouble) as caught:
            new_pc.update("")
        assert caught.value.kind is Kind.ASKED
        assert new_pc.told == []

    @pytest.mark.parametrize("place", ["http://127.0.0.1:1/x", "http://localhost/", "http://[::1]:80/", "https://example.com/k"])
    def test_fine(self, place: str) -> None:
        assert checked(place)

    @pytest.mark.parametrize(
        "place",
        [
            "http://example.com/", "http://127.0.0.1.example.com/", "http://localhost.example.com/", "ftp://example.com/", "https://",
            "https://user:secret@example.com/", "https://user@example.com/", "file:///etc", "example.com", "", "https://a:b:c/", "http://[x/",
        ],
    )  # fmt: skip
    def test_not_fine(self, place: str) -> None:
        with pytest.raises(updates.Trouble) as caught:
            checked(place)
        assert caught.value.kind is Kind.ASKED
        assert "secret" not in str(caught.value.facts)

    def test_http_if_it_is_meant(self) -> None:
        assert checked("http://example.com/", insecure=True)

    def test_no_root_is_trusted_by_itself(self, new_pc: Pc, server: Server) -> None:
        with pytest.raises(updates.Trouble) as caught:
            new_pc.update(server.address)
        assert caught.value.kind is Kind.ASKED
        assert "root" in caught.value.words.en
        assert server.asked == []


class TestProxies:
    @pytest.fixture(autouse=True)
    def _none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.upper(), raising=False)

    def test_the_environment_names_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert proxy_of(urlsplit("https://example.com/")) == ""
        monkeypatch.setenv("HTTPS_PROXY", "proxy.example.jp:3128")
        assert proxy_of(urlsplit("https://example.com/")) == "http://proxy.example.jp:3128"
        monkeypatch.setenv("NO_PROXY", "example.com")
        assert proxy_of(urlsplit("https://example.com/")) == ""

    def test_this_computer_is_asked_without_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.jp:3128")
        assert proxy_of(urlsplit("http://127.0.0.1:80/")) == ""

    def test_it_is_asked_and_its_password_is_not_told(self, pc: Pc, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        """The server plays the proxy: a proxy is asked for the whole address."""
        monkeypatch.setenv("HTTP_PROXY", server.address.replace("http://", "http://anna:secret@"))
        pc.told.clear()
        with pytest.raises(updates.Trouble):
            pc.update("http://knowledge.example.jp/k", insecure=True)
        assert server.asked[0] == "http://knowledge.example.jp/k/metadata/2.root.json"
        assert pc.told == [("http://knowledge.example.jp/k", server.address.removeprefix("http://"))]
