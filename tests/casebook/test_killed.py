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
