"""Newer knowledge on a running Windows: from a file, with its names, its links and its locks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from support.pc import Pc
from support.update_world import FIRST, SECOND, Publisher
from support.wine_host import Host, check, hosted
from windows_python import ROOT
from wine import windows_path

from mimawari.faces.cli.update import STATUS
from mimawari.model import Level
from mimawari.updates import Kind


def update(host: Host, *words: str | Path) -> tuple[int, str, str]:
    return host.python("-m", "mimawari", "update", "--lang", "en", *words)


def test_two_updates_a_bad_one_and_back(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path / "publisher")
    publisher.release(FIRST)
    publisher.repository.bundle(tmp_path / "first.zip")
    publisher.release(SECOND)
    publisher.repository.bundle(tmp_path / "second.zip")
    with hosted(Pc(users=("hanako",))) as host:
        for name in ("first.zip", "second.zip"):
            shutil.copy(tmp_path / name, host.prefix.folder / name)
        shutil.copy(publisher.root, host.prefix.folder / "root.json")
        first, second, root = (
            rf"Z:{host.prefix.folder / name}".replace("/", "\\") for name in ("first.zip", "second.zip", "root.json")
        )

        status, printed, complaints = update(host, "--from", first, "--root", root)
        assert status == 0, complaints
        assert f"in use: knowledge {FIRST}" in printed
        status, printed, complaints = update(host, "--from", second)
        assert status == 0, complaints
        assert f"in use: knowledge {SECOND}" in printed

        status, printed, complaints = update(host, "--from", first)
        assert (status, printed) == (STATUS[Kind.UNTRUSTED], ""), complaints
        assert f"knowledge {SECOND} of 2026-11-27 stays in use" in complaints

        _, report, _ = check(host, "--jobs", "2", first)
        assert report["tool"]["knowledge"]["version"] == SECOND
        assert {part["knowledge"] for source in report["sources"] for part in source["parts"]} == {SECOND}

        status, printed, complaints = update(host, "--to", FIRST, "--json")
        assert status == 0, complaints
        assert (json.loads(printed)["version"], json.loads(printed)["chosen"]) == (FIRST, "held")


GUIDE = ROOT / "docs" / "guides" / "twenty-pcs.md"


def test_what_a_task_does_on_each_of_many_pcs(tmp_path: Path) -> None:
    """``look.cmd`` as the guide has it, twice: the second time the file on the share is none.

    Where SYSTEM keeps it Wine cannot tell.
    """
    publisher = Publisher(tmp_path / "publisher")
    publisher.release(FIRST)
    guide = GUIDE.read_text("utf-8")
    lines = guide[guide.index("@echo off") :].partition("```")[0]
    with hosted(Pc(users=("hanako",))) as host:
        tools, reports = host.prefix.folder / "tools", host.prefix.folder / "reports"
        tools.mkdir()
        publisher.repository.bundle(tools / "knowledge.zip")
        shutil.copy(publisher.root, tools / "root.json")
        for share, folder in ((r"\\server\tools$", tools), (r"\\server\mimawari-reports$", reports)):
            assert share in lines
            lines = lines.replace(share, windows_path(folder))
        lines = lines.replace(r"%TOOLS%\mimawari.exe", f"{windows_path(host.kit.python)} -m mimawari")
        (tools / "look.cmd").write_text(lines.replace("\n", "\r\n"), "ascii", newline="")
        for _ in range(2):
            status, _, complaints = host.program("cmd", "/c", windows_path(tools / "look.cmd"))
            assert status in {level.exit_status for level in Level}, complaints
            (tools / "knowledge.zip").write_bytes(b"PK")
        assert "not a file of newer knowledge" in complaints
        told = [json.loads(path.read_text("ascii"))["tool"]["knowledge"] for path in reports.iterdir()]
        assert [one["version"] for one in told] == [FIRST, FIRST]
