"""Times a check with ClamAV's daemon beside one without, and beside ClamAV's own programs, on the same files and signatures.

    python bench/clamav.py FOLDER [SIGNATURES [RUNS]]

Needs Debian's ``clamav-daemon`` and ``clamav``. ClamAV's own databases cannot be part of this: there are SIGNATURES made up ones
(default 100,000; four hashes of files to one text), of no real file. The daemon has Debian's limits, logs what it is shown, and
remembers nothing of it. The commands run in turn, as whole processes, after one run that is not counted. CPU is that of the
command and, by itself, of the daemon; memory is the peak of the largest process of the command.
"""

from __future__ import annotations

import os
import random
import re
import sys
import sysconfig
from pathlib import Path
from statistics import median

BIN = Path(sysconfig.get_path("scripts"))
DEBIAN = {
    "StreamMaxLength": "25M",
    "MaxFileSize": "25M",
    "MaxScanSize": "100M",
    "LogClean": "yes",
    "LogFileMaxSize": "0",
    "DisableCache": "yes",
}


def made_up(count: int) -> dict[str, str]:
    """Rows of the databases by file name."""
    draw = random.Random(7)
    texts = [f"Made.Up.Text-{number}:0:*:{draw.randbytes(24).hex()}\n" for number in range(count // 5)]
    hashes = [
        f"{draw.randbytes(16).hex()}:{draw.randrange(100, 10**6)}:Made.Up.Hash-{number}\n" for number in range(count * 4 // 5)
    ]
    return {"more.ndb": "".join(texts), "more.hdb": "".join(hashes)}


def ticks(pid: int) -> float:
    """Seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(folder: Path, count: int, runs: int) -> None:
    """Print a table."""
    root = Path(__file__).parents[1]
    sys.path[:0] = [str(root), str(root / "tests")]
    from support.clamd import Clamd

    from bench.documents import run

    with Clamd(DEBIAN, more=made_up(count)) as daemon:
        check = [str(BIN / "mimawari"), "check", "--json", "--jobs", "1", str(folder)]
        commands = {
            "mimawari check": check,
            "mimawari check --clamd": [*check, "--clamd", daemon.socket, "--clamd-config", str(daemon.config)],
            "clamscan": [
                "clamscan",
                "-r",
                "-d",
                str(daemon.home / "signatures"),
                "--max-filesize=25M",
                "--max-scansize=100M",
                str(folder),
            ],
        }
        files = [path for path in folder.rglob("*") if path.is_file()]
        print(f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB")
        print("| command | seconds | its CPU | the daemon's CPU | peak, MiB |\n| --- | --- | --- | --- | --- |")
        for name, command in commands.items():
            taken = [(ticks(daemon.pid), run(command), ticks(daemon.pid)) for _ in range(runs + 1)][1:]
            seconds, own = median(one.seconds for _, one, _ in taken), median(one.cpu for _, one, _ in taken)
            other = median(after - before for before, _, after in taken)
            print(f"| `{name}` | {seconds:.1f} | {own:.1f} | {other:.1f} | {max(one.peak for _, one, _ in taken) >> 20} |")
        shown = len(re.findall(r"^instream\(", daemon.log(), re.MULTILINE)) // (runs + 1)
        print(f"contents shown: {shown}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000, int(sys.argv[3]) if len(sys.argv) > 3 else 1)
