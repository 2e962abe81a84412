"""Emotet of every period on a running Windows, and the same PC as a disk image: found in both, with the same findings."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support.evidence import check as check_copy
from support.evidence import ntfs_image
from support.pc import SID
from support.running_pcs import ADMIN_STARTS, PERIODS, USER_STARTS, Infection, infection
from support.tools import need
from support.wine_host import check, hosted
from support.wine_planting import OWN_SID

from mimawari import app
from mimawari.faces import json_report
from mimawari.model import Level, Report

WAYS = [(False, how) for how in USER_STARTS] + [(True, how) for how in ADMIN_STARTS]


def made(period: str, is_admin: bool, how: str) -> Infection:
    decoy = infection(period, Random(f"{period} {is_admin} {how}"), is_admin)
    if how != "nothing":
        decoy.started(how)
    return decoy


def strong(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in report["findings"] if finding["strength"] != "hint"]


@pytest.mark.parametrize(("is_admin", "how"), WAYS, ids=lambda value: str(value).replace("True", "admin").replace("False", "user"))
@pytest.mark.parametrize("period", PERIODS)
def test_idle_and_found_live_as_in_its_image(period: str, is_admin: bool, how: str, tmp_path: Path) -> None:
    decoy = made(period, is_admin, how)
    with hosted(decoy.making.pc, serial=decoy.making.serial) as host:
        status, live, _ = check(host, "--jobs", "0")
    assert live["verdict"]["level"] == "infected", json.dumps(live["findings"] + live["gaps"], ensure_ascii=False, indent=1)
    assert status == 10
    assert live["verdict"]["families"] == ["emotet"]
    assert told(live) == told(offline(decoy, tmp_path))


@pytest.mark.parametrize("is_admin", [False, True], ids=["user", "admin"])
@pytest.mark.parametrize("period", PERIODS)
def test_at_work_and_started_by_nothing(period: str, is_admin: bool) -> None:
    """What EmoCheck finds: a process that nothing starts any more. Of P2 the registry tells: the process has any name."""
    decoy = made(period, is_admin, "nothing")
    with hosted(decoy.making.pc, serial=decoy.making.serial, running=decoy.at_work()) as host:
        status, live, _ = check(host)
    assert (live["verdict"]["level"], status) == ("infected", 10), json.dumps(live["findings"], ensure_ascii=False, indent=1)
    processes = {finding["origin"]["path"][0] for finding in strong(live)}
    assert period == "P2" or any(f"({host.pids[0]})" in place for place in processes)


def offline(decoy: Infection, folder: Path) -> dict[str, Any]:
    """The report on an image of the same PC's disk."""
    need("mkntfs", "ntfslabel", "wimcapture", "wimapply")
    image = folder / "disk.img"
    ntfs_image(decoy.making.pc.write(folder / "pc") / "C", image, decoy.making.serial)
    source = check_copy(image)
    assert app.level_of(source) is Level.INFECTED
    found: dict[str, Any] = json.loads(json_report.text(Report.of([source]), app.known()))
    return found


def told(report: dict[str, Any]) -> list[str]:
    """What is found, wherever it was looked for: all but whose evidence it is."""
    same = ("kind", "strength", "family", "attack", "era", "past", "facts", "words", "seen_at")
    rows = ([finding["origin"]["path"], {field: finding.get(field) for field in same}] for finding in strong(report))
    return sorted(_as_in_wine(json.dumps(row, ensure_ascii=False, sort_keys=True)) for row in rows)


def _as_in_wine(row: str) -> str:
    """Wine's first user has a SID of its own, and it shows no numbered control set."""
    return row.replace("ControlSet001", "CurrentControlSet").replace(f"{SID}-1001", OWN_SID)
