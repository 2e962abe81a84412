"""Sheets of paper, set by Typst: tagged PDF/A, fonts embedded, the same bytes from the same page and moment.

Values reach the template as data and are never part of its source, so none of them can be code. Nothing is fetched: Typst sees the
template, the fonts that it brings and the Japanese font of this machine. A letter that no font has is written out, never left as an
empty box.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from mimawari.faces.documents.blocks import Page
from mimawari.faces.documents.fonts import FAMILIES, japanese, letters
from mimawari.faces.documents.trouble import NO_FONT, NO_TYPST, NOT_SET, NoPdf

if TYPE_CHECKING:
    import typst

_TEMPLATE = "page.typ"
_LATIN, _FIXED = "Libertinus Serif", "DejaVu Sans Mono"
_PACKED = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x100)))) | frozenset("–—‘’“”…\n")
"""Letters that the fonts have which Typst brings."""


class Sheets:
    """Sets pages in one language, at a moment (UTC, ISO 8601). Raises :class:`NoPdf` where Typst or a Japanese font is not here."""

    def __init__(self, tongue: str, now: str) -> None:
        try:
            import typst
        except (ImportError, OSError, RuntimeError) as error:  # it is no Python: what is broken of it says so in its own way
            raise NoPdf(NO_TYPST) from error
        paths = japanese()
        if not paths:
            raise NoPdf(NO_FONT)
        self._tongue, self._time, self._typst = tongue, _moment(now), typst
        self._letters = letters(paths[0]) | _PACKED
        try:
            with ExitStack() as stack:
                self._folder = Path(stack.enter_context(TemporaryDirectory(prefix="mimawari-")))
                self._fonts, self._family, self._bold = self._loaded(paths)
                self._kept = stack.pop_all()
        except OSError as error:
            raise NoPdf(NOT_SET, why=error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._kept.close()

    def _loaded(self, paths: tuple[Path, ...]) -> tuple[typst.Fonts, str, bool]:
        """Only these fonts: what else is installed must not change the page."""
        folder = self._folder
        (folder / _TEMPLATE).write_bytes((files(__package__ or "") / _TEMPLATE).read_bytes())
        for path in paths:
            shutil.copyfile(path, folder / path.name)
        fonts = self._typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
        own = [font for font in fonts.fonts() if font.path]
        names = {font.family for font in own}
        family = next((name for name in FAMILIES if name in names), min(names, default=""))
        if not family:
            raise NoPdf(NO_FONT)
        return fonts, family, any(font.family == family and font.weight >= 600 for font in own)

    def families(self) -> str:
        """The families that the page is set in, the first one first: what a drawing in it is to name."""
        return f"{self._family}, {_LATIN}" if self._tongue == "ja" else f"{_LATIN}, {self._family}"

    def fitting(self, page: Page, sizes: Sequence[float]) -> bytes | None:
        """The page on one sheet, in the first of the *sizes* (points) in which it fits; None where none does."""
        for size in sizes:
            compiler = self._compiler(page, size)
            if self._pages(compiler) == 1:
                return self._pdf(compiler)
        return None

    def whole(self, page: Page, size: float) -> bytes:
        """The page on as many sheets as it takes."""
        return self._pdf(self._compiler(page, size))

    def _compiler(self, page: Page, size: float) -> typst.Compiler:
        own = [self._family, _LATIN] if page.tongue == "ja" else [_LATIN, self._family]
        look = {"fonts": own, "fixed": [_FIXED, self._family], "bold": self._bold or page.tongue != "ja", "size": size}
        data = json.dumps({**self._printable(page.data()), **look, "now": self._now()})
        here = self._folder
        return self._typst.Compiler(here / _TEMPLATE, root=here, font_paths=self._fonts, sys_inputs={"data": data})

    def _pages(self, compiler: typst.Compiler) -> int:
        """How many sheets it takes."""
        try:
            return int(json.loads(compiler.query("<pages>", field="value"))[0])
        except self._typst.TypstError as error:
            raise NoPdf(NOT_SET, why=error.message) from error

    def _pdf(self, compiler: typst.Compiler) -> bytes:
        try:
            made = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=self._time)
        except self._typst.TypstError as error:
            raise NoPdf(NOT_SET, why=error.message) from error
        assert isinstance(made, bytes)
        return made

    def _now(self) -> list[int]:
        time = self._time
        return [time.year, time.month, time.day, time.hour, time.minute, time.second]

    def _printable(self, value: Any) -> Any:
        """The same, with letters written out that no font has."""
        if isinstance(value, str):
            return "".join(c if c in self._letters else _written_out(c) for c in value)
        if isinstance(value, Mapping):
            return {key: self._printable(one) for key, one in value.items()}
        return [self._printable(one) for one in value] if isinstance(value, list | tuple) else value


def _written_out(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _moment(now: str) -> datetime:
    try:
        time = datetime.fromisoformat(now)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
