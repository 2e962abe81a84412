"""What a mail says to its reader, and where it leads: the text that was written, the text that its pages show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mimawari.formats.mail import outlook
from mimawari.formats.mail.leaves import data_of, is_body, is_report
from mimawari.formats.mail.outlook import Storage
from mimawari.formats.mail.parts import Part
from mimawari.formats.scripts.charsets import decoded
from mimawari.formats.web_page import shown, text_from
from mimawari.model import Content

TEXT = 256 << 10
"""The most characters of a mail's text, and the most bytes of one part of it that are read for it."""
_PARTS, _LINKS = 200, 2000
_LINK = re.compile(r"\b(?:https?://|ftp://|file:|ms-[a-z\-]{2,30}:|search-ms:)[^\s<>\"'（）「」]{3,2000}", re.IGNORECASE)
_SIGNS = ("://", "file:", "ms-", "search-ms:")
"""One of them is in every link."""


def texts(content: Content, leaves: Iterable[Part]) -> tuple[str, str, tuple[str, ...]]:
    """The text that is written in the mail, the text that its pages show, and where both lead."""
    plain: list[str] = []
    pages: list[str] = []
    links: dict[str, None] = {}
    for part in [one for one in leaves if one.media_type.startswith("text") and not one.headers.file_name][:_PARTS]:
        data = data_of(content, part, TEXT)
        charset = part.headers.parameter("charset")
        if part.media_type == "text/html":
            text, leads = shown(text_from(data, f"charset={charset}" if charset else ""), TEXT)
            pages.append(text)
            links |= dict.fromkeys(leads)
        elif is_body(part) and not is_report(part):
            plain.append(decoded(data, charset))
            links |= dict.fromkeys(links_in(plain[-1]))
    return "\n".join(plain)[:TEXT], "\n".join(pages)[:TEXT], tuple(links)[:_LINKS]


def links_in(text: str) -> Iterator[str]:
    """Where a text leads: web addresses, shares, installers; without the signs that end a sentence."""
    # Fixed signs are found a hundred times faster, and most texts have none.
    lower = text.lower()
    if any(sign in lower for sign in _SIGNS):
        yield from (found[0].rstrip(".,;)") for found in _LINK.finditer(text))


def page_of(message: Storage) -> str:
    """The page of a message of Outlook; empty where it has none."""
    if outlook.HTML not in message.streams:
        return ""
    if message.streams[outlook.HTML][0] == 0x001F:
        return message.text(outlook.HTML)
    return text_from(message.data(outlook.HTML), f"charset={message.code_page}" if message.code_page else "")
