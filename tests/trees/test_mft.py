"""An extracted $MFT, beside dissect.ntfs' reading of the same."""

from __future__ import annotations

import io
import random
import struct
from pathlib import Path

import pytest
from support.volumes import MOMENT, ntfs, plant
from support.walking import listing, walk

from mimawari.model import BadEvidence, Reason
from mimawari.model.filetime import from_unix_ns
from mimawari.trees import Entry
from mimawari.trees.mft import open_mft

FILES: dict[str, bytes] = {}


@pytest.fixture(scope="module")
def mft(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    from dissect.ntfs import NTFS

    folder = tmp_path_factory.mktemp("mft")
    FILES.update(plant(folder / "C"))
    image = ntfs(folder / "C", folder / "ntfs.img")
    with image.open("rb") as fh:
        table = NTFS(fh).mft.fh
        table.seek(0)
        return bytes(table.read())


def test_names_sizes_and_times(mft: bytes) -> None:
    tree = open_mft(io.BytesIO(mft))
    found = {path: entry for path, entry in listing(tree).items() if not entry.is_folder}
    assert set(found) == set(FILES)
    for path, content in FILES.items():
        assert found[path].size == len(content)
        assert found[path].modified == from_unix_ns(MOMENT) + len(content)
        assert found[path].created is not None
    assert tree.exact
    assert tree.entry("WINDOWS/system32/KERNEL32.dll") == found["Windows/System32/kernel32.dll"]


def test_every_record_agrees_with_dissect(mft: bytes) -> None:
    from dissect.ntfs import NTFS

    theirs = {}
    for record in NTFS(mft=io.BytesIO(mft)).mft.segments():
        if not record.header.Flags & 1 or record.segment == 5 or not record.attributes.FILE_NAME:
            continue
        times = record.attributes.STANDARD_INFORMATION
        path = record.full_path(ignore_dos=True).replace("\\", "/")
        size = None if record.is_dir() or not record.attributes.find("", 0x80) else record.size()
        theirs[path] = (record.is_dir(), size, times.attr.LastModificationTime or None, times.attr.CreationTime or None)
    ours = {path: (entry.is_folder, entry.size, entry.modified, entry.created) for path, entry in listing_all(mft).items()}
    assert ours == theirs
    assert len(ours) > 500


def listing_all(mft: bytes) -> dict[str, Entry]:
    return dict(walk(open_mft(io.BytesIO(mft))))


def test_it_has_no_content(mft: bytes) -> None:
    tree = open_mft(io.BytesIO(mft))
    with pytest.raises(BadEvidence) as caught:
        tree.open("Windows/System32/kernel32.dll")
    assert caught.value.reason is Reason.MISSING


def test_damaged_records_are_counted(mft: bytes) -> None:
    at = mft.find("kernel32.dll".encode("utf-16-le")) // 1024 * 1024
    data = bytearray(mft)
    data[at + 510] ^= 0xFF
    tree = open_mft(io.BytesIO(bytes(data)))
    assert tree.entry("Windows/System32/kernel32.dll") is None
    assert getattr(tree, "defects") == ((Reason.CORRUPT, "damaged record in $MFT"),)  # noqa: B009
    assert tree.entry("Windows/System32") is not None


def test_a_folder_in_a_circle_is_an_orphan(mft: bytes) -> None:
    """The parent reference of ``Windows`` (first field of $FILE_NAME) is turned to ``System32`` below it."""
    data = bytearray(mft)
    at = {name: _name_at(mft, name) for name in ("Windows", "System32")}
    child = at["System32"] // 1024
    sequence = struct.unpack_from("<H", mft, child * 1024 + 16)[0]
    struct.pack_into("<Q", data, at["Windows"] - 66, child | sequence << 48)
    tree = open_mft(io.BytesIO(bytes(data)))
    assert tree.entry("Windows") is None
    assert len(listing(tree)) < 600


def _name_at(mft: bytes, name: str) -> int:
    wanted = bytes([len(name)])
    raw = name.encode("utf-16-le")
    at = mft.find(raw)
    while mft[at - 2 : at - 1] != wanted:
        at = mft.find(raw, at + 1)
    return at


@pytest.mark.parametrize("data", [b"", bytes(1 << 16), b"hello" * 5000])
def test_what_is_no_mft_is_corrupt(data: bytes) -> None:
    with pytest.raises(BadEvidence) as caught:
        open_mft(io.BytesIO(data))
    assert caught.value.reason is Reason.CORRUPT


@pytest.mark.parametrize("seed", range(40))
def test_random_damage_never_breaks_it(mft: bytes, seed: int) -> None:
    draw, data = random.Random(seed), bytearray(mft)
    for _ in range(draw.randrange(1, 400)):
        data[draw.randrange(len(data))] = draw.randrange(256)
    if seed % 4 == 0:
        del data[draw.randrange(len(data)) :]
    try:
        tree = open_mft(io.BytesIO(bytes(data)))
    except BadEvidence:
        return
    assert len(listing(tree)) <= 600


def test_it_survives_every_kind_of_length(mft: bytes) -> None:
    """Each 16-bit and 32-bit field of one record, set to extremes, with the fix-ups left whole."""
    at = mft.find("kernel32.dll".encode("utf-16-le")) // 1024 * 1024
    for offset in range(0, 500, 4):
        for value in (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\x7f\0\0"):
            data = bytearray(mft)
            data[at + offset : at + offset + 4] = value
            tree = open_mft(io.BytesIO(bytes(data)))
            assert len(list(tree.list("many"))) == 500
            assert len(list(tree.list("Windows/System32"))) <= 1


def test_records_of_4096_bytes_are_known_by_the_first_record(tmp_path: Path, mft: bytes) -> None:
    """The same records, each in a space of 4096 bytes and stating so (allocated size at offset 28)."""
    wide = bytearray()
    for at in range(0, len(mft), 1024):
        record = bytearray(mft[at : at + 1024])
        if record[:4] == b"FILE":
            struct.pack_into("<I", record, 28, 4096)
        wide += record.ljust(4096, b"\0")
    assert listing(open_mft(io.BytesIO(bytes(wide)))) == listing(open_mft(io.BytesIO(mft)))
