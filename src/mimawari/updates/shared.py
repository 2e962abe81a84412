"""The store of all users of a PC: used only where nobody but the administrator can have written it.

Whoever writes a store says what everybody's checks know. On Windows every user may create folders in the place of this store, and
who owns one cannot be told with what Python brings: there is no such store there.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from mimawari.model import Words
from mimawari.updates.trouble import Kind, Trouble

_ADMINISTRATOR = 0
"""The user id of root."""
_PARTS = ("", "state.json", "root.json", "forgotten", "versions", "metadata", "drafts")

_FOREIGN = Words(
    en="the shared knowledge in {folder} is not used: it does not belong to the administrator (root) alone, "
    "or others may write there. Have the administrator remove the folder, then run `mimawari update --shared ADDRESS`.",
    ja="{folder} の共有の知識データは使いません。管理者（root）以外の所有になっているか、管理者以外も書き込めるためです。"
    "管理者がこのフォルダーを削除してから、mimawari update --shared アドレス を実行してください。",
)
_NOT_HERE = Words(
    en="the shared knowledge in {folder} is not used: on Windows the program cannot tell who may write there. "
    "Each user runs `mimawari update`, without --shared.",
    ja="{folder} の共有の知識データは使いません。Windowsでは、そこに書き込める利用者を確認できないためです。"
    "利用者ごとに、--shared を付けずに mimawari update を実行してください。",
)


def place() -> Path:
    """The folder of the program for all users of this PC; the store lies in it."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA") or r"C:\ProgramData") / "mimawari"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/mimawari")
    return Path("/var/lib/mimawari")


def complaint(folder: Path) -> Words | None:
    """Why the shared store in *folder* is not used; None where it may be, or where nothing is recorded."""
    try:
        (folder / "state.json").lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return _FOREIGN.fill({"folder": folder.parent})
    return _objection(folder)


def check(folder: Path) -> None:
    """Raise :class:`Trouble` where the shared store in *folder* is not to be changed: somebody else may have prepared it."""
    if words := _objection(folder):
        raise Trouble(Kind.UNKEPT if _tells_owners() else Kind.ASKED, words)


def _objection(folder: Path) -> Words | None:
    if not _tells_owners():
        return _NOT_HERE.fill({"folder": folder})
    parts = [folder.parent, *(folder / name for name in _PARTS)]
    return None if all(map(_is_administrators, parts)) else _FOREIGN.fill({"folder": folder.parent})


def _tells_owners() -> bool:
    return os.name == "posix"


def _is_administrators(path: Path) -> bool:
    """Whether nobody but the administrator may write there; what is not there, nobody wrote. A link may lead anywhere."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    others = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return found.st_uid == _ADMINISTRATOR and not others and not stat.S_ISLNK(found.st_mode)
