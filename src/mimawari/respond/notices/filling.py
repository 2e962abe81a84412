"""One draft in one language: the words of its form, with facts in their places and blanks where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mimawari.knowledge.notices import FormBlock, NoticeForm, Phrase, pieces
from mimawari.model import Blank, Block, Notice, Plain, Shape, Text, Told, Words
from mimawari.respond.notices.case import Case
from mimawari.respond.notices.facts import Facts, Row
from mimawari.respond.notices.rows import more

_NOT_ASKED = Words(
    en="By what is known so far this draft is not needed. Use it only if you have other reasons.",
    ja="今分かっている範囲では、この文書は必要ありません。ほかに理由がある場合にだけ使ってください。",
)
_SECOND_LOOK = Words(
    en="So far this is a suspicion. Look at the PC or account a second time first (`mimawari case plan`), record it, and make "
    "the drafts anew.",
    ja="今はまだ疑いの段階です。先にもう一度確認し（mimawari case plan）、結果を記録してから、下書きを作り直してください。",
)


def filled(form: NoticeForm, both: Mapping[str, Facts], tongue: str) -> Notice:
    """The draft in *tongue*; *both* are the facts in every language."""
    told = both[tongue]
    chosen = next((one for one in form.subjects if _stands(one.when, told.holds)), Phrase(words=form.subject))
    subject = tuple(_sentence(chosen, told, {}))
    return Notice(
        kind=form.kind,
        tongue=tongue,
        name=form.name,
        to=form.to,
        way=form.way,
        subject=subject,
        blocks=tuple(block for one in form.blocks for block in _blocks(one, told, subject)),
        wait=_wait(form, told.case),
        before=tuple(_before(form, both)),
        desk=form.desk,
        cited=form.cited,
    )


def _wait(form: NoticeForm, case: Case) -> Words | None:
    if not form.situations & {one.situation for one in case.standings}:
        return _NOT_ASKED
    return _SECOND_LOOK if form.waits and "unsure" in case.holds and "looked-again" not in case.holds else None


def _before(form: NoticeForm, both: Mapping[str, Facts]) -> Iterator[Words]:
    """What to know before it is sent; a sentence whose facts nobody told is left out."""
    for phrase in form.before:
        if not _stands(phrase.when, both["ja"].holds):
            continue
        said = {tongue: tuple(_sentence(phrase, one, {})) for tongue, one in both.items()}
        if not any(isinstance(text, Blank) for text in said["ja"]):
            yield Words(en="".join(text.text for text in said["en"]), ja="".join(text.text for text in said["ja"]))


def _stands(when: Iterable[str], holds: Mapping[str, str]) -> bool:
    """Whether all of them hold: ``a``, ``!a``, or ``a|b`` for one of two."""
    return all(any((name.lstrip("!") in holds) is not name.startswith("!") for name in one.split("|")) for one in when)


def _blocks(form: FormBlock, told: Facts, subject: tuple[Text, ...]) -> Iterator[Block]:
    """The block, none where its conditions do not hold. A title is the subject."""
    if not _stands(form.when, told.holds):
        return
    if form.shape is Shape.TITLE:
        yield Block(form.shape, subject)
        return
    phrases = [one for one in form.phrases if _stands(one.when, told.holds)]
    said = [part for phrase in phrases for part in _said(phrase, told)]
    if not said and not form.blank:
        return
    label = form.label.say(told.tongue) if form.label else ""
    parts = said or [(told.blank(form.blank),)]
    if form.shape is Shape.ITEM:
        yield from (Block(form.shape, part, label) for part in parts)
    else:
        yield Block(form.shape, tuple(_joined(parts, _between(form.shape, told.tongue))), label)


def _between(shape: Shape, tongue: str) -> str:
    """What stands between the sentences of a block: each of a field has a line of its own."""
    return "\n" if shape in (Shape.FIELD, Shape.RIGHT) else " " if tongue == "en" else ""


def _joined(parts: Iterable[tuple[Text, ...]], between: str) -> Iterator[Text]:
    for place, part in enumerate(parts):
        if place and between:
            yield Plain(between)
        yield from part


def _said(phrase: Phrase, told: Facts) -> Iterator[tuple[Text, ...]]:
    """The sentence, once for each row where it is of rows; how many rows are left out stands behind them.

    Nothing where the language needs none.
    """
    if not phrase.words.say(told.tongue):
        return
    if not phrase.each:
        yield tuple(_sentence(phrase, told, {}))
        return
    rows = told.rows[phrase.each]
    yield from (tuple(_sentence(phrase, told, row)) for row in rows.shown)
    if rows.left:
        yield more(rows.left, told.case, told.tongue)


def _sentence(phrase: Phrase, told: Facts, row: Row) -> Iterator[Text]:
    """Its words, which are a fact themselves where they claim one."""
    source = told.holds.get(phrase.claims, "")
    for literal, name in pieces(phrase.words.say(told.tongue)):
        if literal:
            yield Told(literal, source) if source else Plain(literal)
        if name:
            yield from row.get(name) or told.slots.get(name) or (told.blank(name),)
