"""Honest mails between people that look much like forged ones: how firms, homes, phones, lists and machines in Japan write."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from support.lure_mails.writing import SUBJECTS, Mail, Who, encoded, field_of, quote, signature, two

FILES = (("お見積書.xls", "xls"), ("quotation.doc", "doc"), ("価格表.xlsm", "xlsm"), ("資料.zip", "zip"), ("納品書.docm", "docm"), ("図面.7z", "7z"))
THREADED = [("In-Reply-To", "<CAF1@mail.gmail.com>"), ("References", "<CAF1@mail.gmail.com>")]


def _basis(draw: Random) -> tuple[bool, Who, Who, str, str, str]:
    """Whether it is Japanese, who writes, who gets it, the subject, and a file of a kind that can be dangerous."""
    is_japanese = draw.random() < 0.7
    writer, reader = two(draw, is_japanese)
    return is_japanese, writer, reader, draw.choice(SUBJECTS[not is_japanese]), *draw.choice(FILES)


def _home(draw: Random, host: str, greeting: str = "") -> list[str]:
    """A mail program behind a router, signed in."""
    inside = greeting or draw.choice(("[192.168.1.5]", "[192.168.11.3]", "[10.0.1.7]", "DESKTOP-A1B2C3", "smtpclient.apple", "[172.20.10.2]"))
    return [
        "from mx1.partner.example.com (mx1.partner.example.com [192.0.2.31]) by store.partner.example.com with LMTP; Thu, 10 Mar 2022 02:22:41 +0000",
        f"from {inside} (p1234-ipngn.tokyo.ocn.example.ne.jp [192.0.2.77]) by mail.{host} (Postfix) with ESMTPSA id 1; Thu, 10 Mar 2022 11:22:35 +0900",
    ]


def _answer(draw: Random, **changes: object) -> Mail:
    """An answer as it should be, with a dangerous kind of file."""
    is_japanese, writer, reader, subject, file, kind = _basis(draw)
    text = ("承知しました。添付します。\n" if is_japanese else "Here it is.\n") + signature(writer, is_japanese)
    text += quote(draw, reader, writer, subject, is_japanese)
    mail = Mail(field_of(writer), [reader], f"Re: {subject}", text, file, kind, header=list(THREADED))
    mail.received = _home(draw, writer.address.partition("@")[2])
    for name, value in changes.items():
        setattr(mail, name, value)
    return mail


def answer(draw: Random) -> Mail:
    """From a program at home that greets with the address behind its router."""
    return _answer(draw)


def public_greeting(draw: Random) -> Mail:
    """From a PC without a router: its public address in brackets, and its own mailbox."""
    mail = _answer(draw)
    mail.received[-1] = mail.received[-1].replace(mail.received[-1].split()[1], "[192.0.2.77]", 1)
    return mail


def phone(draw: Random) -> Mail:
    """From an old phone: nothing says what is answered."""
    return _answer(draw, header=[("Message-ID", "<202203101122@docomo.example.ne.jp>")])


def typed(draw: Random) -> Mail:
    """``Re:`` typed by hand over a new mail, or nothing but it."""
    mail = _answer(draw, header=[])
    mail.text = mail.text.partition("--")[0]
    mail.subject = draw.choice((mail.subject, "RE: ", "Re:", "Ｒｅ：資料"))
    return mail


def locked(draw: Random) -> Mail:
    """A locked archive with its password beside it, as is the custom."""
    is_japanese, writer, reader, subject, _, _ = _basis(draw)
    text = f"お世話になっております。\n資料をお送りします。\n\n添付ファイル名：資料.zip\n解凍パスワード：{draw.randrange(1000, 999999)}\n{signature(writer, True)}"
    return Mail(field_of(writer), [reader], draw.choice((subject, f"Re: {subject}")), text, "資料.zip", "locked", received=_home(draw, "example.jp"))


def locked_answer(draw: Random) -> Mail:
    """The same in an answer, threaded or not."""
    mail = _answer(draw, file="資料.zip", kind="locked")
    mail.text = f"添付ファイルのパスワード：{draw.randrange(1000, 9999)}\n{mail.text}"
    if draw.random() < 0.5:
        mail.header = []
    return mail


def private(draw: Random) -> Mail:
    """From the private mailbox of the person, which may tell nothing of the name."""
    is_japanese, writer, reader, subject, file, kind = _basis(draw)
    local = draw.choice((writer.address.partition("@")[0] + "1975", "kaito0412", "hanamaru.x", "usagi-usagi"))
    own = Who(writer.name, f"{local}@{draw.choice(('gmail.com', 'yahoo.co.jp', 'icloud.com', 'docomo.ne.jp'))}", writer.latin)
    text = ("自宅から送ります。\n" if is_japanese else "Sent from home.\n") + quote(draw, reader, writer, subject, is_japanese)
    return Mail(field_of(own), [reader], f"Re: {subject}", text, file, kind, header=list(THREADED) if draw.random() < 0.7 else [])


def colleague(draw: Random) -> Mail:
    """A colleague of the one who was written to answers."""
    mail = _answer(draw)
    _, writer, reader, subject, _, _ = _basis(draw)
    other = Who("経理 担当", f"keiri@{writer.address.partition('@')[2]}")
    mail.sender, mail.to = field_of(other), [reader]
    mail.text = f"経理より回答いたします。\n{quote(draw, reader, writer, subject, True, 'outlook')}"
    return mail


def passed_on(draw: Random) -> Mail:
    """A third party passes on what it got as a blind copy; some programs then tell nothing of a thread."""
    is_japanese, writer, reader, subject, file, kind = _basis(draw)
    third = Who("税理士 御手洗", "mitarai@zeirishi.example.net")
    text = "参考に転送します。\n" + quote(draw, writer, reader, subject, is_japanese, "outlook")
    return Mail(field_of(third), [reader], draw.choice(("Fwd: ", "FW: ", "転送: ")) + subject, text, file, kind, header=THREADED * (draw.random() < 0.5))


def group(draw: Random) -> Mail:
    """A list that rewrites the sender for DMARC."""
    mail = _answer(draw)
    _, writer, reader, subject, _, _ = _basis(draw)
    name = draw.choice((f"'{writer.address}' via Group", f"{writer.name} via ML", f"{writer.name}（営業ML経由）"))
    mail.sender = f'"{encoded(name)}" <eigyo@lists.example.com>' if name.isascii() else f"{encoded(name)} <eigyo@lists.example.com>"
    mail.header += [("List-Id", "<eigyo.lists.example.com>"), ("Precedence", "list")]
    mail.text = "共有します。\n" + quote(draw, writer, reader, subject, True, "outlook")
    return mail


def service(draw: Random) -> Mail:
    """A service that shares, signs or tracks writes in somebody's name."""
    mail = _answer(draw)
    _, writer, _, _, _, _ = _basis(draw)
    name, address = draw.choice((
        (f"{writer.address} (via Google Drive)", "drive-shares-noreply@google.com"), (writer.address, "noreply@sign.example.com"),
        (f"{writer.name} (Backlog)", "notifications@backlog.example.com"), (f"{writer.name}", "reply+a8s9d7f@tickets.example.com"),
        (f"{writer.name} on behalf of Example", "invitations@meet.example.com"),
    ))  # fmt: skip
    mail.sender = f'"{name}" <{address}>' if name.isascii() else f"{encoded(name)} <{address}>"
    return mail


