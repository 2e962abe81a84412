"""The program name that Emotet kept in the registry from 2020-02-06 on: each byte XOR a byte of the volume's serial.

Source: JPCERTCC/EmoCheck v2.0 (commit 36f2ec6), emocheck/emotet_scanner.cpp. That a stored name may end in ``.exe`` or
``.dll`` is from public notes on EmoCrash.
"""

from __future__ import annotations

import re

LIMIT = 260
_SERIAL = re.compile(r"0|[1-9a-fA-F][0-9a-fA-F]{0,7}")
_STEM = re.compile(r"""[^\x00-\x1f"*/:<>?\\|\x7f-\U0010ffff]{3,64}""")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{4,63}")


def serial_of(name: str) -> int | None:
    """The serial number that the value's *name* stands for: hex digits without leading zeros; else None."""
    return int(name, 16) if _SERIAL.fullmatch(name) else None


def decoded(data: bytes, serial: int) -> bytes:
    """*data* XOR the four bytes of *serial*, lowest first."""
    key = serial.to_bytes(4, "little")
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(data))


def emocheck_name(data: bytes, serial: int) -> str:
    """The name as EmoCheck reads it: every decoded byte above 0x20 and below 0x7e, whatever stands between, and ``.exe``."""
    return "".join(chr(byte) for byte in decoded(data, serial) if 0x20 < byte < 0x7E) + ".exe"


def stem(data: bytes, serial: int) -> str | None:
    """The file name stem that *data* cleanly decodes to, None where it does not.

    Clean: 3 to 64 characters that a file name may hold, up to the end or the first NUL; after a name that is not
    plain letters and digits, or is short, only NULs. One byte or two (UTF-16) a character. Data over :data:`LIMIT`
    bytes are no name: they are the overlong values that vaccines leave.
    """
    if not 3 <= len(data) <= LIMIT:
        return None
    name, rest = _text(decoded(data, serial))
    found = re.sub(r"(?i)\.(?:exe|dll)$", "", name)
    if not _STEM.fullmatch(found) or found != found.strip(" ."):
        return None
    return found if is_plain(found) or not rest.strip(b"\0") else None


def is_plain(found: str) -> bool:
    """Whether a decoded stem is long and plain enough not to come about by chance."""
    return bool(_PLAIN.fullmatch(found))


def _text(raw: bytes) -> tuple[str, bytes]:
    """Up to the first NUL, and what follows it."""
    if len(raw) >= 6 and not any(raw[1:6:2]) and all(raw[0:6:2]):
        units = raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace")
        name, _, rest = units.partition("\0")
        return name, rest.encode("utf-16-le", "replace")
    head, _, rest_of = raw.partition(b"\0")
    return head.decode("latin-1"), rest_of
