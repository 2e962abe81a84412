"""Who writes to a small Japanese shop, and with what: the same people in every generated mailbox.

All domains are reserved for examples (RFC 2606; EXAMPLE, EXAMPLE0 to EXAMPLE9 below .jp by JPRS), all addresses of servers are of
the networks for documentation (RFC 5737).
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from support.draws import letters
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

# Where the stolen mailboxes are: top of the domain's name, language, zone.
_TAKEN = (
    ("ferreteria", "en", "-0500"), ("edil", "en", "+0100"), ("norte", "en", "-0600"), ("meblo", "en", "+0100"),
    ("oleificio", "en", "+0100"), ("clinica", "en", "-0300"), ("parts", "en", "+0530"), ("inn", "en", "-0600"),
    ("transportes", "en", "-0300"), ("holz", "en", "+0200"), ("mise", "ja", "+0900"), ("ryokan", "ja", "+0900"),
    ("kogyo", "ja", "+0900"), ("shoten", "ja", "+0900"), ("jimusho", "ja", "+0900"), ("noen", "ja", "+0900"),
)  # fmt: skip
_BOXES = {
    "en": ("sales", "info", "admin", "ventas", "tecnico", "m.rossi", "contabilidad", "biuro", "recepcao", "j.silva", "p.novak"),
    "ja": ("info", "soumu", "kouri", "kojo", "nishi", "h-okubo", "y.sugiura", "mari-t", "tenpo2"),
}


def _stolen() -> tuple[Account, ...]:
    draw = Random("stolen mailboxes")
    servers = ("exim", "courier", "postfix", "rental", "isp", "sendmail", "qmail")
    found = []
    for number in range(240):
        name, lang, zone = _TAKEN[number % len(_TAKEN)]
        end = draw.choice(("example0.ne.jp", "example0.or.jp")) if lang == "ja" and number % 3 == 0 else ""
        domain = end or f"{letters(draw, 3, 6)}-{name}.example"
        local = draw.choice(_BOXES[lang]) + (str(number) if end else "")
        found.append(Account(local, f"{local}@{domain}", "", lang, draw.choice(servers), "stolen", zone))
    return tuple(found)


# Mailboxes whose passwords were stolen and which a lure is sent through. Nobody of the mailbox ever wrote to them.
STOLEN = _stolen()
