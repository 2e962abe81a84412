"""Discs and disk images: ISO 9660, Joliet, UDF, FAT volumes, VHD; nesting; damage."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import volumes
from support.archives import GIF, PNG, Member, disc, look, vhd, zipped
from support.public_data import labelled

from mimawari.model import Reason

FILES = {"請求書.png": PNG, "b.gif": GIF, "folder/c.png": PNG * 90}


@pytest.mark.parametrize(("joliet", "udf"), [(True, False), (False, True), (True, True)])
def test_the_names_that_windows_shows(joliet: bool, udf: bool) -> None:
    """Each file is opened once, whatever the number of trees that list it."""
    out = look(disc(FILES, joliet=joliet, udf=udf), "a.iso")
    assert {way[0]: data for way, data in out.files.items()} == FILES
    assert out.gaps == []
    assert (out.archives[0].form, out.archives[0].count) == ("iso", 3)


def test_plain_names() -> None:
    out = look(disc(FILES))
    assert {way[0]: data for way, data in out.files.items()} == {"F0": PNG, "F1": GIF, "D1/F2": PNG * 90}


def test_a_file_that_only_the_older_tree_lists_is_opened() -> None:
    """The root of Joliet is cut short: its records end with a zero."""
    data = bytearray(disc({"b.gif": GIF, "c.png": PNG}, joliet=True))
    name = "c.png".encode("utf-16-be")
    at = data.index(name, 17 * 2048) - 33
    data[at] = 0
    assert set(look(bytes(data)).files.values()) == {GIF, PNG}


def test_a_disc_that_was_cut_off() -> None:
    data = disc(FILES, joliet=True)
    out = look(data[: data.index(PNG) + 100])
    assert Reason.CORRUPT in out.reasons


def test_a_folder_that_leads_back_to_itself_ends() -> None:
    """The record of D1 in the root (its name stands at 33, the place of its extent at 2) is made to lead to the root."""
    data = bytearray(disc({"folder/a.png": PNG, "b.gif": GIF}))
    root = int.from_bytes(data[16 * 2048 + 158 : 16 * 2048 + 162], "little")
    at = data.index(b"\2D1", root * 2048) - 32
    data[at + 2 : at + 6] = root.to_bytes(4, "little")
    out = look(bytes(data))
    assert list(out.files.values()) == [GIF]


@pytest.mark.parametrize("bits", [12, 16])
def test_fat_volumes_bare_and_in_a_vhd(bits: int) -> None:
    volume = volumes.fat(bits)
    for data in (volume, vhd(volume)):
        out = look(data)
        assert {way[0] for way in out.files} >= {"README.TXT", "New folder/長い名前は十三文字を越える.txt"}
        assert out.gaps == []
        assert out.archives[0].form == "image"


def test_exfat() -> None:
    assert {"長い名前の長いファイル名です.txt", "scattered.bin", "folder/inner"} <= {way[0] for way in look(volumes.exfat()).files}


def test_a_differencing_vhd_is_a_gap() -> None:
    data = bytearray(vhd(volumes.fat(12)))
    data[-512 + 63] = 4
    assert look(bytes(data)).reasons == {Reason.UNSUPPORTED}


def test_nested_three_deep() -> None:
    """A zip with a password in a disc image in a zip."""
    inner = zipped(Member(b"a.png", PNG, password=b"0912"))
    out = look(zipped(Member(b"i.iso", disc({"inner.zip": inner}, joliet=True))), passwords=("0912",))
    assert out.files == {("i.iso", "inner.zip", "a.png"): PNG}
    assert set(out.within.values()) == {("zip", "iso", "zip-encrypted")}
    assert out.gaps == []


def test_public_iso() -> None:
    """Held against pycdlib's reading of it."""
    from pycdlib import PyCdlib

    (path,) = [path for name, path in labelled("image_benign").items() if "iso9660" in name]
    iso, expected = PyCdlib(), set()
    iso.open(str(path))
    for folder, _, files in iso.walk(iso_path="/"):
        for name in files:
            with iso.open_file_from_iso(iso_path=f"{folder.rstrip('/')}/{name}") as stream:
                expected.add(stream.read())
    iso.close()
    out = look(path.read_bytes())
    assert set(out.files.values()) == {data for data in expected if data}
    assert out.gaps == []


_SAMPLE = disc({"a.png": PNG, "folder/b.gif": GIF}, joliet=True, udf=True)
_PLACES = [at for at in range(len(_SAMPLE)) if _SAMPLE[at]]


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(_PLACES), st.integers(0, 255)), max_size=5))
def test_damage_is_borne(flips: list[tuple[int, int]]) -> None:
    data = bytearray(_SAMPLE)
    for at, value in flips:
        data[at] = value
    out = look(bytes(data))
    assert out.archives or out.gaps
