"""An answer that does not say what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.mail_bait import bait
from mimawari.detectors.marks.mail_thread import unthreaded
from mimawari.knowledge import Knowledge
from mimawari.model import Message, Trait, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class UnthreadedReply(Trait):
    """Such an answer, with something to open."""

    attack: tuple[str, ...] = ("T1566.001",)
    words: Words = Words(
        en="“{subject}” is marked as an answer, but nothing in its header says to which mail, as mail programs do.",
        ja="「{subject}」は返信の形ですが、どのメールへの返信かという、メールソフトが付ける記録がありません。",
    )
    subject: str


@detector
def unthreaded_reply(message: Message, known: Knowledge) -> Iterator[UnthreadedReply]:
    """A weak hint: some phones and people who type ``Re:`` do so. Only with a quote, or with what is likeliest to be a lure."""
    if not unthreaded(message) or message.bulk:
        return
    found = bait(message, known)
    if found and (message.quotes or found.weight >= 2):
        yield UnthreadedReply(origin=message.origin, subject=message.subject[:200])
