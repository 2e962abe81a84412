"""Runs inside Windows: checks this PC while every worker process is ended soon after it began."""

import json
import os
import sys
import threading
import time

from mimawari import app
from mimawari.engine import Limits, Pool, walk
from mimawari.model import Process, Report
from mimawari.sources.running.processes import processes

_BEGUN = 0.3
"""Seconds after which a child has begun. Wine's server may crash when a process is ended before it has: all programs of that
Windows are then gone, with status 0 and without a word."""


def kill_workers(done: threading.Event, killed: list[int]) -> None:
    """End each child of this process that has begun; one that is gone already is none."""
    seen: dict[int, float] = {}
    while not done.is_set():
        for process in processes(limited=False):
            if isinstance(process, Process) and process.parent == os.getpid():
                if time.monotonic() - seen.setdefault(process.pid, time.monotonic()) < _BEGUN:
                    continue
                del seen[process.pid]
                try:
                    os.kill(process.pid, 15)
                    killed.append(process.pid)
                except OSError:
                    continue
        time.sleep(0.02)


def main() -> None:
    """Prints the level, the reasons of all gaps and how many workers were ended."""
    killed: list[int] = []
    done = threading.Event()
    killer = threading.Thread(target=kill_workers, args=(done, killed))
    killer.start()
    with Pool(2, Limits(), patience=3) as executor:
        sources = list(walk([app.evidence(app.THIS_PC)], app.Settings(), executor))
    done.set()
    killer.join()
    report = Report.of(sources)
    gaps = sorted({(gap.reason.value, gap.wanted) for source in sources for gap in source.gaps})
    sys.stdout.write(json.dumps({"level": app.judge(report).level.value, "gaps": gaps, "killed": len(killed)}))


if __name__ == "__main__":
    main()
