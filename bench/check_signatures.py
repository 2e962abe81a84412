"""YARA rules over many files: mimawari's matching beside YARA-X's own loop, with the same rules and files, in turns.

    python bench/check_signatures.py RULES FOLDER [ROUNDS [BYTES]]

Both are in this process and warm; every file is read from the page cache. Opening containers is not part of it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from mimawari import knowledge
from mimawari.model import Blob, Match, Origin
from mimawari.signatures import Chosen, yara
from mimawari.signatures.yara.rule_files import given
from mimawari.sources.single_file import Lying

MOST = 1 << 30


def files(folder: Path, most: int) -> list[Path]:
    """Regular files below *folder*, in order, of *most* bytes together."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            most -= path.stat().st_size
            if most < 0:
                break
            found.append(path)
    return found


def ours(rules: Path, paths: list[Path]) -> Callable[[], int]:
    made = yara.ready(Chosen(rules=(rules,)), knowledge.load())
    assert made is not None
    blobs = [Blob(Origin("s", str(path)), path.name, Lying(path)) for path in paths]
    return lambda: sum(isinstance(one, Match) for blob in blobs for one in made.matches(blob))


def theirs(rules: Path, paths: list[Path], *, fast: bool) -> Callable[[], int]:
    import yara_x

    compiler = yara_x.Compiler(includes_enabled=False)
    compiler.ignore_invalid_rules(True)
    compiler.define_global("filename", "")
    compiler.define_global("extension", "")
    for number, file in enumerate(given([rules]).files):
        compiler.new_namespace(str(number))
        compiler.add_source(file.text)
    scanner = yara_x.Scanner(compiler.build())
    scanner.fast_scan(fast)
    names = [str(path) for path in paths]
    return lambda: sum(len(scanner.scan_file(name).matching_rules) for name in names)


def main() -> None:
    rules, folder = Path(sys.argv[1]), Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    paths = files(folder, int(sys.argv[4]) if len(sys.argv) > 4 else MOST)
    size = sum(path.stat().st_size for path in paths)
    ways = {
        "mimawari": ours(rules, paths),
        "yara_x.Scanner.scan_file": theirs(rules, paths, fast=False),
        "the same, fast_scan": theirs(rules, paths, fast=True),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    hits = {}
    for number in range(rounds + 1):
        for name, way in ways.items():
            start = time.process_time()
            hits[name] = way()
            if number:
                spent[name].append(time.process_time() - start)
    print(f"{len(paths)} files, {size >> 20} MiB, {rounds} rounds")
    for name, seconds in spent.items():
        ratio = median(spent["yara_x.Scanner.scan_file"]) / median(seconds)
        print(
            f"{name:<26} {median(seconds):7.2f} s CPU {(size >> 20) / median(seconds):8.0f} MiB/s {ratio:5.2f} x  {hits[name]} hits"
        )


if __name__ == "__main__":
    main()
