"""Whose rule, signature or list it is that fits: what a reader needs to judge how far to trust it."""

from __future__ import annotations

from mimawari.faces.safe import shown
from mimawari.faces.text.view import View
from mimawari.model import Finding, Words

KIND = "rule-hit"
_CREDIT = Words(en="rule: {said}", ja="ルール：{said}")
_BETWEEN = Words(en="; ", ja="　")
_MOST = 200
_TOLD = (
    ("rule", Words(en="{value}", ja="{value}")),
    ("date", Words(en="of {value}", ja="日付：{value}")),
    ("author", Words(en="by {value}", ja="作成者：{value}")),
    ("note", Words(en="“{value}”", ja="説明：{value}")),
    ("reference", Words(en="see {value}", ja="参考：{value}")),
    ("licence", Words(en="licence {value}", ja="ライセンス：{value}")),
    ("marks", Words(en="fits by {value}", ja="一致した箇所：{value}")),
)


def credit(view: View, finding: Finding) -> str:
    """One line; empty for a finding of any other kind."""
    if finding.kind != KIND:
        return ""
    told = ((words, finding.facts.get(name)) for name, words in _TOLD)
    said = view.say(_BETWEEN).join(view.say(words, value=shown(str(value), _MOST)) for words, value in told if value)
    return view.say(_CREDIT, said=said)
