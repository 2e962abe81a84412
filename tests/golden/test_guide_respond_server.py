"""The guide "what to do after a check": two people at one record, on a real server, by the guide's own commands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import postgresql
from support.guides import Command, command_of, guide, run

TONGUES = ("ja", "en")
_SERVER = re.compile(r"postgresql://\w+@server/mimawari")
_ID = "c-1a2b3c4d"


@pytest.fixture(scope="module")
def server() -> Iterator[postgresql.Postgresql]:
    with postgresql.running() as one:
        yield one


def read(tongue: str) -> list[str]:
    """The lines that name a server; they are only to be read in the guide, and are run here on one."""
    (block,) = re.findall(r"^```text\n(.*?)^```$", guide("respond", tongue), re.MULTILINE | re.DOTALL)
    return [line for line in block.splitlines() if line]


@pytest.mark.parametrize("tongue", TONGUES)
def test_two_people_write_into_one_record(server: postgresql.Postgresql, tongue: str, tmp_path: Path) -> None:
    place = server.database()
    begun, listed, noted = read(tongue)
    check = "mimawari check examples/infected-pc --json > report.json"
    done = [run(command_of(line), tmp_path, tongue, tmp_path / "first") for line in ("mimawari examples examples", check)]
    assert [one.status for one in done] == [0, 10]
    opened = run(on(begun, place), tmp_path, tongue, tmp_path / "first")
    assert opened.status == 0, opened.err
    rows = run(on(f"{listed} --json", place), tmp_path, tongue, tmp_path / "second")
    (case,) = json.loads(rows.out)["cases"]
    written = run(on(noted.replace(_ID, case["id"]), place), tmp_path, tongue, tmp_path / "second")
    assert written.status == 0, written.err
    shown = run(
        on(f"mimawari case show --json --case postgresql://yamada@server/mimawari#{case['id']}", place),
        tmp_path,
        tongue,
        tmp_path / "first",
    )
    entries = json.loads(shown.out)["entries"]
    assert len({one["who"] for one in entries}) == 2
    assert entries[-1]["deed"] == "noted"
    assert (
        run(
            on(f"mimawari case verify --case postgresql://yamada@server/mimawari#{case['id']}", place),
            tmp_path,
            tongue,
            tmp_path / "first",
        ).status
        == 0
    )


def on(line: str, place: str) -> Command:
    return command_of(_SERVER.sub(lambda _: place, line))
