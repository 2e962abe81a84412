"""The examples that anyone can build: what is said of them, in every packing, by every executor, each time the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.evidence import ntfs_image, pack
from support.golden import report, sources, strong, told, wanted
from support.tools import need

from mimawari import app
from mimawari.examples.builder import build
from mimawari.model import Level, Source

SERIALS = {"infected-pc": 0x5C3A91E7, "clean-pc": 0x82D60F4B}
PACKINGS = ("zip", "dot-zip", "tar", "dot-tar", "tar.gz", "ntfs")
SOME = ("dot-zip", "tar.gz", "ntfs")
EXACT = ("tar", "dot-tar", "tar.gz", "ntfs")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    build(folder)
    return folder


def packed(built: Path, name: str, how: str, folder: Path) -> Path:
    """The example in a packing; as an image with the serial number that its shortcuts tell."""
    target = folder / f"{name}.{how}"
    if how != "ntfs":
        return pack(built / name, target, how)
    need("mkntfs", "ntfslabel", "wimcapture", "wimapply")
    ntfs_image(built / name / "C", target, SERIALS[name])
    return target


def one(path: Path) -> Source:
    (source,) = sources(path)
    return source


def is_clean(source: Source) -> bool:
    return app.level_of(source) is Level.NO_SIGN and not strong(source)


def test_the_infected_pc_for_three_independent_reasons(built: Path) -> None:
    """The stored name of February 2020; the library that rundll32 loads; the date set back by seven days."""
    source = one(built / "infected-pc")
    assert app.level_of(source) is Level.INFECTED
    assert {"encoded-name", "library-autostart", "seven-day"} <= strong(source)
    assert {finding.family for finding in source.findings if finding.kind in strong(source)} - {None} == {"emotet"}
    assert (source.host, source.kind) == ("SHOP-PC1", "folder")
    assert not app.holes(source)


def test_the_clean_pc(built: Path) -> None:
    source = one(built / "clean-pc")
    assert is_clean(source), told(source)
    assert "volume-serial" not in wanted(source)


def test_who_opened_what_is_told_and_counts_for_nothing(built: Path) -> None:
    """The document of the mail, in the minutes before the decoy was put down; nothing of an office's ordinary work."""
    opened = [finding for finding in one(built / "infected-pc").findings if finding.kind in ("attachment-opened", "macros-allowed")]
    assert [(finding.kind, finding.facts["user"], finding.facts["name"]) for finding in opened] == [
        (kind, "shop", "請求書_20210114.doc") for kind in ("attachment-opened", "macros-allowed")
    ]
    assert all((finding.seen_at or "").startswith("2021-01-14T22:4") for finding in opened)
    clean = one(built / "clean-pc")
    assert clean.looked_at["opened-file"] >= 6
    assert not {finding.kind for finding in clean.findings} & {"attachment-opened", "macros-allowed"}


@pytest.mark.parametrize("how", PACKINGS)
def test_the_infected_pc_in_every_packing(built: Path, how: str, tmp_path: Path) -> None:
    source = one(packed(built, "infected-pc", how, tmp_path))
    assert app.level_of(source) is Level.INFECTED
    assert {"encoded-name", "library-autostart"} <= strong(source)
    assert ("seven-day" in strong(source)) is (how in EXACT)
    assert ("times-not-kept" in wanted(source)) is (how not in EXACT)


@pytest.mark.parametrize("how", PACKINGS)
def test_the_clean_pc_in_every_packing(built: Path, how: str, tmp_path: Path) -> None:
    source = one(packed(built, "clean-pc", how, tmp_path))
    assert is_clean(source), told(source)
    assert ("times-not-kept" in wanted(source)) is (how not in EXACT)


def test_an_image_with_another_serial_number_makes_the_stored_name_a_hint(built: Path, tmp_path: Path) -> None:
    need("mkntfs", "ntfslabel", "wimcapture", "wimapply")
    ntfs_image(built / "infected-pc/C", tmp_path / "moved.img", SERIALS["clean-pc"])
    source = one(tmp_path / "moved.img")
    assert "encoded-name" not in strong(source)
    assert app.level_of(source) is Level.INFECTED


def test_workers_say_what_one_process_says_to_the_byte(built: Path, tmp_path: Path) -> None:
    every = [built / name for name in SERIALS]
    every += [packed(built, name, how, tmp_path) for name in SERIALS for how in SOME]
    assert report(*every, jobs=0) == report(*every, jobs=2)


def test_both_at_once_are_as_bad_as_the_worse(built: Path) -> None:
    together = json.loads(report(built))
    assert {source["host"]: source["level"] for source in together["sources"]} == {"SHOP-PC1": "infected", "SHOP-PC2": "no-sign"}
    assert together["verdict"]["level"] == "infected"


def spoken(folder: Path, seed: str) -> tuple[int, Any]:
    """The status and the report of the program itself, without what tells its run."""
    words = [sys.executable, "-m", "mimawari", "check", "infected-pc", "clean-pc", "--json"]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr == ""
    document = json.loads(done.stdout)
    del document["run"]
    for source in document["sources"]:
        del source["runs"]
    return done.returncode, document


def test_the_program_says_the_same_whatever_the_seed_of_hashes(built: Path) -> None:
    first, second, third = (spoken(built, seed) for seed in ("0", "1", "2"))
    assert first == second == third
    assert first[0] == Level.INFECTED.exit_status
    assert json.dumps(first[1]) == json.dumps(second[1]) == json.dumps(third[1])
