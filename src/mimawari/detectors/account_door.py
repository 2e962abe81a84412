"""A way into a mail account that a new password does not close, of the kind that robbers leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mimawari.detectors import detector
from mimawari.knowledge import Knowledge
from mimawari.model import Door, Finding, Strength, Words

_SIGN = re.compile(r"[\W_]{1,5}|.")
"""A name that says nothing: one letter, or signs alone."""
_DELETES = ("deletemessage", "shouldtrash", "delete", "permanentdelete", "softdelete")
_WHOLE = ("offline_access", "https://mail.google.com/", "full_access", ".default")
_MOVES = "movetofolder"
_RULES = ("inbox-rule", "filter")


@dataclass(frozen=True, kw_only=True, eq=False)
class AccountDoor(Finding):
    """Such a door. ``form`` is that of the artifact; ``account`` stands in full."""

    strength: Strength = Strength.HINT
    attack: tuple[str, ...] = ("T1098",)
    words: Words = Words(
        en="{account} has something that a new password does not close: {form} {name} {target} ({conditions})",
        ja="{account} に、パスワードを変えても残る設定があります：{form} {name} {target}（{conditions}）",
    )
    account: str
    form: str
    name: str
    target: str
    address: str
    conditions: str


_HIDING = Words(
    en="A rule of {account} hides mails about money or warnings: name {name}, {conditions}",
    ja="{account} の受信ルールが、お金や警告に関するメールを見えなくしています：名前「{name}」、{conditions}",
)
_PASSING = Words(
    en="{account} passes mail on to {target}, outside its own domain. Is that address known to you?",
    ja="{account} のメールが、社外の {target} に転送されています。心当たりのある宛先か確認してください。",
)
_STEALING = Words(
    en="A rule of {account} sends mails about money or warnings to {target} and deletes them: {conditions}",
    ja="{account} の受信ルールが、お金や警告に関するメールを {target} に転送し、元のメールを削除しています：{conditions}",
)
_GRANTED = Words(
    en="The program {name} may read or send the mail of {account} at any time ({conditions}). Is it known to you?",
    ja="アプリ「{name}」に、{account} のメールをいつでも扱える権限があります（{conditions}）。心当たりがあるか確認してください。",
)
_PASSWORD = Words(
    en="{account} has an app password ({name}), which asks for no second factor. Is it known to you?",
    ja="{account} にアプリパスワード「{name}」があります。2段階認証なしでサインインできます。心当たりがあるか確認してください。",
)
_GIVEN = Words(
    en="{target}, outside its own domain, has rights to the mailbox of {account} ({conditions}).",
    ja="社外の {target} に、{account} のメールボックスの権限があります（{conditions}）。",
)


@detector
def account_door(door: Door, known: Knowledge) -> Iterator[AccountDoor]:
    """Hints, as honest users have each of them too.

    Strong only for what these hardly do: a rule that hides mails about money or warnings and has a name that says nothing, or was
    made from where the account never signed in; such mails sent outside and deleted; several doors made by night within an hour
    from where it never signed in.
    """
    words, attack = _said(door, known)
    if words is None or not door.account:
        return
    yield AccountDoor(
        origin=door.origin,
        strength=Strength.STRONG if _is_strong(door, words) else Strength.HINT,
        attack=(attack,),
        words=words,
        seen_at=door.made or None,
        account=door.account,
        form=door.form,
        name=door.name[:200],
        target=door.target[:500],
        address=door.address,
        conditions=door.words[:300],
    )


def _said(door: Door, known: Knowledge) -> tuple[Words | None, str]:
    """The sentence for it and the technique; none where it is nobody's business."""
    about = _is_about(door, known)
    if door.form in _RULES and door.hides and about and _is_outside(door) and _deletes(door):
        return _STEALING, "T1114.003"
    if door.form in _RULES and door.hides and about and (_is_buried(door, known) or _is_nameless(door)):
        return _HIDING, "T1564.008"
    if door.form in (*_RULES, "forwarding") and _is_outside(door):
        return _PASSING, "T1114.003"
    if door.form == "oauth-grant" and any(scope in door.words.lower() for scope in _WHOLE):
        return _GRANTED, "T1528"
    if door.form == "app-password":
        return _PASSWORD, "T1098"
    if door.form == "delegate" and _is_outside(door):
        return _GIVEN, "T1098.002"
    return None, ""


def _is_strong(door: Door, words: Words) -> bool:
    if door.off:
        return False
    if words is _STEALING or (words is _HIDING and (_is_nameless(door) or door.usual is False)):
        return True
    return door.usual is False and door.night is True and door.beside > 0


def _is_about(door: Door, known: Knowledge) -> bool:
    """Whether its conditions name money, secrets, warnings or bounces."""
    parts = [part.strip() for part in door.words.casefold().split("|")]
    conditions = " | ".join(part for part in parts if not part.startswith(_MOVES))
    return _pattern(known.marks["door-words"]).search(conditions) is not None


@lru_cache(maxsize=4)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """English ones as whole words, in the plural too."""
    return re.compile("|".join(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])" if word.isascii() else re.escape(word) for word in words))


def _is_nameless(door: Door) -> bool:
    return _SIGN.fullmatch(door.name.strip()) is not None


def _deletes(door: Door) -> bool:
    return any(part.strip().lower() in _DELETES for part in door.words.split("|"))


def _is_buried(door: Door, known: Knowledge) -> bool:
    """It deletes, or moves to where nobody looks."""
    folders = [part.partition(":")[2] for part in door.words.split("|") if part.strip().lower().startswith(_MOVES)]
    named = [re.split(r"[\\/:]", folder)[-1].strip().casefold() for folder in folders]
    return _deletes(door) or any(name in known.marks["door-folders"] for name in named)


def _is_outside(door: Door) -> bool:
    """Whether one of its targets has another domain than the account. A guest of the firm's own directory is from outside too."""
    own = door.account.rpartition("@")[2].casefold() if "@" in door.account else ""
    targets = [one.casefold() for one in door.target.split(";") if "@" in one]
    return bool(own) and any("#ext#" in one or not _is_below(one.rpartition("@")[2], own) for one in targets)


def _is_below(domain: str, own: str) -> bool:
    return domain == own or domain.endswith("." + own) or own.endswith("." + domain)
