"""Field codes of a document, put together from their pieces (ECMA-376 part 1, 17.16; Word's fields are the same in every shell).

Fields lie in each other: ``QUOTE 67 77 68`` spells a text by its character numbers, ``SET`` keeps one and ``REF`` recalls it.
These three are worked out, because commands are hidden so; nothing else is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mimawari.formats.office.parts import Notes
from mimawari.model import External, Reason

_LONG, _DEEP, _MANY = 16 << 10, 64, 2_000

# Fields that fetch something or start a program; HYPERLINK is told as a link.
_TELLING = re.compile(
    r"\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|EMBED|RD|DATABASE|MACROBUTTON|CONTROL|ASK|FILLIN|HTMLCONTROL"
    r"|AUTOTEXT|ADDIN)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"\s*QUOTE\b", re.IGNORECASE)
_SET = re.compile(r'\s*SET\s+"?([^\s"]{1,200})"?\s+(.{0,16384})', re.IGNORECASE | re.DOTALL)
_REF = re.compile(r'\s*REF\s+"?([^\s"]{1,200})', re.IGNORECASE)
_LINK = re.compile(r'\s*HYPERLINK\s+(?:\\[nm]\s+|\\[ot]\s+"[^"]{0,500}"\s+){0,5}(?!\\[a-z]\b)"?([^"\s]{1,4096})', re.IGNORECASE)
_FETCHED = re.compile(r'\s*INCLUDE(?:TEXT|PICTURE)\s+"?([^"\s]{1,4096})', re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|ftp|file|mhtml|ms-[a-z-]{1,30}):|\\{2,4}[^\\]", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """A field that is not closed yet. ``shows``: its code is complete, what follows is its result."""

    code: list[str] = field(default_factory=list)
    length: int = 0
    shows: bool = False


class Fields:
    """Takes the pieces as they stand in the document; ``codes`` are the telling ones, ``links`` where the others lead."""

    def __init__(self, notes: Notes) -> None:
        self.codes: list[str] = []
        self.links: list[External] = []
        self._notes = notes
        self._stack: list[_Open] = []
        self._kept: dict[str, str] = {}

    def begin(self) -> None:
        """A field begins."""
        if len(self._stack) >= _DEEP:
            self._notes.add(Reason.TOO_LARGE, f"more than {_DEEP} fields inside each other")
            self._stack.pop(0)
        self._stack.append(_Open())

    def separate(self) -> None:
        """Its code ends, its result follows."""
        if self._stack:
            self._stack[-1].shows = True

    def code(self, text: str) -> None:
        """A piece of the code of the innermost field."""
        if not self._stack or self._stack[-1].shows:
            return
        inner = self._stack[-1]
        inner.length += len(text)
        if inner.length <= _LONG:
            inner.code.append(text)
        else:
            self._notes.add(Reason.TOO_LARGE, f"a field of more than {_LONG >> 10} KiB")

    @property
    def in_code(self) -> bool:
        """Whether text that comes now belongs to a field's code."""
        return bool(self._stack) and not self._stack[-1].shows

    def end(self) -> None:
        """The innermost field ends."""
        if not self._stack:
            return
        code = "".join(self._stack.pop().code)
        worth = self._worth(code)
        if worth is not None:
            self.code(worth)
        else:
            self.whole(code)

    def whole(self, code: str) -> None:
        """A field's complete code."""
        if len(self.codes) + len(self.links) >= _MANY:
            self._notes.add(Reason.TOO_LARGE, f"more than {_MANY} fields")
            return
        if _TELLING.match(code):
            self.codes.append(code.strip()[:_LONG])
        self.links.extend(_links(code))

    def finish(self) -> None:
        """Close what was left open, as where the document ends early."""
        while self._stack:
            self.end()

    def _worth(self, code: str) -> str | None:
        """What a field inside another one stands for; None: it is a field for itself."""
        if _QUOTE.match(code):
            return _quoted(code)
        if found := _SET.match(code):
            self._keep(found[1], found[2].strip().strip('"'))
            return ""
        if found := _REF.match(code):
            return self._kept.get(found[1].lower(), "")
        return None

    def _keep(self, name: str, value: str) -> None:
        if len(self._kept) < _MANY:
            self._kept[name.lower()] = value


def _quoted(code: str) -> str:
    """Numbers are characters; anything else stands for itself."""
    words = code.split()[1:]
    numbers = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 8]
    if words and len(numbers) == len(words):
        return "".join(chr(number) for number in numbers if number < 0x110000 and not 0xD800 <= number < 0xE000)
    return " ".join(words).strip('"')


def _links(code: str) -> list[External]:
    if found := _LINK.match(code):
        return [External(form="hyperlink", target=found[1])]
    if (found := _FETCHED.match(code)) and _ADDRESS.match(found[1]):
        return [External(form="field", target=found[1], automatic=True)]
    return []
