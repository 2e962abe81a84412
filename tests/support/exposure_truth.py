"""A mailbox, an address book and an order export of a made-up shop, with the list that must come of them.

What is expected is kept while things are made: who is who is known before anything is written. Nothing of it comes from our code.
"""

from __future__ import annotations

import base64
import csv
import io
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.header import Header
from email.utils import quote
from pathlib import Path

from support.exposure_people import OWN, STAFF, One, couples, customer, partner

SECRETS = ("kaitou-Himitsu-77", "本文にしかない合言葉", "4539578763621486", "1234567-genkou")
"""They stand in bodies of mails, and may stand nowhere else."""
CHARSETS = ("utf-8", "iso-2022-jp", "utf-8")
LISTS = ("users@lists.zakka-net.org", "bosai@ml.shotengai.or.jp")
NO_REPLY = ("noreply@mall.co.jp", "no-reply@pay-service.com", "do_not_reply@souko.jp")
MACHINES = ("mailer-daemon@mx.provider.ne.jp", "postmaster@torihiki0.co.jp")
NEWSLETTERS = ("magazine@otoku-news.com",)
_DATA = {
    "postal-address": "お届け先：〒530-0001 大阪府大阪市北区梅田1-2-3",
    "telephone": "お電話：090-1234-5678",
    "bank": "お振込先：みどり銀行 北支店 普通 7654321",
    "card": "カード番号 4539 5787 6362 1486",
    "order": "ご注文番号：2026-000123",
    "birthday": "生年月日：1980年4月1日",
}
_HEAD = ("注文番号", "注文日時", "注文者氏名", "注文者メールアドレス", "注文者電話番号", "注文者郵便番号", "注文者住所", "商品名")


@dataclass
class Truth:
    """What was made: three files, and who stands in them. ``left_out`` are addresses by why they are on no list."""

    mails: Iterator[bytes]
    book: str
    orders: Iterator[str]
    people: dict[int, One]
    left_out: dict[str, set[str]] = field(default_factory=dict)

    @property
    def listed(self) -> list[One]:
        """Those who were named anywhere; complete when everything was written."""
        return [one for one in self.people.values() if one.ties]

    def counts(self) -> Counter[str]:
        """How many people each kind of data is of."""
        return Counter(kind for one in self.listed for kind in one.data)


