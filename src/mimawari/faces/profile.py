"""What is drawn of an account's sending: its days and hours in the firm's time, its networks, and what of them stands out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mimawari.faces.safe import shown
from mimawari.model import ClientNetwork, SendingHour, SendingProfile, Words

MOST_DAYS, MOST_NETWORKS = 31, 12
STEPS = (1, 5, 20, 100)
"""Mails an hour from which the next thicker sign is drawn."""

TITLE = Words(en="Mails sent by {account}", ja="{account} から送信されたメール")
SPAN = Words(en="{first} to {last}, {count} mails, hours in {zone}", ja="{first}～{last}　{count}通　時刻は {zone}")
EMPTY = Words(en="No mail was sent by this account in the log.", ja="このログに、このアカウントから送信されたメールはありません。")
BURST = Words(en="suddenly far more than usual", ja="普段より急に多い時間")
NEW = Words(en="NEW", ja="新規")
NETWORKS = Words(en="Where the account was used from", ja="このアカウントが使われた場所（ネットワーク）")
UNUSUAL = Words(en="not used before", ja="これまで使われたことがない")
MAILS = Words(en="{count} mails", ja="{count}通")
MORE_DAYS = Words(en="and {count} more days without anything that stands out", ja="ほか{count}日（目立った送信のない日）")
MORE_NETWORKS = Words(en="and {count} more networks", ja="ほか{count}か所")
DAYS = {"en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), "ja": ("月", "火", "水", "木", "金", "土", "日")}


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands out: the hours (as :attr:`SendingHour.hour` says them) that are bursts, and the networks that are new."""

    bursts: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Day:
    """One day in the firm's time: mails by hour, and which of these hours are bursts."""

    iso: str
    weekday: int
    mails: tuple[int, ...]
    bursts: frozenset[int]

    @property
    def total(self) -> int:
        """Mails of the day."""
        return sum(self.mails)


@dataclass(frozen=True, slots=True)
class Net:
    """One network: whether it is new, and the first and last day of its use in the firm's time."""

    of: ClientNetwork
    is_new: bool
    first: str
    last: str

    def told(self, language: str) -> tuple[str, str, str, str]:
        """Its address, its mails, its time, and what it is called."""
        mails = MAILS.fill({"count": f"{self.of.messages:,}"}).say(language)
        span = self.first if self.first == self.last else f"{self.first} - {self.last}"
        return shown(self.of.network, 44), mails, span, ", ".join(shown(name, 40) for name in self.of.names[:2])


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn. ``days`` and ``networks`` are in order; of very many those that stand out are kept, then the latest."""

    days: tuple[Day, ...]
    more_days: int
    networks: tuple[Net, ...]
    more_networks: int
    total: int
    first: str
    last: str
    zone: str

    def head(self, language: str) -> str:
        """From when to when it is, how many mails, and in whose time."""
        facts = {"first": self.first, "last": self.last, "count": f"{self.total:,}", "zone": self.zone}
        return (SPAN.fill(facts) if self.days else EMPTY).say(language)

    def left(self, language: str) -> tuple[str, str]:
        """How many days and networks more there are; empty where it is none."""
        every = (MORE_DAYS, self.more_days), (MORE_NETWORKS, self.more_networks)
        days, networks = (words.fill({"count": count}).say(language) if count else "" for words, count in every)
        return days, networks

    @property
    def highest(self) -> int:
        """The most mails of one hour."""
        return max((count for day in self.days for count in day.mails), default=0)


def chart(profile: SendingProfile, marks: Marks, zone: int | None = None) -> Chart:
    """The chart of a profile; *zone* is the firm's offset from UTC in minutes, without it that of the log."""
    offset = profile.zone if zone is None else zone
    days = _days(profile.hours, marks, offset)
    kept = sorted(sorted(days, key=lambda day: (not day.bursts, _backwards(day.iso)))[:MOST_DAYS], key=lambda day: day.iso)
    nets = sorted(
        (_net(one, marks, offset) for one in profile.networks), key=lambda net: (not net.is_new, -net.of.messages, net.of.network)
    )
    return Chart(
        days=tuple(kept),
        more_days=len(days) - len(kept),
        networks=tuple(nets[:MOST_NETWORKS]),
        more_networks=max(0, len(nets) - MOST_NETWORKS),
        total=sum(day.total for day in days),
        first=days[0].iso if days else "",
        last=days[-1].iso if days else "",
        zone=zone_name(offset),
    )


def zone_name(offset: int) -> str:
    """An offset from UTC in minutes as it is said: ``UTC+9``."""
    hours, rest = divmod(abs(offset), 60)
    return "UTC" + (f"{'-' if offset < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}" if offset else "")


def step(count: int) -> int:
    """How thick the sign of so many mails an hour is: 0 for none to 4."""
    return sum(count >= least for least in STEPS)


def _backwards(iso: str) -> int:
    return -int(iso.replace("-", ""))


def _days(hours: Iterable[SendingHour], marks: Marks, offset: int) -> list[Day]:
    found: dict[str, tuple[int, list[int], set[int]]] = {}
    for one in hours:
        time = _local(one.hour, offset)
        if time is None:
            continue
        _, mails, bursts = found.setdefault(f"{time:%Y-%m-%d}", (time.weekday(), [0] * 24, set()))
        mails[time.hour] += max(0, one.messages)
        if one.hour in marks.bursts:
            bursts.add(time.hour)
    return [Day(iso, weekday, tuple(mails), frozenset(bursts)) for iso, (weekday, mails, bursts) in sorted(found.items())]


def _net(one: ClientNetwork, marks: Marks, offset: int) -> Net:
    first, last = _local(one.first, offset), _local(one.last, offset)
    return Net(one, one.network in marks.networks, f"{first:%Y-%m-%d}" if first else "", f"{last:%Y-%m-%d}" if last else "")


def _local(iso: str, offset: int) -> datetime | None:
    """None for what is no time."""
    try:
        return datetime.fromisoformat(iso) + timedelta(minutes=offset)
    except (ValueError, OverflowError):
        return None
