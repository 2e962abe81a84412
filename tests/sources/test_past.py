"""What only an older state of the disk shows is past: the PC was infected, and that alone makes it suspected."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from support.held import CHROME, chrome
from support.held import login as login_of
from support.pc import DAY, NOON, Pc

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import Level, Report, Source
from mimawari.sources import Evidence, disk_image
from mimawari.trees import Volume, Volumes
from mimawari.trees.directory import DirectoryTree


def infected() -> Pc:
    pc = Pc().run("jbcss.nfg", r'C:\Windows\SysWOW64\rundll32.exe "C:\Users\shop\AppData\Local\Aibevs\jbcss.nfg",Control_RunDLL')
    return pc.put("Users/shop/AppData/Local/Aibevs/jbcss.nfg", b"MZ inert", NOON - 7 * DAY)


@pytest.fixture
def image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that opens as a volume and its shadow copy: the folders ``now`` and ``old`` beside it."""
    file = tmp_path / "disk.raw"
    file.write_bytes(b"")

    @cache
    def volumes(evidence: Evidence) -> Volumes:
        today = Volume(DirectoryTree(tmp_path / "now/C"))
        older = Volume(DirectoryTree(tmp_path / "old/C"), "shadow copy 1", past=True)
        return Volumes((today, older))

    monkeypatch.setattr(disk_image, "volumes", volumes)
    return file


def check(image: Path) -> Source:
    (source,) = app.check([Evidence(f"disk-image:{image}", forced="disk-image")], Settings(reraise=True), jobs=0)
    return source


def test_an_infection_in_a_shadow_copy_alone_is_suspected_and_past(image: Path) -> None:
    Pc().write(image.parent / "now")
    infected().write(image.parent / "old")
    source = check(image)
    assert app.level_of(source) is Level.SUSPECTED
    strong = [finding for finding in source.findings if finding.strength > 1]
    assert strong
    assert all(finding.past and finding.origin.path[0] == "shadow copy 1" for finding in strong)
    assert app.judge(Report.of([source])).past


def test_an_infection_of_today_stays_one_beside_a_quiet_shadow_copy(image: Path) -> None:
    infected().write(image.parent / "now")
    Pc().write(image.parent / "old")
    source = check(image)
    assert app.level_of(source) is Level.INFECTED
    assert not any(finding.past for finding in source.findings)


def test_a_shadow_copy_that_cannot_be_read_does_not_hide_today(image: Path) -> None:
    Pc().write(image.parent / "now")
    old = Pc().write(image.parent / "old")
    (old / "C/Users/shop/NTUSER.DAT").write_bytes(b"")
    source = check(image)
    assert app.level_of(source) is Level.NO_SIGN
    assert any(gap.origin.path[:1] == ("shadow copy 1",) for gap in source.gaps)


def test_an_older_state_without_today_s_is_never_no_sign(image: Path) -> None:
    (image.parent / "now/C").mkdir(parents=True)
    Pc().write(image.parent / "old")
    source = check(image)
    assert {"host", "registry-value", "service", "file"} <= set(app.holes(source))
    assert app.level_of(source) is Level.UNDETERMINED


def test_what_an_older_state_kept_is_not_told(image: Path) -> None:
    Pc().write(image.parent / "now")
    Pc().put(f"{CHROME}/Login Data", chrome(login_of("https://a.example.jp/"))).write(image.parent / "old")
    source = check(image)
    assert source.holdings == ()
    assert not [part.key for part in source.parts if "holdings" in part.key and "shadow copy" in part.key]


def test_what_is_kept_today_is_told_beside_it(image: Path) -> None:
    Pc().put(f"{CHROME}/Login Data", chrome(login_of("https://a.example.jp/"))).write(image.parent / "now")
    Pc().write(image.parent / "old")
    assert [one.place for one in check(image).holdings] == ["a.example.jp"]
