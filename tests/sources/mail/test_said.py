"""What these sources say of what they could not look at is said in Japanese too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mimawari import knowledge, sources
from mimawari.trees import mailbox
from mimawari.trees.mailbox.boxes import GONE

KNOWN = knowledge.load().details
HERE = Path(sources.__file__).parent
MODULES = [
    *sorted((HERE / "mail").glob("*.py")),
    *(HERE / f"{name}.py" for name in ("mbox", "maildir", "mail_folder", "thunderbird")),
    *sorted(Path(mailbox.__file__).parent.glob("*.py")),
]


def phrases() -> Iterator[str]:
    """Every literal sentence behind a reason; numbers are put into its holes."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            values = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
            text = " ".join(ast.unparse(one) for one in values)
            if "Reason." in text or "reason" in text:
                yield from (said for one in values if (said := _said(one)) and " " in said)


def _said(node: ast.expr) -> str:
    if isinstance(node, ast.IfExp):
        return _said(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values)
    return ""


def test_the_phrases_are_found() -> None:
    assert {"the file is empty", "the file cannot be read", "a mail of more than 7 MiB", "more than 7 folders deep"} <= set(
        phrases()
    )
    assert len(set(phrases())) >= 10


@pytest.mark.parametrize("phrase", sorted({*phrases(), GONE}))
def test_every_phrase_is_said_in_japanese(phrase: str) -> None:
    japanese = KNOWN.japanese(phrase)
    assert japanese
    assert re.search(r"[ぁ-ん一-龠ァ-ヶ]", japanese)
