"""Debian's yara and clamscan beside mimawari's matching: files of a folder, CPU seconds of whole processes, one thread each.

    python bench/check_yara_tools.py RULES FOLDER [ROUNDS]

``yara`` (package yara) gets the files of RULES that it compiles, in compiled form; ``clamscan`` (package clamav) one signature of
no meaning, and opens containers, which the others do not. mimawari is a process that reads its kept rules and matches file by file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

_OURS = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from check_signatures import files
from mimawari import knowledge
from mimawari.model import Blob, Match, Origin
from mimawari.signatures import Chosen, yara
from mimawari.sources.single_file import Lying
made = yara.ready(Chosen(rules=(Path(sys.argv[2]),), cache=Path(sys.argv[4])), knowledge.load())
blobs = (Blob(Origin("s", str(path)), path.name, Lying(path)) for path in files(Path(sys.argv[3]), 1 << 40))
print(sum(isinstance(one, Match) for blob in blobs for one in made.matches(blob)))
"""


def spent(command: list[str]) -> float:
    """CPU seconds of *command*."""
    before = os.times()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def compiled(rules: Path, folder: Path) -> Path:
    """The files of *rules* that ``yarac`` takes, compiled."""
    names = ["-d", "filename=", "-d", "extension=", "-d", "filepath=", "-d", "filetype=", "-d", "owner="]
    good = [path for path in sorted(rules.rglob("*.yar*")) if not subprocess.run(
        ["yarac", "-w", *names, str(path), os.devnull], check=False, capture_output=True).returncode]  # fmt: skip
    target = folder / "rules.yarc"
    subprocess.run(["yarac", "-w", *names, *(f"n{n}:{path}" for n, path in enumerate(good)), str(target)], check=True)
    return target


def main() -> None:
    """Print the median of each."""
    rules, folder = Path(sys.argv[1]), Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    with tempfile.TemporaryDirectory() as place:
        signature = Path(place) / "one.ndb"
        signature.write_text(f"Bench.Nothing:0:*:{os.urandom(24).hex()}\n")
        commands = {
            "mimawari": [sys.executable, "-c", _OURS, str(Path(__file__).parent), str(rules), str(folder), place],
            "yara": ["yara", "-w", "-p", "1", "-r", "-C", str(compiled(rules, Path(place))), str(folder)],
            "clamscan": ["clamscan", "-r", "-i", "--no-summary", "-d", str(signature), str(folder)],
        }
        spent(commands["mimawari"])
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                taken[name].append(spent(command))
    for name, every in taken.items():
        print(f"{name:10} {median(every):7.2f} s of CPU")


if __name__ == "__main__":
    main()
