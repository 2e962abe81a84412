"""What Office writes into HTML: its fields, its properties, what it fetches (Office HTML and XML Reference, 2000)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from mimawari.formats.office.fields import Fields
from mimawari.formats.office.ooxml_properties import Told
from mimawari.formats.office.word_text import Text
from mimawari.model import External

_MARK = re.compile(r"mso-element\s*:\s*field-(begin|separator|end)", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z!?][a-zA-Z0-9:]{0,40})")
_LONG = 20_000
_PROPERTY = re.compile(r"<o:([A-Za-z]{1,40})>([^<]{0,4096})</o:\1>")
_TARGET = re.compile(
    r"""\b(src|href|data)\s*=\s*["']?((?:https?|ftp|file|mhtml|ms-[a-z-]{1,30}):[^"'\s>]{1,4096}|\\\\[^"'\s>]{1,4096})""",
    re.IGNORECASE,
)
_SILENT, _BREAKS = ("style", "script", "xml"), ("p", "br", "tr", "div", "li", "h1", "h2", "h3")
_FETCHED = {
    "img": "image",
    "frame": "frame",
    "iframe": "frame",
    "object": "oleObject",
    "v:imagedata": "image",
    "w:attachedtemplate": "attachedTemplate",
}
_LINKS = 2_000


def read_office_html(text: str, fields: Fields, shown: Text, told: Told) -> list[External]:
    """Adds the fields, the text and the properties of one HTML text; gives where it leads."""
    for name, value in _PROPERTY.findall(text):
        told.take(name, html.unescape(value))
    links: list[External] = []
    silent, at = "", 0
    for begin, end, closing, name in _tags(text):
        if not silent:
            _say(html.unescape(text[at:begin]), fields, shown)
        rest, at = text[begin + len(name) + 1 : end], end + 1
        if silent:
            silent = "" if closing and name == silent else silent
        elif name in _SILENT and not closing:
            silent = name
        _tag(name, rest, fields, links)
        if name in _BREAKS and not fields.in_code:
            shown.add("\n")
    if not silent:
        _say(html.unescape(text[at:]), fields, shown)
    fields.finish()
    return links


def _tags(text: str) -> Iterator[tuple[int, int, bool, str]]:
    """Where each tag begins and ends, whether it closes something, its name."""
    at = 0
    while found := _TAG.search(text, at):
        end = text.find(">", found.end(), found.end() + _LONG)
        at = found.end() if end < 0 else end + 1
        if end >= 0:
            yield found.start(), end, bool(found[1]), found[2].lower()


def _say(text: str, fields: Fields, shown: Text) -> None:
    text = text.replace("<![if", "").replace("]>", "") if text.startswith(("<![if", "]>")) else text
    if fields.in_code:
        fields.code(re.sub(r"\s{1,1000}", " ", text))
    elif text.strip():
        shown.add(re.sub(r"\s{1,1000}", " ", text))


def _tag(name: str, rest: str, fields: Fields, links: list[External]) -> None:
    mark = _MARK.search(rest)
    if mark:
        {"begin": fields.begin, "separator": fields.separate, "end": fields.end}[mark[1].lower()]()
    if len(links) >= _LINKS:
        return
    for _, target in _TARGET.findall(rest[:8192]):
        form = _FETCHED.get(name, "hyperlink" if name == "a" else "")
        if form:
            links.append(External(form=form, target=html.unescape(target), automatic=name != "a"))
