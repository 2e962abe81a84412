"""Drafts of letters and reports as tables: their words, the places in them that facts fill, and when each part stands there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from mimawari.knowledge.help_desks import cited
from mimawari.model import Blank, Certainty, Cited, NoticeKind, Shape, Situation, Words

COMMON = "common"
"""The table of what several drafts share."""
FILES = (COMMON, "words", *NoticeKind)
"""The tables, each a file of its own."""
_NONE: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A sentence with places (``{hosts}``) that stands where all of ``when`` hold; ``!sure`` holds where ``sure`` does not.

    ``claims`` is the condition that it states: the sentence is a fact of the case, and what that condition rests on is its
    source. ``each`` is the name of rows: it stands once for each of them.
    """

    words: Words
    when: tuple[str, ...] = ()
    claims: str = ""
    each: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBlock:
    """A block of a draft. Its phrases that hold are put together; where none does, ``blank`` stands there, else nothing."""

    shape: Shape
    phrases: tuple[Phrase, ...]
    label: Words | None = None
    when: tuple[str, ...] = ()
    blank: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeForm:
    """One kind of draft. ``situations`` ask for it by themselves. ``waits``: to the outside, it waits for the second look.

    ``subjects``: the first of them that holds takes the place of ``subject``.
    """

    kind: NoticeKind
    name: Words
    to: Words
    way: Words
    subject: Words
    blocks: tuple[FormBlock, ...]
    subjects: tuple[Phrase, ...] = ()
    before: tuple[Phrase, ...] = ()
    situations: frozenset[Situation] = frozenset()
    desk: str = ""
    waits: bool = False
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True)
class Notices:
    """All of it. ``blanks`` are what a person fills, by id and language. ``steps`` say what was done, by id of the playbook's step.

    ``words`` are names of kinds of data, ties and the like by id; ``silent`` the steps that no letter speaks of.
    ``sober``: words of findings, and those that a paper for an authority has in their place.
    """

    forms: Mapping[NoticeKind, NoticeForm] = field(default_factory=dict)
    blanks: Mapping[tuple[str, str], Blank] = field(default_factory=dict)
    steps: Mapping[str, Words] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    sober: tuple[tuple[str, str], ...] = ()

    def blank(self, name: str, tongue: str) -> Blank:
        """The blank of that id; ``KeyError`` where there is none."""
        return self.blanks[name, tongue]

    def literals(self) -> Iterator[str]:
        """Every piece of constant text that a draft may show beside facts and blanks."""
        for one in self.forms.values():
            yield from (piece for words in _all_words(one) for text in (words.en, words.ja) for piece, _ in pieces(text) if piece)
        yield from (text for words in (*self.words.values(), *self.steps.values()) for text in (words.en, words.ja))


def read(tables: Mapping[str, Mapping[str, Any]]) -> Notices:
    """The drafts as they stand in :data:`FILES`. ``ValueError`` where one names a part, blank or source that there is not."""
    common, words = tables[COMMON], tables["words"]
    made = Notices(
        forms={kind: _form(kind, *_called(tables[kind], common)) for kind in NoticeKind},
        blanks={(key, tongue): _blank(key, row, tongue) for key, row in common["blank"].items() for tongue in ("en", "ja")},
        steps={key: Words(**row) for key, row in words["step"].items()},
        words={key: Words(**row) for key, row in words["word"].items()},
        silent=frozenset(words["silent"]),
        sober=tuple((one, other) for one, other in words["sober"]),
    )
    _check(made)
    return made


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """A sentence as constant text and the name of the place behind it, which is empty at the end."""
    for literal, name, _, _ in Formatter().parse(text):
        yield literal, name or ""


def places(text: str) -> frozenset[str]:
    """The names of the places of a sentence."""
    return frozenset(name for _, name in pieces(text) if name)


