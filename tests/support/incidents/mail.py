"""One mail as a log and a mailbox both know it."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random


@dataclass(slots=True)
class Mail:
    """``way``: ``login``, ``local`` (a program on the server), ``incoming``, ``bounce`` (made by the server itself).

    ``results`` tells how each recipient went: ``sent``, ``unknown``, ``blocked``, ``expired``. Where the recipient's server was
    down, ``tries`` are the times of deliveries that failed, and ``ended`` is when it went out or was given up.
    ``copies``: addresses outside that an alias passes it on to.
    """

    time: int
    way: str
    account: str
    sender: str
    recipients: list[str]
    message_id: str
    queue_id: str
    client: str = ""
    client_name: str = "unknown"
    helo: str = ""
    method: str = ""
    size: int = 4000
    subject: str = ""
    results: list[str] = field(default_factory=list)
    tries: tuple[int, ...] = ()
    ended: int = 0
    author: str = ""
    text: tuple[str, ...] = ()
    mailer: str = "Microsoft Outlook 16.0"
    original_to: str = ""
    bounce: Mail | None = None
    warning: Mail | None = None
    copies: tuple[str, ...] = ()

    def result(self, place: int) -> str:
        """Of the recipient at a place; ``sent`` where nothing else is said."""
        return self.results[place] if self.results else "sent"


def queue_id(rng: Random) -> str:
    """As Postfix counts them by default: microseconds and an inode, in hexadecimal."""
    return f"{rng.getrandbits(40):010X}"


def outlook_id(rng: Random, domain: str = "sakura.example.jp") -> str:
    """The Message-ID that Outlook writes."""
    return f"<{rng.getrandbits(48):012x}${rng.getrandbits(32):08x}${rng.getrandbits(32):08x}$@{domain}>"


def uuid_id(rng: Random, domain: str = "sakura.example.jp") -> str:
    """The Message-ID that Thunderbird writes."""
    number = f"{rng.getrandbits(128):032x}"
    return f"<{number[:8]}-{number[8:12]}-4{number[13:16]}-9{number[17:20]}-{number[20:]}@{domain}>"


def is_usual(client: str) -> bool:
    """Whether an address is that of a machine of the firm."""
    return client.startswith("192.0.2.")
