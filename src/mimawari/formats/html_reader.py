"""Reads HTML, XHTML and SVG in one pass and linear time: tags with their attributes, scripts, and the text that is shown.

It follows the tokenisation of the HTML standard (13.2.5) as far as it matters for what a page leads to and holds: what a
browser would take for a comment, an attribute or a script is taken for that here too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

TAGS = 400_000
"""The most tags that are read of one page."""
_NAME = re.compile(r"[A-Za-z][^\s/>]{0,60}")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*)?")
_ASSIGNS = re.compile(r"\s*=\s*")
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
    """What was read. ``cut``: there were more tags than are read."""

    tags: list[Tag] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    cut: bool = False

    def text(self, most: int) -> str:
        """The text that the page shows, up to *most* characters, entities resolved."""
        whole = html.unescape("".join(self.shown)[: 4 * most])
        lines = (" ".join(line.split()) for line in whole.splitlines())
        return "\n".join(line for line in lines if line)[:most]


def read(text: str) -> Page:
    """The page that *text* is."""
    page = Page()
    for one in _pieces(text):
        if isinstance(one, str):
            page.shown.append(one)
            continue
        if one.name in _BREAKS:
            page.shown.append("\n")
        if one.raw and one.name not in _HIDDEN:
            page.shown.append(one.raw)
        page.tags.append(one)
        if len(page.tags) >= TAGS:
            page.cut = True
            break
    return page


def _pieces(text: str) -> Iterator[Tag | str]:
    at = 0
    while at < len(text):
        sign = text.find("<", at)
        if sign < 0:
            yield text[at:]
            return
        if sign > at:
            yield text[at:sign]
        at = _skipped(text, sign)
        ended = _NAME.match(text, sign + 2) if text.startswith("</", sign) else None
        if ended and ended[0].lower() in _BREAKS:
            yield "\n"
        if at == sign:
            tag, at = _tag(text, sign)
            yield tag or "<"


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


def _tag(text: str, at: int) -> tuple[Tag | None, int]:
    name = _NAME.match(text, at + 1)
    if name is None:
        return None, at + 1
    tag = Tag(name[0].lower().rsplit(":", 1)[-1])
    at = _attributes(text, name.end(), tag)
    if tag.name in _RAW and text[at - 2 : at] != "/>":
        end = _ENDS[tag.name].search(text, at)
        tag.raw = text[at : end.start() if end else len(text)]
        at = _past(text, ">", end.end()) if end else len(text)
    return tag, at


def _attributes(text: str, at: int, tag: Tag) -> int:
    """Read them into *tag*; the first of two of the same name counts."""
    while (found := _ATTRIBUTE.match(text, at)) is not None:
        at = found.end()
        value = ""
        if "=" in text[found.end(1) : at]:
            value, at = _value(text, at)
        if len(tag.attributes) < 100:
            tag.attributes.setdefault(
                found[1][:60].lower().rsplit(":", 1)[-1], html.unescape(value[:_VALUE]) if "&" in value[:_VALUE] else value[:_VALUE]
            )
    return _past(text, ">", at)


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
