"""``imaplib`` with bounds: how many bytes an answer may have, whatever the server says. Imported late, as it is heavy."""

from __future__ import annotations

import imaplib
import ssl

ANSWER = 12 << 20
"""Bytes of the answer to one command."""
SECONDS = 60.0
"""So long a server may stay silent."""

Failure = imaplib.IMAP4.error
"""What ``imaplib`` raises: ``abort`` (below it) where the connection is of no more use."""
Abort = imaplib.IMAP4.abort


class Bounded(imaplib.IMAP4):
    """A connection that ends where an answer is longer than :data:`ANSWER`."""

    left = ANSWER

    def read(self, size: int) -> bytes:
        """A literal of *size* bytes."""
        self._take(size)
        data: bytes = super().read(size)
        if len(data) != size:
            raise imaplib.IMAP4.abort("it ends within a literal")
        return data

    def readline(self) -> bytes:
        """A line."""
        line: bytes = super().readline()
        self._take(len(line) + 64)  # What is kept of it costs more than its bytes.
        return line

    def _take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise imaplib.IMAP4.abort("too long an answer")


class Encrypted(Bounded, imaplib.IMAP4_SSL):
    """The same, with TLS from the first byte."""


def certified(trusting: bool) -> ssl.SSLContext:
    """How a server has to prove itself; *trusting*: not at all, for one on this very machine."""
    context = ssl.create_default_context()
    if trusting:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
