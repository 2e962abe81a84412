"""People of a made-up shop, each known to the generator by a number, and every way in which mails and books write their names."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

FAMILY = (
    "山田",
    "佐藤",
    "鈴木",
    "田中",
    "高橋",
    "渡辺",
    "伊藤",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "佐々木",
    "山口",
    "松本",
    "井上",
    "木村",
    "斎藤",
    "清水",
)
GIVEN = (
    "太郎",
    "花子",
    "健一",
    "由美子",
    "真理子",
    "裕介",
    "美咲",
    "浩二",
    "恵子",
    "拓也",
    "直樹",
    "陽菜",
    "久美子",
    "正樹",
    "和彦",
    "智子",
)
LATIN_FAMILY = ("Miller", "Smith", "Brown", "Garcia", "Nguyen", "Weber", "Rossi", "Okafor", "Larsen", "Dubois")
LATIN_GIVEN = ("John", "Mary", "Anna", "Paul", "Lucas", "Emma", "Peter", "Nora", "David", "Julia")
FREE = ("gmail.com", "yahoo.co.jp", "docomo.ne.jp", "icloud.com", "ezweb.ne.jp")
HONORIFICS = ("", " 様", "様", "さま", "さん", " 殿", "先生")
OWN = "midori-shop.jp"
STAFF = ("tanaka", "order", "info", "sato")


@dataclass
class One:
    """Somebody: what is true of them. ``was_named`` is whether their whole name was written yet.

    ``is_double``: somebody else has the same name, telephone and house. ``shares`` is the given name of whoever orders with the
    same address, ``further`` such names as were written, ``orders`` how often the first ordered.
    """

    number: int
    family: str
    given: str
    addresses: tuple[str, ...]
    latin: bool = False
    firm: str = ""
    telephone: str = ""
    postcode: str = ""
    street: str = ""
    was_named: bool = False
    is_double: bool = False
    is_masked: bool = False
    shares: str = ""
    orders: int = 0
    further: set[str] = field(default_factory=set)
    data: set[str] = field(default_factory=set)
    ties: set[str] = field(default_factory=set)

    @property
    def plain(self) -> str:
        """The name as a test compares it: in Latin letters by its words, in any order."""
        return " ".join(sorted((self.family.lower(), self.given.lower()))) if self.latin else self.family + self.given

    def called(self, draw: random.Random) -> str:
        """One of the ways to write the name; the first time the whole of it."""
        first, self.was_named = not self.was_named, True
        if self.latin:
            forms = [f"{self.given} {self.family}", f"{self.family.upper()}, {self.given}", f"{self.family} {self.given}",
                     f"Mr. {self.given} {self.family}", f"'{self.given} {self.family}'"]  # fmt: skip
            return draw.choice(forms)
        space = draw.choice((" ", "　", "")) if not first else " "
        name = f"{self.family}{space}{self.given}" if first or draw.random() < 0.85 else self.family
        if not first and len(name) > 2:
            name += draw.choice(HONORIFICS)
        if self.firm and draw.random() < 0.4 and name[-1] not in "様ん殿生ま":
            return draw.choice((f"{name}（{self.firm}）", f"{self.firm} {name}"))
        return name


def customer(number: int, draw: random.Random) -> One:
    """Somebody who orders with a private address; who is one of many of that name is told by telephone and postcode."""
    address = f"c{number}.{draw.choice(('x', 'home', 'mail'))}@{draw.choice(FREE)}"
    return One(
        number,
        draw.choice(FAMILY),
        draw.choice(GIVEN),
        (address,),
        telephone=f"090-{number // 10_000 + 1000:04}-{number % 10_000:04}",
        postcode=f"{100 + number // 10_000:03}-{number % 10_000:04}",
        street=f"大阪府大阪市北区緑町{1 + number % 30}-{1 + number % 20}",
    )


def partner(number: int, draw: random.Random) -> One:
    """Somebody at a firm; three of them share a firm."""
    firm = number // 3
    latin = firm % 4 == 3
    family, given = (LATIN_FAMILY, LATIN_GIVEN) if latin else (FAMILY, GIVEN)
    domain = f"firm{firm}.com" if latin else f"torihiki{firm}.co.jp"
    name = "" if latin else f"株式会社取引{firm}" if firm % 2 else f"取引{firm}商店"
    return One(number, draw.choice(family), draw.choice(given), (f"p{number}@{domain}",), latin=latin, firm=name)


def couples(people: list[One]) -> None:
    """Every fifteenth is as somebody else is but for the address; every twentieth shares it; some have one of a mall."""
    for one, other in zip(people[::15], people[1::15], strict=False):
        other.family, other.given, other.telephone, other.postcode, other.street = (
            one.family, one.given, one.telephone, one.postcode, one.street,
        )  # fmt: skip
        one.is_double = other.is_double = True
    for one in people[4::20]:
        one.shares = next(given for given in GIVEN if given != one.given)
    for one in people[7::25]:
        one.addresses, one.is_masked = (f"{one.number:016x}@pc.fw.rakuten.ne.jp",), True
