"""The table of ``docs/rules.md``, made of what the rules say.

``PYTHONPATH=src:tests python -m support.rules_page`` writes it anew.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from support.yara_rules import Told, rules

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
BEGIN, END = "<!-- table: made by tests/support/rules_page.py -->\n", "<!-- end of the table -->\n"
_HEAD = "| rule | era | strength | about | where | what it fits | comes nearest |\n| --- | --- | --- | --- | --- | --- | --- |\n"


def table() -> str:
    """A table a file, one line a rule."""
    parts = []
    for file, told in groupby(rules(), key=lambda rule: rule.file):
        parts.append(f"\n### {file}\n\n{_HEAD}" + "".join(map(_line, told)))
    return "".join(parts) + "\n"


def _line(rule: Told) -> str:
    meta = rule.meta
    strength = f"{meta['strength']}, {meta['family']}" if meta["family"] else meta["strength"]
    cells = (f"`{rule.name}`", meta["era"].replace(",", " ") or "any", strength, meta["about"], meta["where"], meta["description"],
             meta["false_alarms"])  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def written(page: str) -> str:
    """*page* with the table of today. Raises ``ValueError`` where the marks around it are lost."""
    before, _, rest = page.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError("the page has no place for the table")
    return before + BEGIN + table() + END + after


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
