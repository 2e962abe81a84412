"""A file as it is delivered, and what must or must not be said of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

EMOTET = "emotet"


@dataclass(frozen=True)
class Sample:
    """A whole file. ``family``: whom it must be named after; None: nobody (the bytes hold nothing that only one family has).

    ``kinds``: one of these findings must be among the strong ones. ``way``: the end of the path that leads to the thing.
    """

    name: str
    data: bytes
    family: str | None = None
    kinds: tuple[str, ...] = ()
    way: tuple[str, ...] = ()


Draw = Callable[[Random], Sample]


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A plain zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2022, 3, 3, 11, 22, 32)), data, method)
    return out.getvalue()
