"""A folder for results that stops taking them is an error by name, not a bug and not a verdict."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from mimawari import app
from mimawari.faces.cli import run


def full(*given: object) -> Iterator[object]:
    raise OSError(errno.ENOSPC, "No space left on device")
    yield


def test_a_disk_that_fills_up_during_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "check", full)
    assert run(["check", "--lang", "en", str(tmp_path), "--out", str(tmp_path.parent / f"{tmp_path.name}-out")]) == 2
    said = capsys.readouterr()
    assert not said.out
    assert "No space left on device" in said.err


def test_a_name_that_no_disk_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--lang", "en", str(tmp_path), "--out", "a" * 5_000]) == 2
    assert "cannot write to" in capsys.readouterr().err
