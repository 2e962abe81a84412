"""Mails, and a detector that finds those odd whose subject says so; for the engine, which knows nothing of traits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

from mimawari.detectors import Detector
from mimawari.model import Message, Strength, Trait, Words


def mail(number: int, sender: str = "taro@example.com", text: str = "", file: bytes = b"", day: int = 1, **more: str) -> bytes:
    made = EmailMessage()
    made["From"] = sender
    made["To"] = more.pop("to", "hanako@example.jp")
    made["Subject"] = more.pop("subject", f"mail {number}")
    made["Date"] = f"{day:02} Mar 2022 10:00:{number % 60:02} +0900"
    made["Message-ID"] = f"<{number}@example.com>"
    for name, value in more.items():
        made[name.replace("_", "-")] = value
    made.set_content(text or f"text of mail {number}\n")
    if file:
        made.add_attachment(file, maintype="application", subtype="zip", filename="files.zip")
    return made.as_bytes()


@dataclass(frozen=True, kw_only=True, eq=False)
class Odd(Trait):
    words: Words = Words(en="odd {quoted} {thread} {receivers}", ja="奇妙 {quoted} {thread} {receivers}")
    quoted: int
    thread: bool
    receivers: int


def odd_detector() -> Detector:
    """Says what is known of each odd mail; a strong one where the subject says so, too."""

    def examine(message: Message) -> Iterator[Odd]:
        if "odd" in message.subject:
            other = message.correspondence
            strong = Strength.STRONG if "strong" in message.subject else Strength.HINT
            yield Odd(
                origin=message.origin, strength=strong, quoted=other.quoted if other else -1,
                thread=bool(other and other.sender_in_thread), receivers=len(other.receivers) if other else -1,
            )  # fmt: skip

    return Detector("odd", (Message,), (), (Odd,), examine)
