"""Which antivirus programs of a PC do the work, which may, and which do not: what Windows was told, what is installed, and ages.

Windows' Security Center knows every antivirus program of a client; servers have none, and old copies may have no entry. Where it
has entries, a product that is not among them does no work, but for those that may run without telling it. What a program told
outlives the program: an entry of one that is not installed proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, IntEnum, auto

from mimawari.knowledge.protections import Product, Protections
from mimawari.model import Setting, Ward
from mimawari.respond.ages import aged, build
from mimawari.respond.installed import is_looked_at, products
from mimawari.respond.protecting import Asked, Watched

NO_SIGNATURES = "none"
"""A product that has no signatures which grow old. Such products may run without telling the Security Center."""
_DEFENDER = re.compile(r"(?i)\b(windows|microsoft) defender\b")
"""Not Bitdefender."""
_FIRST_DEFENDER, _FIRST_DEFENDER_SERVER = 9200, 14393
"""The builds of Windows 8 and of Windows Server 2016, the first that have Defender as an antivirus program."""
_OLD_BIT = 0x10
_LONG_WORD = 4


class Power(IntEnum):
    """Bits 12 to 15 of the state that a program tells Windows, what counts first of several entries first."""

    ON = 1
    PAUSED = 2
    UNTOLD = 4
    OFF = 0
    EXPIRED = 3


_BEST_FIRST = {one: at for at, one in enumerate(Power)}
_IDLE = frozenset({Power.OFF, Power.EXPIRED})


class Role(Enum):
    """What one beside Defender does."""

    WORKS = auto()
    """Windows says that it is on, and it is installed."""
    LIKELY = auto()
    """Nothing says that it is on; but where it is, Defender is off for good reason."""
    DOUBTFUL = auto()
    """It may be a leftover: whether it is on, nothing says, and Defender's state matters."""
    IDLE = auto()


class Defender(Enum):
    """What Windows Defender does."""

    ON = auto()
    ON_OLD = auto()
    PRESUMED = auto()
    """Nothing turns it off, and nothing says that it is on."""
    ALIVE = auto()
    """As presumed; it is kept up to date, and the other one is not."""
    PAUSED = auto()
    SAYS_OFF = auto()
    """It told Windows so. No setting does it; what it told may be of another day."""
    TORN = auto()
    """A setting turns it off, and it told Windows that it is on: newer Windows heeds that setting no more."""
    OFF = auto()
    NOT_BUILT_IN = auto()
    UNSEEN = auto()


@dataclass(frozen=True, slots=True)
class Other:
    """An antivirus program beside Defender. ``is_listed``: it is among the installed programs; ``is_registered``: Windows was
    told of it; ``is_dead``: its signatures are so old that it cannot be at work."""

    name: str
    product: Product | None = None
    power: Power = Power.UNTOLD
    is_old: bool = False
    is_listed: bool = True
    is_registered: bool = True
    is_dead: bool = False
    role: Role = Role.IDLE


@dataclass(frozen=True, slots=True)
class Guards:
    """All of them."""

    others: tuple[Other, ...]
    defender: Defender

    def of(self, *roles: Role) -> list[Other]:
        """Those of a role."""
        return [one for one in self.others if one.role in roles]

    @property
    def is_defenders(self) -> bool:
        """Whether it is known that Defender does the work."""
        return not self.of(Role.WORKS) and self.defender in (Defender.ON, Defender.ON_OLD, Defender.ALIVE)

    @property
    def is_others(self) -> bool:
        """Whether another one does the work, or does so in all likelihood: then Defender is off for good reason."""
        return bool(self.of(Role.WORKS)) or (not self.is_defenders and bool(self.of(Role.LIKELY)))


def guards(asked: Asked) -> Guards:
    """What each does."""
    found = [_dead(one, asked) for one in _others(asked.watched, asked.table)]
    is_told = bool(asked.watched.of("security-center"))
    defender = _defender(asked)
    if defender is Defender.PRESUMED and not is_told and found and all(one.is_dead for one in found) and _is_current(asked):
        defender = Defender.ALIVE
    are_nameless = any(not one.is_registered for one in found)
    whole = is_looked_at(asked.watched)
    others = (replace(one, role=_role(one, is_told, whole, are_nameless, defender)) for one in found)
    return Guards(tuple(others), defender)


def _role(one: Other, is_told: bool, is_whole: bool, are_nameless: bool, defender: Defender) -> Role:
    """``are_nameless``: a product is installed of which Windows knows none by its name, but perhaps by another."""
    if one.power in _IDLE:
        return Role.IDLE
    if not one.is_registered:
        return _unregistered(one, is_told, defender)
    if one.is_listed and is_whole:
        return Role.WORKS if one.power is Power.ON else Role.DOUBTFUL if one.is_dead else Role.LIKELY
    is_other_name = one.product is None and are_nameless
    return Role.LIKELY if is_other_name or not is_whole else Role.DOUBTFUL


