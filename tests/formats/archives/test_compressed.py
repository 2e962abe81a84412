"""One compressed file: each method, names, several streams, damage; and tar within."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
from collections.abc import Callable
from io import BytesIO

import pytest
from support.archives import GIF, PNG, look

from mimawari.model import Reason

LARGE = PNG + bytes(range(256)) * 4000


def _zstd(data: bytes) -> bytes:
    from backports import zstd

    return zstd.compress(data)


METHODS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
    "zst": _zstd,
}


@pytest.mark.parametrize("ending", METHODS)
def test_each_method(ending: str) -> None:
    out = look(METHODS[ending](LARGE), f"a.png.{ending}")
    assert out.files == {("a.png",): LARGE}
    assert out.gaps == []
    assert out.archives[0].count == 1


@pytest.mark.parametrize("ending", METHODS)
def test_one_that_was_cut_off_gives_what_is_there(ending: str) -> None:
    data = METHODS[ending](LARGE)
    out = look(data[: len(data) * 3 // 4], f"a.png.{ending}")
    assert out.reasons == {Reason.CORRUPT}
    assert LARGE.startswith(out.by_name.get("a.png", b""))


@pytest.mark.parametrize("ending", ["gz", "bz2", "xz", "zst"])
def test_several_streams_are_one_file(ending: str) -> None:
    out = look(METHODS[ending](PNG) + METHODS[ending](GIF), f"a.{ending}")
    assert out.by_name == {"a": PNG + GIF}
    assert out.gaps == []


def test_a_zstd_frame_that_cannot_be_is_damaged() -> None:
    """RFC 8878 3.1.1.1.1: bit 3 of the frame header's descriptor is reserved and must be zero."""
    assert look(b"\x28\xb5\x2f\xfd\x08" + bytes(30), "a.png.zst").reasons == {Reason.CORRUPT}


def test_other_data_behind_it_are_told() -> None:
    out = look(gzip.compress(PNG) + b"something else", "a.png.gz")
    assert out.by_name == {"a.png": PNG}
    assert out.reasons == {Reason.CORRUPT}
    assert look(gzip.compress(PNG) + bytes(100), "a.png.gz").gaps == []


@pytest.mark.parametrize(
    ("own", "told", "name"),
    [("x.gz", b"invoice.js\0", "invoice.js"), ("x.js.gz", b"", "x.js"), ("x.tgz", b"", "x.tar"), ("x", b"", "x.unpacked")],
)
def test_its_name(own: str, told: bytes, name: str) -> None:
    """RFC 1952: bit 3 of the flags, then the name with a zero."""
    data = gzip.compress(PNG)
    data = data[:3] + bytes([8 if told else 0]) + data[4:10] + told + data[10:]
    assert look(data, own).by_name == {name: PNG}


def test_a_dictionary_that_takes_too_much_memory_is_refused() -> None:
    """LZMA alone: the dictionary's size stands in bytes 1 to 4."""
    data = bytearray(lzma.compress(PNG, lzma.FORMAT_ALONE))
    data[1:5] = struct.pack("<I", 1 << 30)
    assert look(bytes(data), "a.lzma").reasons == {Reason.TOO_LARGE}


def packed(form: int, mode: str = "w") -> bytes:
    """A tar by the standard library, with a folder, a link and a long name."""
    out = BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for name, data in {"a.png": PNG, "folder/" + "b" * 90 + ".gif": GIF, "請求書.png": PNG}.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, BytesIO(data))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    return out.getvalue()


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar(form: int, mode: str) -> None:
    out = look(packed(form, mode), "a.tar")
    assert out.by_name == {"a.png": PNG, "folder/" + "b" * 90 + ".gif": GIF, "請求書.png": PNG}
    assert out.gaps == []
    assert next(one.count for one in out.archives if one.form == "tar") == 5


def test_a_tar_that_was_cut_off() -> None:
    data = packed(tarfile.GNU_FORMAT)
    out = look(data[:1000])
    assert out.reasons == {Reason.CORRUPT}
    assert out.by_name == {"a.png": PNG[:488]}


def test_a_sparse_file_is_a_gap() -> None:
    info = tarfile.TarInfo("sparse.bin")
    info.size, info.type = 100, tarfile.GNUTYPE_SPARSE
    out = look(info.tobuf(tarfile.GNU_FORMAT) + bytes(512) + bytes(1024))
    assert [(gap.reason, gap.origin.path) for gap in out.gaps] == [(Reason.UNSUPPORTED, ("sparse.bin",))]


def test_data_behind_a_tar_are_told() -> None:
    data = packed(tarfile.GNU_FORMAT)
    assert look(data + b"MZ" * 256).says("behind the end of the archive")
    assert look(data + bytes(5120)).gaps == []


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"\x1e\x5a-lh5-" + bytes(30), "LZH"), (b"\x60\xea" + bytes(30), "ARJ"), (bytes(7) + b"**ACE**" + bytes(30), "ACE"),
        (b"\x1f\x9d\x90" + bytes(30), ".Z"), (b"begin 644 invoice.exe\nM" + b"x" * 60, "uuencoded"),
        (b"MSWIM\0\0\0" + bytes(200), "WIM"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_is_named(start: bytes, name: str) -> None:
    out = look(start)
    assert [gap.reason for gap in out.gaps] == [Reason.UNSUPPORTED]
    assert name in out.gaps[0].detail
