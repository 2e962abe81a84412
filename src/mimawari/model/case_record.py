"""What was decided and done in a case: entries that are only ever added, each bound to the one before it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.finding import Fact
from mimawari.model.words import Words

START = "0" * 64
"""What the first entry of a case is bound to."""


class Deed(StrEnum):
    """What an entry records."""

    OPENED = "opened"
    REPORT_ADDED = "report-added"
    PLANNED = "planned"
    STEP_DONE = "step-done"
    STEP_REOPENED = "step-reopened"
    STEP_SKIPPED = "step-skipped"
    NOTED = "noted"
    KNOWN_AT = "known-at"
    REPLIED = "replied"
    CONTACTED = "contacted"
    RECHECKED = "rechecked"
    LIFTED = "lifted"
    ACCEPTED = "accepted"
    EXPOSED = "exposed"
    DRAFTED = "drafted"
    SEALED = "sealed"
    CLOSED = "closed"
    REOPENED = "reopened"


DEED_WORDS = {
    Deed.OPENED: Words(en="case opened", ja="記録を始めた"),
    Deed.REPORT_ADDED: Words(en="report added", ja="レポートを追加した"),
    Deed.PLANNED: Words(en="plan made anew", ja="行うことの一覧を作り直した"),
    Deed.STEP_DONE: Words(en="step done", ja="手順を済ませた"),
    Deed.STEP_REOPENED: Words(en="step opened again", ja="手順をやり直すことにした"),
    Deed.STEP_SKIPPED: Words(en="step not to be done", ja="手順を行わないことにした"),
    Deed.NOTED: Words(en="note", ja="メモ"),
    Deed.KNOWN_AT: Words(en="recorded when the firm came to know of it", ja="自社が知った日時を記録した"),
    Deed.REPLIED: Words(en="question answered", ja="質問に答えた"),
    Deed.CONTACTED: Words(en="contacted", ja="連絡した"),
    Deed.RECHECKED: Words(en="checked again", ja="再確認をした"),
    Deed.LIFTED: Words(en="put back on the network", ja="ネットワークに戻した"),
    Deed.ACCEPTED: Words(en="record accepted as it is", ja="今の記録のまま続けることにした"),
    Deed.EXPOSED: Words(en="counted who must be told", ja="連絡が必要な人を数えた"),
    Deed.DRAFTED: Words(en="drafts written", ja="文書の下書きを作成した"),
    Deed.SEALED: Words(en="evidence sealed", ja="証拠を封印した"),
    Deed.CLOSED: Words(en="case closed", ja="対応を終了した"),
    Deed.REOPENED: Words(en="case opened again", ja="対応を再開した"),
}
"""Each deed in a few words, the same wherever a case is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. ``number`` counts from 1 in its case; ``at`` is UTC (ISO 8601 with ``Z``); ``who`` is as the person said.

    ``about`` is the key of a step, the id of a question or desk, the host, or empty; ``text`` is in the person's words;
    ``facts`` are named values. ``previous`` is the hash of the entry before it.
    """

    case: str
    number: int
    at: str
    who: str
    deed: Deed
    about: str = ""
    text: str = ""
    facts: tuple[tuple[str, Fact], ...] = ()
    previous: str = START

    @property
    def hash(self) -> str:
        """SHA-256 (hex) over all of it: its fields as JSON with sorted keys, no spaces, UTF-8."""
        said = {"about": self.about, "at": self.at, "case": self.case, "deed": self.deed.value, "facts": dict(self.facts),
                "number": self.number, "previous": self.previous, "text": self.text, "who": self.who}  # fmt: skip
        return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
