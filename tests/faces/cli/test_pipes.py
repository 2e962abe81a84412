"""A pipe as the file of an option: said at once, and not waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support import reports
from support.cli import complaint, invoke, saved, status

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders there")

COMMANDS = [
    ("case", "exposure", "x.mbox", "--us", "pipe", "--out", "out"),
    ("case", "exposure", "x.mbox", "--columns", "pipe", "--out", "out"),
    ("case", "letters", "--us", "pipe", "--out", "out"),
    ("case", "seal", "--out", "out", "--key", "pipe"),
    ("case", "seal", "--out", "out.zip", "--encrypt-to", "pipe"),
    ("case", "seal-check", "pipe"),
    ("prepare", "pc", "--us", "pipe", "--out", "out"),
    ("prepare", "pc", "--answers", "pipe", "--out", "out"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_it_is_refused(command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert status(invoke("respond", str(saved(tmp_path, "PC1", reports.infected())), "--name", "件")) == 0
    Path("x.mbox").write_text("From a@example.com Thu Jan  1 10:00:00 2026\nFrom: a@example.com\n\nx\n", "utf-8")
    Path("pc").mkdir()
    os.mkfifo("pipe")
    found = invoke(*command)
    assert status(found) == 2
    assert "pipe" in complaint(found)
    assert not Path("out").exists()
