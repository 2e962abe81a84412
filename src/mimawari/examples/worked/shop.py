"""The shop of the worked cases, its people and its partners. All are invented; the names and addresses are those of RFCs.

Domains: RFC 2606 and JPRS's example.jp. Networks: RFC 5737 (192.0.2.0/24 the shop's own, 198.51.100.0/24 its partners',
203.0.113.0/24 elsewhere).
"""

from __future__ import annotations

from typing import NamedTuple

DOMAIN = "midori.example.jp"
MTA, MTA_IP = f"mail.{DOMAIN}", "192.0.2.25"
NAME = "みどり雑貨店"


class Person(NamedTuple):
    """Somebody with a mail address. ``server`` takes in the mails of that domain, ``ip`` is its address."""

    name: str
    address: str
    server: str
    ip: str


class Staff(NamedTuple):
    """Somebody of the shop: the PC that reads the account, its address in the shop's network, and the local user."""

    person: Person
    machine: str
    lan: str
    user: str


def _ours(name: str, user: str) -> Person:
    return Person(name, f"{user}@{DOMAIN}", MTA, MTA_IP)


YAMA = Staff(_ours("山田 恵", "yama"), "PC-YAMA", "192.0.2.71", "yama")
MORI = Staff(_ours("森 健太", "mori"), "PC-MORI", "192.0.2.72", "mori")
KURA = Staff(_ours("倉田 進", "kura"), "PC-KURA", "192.0.2.73", "kura")
STAFF = (YAMA, MORI, KURA)

HINO = Person("日野 葵", "hino@kobo.example.com", "mx.kobo.example.com", "198.51.100.40")
ONO = Person("小野 誠", "ono@hayate.example.net", "mx.hayate.example.net", "198.51.100.50")
SEKI = Person("関 真由美", "seki@hana.example.com", "mx.hana.example.com", "198.51.100.60")
PARTNERS = (HINO, ONO, SEKI)
CUSTOMERS = tuple(
    Person(name, f"{user}@{domain}", f"mx.{domain}", f"198.51.100.{number}")
    for name, user, domain, number in (
        ("安藤 誠", "ando", "kawa.example.com", 101), ("馬場 智子", "baba", "mine.example.net", 102),
        ("千葉 隆", "chiba", "toyo.example.com", 103), ("土井 綾", "doi", "hoshi.example.net", 104),
        ("遠藤 進", "endo", "miyako.example.com", 105), ("藤井 舞", "fujii", "shima.example.net", 106),
        ("後藤 明", "goto", "taka.example.com", 107), ("原 久美", "hara", "nishi.example.net", 108),
    )
)  # fmt: skip

BAKERY = Person("Rosa", "rosa@bakery.example.net", "smtp.bakery.example.net", "203.0.113.80")
CLINIC = Person("Front desk", "front@clinic.example.com", "smtp.clinic.example.com", "203.0.113.90")
"""Two strangers far away whose own mail accounts are abused."""

_ACCOUNT = '  {{ address = "{address}", person = "{name}", machine = "{machine}", lan = "{lan}" }},\n'
_US = """\
# 自社の情報（見本） / What belongs to the firm (an example)
name = "Midori Zakka"
name_ja = "みどり雑貨店"
domains = ["midori.example.jp"]
accounts = [
{accounts}]
wan = ["192.0.2.10"]
lan = ["192.0.2.64/26"]
mta = [
  {{ name = "mail.midori.example.jp", ip = "192.0.2.25", role = "own server: submission 587 with SASL, and outgoing" }},
]
provider = "own server"
other_senders = []

[dns]
spf = "v=spf1 ip4:192.0.2.25 -all"
dkim = "none"
dmarc = "none"

[sent_profile]
message_id = "<[0-9a-f]{{12}}\\\\$[0-9a-f]{{8}}\\\\$[0-9a-f]{{8}}\\\\$@midori\\\\.example\\\\.jp>"
client = "Microsoft Outlook 16.0"
ehlo = "PC-YAMA, PC-MORI, PC-KURA"
zone = "+0900"
hours = "Mon-Fri 08:00-19:00 +0900"
"""


def us() -> bytes:
    """``us.toml``, as the shop would write it."""
    rows = "".join(
        _ACCOUNT.format(address=one.person.address, name=one.person.name, machine=one.machine, lan=one.lan) for one in STAFF
    )
    return _US.format(accounts=rows).encode()
