"""Two people write into one case at once: no entry of either is lost, numbers have no gap, and the chain holds."""

import subprocess
import sys
from pathlib import Path

import pytest
from support.casebooks import begun, entries, rows
from support.postgresql import Postgresql

from mimawari.casebook import faults

EACH = 60


def writer(at: str, case: str, who: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "support.case_writer", at, case, who, str(EACH)]
    folder = Path(__file__).parents[1]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)


@pytest.mark.slow
def test_two_people_at_once(at: str) -> None:
    write_at_once(at)


@pytest.mark.slow
def test_two_people_at_once_on_a_server_that_is_set_to_be_strict(server: Postgresql) -> None:
    import psycopg

    at = server.database()
    with psycopg.connect(at, autocommit=True) as base:
        base.execute(f"ALTER DATABASE {base.info.dbname} SET default_transaction_isolation = 'serializable'".encode())
    write_at_once(at)


def write_at_once(at: str) -> None:
    case = begun(at)
    both = [writer(at, case, who) for who in ("山田", "佐藤")]
    for one in both:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    told = []
    for one in both:
        assert one.stdin
        one.stdin.write("\n")
        one.stdin.flush()
    for one in both:
        out, complaints = one.communicate(timeout=120)
        assert (one.returncode, complaints) == (0, "")
        told.append([int(line) for line in out.split()])
    assert sorted(told[0] + told[1]) == list(range(2, 2 * EACH + 2))
    by = {entry.number: entry.who for entry in entries(at, case)}
    assert {by[number] for number in told[0]} == {"山田"}
    assert {by[number] for number in told[1]} == {"佐藤"}
    assert max(told[0]) > min(told[1]), "they did not write at the same time"
    assert max(told[1]) > min(told[0]), "they did not write at the same time"
    assert faults(rows(at, case)) == ()
