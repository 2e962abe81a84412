"""``docs/reference/playbook.md``, made of what the playbook says.

``PYTHONPATH=src:tests python -m support.playbook_page`` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from mimawari import knowledge
from mimawari.model import Cited, Opening, Playbook, PlayStep, Words

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "playbook.md"
MARK = "**to be checked**"
_HEAD = f"""# Playbook

Every step that a plan may hold, phase by phase, as `src/mimawari/knowledge/data/playbook` has it. This page is made by
`tests/support/playbook_page.py`; a test holds it to the tables. How a plan is made of them: [The plan](../concepts/plan.md).

What is {MARK} was not read in the source itself (`second-hand`), or in none (`unconfirmed`); the faces mark it too.
"""


def page(book: Playbook | None = None) -> str:
    """The whole page."""
    book = book or knowledge.load().playbook
    return "\n".join([_HEAD, *_openings(book), *_phases(book), *_terms(book), ""])


def _openings(book: Playbook) -> Iterator[str]:
    yield "## How a plan begins\n"
    for one in book.openings:
        yield from _opening(one)


def _opening(one: Opening) -> Iterator[str]:
    yield f"### `{one.situation}`, {one.hold}\n"
    yield f"- {_both(one.meaning)}"
    yield from (f"- Where no PC was looked at: {_both(words)}" for words in (one.unlooked,) if words)
    yield f"- First: {_both(one.first)}"
    yield from (f"- Nobody may promise: {_both(words)}" for words in one.limits)
    yield from (f"- Not: {_both(words)}" for words in one.forbidden)
    yield ""


def _phases(book: Playbook) -> Iterator[str]:
    for phase, steps in groupby(book.steps, key=lambda step: step.phase):
        yield f"## Phase {phase.rank + 1}: {phase}\n"
        for step in steps:
            yield from _step(step)


def _step(step: PlayStep) -> Iterator[str]:
    yield f"### `{step.id}`\n"
    yield f"{_both(step.title)}\n"
    yield f"- For: {', '.join(f'`{one}`' for one in sorted(step.situations))}; once for each {step.per}{_only(step)}"
    yield f"- Who: {step.who}; about {step.minutes} minutes"
    yield f"- Why: {_both(step.why)}"
    yield from (f"{number}. {_both(words)}" for number, words in enumerate(step.how, 1))
    yield from (f"- {menu.product.en}: {menu.path.en} / {menu.path.ja} ({_cited(menu.cited)})" for menu in step.menus)
    for name, words in (("Today", step.today), ("Destroys", step.destroys), ("Undo", step.undo)):
        yield from (f"- {name}: {_both(one)}" for one in (words,) if one)
    yield from (f"- Done when: {_both(words)}" for words in step.done_when)
    yield from (f"- Not: {_both(words)}" for words in step.forbidden)
    yield from (f"- After: {', '.join(f'`{one}`' for one in step.after)}" for _ in (1,) if step.after)
    yield from (f"- Source: {_cited(cited)}" for cited in step.cited)
    yield ""


def _only(step: PlayStep) -> str:
    said = {"only where it is certain": step.sure, "only where it is no more than suspected": step.suspected,
            "also where it is past": step.past, f"only with {' or '.join(step.kinds)}": bool(step.kinds)}  # fmt: skip
    return "".join(f"; {words}" for words, holds in said.items() if holds)


def _terms(book: Playbook) -> Iterator[str]:
    yield "## Words that a page explains\n"
    yield from (f"- {word.en}: {means.en} / {word.ja}：{means.ja}" for word, means in book.terms)


def _both(words: Words) -> str:
    return f"{words.en} / {words.ja}"


def _cited(cited: Cited) -> str:
    title = f"[{cited.title.en}]({cited.page})" if cited.page else cited.title.en
    mark = f", {MARK}: {cited.certainty}" if cited.certainty.to_check else ""
    return f"{title}, as of {cited.as_of}{mark}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