def contact_form(draw: Random) -> Mail:
    """The shop's own form in the name of a customer, with his file."""
    _, writer, reader, _, file, kind = _basis(draw)
    sender = f'"{writer.address}" <{draw.choice(("wordpress", "info", "form", "www-data"))}@shop.example.jp>'
    return Mail(sender, [Who("", "info@shop.example.jp")], "お問い合わせ", "フォームより\n", file, kind, header=[("Reply-To", writer.address)])


def fax(draw: Random) -> Mail:
    """A fax or a scan by mail."""
    sender = draw.choice(('"0312345678@fax.example.jp" <fax@gateway.example.com>', '"複合機" <scanner@hinata-shoji.example.jp>'.replace("複合機", "MFP")))
    mail = Mail(sender, [Who("", "info@shop.example.jp")], "Scan 001", "", "DOC_20220310.pdf", "pdf")
    mail.received = _home(draw, "hinata-shoji.example.jp", "[192.168.0.9]")
    return mail


def one_firm(draw: Random) -> Mail:
    """An address in the name that is another of the same firm or person."""
    mail = _answer(draw)
    name, address = draw.choice((
        ("sales@kiku-unyu.example.co.jp", "info@kiku-unyu.example.co.jp"), ("hello@kiku-unyu.example.com", "info@mail.kiku-unyu.example.com"),
        ("Taro yamada@old.example.net", "yamada.taro@gmail.com"), ("bob@x.example.com", "bob@x.example.com"),
        ("order@tokai-kogyo.example.com", "order@tokaikogyo.example.co.jp"), ("T. Yamada (yamada@aoba-ec.example.jp)", "yamada-aoba@icloud.com"),
    ))  # fmt: skip
    mail.sender = f'"{name}" <{address}>'
    return mail


