"""An account whose sending is written down hour by hour, and what different logs tell of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from support.looking import HERE

from mimawari.model import ClientNetwork, SendingHour, SendingProfile

FIRST = date(2026, 9, 1)
POSTFIX, EXIM, CLOUD, CSV = "postfix", "exim", "microsoft-365", "csv"
_TOLD = {
    POSTFIX: ("unknown", "refused", "clients", "alike", "delayed"),
    EXIM: ("unknown", "refused", "clients", "literals", "differing", "alike", "delayed"),
    CLOUD: ("unknown", "clients", "alike"),
    CSV: (),
}


@dataclass(frozen=True)
class Line:
    """A network: /24, its reverse name's end ("" for none), country, and what its clients call themselves."""

    network: str
    name: str = ""
    country: str = "JP"
    helo: str = "PC-SATO"


@dataclass
class Account:
    """What was sent so far. ``used`` has the hours of each line."""

    draw: Random
    software: str = POSTFIX
    way: str = "login"
    name: str = "sato@example.jp"
    hours: dict[datetime, dict[str, int]] = field(default_factory=dict)
    lines: dict[datetime, set[Line]] = field(default_factory=dict)
    used: dict[Line, dict[datetime, int]] = field(default_factory=dict)
    automatic: int = 0
    zone: int = 540

    def send(
        self, at: datetime, messages: int, lines: list[Line], *, each: float = 1.2, distinct: int = 0, unknown: float = 0.01,
        refused: float = 0.001, literal: bool = False, differing: float = 0.0, alike: float = 0.2,
        clients: int = 0, delayed: float = 0.0,
    ) -> None:  # fmt: skip
        """So many mails in the hour of *at* (local time), spread over *lines*."""
        if messages <= 0:
            return
        at = at.replace(minute=0, second=0, microsecond=0)
        recipients = max(messages, round(messages * each))
        row = {
            "messages": messages, "recipients": recipients, "distinct": distinct or recipients,
            "unknown": self.some(recipients, unknown), "refused": self.some(recipients, refused),
            "literals": messages if literal else 0, "differing": self.some(messages, differing), "alike": round(messages * alike),
            "clients": clients or len(lines), "delayed": self.some(recipients, delayed),
        }  # fmt: skip
        known = self.hours.setdefault(at, {})
        for key, count in row.items():
            known[key] = known.get(key, 0) + count
        for number, line in enumerate(lines):
            self.lines.setdefault(at, set()).add(line)
            own = self.used.setdefault(line, {})
            own[at] = own.get(at, 0) + messages // len(lines) + (number < messages % len(lines))

    def some(self, of: int, part: float) -> int:
        """Of so many those that chance takes with a share of *part*."""
        if of > 400:
            return max(0, min(of, round(self.draw.gauss(of * part, (of * part * (1 - part)) ** 0.5))))
        return sum(self.draw.random() < part for _ in range(of))

    def few(self, mean: float) -> int:
        """A count around *mean*, wider than Poisson's, as people's days are."""
        return max(0, round(self.draw.gammavariate(2.5, mean / 2.5)))

    def profile(self) -> SendingProfile:
        """All of it as the log tells it."""
        told = _TOLD[self.software]
        hours = tuple(self._hour(at, told) for at in sorted(self.hours))
        networks = () if self.software == CSV or self.way == "local" else tuple(self._network(line) for line in self.used)
        return SendingProfile(
            origin=HERE.at(self.name), account=self.name, way=self.way, software=self.software, hours=hours, networks=networks,
            zone=self.zone, automatic=self.automatic,
        )  # fmt: skip

    def _utc(self, at: datetime) -> str:
        return (at - timedelta(hours=9)).isoformat() + "Z"

    def _hour(self, at: datetime, told: tuple[str, ...]) -> SendingHour:
        row = self.hours[at]
        networks = () if self.software == CSV else tuple(sorted({line.network for line in self.lines.get(at, ())}))
        return SendingHour(
            hour=self._utc(at), messages=row["messages"], recipients=row["recipients"], distinct=row["distinct"], networks=networks,
            **{name: row[name] for name in told},
        )  # fmt: skip

    def _network(self, line: Line) -> ClientNetwork:
        hours, has_names = sorted(self.used[line]), self.software == POSTFIX
        sample = line.network.replace("0/24", str(1 + sum(line.network.encode()) % 250))
        return ClientNetwork(
            network=line.network, sample=sample, addresses=1, messages=sum(self.used[line].values()), first=self._utc(hours[0]),
            last=self._utc(hours[-1]),
            names=((f"p{sample.replace('.', '-')}.{line.name}" if line.name else "unknown",) if has_names else ()),
            helos=(line.helo,) if self.software == EXIM else (), hours=tuple(self._utc(hour) for hour in hours),
            country=line.country if self.software == CLOUD else "",
        )  # fmt: skip


def at(day: int, hour: int) -> datetime:
    """The hour of a day counted from the first."""
    return datetime.combine(FIRST + timedelta(days=day), datetime.min.time()) + timedelta(hours=hour)


def is_weekend(day: int) -> bool:
    """Whether it is Saturday or Sunday."""
    return (FIRST + timedelta(days=day)).weekday() > 4


def line(draw: Random, name: str = "", country: str = "JP", helo: str = "PC-SATO") -> Line:
    """Any network of the 4,096 /16s that are nobody's, its name ending in *name*."""
    return Line(f"{draw.randint(240, 250)}.{draw.randrange(256)}.{draw.randrange(256)}.0/24", name, country, helo)


def office(
    draw: Random, days: int = 30, mean: float = 4, software: str = "", lines: list[Line] | None = None, **more: float
) -> tuple[Account, Line]:
    """An account as of somebody in an office: working days, nine to six, now and then somewhat later, from one line."""
    account = Account(draw, software or draw.choice((POSTFIX, POSTFIX, POSTFIX, EXIM, EXIM, CLOUD)))
    own = lines or [
        line(draw, draw.choice(("", "ocn.example", "nuro.example")), helo=draw.choice(("PC-SATO", "[192.168.1.5]", "PC-SATO")))
    ]
    begins, ends = draw.choice(((8, 18), (9, 18), (9, 19), (10, 20)))
    for day in range(days):
        for hour in range(begins, ends + (draw.random() < 0.15)):
            if not is_weekend(day) or draw.random() < 0.02:
                one = draw.choice(own)
                account.send(at(day, hour), account.few(mean), [one], literal=one.helo.startswith("["), **more)  # type: ignore[arg-type]
    return account, own[0]
