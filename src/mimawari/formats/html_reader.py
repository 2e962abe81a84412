"""Reads HTML, XHTML and SVG in one pass and linear time: tags with their attributes, scripts, and the text that is shown.

It follows the tokenisation of the HTML standard (13.2.5) as far as it matters for what a page leads to and holds: what a
browser would take for a comment, an attribute or a script is taken for that here too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

TAGS = 200_000
"""The most start tags that are read of one page."""
PIECES = 600_000
"""The most tags, comments and texts, and the most attributes."""
_EACH = 100
"""The most attributes of one element that are kept."""
_TICK = 4096
_OPENS = re.compile(r"<[A-Za-z!?/]")
_NAME = re.compile(r"[A-Za-z][^\s/>]{0,60}")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*)?")
# An end tag; a start tag whose values stand in double quotes and hold no angle brackets: no reading of it but one.
_PLAIN = re.compile(
    r"</([A-Za-z][A-Za-z0-9:]{0,59})\s*+>|<([A-Za-z][A-Za-z0-9:]{0,59}+)((?:\s++[A-Za-z][\w:\-]{0,59}+=\"[^\"<>]*+\")*+)\s*+/?>"
)
_PAIR = re.compile(r"([\w:\-]++)=\"([^\"]*+)\"")
_UNQUOTED = re.compile(r"[^\s>]*")
_RAW = {"script", "style", "textarea", "title", "xmp", "noembed", "noframes"}
_HIDDEN = {"script", "style", "noembed", "noframes", "title"}
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_BREAKS = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "table", "blockquote", "pre", "td", "th", "hr"}
_VALUE = 64 << 10


@dataclass(slots=True)
class Tag:
    """A start tag: names in lower case without a prefix (``xlink:href`` is ``href``), values as they mean, cut at 64 KiB.

    ``raw`` is what stands inside a script, style or title.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    raw: str = ""

    def get(self, name: str) -> str:
        """An attribute's value; empty where there is none."""
        return self.attributes.get(name, "").strip()


@dataclass(slots=True)
class Page:
    """What was read. ``cut``: there was more than is read. ``unended``: the element (``script`` ...) within which the page ends."""

    tags: list[Tag] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    cut: bool = False
    unended: str = ""

    def text(self, most: int) -> str:
        """The text that the page shows, up to *most* characters, entities resolved."""
        whole = html.unescape("".join(self.shown)[: 4 * most])
        lines = (" ".join(line.split()) for line in whole.splitlines())
        return "\n".join(line for line in lines if line)[:most]


def read(text: str, tick: Callable[[], None] | None = None) -> Page:
    """The page that *text* is. *tick* is called now and then and may raise ``BadEvidence`` to end it."""
    page = Page()
    for number, one in enumerate(_pieces(text, page)):
        if tick and not number % _TICK:
            tick()
        if isinstance(one, str):
            page.shown.append(one)
        else:
            _take(page, one)
        if len(page.tags) >= TAGS or number >= PIECES:
            page.cut = True
        if page.cut:
            break
    return page


def _take(page: Page, tag: Tag) -> None:
    if tag.name in _BREAKS:
        page.shown.append("\n")
    if tag.raw and tag.name not in _HIDDEN:
        page.shown.append(tag.raw)
    page.tags.append(tag)


def _pieces(text: str, page: Page) -> Iterator[Tag | str]:
    at, attributes = 0, 0
    while at < len(text):
        sign = _OPENS.search(text, at)
        if sign is None:
            yield text[at:]
            return
        start = sign.start()
        yield text[at:start]
        plain = _PLAIN.match(text, start)
        at = plain.end() if plain and plain[1] else start if plain else _skipped(text, start)
        if at > start:
            ended = plain or (_NAME.match(text, start + 2) if text[start + 1] == "/" else None)
            if ended and ended[ended.lastindex or 0].lower() in _BREAKS:
                yield "\n"
            continue
        tag, at, count = _plain_tag(text, plain, page) if plain else _tag(text, start, page)
        attributes += count
        # An element with more attributes than are kept may hide a handler behind them.
        page.cut = page.cut or attributes > PIECES or count > _EACH
        yield tag


def _skipped(text: str, at: int) -> int:
    """Where a comment, declaration or end tag at *at* ends; *at* itself if there is none."""
    if text.startswith("<!--", at):
        # "<!-->" and "<!--->" are whole comments (13.2.5.43).
        short = next((mark for mark in ("<!-->", "<!--->") if text.startswith(mark, at)), "")
        return at + len(short) if short else _past(text, "-->", at + 4)
    if text.startswith("<![CDATA[", at):
        return at + 9
    if text[at + 1 : at + 2] in ("!", "?", "/"):
        return _past(text, ">", at + 2)
    return at


def _plain_tag(text: str, plain: re.Match[str], page: Page) -> tuple[Tag, int, int]:
    """The same as :func:`_tag` for one that is written as nearly all are, in a third of the time."""
    tag, pairs = Tag(plain[2].lower().rsplit(":", 1)[-1]), _PAIR.findall(plain[3]) if plain[3] else ()
    for name, value in pairs:
        _keep(tag, name, value)
    return tag, _inside(text, plain.end(), tag, page) if tag.name in _RAW else plain.end(), len(pairs)


def _tag(text: str, at: int, page: Page) -> tuple[Tag, int, int]:
    """The tag, where it ends (for a script: where that ends), and how many attributes it has."""
    name = _NAME.match(text, at + 1)
    tag = Tag(name[0].lower().rsplit(":", 1)[-1] if name else "")
    at, count = _attributes(text, name.end() if name else at + 1, tag)
    return tag, _inside(text, at, tag, page) if tag.name in _RAW else at, count


def _inside(text: str, at: int, tag: Tag, page: Page) -> int:
    """Read what stands in a script or the like as it is; where that ends."""
    if text[at - 2 : at] == "/>":
        return at
    end = _ENDS[tag.name].search(text, at)
    tag.raw = text[at : end.start() if end else len(text)]
    page.unended = "" if end else tag.name
    return _past(text, ">", end.end()) if end else len(text)


def _keep(tag: Tag, name: str, value: str) -> None:
    """The first of two of the same name counts."""
    if len(tag.attributes) < _EACH:
        value = value[:_VALUE]
        tag.attributes.setdefault(name[:60].lower().rsplit(":", 1)[-1], html.unescape(value) if "&" in value else value)


def _attributes(text: str, at: int, tag: Tag) -> tuple[int, int]:
    """Read them into *tag*. Where they end, and how many there are."""
    count = 0
    while count <= PIECES and (found := _ATTRIBUTE.match(text, at)) is not None:
        count += 1
        at = found.end()
        value = ""
        if "=" in text[found.end(1) : at]:
            value, at = _value(text, at)
        _keep(tag, found[1], value)
    return _past(text, ">", at), count


def _value(text: str, at: int) -> tuple[str, int]:
    quote = text[at : at + 1]
    if quote in ("'", '"'):
        end = text.find(quote, at + 1)
        # A quote that is never closed swallows the rest of the page.
        return (text[at + 1 : end], end + 1) if end >= 0 else (text[at + 1 :], len(text))
    found = _UNQUOTED.match(text, at)
    return (found[0], found.end()) if found else ("", at)


def _past(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    return len(text) if end < 0 else end + len(mark)
