"""An archive that is not what was signed, or that is and is hostile: the knowledge in force stays in force."""

from __future__ import annotations

import zipfile
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from pathlib import Path

import pytest
from support.update_world import SECOND, Pc, Publisher, Server, archive_of, refused

from mimawari.updates import Kind


class TestArchive:
    def test_wrong_hash(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        path = archive_of(publisher, SECOND)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        refused(pc, server.address, Kind.UNTRUSTED)

    @pytest.mark.parametrize("change", [-1, 1, 100_000])
    def test_wrong_length(self, change: int, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        path = archive_of(publisher, SECOND)
        content = path.read_bytes()
        path.write_bytes(content[:change] if change < 0 else content + bytes(change))
        refused(pc, server.address, Kind.UNTRUSTED)

    @pytest.mark.parametrize("part", ["timestamp.json", ".snapshot.json", ".targets.json", "2.root.json", ".zip"])
    def test_endless_data(self, part: str, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        sent: list[int] = []

        def endless(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.end_headers()
            try:
                while sum(sent) < 1 << 30:
                    request.wfile.write(bytes(1 << 16))
                    sent.append(1 << 16)
            except OSError:
                pass

        server.odd[part] = endless
        refused(pc, server.address, Kind.UNTRUSTED)
        assert sum(sent) < 64 << 20

    def test_it_is_not_there(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)
        archive_of(publisher, SECOND).unlink()
        assert refused(pc, server.address, Kind.UNREACHED).facts["status"] == 404

    def test_it_is_said_to_be_too_large(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND)

        def larger(signed: object) -> None:
            signed.targets[f"knowledge-{SECOND}.zip"].length = (32 << 20) + 1  # type: ignore[attr-defined]

        publisher.rewrite("targets", larger, ["anna", "ben"])
        refused(pc, server.address, Kind.UNUSABLE)
        assert not any("zip" in path for path in server.asked)


def zipped(*members: tuple[str, bytes], mode: int = 0o100644) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.external_attr, info.compress_type = mode << 16, zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


ABOUT = ("about.toml", b'version = "2026.12.2"\nas_of = "2026-11-28"\n')
HOSTILE = {
    "slip": zipped(ABOUT, ("../../state.json", b"{}")),
    "absolute": zipped(ABOUT, ("/evil.toml", b"")),
    "drive": zipped(ABOUT, ("c:/evil.toml", b"")),
    "backslash": zipped(ABOUT, ("..\\evil.toml", b"")),
    "device": zipped(ABOUT, ("nul.toml", b"")),
    "stream": zipped(ABOUT, ("about.toml:x", b"")),
    "twice": None,
    "file-as-folder": zipped(ABOUT, ("about.toml/x", b"")),
    "link": zipped(ABOUT, ("gaps.toml", b"/etc/passwd"), mode=0o120777),
    "bomb": zipped(ABOUT, ("gaps.toml", bytes(65 << 20))),
    "many": zipped(ABOUT, *((f"marks/m{number}.toml", b"") for number in range(2000))),
    "deep": zipped(ABOUT, ("a/b/c/d/e.toml", b"")),
    "no-zip": b"x" * 1000,
    "empty": zipped(),
    "no-about": zipped(("gaps.toml", b"")),
    "another-version": zipped(("about.toml", b'version = "2026.12.3"\nas_of = "2026-11-28"\n')),
    "no-toml": zipped(ABOUT, ("gaps.toml", b"[[[")),
    "no-text": zipped(ABOUT, ("gaps.toml", b"\xff\xfe")),
    "nested": zipped(ABOUT, ("gaps.toml", b"a = " + b"[" * 100_000)),
    "wrong-shape": zipped(ABOUT, ("gaps.toml", b"remedy = 3\nlike = 4\n")),
}


class TestRightlySignedAndStillHostile:
    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize("name", HOSTILE)
    def test_it_gets_no_further_than_its_bounds(
        self, name: str, pc: Pc, server: Server, publisher: Publisher, tmp_path: Path
    ) -> None:
        publisher.release(SECOND, HOSTILE[name] or zipped(ABOUT, ABOUT))
        before = set(tmp_path.rglob("*evil*"))
        refused(pc, server.address, Kind.UNUSABLE)
        assert set(tmp_path.rglob("*evil*")) == before

    def test_the_bounds_take_what_is_honest(self, pc: Pc, server: Server, publisher: Publisher) -> None:
        publisher.release(SECOND, zipped(ABOUT))
        pc.update(server.address)
        assert pc.version == SECOND
