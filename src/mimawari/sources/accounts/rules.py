"""What a rule of a mailbox does, by the parameters of New-InboxRule and Set-InboxRule (learn.microsoft.com, "New-InboxRule").

The properties that Get-InboxRule gives have the same names.
"""

from __future__ import annotations

from dataclasses import dataclass

from mimawari.sources.accounts.values import addresses, said, yes

_DELETES = ("deletemessage", "softdeletemessage")
_FORWARDS = ("forwardto", "forwardasattachmentto", "redirectto")
_MOVES = "movetofolder"
_DOES = {"deletemessage": "DeleteMessage", "softdeletemessage": "SoftDeleteMessage", "markasread": "MarkAsRead"}
_WHERE = frozenset(("from", "sentto", "subjectcontainswords"))
_WORDS = "containswords"
_INBOX = ("inbox", "受信トレイ")
LEFT_OUT = "system.collections."
"""What Export-Csv writes for a list instead of it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``target`` is whom it forwards to, ``hides`` as of a door, ``words`` its conditions and actions. ``left_out``: lists are
    missing.
    """

    target: str
    hides: bool
    words: str
    left_out: bool = False

    @property
    def acts(self) -> bool:
        """Whether it does anything to mail that others might not want to be seen."""
        return bool(self.target or self.hides)


def rule(values: dict[str, object]) -> Rule:
    """Of parameters by their names in lower case."""
    texts = {name: said(value) for name, value in values.items()}
    where = [f"{name}: {text}" for name, text in sorted(texts.items()) if text and (name in _WHERE or name.endswith(_WORDS))]
    target = ";".join(dict.fromkeys(addresses(texts[name]) for name in _FORWARDS if texts.get(name)))
    deletes = any(yes(values.get(name)) for name in _DELETES)
    folder = texts.get(_MOVES, "")
    does = [word for name, word in _DOES.items() if yes(values.get(name))]
    does = [*does, *([f"MoveToFolder: {folder}"] if folder else [])]
    moves = bool(folder) and folder.replace("\\", "/").rpartition("/")[2].rpartition(":")[2].strip().lower() not in _INBOX
    words = " | ".join([*where, *does])[:1000]
    return Rule(target, deletes or moves, words, any(text.lower().startswith(LEFT_OUT) for text in texts.values()))
