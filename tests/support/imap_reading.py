"""Reads accounts in tests, in this process."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator

from support.dovecot import PASSWORD, USER, Dovecot

from mimawari.model import Blob, Gap
from mimawari.sources import Evidence, Seen, Survey, imap


def account(locator: str, secret: str = "secret", done: tuple[str, ...] = ()) -> Evidence:
    return Evidence(locator, forced="imap", secret=secret, done=done)


def looked(evidence: Evidence) -> Iterator[Seen]:
    """All that a survey and its pieces give, one after the other."""
    survey = imap.survey(evidence)
    yield from survey.gaps
    yield from pieces(evidence, survey)


def pieces(evidence: Evidence, survey: Survey) -> Iterator[Seen]:
    for piece in survey.pieces:
        yield from imap.look(evidence, survey, piece.key)


def read(evidence: Evidence) -> tuple[list[Blob], list[Gap]]:
    """The mails and the gaps."""
    seen = list(looked(evidence))
    return [one for one in seen if isinstance(one, Blob)], [one for one in seen if isinstance(one, Gap)]


def mail(number: int, body: bytes = b"text\r\n") -> bytes:
    head = f"From: sender@example.com\r\nTo: taro@example.jp\r\nSubject: mail {number}\r\nMessage-ID: <{number}@example.com>\r\n"
    return head.encode() + b"\r\n" + body


def at(server: Dovecot, folder: str = "", done: tuple[str, ...] = (), scheme: str = "imap") -> Evidence:
    """The account on a real server."""
    return account(server.locator(folder, scheme), PASSWORD, done)


def other(server: Dovecot) -> imaplib.IMAP4:
    """Another client, which may change things."""
    client = imaplib.IMAP4("127.0.0.1", server.port, timeout=20)
    client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
    client.select("INBOX")
    return client
