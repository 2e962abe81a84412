"""Typst with the fonts that it needs, in a folder of its own: sets pages as PDF/A, the same bytes from the same data.

Values reach a template as data and are never part of its source, so none of them can be code. Nothing is fetched: Typst sees the
template, the fonts that it brings and the Japanese font of this machine. A letter that no font has is written out, never left as an
empty box.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any

from mimawari.faces.documents.fonts import FAMILIES, japanese, letters
from mimawari.faces.documents.trouble import NO_FONT, NO_TYPST, NOT_SET, NoPdf

if TYPE_CHECKING:
    from typing import Self

    import typst

_LATIN, _FIXED = "Libertinus Serif", "DejaVu Sans Mono"
_PACKED = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x100)))) | frozenset("–—‘’“”…\n")
"""Letters that the fonts have which Typst brings."""


class Press:
    """Sets pages by one template; *now* is the moment that they bear (UTC, ISO 8601). Raises :class:`NoPdf` where Typst or a
    Japanese font is not here."""

    def __init__(self, template: Traversable, now: str) -> None:
        try:
            import typst
        except (ImportError, OSError, RuntimeError) as error:  # it is no Python: what is broken of it says so in its own way
            raise NoPdf(NO_TYPST) from error
        paths = japanese()
        if not paths:
            raise NoPdf(NO_FONT)
        self._typst, self._name, self._moment = typst, template.name, _moment(now)
        self._letters = letters(paths[0]) | _PACKED
        try:
            with ExitStack() as stack:
                self._folder = Path(stack.enter_context(TemporaryDirectory(prefix="mimawari-")))
                (self._folder / self._name).write_bytes(template.read_bytes())
                self._fonts, self.family, self._bold = self._loaded(paths)
                self._kept = stack.pop_all()
        except OSError as error:
            raise NoPdf(NOT_SET, why=error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._kept.close()

    def _loaded(self, paths: tuple[Path, ...]) -> tuple[typst.Fonts, str, bool]:
        """Only these fonts: what else is installed must not change the page."""
        for path in paths:
            shutil.copyfile(path, self._folder / path.name)
        fonts = self._typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[self._folder])
        own = [font for font in fonts.fonts() if font.path]
        names = {font.family for font in own}
        family = next((name for name in FAMILIES if name in names), min(names, default=""))
        if not family:
            raise NoPdf(NO_FONT)
        return fonts, family, any(font.family == family and font.weight >= 600 for font in own)

    def families(self, tongue: str) -> str:
        """The fonts of a text in *tongue*, the first before the second."""
        return f"{self.family}, {_LATIN}" if tongue == "ja" else f"{_LATIN}, {self.family}"

    def compiler(self, data: Mapping[str, object], tongue: str, size: float) -> typst.Compiler:
        """A page with *data*, its text of *size* points."""
        own = [self.family, _LATIN] if tongue == "ja" else [_LATIN, self.family]
        look = {"fonts": own, "fixed": [_FIXED, self.family], "bold": self._bold or tongue != "ja", "size": size}
        sent = json.dumps({**self._printable(data), **look, "now": self._now()})
        here = self._folder
        return self._typst.Compiler(here / self._name, root=here, font_paths=self._fonts, sys_inputs={"data": sent})

    def pages(self, compiler: typst.Compiler) -> int:
        """How many sheets it takes."""
        try:
            return int(json.loads(compiler.query("<pages>", field="value"))[0])
        except self._typst.TypstError as error:
            raise NoPdf(NOT_SET, why=error.message) from error

    def pdf(self, compiler: typst.Compiler) -> bytes:
        """The page."""
        try:
            made = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=self._moment)
        except self._typst.TypstError as error:
            raise NoPdf(NOT_SET, why=error.message) from error
        assert isinstance(made, bytes)
        return made

    def _now(self) -> list[int]:
        time = self._moment
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
