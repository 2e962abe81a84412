"""7z: each method that py7zr can write, both kinds of encryption, bombs and damage."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.archives import GIF, PNG, look

from mimawari.formats.budget import Allowance, Budget
from mimawari.model import Reason

LZMA2 = 0x21
FILES = {"a.png": PNG, "folder/b.gif": GIF, "c.png": PNG * 500}
METHODS: dict[str, list[dict[str, Any]]] = {
    "lzma2": [{"id": LZMA2, "preset": 6}],
    "lzma": [{"id": 0x4000000000000001, "preset": 6}],
    "delta": [{"id": 0x03, "dist": 4}, {"id": LZMA2, "preset": 6}],
    "x86": [{"id": 0x04}, {"id": LZMA2, "preset": 6}],
}


@cache
def packed(method: str = "lzma2", password: str | None = None, *, header: bool = False) -> bytes:
    """Written by py7zr."""
    import py7zr

    by_name = {"copy": "FILTER_COPY", "bzip2": "FILTER_BZIP2", "deflate": "FILTER_DEFLATE", "ppmd": "FILTER_PPMD"}
    filters = METHODS.get(method) or [
        {"id": getattr(py7zr, by_name[method])} | ({"order": 6, "mem": 22} if method == "ppmd" else {})
    ]
    out = BytesIO()
    given = {"password": password, "header_encryption": header} if password else {"filters": filters}
    with py7zr.SevenZipFile(out, "w", **given) as archive:
        for name, data in FILES.items():
            archive.writestr(data, name)
    return out.getvalue()


@pytest.mark.parametrize("method", [*METHODS, "copy", "bzip2", "deflate"])
def test_each_method(method: str) -> None:
    out = look(packed(method))
    assert {way[0]: data for way, data in out.files.items()} == FILES
    assert out.gaps == []
    (archive,) = out.archives
    assert (archive.form, archive.count, archive.opened_with) == ("7z", 3, "")
    assert [one.size for one in archive.members] == [len(data) for data in FILES.values()]


def test_ppmd_is_told_and_never_given_to_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed("ppmd")
    monkeypatch.setattr("pyppmd.Ppmd7Decoder", None)
    out = look(data)
    assert out.files == {}
    assert [(gap.reason, gap.detail) for gap in out.gaps] == [
        (Reason.UNSUPPORTED, "7z: compressed in a way that cannot be unpacked here")
    ]


@pytest.mark.parametrize("header", [False, True])
def test_encryption(header: bool) -> None:
    out = look(packed(password="2022", header=header), passwords=("no", "2022"))
    assert {way[0]: data for way, data in out.files.items()} == FILES
    assert out.gaps == []
    assert out.archives[0].opened_with == "mail"
    assert out.archives[0].members[0].encrypted
    assert set(out.within.values()) == {("7z-encrypted",)}


@pytest.mark.parametrize("header", [False, True])
def test_no_password_fits(header: bool) -> None:
    out = look(packed(password="2022", header=header), passwords=("no", "nor this"))
    assert out.files == {}
    assert [gap.reason for gap in out.gaps] == [Reason.ENCRYPTED]
    assert [one.opened_with for one in out.archives] == [""]
    assert [one.encrypted for one in out.archives[0].members] == ([] if header else [True] * 3)


def test_a_dictionary_that_takes_too_much_memory_is_refused() -> None:
    """The property byte of LZMA2 is the size of its dictionary: 24 is 16 MiB (preset 6: 22 is 8 MiB), 36 is 1 GiB."""
    data = packed()
    # The headers of so few members are not compressed by py7zr's writer when told so; the coder stands there in plain.
    import py7zr

    out = BytesIO()
    with py7zr.SevenZipFile(out, "w", filters=METHODS["lzma2"]) as archive:
        archive.set_encoded_header_mode(False)
        archive.writestr(PNG, "a.png")
    data = out.getvalue()
    at = data.rindex(b"\x21\x21\x01")
    header = bytearray(data)
    header[at + 3] = 36
    assert look(_again(bytes(header))).reasons == {Reason.TOO_LARGE}
    assert look(_again(data)).by_name == {"a.png": PNG}


def _again(data: bytes) -> bytes:
    """With the checksums of its headers made anew."""
    import struct
    import zlib

    offset, length = struct.unpack("<QQ", data[12:28])
    start = data[12:28] + struct.pack("<I", zlib.crc32(data[32 + offset : 32 + offset + length]))
    return data[:8] + struct.pack("<I", zlib.crc32(start)) + start + data[32:]


def test_a_cut_off_one_has_no_list() -> None:
    assert look(packed()[:-40]).reasons == {Reason.CORRUPT}


def test_a_wrong_byte_in_the_data_is_told() -> None:
    data = bytearray(packed("copy"))
    data[32 + 100] ^= 1
    out = look(bytes(data))
    assert [(gap.reason, gap.origin.path) for gap in out.gaps] == [(Reason.CORRUPT, ("a.png",))]
    assert out.by_name["c.png"] == FILES["c.png"]


def test_what_is_too_large_is_passed_over_and_the_next_is_read() -> None:
    import py7zr

    out = BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(bytes(9 << 20), "big.bin")
        archive.writestr(PNG, "a.png")
    seen = look(out.getvalue(), budget=Budget(Allowance(member=1 << 20)))
    assert seen.by_name["a.png"] == PNG
    assert len(seen.by_name["big.bin"]) == 1 << 20
    assert [(gap.reason, gap.origin.path) for gap in seen.gaps] == [(Reason.TOO_LARGE, ("big.bin",))]


_SAMPLE = packed()


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(6, len(_SAMPLE) - 1), st.integers(0, 255)), max_size=5), st.booleans())
def test_damage_is_borne(flips: list[tuple[int, int]], mended: bool) -> None:
    data = bytearray(_SAMPLE)
    for at, value in flips:
        data[at] = value
    out = look(_again(bytes(data)) if mended and data[12:28] == _SAMPLE[12:28] else bytes(data))
    if not set(FILES.values()) <= set(out.files.values()):
        assert out.gaps
