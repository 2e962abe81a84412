"""An answer with a locked archive, and in its text what unlocks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_bait import locked_with_password
from mimawari.detectors.marks.mail_thread import subject_of
from mimawari.model import Message, Trait, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class PasswordBesideArchive(Trait):
    """Such a mail. The password itself is not told."""

    attack: tuple[str, ...] = ("T1566.001", "T1027.013")
    words: Words = Words(
        en="An answer with the locked archive “{file}” and its password in the same mail: mail filters cannot look into it.",
        ja="返信の形のメールに、パスワード付きの「{file}」とそのパスワードが一緒に入っています。メールの検査をすり抜ける送り方です。",
    )
    file: str


@detector
def password_beside_archive(message: Message) -> Iterator[PasswordBesideArchive]:
    """A hint: in Japan honest partners do so daily, mostly in a mail that is no answer, which is passed over."""
    file = locked_with_password(message)
    if file and (any(subject_of(message)[1:]) or message.quotes):
        yield PasswordBesideArchive(origin=message.origin, file=file[:200])
