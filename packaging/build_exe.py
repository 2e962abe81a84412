"""``python3 packaging/build_exe.py OUT``: build OUT/mimawari.exe, one file that needs nothing else, on Linux with Wine.

PyInstaller runs on the Windows Python. The same sources and pins give the same bytes, wherever they lie.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from windows_python import ROOT, Kit, Unavailable, kit
from wine import Prefix, copy_of, windows_path

_MOMENT = "1767225600"
"""The time that the exe bears (2026-01-01 UTC), if SOURCE_DATE_EPOCH names no other."""
_UNUSED = (
    # What is digested is digested without OpenSSL, which is there for mail accounts.
    "_hashlib",
    # Colours for source text, which the library for tables brings along.
    "pygments", "markdown_it", "mdurl",
    # Kinds of pictures and windows that nobody looks at here.
    "PIL._avif", "PIL._webp", "PIL._imagingcms", "PIL._imagingft", "PIL._imagingtk", "PIL.ImageTk", "PIL.ImageQt", "tkinter",
    # Of the library for databases what is for other databases and for objects: the case uses its core, and SQLite.
    "sqlalchemy.orm", "sqlalchemy.ext", "sqlalchemy.testing",
    *(f"sqlalchemy.dialects.{name}" for name in ("mssql", "mysql", "oracle", "postgresql")),
    # Tools for development.
    "doctest", "lib2to3", "pdb", "pip", "pydoc", "pydoc_data", "setuptools", "test", "unittest", "distutils",
)  # fmt: skip

_LOADED_BY_NAME = ("holidays.countries.japan", "sqlalchemy.dialects.sqlite")
"""What libraries load by its name when it is asked for, so that no import of it is seen."""


class Unbuilt(Exception):
    """It could not be built; its text says why."""


def build(out: Path, made: Kit, root: Path = ROOT) -> Path:
    """Build ``mimawari.exe`` from *root* into the folder *out*; gives its path. Raises :class:`Unbuilt`."""
    made.hosts.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=made.hosts))
    try:
        prefix = copy_of(made.base, Prefix(folder / "prefix"))
        with prefix.running():
            tool, start = (windows_path(root / "packaging" / name) for name in ("sorted_pyinstaller.py", "frozen.py"))
            command: list[str | Path] = [made.python, "-X", "utf8", tool, *_options(folder), start]
            done = prefix.run(command, _environment(made, root), seconds=600)
        built = folder / "dist/mimawari.exe"
        if done.returncode or not built.exists():
            raise Unbuilt((done.stderr or done.stdout).decode("utf-8", "replace")[-3000:])
        out.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copyfile(built, out / "mimawari.exe"))
    finally:
        shutil.rmtree(folder)


def _options(folder: Path) -> list[str]:
    places = {"--distpath": folder / "dist", "--workpath": folder / "work", "--specpath": folder}
    options = ["--onefile", "--noconfirm", "--clean", "--log-level", "ERROR", "--noupx", "--name", "mimawari"]
    options += [word for name, path in places.items() for word in (name, windows_path(path))]
    options += ["--collect-submodules", "mimawari", "--collect-data", "mimawari", "--copy-metadata", "mimawari"]
    options += [word for name in _LOADED_BY_NAME for word in ("--hidden-import", name)]
    return options + [word for name in _UNUSED for word in ("--exclude-module", name)]


def _environment(made: Kit, root: Path) -> dict[str, str]:
    places = (root / "src", made.libraries, made.tools)
    return {
        "PYTHONPATH": ";".join(map(windows_path, places)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", _MOMENT),
    }


def main(words: list[str]) -> int:
    """Build it, and print its digest as ``sha256sum`` does; the exit status."""
    if len(words) != 1 or words[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 0 if words in (["-h"], ["--help"]) else 2
    try:
        built = build(Path(words[0]), kit())
    except (OSError, Unavailable, Unbuilt) as error:
        print(f"build_exe.py: {error}", file=sys.stderr)
        return 1
    print(f"{hashlib.sha256(built.read_bytes()).hexdigest()}  {built}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
