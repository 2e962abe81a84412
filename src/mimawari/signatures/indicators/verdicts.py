"""What a list says its rows are: a table of everything that was looked at holds harmless files too."""

from __future__ import annotations

from collections.abc import Iterable

from mimawari.model import Strength

# What a gateway or a scanner did with a file (allowed, undetected) is no opinion on it.
_HARMLESS = frozenset(
    {
        "allowlist", "allowlisted", "benign", "clean", "false positive", "false-positive", "false_positive", "fp",
        "good", "goodware", "harmless", "known good", "known-good", "known_good", "legit", "legitimate", "no threat",
        "non-malicious", "not malicious", "safe", "trusted", "whitelist", "whitelisted",
        "誤検知", "安全", "問題なし", "正常", "無害", "良性",
    }
)  # fmt: skip
_UNSURE = frozenset(
    {
        "grayware", "greyware", "pua", "pup", "suspect", "suspicious", "unclassified", "unknown", "unrated", "unsure",
        "unwanted",
        "不明", "不審", "疑わしい", "要確認",
    }
)  # fmt: skip
_NO, _YES = frozenset({"0", "false", "n", "no", "いいえ"}), frozenset({"1", "true", "y", "yes", "はい"})

HARMLESS, MALICIOUS = "harmless", "malicious"


def says_harmless(text: str, asked: str = "") -> bool:
    """Whether *text* calls a file harmless. *asked*: what a yes would say, where the question is :data:`HARMLESS` or so."""
    word = _word(text)
    if asked and word in (_YES | _NO):
        return (word in _YES) == (asked == HARMLESS)
    return word in _HARMLESS


def weight(texts: Iterable[str]) -> Strength:
    """What a fit amounts to: a hint where somebody was not sure."""
    return Strength.HINT if any(_word(text) in _UNSURE for text in texts) else Strength.CONCLUSIVE


def _word(text: str) -> str:
    return text.strip().strip("\"'()[]").lower()
