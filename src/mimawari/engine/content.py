"""Whether there is anything in a file that a full scan met, and whether it can be opened at all."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import Any, cast

from mimawari.engine.opening import CONTENT
from mimawari.model import BadEvidence, Blob, Gap, Reason
from mimawari.sources.windows.files import BLOCKED, IN_USE


def filled(blob: Blob) -> Blob | Gap | None:
    """*blob* with something in it; None where it has not a byte, a gap of its own kind where it cannot be opened.

    The size that was listed may be an old one: where it is none, the file itself is asked. Raises ``OSError``.
    """
    try:
        with closing(blob.content.open()) as stream:
            if blob.content.size:
                return blob
            if not stream.read(1):
                return None
            size = stream.seek(0, 2)
    except BadEvidence as bad:
        return Gap(blob.origin, bad.reason, _wanted(bad), bad.detail)
    if not size:
        return Gap(blob.origin, Reason.UNSUPPORTED, CONTENT, "its size is not known")
    return replace(blob, content=replace(cast("Any", blob.content), size=size))


def _wanted(bad: BadEvidence) -> str:
    """As with the files of a Windows: what is kept otherwise or in use says less than what cannot be read."""
    if bad.detail == BLOCKED:
        return BLOCKED
    kept_otherwise = bad.reason in (Reason.UNSUPPORTED, Reason.ENCRYPTED) or bad.detail == IN_USE
    return "file-content" if kept_otherwise else CONTENT
