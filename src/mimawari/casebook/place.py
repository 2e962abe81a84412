"""Where a case lies: a file, or a database by URL, and which of the cases there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

IS_ID = re.compile(r"c-[0-9a-f]{8}")
"""What the id of a case looks like."""
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_SERVER = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)
_HARMLESS = frozenset({"host", "port", "dbname", "user", "sslmode", "service"})
"""What may be shown of the parameters of a URL: no password, no name of a file that holds one."""


@dataclass(frozen=True, slots=True)
class Place:
    """``at`` is a path or a URL (``postgresql://user@host/db``); ``case`` the id of the case there, empty where none is named."""

    at: str
    case: str = ""

    @classmethod
    def read(cls, text: str) -> Place:
        """What a user wrote: ``PLACE`` or ``PLACE#ID``. A ``#`` before what is no id belongs to the name of the file."""
        at, mark, case = text.rpartition("#")
        return cls(at, case) if mark and at and IS_ID.fullmatch(case) else cls(text)

    @property
    def is_url(self) -> bool:
        """Whether it is written as a URL, of whatever kind."""
        return bool(_URL.match(self.at))

    @property
    def is_server(self) -> bool:
        """Whether it is a PostgreSQL server."""
        return bool(_SERVER.match(self.at))

    @property
    def shown(self) -> str:
        """As it may be shown: without a password."""
        return _without_password(self.at) if self.is_url else self.at

    def of(self, case: str) -> str:
        """How a case there is named on the command line."""
        return f"{self.shown}#{case}"


def _without_password(url: str) -> str:
    """The URL without what is secret in it. One whose parts cannot be told apart for sure is not shown at all."""
    try:
        parts = urlsplit(url)
        is_sure = (
            "@" not in parts.path + parts.query + parts.fragment and parts.port != 0
        )  # asking for the port raises where there is none
    except ValueError:
        is_sure = False
    if not is_sure:
        return f"{url.partition('://')[0]}://…"
    user, at, host = parts.netloc.rpartition("@")
    name, colon, _ = user.partition(":")
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query) if key in _HARMLESS], safe="/")
    return f"{parts.scheme}://{name}{':***' if colon else ''}{at}{host}{parts.path}" + (f"?{query}" if query else "")
