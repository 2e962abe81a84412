"""The password plan as data: ``mimawari.passwords/1``, and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

from mimawari.faces.json_report import words
from mimawari.faces.safe import cell
from mimawari.faces.text.passwords import USES, state_word
from mimawari.model import TO_CHECK, CaseState, Change, PasswordPlan, StepState, Words

PASSWORDS = "mimawari.passwords/1"

Json = dict[str, Any]
_HEADS = (
    Words(en="no.", ja="番号"),
    Words(en="state", ja="状態"),
    Words(en="use", ja="種類"),
    Words(en="what", ja="対象"),
    Words(en="as on the PC", ja="PCに残っていた接続先"),
    Words(en="saved logins", ja="保存件数"),
    Words(en="page for the change", ja="変更のページ・案内"),
    Words(en="how", ja="変更のしかた"),
    Words(en="PCs", ja="PC"),
    Words(en="users", ja="利用者"),
    Words(en="programs", ja="ソフト"),
    Words(en="only suspected", ja="念のため"),
    Words(en="key", ja="記号"),
)
_YES = Words(en="yes", ja="はい")


def passwords_document(plan: PasswordPlan, state: CaseState | None) -> Json:
    """The plan; no password is in it, nor who signs in to a site."""
    return {
        "schema": PASSWORDS,
        "hosts": list(plan.hosts),
        "accounts": list(plan.accounts),
        "others": list(plan.others),
        "changes": [_change(one, state) for one in plan.changes],
        "cards": plan.cards,
        "networks": plan.networks,
        "mailboxes": plan.mailboxes,
        "address_books": plan.address_books,
        "unread": [words(one) for one in plan.unread],
    }


def _change(one: Change, state: CaseState | None) -> Json:
    return {
        "key": one.key,
        "state": state.step(one.key) if state else StepState.OPEN,
        "use": one.use,
        "what": words(one.what),
        "place": one.place,
        "how": [words(how) for how in one.how],
        "page": one.page or None,
        "logins": one.logins,
        "hosts": list(one.hosts),
        "users": list(one.users),
        "programs": list(one.programs),
        "suspected": one.suspected,
        "certainty": one.cited.certainty if one.cited else None,
    }


def passwords_table(plan: PasswordPlan, state: CaseState | None, tongue: str) -> str:
    """The changes as CSV with a mark of UTF-8 before it, so that Excel reads Japanese; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([head.say(tongue) for head in _HEADS])
    for number, one in enumerate(plan.changes, 1):
        writer.writerow([cell(value) for value in _row(number, one, state, tongue)])
    return "\ufeff" + out.getvalue()


def _row(number: int, one: Change, state: CaseState | None, tongue: str) -> list[object]:
    how = " ".join(words.say(tongue) for words in one.how)
    suspected = _YES.say(tongue) if one.suspected else ""
    return [
        number, state_word(one, state, tongue), USES[one.use].say(tongue), one.what.say(tongue), one.place, one.logins,
        _page(one, tongue), how,
        ", ".join(one.hosts), ", ".join(one.users), ", ".join(one.programs), suspected, one.key,
    ]  # fmt: skip


def _page(one: Change, tongue: str) -> str:
    check = f" {TO_CHECK.say(tongue)}" if one.cited and one.cited.certainty.to_check else ""
    return f"{one.page}{check}" if one.page else ""
