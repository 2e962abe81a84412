"""Who is on no list, and why: the firm's own, mailing lists and newsletters, what nobody reads, false senders."""

from __future__ import annotations

from mimawari.exposure import roles
from mimawari.knowledge import Knowledge
from mimawari.model import Firm, LeftOut


class LeavingOut:
    """Decides it by an address and what was seen of it."""

    def __init__(self, firm: Firm, known: Knowledge) -> None:
        self._firm, self._known = firm, known

    def why(self, address: str, seen: Seen) -> LeftOut | None:
        """Why *address* is left out; None where it is not."""
        if self._firm.owns(address):
            return LeftOut.OWN
        if roles.is_machine(address, self._known):
            return LeftOut.MACHINE
        if roles.is_no_reply(address, self._known):
            return LeftOut.NO_REPLY
        if seen.is_reported:
            return LeftOut.REPORTED
        if seen.is_list:
            return LeftOut.LIST
        return None if roles.is_valid(address, self._known) else LeftOut.INVALID


class Seen:
    """What was seen of an address: ``ties`` are all together, ``wrote`` those of mails from it."""

    __slots__ = ("bulk", "kept", "listed", "reported", "ties", "wrote")

    def __init__(self, *, ties: int = 0, wrote: int = 0, kept: int = 0, listed: int = 0, bulk: int = 0, reported: int = 0) -> None:
        self.ties, self.wrote, self.kept = ties, wrote, kept
        self.listed, self.bulk, self.reported = listed, bulk, reported

    @property
    def is_reported(self) -> bool:
        """Whether it is only known as the sender of mails that a report takes for lures."""
        return self.reported > 0 and self.ties == 0

    @property
    def is_list(self) -> bool:
        """Whether it is a mailing list's; or that of newsletters only, to which nobody ever wrote and that no book has."""
        return not self.kept and (self.listed > 0 or (0 < self.ties == self.wrote == self.bulk))
