"""A mail account as the settings of a program name it. What was typed into a field is shown only where it is what it should be.

The account itself is told in any case, without an address and without a server if need be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.model import BadEvidence, Held, Holding, Origin, Reason
from mimawari.sources.windows.holdings.room import Room
from mimawari.sources.windows.holdings.sites import address_of, server_of

_NAMELESS = "an account whose address and server are none; what was typed there is not shown"


@dataclass(frozen=True, slots=True)
class Server:
    """What stands in the field of a server (empty: none is set), how it is spoken to, and whether a password is kept for it."""

    text: str
    service: str = ""
    saved: bool | None = None


@dataclass(frozen=True, slots=True)
class MailAccount:
    """An account at its place in the evidence; *address* is what stands in the field of the address."""

    room: Room
    at: Origin
    program: str
    address: str

    def told(self, *incoming: Server, sending: Server | None = None) -> Iterator[Holding]:
        """One thing for each server that is set; the one that sends only where it is another. One without any where none is."""
        coming = [one for one in incoming if one.text]
        places = {"", *(server_of(one.text) for one in coming)}
        going = [sending] if sending and sending.text and (not coming or server_of(sending.text) not in places) else []
        kept = max((one.saved for one in incoming if one.saved is not None), default=None)
        every = [*coming, *going] or [Server("", saved=kept)]
        named = [one for one in every if address_of(self.address) or server_of(one.text)]
        if not named:
            self.room.lacks.append(self.room.gap(self.at, BadEvidence(Reason.UNSUPPORTED, _NAMELESS)))
        yield from map(self._of, named or every[:1])

    def _of(self, server: Server) -> Holding:
        return self.room.holding(
            self.at, Held.MAIL_ACCOUNT, self.program, account=self.address, place=server_of(server.text),
            service=server.service, saved=server.saved,
        )  # fmt: skip
