"""A mail account on a server, as a locator names it: ``imaps://user@host:port/FOLDER``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

SCHEMES = {"imap": 143, "imaps": 993}
"""What such a locator begins with, and the port that is meant without one (RFC 9051 2.1, RFC 8314 3.2)."""
DEFAULT_PORTS = frozenset(SCHEMES.values())
ALL = "*"
"""The folder of a locator that means every folder of the account."""

_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\[\]:\s]+)(?::(?P<port>\d{1,5}))?")
_CONTROL = re.compile(r"[\0-\x1f\x7f]")


class Flaw(StrEnum):
    """What is wrong with a locator that begins as one of an account does."""

    PASSWORD = "a password in it"  # noqa: S105  # the name of a mistake
    USER = "no user"
    SERVER = "no server"
    CHARACTER = "a control character"


class NoAccount(ValueError):
    """A locator that names no account. Its text never holds the locator, which may hold a password."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Account:
    """``user`` on ``host``, and the ``folder`` that is meant there (:data:`ALL`: every one), as people write it.

    ``encrypted`` says that the connection begins with TLS; without it TLS is asked for after the greeting.
    """

    user: str
    host: str
    port: int
    folder: str
    encrypted: bool

    @classmethod
    def of(cls, locator: str) -> Account:
        """The account of a locator (RFC 5092 without its parameters). Raises :class:`NoAccount`."""
        scheme, _, rest = locator.partition("://")
        place, _, folder = rest.partition("/")
        who, at, server = place.rpartition("@")
        if ":" in who:
            raise NoAccount(Flaw.PASSWORD)
        user, folder = unquote(who), unquote(folder) or "INBOX"
        where = _HOST.fullmatch(server)
        if not at or not user:
            raise NoAccount(Flaw.USER)
        if scheme.lower() not in SCHEMES or not where or not 0 < int(where["port"] or 1) < 1 << 16:
            raise NoAccount(Flaw.SERVER)
        if _CONTROL.search(user + folder):
            raise NoAccount(Flaw.CHARACTER)
        port = int(where["port"] or SCHEMES[scheme.lower()])
        return cls(user, where["host"].strip("[]").lower(), port, folder, scheme.lower() == "imaps")

    @property
    def name(self) -> str:
        """What the account is called where its password is kept: ``user@host``."""
        return f"{self.user}@{self.host}"

    @property
    def is_whole(self) -> bool:
        """Whether every folder of it is meant."""
        return self.folder == ALL


def names_account(locator: str) -> bool:
    """Whether a locator begins as one of an account does."""
    return locator.partition("://")[0].lower() in SCHEMES and "://" in locator
