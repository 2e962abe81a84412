"""Drafts as PDF, set by Typst: to read and to print. Fonts are embedded, places to fill are marked in yellow."""

from __future__ import annotations

from importlib.resources import files
from itertools import groupby
from types import TracebackType

from mimawari.faces.documents.press import Press
from mimawari.faces.notices.pieces import Piece, banner, blocks, pieces
from mimawari.model import Block, Notice, NoticeKind

SIZE = 10.5
_SMALLEST = 9.0
_ONE_SHEET = frozenset({NoticeKind.PARTNER, NoticeKind.CUSTOMER, NoticeKind.WEB, NoticeKind.REPORTER})
"""Letters that are set smaller rather than on a second sheet."""


class Sheets:
    """Sets drafts. *now* is the moment that they bear. Raises :class:`NoPdf` where Typst or a Japanese font is not here."""

    def __init__(self, now: str) -> None:
        self._press = Press(files(__package__ or "") / "notice.typ", now)

    def __enter__(self) -> Sheets:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._press.__exit__(kind, error, trace)

    def pdf(self, notice: Notice) -> bytes:
        """The draft."""
        size = SIZE
        compiler = self._press.compiler(_data(notice), notice.tongue, size)
        while notice.kind in _ONE_SHEET and size > _SMALLEST and self._press.pages(compiler) > 1:
            size -= 0.5
            compiler = self._press.compiler(_data(notice), notice.tongue, size)
        return self._press.pdf(compiler)


def _data(notice: Notice) -> dict[str, object]:
    return {
        "tongue": notice.tongue,
        "title": notice.name.say(notice.tongue),
        "banner": banner(notice),
        "blocks": [_block(one, notice.tongue) for one in blocks(notice)],
    }


def _block(block: Block, tongue: str) -> dict[str, object]:
    texts = [["".join(one.text for one in same), to_fill] for to_fill, same in groupby(pieces(block.texts, tongue), _to_fill)]
    return {"shape": block.shape.value, "label": block.label, "texts": texts}


def _to_fill(piece: Piece) -> bool:
    return piece.to_fill
