"""Whose rule, signature or list it is that fits: what a reader needs to judge how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.faces.safe import shown
from mimawari.faces.text.ages import age
from mimawari.faces.text.view import View
from mimawari.model import Finding, Words

KIND = "rule-hit"
_HASH, _NAME = "hash", "name"
_LEADS = {
    "clamav": Words(en="signature: {said}", ja="定義名：{said}"),
    _HASH: Words(en="hash: {said}", ja="ハッシュ値：{said}"),
    _NAME: Words(en="file name: {said}", ja="ファイル名：{said}"),
}
_RULE = Words(en="rule: {said}", ja="ルール：{said}")
_BETWEEN = Words(en="; ", ja="　")
_MOST = 200

_DATE = Words(en="of {value}", ja="日付：{value}")
_AGED = Words(en="of {value} ({age} at the check)", ja="日付：{value}（調査の{age}）")
_AUTHOR = Words(en="by {value}", ja="作成者：{value}")
_NOTE = Words(en="“{value}”", ja="説明：{value}")
_OTHERS_NOTE = Words(en="in its author's words “{value}”", ja="作成者の説明（原文）：{value}")
_REFERENCE = Words(en="see {value}", ja="参考：{value}")
_LICENCE = Words(en="licence {value}", ja="ライセンス：{value}")
_AT = Words(en="at byte {offset} ({marks})", ja="位置：先頭から{offset}バイト（{marks}）")
_FIRST_AT = Words(en="first at byte {offset} ({marks})", ja="位置：先頭から{offset}バイトほか（{marks}）")
_MARKS = Words(en="by {value}", ja="一致した箇所：{value}")


def credit(view: View, finding: Finding) -> str:
    """One line; empty for a finding of any other kind."""
    if finding.kind != KIND:
        return ""
    said = view.say(_BETWEEN).join(filter(None, _told(view, finding)))
    return view.say(_LEADS.get(_sort(finding), _RULE), said=said)


def _sort(finding: Finding) -> str:
    """What stands in the place of a rule's name."""
    by = str(finding.facts.get("by"))
    if by != "indicator":
        return by
    return _NAME if finding.facts.get("marks") == "file-name" else _HASH


def _told(view: View, finding: Finding) -> Iterator[str]:
    yield _put(view, finding, "rule", Words(en="{value}", ja="{value}"))
    yield _dated(view, finding)
    yield _put(view, finding, "author", _AUTHOR)
    yield _noted(view, finding)
    yield _put(view, finding, "reference", _REFERENCE)
    yield _put(view, finding, "licence", _LICENCE)
    yield _placed(view, finding)


def _put(view: View, finding: Finding, name: str, words: Words) -> str:
    value = finding.facts.get(name)
    return view.say(words, value=shown(str(value), _MOST)) if value else ""


def _dated(view: View, finding: Finding) -> str:
    """Of when it is, and how old that was when it was used."""
    day = str(finding.facts.get("date") or "")
    runs = (run for source in view.sources if source.id == finding.origin.source for run in source.runs)
    last = max((run.ended or run.started for run in runs), default="")
    old = age(day, last)
    return view.say(_AGED, value=shown(day), age=old.say(view.language)) if old else _put(view, finding, "date", _DATE)


def _noted(view: View, finding: Finding) -> str:
    """What fits it: ours in the reader's language, others' as they wrote it."""
    if view.language == "ja" and finding.facts.get("note_ja"):
        return _put(view, finding, "note_ja", _NOTE)
    return _put(view, finding, "note", _NOTE if finding.facts.get("is_ours") else _OTHERS_NOTE)


def _placed(view: View, finding: Finding) -> str:
    """Where in the content it is, and what the author of the rule calls that."""
    offset, marks = finding.facts.get("offset"), str(finding.facts.get("marks") or "").split()
    if finding.facts.get("by") == "indicator":
        return ""
    if not isinstance(offset, int):
        return _put(view, finding, "marks", _MARKS)
    words = _AT if len(marks) < 2 else _FIRST_AT
    return view.say(words, offset=f"{offset:,}", marks=view.listed(marks) or "-")