def newsletter(draw: Random) -> Mail:
    """A shop's newsletter with many links and a careless program: a name quoted twice, an id of the sending service."""
    links = "\n".join(f"https://shop.example.com/wp-content/uploads/2022/03/p{number}.png" for number in range(5))
    mail = Mail('"\\"Example Shop\\"" <news@shop.example.com>', [Who("", "info@maruni.example.jp")], "Sale!", f"{links}\nhttps://shop.example.com/?utm=123456\n")
    mail.header = [("List-Unsubscribe", "<https://shop.example.com/u>"), ("Message-ID", "<0100017f@email.amazonses.com>"), ("Precedence", "bulk")]
    if draw.random() < 0.5:
        mail.file, mail.kind = "catalogue.pdf", "pdf"
    return mail


def traveller(draw: Random) -> Mail:
    """A zone that is not at home: a journey, a server in UTC, an unknown zone."""
    mail = _answer(draw)
    zone = draw.choice(("-0800", "-0500", "+0000", "-0000", "+0100", "-1000"))
    mail.date = f"Thu, 10 Mar 2022 11:22:33 {zone}"
    mail.received[-1] = mail.received[-1].replace("11:22:35 +0900", f"11:22:35 {zone}")
    return mail


def odd_id(draw: Random) -> Mail:
    """Ids as programs give them."""
    ids = ("<1@localhost>", "<001701d8$@DESKTOP-A1B2C3>", "<CAF1a2@mail.gmail.com>", "<TYAPR01MB1@TYAPR01MB1.jpnprd01.prod.outlook.com>",
           "<A1B2@[192.168.1.5]>", "<20220310.AB12@post.provider.example.ne.jp>", "")  # fmt: skip
    return _answer(draw, header=[("Message-ID", draw.choice(ids)), *THREADED])


def namesake(draw: Random) -> Mail:
    """Two people of one surname; two departments of one name."""
    mail = _answer(draw)
    one, other = draw.choice((("田中", "tanaka"), ("営業部", "eigyo"), ("Support", "support"), ("Sales Team", "sales"))), "partner-two.example.net"
    mail.sender = field_of(Who(one[0], f"{one[1]}@{other}"))
    mail.text = "確認しました。\n" + quote(draw, Who(one[0], "desk9@maruni.example.jp"), mail.to[0], "件", True, "outlook")
    mail.text += quote(draw, Who("", f"{one[1]}@{other}"), mail.to[0], "件", True, "line")
    return mail


def plain_names(draw: Random) -> Mail:
    """An honest answer in which the quote tells names only."""
    is_japanese, writer, reader, subject, file, kind = _basis(draw)
    text = ("添付します。\n" if is_japanese else "Attached.\n") + signature(writer, is_japanese) + quote(draw, reader, writer, subject, is_japanese, "names")
    return Mail(field_of(writer), [reader], f"RE: {subject}", text, file, kind, header=list(THREADED) if draw.random() < 0.7 else [])


def bounced(draw: Random) -> Mail:
    """A server gives back what could not be delivered, with its file."""
    is_japanese, writer, reader, subject, file, kind = _basis(draw)
    text = "Your message could not be delivered.\n" + quote(draw, writer, reader, subject, is_japanese, "outlook")
    sender = '"Mail Delivery System" <MAILER-DAEMON@gateway.example.net>'
    return Mail(sender, [writer], "Undelivered Mail Returned to Sender", text, file, kind, header=[("Auto-Submitted", "auto-replied")])


def reception(draw: Random) -> Mail:
    """A name that the address does not tell, from a foreign branch."""
    _, writer, reader, subject, file, kind = _basis(draw)
    own = Who(writer.name, f"branch{draw.randrange(10, 99)}@{draw.choice(('thai-maruni.example.co.th', 'maruni.example.cn', 'maruni-it.example.it'))}")
    return Mail(field_of(own), [reader], draw.choice((subject, f"Re: {subject}")), "現地法人より送付します。\n", file, kind)


def site_link(draw: Random) -> Mail:
    """Links into a site made with WordPress: pages and files."""
    mail = _answer(draw, file="", kind="")
    mail.text = "https://www.kiku-unyu.example.co.jp/wp-content/uploads/2022/03/catalogue.pdf\nhttps://blog.example.jp/2022/03/10/\n" + mail.text
    return mail


HONEST: tuple[Callable[[Random], Mail], ...] = (
    answer, public_greeting, phone, typed, locked, locked_answer, private, colleague, passed_on, group, service, contact_form, fax, one_firm,
    newsletter, traveller, odd_id, namesake, plain_names, bounced, reception, site_link,
)  # fmt: skip
