"""Cabinets: stored and MSZIP, the methods that cannot be unpacked, damage."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.archives import GIF, PNG, cabinet, look

from mimawari.model import Reason


@pytest.mark.parametrize("method", [0, 1])
def test_stored_and_mszip(method: int) -> None:
    """Blocks refer to the one before, and files lie over the borders of blocks."""
    large = b"".join(bytes([number % 251, number // 251 % 251]) * 7 for number in range(9000))
    out = look(cabinet(("a.png", PNG), ("請求書.png", large), ("sub\\b.gif", GIF), method=method))
    assert out.by_name == {"a.png": PNG, "請求書.png": large, "sub\\b.gif": GIF}
    assert out.gaps == []
    (archive,) = out.archives
    assert (archive.form, archive.count, archive.members[1].size) == ("cab", 3, len(large))


def test_one_written_by_another_library() -> None:
    from cabarchive import CabArchive, CabFile

    archive = CabArchive()
    archive["a.png"] = CabFile(PNG * 100)
    archive["b.gif"] = CabFile(GIF)
    for compress in (False, True):
        out = look(archive.save(compress=compress))
        assert out.by_name == {"a.png": PNG * 100, "b.gif": GIF}
        assert out.gaps == []


@pytest.mark.parametrize(("method", "name"), [(2, "Quantum"), (3, "LZX"), (3 | 21 << 8, "LZX")])
def test_a_method_that_cannot_be_undone_is_a_gap(method: int, name: str) -> None:
    out = look(cabinet(("a.exe", PNG), method=method))
    assert out.files == {}
    assert out.says(name)
    assert out.reasons == {Reason.UNSUPPORTED}


def test_a_part_of_a_set_is_a_gap() -> None:
    """0xFFFD: the file began in the cabinet before."""
    data = cabinet(("a.png", PNG))
    row = 36 + 8
    out = look(data[: row + 8] + b"\xfd\xff" + data[row + 10 :])
    assert out.reasons == {Reason.MISSING}


def test_one_that_was_cut_off() -> None:
    data = cabinet(("a.png", PNG), ("b.gif", bytes(range(256)) * 600), method=0)
    out = look(data[:-70_000])
    assert out.by_name["a.png"] == PNG
    assert out.says("the cabinet")
    assert out.reasons == {Reason.CORRUPT}
    assert look(data[:50]).reasons == {Reason.CORRUPT}


_SAMPLE = cabinet(("a.png", PNG), ("b.gif", GIF))


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, len(_SAMPLE) - 1), st.integers(0, 255)), max_size=4), st.integers(1, len(_SAMPLE)))
def test_damage_is_borne(flips: list[tuple[int, int]], end: int) -> None:
    data = bytearray(_SAMPLE)
    for at, value in flips:
        data[at] = value
    out = look(bytes(data[:end]))
    assert out.gaps or out.archives
    if end < len(_SAMPLE):
        assert out.gaps
