"""Times ``mimawari case exposure`` on a mailbox, an address book and an order export: the real command, as a whole process.

    python bench/check_exposure.py [--realistic] [MAILS [ROWS [TIMES ...]]]

Makes the shop of ``tests/support/exposure_truth.py`` in a temporary folder, with MAILS mails (50,000) and ROWS rows of orders
(200,000) of three tenths as many customers, and that as many TIMES over (1 and 2), each with a case of its own. With
``--realistic`` the mails are those of ``bench/long_mails.py``. It is checked that the list has as many people, and as many of each
kind of data, as the generator knows of. Beside it, on the same mbox, the standard library's parser: the addresses of each mail's
header, and its text decoded; it joins, counts and writes nothing. CPU is of all processes of a command. Memory is the peak of the
parent, of the largest worker, and of all at one time, sampled.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

# Found from the repository's root.
from support.exposure_people import OWN
from support.exposure_truth import Truth, World, written

from bench.check_mailbox import BIN, cpu, sizes
from bench.long_mails import LongMails

PEER = """
import mailbox, sys
from email.utils import getaddresses
people = set()
for mail in mailbox.mbox(sys.argv[1], create=False):
    told = [str(value) for name in ("from", "reply-to", "to", "cc") for value in mail.get_all(name, [])]
    people.update(address.lower() for _, address in getaddresses(told))
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            (part.get_payload(decode=True) or b"").decode(part.get_content_charset() or "utf-8", "replace")
"""


@dataclass(frozen=True)
class Taken:
    """Seconds of wall time and of CPU; peak bytes of the parent, of the largest worker, and of all at one time."""

    seconds: float
    cpu: float
    parent: int
    worker: int
    together: int

    def row(self, what: str) -> str:
        """As a row of a table."""
        memory = " | ".join(str(size >> 20) for size in (self.parent, self.worker, self.together))
        return f"| {what} | {self.seconds:.1f} | {self.cpu:.1f} | {memory} |"


def run(*command: str, folder: Path) -> Taken:
    """One whole run; what it prints is thrown away."""
    start, before, parent, worker, together = time.perf_counter(), cpu(), 0, 0, 0
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            held = sizes(process.pid)
            parent, worker = max(parent, *held[:1], 0), max(worker, *held[1:], 0)
            together = max(together, sum(held))
            time.sleep(0.05)
        said = process.stderr.read().decode() if process.stderr else ""
    if process.returncode not in (0, 20):
        raise SystemExit(f"{command[:3]} ended with {process.returncode}: {said}")
    return Taken(time.perf_counter() - start, cpu() - before, parent, worker, together)


def begun(folder: Path) -> None:
    """A case in *folder*, with a report of a copy of an infected PC."""
    program = str(BIN / "mimawari")
    subprocess.run([program, "examples", "evidence"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    report = subprocess.run([program, "check", "evidence/infected-pc", "--json"], cwd=folder, check=False, capture_output=True)
    (folder / "report.json").write_bytes(report.stdout)
    subprocess.run([program, "respond", "report.json", "--name", "bench"], cwd=folder, check=False, capture_output=True)


def hold(counts: Path, truth: Truth) -> int:
    """The number of people, if the counts are what the generator knows."""
    found = json.loads(counts.read_text("utf-8"))
    if (found["people"], found["by_datum"]) != (len(truth.listed), dict(truth.counts())):
        raise SystemExit(f"wrong: {found['people']} people for {len(truth.listed)}, {found['by_datum']} for {truth.counts()}")
    return int(found["people"])


def measure(mails: int, rows: int, kind: type[World] = World) -> None:
    """One world, ours and the peer."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["MIMAWARI_STATE"] = str(folder / "state")
        begun(folder)
        (folder / "us.toml").write_text(f'domains = ["{OWN}"]\n', "utf-8")
        truth = written(folder, kind(11, mails, rows, customers=rows * 3 // 10, partners=max(30, mails * 12 // 100)))
        box = (folder / "box.mbox").stat().st_size >> 20
        words = ("case", "exposure", "box.mbox", "book.vcf", "--orders", "orders.csv", "--out", "lists")
        ours = run(str(BIN / "mimawari"), *words, folder=folder)
        people = hold(folder / "lists" / "counts.json", truth)
        print(ours.row(f"{mails:,} mails ({box} MiB), {rows:,} rows, {people:,} people"), flush=True)
        peer = run(sys.executable, "-c", PEER, "box.mbox", folder=folder)
        print(peer.row("the standard library on the mbox alone"), f"ours: {ours.cpu / peer.cpu:.2f} times its CPU", flush=True)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--realistic"]
    numbers = [int(word) for word in words] + [50_000, 200_000][len(words) :]
    for times in numbers[2:] or (1, 2):
        measure(numbers[0] * times, numbers[1] * times, LongMails if "--realistic" in sys.argv else World)
