"""Times a full scan of a folder, beside reading the same files alone, in one run.

    python bench/check_full_scan.py FOLDER [RUNS]

FOLDER is any (``/usr/share``). The reading alone is ``find FOLDER -xdev -type f -exec cat {} +``: what no scan can be quicker
than. The first scan has no journal, the second one finds that nothing has changed. Everything is in the page cache, because one
run is not counted; memory is the sum over all processes, sampled every 50 ms (Linux).
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import sysconfig
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.check_usual_pc import run  # found from the repository's root

BIN = Path(sysconfig.get_path("scripts"))


def counted(folder: str) -> tuple[int, int]:
    """Regular files below *folder*, and their bytes."""
    sizes = [
        os.lstat(path).st_size
        for above, _, names in os.walk(folder)
        for path in (os.path.join(above, name) for name in names)
        if os.path.isfile(path) and not os.path.islink(path)
    ]
    return len(sizes), sum(sizes)


def main(folder: str, runs: int = 3) -> None:
    files, size = counted(folder)
    state = tempfile.mkdtemp()
    os.environ["MIMAWARI_STATE"] = state
    scan = [sys.executable, "-m", "mimawari", "check", f"all:{folder}", "--json"]
    commands = {
        "cat": ["find", folder, "-xdev", "-type", "f", "-exec", "cat", "{}", "+"],
        "full scan, two workers": [*scan, "--jobs", "2", "--again"],
        "full scan, one worker": [*scan, "--jobs", "1", "--again"],
        "full scan, nothing changed": [*scan, "--jobs", "2"],
    }
    taken: dict[str, list[tuple[float, int]]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            result = run(command)
            if turn:
                taken[name].append(result)
    shutil.rmtree(state)
    for name, results in taken.items():
        seconds, peak = statistics.median(seconds for seconds, _ in results), max(peak for _, peak in results) / 2**20
        rate = f"{files / seconds:8,.0f} files/s  {size / seconds / 2**20:7.1f} MiB/s"
        sys.stdout.write(f"{name:30} {seconds:7.1f} s  {rate}  {peak:5.0f} MiB\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