class World:
    """Makes *mails* mails, and *rows* rows of orders, always the same for a *seed*."""

    def __init__(self, seed: int, mails: int, rows: int, customers: int, partners: int) -> None:
        self._draw = random.Random(seed)
        self._mails, self._rows = mails, rows
        self._customers = [customer(number, self._draw) for number in range(customers)]
        couples(self._customers)
        self._partners = [partner(customers + number, self._draw) for number in range(partners)]
        self.people = {one.number: one for one in (*self._customers, *self._partners)}
        self.left_out: dict[str, set[str]] = {why: set() for why in ("own", "list", "no-reply", "machine")}
        # Every tenth partner has a private address as well, which one entry of the address book tells.
        for one in self._partners[::10]:
            one.addresses = (*one.addresses, f"private{one.number}@gmail.com")

    def truth(self) -> Truth:
        """All of it; mails and orders are made while they are written."""
        return Truth(self._written_mails(), self._book(), self._orders(), self.people, self.left_out)

    # Mails.

    def _written_mails(self) -> Iterator[bytes]:
        for number in range(self._mails):
            yield b"From x@example.jp Thu Jan  1 00:00:00 2026\n" + self._mail(number) + b"\n"

    def _mail(self, number: int) -> bytes:
        kind = self._draw.random()
        if kind < 0.03:
            return self._from_nobody(number, self._draw.choice(NO_REPLY), "no-reply", ())
        if kind < 0.05:
            return self._from_nobody(number, self._draw.choice(MACHINES), "machine", ("Auto-Submitted: auto-replied",))
        if kind < 0.07:
            extra = ("Precedence: bulk", "List-Unsubscribe: <https://otoku-news.com/u>")
            return self._from_nobody(number, self._draw.choice(NEWSLETTERS), "list", extra)
        if kind < 0.1:
            return self._of_list(number)
        return self._letter(number)

    def _own(self) -> str:
        address = f"{self._draw.choice(STAFF)}@{OWN}"
        self.left_out["own"].add(address)
        return address

    def _from_nobody(self, number: int, sender: str, why: str, extra: tuple[str, ...]) -> bytes:
        self.left_out[why].add(sender)
        return self._head(number, f"<{sender}>", [self._own()], [], extra, passed=True) + self._body("お知らせです。", "utf-8")

    def _of_list(self, number: int) -> bytes:
        one, address = self._draw.choice(self._partners), self._draw.choice(LISTS)
        self._seen([one], "wrote", ())
        self.left_out["list"].add(address)
        name, _, domain = address.partition("@")
        extra = (f"List-Id: <{name}.{domain}>", f"List-Post: <mailto:{address}>", "Precedence: list")
        return self._head(number, self._named(one), [address], [], extra, passed=True) + self._body("皆さま", "utf-8")

    def _letter(self, number: int) -> bytes:
        """Of ten letters six come and four go; some people are copied, some data stand in it."""
        draw = self._draw
        one = draw.choice(self._customers if draw.random() < 0.5 else self._partners)
        copied = draw.sample(self._partners, draw.choice((0, 0, 1, 2)))
        copied = [each for each in copied if each is not one]
        kinds = [kind for kind in _DATA if draw.random() < 0.06]
        comes = draw.random() < 0.6
        self._seen([one], "wrote" if comes else "written-to", kinds)
        self._seen(copied, "copied", kinds)
        cc = [self._named(each) for each in copied]
        passed, own = comes, self._own()
        sender, to = (self._named(one), [own]) if comes else (f"みどり商店 <{own}>", [self._named(one)])
        text = "\n".join(
            ("お世話になっております。", *(_DATA[kind] for kind in kinds), *self._secret(), "よろしくお願いいたします。")
        )
        return self._head(number, sender, to, cc, (), passed=passed) + self._body(text, draw.choice(CHARSETS))

    def _secret(self) -> tuple[str, ...]:
        return (f"パスワード: {SECRETS[0]}", SECRETS[1]) if self._draw.random() < 0.2 else ()

    def _seen(self, people: Iterable[One], tie: str, kinds: Iterable[str]) -> None:
        for one in people:
            one.ties.add(tie)
            one.data |= {"name", "mail-address", *kinds}

    def _named(self, one: One) -> str:
        """Somebody in a header: encoded, raw, quoted, or the name behind the address; in large and small letters."""
        name, address = one.called(self._draw), one.addresses[0]
        address = address.upper() if self._draw.random() < 0.1 else address
        if name.isascii():
            return f'"{quote(name)}" <{address}>'
        form = self._draw.randrange(4)
        if form == 0:
            return f'"{name}" <{address}>'
        charset = "iso-2022-jp" if form == 1 else "utf-8"
        return f"{Header(name, charset, maxlinelen=998).encode()} <{address}>"

    def _head(self, number: int, sender: str, to: list[str], cc: list[str], extra: tuple[str, ...], *, passed: bool) -> bytes:
        day = f"{1 + number % 28} Jan 2026 {number % 24:02}:{number % 60:02}:00 +0900"
        lines = [f"From: {sender}", f"To: {', '.join(to)}", f"Date: {day}", f"Message-ID: <{number}@example.jp>",
                 f"Subject: {Header(f'ご連絡 {number}', 'utf-8').encode()}", *extra]  # fmt: skip
        lines += [f"Cc: {', '.join(cc)}"] if cc else []
        if passed:
            lines.insert(0, f"Received: from mx.example.net by mail.{OWN} with ESMTP id {number} for <tanaka@{OWN}>; {day}")
        return "\n".join(lines).encode() + b"\n"

    def _body(self, text: str, charset: str) -> bytes:
        data = text.encode(charset, "replace")
        body = base64.encodebytes(data) if charset == "utf-8" else data + b"\n"
        encoding = "base64" if charset == "utf-8" else "7bit"
        return (
            f"MIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
            + body
        )

    # The address book, and the orders.

    def _book(self) -> str:
        """A vCard for every second partner, with all of the addresses; every entry twice, as programs sync them."""
        cards = []
        for one in self._partners[::2]:
            one.ties.add("contact")
            one.data |= {"name", "mail-address"}
            mails = "".join(f"EMAIL;TYPE=INTERNET:{address}\r\n" for address in one.addresses)
            name = f"{one.given} {one.family}" if one.latin else f"{one.family} {one.given}"
            firm = f"ORG:{one.firm}\r\n" if one.firm else ""
            cards.append(f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{one.family};{one.given};;;\r\nFN:{name}\r\n{mails}{firm}END:VCARD\r\n")
            one.was_named = True
        return "".join(cards + cards)

    def _orders(self) -> Iterator[str]:
        """Rows of customers, of whom some order more than once; every twelfth row leaves out the mail address."""
        yield self._line(_HEAD)
        for number in range(self._rows):
            one = (
                self._customers[number % len(self._customers)]
                if number < len(self._customers)
                else self._draw.choice(self._customers)
            )
            # Of two people with one name, telephone and house nobody can tell whose a row without an address is.
            has_mail = number < len(self._customers) or number % 12 != 0 or one.is_double
            one.ties.add("customer")
            one.data |= {"name", "mail-address", "telephone", "postal-address", "order"}
            given = one.given
            if one.shares and one.orders > 1 and not one.further and has_mail:
                given = one.shares
                one.further.add(f"{one.family}{given}")
            one.orders += 1
            name = f"{one.family}{'　' if number % 3 else ' '}{given}"
            telephone = one.telephone if number % 2 else one.telephone.replace("-", "")
            yield self._line((f"N{number}", f"2026/01/{1 + number % 28:02} 10:00:00", name, one.addresses[0] if has_mail else "",
                              telephone, one.postcode, one.street, "緑のマグカップ"))  # fmt: skip

    @staticmethod
    def _line(cells: Iterable[str]) -> str:
        text = io.StringIO()
        csv.writer(text, quoting=csv.QUOTE_ALL).writerow(cells)
        return text.getvalue()


def written(folder: Path, world: World) -> Truth:
    """The files ``box.mbox``, ``book.vcf`` and ``orders.csv`` (CP932) of *world*, and what is true of them."""
    truth = world.truth()
    with (folder / "box.mbox").open("wb") as box:
        box.writelines(truth.mails)
    (folder / "book.vcf").write_text(truth.book, "utf-8", newline="")
    with (folder / "orders.csv").open("w", encoding="cp932", newline="") as orders:
        orders.writelines(truth.orders)
    return truth
