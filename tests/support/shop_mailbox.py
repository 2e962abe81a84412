"""A mailbox of a made-up shop, mail by mail, and the list that ``case exposure`` makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from mimawari import knowledge
from mimawari.app.exposing import Asked, exposed
from mimawari.engine import Settings
from mimawari.model import ExposureCounts, Firm, LeftOut, OwnAccount, Person
from mimawari.sources import Evidence

OWN = "midori.example.jp"
OURS = f"shop@{OWN}"
FIRM = Firm(domains=(OWN,), name_ja="みどり雑貨", accounts=(OwnAccount("tanaka.private@gmail.com"),))
CAME = f"Received: from mx.example.com by mail.{OWN} with ESMTP id 1 for <{OURS}>; Thu, 01 Jan 2026 10:00:00 +0900"
PLAIN = "text/plain; charset=utf-8"


def mail(*fields: str | bytes, body: str = "本文です。", kind: str = PLAIN, came: bool = True, number: int = 1) -> bytes:
    """A mail with such fields; to the shop, and from somebody, unless they say otherwise."""
    given = [one if isinstance(one, bytes) else one.encode() for one in fields]
    names = {one.partition(b":")[0].lower() for one in given}
    usual = [(b"from", f"From: {OURS}".encode()), (b"to", f"To: {OURS}".encode())]
    head = [*([CAME.encode()] if came else []), *given, *(line for name, line in usual if name not in names)]
    head += [f"Message-ID: <{number}@x.example>".encode(), b"Date: Thu, 01 Jan 2026 10:00:00 +0900", b"MIME-Version: 1.0"]
    head += [f"Content-Type: {kind}".encode(), b"Content-Transfer-Encoding: 8bit"]
    return b"\n".join(head) + b"\n\n" + body.encode() + b"\n"


class Body(TypedDict):
    """A mail's text and what it is."""

    kind: str
    body: str


def parts(*every: str, kind: str = "multipart/mixed") -> Body:
    """The body of several parts, each with its own header."""
    return {"kind": f'{kind}; boundary="b"', "body": "".join(f"--b\n{one}\n" for one in every) + "--b--\n"}


@dataclass(frozen=True)
class Listed:
    """What came of it."""

    people: list[Person]
    counts: ExposureCounts

    @property
    def addresses(self) -> set[str]:
        """Whom mail reaches."""
        return {address for one in self.people for address in (one.address, *one.others) if address}

    @property
    def left_out(self) -> dict[LeftOut, int]:
        """Who is on no list, without the shop itself."""
        return {why: number for why, number in self.counts.left_out if why is not LeftOut.OWN}

    def of(self, address: str) -> Person:
        """The entry of an address."""
        (found,) = [one for one in self.people if address in (one.address, *one.others)]
        return found


def listed(
    folder: Path, mails: Iterable[bytes] = (), files: dict[str, bytes] | None = None, *, box: str = "Inbox", orders: bytes = b"",
    firm: Firm = FIRM, lures: frozenset[str] = frozenset(),
) -> Listed:  # fmt: skip
    """The list of these mails in a mailbox called *box*, of address books and of orders."""
    evidence = []
    if every := list(mails):
        (folder / box).write_bytes(b"".join(b"From x Thu Jan  1 00:00:00 2026\n" + one + b"\n" for one in every))
        evidence.append(Evidence(str(folder / box)))
    for name, data in (files or {}).items():
        (folder / name).write_bytes(data)
        evidence.append(Evidence(str(folder / name)))
    if orders:
        (folder / "orders.csv").write_bytes(orders)
    exports = (str(folder / "orders.csv"),) if orders else ()
    asked = Asked(evidence=tuple(evidence), orders=exports, firm=firm, lures=lures)
    with exposed(asked, Settings(), knowledge.load(), jobs=0) as found:
        return Listed(list(found.people()), found.counts)
