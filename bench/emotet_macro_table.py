"""Makes the table ``emotet-macros.toml`` of inert macro skeletons: ``python bench/emotet_macro_table.py FOLDER > TABLE``.

FOLDER holds ``index.tsv`` and the skeletons. Only hashes of their shape go into the table, one row a cluster.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mimawari.detectors.marks.macro_skeleton import SKETCH, sketch
from mimawari.detectors.marks.vba_code import code_of
from mimawari.model.office import Module, VbaProject


def main(folder: Path) -> None:
    rows = [line.split("\t") for line in (folder / "index.tsv").read_text("utf-8").splitlines()[1:]]
    print("# Hashes of the shapes of Emotet's macros: the cluster (by its day) and the smallest CRC-32 of its runs of five tokens.")
    print('source = "Shapes of published Emotet documents of 2018-04 to 2020-01; made by bench/emotet_macro_table.py"')
    print('licence = "facts"\nas_of = "2026-11-26"\nvalues = [')
    seen: set[str] = set()
    for name, label, cluster, *_ in rows:
        if label != "emotet" or cluster in seen:
            continue
        source = (folder / name).read_text("utf-8")
        found = sketch(code_of(VbaProject(modules=(Module(name=cluster, source=source),))))
        if len(found) >= SKETCH // 2:
            seen.add(cluster)
            print(f'  "{cluster} {" ".join(f"{value:x}" for value in found)}",')
    print("]")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