def _unregistered(one: Other, is_told: bool, defender: Defender) -> Role:
    if is_told:
        needs_not_tell = one.product is not None and one.product.signatures == NO_SIGNATURES
        return Role.DOUBTFUL if needs_not_tell else Role.IDLE
    if one.is_dead:
        return Role.IDLE if defender is Defender.ALIVE else Role.DOUBTFUL
    return Role.LIKELY


def _others(watched: Watched, table: Protections) -> list[Other]:
    """One of each maker, by what is installed and by what told Windows of itself; without leftovers that say they are off."""
    listed: dict[str, Product] = {}
    for product, _ in products(watched, table.antivirus):
        if not (product.maker in listed and listed[product.maker].signatures):
            listed[product.maker] = product
    there = {maker: Other(product.name, product, is_registered=False) for maker, product in listed.items()}
    for maker, other in _registered_ones(watched, table).items():
        if maker in listed:
            there[maker] = replace(there[maker], power=other.power, is_old=other.is_old, is_registered=True)
        elif (is_there := _is_there(other, watched, table)) or other.power not in _IDLE or not is_looked_at(watched):
            there[maker] = replace(other, is_listed=is_there)
    return list(there.values())


def _registered_ones(watched: Watched, table: Protections) -> dict[str, Other]:
    """What told Windows of itself; of several entries of a maker the best, since old ones are left behind."""
    told: dict[str, Other] = {}
    for one in watched.of("security-center"):
        if not _DEFENDER.search(one.value):
            other = _registered(one, table)
            maker = other.product.maker if other.product else other.name
            told[maker] = min(told.get(maker, other), other, key=_rank)
    return told


def _registered(one: Setting, table: Protections) -> Other:
    product = next((each for each in table.antivirus if each.fits(one.value)), None)
    state = int(one.program[:10]) if one.program.isascii() and one.program.isdecimal() else Power.UNTOLD << 12
    bits = state >> 12 & 0xF
    power = Power(bits) if bits in _BEST_FIRST else Power.UNTOLD
    return Other(product.name if product else one.value, product, power, bool(state & _OLD_BIT))


def _rank(one: Other) -> tuple[int, bool]:
    return _BEST_FIRST[one.power], one.is_old


def _is_there(one: Other, watched: Watched, table: Protections) -> bool:
    """Whether a program has a name that begins as its own, and is no toolbar or the like of the same maker."""
    others = next((product.but for product in table.antivirus if product.but), None)
    names = (each.value for each in watched.of("installed") if not (others and others.search(each.value)))
    return any(_begins_alike(one.name.casefold().split(), name.casefold().split()) for name in names)


def _begins_alike(one: list[str], other: list[str]) -> bool:
    """The first two words are the same; of a name of one word that word, if it is no short one."""
    count = min(len(one), len(other), 2)
    return one[:count] == other[:count] and (count > 1 or (count == 1 and (len(one[0]) >= _LONG_WORD or one == other)))


def day_of(one: Other, asked: Asked) -> Setting | None:
    """What is known of the day of its signatures; None where its place was not read, or where nobody knows a place."""
    program = one.product.signatures if one.product else ""
    return next((each for each in asked.watched.of("antivirus-signatures") if program and each.program == program), None)


def _dead(one: Other, asked: Asked) -> Other:
    day = day_of(one, asked)
    is_dead = day is not None and bool(day.value) and _age(day, "antivirus-signatures", asked) is Ward.BAD
    return replace(one, is_dead=is_dead)


def _age(day: Setting, row: str, asked: Asked) -> Ward:
    return aged(day, replace(asked, row=asked.table.row(row)))[0]


def _is_current(asked: Asked) -> bool:
    days = asked.watched.of("defender-signatures")
    return any(_age(one, "defender-signatures", asked) is Ward.GOOD for one in days)


def _defender(asked: Asked) -> Defender:
    off, seen = asked.watched.of("defender-off"), asked.watched.of("windows-support")
    center = [_registered(one, asked.table) for one in asked.watched.of("security-center") if _DEFENDER.search(one.value)]
    own = min(center, key=_rank, default=Other("", is_registered=False))
    if any(map(_has_none, seen)):
        return Defender.NOT_BUILT_IN
    if _is_set(off):
        return Defender.TORN if own.power is Power.ON else Defender.OFF
    if own.power is Power.UNTOLD:
        return Defender.PRESUMED if off and is_looked_at(asked.watched) else Defender.UNSEEN
    if own.power in _IDLE:
        return Defender.OFF if _is_set(asked.watched.of("defender-real-time")) else Defender.SAYS_OFF
    return Defender.PAUSED if own.power is Power.PAUSED else Defender.ON_OLD if own.is_old else Defender.ON


def _is_set(settings: Iterable[Setting]) -> bool:
    return any(one.value == "1" for one in settings)


def _has_none(windows: Setting) -> bool:
    first = _FIRST_DEFENDER_SERVER if "server" in windows.value.casefold() else _FIRST_DEFENDER
    return 0 < build(windows) < first
