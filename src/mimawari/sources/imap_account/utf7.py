"""The names of mail folders on the wire: modified UTF-7 (RFC 3501 5.1.3)."""

from __future__ import annotations

import base64
import re

from mimawari.sources.mail import names

_FOREIGN = re.compile(r"[^\x20-\x7e]+")


def decoded(name: bytes) -> str:
    """The name as people read it. What is no modified UTF-7 stays as it stands."""
    text = name.decode("utf-8", "surrogateescape")
    return names.decoded(text) if name.isascii() else text


def encoded(name: str) -> bytes:
    """The name as it goes over the wire; bytes that :func:`decoded` could not read go as they were."""
    return _FOREIGN.sub(_shifted, name.replace("&", "&-")).encode("utf-8", "surrogateescape")


def _shifted(run: re.Match[str]) -> str:
    try:
        units = run[0].encode("utf-16-be")
    except UnicodeEncodeError:
        return run[0]
    return "&" + base64.b64encode(units).rstrip(b"=").replace(b"/", b",").decode("ascii") + "-"
