"""Perceptual hashes of pictures: redrawn and rescaled versions of one picture come out alike, to a few bits.

Source: the algorithms of ImageHash 4.3 (``dhash``, ``phash``; 64 bits), which published lists of lure pictures use.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from math import cos, pi
from typing import TYPE_CHECKING

from mimawari.model import BadEvidence, Picture
from mimawari.trees.faults import parsing

if TYPE_CHECKING:
    from PIL import Image

NARROW = 300
"""Pictures of fewer pixels in width are icons and lines, and are left out."""

_PIXELS = 20_000_000
_KINDS = ("JPEG", "PNG", "GIF", "BMP")
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM")
_SIDE, _LOW = 32, 8
_COSINES = tuple(tuple(2 * cos(pi * k * (2 * n + 1) / (2 * _SIDE)) for n in range(_SIDE)) for k in range(_LOW))


def is_picture(data: bytes) -> bool:
    """Whether these first bytes are those of a JPEG, PNG, GIF or BMP."""
    return data.startswith(_STARTS)


def picture(name: str, data: bytes) -> Picture | None:
    """The picture with its hashes; None if it is none (JPEG, PNG, GIF, BMP) or under :data:`NARROW` pixels wide.

    One that is cut short is hashed with what there is. The hashes are empty where it cannot be decoded or has more
    than 20 million pixels (decoding costs up to 13 bytes a pixel); beyond 179 million it is None, too. Never raises.
    """
    if not is_picture(data):
        return None
    try:
        with _lenient(), parsing("picture", *_refusals()):
            return _picture(name, data)
    except BadEvidence:
        return None


def _picture(name: str, data: bytes) -> Picture | None:
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=_KINDS) as image:
        width, height = image.size
        if width < NARROW:
            return None
        if width * height > _PIXELS:
            return Picture(name=name, width=width, height=height)
        try:
            with parsing("picture", *_refusals()):
                grey = image.convert("L")
                return Picture(name=name, width=width, height=height, dhash=dhash(grey), phash=phash(grey))
        except BadEvidence:
            return Picture(name=name, width=width, height=height)


def _refusals() -> tuple[type[Exception], ...]:
    """What Pillow raises beside the usual."""
    from PIL import Image

    return (SyntaxError, Image.DecompressionBombError)


@contextmanager
def _lenient() -> Iterator[None]:
    """Pillow decodes what is cut short only where this flag of the whole process is set: set for no longer than needed."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def dhash(grey: Image.Image) -> str:
    """Of each two neighbours in 8 rows of 9 pixels: whether the right one is lighter. *grey* has mode ``L``."""
    small = _resized(grey, 9, 8)
    rows = [small[at : at + 9] for at in range(0, 72, 9)]
    return _hex([right > left for row in rows for left, right in pairwise(row)])


def phash(grey: Image.Image) -> str:
    """Of the 8 by 8 lowest frequencies of 32 by 32 pixels: whether each is above their median. *grey* has mode ``L``."""
    small = _resized(grey, _SIDE, _SIDE)
    columns = [small[at::_SIDE] for at in range(_SIDE)]
    down = [[_wave(column, k) for column in columns] for k in range(_LOW)]
    low = [_wave(row, k) for row in down for k in range(_LOW)]
    ordered = sorted(low)
    median = (ordered[31] + ordered[32]) / 2
    return _hex([value > median for value in low])


def _wave(values: bytes | list[float], k: int) -> float:
    """The coefficient *k* of the discrete cosine transform (type II, not normalised) of 32 values."""
    return sum(factor * value for factor, value in zip(_COSINES[k], values, strict=True))


def _resized(grey: Image.Image, width: int, height: int) -> bytes:
    from PIL import Image

    return grey.resize((width, height), Image.Resampling.LANCZOS).tobytes()


def _hex(bits: list[bool]) -> str:
    return f"{int(''.join('01'[bit] for bit in bits), 2):016x}"
