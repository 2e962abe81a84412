"""The decision table of "is it us, or only our address?" as a page shows it."""

from __future__ import annotations

from mimawari.knowledge.us import UsTables

_HEAD = (
    "| row | judged by itself | all of | one of | none of | answer | strength | why | source |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
)


def table(tables: UsTables) -> str:
    """The rows in Markdown, in the order of the file."""
    rows = []
    for row in tables.decisions:
        answer = "unknown (routine)" if row.routine else row.answer
        names = (_names(row.when.all), _names(row.when.any), _names(row.when.none))
        cells = (f"`{row.id}`", row.scope, *names, f"`{answer}`", row.strength, row.why.en, row.source)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join((*_HEAD, *rows))


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(names)
