"""What these sources say of what they could not look at is said in Japanese too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mimawari import knowledge, sources
from mimawari.model.account import Flaw
from mimawari.sources.imap_account import letters, session
from mimawari.trees import mailbox
from mimawari.trees.mailbox.boxes import GONE

NAMED = {GONE, letters.BREAKS, session.REFUSED, session.UNREACHED, session.UNLISTED}
NAMED |= {f"no account is named: {flaw}" for flaw in Flaw}
"""Those that the code has names for, or puts together."""
KNOWN = knowledge.load().details
HERE = Path(sources.__file__).parent
MODULES = [
    *sorted((HERE / "mail").glob("*.py")),
    *sorted((HERE / "imap_account").glob("*.py")),
    *(HERE / f"{name}.py" for name in ("mbox", "maildir", "mail_folder", "thunderbird", "imap")),
    *sorted(Path(mailbox.__file__).parent.glob("*.py")),
]


def phrases() -> Iterator[str]:
    """Every literal sentence behind a reason; numbers are put into its holes."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            values = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
            text = " ".join(ast.unparse(one) for one in values)
            if "Reason." in text or "reason" in text:
                yield from (said for one in values if (said := _said(one)) and " " in said and not said.endswith(": 7"))


def _said(node: ast.expr) -> str:
    if isinstance(node, ast.IfExp):
        return _said(node.orelse)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values)
    return ""


def test_the_phrases_are_found() -> None:
    found = set(phrases())
    assert {"the file is empty", "the file cannot be read", "a mail of more than 7 MiB", "more than 7 folders deep"} <= found
    assert {"the folder is no more", "the server offers no encryption", "the server does not give this mail"} <= found
    assert len(found) >= 25


@pytest.mark.parametrize("phrase", sorted({*phrases(), *NAMED}))
def test_every_phrase_is_said_in_japanese(phrase: str) -> None:
    japanese = KNOWN.japanese(phrase)
    assert japanese
    assert re.search(r"[ぁ-ん一-龠ァ-ヶ]", japanese)
