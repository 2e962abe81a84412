"""What decoys are drawn from: users, places, serials, times and names; always the same for the same seed."""

from __future__ import annotations

import string
from dataclasses import dataclass
from random import Random
from typing import Any

from support import cases
from support.looking import HERE

from mimawari.model import Artifact, Host, ProgramFolders, SystemDirectory

USERS = ("hanako", "Taro Yamada", "田中", "佐藤 花子", "user01", "Administrator", "shop", "ｶﾌﾞ")
SYSTEM = {
    "kbdsmsno.dll": 8192, "spwizeng.dll": 512_000, "subst.exe": 14_848, "synchost.dll": 40_960, "mscpxl32.dll": 20_480,
    "d3d11on12.dll": 200_704, "wlansvc.dll": 2_000_000, "mstask.dll": 251_392, "dmview.exe": 90_112, "nlsdl.dll": 30_000,
    "certca.dll": 500_000, "tapisrv.dll": 300_000, "netsh.exe": 96_768, "rpcnsh.dll": 24_000, "msvcp60.dll": 400_000,
}  # fmt: skip
PROGRAMS = frozenset({"canon", "google", "adobe", "microsoft", "justsystem", "common files", "epson"})
DAY = 864_000_000_000
SYSTEM_FOLDERS = (r"C:\Windows\System32", r"C:\Windows\SysWOW64")


@dataclass(frozen=True)
class Decoy:
    """What lies on a PC. ``taken`` says whether EmoCheck's own logic makes a candidate of it (None: it cannot see it)."""

    what: str
    given: tuple[Artifact, ...]
    context: tuple[Artifact, ...]
    taken: bool | None = None


def host(serial: int | None) -> Host:
    return Host(origin=HERE, name="PC1", volume_serial=serial)


def system(**more: int) -> SystemDirectory:
    return SystemDirectory(origin=HERE, files=tuple({**SYSTEM, **{f"{name}.exe": size for name, size in more.items()}}.items()))


def programs() -> ProgramFolders:
    return ProgramFolders(origin=HERE, names=PROGRAMS)


def serial(draw: Random) -> int:
    """Any; every fifth one short, with leading zeros."""
    return draw.getrandbits(32 if draw.random() < 0.8 else 20)


def local(user: str) -> str:
    return rf"C:\Users\{user}\AppData\Local"


def root(draw: Random) -> tuple[str, str]:
    """A folder that Emotet installs itself below, and the user it belongs to."""
    user = draw.choice(USERS)
    return (local(user), user) if draw.random() < 0.6 else (draw.choice(SYSTEM_FOLDERS), user)


def letters(draw: Random, least: int, most: int, from_: str = string.ascii_lowercase) -> str:
    return "".join(draw.choice(from_) for _ in range(draw.randint(least, most)))


def any_case(draw: Random, text: str) -> str:
    return draw.choice((text, text, text.upper(), text.title()))


def moment(draw: Random) -> int:
    """A FILETIME between 2017 and 2023, with a fraction of a second."""
    return draw.randrange(131_277_024_000_000_000, 133_170_048_000_000_000) | 1


def file(path: str, **more: Any) -> Artifact:
    return cases.artifact("file", {"path": path, "head": "MZ", "size": 300_000, **more})


def start(kind: str, name: str, command: str, owner: str = "hanako", there: dict[str, Any] | None = None) -> Artifact:
    row: dict[str, Any] = {"name": rf"\{name}" if kind == "task" else name, "command": command, "owner": owner}
    return cases.artifact(kind, row if there is None else {**row, "file": there})


def start_kind(draw: Random) -> str:
    return draw.choice(("run-value", "run-value", "service", "task"))
