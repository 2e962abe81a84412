"""Inert Windows shortcuts ([MS-SHLLINK]) with everything in them that a test wants, and text behind them."""

import struct
from uuid import UUID

_CLASS = bytes.fromhex("0114020000000000c000000000000046")
_COMPUTER = UUID("20D04FE0-3AEA-1069-A2D8-08002B30309D")


def lnk(target: str = "", arguments: str = "", *, variable: str = "", info: str = "", relative: str = "", folder: str = "",
        description: str = "", icon: str = "", show: int = 1, size: int = 0, machine: str = "", appended: bytes = b"",
        unicode: bool = True, extra: bytes = b"", terminal: bool = True) -> bytes:  # fmt: skip
    """A shortcut: *target* as a list of shell items, *variable* as an environment variable block, *info* as link information."""
    texts = ((0x04, description), (0x08, relative), (0x10, folder), (0x20, arguments), (0x40, icon))
    flags = (
        (0x80 if unicode else 0) | bool(target) | bool(info) << 1 | bool(variable) << 9 | sum(bit for bit, text in texts if text)
    )
    data = struct.pack("<I16sII24xIiIH10x", 0x4C, _CLASS, flags, 0x20, size, 0, show, 0)
    data += _item_list(target) if target else b""
    data += _info(info) if info else b""
    data += b"".join(_text(text, unicode) for _, text in texts if text)
    blocks = (_variable(variable) if variable else b"") + (_tracker(machine) if machine else b"") + extra
    return data + blocks + (bytes(4) if terminal else b"") + appended


def block(signature: int, body: bytes) -> bytes:
    """A block of extra data (2.5)."""
    return struct.pack("<II", 8 + len(body), signature) + body


def _text(text: str, unicode: bool) -> bytes:
    return struct.pack("<H", len(text)) + text.encode("utf-16-le") if unicode else _narrow(text)


def _narrow(text: str) -> bytes:
    raw = text.encode("cp932")
    return struct.pack("<H", len(raw)) + raw


def _item(body: bytes) -> bytes:
    return struct.pack("<H", 2 + len(body)) + body


def _item_list(path: str) -> bytes:
    """The computer, the drive, and a file entry with a long name (0xBEEF0004, version 3) for each part."""
    drive, *names = path.split("\\")
    items = [_item(b"\x1f\x50" + _COMPUTER.bytes_le), _item(b"\x2f" + f"{drive}\\".encode().ljust(22, b"\0"))]
    for number, name in enumerate(names, 1):
        kind = 0x32 if number == len(names) else 0x31
        short = b"SHORT~1\0"
        long = name.encode("utf-16-le") + b"\0\0"
        extension = (
            struct.pack("<HHIIIHH", 22 + len(long), 3, 0xBEEF0004, 0, 0, 0x14, 0) + long + struct.pack("<H", 14 + len(short))
        )
        items.append(_item(struct.pack("<BBIIH", kind, 0, 0, 0, 0x20) + short + extension))
    data = b"".join(items) + bytes(2)
    return struct.pack("<H", len(data)) + data


def _info(path: str) -> bytes:
    """LinkInfo (2.3) of a local path (with a volume) or of a share (``\\\\server\\share\\rest``)."""
    if path.startswith("\\\\"):
        server, share, rest = path[2:].split("\\", 2)
        name = f"\\\\{server}\\{share}".encode() + b"\0"
        network = struct.pack("<5I", 0x14 + len(name), 0, 0x14, 0, 0x20000) + name
        end = rest.encode("cp932") + b"\0"
        return struct.pack("<7I", 0x1C + len(network) + len(end), 0x1C, 2, 0, 0, 0x1C, 0x1C + len(network)) + network + end
    volume = struct.pack("<4I", 0x11, 3, 0x1234ABCD, 0x10) + b"\0"
    base = path.encode("cp932") + b"\0"
    total = 0x1C + len(volume) + len(base) + 1
    return struct.pack("<7I", total, 0x1C, 1, 0x1C, 0x1C + len(volume), 0, total - 1) + volume + base + b"\0"


def _variable(path: str) -> bytes:
    return block(0xA0000001, path.encode("cp932").ljust(260, b"\0") + path.encode("utf-16-le").ljust(520, b"\0"))


def _tracker(machine: str) -> bytes:
    return block(0xA0000003, struct.pack("<II16s", 0x58, 0, machine.encode()) + bytes(64))


LURE = lnk(r"C:\Windows\System32\cmd.exe", "/c powershell -w hidden -enc " + "QQBB" * 100, show=7)
"""One that hides its window and starts PowerShell with a command in base64: dangerous, and inert."""
