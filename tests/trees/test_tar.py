"""Tar archives made by Python's tarfile, plain and compressed, whole and spoilt."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.walking import listing

from mimawari.model import BadEvidence, Reason
from mimawari.model.filetime import from_unix_ns
from mimawari.trees.archive import is_tar, open_tar
from mimawari.trees.expand import Caps
from mimawari.trees.tar_records import parse_time

SECOND = 1_610_616_605
PACK: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "two gzip streams": lambda data: gzip.compress(data[:5000]) + gzip.compress(data[5000:]),
}


def member(name: str, content: bytes = b"x", pax: dict[str, str] | None = None, **more: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.pax_headers = len(content), SECOND, pax or {}
    for key, value in more.items():
        setattr(info, key, value)
    return info, content


def tarred(*members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for info, content in members:
            archive.addfile(info, io.BytesIO(content) if info.isreg() else None)
    return out.getvalue()


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def reason(call: object, *arguments: object) -> Reason:
    with pytest.raises(BadEvidence) as caught:
        call(*arguments)  # type: ignore[operator]
    return caught.value.reason


@pytest.mark.parametrize("packing", PACK)
@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_members_are_a_tree(tmp_path: Path, packing: str, form: int) -> None:
    long = "/".join(["d" * 40] * 5)
    content = bytes(range(256)) * 700
    data = tarred(
        member("./C/Windows/a.bin", content), member(f"{long}/日本語"), member("C/Users", type=tarfile.DIRTYPE), form=form
    )
    path = put(tmp_path / "misleading.zip", PACK[packing](data))
    assert is_tar(path)
    tree = open_tar(path)
    assert {"C", "C/Windows", "C/Windows/a.bin", "C/Users", f"{long}/日本語"} <= set(listing(tree))
    assert tree.open("c/windows/A.BIN").read() == content
    entry = tree.entry("C/Windows/a.bin")
    assert entry is not None
    assert (entry.size, entry.modified) == (len(content), from_unix_ns(SECOND * 1_000_000_000))
    assert tree.entry("C/Users") is not None
    assert not tree.exact
    assert tree.defects == ()


def test_pax_times_are_read_to_100_ns(tmp_path: Path) -> None:
    times = {"mtime": f"{SECOND}.1234567", "LIBARCHIVE.creationtime": f"{SECOND}.9999999"}
    tree = open_tar(put(tmp_path / "a", tarred(member("a", pax=times), member("b"))))
    first, second = tree.entry("a"), tree.entry("b")
    assert first is not None
    assert second is not None
    assert first.modified == from_unix_ns(SECOND * 1_000_000_000 + 123_456_700)
    assert first.created == from_unix_ns(SECOND * 1_000_000_000 + 999_999_900)
    assert second.modified == from_unix_ns(SECOND * 1_000_000_000)
    assert tree.exact


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        (b"0", 0),
        (b"1610616605.123456789012345678901234567890", 1_610_616_605_123_456_789),
        (b"-1.5", -1_500_000_000),
        (b"1e999999999", None),
        (b"1" * 5000, None),
        (b"nan", None),
        (b"1.", None),
        (b"", None),
    ],
)
def test_times_in_text(text: bytes, nanoseconds: int | None) -> None:
    assert parse_time(text) == (None if nanoseconds is None else from_unix_ns(nanoseconds))


def test_hostile_names_and_kinds(tmp_path: Path) -> None:
    data = tarred(
        member("../../etc/passwd"),
        member("/absolute"),
        member("\x1b[31m\n"),
        member("bad \udcff\udcfe"),
        member("link", type=tarfile.SYMTYPE, linkname="/etc/passwd", size=0),
        member("pipe", type=tarfile.FIFOTYPE, size=0),
        member("device", type=tarfile.CHRTYPE, size=0),
    )
    tree = open_tar(put(tmp_path / "a", data))
    found = listing(tree)
    assert set(found) == {"absolute", "\x1b[31m\n", "bad \udcff\udcfe", "link", "pipe", "device"}
    assert {name for name, entry in found.items() if entry.special} == {"link", "pipe", "device"}
    assert reason(tree.open, "link") is Reason.UNSUPPORTED
    assert [what for what, _ in tree.defects] == [Reason.CORRUPT]


def test_a_hard_link_has_the_content_of_its_target(tmp_path: Path) -> None:
    data = tarred(member("C/a", b"shared"), member("C/b", type=tarfile.LNKTYPE, linkname="C/a", size=0))
    assert open_tar(put(tmp_path / "a", data)).open("C/b").read() == b"shared"


def test_of_two_members_with_one_name_the_last_stands(tmp_path: Path) -> None:
    tree = open_tar(put(tmp_path / "a", tarred(member("a", b"first"), member("a", b"second"))))
    assert tree.open("a").read() == b"second"


@pytest.mark.parametrize("packing", PACK)
def test_an_archive_that_was_cut_off_gives_what_is_left(tmp_path: Path, packing: str) -> None:
    import random

    noise = random.Random(5)
    parts = [member(f"C/{number:02}", noise.randbytes(100_000)) for number in range(30)]
    packed = PACK[packing](tarred(*parts))
    tree = open_tar(put(tmp_path / "a", packed[: len(packed) * 2 // 3]))
    assert {what for what, _ in tree.defects} == {Reason.CORRUPT}
    names = [entry.name for entry in tree.list("C")]
    assert 5 < len(names) < 25
    assert tree.open("C/03").read() == parts[3][1]
    assert packing != "plain" or reason(tree.open(f"C/{names[-1]}").read) is Reason.CORRUPT


def test_a_bomb_is_too_large(tmp_path: Path) -> None:
    path = put(tmp_path / "a", gzip.compress(tarred(member("zeros", bytes(20_000_000)))))
    assert reason(open_tar, path, None, Caps(size=1 << 30, free=1 << 20, ratio=100)) is Reason.TOO_LARGE
    assert reason(open_tar, path, None, Caps(size=1 << 20)) is Reason.TOO_LARGE
    assert len(open_tar(path).open("zeros").read()) == 20_000_000


def test_a_full_disk_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import tempfile

    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", lambda **_: Full())
    assert reason(open_tar, put(tmp_path / "a", gzip.compress(tarred(member("a"))))) is Reason.TOO_LARGE


def test_an_extended_header_of_absurd_length(tmp_path: Path) -> None:
    data = tarred(member("a", b"fine", pax={"comment": "x" * (2 << 20)}), member("b", b"fine"))
    tree = open_tar(put(tmp_path / "a", data))
    assert tree.open("b").read() == b"fine"
    assert [what for what, _ in tree.defects] == [Reason.TOO_LARGE]


@pytest.mark.parametrize(
    "content", [b"", b"hello", bytes(10240), b"\x1f\x8b", gzip.compress(b"hello", mtime=0), b"\xfd7zXZ\0", b"BZh9"]
)
def test_what_is_no_tar(tmp_path: Path, content: bytes) -> None:
    path = put(tmp_path / "a", content)
    assert not is_tar(path)
    assert reason(open_tar, path) is Reason.CORRUPT


def test_zstd_is_said_to_be_unsupported(tmp_path: Path) -> None:
    assert reason(open_tar, put(tmp_path / "a", b"\x28\xb5\x2f\xfd" + bytes(600))) is Reason.UNSUPPORTED
