"""Reading and packing evidence in tests."""

from __future__ import annotations

import os
import subprocess
import tarfile
import zipfile
from pathlib import Path
from typing import TypeVar

from support.tools import need

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import Artifact, Gap, Source
from mimawari.sources import Evidence, Seen, Survey, load

T = TypeVar("T", bound=Artifact)


def read(path: Path) -> tuple[Survey, list[Seen]]:
    """The survey of a source and all that its pieces yield."""
    evidence = Evidence(str(path))
    kind = next(kind for kind in load().values() if kind.recognises(evidence))
    survey = kind.survey(evidence)
    return survey, [seen for piece in survey.pieces for seen in kind.look(evidence, survey, piece.key)]


def only(seen: list[Seen], kind: type[T]) -> list[T]:
    return [thing for thing in seen if isinstance(thing, kind)]


def gaps(seen: list[Seen]) -> list[tuple[str, str]]:
    return sorted({(gap.reason.value, gap.wanted) for gap in seen if isinstance(gap, Gap)})


def check(path: Path) -> Source:
    (source,) = app.check([Evidence(str(path))], Settings(reraise=True), jobs=0)
    return source


def pack(folder: Path, target: Path, how: str) -> Path:
    start = "./C" if how.startswith("dot") else "C"
    if how.endswith("zip"):
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((folder / "C").rglob("*")):
                archive.write(path, start + "/" + str(path.relative_to(folder / "C")))
    elif "tar" in how:
        with tarfile.open(target, "w:gz" if how.endswith("gz") else "w", format=tarfile.PAX_FORMAT) as archive:
            archive.add(folder / "C", start)
    else:
        need("mkntfs", "ntfslabel", "wimcapture", "wimapply")
        ntfs_image(folder / "C", target, 0xDEADBEEF)
    return target


def ntfs_image(root: Path, image: Path, serial: int) -> None:
    def run(*words: str) -> None:
        subprocess.run(words, check=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})

    with image.open("wb") as empty:
        empty.truncate(24 << 20)
    run("mkntfs", "-F", "-Q", "-q", str(image))
    run("ntfslabel", f"--new-serial={serial:016X}", "-f", str(image))
    wim = image.with_suffix(".wim")
    run("wimcapture", str(root), str(wim), "--compress=none", "--no-acls")
    run("wimapply", str(wim), "1", str(image))
    wim.unlink()
