"""Triage collections of infected and honest PCs: with the drive's file table all of it is seen, without it nothing is clean."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from support import collectors
from support.collectors import KITS, as_folder, as_zip, collected, without_table
from support.decoy_pcs import ERAS, DecoyPc, making
from support.golden import is_quiet, sources, strong, told, wanted

from mimawari import app
from mimawari.model import Level, Source

SEEN = {
    "P1": {"serial-name", "serial-name-autostart"},
    "P2": {"encoded-name"},
    "P3": {"system-pair", "system-pair-autostart"},
    "P5": {"seven-day", "started-seven-day"},
}
"""What each period leaves that needs no file's content."""


def decoy_of(era: str, seed: str, without: str = "") -> DecoyPc:
    return ERAS[era](Random(f"{era} {seed}"), without)


def honest_of(seed: str) -> DecoyPc:
    m = making(Random(seed), "")
    return DecoyPc("honest", m.pc, m.serial, Level.NO_SIGN)


def packed(kit: str, files: collectors.Files, folder: Path) -> Path:
    arranged, written = KITS[kit]
    return written(arranged(files), folder / kit)


def one(path: Path) -> Source:
    (source,) = sources(path)
    assert source.kind == "triage", told(source)
    return source


@pytest.mark.parametrize("era", SEEN)
@pytest.mark.parametrize("kit", KITS)
def test_the_file_table_shows_what_was_not_collected(kit: str, era: str, tmp_path: Path) -> None:
    decoy = decoy_of(era, kit)
    source = one(packed(kit, collected(decoy, tmp_path), tmp_path))
    assert SEEN[era] <= strong(source), f"{decoy.what}\n{told(source)}"
    assert app.level_of(source) is Level.INFECTED
    assert source.host == decoy.pc.name


@pytest.mark.parametrize("kit", KITS)
def test_a_library_whose_content_was_not_collected_is_suspected(kit: str, tmp_path: Path) -> None:
    """Its entry and its place in the table are one reason; that it is a program only its content would show."""
    decoy = decoy_of("P4", kit)
    source = one(packed(kit, collected(decoy, tmp_path), tmp_path))
    assert strong(source) == {"library-autostart"}, f"{decoy.what}\n{told(source)}"
    assert app.level_of(source) is Level.SUSPECTED


@pytest.mark.parametrize("kit", KITS)
def test_a_lone_seven_day_pair_in_the_table_is_suspected(kit: str, tmp_path: Path) -> None:
    source = one(packed(kit, collected(decoy_of("P5", kit, "autostart"), tmp_path), tmp_path))
    assert strong(source) == {"seven-day"}, told(source)
    assert app.level_of(source) is Level.SUSPECTED


@pytest.mark.parametrize("kit", KITS)
def test_an_honest_pc_with_its_file_table(kit: str, tmp_path: Path) -> None:
    source = one(packed(kit, collected(honest_of(kit), tmp_path), tmp_path))
    assert is_quiet(source), told(source)
    assert app.level_of(source) is Level.NO_SIGN, told(source)
    assert not {"times-not-kept", "volume-serial"} & wanted(source)


@pytest.mark.parametrize("kit", KITS)
def test_without_the_file_table_it_is_undetermined(kit: str, tmp_path: Path) -> None:
    source = one(packed(kit, without_table(collected(honest_of(kit), tmp_path)), tmp_path))
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert "file" in app.holes(source)


@pytest.mark.parametrize("kit", KITS)
def test_without_the_file_table_the_registry_still_convicts(kit: str, tmp_path: Path) -> None:
    source = one(packed(kit, without_table(collected(decoy_of("P2", kit), tmp_path)), tmp_path))
    assert app.level_of(source) is Level.INFECTED, told(source)
    assert "file" in wanted(source)


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_hives_alone_are_no_copy_of_a_drive(form: str, tmp_path: Path) -> None:
    """No collector's marks, no programs: it looks like a drive, and what lies on the drive was not seen."""
    files = {f"C/{name}": content for name, content in without_table(collected(honest_of(form), tmp_path)).items()}
    (source,) = sources({"folder": as_folder, "zip": as_zip}[form](files, tmp_path / form))
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert "file" in app.holes(source)


def test_a_broken_file_table_is_no_file_table(tmp_path: Path) -> None:
    files = collected(honest_of("broken"), tmp_path)
    source = one(as_folder(collectors.kape({**files, "$MFT": bytes(len(files["$MFT"]))}), tmp_path / "kape"))
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
    assert "file" in app.holes(source)


def test_velociraptor_s_names_may_stand_as_they_are(tmp_path: Path) -> None:
    """Only the drive is always encoded; what lies on it is so in part."""
    files = collected(decoy_of("P3", "plain names"), tmp_path)
    arranged = {f"uploads/auto/C%3A/{name}": content for name, content in files.items()}
    for path in (as_zip(arranged, tmp_path / "v.zip"), as_folder(arranged, tmp_path / "v")):
        assert SEEN["P3"] <= strong(one(path))


def test_two_pcs_side_by_side_are_two_sources(tmp_path: Path) -> None:
    decoys = [decoy_of("P1", "side"), honest_of("side")]
    for number, decoy in enumerate(decoys):
        as_folder(collectors.kape(collected(decoy, tmp_path / str(number))), tmp_path / f"evidence/PC{number}")
    found = sources(tmp_path / "evidence")
    assert {source.host: app.level_of(source) for source in found} == {
        decoys[0].pc.name: Level.INFECTED,
        decoys[1].pc.name: Level.NO_SIGN,
    }
    assert {source.kind for source in found} == {"triage"}


def test_two_pcs_in_one_zip_are_never_taken_for_one(tmp_path: Path) -> None:
    files: collectors.Files = {}
    for name in ("PC1", "PC2"):
        files |= {f"{name}/{n}": c for n, c in collectors.kape(collected(honest_of(name), tmp_path / name)).items()}
    source = one(as_zip(files, tmp_path / "both.zip"))
    assert app.level_of(source) is Level.UNDETERMINED, told(source)
