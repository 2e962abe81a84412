"""A mail server's log read beside pflogsumm: lines a second, and memory over the size of the log.

    python bench/check_mail_log.py [MILLIONS_OF_LINES] [postfix | exim | exchange | microsoft | google]

The log is made up (``mail_logs.py``). Of Postfix's, pflogsumm (Debian's package of that name) reads the same file, one after the
other; it is Perl and uses one core, and reads no other log. Where other work runs on the machine the seconds of CPU tell more
than those of the clock.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import mail_logs  # found from the repository's root

SPACE = 2 << 30
"""Bytes of address space that a worker has."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program took: seconds, seconds of CPU, MiB of memory at most."""

    wall: float
    cpu: float
    memory: float

    def told(self, name: str, lines: int) -> str:
        """As a line of text."""
        return (
            f"{name:10} {self.wall:6.1f} s {self.cpu:6.1f} s CPU {lines / self.wall:11,.0f} lines/s "
            f"{lines / self.cpu:11,.0f} lines/s of CPU {self.memory:6,.0f} MiB"
        )


def measured(command: list[str]) -> Cost:
    """A program from its start to its end."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command[0]} ended with {status}")
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


OURS = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
from mimawari.sources import Evidence, mail_log, mail_trace
evidence = Evidence(sys.argv[1])
kind = mail_trace if mail_trace.recognises(evidence) else mail_log
survey = kind.survey(evidence)
sum(1 for _ in kind.look(evidence, survey, "log"))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmPeak"))
print("address space", int(peak.split()[1]) >> 10, "MiB", file=sys.stderr)
"""


def main() -> None:
    """Both, and the ratio."""
    lines = int(float(sys.argv[1] if len(sys.argv) > 1 else "1") * 1_000_000)
    kind = sys.argv[2] if len(sys.argv) > 2 else "postfix"
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / mail_logs.KINDS[kind][0]
        written = mail_logs.write(path, kind, lines)
        print(f"{written:,} lines of {kind}, {path.stat().st_size >> 20} MiB")
        ours = measured([sys.executable, "-c", OURS, str(path), str(SPACE)])
        print(ours.told("mimawari", written))
        if kind == "postfix":
            theirs = measured(["pflogsumm", str(path)])
            print(theirs.told("pflogsumm", written))
            print(f"{theirs.wall / ours.wall:.1f} times as fast; by CPU {theirs.cpu / ours.cpu:.1f} times")


if __name__ == "__main__":
    main()
