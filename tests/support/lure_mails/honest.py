"""Honest mails between people that look much like forged ones: how firms, homes, phones, lists and machines in Japan write."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from support.lure_mails.writing import SUBJECTS, Mail, Who, field_of, quote, signature, two

FILES = (
    ("お見積書.xls", "xls"),
    ("quotation.doc", "doc"),
    ("価格表.xlsm", "xlsm"),
    ("資料.zip", "zip"),
    ("納品書.docm", "docm"),
    ("図面.7z", "7z"),
)
THREADED = [("In-Reply-To", "<CAF1@mail.gmail.com>"), ("References", "<CAF1@mail.gmail.com>")]


def basis(draw: Random) -> tuple[bool, Who, Who, str, str, str]:
    """Whether it is Japanese, who writes, who gets it, the subject, and a file of a kind that can be dangerous."""
    is_japanese = draw.random() < 0.7
    writer, reader = two(draw, is_japanese)
    return is_japanese, writer, reader, draw.choice(SUBJECTS[not is_japanese]), *draw.choice(FILES)


def home(draw: Random, host: str, greeting: str = "") -> list[str]:
    """A mail program behind a router, signed in."""
    inside = greeting or draw.choice(
        ("[192.168.1.5]", "[192.168.11.3]", "[10.0.1.7]", "DESKTOP-A1B2C3", "smtpclient.apple", "[172.20.10.2]")
    )
    return [
        (
            "from mx1.partner.example.com (mx1.partner.example.com [192.0.2.31]) by store.partner.example.com "
            "with LMTP; Thu, 10 Mar 2022 02:22:41 +0000"
        ),
        (
            f"from {inside} (p1234-ipngn.tokyo.ocn.example.ne.jp [192.0.2.77]) by mail.{host} (Postfix) "
            "with ESMTPSA id 1; Thu, 10 Mar 2022 11:22:35 +0900"
        ),
    ]


def answered(draw: Random, **changes: object) -> Mail:
    """An answer as it should be, with a dangerous kind of file."""
    is_japanese, writer, reader, subject, file, kind = basis(draw)
    text = ("承知しました。添付します。\n" if is_japanese else "Here it is.\n") + signature(writer, is_japanese)
    text += quote(draw, reader, writer, subject, is_japanese)
    mail = Mail(field_of(writer), [reader], f"Re: {subject}", text, file, kind, header=list(THREADED))
    mail.received = home(draw, writer.address.partition("@")[2])
    for name, value in changes.items():
        setattr(mail, name, value)
    return mail


def answer(draw: Random) -> Mail:
    """From a program at home that greets with the address behind its router."""
    return answered(draw)


def public_greeting(draw: Random) -> Mail:
    """From a PC without a router: its public address in brackets, and its own mailbox."""
    mail = answered(draw)
    mail.received[-1] = mail.received[-1].replace(mail.received[-1].split()[1], "[192.0.2.77]", 1)
    return mail


def phone(draw: Random) -> Mail:
    """From an old phone: nothing says what is answered."""
    return answered(draw, header=[("Message-ID", "<202203101122@docomo.example.ne.jp>")])


def typed(draw: Random) -> Mail:
    """``Re:`` typed by hand over a new mail, or nothing but it."""
    mail = answered(draw, header=[])
    mail.text = mail.text.partition("--")[0]
    mail.subject = draw.choice((mail.subject, "RE: ", "Re:", "Ｒｅ：資料"))
    return mail


def locked(draw: Random) -> Mail:
    """A locked archive with its password beside it, as is the custom."""
    _, writer, reader, subject, _, _ = basis(draw)
    told = f"添付ファイル名：資料.zip\n解凍パスワード：{draw.randrange(1000, 999999)}\n"
    text = f"お世話になっております。\n資料をお送りします。\n\n{told}{signature(writer, True)}"
    return Mail(
        field_of(writer),
        [reader],
        draw.choice((subject, f"Re: {subject}")),
        text,
        "資料.zip",
        "locked",
        received=home(draw, "example.jp"),
    )


def locked_answer(draw: Random) -> Mail:
    """The same in an answer, threaded or not."""
    mail = answered(draw, file="資料.zip", kind="locked")
    mail.text = f"添付ファイルのパスワード：{draw.randrange(1000, 9999)}\n{mail.text}"
    if draw.random() < 0.5:
        mail.header = []
    return mail


def private(draw: Random) -> Mail:
    """From the private mailbox of the person, which may tell nothing of the name."""
    is_japanese, writer, reader, subject, file, kind = basis(draw)
    local = draw.choice((writer.address.partition("@")[0] + "1975", "kaito0412", "hanamaru.x", "usagi-usagi"))
    own = Who(writer.name, f"{local}@{draw.choice(('gmail.com', 'yahoo.co.jp', 'icloud.com', 'docomo.ne.jp'))}", writer.latin)
    text = ("自宅から送ります。\n" if is_japanese else "Sent from home.\n") + quote(draw, reader, writer, subject, is_japanese)
    return Mail(field_of(own), [reader], f"Re: {subject}", text, file, kind, header=list(THREADED) if draw.random() < 0.7 else [])


def colleague(draw: Random) -> Mail:
    """A colleague of the one who was written to answers."""
    mail = answered(draw)
    _, writer, reader, subject, _, _ = basis(draw)
    other = Who("経理 担当", f"keiri@{writer.address.partition('@')[2]}")
    mail.sender, mail.to = field_of(other), [reader]
    mail.text = f"経理より回答いたします。\n{quote(draw, reader, writer, subject, True, 'outlook')}"
    return mail


def passed_on(draw: Random) -> Mail:
    """A third party passes on what it got as a blind copy; some programs then tell nothing of a thread."""
    is_japanese, writer, reader, subject, file, kind = basis(draw)
    third = Who("税理士 御手洗", "mitarai@zeirishi.example.net")
    text = "参考に転送します。\n" + quote(draw, writer, reader, subject, is_japanese, "outlook")
    return Mail(
        field_of(third),
        [reader],
        draw.choice(("Fwd: ", "FW: ", "転送: ")) + subject,
        text,
        file,
        kind,
        header=THREADED * (draw.random() < 0.5),
    )


def traveller(draw: Random) -> Mail:
    """A zone that is not at home: a journey, a server in UTC, an unknown zone."""
    mail = answered(draw)
    zone = draw.choice(("-0800", "-0500", "+0000", "-0000", "+0100", "-1000"))
    mail.date = f"Thu, 10 Mar 2022 11:22:33 {zone}"
    mail.received[-1] = mail.received[-1].replace("11:22:35 +0900", f"11:22:35 {zone}")
    return mail


def odd_id(draw: Random) -> Mail:
    """Ids as programs give them."""
    ids = ("<1@localhost>", "<001701d8$@DESKTOP-A1B2C3>", "<CAF1a2@mail.gmail.com>",
           "<TYAPR01MB1@TYAPR01MB1.jpnprd01.prod.outlook.com>", "<A1B2@[192.168.1.5]>",
           "<20220310.AB12@post.provider.example.ne.jp>", "")  # fmt: skip
    return answered(draw, header=[("Message-ID", draw.choice(ids)), *THREADED])


def namesake(draw: Random) -> Mail:
    """Two people of one surname; two departments of one name."""
    mail = answered(draw)
    one, other = (
        draw.choice((("田中", "tanaka"), ("営業部", "eigyo"), ("Support", "support"), ("Sales Team", "sales"))),
        "partner-two.example.net",
    )
    mail.sender = field_of(Who(one[0], f"{one[1]}@{other}"))
    mail.text = "確認しました。\n" + quote(draw, Who(one[0], "desk9@maruni.example.jp"), mail.to[0], "件", True, "outlook")
    mail.text += quote(draw, Who("", f"{one[1]}@{other}"), mail.to[0], "件", True, "line")
    return mail


def plain_names(draw: Random) -> Mail:
    """An honest answer in which the quote tells names only."""
    is_japanese, writer, reader, subject, file, kind = basis(draw)
    text = (
        ("添付します。\n" if is_japanese else "Attached.\n")
        + signature(writer, is_japanese)
        + quote(draw, reader, writer, subject, is_japanese, "names")
    )
    return Mail(
        field_of(writer), [reader], f"RE: {subject}", text, file, kind, header=list(THREADED) if draw.random() < 0.7 else []
    )


def reception(draw: Random) -> Mail:
    """A name that the address does not tell, from a foreign branch."""
    _, writer, reader, subject, file, kind = basis(draw)
    own = Who(
        writer.name,
        f"branch{draw.randrange(10, 99)}@{draw.choice(('thai-maruni.example.co.th', 'maruni.example.cn', 'maruni-it.example.it'))}",
    )
    return Mail(field_of(own), [reader], draw.choice((subject, f"Re: {subject}")), "現地法人より送付します。\n", file, kind)


def two_shops(draw: Random) -> Mail:
    """The owner of two shops answers from the box of the other one."""
    mail = answered(draw)
    _, writer, reader, subject, _, _ = basis(draw)
    mail.sender = field_of(Who(writer.name, "info@nekonote-ya.example.net"))
    mail.text = "別店舗のアドレスから失礼します。\n" + quote(draw, reader, writer, subject, True, "outlook")
    return mail


def to_myself(draw: Random) -> Mail:
    """Work that somebody passes on from home to the office."""
    is_japanese, writer, reader, subject, file, kind = basis(draw)
    own = Who(writer.name, draw.choice(("kaito0412@gmail.com", "usagi@docomo.ne.jp", "pochi.pochi@yahoo.co.jp")))
    text = "\n" + quote(draw, reader, writer, subject, is_japanese)
    return Mail(field_of(own), [writer], draw.choice(("Fwd: ", "")) + subject, text, file, kind)


def written_twice(draw: Random) -> Mail:
    """A shop program that puts the name into quotes twice, in an answer of the person's own box."""
    mail = answered(draw)
    name, _, address = mail.sender.rpartition(" <")
    plain = name.strip('"')
    mail.sender = f'"\\"{plain}\\"" <{address}'
    return mail


def site_link(draw: Random) -> Mail:
    """Links into a site made with WordPress: pages and files."""
    mail = answered(draw, file="", kind="")
    mail.text = (
        "https://www.kiku-unyu.example.co.jp/wp-content/uploads/2022/03/catalogue.pdf\nhttps://blog.example.jp/2022/03/10/\n"
        + mail.text
    )
    return mail


HONEST: tuple[Callable[[Random], Mail], ...] = (
    answer, public_greeting, phone, typed, locked, locked_answer, private, colleague, passed_on, traveller, odd_id, namesake,
    plain_names, reception, two_shops, to_myself, written_twice, site_link,
)  # fmt: skip
