"""Newer knowledge on a running Windows: from a file, with its names, its links and its locks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from support.pc import Pc
from support.update_world import FIRST, SECOND, Publisher
from support.wine_host import Host, check, hosted

from mimawari.faces.cli.update import STATUS
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