def _called(row: Mapping[str, Any], common: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """A draft and what is shared, with the word by which the firm calls itself in it (弊社 to partners, 当社 to the public)."""
    ours, shared = (json.loads(json.dumps(one).replace("<we>", row["we"])) for one in (row, common))
    return ours, shared


def _form(kind: NoticeKind, row: Mapping[str, Any], common: Mapping[str, Any]) -> NoticeForm:
    sources = common["sources"]
    return NoticeForm(
        kind=kind,
        name=Words(**row["name"]),
        to=Words(**row["to"]),
        way=Words(**row["way"]),
        subject=Words(**row["subject"]),
        subjects=tuple(map(_phrase, row.get("subject_when", ()))),
        blocks=tuple(block for one in row["block"] for block in _blocks(one, common)),
        before=tuple(_phrase(one) for one in (*row.get("before", ()), *_shared(row.get("before_too", ()), common["before"]))),
        situations=frozenset(map(Situation, row["situations"])),
        desk=row.get("desk", ""),
        waits=row.get("waits", False),
        cited=tuple(_cited(one, sources) for one in row.get("cited", ())),
    )


def _cited(one: str, sources: Mapping[str, Any]) -> Cited:
    """``name:read``: a source and how sure what is taken from it is."""
    name, _, certainty = one.partition(":")
    if name not in sources:
        raise ValueError(f"notices: there is no source {name}")
    return cited({**sources[name], "certainty": Certainty(certainty)})


def _shared(names: Iterable[str], table: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in names:
        if name not in table:
            raise ValueError(f"notices: nothing is shared as {name}")
        yield from table[name]


def _blocks(row: Mapping[str, Any], common: Mapping[str, Any]) -> Iterator[FormBlock]:
    """A block; where it is shared (``use``) all blocks of that name."""
    if "use" in row:
        for one in _shared((row["use"],), common["shared"]):
            for block in _blocks(one, common):
                yield _narrowed(block, _when(row))
        return
    shape = Shape(row.get("shape", "paragraph"))
    parts = row.get("part", [row] if "ja" in row else [])
    phrases = tuple(_phrase(one, row if one is row else _NONE) for one in parts)
    label = Words(**row["label"]) if "label" in row else None
    yield FormBlock(shape=shape, phrases=phrases, label=label, when=_when(row), blank=row.get("blank", ""))


def _narrowed(block: FormBlock, when: tuple[str, ...]) -> FormBlock:
    return FormBlock(shape=block.shape, phrases=block.phrases, label=block.label, when=(*when, *block.when), blank=block.blank)


def _when(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The conditions, apart by spaces."""
    return tuple(str(row.get("when", "")).split())


def _phrase(row: Mapping[str, Any], block: Mapping[str, Any] = _NONE) -> Phrase:
    """A sentence; of a block that is one by itself the conditions are those of the block."""
    words = Words(en=row["en"], ja=row["ja"])  # "" where a language has no such sentence
    when = () if block else _when(row)
    return Phrase(words=words, when=when, claims=row.get("claims", ""), each=row.get("each", ""))


def _blank(key: str, row: Mapping[str, Any], tongue: str) -> Blank:
    return Blank(key, row[tongue], tuple(one[tongue] for one in row.get("choice", ())))


def _all_words(form: NoticeForm) -> Iterator[Words]:
    yield form.subject
    yield from (phrase.words for phrase in form.subjects)
    for block in form.blocks:
        yield from ([block.label] if block.label else [])
        yield from (phrase.words for phrase in block.phrases)
    yield from (phrase.words for phrase in form.before)


def _check(made: Notices) -> None:
    for form in made.forms.values():
        for words in _all_words(form):
            if words.en and words.ja and places(words.en) != places(words.ja):
                raise ValueError(f"notices: {form.kind}: not the same places in both languages: {words.ja}")
        blanks = {block.blank for block in form.blocks if block.blank}
        if missing := sorted(name for name in blanks if (name, "ja") not in made.blanks):
            raise ValueError(f"notices: {form.kind}: there is no blank {', '.join(missing)}")
