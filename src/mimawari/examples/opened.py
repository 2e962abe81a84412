"""What Outlook and Office remember of documents: the one that brought the decoy, and those of an ordinary office."""

from __future__ import annotations

import struct

from mimawari.examples.decoy import FOLDER, INFECTED
from mimawari.examples.hive_writer import Key, Value, binary, text
from mimawari.examples.moments import TICKS_PER_SECOND, moment
from mimawari.examples.pc import INERT, Pc, User
from mimawari.examples.tree_writer import Copy

ATTACHMENT = "請求書_20210114.doc"
_OUTLOOK = "AppData/Local/Microsoft/Windows/INetCache/Content.Outlook"
_ALLOWED = 0x7FFFFFFF
_MINUTE, _SINCE_1970 = 60 * TICKS_PER_SECOND, 116_444_736_000_000_000


def open_attachment(copy: Copy, user: User, root: Key) -> None:
    """A document out of a mail, opened in Outlook three minutes before the decoy was put down, its macros allowed."""
    opened_from_mail(copy, user, root, ATTACHMENT, "Word", moment(INFECTED, f"Users/{user.name}/AppData/Local/{FOLDER}"))


def opened_from_mail(copy: Copy, user: User, root: Key, name: str, app: str, before: int) -> None:
    """A document *name* of Office's *app* out of a mail, opened three minutes before the FILETIME *before*, its macros allowed."""
    opened = before - 3 * _MINUTE
    copy.add(f"Users/{user.name}/{_OUTLOOK}/M1K5Q7ZB/{name}", f"{INERT}\r\n".encode(), opened)
    path = rf"C:\Users\{user.name}\{_OUTLOOK}\M1K5Q7ZB\{name}".replace("/", "\\")
    _remember(root, app, path, opened + _MINUTE, _ALLOWED)


def open_daily(copy: Copy, pc: Pc, user: User, root: Key) -> None:
    """The office's own workbook, whose macros are allowed; a partner's document and the picture of a signature in Outlook."""
    home = f"Users/{user.name}"
    used = moment(pc.used, f"{home}/opened")
    for name in ("在庫管理.xlsm", "発注書.xlsx", "image001.png"):
        folder = "Documents" if name.endswith("m") else f"{_OUTLOOK}/T4W9D2XC"
        copy.add(f"{home}/{folder}/{name}", f"{INERT}: {name}\r\n".encode(), used)
    _remember(root, "Excel", rf"C:\Users\{user.name}\Documents\在庫管理.xlsm", used, _ALLOWED)


def _remember(root: Key, app: str, path: str, opened: int, allowed: int) -> None:
    """In the list of documents opened last, and among those that are trusted."""
    office = root.at(rf"Software\Microsoft\Office\16.0\{app}")
    office.at("File MRU").put(text("Item 1", f"[F00000000][T{opened:016X}][O00000000]*{path}"))
    office.at(r"Security\Trusted Documents\TrustRecords").put(_record(path, opened, allowed))


def _record(path: str, opened: int, allowed: int) -> Value:
    return binary(path.replace("\\", "/"), struct.pack("<QqII", opened, 0, (opened - _SINCE_1970) // _MINUTE, allowed))
