"""Times mimawari on documents beside mraptor on the same files, in one run; and two processes beside one.

    python bench/documents.py FOLDER [COPIES [RUNS]]

FOLDER holds documents (of the public test data: ``../shared/data``, its ``office_*`` folders). They are copied COPIES times
into a temporary folder, so that starting the programs weighs little. The commands run in turn, as whole processes, after one run
that is not counted. mraptor looks for macros only; mimawari opens all that is inside, with all detectors. Encrypted packages are
timed by themselves as well: mraptor gives them up at once, and for each password that is tried there are a hundred thousand
rounds of a hash. Memory is the peak of the resident set of any one process of a command (Linux); CPU is that of all of them.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

BIN = Path(sysconfig.get_path("scripts"))
DOCUMENTS = "office_*/*"
LOCKED = "EncryptedPackage".encode("utf-16-le")


def peak_of(pid: int) -> int:
    """The most bytes that *pid* or any of its children has held so far."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        own = next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM"))
        below = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except (OSError, StopIteration):
        return 0
    return max(own, *(peak_of(child) for child in below)) if below else own


@dataclass(frozen=True)
class Taken:
    """Seconds of wall time and of CPU, and the peak bytes of the largest process."""

    seconds: float
    cpu: float
    peak: int


def cpu() -> float:
    """Seconds that all finished children have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(command: list[str]) -> Taken:
    """One whole run."""
    start, before, peak = time.perf_counter(), cpu(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, peak_of(process.pid))
            time.sleep(0.05)
    return Taken(time.perf_counter() - start, cpu() - before, peak)


def compare(what: str, files: list[Path], copies: int, runs: int) -> None:
    """Copy *files*, run the commands, print what they took."""
    with tempfile.TemporaryDirectory() as made:
        for number in range(copies):
            for path in files:
                shutil.copyfile(path, Path(made) / f"{number}-{path.parent.name}-{path.name}")
        every = [str(path) for path in sorted(Path(made).iterdir())]
        commands = {
            "mimawari check --jobs 1": [str(BIN / "mimawari"), "check", made, "--jsonl", "--jobs", "1"],
            "mimawari check --jobs 2": [str(BIN / "mimawari"), "check", made, "--jsonl", "--jobs", "2"],
            "mraptor": [str(BIN / "mraptor"), *every],
        }
        taken: dict[str, list[Taken]] = {name: [] for name in commands}
        for turn in range(runs + 1):
            for name, command in commands.items():
                result = run(command)
                if turn:
                    taken[name].append(result)
    sys.stdout.write(f"{len(every)} documents, {what}\n")
    first = statistics.median(one.seconds for one in taken["mimawari check --jobs 1"])
    for name, results in taken.items():
        seconds, used = (statistics.median(values) for values in ((one.seconds for one in results), (one.cpu for one in results)))
        each, peak = 1000 * seconds / len(every), max(one.peak for one in results) / 2**20
        sys.stdout.write(
            f"{name:24} {seconds:6.1f} s  {each:6.2f} ms each  CPU {used:6.1f} s  {peak:4.0f} MiB  {first / seconds:5.2f}\n"
        )
    sys.stdout.flush()


def main(folder: str, copies: int = 5, runs: int = 3) -> None:
    """Without the encrypted packages, and these alone."""
    files = [path for path in sorted(Path(folder).glob(DOCUMENTS)) if path.is_file()]
    locked = {path for path in files if LOCKED in path.read_bytes()}
    compare("none an encrypted package", [path for path in files if path not in locked], copies, runs)
    compare("encrypted packages", sorted(locked), copies, runs)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:4]))
