"""Pages as PDF, set by Typst: tagged PDF/A, fonts embedded, the same bytes from the same case.

Values reach the template as data and are never part of its source, so none of them can be code. Nothing is fetched: Typst sees the
template, the fonts that it brings and the Japanese font of this machine. A letter that no font has is written out, never left as an
empty box.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any

from mimawari.faces.documents.annex import annex
from mimawari.faces.documents.blocks import Page
from mimawari.faces.documents.fonts import FAMILIES, japanese, letters
from mimawari.faces.documents.management import ROOMS, management
from mimawari.faces.documents.seen import Seen
from mimawari.faces.documents.trouble import NO_FONT, NO_TYPST, NOT_SET, TOO_LONG, NoPdf

if TYPE_CHECKING:
    import typst

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
"""Points of the management page's text, from the largest: the largest is taken by which it is one sheet."""
_LAST = 8.0
"""The same where even the shortest lists are too long for these."""
_ANNEX = 8.5
_TEMPLATE = "page.typ"
_LATIN, _FIXED = "Libertinus Serif", "DejaVu Sans Mono"
_PACKED = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x100)))) | frozenset("–—‘’“”…\n")
"""Letters that the fonts have which Typst brings."""


class Paper:
    """Sets the pages of one case. Raises :class:`NoPdf` where Typst or a Japanese font is not here."""

    def __init__(self, seen: Seen) -> None:
        try:
            import typst
        except (ImportError, OSError, RuntimeError) as error:  # it is no Python: what is broken of it says so in its own way
            raise NoPdf(NO_TYPST) from error
        paths = japanese()
        if not paths:
            raise NoPdf(NO_FONT)
        self._seen, self._typst = seen, typst
        self._letters = letters(paths[0]) | _PACKED
        try:
            with ExitStack() as stack:
                self._folder = Path(stack.enter_context(TemporaryDirectory(prefix="mimawari-")))
                self._fonts, self._family, self._bold = self._loaded(paths)
                self._kept = stack.pop_all()
        except OSError as error:
            raise NoPdf(NOT_SET, why=error) from error

    def __enter__(self) -> Paper:
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

    def management(self) -> bytes:
        """The management page, on one sheet."""
        drawn = self._families()
        for room in ROOMS:
            page = management(self._seen, room, drawn)
            for size in (*SIZES, _LAST) if room is ROOMS[-1] else SIZES:
                compiler = self._compiler(page, size)
                if self._pages(compiler) == 1:
                    return self._pdf(compiler)
        raise NoPdf(TOO_LONG)

    def annex(self) -> bytes:
        """The annex, on as many sheets as it takes."""
        return self._pdf(self._compiler(annex(self._seen, self._families()), _ANNEX))

    def _families(self) -> str:
        return f"{self._family}, {_LATIN}" if self._seen.tongue == "ja" else f"{_LATIN}, {self._family}"

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
            made = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=_moment(self._seen))
        except self._typst.TypstError as error:
            raise NoPdf(NOT_SET, why=error.message) from error
        assert isinstance(made, bytes)
        return made

    def _now(self) -> list[int]:
        time = _moment(self._seen)
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


def _moment(seen: Seen) -> datetime:
    try:
        time = datetime.fromisoformat(seen.dossier.now)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
