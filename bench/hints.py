"""Peak memory of collecting many hints of one part, with the full set written to disk, for growing numbers of them.

python bench/hints.py
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from mimawari.detectors.random_library import RandomLibrary
from mimawari.engine.ledger import collect
from mimawari.model import Finding, Origin


def hints(count: int) -> Iterator[Finding]:
    here = Origin("PC1", "case")
    paths = (rf"C:\Users\a\AppData\Local\x\{n}.abc" for n in range(count))
    return (RandomLibrary(origin=here.at(path), file=path) for path in paths)


def one(count: int) -> None:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        part = collect(hints(count), "PC1", "files", "1", Path(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    taken = time.perf_counter() - start
    sys.stdout.write(f"{part.hints[0][1]:9,} hints  {len(part.findings)} kept  {taken:6.1f} s  {peak:4.0f} MiB\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(int(sys.argv[1]))
    else:
        for number in (1_000, 100_000, 1_000_000):
            subprocess.run([sys.executable, __file__, str(number)], check=True)
