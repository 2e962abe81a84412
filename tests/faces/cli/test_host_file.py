"""One file a PC and check: its name, that it is whole or bears another name, and that what cannot be written is said before."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import reports
from support.cli import complaint, invoke, status

from mimawari import app
from mimawari.faces import json_report
from mimawari.model import Source


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whether anything was looked at; the PC has no sign."""
    asked: list[str] = []

    def check(what: Any, settings: Any, jobs: Any, progress: Any, *more: Any) -> Iterator[Source]:
        asked.extend(one.locator for one in what)
        yield reports.no_sign()

    monkeypatch.setattr(app, "check", check)
    monkeypatch.delenv("COMPUTERNAME", raising=False)
    monkeypatch.setattr("platform.node", lambda: "経理/PC 7")
    return asked


def test_each_check_has_a_file_of_its_own_named_after_the_pc(looked: list[str], tmp_path: Path) -> None:
    for _ in range(3):
        assert status(invoke("check", "--json", "--out", str(tmp_path / "share"))) == 0
    names = sorted(path.name for path in (tmp_path / "share").iterdir())
    assert len(names) == 3
    assert all(name.startswith("経理_PC_7_2") and name.endswith("_mimawari.json") for name in names)
    assert status(invoke("merge", str(tmp_path / "share"))) == 0
    for path in (tmp_path / "share").iterdir():
        assert json_report.read(path.read_text("ascii")).sources


def test_every_file_of_many_pcs_goes_into_one_folder_as_well(
    looked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may lie on a drive that is looked at: what is written there is ours, as it is without ``--all``."""
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    for _ in range(2):
        assert status(invoke("check", "--all", "--json", "--out", str(tmp_path / "share"))) == 0
    assert looked == [app.THIS_PC, *app.full_scans(app.THIS_PC)] * 2
    assert [path.name[-14:] for path in (tmp_path / "share").iterdir()] == ["_mimawari.json"] * 2


def test_evidence_beside_it_is_no_pc(looked: list[str], tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    invoke("check", app.THIS_PC, str(tmp_path / "x.txt"), "--out", str(tmp_path / "share"))
    assert (tmp_path / "share" / "report.json").exists()


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_looked_at(looked: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = invoke("check", "--json", "--out", str(tmp_path / "file"))
    assert status(result) == 2
    assert str(tmp_path / "file") in complaint(result)
    assert looked == []


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_disk_that_fills_up_leaves_no_file_that_looks_whole(
    call: str, looked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os if call == "fsync" else Path, call, full)
    result = invoke("check", "--json", "--out", str(tmp_path))
    assert status(result) == 2
    assert "No space left on device" in complaint(result)
    assert '"no-sign"' in result.stdout, "the answer is not lost with its file"
    (left,) = tmp_path.iterdir()
    assert left.name.endswith(".part")
    assert status(invoke("merge", str(tmp_path))) != 0


def test_a_check_of_other_evidence_keeps_its_folder(looked: list[str], tmp_path: Path) -> None:
    assert status(invoke("check", "copy", "--out", str(tmp_path / "kept"))) == 0
    assert (tmp_path / "kept/report.json").exists()


def test_windows_own_name_of_the_pc_goes_before_that_of_its_network(
    looked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPUTERNAME", "PC07")
    assert status(invoke("check", "--json", "--out", str(tmp_path))) == 0
    assert [path.name.partition("_")[0] for path in tmp_path.iterdir()] == ["PC07"]
