"""Bags of evidence for tests: sealed by ours, verified by the public tools that anybody has."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path

from mimawari.engine.holding import hold
from mimawari.model import BagItem, Words
from mimawari.sealing import Sealed, Sealing, keys, seal

ABOUT = Words(en="a thing", ja="もの")
PASSWORD = "correct horse 電池"
COMMENT = "mimawari case c-00000000 sealed 2026-11-27T06:00:00Z"


def item(name: str, data: bytes = b"content") -> BagItem:
    return BagItem(name=name, about=ABOUT, data=data)


def copy_of(path: Path, name: str = "") -> BagItem:
    return BagItem(name=f"copies/{name or path.name}", about=ABOUT, path=str(path), origin=str(path))


ITEMS = (item("report/001-PC1.json", b'{"a": 1}' * 40), item("case/記録.txt", "山田\n".encode() * 30), item("empty", b""))


def key(folder: Path, password: str = "") -> Path:
    """A secret key in *folder*, its public one beside it."""
    path = folder / "seal.key"
    keys.written(str(path), password)
    return path


def how(key: Path | None = None, password: str = "", to: Iterable[str] = ()) -> Sealing:
    return Sealing(
        readme=lambda id_: f"README {id_}\n".encode(), info=(("External-Identifier", "c-00000000"),),
        key=str(key or ""), password=password, comment=COMMENT, to=tuple(to), hold=hold,
    )  # fmt: skip


def sealed(path: Path, items: Iterable[BagItem] = ITEMS, copies: Iterable[BagItem] = (), *, by: Sealing | None = None) -> Sealed:
    return seal(path, items, tuple(copies), by or how())


def sums(folder: Path) -> bool:
    """What ``sha256sum -c`` says of both manifests."""
    runs = (_run(folder, "sha256sum", "--strict", "-c", name) for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"))
    return {run.returncode for run in runs} == {0}


def signature(folder: Path, public: Path | str = "mimawari.pub") -> bool:
    """What minisign says of the signature."""
    return _run(folder, "minisign", "-Vm", "tagmanifest-sha256.txt", "-p", str(public)).returncode == 0


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=folder, check=False, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    )


def unpacked(path: Path, into: Path) -> Path:
    """The bag's folder out of its zip."""
    with zipfile.ZipFile(path) as packed:
        packed.extractall(into)
    (bag,) = into.iterdir()
    return bag


def every_file(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
