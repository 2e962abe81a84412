"""A connection that is made anew where it breaks, for as long as there is hope."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from mimawari.model import BadEvidence, Reason
from mimawari.model.account import Account
from mimawari.sources.imap_account import names
from mimawari.sources.imap_account.session import Dropped, Session

T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each further attempt at a server that does not answer: one that is restarted is back by then."""
WAIT, BUSY = 240.0, (0.5, 8.0)
"""So long, in seconds, one that takes no more connections is waited for; the pauses are drawn between the two."""
TRIES = 3
"""So often the same thing is asked before it is what breaks the connection."""

_away: set[tuple[str, int]] = set()
"""Servers that stayed away until the last pause: what comes next does not wait for them again."""
_denied: dict[tuple[str, str, int, str], str] = {}
"""Accounts and passwords that did not fit: many attempts would lock the account, or this machine out."""


class Broken(Exception):
    """Asking for it breaks the connection each time, while others can be made."""


class Line:
    """``with Line(account, secret, validity) as line``: the account's folder, open as long as it is used.

    Servers allow few connections an account (Courier 4, Gmail 15, Dovecot 10 of each address), and a worker cannot know that
    its last piece is done: so each piece has one of its own, and leaves it to others when it is done.
    """

    def __init__(self, account: Account, secret: str, validity: int) -> None:
        self._account, self._secret, self._validity = account, secret, validity
        self._session: Session | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._session:
            self._session.close()
            self._session = None

    def ask(self, question: Callable[[Session], T]) -> T:
        """What *question* gets from an open connection.

        Raises :class:`Broken` where it is the question that breaks it, ``BadEvidence`` where no connection can be made.
        """
        for pause in (0, *PAUSES[: TRIES - 1]):
            time.sleep(pause)
            try:
                return question(self._open())
            except Dropped:
                self._drop()
        raise Broken

    def _drop(self) -> None:
        if self._session:
            self._session.drop()
            self._session = None

    def _open(self) -> Session:
        if self._session is None:
            self._session = connected(self._account, self._secret)
            self._examine(self._session)
        return self._session

    def _examine(self, session: Session) -> None:
        folder = names.opened(session, self._account.folder)
        if folder is None:
            raise BadEvidence(Reason.MISSING, "the folder is no more")
        if folder.validity != self._validity:
            raise BadEvidence(Reason.MISSING, "the folder was made anew meanwhile")


def connected(account: Account, secret: str, attempts: int = len(PAUSES) + 1) -> Session:
    """A connection, after a pause and another where there is none at once. Raises ``BadEvidence``."""
    key = (account.user, account.host, account.port, secret)
    if key in _denied:
        raise BadEvidence(Reason.DENIED, _denied[key])
    try:
        return _patiently(account, secret, attempts)
    except BadEvidence as bad:
        if bad.reason is Reason.DENIED:
            _denied[key] = bad.detail
        raise


def _patiently(account: Account, secret: str, attempts: int) -> Session:
    server = (account.host, account.port)
    pauses = [] if server in _away else list(PAUSES[: attempts - 1])
    until = time.monotonic() + WAIT
    while True:
        try:
            session = Session(account, secret)
        except Dropped as dropped:
            if dropped.busy and time.monotonic() < until:
                time.sleep(random.uniform(*BUSY))  # noqa: S311  # so that not all of them come again at once
            elif pauses and not dropped.busy:
                time.sleep(pauses.pop(0))
            else:
                _away.add(server)
                raise BadEvidence(dropped.reason, dropped.detail) from dropped
        else:
            _away.discard(server)
            return session
