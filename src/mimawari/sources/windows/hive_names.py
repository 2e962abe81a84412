"""How Windows compares the names of keys and values."""

from __future__ import annotations


def same_name(left: str, right: str) -> bool:
    """Whether two names differ by letter case alone. No other letter stands for an ASCII one."""
    if left == right:
        return True
    if left.isascii() or right.isascii():
        return left.isascii() and right.isascii() and left.lower() == right.lower()
    return _upper(left) == _upper(right)


def fits(name: str, hint: bytes | None) -> bool:
    """Whether a key of this *name* may stand behind a list's *hint*: ``lh`` and a hash, ``lf`` and four letters, or nothing.

    Hints are only trusted for ASCII names: for others Windows' own table of letter cases decides.
    """
    if hint is None or not name.isascii():
        return True
    if hint[:2] == b"lh":
        return int.from_bytes(hint[2:], "little") == hashed(name)
    letters = hint[2:].rstrip(b"\0")
    return not letters or letters.lower() == name[:4].encode().lower()


def belies(name: str, hint: bytes | None) -> bool:
    """Whether a list's *hint* says that its key bears another name than *name*: one of the two is damaged."""
    if hint is None:
        return False
    if hint[:2] == b"lh":
        return int.from_bytes(hint[2:], "little") != hashed(name)
    return not fits(name, hint)


def hashed(name: str) -> int:
    """The hash of a name in an ``lh`` list (regf specification)."""
    value = 0
    for letter in _upper(name):
        value = (value * 37 + ord(letter)) & 0xFFFFFFFF
    return value


def _upper(name: str) -> str:
    return "".join(upper if len(upper := letter.upper()) == 1 else letter for letter in name)
