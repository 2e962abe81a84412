"""Who is on no list, and why: the firm's own, mailing lists and newsletters, what nobody reads, false senders, unwanted mails."""

from __future__ import annotations

from typing import NamedTuple

from mimawari.exposure import roles
from mimawari.knowledge import Knowledge
from mimawari.model import Firm, LeftOut


class Seen(NamedTuple):
    """What was seen of an address: ``ties`` are all together, ``wrote`` those of mails from it, ``kept`` those of books and
    orders, ``ordered`` those of orders."""

    ties: int = 0
    wrote: int = 0
    kept: int = 0
    ordered: int = 0
    listed: int = 0
    bulk: int = 0
    reported: int = 0
    junk: int = 0

    @property
    def is_list(self) -> bool:
        """Whether it is a mailing list's; or that of newsletters only, to which nobody ever wrote and that no book has."""
        return not self.kept and (self.listed > 0 or (0 < self.ties == self.wrote == self.bulk))

    @property
    def only(self) -> LeftOut | None:
        """What it is where no mail or book ties it to the firm: a sender of lures, or of unwanted mails."""
        if self.ties:
            return None
        return LeftOut.REPORTED if self.reported else LeftOut.JUNK if self.junk else None


class LeavingOut:
    """Decides it by an address and what was seen of it."""

    def __init__(self, firm: Firm, known: Knowledge) -> None:
        self._firm, self._known = firm, known

    def why(self, address: str, seen: Seen) -> LeftOut | None:
        """Why *address* is left out; None where it is not."""
        if self._firm.owns(address) or self._firm.owns(roles.without_tag(address)):
            return LeftOut.OWN
        return self._by_name(address, seen) or seen.only or (LeftOut.LIST if seen.is_list else None) or self._by_form(address)

    def _by_name(self, address: str, seen: Seen) -> LeftOut | None:
        """Whoever ordered is somebody, whatever the address is called."""
        if seen.ordered:
            return None
        if roles.is_machine(address, self._known):
            return LeftOut.MACHINE
        return LeftOut.NO_REPLY if roles.is_no_reply(address, self._known) else None

    def _by_form(self, address: str) -> LeftOut | None:
        return None if roles.is_valid(address, self._known) else LeftOut.INVALID
