"""Failed sign-ins in number: somebody guesses the password of an account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.sending import numbers
from mimawari.knowledge import Knowledge
from mimawari.model import About, AccountUse, Finding, Strength, Words

_WORKED = Words(
    en=(
        "{failures} sign-ins of {account} from {sample} failed and {successes} worked. Ask its user whether a device "
        "had an old password; if not, change it."
    ),
    ja=(
        "{account} へのログインが {sample} から{failures}回失敗し、{successes}回成功しています。"
        "古いパスワードのままの機器がないか本人に確認し、心当たりがなければパスワードを変更してください。"
    ),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class PasswordSpray(Finding):
    """Such attempts, from one network (``sample`` is an address of it). ``successes`` of the same network may be the user's own."""

    strength: Strength = Strength.HINT
    about: About = About.MAIL
    attack: tuple[str, ...] = ("T1110.003", "T1110.001")
    words: Words = Words(
        en="{failures} sign-ins of {account} from {sample} failed, and none worked.",
        ja="{account} へのログインが {sample} から{failures}回試みられ、すべて失敗しています。",
    )
    account: str
    service: str
    sample: str
    failures: int
    successes: int


@detector
def password_spray(use: AccountUse, known: Knowledge) -> Iterator[PasswordSpray]:
    """Never more than a hint: every server sees it daily, and a phone with an old password fails as often."""
    row = numbers(known)
    if use.failures < row["spray"] or use.successes > use.failures * row["spray-worked"]:
        return
    yield PasswordSpray(
        origin=use.origin, account=use.account, service=use.service, sample=use.sample, failures=use.failures,
        successes=use.successes, seen_at=use.first, words=_WORKED if use.successes else PasswordSpray.words,
    )  # fmt: skip
