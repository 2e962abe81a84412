"""The texts of a draft as every form of it shows them: harmless, with the places to fill marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mimawari.faces.safe import own, shown
from mimawari.faces.wrap import width
from mimawari.model import Blank, Block, Notice, NoticeKind, Plain, Shape, Text, Told, Words

LIMIT = 1000
"""Letters of one fact."""
MARK = Words(en="TO FILL IN", ja="要記入")
_FILL = Words(en="[TO FILL IN: {what}]", ja="【要記入：{what}】")
_CHOOSE = Words(en="[TO FILL IN: {what}: keep what is true: {choices}]", ja="【要記入：{what}：当てはまるものを残す：{choices}】")
DRAFT = Words(
    en="DRAFT: read the README first, fill every marked place", ja="下書き：先にREADMEを読み、印の箇所をすべて記入してください"
)
WAIT = Words(en="DRAFT: DO NOT SEND YET (see the README)", ja="下書き：まだ送らないでください（READMEを参照）")
_TITLE = 68
"""Columns of a title on one line of a page; a Japanese letter takes two."""
_NOT_XML = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
"""Codes that are no letters and that no file of a word processor may hold."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``to_fill``: a person has to fill it."""

    text: str
    to_fill: bool = False


def pieces(texts: Iterable[Text], tongue: str) -> Iterator[Piece]:
    """The texts in order."""
    for one in texts:
        match one:
            case Plain():
                yield Piece(one.text)
            case Told():
                yield Piece(_NOT_XML.sub(_written_out, (own if one.usable else shown)(one.text, LIMIT)))
            case Blank():
                yield Piece(_blank(one, tongue), to_fill=True)


def said(texts: Iterable[Text], tongue: str) -> str:
    """The texts as one."""
    return "".join(one.text for one in pieces(texts, tongue))


def banner(notice: Notice) -> str:
    """What stands over every draft."""
    return (WAIT if notice.wait else DRAFT).say(notice.tongue)


def blocks(notice: Notice) -> tuple[Block, ...]:
    """Its blocks with the subject as its title, first where it has no place of its own."""
    every = notice.blocks
    if all(one.shape is not Shape.TITLE for one in every):
        every = (Block(Shape.TITLE, notice.subject), *every)
    return tuple(replace(one, texts=_title(one.texts, notice.tongue)) if one.shape is Shape.TITLE else one for one in every)


def _title(texts: tuple[Text, ...], tongue: str) -> tuple[Text, ...]:
    """A title that is too long for a line, with what stands in its last brackets, the firm, on a line of its own."""
    if width(said(texts, tongue)) <= _TITLE:
        return texts
    for place in reversed(range(len(texts))):
        one = texts[place]
        if isinstance(one, Plain) and (found := re.search(r"(?:（| \()[^（(]*\Z", one.text)) and found.start():
            broken = f"{one.text[: found.start()]}\n{found[0].lstrip()}"
            return (*texts[:place], Plain(broken), *texts[place + 1 :])
    return texts


def stem(kind: NoticeKind, tongue: str) -> str:
    """The name of its files without their ending."""
    return f"{kind.value}.{tongue}"


def _written_out(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _blank(one: Blank, tongue: str) -> str:
    between = "／" if tongue == "ja" else " / "
    form = _CHOOSE if one.choices else _FILL
    return form.say(tongue).format(what=one.text, choices=between.join(one.choices))
