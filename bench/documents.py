"""Times mimawari on documents beside mraptor on the same files, in one run; and two processes beside one.

    python bench/documents.py FOLDER [COPIES [RUNS]]

FOLDER holds documents (of the public test data: ``../shared/data``, its ``office_*`` folders). They are copied COPIES times
into a temporary folder, so that starting the programs weighs little. The commands run in turn, as whole processes, after one run
that is not counted. mraptor looks for macros only; mimawari opens all that is inside, with all detectors. Memory is the peak
of the resident set of any one process of a command (Linux).
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

BIN = Path(sysconfig.get_path("scripts"))
DOCUMENTS = "office_*/*"


def peak_of(pid: int) -> int:
    """The most bytes that *pid* or any of its children has held so far."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        own = next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM"))
        below = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except (OSError, StopIteration):
        return 0
    return max(own, *(peak_of(child) for child in below)) if below else own


def run(command: list[str]) -> tuple[float, int]:
    """Seconds, and the peak bytes of the largest process."""
    start, peak = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, peak_of(process.pid))
            time.sleep(0.05)
    return time.perf_counter() - start, peak


def main(folder: str, copies: int = 5, runs: int = 3) -> None:
    """Copy the documents, run the commands, print what they took."""
    with tempfile.TemporaryDirectory() as made:
        files = [path for path in sorted(Path(folder).glob(DOCUMENTS)) if path.is_file()]
        for number in range(copies):
            for path in files:
                shutil.copyfile(path, Path(made) / f"{number}-{path.parent.name}-{path.name}")
        every = [str(path) for path in sorted(Path(made).iterdir())]
        commands = {
            "mimawari check --jobs 1": [str(BIN / "mimawari"), "check", made, "--jsonl", "--jobs", "1"],
            "mimawari check --jobs 2": [str(BIN / "mimawari"), "check", made, "--jsonl", "--jobs", "2"],
            "mraptor": [str(BIN / "mraptor"), *every],
        }
        taken: dict[str, list[tuple[float, int]]] = {name: [] for name in commands}
        for turn in range(runs + 1):
            for name, command in commands.items():
                result = run(command)
                if turn:
                    taken[name].append(result)
    first = statistics.median(seconds for seconds, _ in taken["mimawari check --jobs 1"])
    sys.stdout.write(f"{len(every)} documents\n")
    for name, results in taken.items():
        seconds = statistics.median(seconds for seconds, _ in results)
        peak = max(peak for _, peak in results) / 2**20
        each = 1000 * seconds / len(every)
        sys.stdout.write(f"{name:26} {seconds:6.1f} s  {each:5.2f} ms each  {peak:5.0f} MiB  ratio {first / seconds:5.2f}\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:4]))
