"""A writer is killed at any moment: what was acknowledged is there, the chain holds, and the file is whole."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.casebooks import begun, note, rows
from support.postgresql import Postgresql

from mimawari import casebook
from mimawari.casebook import Place, faults

SEED, TIMES = 20261127, 50


def killed_writer(at: str, case: str, after: float) -> list[int]:
    """The numbers that a writer printed before it was killed, *after* so many seconds of writing."""
    command = [sys.executable, "-m", "support.case_writer", at, case, "山田", "0"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as one:
        assert one.stdout
        assert one.stdin
        assert one.stdout.readline() == "ready\n"
        one.stdin.write("\n")
        one.stdin.flush()
        time.sleep(after)
        os.kill(one.pid, signal.SIGKILL)
        told = one.stdout.read()
    assert one.returncode == -signal.SIGKILL
    return [int(line) for line in told.splitlines(keepends=True) if line.endswith("\n")]


@pytest.mark.slow
def test_killed_at_fifty_moments_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    draw, at = random.Random(SEED), str(tmp_path / "mimawari.case")
    case, told = begun(at), 0
    for _ in range(TIMES):
        acknowledged = killed_writer(at, case, draw.uniform(0, 0.15))
        there = rows(at, case)
        assert set(acknowledged) <= {row.number for row in there}
        assert [row.number for row in there] == list(range(1, len(there) + 1))
        assert faults(there) == ()
        told += len(acknowledged)
    assert told > TIMES, "the writer hardly wrote: the kills came too early to tell anything"
    with casebook.opened(Place.read(at)) as book:
        assert book.damage() == ""
        assert book.append(case, [note("after all that")])[0].number == len(rows(at, case))


BEGIN = """
import sys
from support.casebooks import begun
import mimawari.casebook.book, sqlalchemy.dialects.sqlite
print("ready", flush=True)
sys.stdin.readline()
for name in sys.argv[1:]:
    begun(name, "a", "b", reports=[b"report" * 9999])
"""


@pytest.mark.slow
def test_killed_while_books_are_made_each_is_whole_or_can_be_begun(tmp_path: Path) -> None:
    draw, whole = random.Random(SEED), 0
    for turn in range(12):
        names = [str(tmp_path / f"{turn}-{number}.case") for number in range(40)]
        command = [sys.executable, "-c", BEGIN, *names]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]) as one:
            assert one.stdout
            assert one.stdout.readline() == b"ready\n"
            one.stdin.write(b"\n")  # type: ignore[union-attr]
            one.stdin.flush()  # type: ignore[union-attr]
            time.sleep(draw.uniform(0, 0.3))
            os.kill(one.pid, signal.SIGKILL)
        for name in names:
            found = cases(name)
            assert all(len(rows(name, case)) == 3 and faults(rows(name, case)) == () for case in found), name
            whole += len(found)
            assert len(found) <= 1
        assert len(rows(names[-1], begun(names[-1], "a"))) == 2
    assert whole > 12, "hardly a book was made: the kills came too early to tell anything"


def cases(at: str) -> list[str]:
    """The cases of a file; of one that is not there, or still empty, none."""
    if not Path(at).exists() or not (Path(at).stat().st_size or Path(at + "-journal").exists()):
        return []
    try:
        with casebook.opened(Place.read(at)) as book:
            return [one.id for one in book.cases()]
    except casebook.CaseTrouble as trouble:
        # Only where the making itself was broken off: what is there then is taken back, and nothing is left of it.
        assert trouble.kind is casebook.Kind.FOREIGN
        assert Path(at).stat().st_size == 0
        return []


@pytest.mark.slow
def test_a_server_that_crashes_keeps_what_was_acknowledged(server: Postgresql) -> None:
    at = server.database()
    case = begun(at, "a", "b")
    acknowledged = killed_writer(at, case, 0.5)
    server.stop("immediate")
    server.start()
    there = rows(at, case)
    assert acknowledged
    assert set(acknowledged) <= {row.number for row in there}
    assert faults(there) == ()
