"""A mailbox that one network reads night after night, and hardly ever by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.sending import numbers
from mimawari.knowledge import Knowledge
from mimawari.model import About, AccountUse, Finding, Strength, Words

_READING = frozenset(("imap", "pop3", "web", "cloud", "mail-read"))


@dataclass(frozen=True, kw_only=True, eq=False)
class MailboxReadByNight(Finding):
    """Such reading, from one network (``sample`` is an address of it), in so many nights. ``country`` where the log tells."""

    strength: Strength = Strength.HINT
    about: About = About.MAIL
    attack: tuple[str, ...] = ("T1114.002", "T1078")
    words: Words = Words(
        en=(
            "The mailbox of {account} was opened from {sample} in {nights} nights, a few times each. Ask its user whether "
            "a device of theirs does so."
        ),
        ja=(
            "{account} のメールボックスが、{sample} から{nights}晩にわたって夜間に開かれています。"
            "本人の端末によるものか確認してください。"
        ),
    )
    account: str
    service: str
    sample: str
    nights: int
    successes: int
    country: str


@detector
def mailbox_read_by_night(use: AccountUse, known: Knowledge) -> Iterator[MailboxReadByNight]:
    """A hint: one network at a time does not tell whether the account always lives there; a PC at home is on by night as well.

    Phones and mail programs ask every few minutes; what copies a mailbox comes a few times a night.
    """
    row = numbers(known)
    seldom = use.successes <= row["night-most"] * max(1, use.nights)
    if use.service in _READING and use.nights >= row["nights"] and use.nights >= row["night-share"] * max(1, use.days) and seldom:
        yield MailboxReadByNight(
            origin=use.origin, account=use.account, service=use.service, sample=use.sample, nights=use.nights,
            successes=use.successes, country=use.country, seen_at=use.first,
        )  # fmt: skip
