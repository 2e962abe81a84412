"""Mailboxes made of findings and gaps, without any mail."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mimawari.engine.ledger import collect
from mimawari.model import Delivery, Finding, Gap, Letter, Looked, Origin, Reason, Source, Strength, Trait, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class Malicious(Delivery):
    words: Words = Words(en="the file is malicious", ja="悪意のあるファイルです")
    family: str | None = "emotet"


@dataclass(frozen=True, kw_only=True, eq=False)
class LureMail(Trait):
    strength: Strength = Strength.STRONG
    words: Words = Words(en="the mail looks forged", ja="なりすましメールです")


def box(number: int, *below: str) -> Origin:
    """The place of a mail, or of something in it."""
    return Origin("BOX-1", "in.mbox", ("box", str(number), *below))


def letter(number: int, **more: str) -> Letter:
    given = {
        "date": f"2022-03-{number:02}T10:00:00+09:00", "sender": "山田 太郎 <taro@example.com>",
        "subject": f"subject {number}", "message_id": f"<{number}@example.com>", **more,
    }  # fmt: skip
    return Letter(("box", str(number)), **given)


def MALICIOUS(at: Origin) -> Finding:
    return Malicious(origin=at, strength=Strength.STRONG)


def LURE(at: Origin) -> Finding:
    return LureMail(origin=at)


def gap_in(at: Origin) -> Gap:
    return Gap(at, Reason.ENCRYPTED, "content", "a.zip")


def mailbox(letters: list[Letter], *things: Finding | Gap, kind: str = "mbox", locator: str = "in.mbox") -> Source:
    looked = (Looked("message", len(letters)), Looked("content", len(letters)))
    part = replace(collect([*looked, *things], "BOX-1", "0-100", "1"), letters=tuple(sorted(letters)))
    return Source("BOX-1", locator, kind, ought=("content", "message"), parts=(part,))
