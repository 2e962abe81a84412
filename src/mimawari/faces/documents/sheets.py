"""Sheets of paper in the look of a case's pages: on one sheet in the largest letters that fit, or on as many as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from types import TracebackType
from typing import TYPE_CHECKING, Self

from mimawari.faces.documents.blocks import Page
from mimawari.faces.documents.press import Press

if TYPE_CHECKING:
    import typst

_TEMPLATE = "page.typ"


class Sheets:
    """Sets pages in one language, at a moment (UTC, ISO 8601). Raises :class:`NoPdf` where Typst or a Japanese font is not here."""

    def __init__(self, tongue: str, now: str) -> None:
        self._tongue, self._press = tongue, Press(files(__package__ or "") / _TEMPLATE, now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._press.__exit__(kind, error, trace)

    def families(self) -> str:
        """The families that the page is set in, the first one first: what a drawing in it is to name."""
        return self._press.families(self._tongue)

    def fitting(self, page: Page, sizes: Sequence[float]) -> bytes | None:
        """The page on one sheet, in the first of the *sizes* (points) in which it fits; None where none does."""
        for size in sizes:
            compiler = self._compiler(page, size)
            if self._press.pages(compiler) == 1:
                return self._press.pdf(compiler)
        return None

    def whole(self, page: Page, size: float) -> bytes:
        """The page on as many sheets as it takes."""
        return self._press.pdf(self._compiler(page, size))

    def _compiler(self, page: Page, size: float) -> typst.Compiler:
        return self._press.compiler(page.data(), page.tongue, size)
