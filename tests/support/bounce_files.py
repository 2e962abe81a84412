"""Writes bounces: in the form of RFC 3464, and as the programs write them that have a form of their own."""

from __future__ import annotations

from mimawari.formats import message as mails
from mimawari.formats.bounces import may_be_bounce, returned
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.model import Blob, Gap, Message, Origin
from mimawari.model.testimony import Returned

RECEIVED = (
    "Received: from PC-TANAKA (unknown [192.0.2.71]) by mail.sakura.example.jp (Postfix) with ESMTPSA id 4ABC1;\n"
    "\tTue, 10 Nov 2026 10:00:00 +0900 (JST)\n"
)
HEADER = (
    f"Return-Path: <tanaka@sakura.example.jp>\n{RECEIVED}From: Tanaka <tanaka@sakura.example.jp>\nTo: nobody@example.com\n"
    "Subject: =?UTF-8?B?6KuL5rGC5pu4?=\nMessage-ID: <m1@sakura.example.jp>\nDate: Tue, 10 Nov 2026 10:00:00 +0900\n"
    "MIME-Version: 1.0\nContent-Type: text/plain\n"
)
MESSAGE = "Reporting-MTA: dns; mail.sakura.example.jp\nArrival-Date: Tue, 10 Nov 2026 10:00:01 +0900\n"
POSTFIX = MESSAGE + "X-Postfix-Queue-ID: 4ABC1\nX-Postfix-Sender: rfc822; tanaka@sakura.example.jp\n"
GROUP = (
    "Final-Recipient: rfc822; nobody@example.com\nOriginal-Recipient: rfc822;nobody@example.com\nAction: failed\nStatus: 5.1.1\n"
    "Remote-MTA: dns; mx.example.com\nDiagnostic-Code: smtp; 550 5.1.1 <nobody@example.com>: Recipient address rejected\n"
)


def head(
    sender: str = "MAILER-DAEMON@mail.sakura.example.jp (Mail Delivery System)",
    subject: str = "Undelivered Mail Returned to Sender",
    more: str = "",
    path: str = "<>",
    to: str = "tanaka@sakura.example.jp",
) -> str:
    """The header of a bounce, without what says how its body is."""
    given = f"Return-Path: {path}\n" if path else ""
    return (
        f"{given}Received: by mail.sakura.example.jp (Postfix) id 4ABC2; Tue, 10 Nov 2026 10:00:05 +0900 (JST)\n"
        f"Date: Tue, 10 Nov 2026 10:00:05 +0900\nFrom: {sender}\nSubject: {subject}\nTo: {to}\n"
        f"Message-ID: <b1@mail.sakura.example.jp>\nMIME-Version: 1.0\n{more}"
    )


def report(
    *groups: str,
    message: str = POSTFIX,
    back: str = HEADER + "\nお世話になっております。\n",
    part: str = "message/rfc822",
    kind: str = "delivery-status",
    status: str = "message/delivery-status",
    header: str = "",
) -> bytes:
    """A report as RFC 3462 and 3464 have it; *groups* of recipients, *back* the mail that is given back."""
    fields = "\n".join((message, *(groups or (GROUP,))))
    given = f"--b1\nContent-Type: {part}\n\n{back}\n" if back else ""
    return (
        f'{header or head()}Content-Type: multipart/report; report-type={kind}; boundary="b1"\n\n'
        "--b1\nContent-Type: text/plain\n\nThis is the mail system.\n\n"
        f"--b1\nContent-Type: {status}\n\n{fields}\n{given}--b1--\n"
    ).encode()


def plain(text: str, header: str = "", charset: str = "utf-8") -> bytes:
    """A bounce that is a text only."""
    return f"{header or head()}Content-Type: text/plain; charset={charset}\n\n".encode() + text.encode(charset)


def read(data: bytes) -> tuple[Blob, Message]:
    """The mail, and what the format of mails says of it."""
    blob = Blob(Origin("s", "in"), "a.eml", Kept.of(data), media_type="message/rfc822")
    return blob, next(one for one in mails.opened(blob, Budget()) if isinstance(one, Message))


def seen(data: bytes) -> list[Returned | Gap]:
    """All that is said of it, as the engine asks."""
    blob, message = read(data)
    return list(returned(blob, message)) if may_be_bounce(message) else []


def one(data: bytes) -> Returned:
    """The only bounce in it, without a gap."""
    (found,) = seen(data)
    assert isinstance(found, Returned), found
    return found
