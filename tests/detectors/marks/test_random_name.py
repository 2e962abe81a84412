"""Names that a machine drew, told from names that people gave."""

from __future__ import annotations

from random import Random
from string import ascii_lowercase, ascii_uppercase

import pytest

from mimawari import knowledge
from mimawari.detectors.marks.random_name import machine_made

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


def test_long_random_names_are_recognised_nine_times_in_ten() -> None:
    draw = Random("random names")
    names = ["".join(draw.choices(ascii_lowercase + ascii_uppercase, k=draw.randint(10, 16))) for _ in range(2000)]
    found = sum(machine_made(folder, file, PAIRS) for folder, file in zip(names[::2], names[1::2], strict=True))
    assert found > 900
