"""PCs infected in every period, and honest ones: as folders and as NTFS images, from files and hives to the level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from support.decoy_pcs import ERAS, MARKS, DecoyPc, Making
from support.evidence import check, ntfs_image
from support.golden import is_quiet, told
from support.honest_pcs import NEAR, explorer_values, honest, other_disk
from support.tools import need

from mimawari import app
from mimawari.model import Host, Level, Source
from mimawari.sources import Evidence, load

FOLDERS, IMAGES, MUTANTS = 25, 4, 6


def from_folder(decoy: DecoyPc, folder: Path) -> Source:
    return check(decoy.pc.write(folder))


def image_of(decoy: DecoyPc, folder: Path) -> Path:
    need("mkntfs", "ntfslabel", "wimcapture", "wimapply")
    ntfs_image(decoy.pc.write(folder / "pc") / "C", folder / "disk.img", decoy.serial)
    return folder / "disk.img"


@pytest.mark.parametrize("seed", range(FOLDERS))
@pytest.mark.parametrize("era", ERAS)
def test_an_infected_pc_of_every_period(era: str, seed: int, tmp_path: Path) -> None:
    decoy = ERAS[era](Random(f"{era} {seed}"))
    source = from_folder(decoy, tmp_path)
    assert app.level_of(source) is decoy.level is Level.INFECTED, f"{decoy.what}\n{told(source)}"
    assert era in {period for finding in source.findings for period in finding.era}


@pytest.mark.parametrize("seed", range(IMAGES))
@pytest.mark.parametrize("era", ERAS)
def test_an_image_of_an_infected_pc(era: str, seed: int, tmp_path: Path) -> None:
    """The serial number is the boot sector's: shortcuts are not needed."""
    decoy = ERAS[era](Random(f"image {era} {seed}"))
    image = image_of(decoy, tmp_path)
    source = check(image)
    assert source.kind == "disk-image"
    assert serial_of(image) == decoy.serial
    assert app.level_of(source) is decoy.level, f"{decoy.what}\n{told(source)}"


def serial_of(path: Path) -> int | None:
    evidence = Evidence(str(path))
    (host,) = [thing for thing in load()["disk-image"].survey(evidence).context if isinstance(thing, Host)]
    return host.volume_serial


@pytest.mark.parametrize("seed", range(MUTANTS))
@pytest.mark.parametrize(("era", "mark"), [(era, mark) for era, marks in MARKS.items() for mark in marks])
def test_without_one_mark_the_level_drops(era: str, mark: str, seed: int, tmp_path: Path) -> None:
    decoy = ERAS[era](Random(f"{era} {mark} {seed}"), mark)
    source = from_folder(decoy, tmp_path)
    assert decoy.level is not Level.INFECTED
    by_name = Level.SUSPECTED if (era, mark) == ("P4", "autostart") else decoy.level  # the file's names may look drawn by chance
    assert app.level_of(source) in (decoy.level, by_name), f"{decoy.what}\n{told(source)}"


@pytest.mark.parametrize("seed", range(7))
@pytest.mark.parametrize("near", NEAR, ids=lambda near: near.__name__)
def test_an_honest_pc(near: Callable[[Making], None], seed: int, tmp_path: Path) -> None:
    decoy = honest(Random(f"{near.__name__} {seed}"), near)
    source = from_folder(decoy, tmp_path)
    assert quiet(source), f"{decoy.what}\n{told(source)}"


@pytest.mark.parametrize("near", NEAR, ids=lambda near: near.__name__)
def test_an_image_of_an_honest_pc(near: Callable[[Making], None], tmp_path: Path) -> None:
    decoy = honest(Random(f"image {near.__name__}"), near, certain=True)
    source = check(image_of(decoy, tmp_path))
    assert quiet(source), f"{decoy.what}\n{told(source)}"


def quiet(source: Source) -> bool:
    return app.level_of(source) is Level.NO_SIGN and is_quiet(source)


def test_the_honest_pcs_are_near_misses(tmp_path: Path) -> None:
    """Some give hints; otherwise they would prove little."""
    found = set()
    for near in NEAR:
        found |= {f.kind for f in from_folder(honest(Random(near.__name__), near), tmp_path / near.__name__).findings}
    assert {"serial-name", "library-autostart", "registered-library", "random-library"} <= found


def test_another_disk_s_marks_are_hints_where_the_serial_number_is_certain(tmp_path: Path) -> None:
    kinds = set()
    for near in (other_disk, explorer_values):
        (tmp_path / near.__name__).mkdir()
        decoy = honest(Random(f"other {near.__name__}"), near, certain=True)
        source = check(image_of(decoy, tmp_path / near.__name__))
        assert quiet(source), f"{decoy.what}\n{told(source)}"
        kinds |= {finding.kind for finding in source.findings}
    assert {"serial-name", "serial-name-autostart", "encoded-name"} <= kinds


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("era", ["P1", "P2"])
def test_an_infected_pc_s_disk_under_another_serial_number_is_no_sign(era: str, seed: int, tmp_path: Path) -> None:
    """The names belong to another disk, and the boot sector says so for certain."""
    decoy = ERAS[era](Random(f"moved {era} {seed}"))
    source = check(image_of(replace(decoy, serial=decoy.serial ^ 0x5A5A_5A5A), tmp_path))
    assert quiet(source), f"{decoy.what}\n{told(source)}"
    assert source.findings
