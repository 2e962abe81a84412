"""Times a whole check of a usual PC's copy, beside dissect's own tool on the same folder, in one run.

    python bench/check_usual_pc.py FOLDER [RUNS]

FOLDER is what ``bench/usual_pc.py`` wrote. The two commands run in turn, as whole processes, after one run that is not
counted. Memory is the sum of the resident sets of a command and all its children, sampled every 50 ms (Linux).
The peer reads the Run keys, services and users (hives only); mimawari reads these, the tasks, and some 40,000 files.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

BIN = Path(sysconfig.get_path("scripts"))
STATUSES = {0, 10, 11, 12, 20}


def resident(pid: int) -> int:
    """Bytes that *pid* and all its children hold."""
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
        below = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except (OSError, IndexError):
        return 0
    return own + sum(resident(child) for child in below)


def run(command: list[str]) -> tuple[float, int]:
    """Seconds and peak bytes of one run."""
    start, peak = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, resident(process.pid))
            time.sleep(0.05)
    if process.returncode not in STATUSES:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return time.perf_counter() - start, peak


def main(folder: str, runs: int = 3) -> None:
    commands = {
        "mimawari check": [str(BIN / "mimawari"), "check", folder, "--json"],
        "mimawari check --jobs 1": [str(BIN / "mimawari"), "check", folder, "--json", "--jobs", "1"],
        "target-query runkeys,services,users": [str(BIN / "target-query"), "-q", folder, "-f", "runkeys,services,users"],
    }
    taken: dict[str, list[tuple[float, int]]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            result = run(command)
            if turn:
                taken[name].append(result)
    first = statistics.median(seconds for seconds, _ in taken["mimawari check"])
    for name, results in taken.items():
        seconds = statistics.median(seconds for seconds, _ in results)
        peak = max(peak for _, peak in results) / 2**20
        sys.stdout.write(f"{name:40} {seconds:6.1f} s  {peak:5.0f} MiB  ratio {first / seconds:5.2f}\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
