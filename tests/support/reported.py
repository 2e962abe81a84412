"""Mails as somebody gives them: opened as far as they go, each shown to :class:`Reports`; what mails of a mailbox say."""

from __future__ import annotations

from collections.abc import Iterator

from support.mail_files import raw

from mimawari import formats
from mimawari.formats import Head
from mimawari.formats.budget import Budget
from mimawari.formats.mail.testimony import Reports
from mimawari.formats.slices import Held
from mimawari.model import Blob, Firm, Message, Origin, ReportedMail

FIRM = Firm(domains=("sakura.example.jp",))
HEADING = (
    "-----Original Message-----",
    "From: 田中 一郎 <tanaka@sakura.example.jp>",
    "Sent: Wednesday, October 28, 2026 9:30 AM",
    "To: mori@nori.example.net",
    "Subject: 新商品サンプルの件",
    "",
)
THREAD = (
    "いつもお世話になっております。田中です。",
    "新商品サンプル三十箱を、十一月四日の便で倉庫へ発送いたします。",
    "前回の打合せで決めた単価二百四十円の見積書を、改めて作り直しました。",
    "冷蔵便の受け取りは午前中のみ可能と伺っております。",
    "以上、よろしくお願いいたします。",
)


def fake(
    *text: str, fields: tuple[str, ...] = (), to: str = "mori@nori.example.net", subject: str = "Re: 新商品サンプルの件"
) -> bytes:
    """A mail in Tanaka's name from a stranger's server, as its recipient got it; *fields* stand above all others."""
    return raw(
        *fields,
        "Received: from smtp.bakery.example.net (smtp.bakery.example.net [203.0.113.80])",
        f" by mx.nori.example.net (Postfix) with ESMTPS id 4Cx1 for <{to}>; Tue, 10 Nov 2026 09:11:00 +0900",
        "From: =?utf-8?b?55Sw5LitIOS4gOmDjg==?= <rosa@bakery.example.net>",
        f"To: {to}",
        f"Subject: {subject}",
        "Date: Tue, 10 Nov 2026 09:11:00 +0900",
        "Message-ID: <a1@bakery.example.net>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        *text,
    )


def blob_of(data: bytes, name: str = "mail.eml") -> Blob:
    """Something that the user gave."""
    return Blob(Origin("S", name, (name,)), name, Held(data))


def mails_in(blob: Blob, depth: int = 6) -> Iterator[tuple[Blob, Message]]:
    """Every mail, with what it was opened from, in the engine's order."""
    for form in formats.recognised(Head.of(blob)) if depth else ():
        for thing in form.open(blob, Budget()):
            if isinstance(thing, Blob):
                yield from mails_in(thing, depth - 1)
            elif isinstance(thing, Message):
                yield blob, thing


def reports(data: bytes, firm: Firm = FIRM, name: str = "mail.eml") -> list[ReportedMail]:
    """What a file that somebody gave tells."""
    taker = Reports(firm)
    found = [told for blob, mail in mails_in(blob_of(data, name)) for told in taker.take(blob, mail)]
    return [one for one in (*found, *taker.rest()) if isinstance(one, ReportedMail)]


def message(data: bytes) -> Message:
    """The mail itself."""
    return next(mail for _, mail in mails_in(blob_of(data)))
