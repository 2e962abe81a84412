"""Names that a machine drew, told from names that people gave."""

from __future__ import annotations

from random import Random
from string import ascii_letters, ascii_lowercase, digits

import pytest

from mimawari import knowledge
from mimawari.detectors.marks.random_name import drawn_by_chance, machine_made, scatter

PAIRS = knowledge.load().letter_pairs
# Folder and file of samples, as Palo Alto Unit 42 gave them in 2020, 2021 and 2022.
SAMPLES = [
    ("Ckninfwzsiyqxydc", "ialkquzoobkioba"),
    ("Vqkwyfejbj", "dkrtkhv"),
    ("Phxnzljad", "wcgzvziqg"),
    ("Meajrcbavloy", "npuf"),
    ("EEdafoGqJrPp", "pYvzqbuWqgBOj"),
    ("KiowKnzOxRlGn", "NJEFTzbdMmMZyYXl"),
]
VENDORS = [
    ("Canon", "cnmss"), ("NVIDIA", "nvxdsync"), ("Realtek", "RtkAudUService"), ("JustSystem", "ATOK"), ("qBittorrent", "qbtray"),
    ("Intel", "igfxtray"), ("Waves", "WavesSvc"), ("Fujitsu", "FjHotkey"), ("Wacom", "WTablet"), ("Vendor", "product"),
]  # fmt: skip


@pytest.mark.parametrize(("folder", "file"), SAMPLES)
def test_samples_are_machine_made(folder: str, file: str) -> None:
    assert machine_made(folder, file, PAIRS)


@pytest.mark.parametrize(("folder", "file"), VENDORS)
def test_vendors_are_not(folder: str, file: str) -> None:
    assert not machine_made(folder, file, PAIRS)


def test_the_same_name_twice_is_not() -> None:
    assert not machine_made("Phxnzljad", "phxnzljad", PAIRS)


def test_names_without_pairs_are_not() -> None:
    assert not machine_made("1a2b3c", "あいう", PAIRS)


@pytest.mark.parametrize("name", ["CybozuSync", "FUJITSUHotkey", "cybozu"])
def test_a_name_that_holds_the_other_is_not(name: str) -> None:
    assert not machine_made(name[:6], name, PAIRS)


def test_a_vendors_folder_is_not() -> None:
    known = knowledge.load()
    assert machine_made("FUJIFILM", "fxksmdb", PAIRS)
    assert not drawn_by_chance("FUJIFILM", "fxksmdb", known)
    assert drawn_by_chance("Phxnzljad", "wcgzvziqg", known)


@pytest.mark.parametrize("name", ["RtkAudUService", "GoogleUpdate", "ETDCtrl", "NVIDIA", "msvcp140", "wcgzvziqg"])
def test_capitals_where_people_set_them_count_nothing(name: str) -> None:
    assert scatter(name) == 0


@pytest.mark.parametrize("name", ["EEdafoGqJrPp", "pYvzqbuWqgBOj", "KiowKnzOxRlGn", "NJEFTzbdMmMZyYXl", "GMgZVCAWDvwgQB"])
def test_scattered_capitals_count(name: str) -> None:
    assert scatter(name) < 0


@pytest.mark.parametrize(("kind", "least"), [(ascii_lowercase, 0.93), (ascii_letters, 0.98), (ascii_letters + digits, 0.97)])
def test_long_random_names_are_recognised(kind: str, least: float) -> None:
    draw = Random("random names")
    names = ["".join(draw.choices(kind, k=draw.randint(10, 16))) for _ in range(4000)]
    found = sum(machine_made(folder, file, PAIRS) for folder, file in zip(names[::2], names[1::2], strict=True))
    assert found >= 2000 * least
