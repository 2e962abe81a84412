"""The names of mail folders on the wire: modified UTF-7 (RFC 3501 5.1.3)."""

from __future__ import annotations

import base64
import binascii
import re

_SHIFTED = re.compile(rb"&([A-Za-z0-9+,]*)-")
_FOREIGN = re.compile(r"[^\x20-\x7e]+")


def decoded(name: bytes) -> str:
    """The name as people read it. What is no modified UTF-7 stays as it stands."""
    if not name.isascii():
        return name.decode("utf-8", "surrogateescape")
    return _SHIFTED.sub(lambda run: _unshifted(run[1]), name).decode("utf-8", "surrogateescape")


def _unshifted(run: bytes) -> bytes:
    if not run:
        return b"&"
    try:
        units = base64.b64decode(run.replace(b",", b"/") + b"=" * (-len(run) % 4), validate=True)
        return units.decode("utf-16-be").encode("utf-8")
    except (binascii.Error, UnicodeError):
        return b"&" + run + b"-"


def encoded(name: str) -> bytes:
    """The name as it goes over the wire; bytes that :func:`decoded` could not read go as they were."""
    return _FOREIGN.sub(_shifted, name.replace("&", "&-")).encode("utf-8", "surrogateescape")


def _shifted(run: re.Match[str]) -> str:
    try:
        units = run[0].encode("utf-16-be")
    except UnicodeEncodeError:
        return run[0]
    return "&" + base64.b64encode(units).rstrip(b"=").replace(b"/", b",").decode("ascii") + "-"
