"""What made a bag: the program with the digests of its own files, its libraries, the Python and the system."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

_NAME = "mimawari"


@dataclass(frozen=True, slots=True)
class Program:
    """``files`` are digests of the installed files as ``sha256sum`` writes them, ``said`` the rest as JSON with their digest."""

    files: bytes
    said: bytes


def program(version: str, knowledge: str, knowledge_as_of: str) -> Program:
    """The program as it runs. ``self_sha256`` is the digest of the list of its files: another one is another program."""
    files = _files()
    said = {
        "program": _NAME, "version": version, "knowledge": knowledge, "knowledge_as_of": knowledge_as_of,
        "self_sha256": hashlib.sha256(files).hexdigest(), "files": files.count(b"\n"),
        "python": platform.python_version(), "implementation": platform.python_implementation(),
        "system": platform.platform(), "libraries": _libraries(),
    }  # fmt: skip
    return Program(files, (json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode())


def _files() -> bytes:
    """All files of the package, or the one that everything is in (a frozen program has no others)."""
    package = Path(__file__).parents[1]
    paths = [path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    named = {f"{_NAME}/{path.relative_to(package).as_posix()}": path for path in paths}
    if getattr(sys, "frozen", False):
        named[Path(sys.executable).name] = Path(sys.executable)
    return "".join(f"{_digest(named[name])}  {name}\n" for name in sorted(named)).encode()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _libraries() -> dict[str, str]:
    """The libraries that the program names, with the versions of those that are here."""
    found = {}
    try:
        wanted = metadata.requires(_NAME) or []
    except metadata.PackageNotFoundError:
        wanted = []
    for line in wanted:
        name = line.split(";")[0].split(">")[0].split("=")[0].split("[")[0].strip()
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return dict(sorted(found.items()))
