"""RAR 4 and 5: what is only stored is read, what is compressed or encrypted is a gap that says so."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.archives import GIF, PNG, look, rar4, rar5, vint
from support.public_data import labelled

from mimawari.model import Reason


@pytest.mark.parametrize(
    "data", [rar4((b"a.png", PNG), (b"d\\b.gif", GIF)), rar5(("a.png", PNG), ("d/b.gif", GIF))], ids=["4", "5"]
)
def test_stored_members(data: bytes) -> None:
    out = look(data)
    assert list(out.files.values()) == [PNG, GIF]
    assert out.gaps == []
    (archive,) = out.archives
    assert (archive.form, archive.count) == ("rar", 2)
    assert [one.size for one in archive.members] == [len(PNG), len(GIF)]


@pytest.mark.parametrize(
    "data",
    [rar4((b"a.doc", PNG), (b"b.doc", GIF), method=0x33), rar5(("a.doc", PNG), ("b.doc", GIF), method=3)],
    ids=["4", "5"],
)
def test_compressed_members_are_listed_and_a_gap(data: bytes) -> None:
    out = look(data)
    assert out.files == {}
    assert [one.name for one in out.archives[0].members] == ["a.doc", "b.doc"]
    assert [(gap.reason, gap.detail[:2]) for gap in out.gaps] == [(Reason.UNSUPPORTED, "2 ")]


@pytest.mark.parametrize(
    "data",
    [rar4((b"a.doc", PNG), flags=4), rar5(("a.doc", PNG), extra=vint(2) + vint(1) + b"x")],
    ids=["4", "5"],
)
def test_encrypted_members(data: bytes) -> None:
    out = look(data)
    assert out.files == {}
    assert out.reasons == {Reason.ENCRYPTED}
    assert out.archives[0].members[0].encrypted


@pytest.mark.parametrize("data", [rar4((b"a.doc", PNG), main=0x80), rar5(("a.doc", PNG), locked=True)], ids=["4", "5"])
def test_an_encrypted_list(data: bytes) -> None:
    out = look(data)
    assert out.reasons == {Reason.ENCRYPTED}
    assert out.archives[0].members == ()


def test_a_volume_of_a_set() -> None:
    assert look(rar4((b"a.doc", PNG), flags=2)).reasons == {Reason.MISSING}


def test_names() -> None:
    """RAR 4 packs UTF-16 beside a plain name (technote.txt, flag 0x200); older ones are in the code page of the packer."""
    # Form 2 (the two low bytes of each character in full) four times: 10 10 10 10.
    wide = b"????.png\0" + b"\0" + b"\xaa" + "請求書一".encode("utf-16-le") + b"\x00" + b".png"
    out = look(rar4((wide, PNG), flags=0x200))
    assert list(out.by_name) == ["請求書一.png"]
    assert list(look(rar4(("請求書.png".encode("cp932"), PNG))).by_name) == ["請求書.png"]
    assert list(look(rar5(("請求書.png", PNG))).by_name) == ["請求書.png"]


def test_public_ones_have_an_encrypted_list() -> None:
    """Looked at by hand: RAR 4 with flag 0x80 in the main header, RAR 5 with a header of type 4."""
    names = {name: path for name, path in labelled("archive_benign").items() if path.suffix == ".rar"}
    assert len(names) == 3
    for path in names.values():
        assert look(path.read_bytes()).reasons == {Reason.ENCRYPTED}


_SAMPLES = (rar4((b"a.png", PNG), (b"b.gif", GIF)), rar5(("a.png", PNG), ("b.gif", GIF)))


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 1), st.lists(st.tuples(st.integers(8, 1500), st.integers(0, 255)), max_size=4), st.integers(8, 1500))
def test_damage_is_borne(which: int, flips: list[tuple[int, int]], end: int) -> None:
    data = bytearray(_SAMPLES[which])
    for at, value in flips:
        data[at % len(data)] = value if at % len(data) > 7 else data[at % len(data)]
    out = look(bytes(data[:end]))
    assert out.gaps or out.archives
