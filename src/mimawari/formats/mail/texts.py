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
_PAGE = "text/html"
_LINK = re.compile(r"\b(?:https?://|ftp://|file:|ms-[a-z\-]{2,30}:|search-ms:)[^\s<>\"'（）「」]{3,2000}", re.IGNORECASE)
_SIGNS = ("://", "file:", "ms-", "search-ms:")
"""One of them is in every link."""


def texts(content: Content, leaves: Iterable[Part]) -> tuple[str, str, tuple[str, ...]]:
    """The text that is written in the mail, the text that its pages show, and where both lead."""
    plain: list[str] = []
    pages: list[str] = []
    links: dict[str, None] = {}
    for part in _of_texts(leaves):
        if part.media_type == _PAGE:
            text, leads = _page(content, part)
            pages.append(text)
            links |= dict.fromkeys(leads)
        elif _is_written(part):
            plain.append(_plain(content, part))
            links |= dict.fromkeys(links_in(plain[-1]))
    return _joined(plain), _joined(pages), tuple(links)[:_LINKS]


def text(content: Content, leaves: Iterable[Part]) -> str:
    """What the mail says: the text that is written in it; where there is none, what its pages show, which are read only then."""
    parts = _of_texts(leaves)
    written = _joined([_plain(content, part) for part in parts if part.media_type != _PAGE and _is_written(part)])
    return said(written, "") or _joined([_page(content, part)[0] for part in parts if part.media_type == _PAGE])


def is_cut(content: Content, leaves: Iterable[Part]) -> bool:
    """Whether a part that :func:`text` reads is longer than is read of it."""
    parts = _of_texts(leaves)
    used = [part for part in parts if part.media_type != _PAGE and _is_written(part)] or parts
    return any(part.size > TEXT and len(data_of(content, part, TEXT + 1)) > TEXT for part in used)


def said(written: str, shown_: str) -> str:
    """The one of the two that people read."""
    return written if written.strip() else shown_


def _of_texts(leaves: Iterable[Part]) -> list[Part]:
    return [one for one in leaves if one.media_type.startswith("text") and not one.headers.file_name][:_PARTS]


def _is_written(part: Part) -> bool:
    return is_body(part) and not is_report(part)


def _plain(content: Content, part: Part) -> str:
    return decoded(data_of(content, part, TEXT), part.headers.parameter("charset"))


def _page(content: Content, part: Part) -> tuple[str, tuple[str, ...]]:
    """What a page shows, and where it leads."""
    charset = part.headers.parameter("charset")
    return shown(text_from(data_of(content, part, TEXT), f"charset={charset}" if charset else ""), TEXT)


def _joined(pieces: Iterable[str]) -> str:
    return "\n".join(pieces)[:TEXT]


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
