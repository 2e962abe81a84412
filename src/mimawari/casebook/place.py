"""Where a case lies: a file, or a database by URL, and which of the cases there."""

from __future__ import annotations

import re
from dataclasses import dataclass

IS_ID = re.compile(r"c-[0-9a-f]{8}")
"""What the id of a case looks like."""
_SERVER = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)
_PASSWORD = re.compile(r"(://[^/@:]*):[^/@]*@")


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
    def is_server(self) -> bool:
        """Whether it is a PostgreSQL server."""
        return bool(_SERVER.match(self.at))

    @property
    def shown(self) -> str:
        """As it may be shown: without a password."""
        return _PASSWORD.sub(r"\1:***@", self.at) if self.is_server else self.at

    def of(self, case: str) -> str:
        """How a case there is named on the command line."""
        return f"{self.shown}#{case}"
