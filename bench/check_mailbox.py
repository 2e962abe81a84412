"""Times mimawari on a mailbox beside other readers of mail on the same one, in one run; and on a million mails.

    python bench/check_mailbox.py [COUNT [RUNS]]
    python bench/check_mailbox.py --million FOLDER [COUNT ...]

The first writes an mbox of COUNT mails of about 44 KB (``bench/mails.py``) into a temporary folder and runs these in turn, as whole
processes, after one run that is not counted: ``mimawari check`` with one worker and with two, everything on; the floor, which is
the standard library's parser and the SHA-256 of every part; eml_parser, where ``PEERS`` names a Python that has it (it goes no
further than the headers, addresses and hashes of a mail, and opens nothing); and mraptor on the documents that are attached, which
looks for macros only. The second writes mboxes of small mails into FOLDER (some 3 KB each; a million of them are 3 GB), and tells
how time and memory grow. CPU is that of all processes of a command, memory the peak of the largest one and of all together.
"""

from __future__ import annotations

import mailbox
import os
import resource
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

BIN = Path(sysconfig.get_path("scripts"))
MAILS = Path(__file__).with_name("mails.py")
STATUSES = {0, 10, 11, 12, 20}
FLOOR = """
import hashlib, mailbox, sys
for mail in mailbox.mbox(sys.argv[1], create=False):
    for part in mail.walk():
        hashlib.sha256(part.get_payload(decode=True) or b"").digest()
"""
EML_PARSER = """
import mailbox, sys
from eml_parser import EmlParser
reader = EmlParser(include_raw_body=True)
box = mailbox.mbox(sys.argv[1], create=False)
for key in box.keys():
    reader.decode_email_bytes(box.get_bytes(key))
"""


@dataclass(frozen=True)
class Taken:
    """Seconds of wall time and of CPU; peak bytes of the largest process, and of all at one time."""

    seconds: float
    cpu: float
    largest: int
    together: int


def cpu() -> float:
    """Seconds that all finished children have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write(box: Path, count: int, *how: str) -> int:
    """*count* mails as an mbox; its size in bytes."""
    subprocess.run([sys.executable, str(MAILS), str(box), str(count), *how], stdout=subprocess.DEVNULL, check=True)
    return box.stat().st_size


def sizes(pid: int) -> list[int]:
    """The bytes that *pid* and each process below it hold now."""
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
        below = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except (OSError, IndexError):
        return []
    return [own, *(size for child in below for size in sizes(child))]


def run(command: list[str]) -> Taken:
    """One whole run. What a command prints is thrown away."""
    start, before, largest, together = time.perf_counter(), cpu(), 0, 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            held = sizes(process.pid)
            largest, together = max(largest, *held, 0), max(together, sum(held))
            time.sleep(0.05)
    if process.returncode not in STATUSES:
        raise SystemExit(f"{command[:3]} ended with {process.returncode}")
    return Taken(time.perf_counter() - start, cpu() - before, largest, together)


def check(box: Path, jobs: int) -> list[str]:
    """The command that is measured: everything on, a line for each mail."""
    return [str(BIN / "mimawari"), "check", str(box), "--jsonl", "--jobs", str(jobs)]


def documents(box: Path, folder: Path) -> list[str]:
    """The documents that are attached to the mails of *box*, as files."""
    found: list[Path] = []
    for part in (part for mail in mailbox.mbox(box, create=False) for part in mail.walk()):
        name, content = part.get_filename() or "", part.get_payload(decode=True)
        if name.endswith((".docx", ".xlsx")) and isinstance(content, bytes):
            found.append(folder / f"{len(found)}-{name}")
            found[-1].write_bytes(content)
    return [str(path) for path in found]


def compare(count: int, runs: int) -> None:
    """Write the mailbox, run the commands, print what they took."""
    with tempfile.TemporaryDirectory() as made:
        box = Path(made) / "box.mbox"
        size = write(box, count)
        attached = documents(box, Path(made))
        commands = {
            "mimawari check --jobs 1": check(box, 1),
            "mimawari check --jobs 2": check(box, 2),
            "floor: parse and hash": [sys.executable, "-c", FLOOR, str(box)],
            "mraptor, its documents": [str(BIN / "mraptor"), *attached],
        }
        if peers := os.environ.get("PEERS"):
            commands["eml_parser"] = [peers, "-c", EML_PARSER, str(box)]
        taken: dict[str, list[Taken]] = {name: [] for name in commands}
        for turn in range(runs + 1):
            for name, command in commands.items():
                result = run(command)
                if turn:
                    taken[name].append(result)
    sys.stdout.write(f"{count} mails of {size // count} bytes, {len(attached)} documents\n")
    for name, results in taken.items():
        sys.stdout.write(f"{name:24} {_told(results, len(attached) if 'mraptor' in name else count)}\n")
    one, two = (statistics.median(each.seconds for each in taken[f"mimawari check --jobs {jobs}"]) for jobs in (1, 2))
    sys.stdout.write(f"two workers are {one / two:.2f} times as fast as one\n")


def _told(results: list[Taken], count: int) -> str:
    seconds, used = (statistics.median(values) for values in ((one.seconds for one in results), (one.cpu for one in results)))
    largest, together = max(one.largest for one in results) / 2**20, max(one.together for one in results) / 2**20
    return (
        f"{seconds:7.1f} s {1000 * seconds / count:7.2f} ms each   CPU {used:7.1f} s {1000 * used / count:7.2f} ms each"
        f"   {largest:4.0f} MiB the largest {together:5.0f} MiB together"
    )


def million(folder: Path, counts: list[int]) -> None:
    """Time and memory of ever larger mailboxes of small mails."""
    for count in counts:
        box = folder / f"small-{count}.mbox"
        size = write(box, count, "small")
        sys.stdout.write(f"{count:8} mails {size / 2**20:7.0f} MiB  {_told([run(check(box, 2))], count)}\n")
        sys.stdout.flush()
        box.unlink()


def main(*given: str) -> None:
    """See above."""
    if given[:1] == ("--million",):
        million(Path(given[1]), [int(one) for one in given[2:]] or [10_000, 100_000, 1_000_000])
    else:
        compare(*map(int, given or ("2000",)), *(() if len(given) > 1 else (3,)))


if __name__ == "__main__":
    main(*sys.argv[1:])
