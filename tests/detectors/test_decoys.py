"""Two hundred decoys of each of EmoCheck's scanners are found, two hundred near misses are not; and each mark weighs."""

from __future__ import annotations

from random import Random

import pytest
from support import emocheck_logic as logic
from support.decoys import INFECTED, MORE, fourth_by_letters
from support.looking import level
from support.near_misses import HONEST

from mimawari import knowledge
from mimawari.detectors.marks import encoded
from mimawari.detectors.marks.seven_days import seven_days_apart
from mimawari.detectors.marks.word_pair import serial_name_of
from mimawari.model import Level

COUNT = 200
FULL = {"v1": Level.INFECTED, "v2": Level.INFECTED, "v3": Level.INFECTED, "v4": Level.INFECTED, "v5": Level.SUSPECTED}
# What one mark less may also come to, where the letters of an odd name, drawn here too, look drawn by chance.
BY_NAME = {("v5", ""): Level.INFECTED, ("v4", "autostart"): Level.SUSPECTED, ("v5", "times"): Level.SUSPECTED}
WITHOUT = {
    ("v1", "file"): Level.SUSPECTED,
    ("v1", "autostart"): Level.SUSPECTED,
    ("v1", "serial"): Level.NO_SIGN,
    ("v2", "serial"): Level.NO_SIGN,
    ("v2", "serial unknown"): Level.SUSPECTED,
    ("v2", "value"): Level.NO_SIGN,
    ("v3", "file"): Level.SUSPECTED,
    ("v3", "autostart"): Level.SUSPECTED,
    ("v3", "size"): Level.NO_SIGN,
    ("v4", "file"): Level.SUSPECTED,
    ("v4", "autostart"): Level.NO_SIGN,
    ("v4", "MZ"): Level.NO_SIGN,
    ("v5", "times"): Level.NO_SIGN,
    ("v5", "MZ"): Level.NO_SIGN,
}


@pytest.mark.parametrize("scanner", INFECTED)
def test_decoys_are_found(scanner: str) -> None:
    draw = Random(f"{scanner} 2026")
    for number in range(COUNT):
        decoy = INFECTED[scanner](draw)
        assert decoy.taken is not False, f"{number}: EmoCheck itself does not take it: {decoy.what}"
        assert level(decoy.given, decoy.context) in (FULL[scanner], BY_NAME.get((scanner, ""))), f"{number}: {decoy.what}"


def test_a_run_value_of_letters_is_found_as_emocheck_finds_it() -> None:
    draw = Random("letters 2026")
    for number in range(COUNT):
        decoy = fourth_by_letters(draw)
        assert decoy.taken, decoy.what
        assert level(decoy.given, decoy.context) in (Level.SUSPECTED, Level.INFECTED), f"{number}: {decoy.what}"


@pytest.mark.parametrize("scanner", MORE)
def test_what_emocheck_does_not_know_is_found(scanner: str) -> None:
    draw = Random(f"{scanner} more")
    for number in range(COUNT):
        decoy = MORE[scanner](draw)
        assert level(decoy.given, decoy.context) in (Level.SUSPECTED, Level.INFECTED), f"{number}: {decoy.what}"


@pytest.mark.parametrize(("scanner", "mark"), WITHOUT)
def test_one_mark_less(scanner: str, mark: str) -> None:
    draw = Random(f"{scanner} {mark}")
    for number in range(COUNT // 4):
        decoy = INFECTED[scanner](draw, without=mark)
        expected = (WITHOUT[scanner, mark], BY_NAME.get((scanner, mark)))
        assert level(decoy.given, decoy.context) in expected, f"{number}: {decoy.what}"


@pytest.mark.parametrize("scanner", HONEST)
def test_near_misses_are_passed_over(scanner: str) -> None:
    draw = Random(f"{scanner} honest")
    for number in range(COUNT):
        miss = HONEST[scanner](draw)
        assert not miss.taken, f"{number}: EmoCheck itself takes it: {miss.what}"
        assert level(miss.given, miss.context) is Level.NO_SIGN, f"{number}: {miss.what}"


@pytest.mark.parametrize(("serial", "name"), logic.VECTORS.items())
def test_published_names(serial: int, name: str) -> None:
    assert logic.first(serial) == name
    assert serial_name_of(serial, knowledge.load().word_list) + ".exe" == name


def test_names_agree_with_the_emulation() -> None:
    draw, words = Random("names"), knowledge.load().word_list
    assert words == logic.KEYWORDS
    edges = [*range(400), *(0xFFFFFFFF - number for number in range(400))]
    for serial in [*edges, *(draw.getrandbits(32) for _ in range(2000))]:
        assert serial_name_of(serial, words) + ".exe" == logic.first(serial)


def test_decoding_agrees_with_the_emulation() -> None:
    draw = Random("values")
    for _ in range(2000):
        serial, data = draw.getrandbits(32), draw.randbytes(draw.randint(0, 40))
        assert encoded.emocheck_name(data, serial) == logic.second(f"{serial:x}", data, serial)


def test_times_agree_with_the_emulation() -> None:
    draw, week = Random("times"), 7 * 864_000_000_000
    folder = 132_500_000_000_000_000
    for apart in [*(week + draw.randint(-4_000_000, 4_000_000) for _ in range(2000)), week - 3_000_000, week + 2_999_999, -week]:
        assert seven_days_apart(folder, folder - apart) == logic.fifth(folder, folder - apart, b"MZ")
