"""Zip archives made by Python's zipfile, whole and spoilt."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from support.walking import listing

from mimawari.model import BadEvidence, Reason
from mimawari.trees.archive import is_zip, open_zip
from mimawari.trees.expand import Caps, deflate_decoder, expand

WHEN = 132_550_902_051_234_567
"""A FILETIME with 100 ns in it."""


def member(name: str, content: bytes = b"x", extra: bytes = b"", **more: int) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo("x", (2021, 1, 14, 9, 30, 4))
    info.filename, info.extra = name, extra
    for key, value in more.items():
        setattr(info, key, value)
    return info, content


def zipped(path: Path, *members: tuple[zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for info, content in members:
            info.compress_type = method
            archive.writestr(info, content)
    return path


def reason(call: object, *arguments: object) -> Reason:
    with pytest.raises(BadEvidence) as caught:
        call(*arguments)  # type: ignore[operator]
    return caught.value.reason


def dos(*moment: int) -> int:
    since = datetime(*moment, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)  # type: ignore[misc, arg-type]
    return (since.days * 86400 + since.seconds) * 10_000_000


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_members_are_a_tree(tmp_path: Path, method: int) -> None:
    big = bytes(range(256)) * 9000
    path = zipped(
        tmp_path / "a.bin", member("./C/Windows/big.bin", big), member("C/Users/花子/e"), member("empty", b""), method=method
    )
    assert is_zip(path)
    tree = open_zip(path)
    assert set(listing(tree)) == {"C", "C/Windows", "C/Windows/big.bin", "C/Users", "C/Users/花子", "C/Users/花子/e", "empty"}
    stream = tree.open("c/windows/BIG.bin")
    assert stream.read(3) == b"\0\1\2"
    assert stream.seek(-2, 2) == len(big) - 2
    assert stream.read() == b"\xfe\xff"
    stream.seek(0)
    assert stream.read() == big
    assert tree.open("empty").read() == b""
    assert tree.defects == ()


def test_a_dos_time_alone_is_not_exact(tmp_path: Path) -> None:
    tree = open_zip(zipped(tmp_path / "a", member("a")))
    entry = tree.entry("a")
    assert entry is not None
    assert (entry.modified, entry.created, tree.exact) == (dos(2021, 1, 14, 9, 30, 4), None, False)


def test_ntfs_times_are_exact_and_unix_times_to_the_second(tmp_path: Path) -> None:
    """Info-ZIP's extrafld.txt: 0x000a is reserved, tag 1 of 24 bytes, modified, accessed, created; 0x5455 flags, modified."""
    ntfs = struct.pack("<HHIHHQQQ", 0x000A, 32, 0, 1, 24, WHEN, WHEN + 1, WHEN - 7)
    unix = struct.pack("<HHBi", 0x5455, 5, 1, 1_610_616_605)
    tree = open_zip(zipped(tmp_path / "a", member("ntfs", extra=unix + ntfs), member("unix", extra=unix)))
    first, second = tree.entry("ntfs"), tree.entry("unix")
    assert first is not None
    assert second is not None
    assert (first.modified, first.created) == (WHEN, WHEN - 7)
    assert second.modified == dos(2021, 1, 14, 9, 30, 5)
    assert tree.exact
    assert not open_zip(zipped(tmp_path / "b", member("unix", extra=unix))).exact


def test_hostile_names(tmp_path: Path) -> None:
    names = [
        "../../etc/passwd",
        "a/../../b",
        "/absolute/x",
        "C:\\Windows\\y",
        "./z",
        "a//b///c",
        "\x1b[31m\n",
        "..",
        "x/..",
        "d" * 40_000,
    ]
    path = zipped(tmp_path / "a", *(member(name, name.encode()) for name in names))
    tree = open_zip(path)
    files = {name for name, entry in listing(tree).items() if not entry.is_folder}
    assert files == {"absolute/x", "C:/Windows/y", "z", "a/b/c", "\x1b[31m\n"}
    assert tree.open("c:/windows/Y").read() == b"C:\\Windows\\y"
    assert [found for found, _ in tree.defects] == [Reason.CORRUPT]
    assert "(5)" in tree.defects[0][1]


def test_of_two_members_with_one_name_the_last_stands(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(tmp_path / "a", member("a/b", b"first"), member("a/b", b"second"))
    tree = open_zip(path)
    assert tree.open("a/b").read() == b"second"
    assert len(list(tree.list("a"))) == 1


def test_a_name_that_is_file_and_folder_is_a_folder(tmp_path: Path) -> None:
    tree = open_zip(zipped(tmp_path / "a", member("a", b"file"), member("a/b", b"below")))
    assert tree.open("a/b").read() == b"below"
    assert reason(tree.open, "a") is Reason.MISSING


def test_names_without_the_mark_of_utf8(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", member("XXXXXXXX", b"jp"))
    data = path.read_bytes().replace(b"XXXXXXXX", "日本語ab".encode("cp932"))
    path.write_bytes(data)
    assert set(listing(open_zip(path))) == {"日本語ab"}


def test_links_are_special(tmp_path: Path) -> None:
    tree = open_zip(zipped(tmp_path / "a", member("link", b"/etc/passwd", external_attr=0o120777 << 16, create_system=3)))
    entry = tree.entry("link")
    assert entry is not None
    assert entry.special
    assert reason(tree.open, "link") is Reason.UNSUPPORTED


def test_an_encrypted_member(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "a", member("a")).read_bytes())
    data[6] |= 1
    data[data.find(b"PK\1\2") + 8] |= 1
    (tmp_path / "a").write_bytes(data)
    tree = open_zip(tmp_path / "a")
    assert tree.entry("a") is not None
    assert reason(tree.open, "a") is Reason.ENCRYPTED


def test_an_unknown_compression(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "a", member("a")).read_bytes())
    data[data.find(b"PK\1\2") + 10] = 9
    (tmp_path / "a").write_bytes(data)
    assert reason(open_zip(tmp_path / "a").open, "a") is Reason.UNSUPPORTED


