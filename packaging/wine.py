"""A Windows for tests and for building the exe: Wine's drive, its registry and its server, as a folder that is cheap to copy.

No window is ever opened, nothing is linked to the home folder, and nobody else's Wine is touched.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import later_windows

WINE, SERVER = "/usr/lib/wine/wine64", "/usr/lib/wine/wineserver"
"""The programs themselves: Debian's ``wine`` complains of a missing 32-bit part on stderr."""
_TRIES, _LAST_DRIVER = 5, "windows/inf/winehid.pnf"
"""Of a whole prefix, this is the last thing that Wine's drivers leave behind."""

USER = "user-of-the-base"
"""The user of a base, who is renamed in each copy."""
LATIN, JAPANESE = 1252, 932
"""The code pages that a Windows of western Europe and one of Japan have."""
_HIVES = ("system.reg", "user.reg", "userdef.reg")
_SHARED = ("windows", "Program Files", "Program Files (x86)")
_TEMPORARY = (rf"\\{USER}\\Temp", rf"\\{USER}\\AppData\\Local\\Temp")
"""The user's temporary folder, as Wine has it and as Windows has it."""
_LEFT_ALONE = 60
"""After how many seconds without a program a server ends by itself, if its run was killed."""


@dataclass(frozen=True)
class Prefix:
    """One Windows: ``folder`` is what Wine calls a prefix. ``locales`` holds a Japanese locale, for its code page."""

    folder: Path
    user: str = USER
    code_page: int = LATIN
    locales: Path | None = None
    native: frozenset[str] = field(default_factory=frozenset)
    """Names of programs that Wine must take from the drive, where it has one of that name itself."""

    @property
    def drive(self) -> Path:
        """Drive C:."""
        return self.folder / "drive_c"

    def environment(self) -> dict[str, str]:
        """The environment that Wine's programs are started with: what they need, and nothing of the person's own."""
        chosen = {
            "PATH": os.defpath,
            "HOME": str(self.folder / "home"),
            "USER": self.user,
            "WINEPREFIX": str(self.folder),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": ";".join(("mscoree,mshtml=", *(f"{name}=n" for name in sorted(self.native)))),
            "LC_ALL": "ja_JP.UTF-8" if self.code_page == JAPANESE else "C.UTF-8",
        }
        return {**chosen, "LOCPATH": str(self.locales)} if self.code_page == JAPANESE and self.locales else chosen

    def start(self) -> None:
        """Start the server and Windows' own services. Neither may hold a pipe: its reader would wait for ever.

        Not with ``wineboot``, which would also run what stands in the Run keys.
        """
        (self.folder / "home").mkdir(exist_ok=True)
        self._quietly(SERVER, f"-p{_LEFT_ALONE}")
        self._quietly(WINE, "cmd", "/c", "rem")

    def stop(self, kept: bool = False) -> None:
        """End every program of this prefix, and no other. *kept* takes a second, and writes the registry to its files."""
        if kept:
            self._quietly(SERVER, "-k")
            self._quietly(SERVER, "-w")
        while pids := self.processes():
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def processes(self) -> list[int]:
        """The processes of this machine that were started for this prefix, by their environment; the ended have none."""
        mark = f"\0WINEPREFIX={self.folder}\0".encode()
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):
                if mark in b"\0" + path.read_bytes():
                    found.append(int(path.parent.name))
        return found

    @contextmanager
    def running(self, kept: bool = False) -> Iterator[None]:
        """Started, and stopped at the end whatever happens."""
        try:
            self.start()
            yield
        finally:
            self.stop(kept)

    def run(
        self, words: Sequence[str | Path], more: Mapping[str, str] | None = None, seconds: float = 300
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a Windows program to its end, with pipes: Python under Wine cannot write to a regular file."""
        environment = {**self.environment(), **(more or {})}
        command = [WINE, *map(str, words)]
        return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False)

    def leave(self, words: Sequence[str | Path], more: Mapping[str, str] | None = None) -> int:
        """Run a program that leaves others running, without pipes, which those would hold; its status."""
        return self._quietly(WINE, *map(str, words), more=more)

    def _quietly(self, *command: str, more: Mapping[str, str] | None = None) -> int:
        null, environment = subprocess.DEVNULL, {**self.environment(), **(more or {})}
        done = subprocess.run(command, env=environment, stdin=null, stdout=null, stderr=null, timeout=300, check=False)
        return done.returncode


def windows_path(path: Path) -> str:
    """A path of this machine as Windows programs under Wine name it."""
    return f"Z:{path.resolve()}".replace("/", "\\")


def make_base(folder: Path) -> None:
    """Make a new prefix, as Windows 10; takes 3 s and 700 MB."""
    base = Prefix(folder)
    for _ in range(_TRIES):
        folder.mkdir(parents=True)
        with base.running(kept=True):
            base.run(["winecfg", "-v", "win10"])
        if (base.drive / _LAST_DRIVER).exists():
            break
        # On a busy machine Wine gives up waiting for its drivers, and goes on without drives and their serial numbers.
        shutil.rmtree(folder)
    else:
        raise RuntimeError("Wine made no whole prefix")
    (base.drive / "windows/system32" / later_windows.NAME).write_bytes(later_windows.library())
    for link in (base.drive / "users").rglob("*"):
        if link.is_symlink():  # Such as Documents, which Wine makes a link to the home folder.
            link.unlink()
            link.mkdir()


def copy_of(base: Path, made: Prefix) -> Prefix:
    """Make the prefix *made* a copy of *base* on the same disk. What programs do not change is linked, not copied."""
    made.drive.mkdir(parents=True)
    for name in _SHARED:
        shutil.copytree(base / "drive_c" / name, made.drive / name, copy_function=os.link)
    shutil.copytree(base / "drive_c/ProgramData", made.drive / "ProgramData")
    shutil.copytree(base / "drive_c/users", made.drive / "users")
    shutil.copytree(base / "dosdevices", made.folder / "dosdevices", symlinks=True)
    shutil.copy2(base / ".update-timestamp", made.folder)
    profile = (made.drive / "users" / USER).rename(made.drive / "users" / made.user)
    (profile / "AppData/Local/Temp").mkdir()
    for name in _HIVES:
        text = (base / name).read_text("utf-8").replace(*_TEMPORARY)
        (made.folder / name).write_text(text.replace(USER, escaped(made.user)), "utf-8")
    return made


def escaped(text: str) -> str:
    r"""Text as Wine's registry files hold it: ``\``, quotes and brackets escaped, other letters as ``\x`` with four digits."""
    return "".join(f"\\{c}" if c in '\\"[]' else c if " " <= c <= "~" else f"\\x{ord(c):04x}" for c in text)


def place(drive: Path, path: str) -> Path:
    """Where ``Users/a/x.exe`` lies on the drive: what is there under another case is used."""
    at = drive
    for part in PurePosixPath(path.replace("\\", "/")).parts:
        there = at / part
        if at.is_dir() and not there.exists():
            there = next((each for each in at.iterdir() if each.name.lower() == part.lower()), there)
        at = there
    return at
