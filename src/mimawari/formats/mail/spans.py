"""What a mailbox of the firm covers, whose it is, and how the mails that its account sent usually look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from mimawari.formats.mail.dates import in_utc
from mimawari.formats.mail.sent import in_sent_folder, is_own
from mimawari.formats.mail.shapes import Shapes, mailer_family, most
from mimawari.model import Firm, MailboxSpan, Message, Origin, SentHabit

ADDRESSES = 2000
"""The most addresses of which it is counted how often they are written to."""
DELIVERING = 5
"""So many of the newest hops may say to whom a mail was delivered."""
_PEOPLE = 10


@dataclass(slots=True)
class Span:
    """Counts what one mailbox holds, a mail after the other; several readers' counts are joined with :meth:`add`."""

    mails: int = 0
    sent: int = 0
    begins: str = ""
    ends: str = ""
    ids: Shapes = field(default_factory=Shapes)
    mailers: Counter[str] = field(default_factory=Counter)
    zones: Counter[str] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)

    def take(self, message: Message, own_address: str) -> None:
        """One more mail of it. *own_address* is the account that the mailbox is of."""
        self.mails += 1
        moment = in_utc(message.date) or (in_utc(message.received[0].time) if message.received else "")
        if moment:
            self.begins = min(self.begins or moment, moment)
            self.ends = max(self.ends, moment)
        if is_own(message, own_address):
            self.sent += 1
            self._habits(message)

    def _habits(self, message: Message) -> None:
        self.ids.take(message.message_id)
        if message.mailer:
            self.mailers[mailer_family(message.mailer)] += 1
        if message.zone:
            self.zones[message.zone[:10]] += 1
        if len(message.date) > 13 and message.date[11:13].isdigit():
            self.hours[int(message.date[11:13])] += 1

    def add(self, other: Span) -> None:
        """Take what another reader counted of other mails of the same mailbox."""
        self.mails += other.mails
        self.sent += other.sent
        self.begins = min(filter(None, (self.begins, other.begins)), default="")
        self.ends = max(self.ends, other.ends)
        self.ids.add(other.ids)
        self.mailers.update(other.mailers)
        self.zones.update(other.zones)
        self.hours.update(other.hours)

    def testimony(self, origin: Origin, mailbox: str, *, whole: bool = True) -> Iterator[MailboxSpan | SentHabit]:
        """All of it. *whole*: nothing of the mailbox was passed over. An account that sent nothing has no habits."""
        yield MailboxSpan(
            origin=origin, mailbox=mailbox, begins=self.begins, ends=self.ends, mails=self.mails, sent=self.sent, whole=whole
        )
        if self.sent:
            hours = tuple(sorted(self.hours.items(), key=lambda one: (-one[1], one[0])))
            yield SentHabit(
                origin=origin,
                mailbox=mailbox,
                mails=self.sent,
                message_ids=self.ids.told()[:20],
                mailers=most(self.mailers),
                zones=most(self.zones),
                hours=hours,
            )


@dataclass(slots=True)
class Owner:
    """Finds out whose a mailbox is: who the mails in it were delivered to, and who wrote those that were sent."""

    received: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)

    def take(self, message: Message) -> None:
        """One more mail of it."""
        if message.received and not in_sent_folder(message.origin.path):
            delivered = [hop.recipient for hop in message.received[:DELIVERING] if "@" in hop.recipient]
            named = delivered[:1] or [one.address for one in message.people[:_PEOPLE] if one.address]
            self._count(self.received, dict.fromkeys(named))
        elif message.author and message.author.address:
            self._count(self.written, {message.author.address: None})

    @staticmethod
    def _count(counts: Counter[str], addresses: dict[str, None]) -> None:
        for one in addresses:
            if one in counts or len(counts) < ADDRESSES:
                counts[one] += 1

    def add(self, other: Owner) -> None:
        """Take what another reader counted."""
        self.received.update(other.received)
        self.written.update(other.written)

    def address(self, firm: Firm | None = None) -> str:
        """The account's address, the one that is named most: of the firm's accounts, else of its domains, else empty.

        Without a *firm* that has domains it is the one that is named most of all.
        """
        whole = Counter(self.received)
        whole.update(self.written)
        ordered = sorted(whole, key=lambda one: (-whole[one], one))
        accounts = {one.address for one in firm.accounts} if firm else set()
        known = [one for one in ordered if one in accounts] or [one for one in ordered if firm and firm.owns(one)]
        if known:
            return known[0]
        return "" if firm and firm.domains else next(iter(ordered), "")