def test_a_wrong_checksum_is_corrupt_at_the_end(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "a", member("a", b"content " * 100_000)).read_bytes())
    data[data.find(b"PK\1\2") + 16] ^= 1
    (tmp_path / "a").write_bytes(data)
    stream = open_zip(tmp_path / "a").open("a")
    assert stream.read(7) == b"content"
    assert reason(stream.read) is Reason.CORRUPT


@pytest.mark.parametrize("lie", [5, 500])
def test_a_wrong_length_is_corrupt(tmp_path: Path, lie: int) -> None:
    data = bytearray(zipped(tmp_path / "a", member("a", b"c" * 100)).read_bytes())
    struct.pack_into("<I", data, data.find(b"PK\1\2") + 24, lie)
    (tmp_path / "a").write_bytes(data)
    assert reason(open_zip(tmp_path / "a").open("a").read) is Reason.CORRUPT


def test_a_bomb_is_too_large(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", member("zeros", bytes(40_000_000)), member("fine", b"fine"))
    tree = open_zip(path, caps=Caps(free=1 << 20, ratio=100))
    assert tree.open("zeros").read(64) == bytes(64)
    assert reason(tree.open("zeros").read) is Reason.TOO_LARGE
    assert tree.open("fine").read() == b"fine"
    assert reason(open_zip(path, caps=Caps(size=1000)).open, "zeros") is Reason.TOO_LARGE
    assert len(open_zip(path).open("zeros").read()) == 40_000_000


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "a", member("zeros", bytes(40_000_000))).read_bytes())
    struct.pack_into("<I", data, data.find(b"PK\1\2") + 24, 100)
    (tmp_path / "a").write_bytes(data)
    assert reason(open_zip(tmp_path / "a").open("zeros").read) is Reason.CORRUPT


def test_an_archive_that_was_cut_off_gives_what_is_left(tmp_path: Path) -> None:
    parts = [member(f"C/file {number}", bytes([number]) * 50_000 + str(number).encode()) for number in range(20)]
    whole = zipped(tmp_path / "a", *parts, method=zipfile.ZIP_STORED).read_bytes()
    (tmp_path / "a").write_bytes(whole[: 50_100 * 10 + 20_000])
    tree = open_zip(tmp_path / "a")
    assert [found for found, _ in tree.defects] == [Reason.CORRUPT]
    assert len(list(tree.list("C"))) == 11
    assert tree.open("C/file 9").read() == bytes([9]) * 50_000 + b"9"
    assert reason(tree.open("C/file 10").read) is Reason.CORRUPT


def test_a_streamed_archive_that_was_cut_off(tmp_path: Path) -> None:
    """Written to a pipe, sizes and checksum stand only behind each member."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"C/{number}", str(number).encode() * 10_000)
    data = pipe.getvalue()
    (tmp_path / "a").write_bytes(data[: data.find(b"PK\1\2") + 60])
    tree = open_zip(tmp_path / "a")
    assert [entry.name for entry in tree.list("C")] == ["0", "1", "2", "3", "4"]
    assert tree.open("C/3").read() == b"3" * 10_000
    assert tree.defects


def test_something_before_the_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", member("a", b"inside"))
    path.write_bytes(b"MZ" + bytes(5000) + path.read_bytes())
    assert open_zip(path).open("a").read() == b"inside"


def test_zip64(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a", "w", allowZip64=True) as archive, archive.open("a", "w", force_zip64=True) as inside:
        inside.write(b"inside")
    assert open_zip(tmp_path / "a").open("a").read() == b"inside"


def test_percent_encoded_names(tmp_path: Path) -> None:
    tree = open_zip(zipped(tmp_path / "a", member("uploads/auto/C%3A/Windows/a", b"v"))).decoded(unquote)
    assert tree.open("uploads/auto/c:/windows/A").read() == b"v"


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\3\4", b"PK\5\6", zlib.compress(b"x")])
def test_what_is_no_zip(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    assert reason(open_zip, tmp_path / "a") is Reason.CORRUPT
    assert reason(open_zip, tmp_path / "gone") is Reason.MISSING


def test_an_empty_archive_is_empty(tmp_path: Path) -> None:
    assert list(open_zip(zipped(tmp_path / "a")).list("")) == []


def test_the_head_of_a_large_member_costs_little() -> None:
    whole = bytes(16 << 20)
    packer = zlib.compressobj(wbits=-15)
    given = packer.compress(whole) + packer.flush()
    unpacked = expand(iter([given]), deflate_decoder)
    first = next(unpacked)
    assert 64 <= len(first) <= 1 << 16
    assert b"".join((first, *unpacked)) == whole
