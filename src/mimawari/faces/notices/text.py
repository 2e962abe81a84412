"""A draft as plain text, in lines as mail has them."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.faces.notices.pieces import MARK, banner, said
from mimawari.faces.wrap import wrapped
from mimawari.model import Block, Notice, Shape, Words

COLUMNS = 72
"""Columns of a line; a Japanese letter takes two."""
_SUBJECT = Words(en="Subject: {subject}", ja="件名：{subject}")
_CUT = Words(en="# {banner} (then delete this line)", ja="# {banner}（この行は消してください）")
_ITEM = Words(en="- ", ja="・")
_HEADING = Words(en="== ", ja="■ ")
_FIELD = Words(en="{label}:", ja="◆ {label}")
_HELD = "\ue000"
"""Stands for the mark of a blank while lines are made, so that it is never torn apart."""


def text(notice: Notice) -> str:
    """The whole draft. Its first line says what it is and is to be deleted, its second is the subject."""
    tongue = notice.tongue
    head = [_CUT.say(tongue).format(banner=banner(notice)), _SUBJECT.say(tongue).format(subject=said(notice.subject, tongue)), ""]
    return "\n".join([*head, *_body(notice)]).rstrip() + "\n"


def _body(notice: Notice) -> Iterator[str]:
    before: Shape | None = None
    for block in notice.blocks:
        if block.shape is Shape.TITLE:
            continue
        if before and not (block.shape is before is Shape.ITEM) and before is not Shape.HEADING:
            yield ""
        yield from _lines(block, notice.tongue)
        before = block.shape


def _lines(block: Block, tongue: str) -> Iterator[str]:
    told = said(block.texts, tongue)
    if block.shape is Shape.ITEM:
        yield from _hanging(told, _ITEM.say(tongue), tongue)
    elif block.shape is Shape.HEADING:
        yield from _hanging(told, _HEADING.say(tongue), tongue)
    elif block.shape is Shape.FIELD:
        yield _FIELD.say(tongue).format(label=block.label)
        for line in told.split("\n"):
            yield from _hanging(line, "　" if tongue == "ja" else "  ", tongue)
    else:
        for line in told.split("\n"):
            yield from _folded(line, COLUMNS, tongue)


def _hanging(told: str, lead: str, tongue: str) -> Iterator[str]:
    """Lines of which the first begins with *lead*, and the others as far in."""
    inner = "　" if tongue == "ja" else "  "
    lines = _folded(told, COLUMNS - 3, tongue)
    yield from (f"{lead if place == 0 else inner}{line}" for place, line in enumerate(lines))


def _folded(told: str, columns: int, tongue: str) -> list[str]:
    mark = MARK.say(tongue)
    return [line.replace(_HELD, mark) for line in wrapped(told.replace(mark, _HELD), columns)]
