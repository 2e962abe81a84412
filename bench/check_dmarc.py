"""Times mimawari on a folder of DMARC reports beside parsedmarc's parser on the same files, in one run.

    python bench/check_dmarc.py [COUNT [RUNS]]

Writes COUNT reports (``bench/dmarc_reports.py``) into a temporary folder and runs these in turn, as whole processes:
``mimawari check`` with one worker and with two, everything on; and parsedmarc's ``parse_report_file``, offline, where ``PEERS``
names a Python that has it. The rows that each reads are counted, and must be those that were written.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

BIN = Path(sysconfig.get_path("scripts"))
GENERATOR = Path(__file__).with_name("dmarc_reports.py")
STATUSES = {0, 20}
PEER = """
import sys
from pathlib import Path
from parsedmarc import parse_report_file
total = 0
for path in sorted(Path(sys.argv[1]).iterdir()):
    found = parse_report_file(str(path), offline=True)
    total += len(found["report"]["records"])
print(total)
"""
OURS = """
import sys
from pathlib import Path
from mimawari.engine.opening import opened
from mimawari.formats.budget import Budget
from mimawari.model import DmarcRow
from mimawari.sources import Evidence, dmarc
place = Evidence(sys.argv[1])
found = dmarc.survey(place)
seen = (one for piece in found.pieces for one in dmarc.look(place, found, piece.key))
print(sum(isinstance(one, DmarcRow) for one in opened(seen, Budget())))
"""


def run(command: list[str]) -> tuple[float, str]:
    """Seconds of one whole run, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in STATUSES:
        raise SystemExit(f"{command[:3]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return time.perf_counter() - start, done.stdout.strip()


def main(count: int = 10_000, runs: int = 1) -> None:
    """See above."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "reports"
        rows = int(run([sys.executable, str(GENERATOR), str(folder), str(count)])[1].split()[0])
        sys.stdout.write(f"{count} reports, {rows} rows\n")
        commands = {
            f"mimawari check --jobs {jobs}": [str(BIN / "mimawari"), "check", str(folder), "--json", "--jobs", str(jobs)]
            for jobs in (1, 2)
        }
        commands["only reading, one process"] = [sys.executable, "-c", OURS, str(folder)]
        if peers := os.environ.get("PEERS"):
            commands["parsedmarc"] = [peers, "-c", PEER, str(folder)]
        for name, command in commands.items():
            taken = [run(command) for _ in range(runs)]
            seconds = statistics.median(one[0] for one in taken)
            told = taken[0][1] if len(taken[0][1]) < 20 else ""
            if told and int(told) != rows:
                raise SystemExit(f"{name} read {told} rows")
            sys.stdout.write(f"{name:28} {seconds:7.1f} s {1000 * seconds / count:6.2f} ms each\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
