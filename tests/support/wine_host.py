"""A running Windows that is a decoy: a :class:`~support.pc.Pc` in a Wine of its own, looked at by the Windows Python."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
import windows_python
from support.pc import Pc
from support.tools import in_ci, need
from support.wine_planting import further_hives, plant
from windows_python import ROOT, Kit
from wine import JAPANESE, LATIN, SERVER, WINE, Prefix, copy_of, windows_path

_SIDE = Path(__file__).with_name("wine_side.py")


@dataclass(frozen=True)
class Running:
    r"""A program that runs: its file (``C:\...``), its command line, and the place of its parent among those before it.

    The file does nothing. Where the decoy has one there, it is made that size (at least 1,024 bytes) and keeps its time.
    """

    image: str
    command: str
    parent: int | None = None


@dataclass(frozen=True)
class Host:
    """A decoy that runs. ``pids`` are those of what was started, in that order; ``source``: where mimawari is taken from."""

    pc: Pc
    prefix: Prefix
    kit: Kit
    pids: tuple[int, ...] = ()
    source: Path = ROOT / "src"

    def python(self, *words: str | Path) -> tuple[int, str, str]:
        """Run the Windows Python: its status, what it printed, and what it complained of."""
        return self.program(self.kit.python, *words)

    def program(self, *words: str | Path) -> tuple[int, str, str]:
        """Run any Windows program; what it prints is read as UTF-8, or in the PC's code page where it is not."""
        done = self.prefix.run(words, self.kit.environment(self.source))
        return done.returncode, self._text(done.stdout), self._text(done.stderr)

    def _text(self, printed: bytes) -> str:
        try:
            return printed.decode("utf-8")
        except UnicodeDecodeError:
            return printed.decode(f"cp{self.prefix.code_page}", "replace")


@cache
def _made() -> Kit:
    return windows_python.kit()


def windows() -> Kit:
    """Wine with the Windows Python. Skips the test where it is missing or cannot be fetched; fails it in CI."""
    need(WINE, SERVER)
    try:
        return _made()
    except windows_python.Unavailable as missing:
        if in_ci():
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@contextmanager
def hosted(
    pc: Pc,
    serial: int = 0xDEADBEEF,
    running: Sequence[Running] = (),
    code_page: int = LATIN,
    away: Sequence[str] = (),
) -> Iterator[Host]:
    """*pc* running, until the end of the block. *serial*: its drive's; *away*: users (not the first) who are not logged on.

    Takes about a second.
    """
    kit = windows()
    if code_page == JAPANESE and not any(kit.locales.iterdir()):
        need("the character maps of Debian's package locales")
    kit.hosts.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=kit.hosts))
    native = frozenset(PureWindowsPath(each.image).name.lower() for each in running)
    try:
        prefix = copy_of(kit.base, Prefix(folder / "prefix", pc.users[0], code_page, kit.locales, native))
        plant(pc, prefix, serial, [each.image for each in running], away)
        with prefix.running():
            yield Host(pc, prefix, kit, _liven(pc, prefix, kit, running, away))
    finally:
        shutil.rmtree(folder)


def _liven(pc: Pc, prefix: Prefix, kit: Kit, running: Sequence[Running], away: Sequence[str]) -> tuple[int, ...]:
    """What needs a running Windows: its name, further users who log on, and programs."""
    plan = prefix.folder / "plan"
    hives = {sid: windows_path(path) for sid, path in further_hives(pc, prefix.folder, away).items()}
    start = [(each.image, each.command, each.parent) for each in running]
    plan.write_text(json.dumps({"name": pc.name, "hives": hives, "start": start}), "utf-8")
    if prefix.leave([kit.python, windows_path(_SIDE), windows_path(plan)], kit.environment()):
        raise RuntimeError(plan.with_suffix(".error").read_text("utf-8"))
    return tuple(json.loads(plan.with_suffix(".pids").read_text("utf-8")))


def check(host: Host, *words: str) -> tuple[int, dict[str, Any], str]:
    """``mimawari check --json`` there, of that PC or of what *words* name: its status, its report, what it complained of."""
    status, printed, complaints = host.python("-m", "mimawari", "check", "--json", *words)
    assert printed, f"status {status}: {complaints}"
    return status, json.loads(printed), complaints
