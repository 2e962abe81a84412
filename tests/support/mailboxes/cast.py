"""Who writes to a small Japanese shop, and with what: the same people in every generated mailbox.

All domains are reserved for examples (RFC 2606; EXAMPLE, EXAMPLE0 to EXAMPLE9 below .jp by JPRS), all addresses of servers are of
the networks for documentation (RFC 5737).
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from support.mailboxes.charsets import MS

OURS = "example.jp"


@dataclass(frozen=True)
class Account:
    """A mailbox of somebody: how its mails look. ``server`` and ``mailer`` are keys of ``routes`` and ``marks``."""

    name: str
    address: str
    firm: str
    lang: str = "ja"
    server: str = "postfix"
    mailer: str = "outlook"
    zone: str = "+0900"
    charset: str = "utf-8"
    phone: str = ""

    @property
    def domain(self) -> str:
        return self.address.partition("@")[2]

    @property
    def family_name(self) -> str:
        """What the others call this person."""
        return self.name.split()[0] if self.lang == "ja" else self.name.split()[-1]


def _ours(name: str, local: str, mailer: str) -> Account:
    return Account(name, f"{local}@{OURS}", "みやび商店", "ja", "rental", mailer, charset="iso-2022-jp", phone="03-0000-1234")


STAFF = (
    _ours("田中 雅子", "tanaka", "outlook"),
    _ours("佐藤 健", "sato", "thunderbird"),
    _ours("みやび商店 受注係", "info", "becky"),
)
HOME = STAFF[2]

_JA_FIRMS = (
    ("株式会社丸徳商会", "example1.co.jp", "exchange", "outlook"), ("青葉食品工業株式会社", "example2.co.jp", "o365", "outlook365"),
    ("有限会社木村紙器", "example3.ne.jp", "isp", "becky"), ("東西運輸株式会社", "example4.co.jp", "postfix", "thunderbird"),
    ("山手デザイン事務所", "yamate-design.example", "gmail", "gmail"), ("北陸海産", "example5.ne.jp", "rental", "outlook"),
    ("さくら会計事務所", "example6.or.jp", "sendmail", "shuriken"), ("港印刷㈱", "example7.co.jp", "qmail", "becky"),
    ("三河製陶", "example8.ne.jp", "isp", "winmail"), ("市川市場組合", "example9.or.jp", "domino", "notes"),
    ("フジエダ電算", "fujieda.example", "exim", "roundcube"), ("桜井農園", "sakurai-farm.example", "yahoo", "yahoo"),
)  # fmt: skip
_EN_FIRMS = (
    ("Harrow Tea Importers", "harrowtea.example", "exchange", "outlook", "+0000"), ("Nordlicht Handel", "nordlicht.example", "exim",
     "thunderbird", "+0100"), ("Pacific Crafts LLC", "pacificcrafts.example", "gmail", "gmail", "-0800"), ("Lotus Freight",
     "lotusfreight.example", "o365", "outlook365", "+0800"), ("Botteghe Riunite", "botteghe.example", "courier", "applemail",
     "+0100"),
)  # fmt: skip
_JA_NAMES = (
    "山田 太郎", "鈴木 一郎", "高橋 美咲", "渡辺 直樹", "伊藤 由美", "中村 浩", "小林 さくら", "加藤 隆", "吉田 恵子", "山本 大輔",
    "松本 明", "井上 真理", "木村 拓", "林 久美子", "清水 翔", "斎藤 和夫", "森 千尋", "池田 誠", "橋本 綾", "石川 修",
    "前田 奈々", "藤田 剛", "小川 文子", "岡田 進",
)  # fmt: skip
_CHARSETS = (
    "iso-2022-jp",
    "utf-8",
    "iso-2022-jp",
    "shift_jis",
    "utf-8",
    MS,
    "euc-jp",
    MS,
    "shift_jis",
    "iso-2022-jp",
    "utf-8",
    "iso-2022-jp",
)
_LOCALS = (
    "yamada", "suzuki", "misaki", "watanabe", "ito", "h-nakamura", "sakura.k", "kato", "yoshida", "daisuke.y", "matsumoto", "mari",
    "t.kimura", "hayashi", "shimizu", "saito", "chihiro", "m-ikeda", "hashimoto", "ishikawa", "nana", "fujita", "ogawa", "okada",
)  # fmt: skip
_EN_NAMES = (
    "Emily Carter", "James Whitfield", "Anna Becker", "Jonas Keller", "Laura Chen", "Mike Donovan", "Priya Nair", "Marco Bianchi",
    "Giulia Ferri", "Oliver Stone",
)  # fmt: skip


def _cast() -> tuple[Account, ...]:
    draw = Random("cast of the mailbox")
    people = []
    for number, name in enumerate(_JA_NAMES):
        firm, domain, server, mailer = _JA_FIRMS[number % len(_JA_FIRMS)]
        local = f"{_LOCALS[number]}{number or ''}"
        charset = _CHARSETS[number % len(_JA_FIRMS)]
        phone = f"0{draw.randint(3, 9)}-0000-{draw.randint(1000, 9999)}"
        people.append(Account(name, f"{local}@{domain}", firm, "ja", server, mailer, "+0900", charset, phone))
    for number, name in enumerate(_EN_NAMES):
        firm, domain, server, mailer, zone = _EN_FIRMS[number % len(_EN_FIRMS)]
        local = ".".join(name.lower().split())
        people.append(Account(name, f"{local}@{domain}", firm, "en", server, mailer, zone, "utf-8", f"+00 0000 {number:04}"))
    return tuple(people)


PARTNERS = _cast()

# Mailboxes whose passwords were stolen and which a lure is sent through. Nobody of the mailbox ever wrote to them.
STOLEN = tuple(
    Account(name, address, "", lang, server, "stolen", zone)
    for name, address, lang, server, zone in (
        ("Ventas Norte", "ventas@nortemex.example", "en", "exim", "-0600"), ("Ufficio Tecnico", "tecnico@edilpiave.example", "en",
         "courier", "+0100"), ("contabilidad", "contabilidad@ferreteria.example", "en", "postfix", "-0500"), ("小売部",
         "kouri@hakata-mise.example",
         "ja", "rental", "+0900"), ("info", "info@tsukiji-ryokan.example", "ja", "rental", "+0900"), ("Biuro",
         "biuro@meblopol.example", "en",
         "exim", "+0100"), ("m.rossi", "m.rossi@oleificio.example", "en", "courier", "+0100"), ("soumu", "soumu@example0.ne.jp",
         "ja", "isp",
         "+0900"), ("Recepcao", "recepcao@clinicasol.example", "en", "exim", "-0300"), ("sales", "sales@deltaparts.example", "en",
         "postfix",
         "+0530"), ("kojo", "kojo@example0.or.jp", "ja", "sendmail", "+0900"), ("admin", "admin@lakeviewinn.example", "en",
         "postfix", "-0600"),
    )
)  # fmt: skip
