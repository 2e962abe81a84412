"""Honest mails that somebody else writes or sends in a person's name: lists, services, forms, machines, firms, suppliers abroad."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from support.lure_mails.honest import answered, basis, home
from support.lure_mails.writing import Mail, Who, encoded, field_of, quote


def group(draw: Random) -> Mail:
    """A list that rewrites the sender for DMARC."""
    mail = answered(draw)
    _, writer, reader, subject, _, _ = basis(draw)
    name = draw.choice((f"'{writer.address}' via Group", f"{writer.name} via ML", f"{writer.name}（営業ML経由）"))
    mail.sender = f'"{encoded(name)}" <eigyo@lists.example.com>' if name.isascii() else f"{encoded(name)} <eigyo@lists.example.com>"
    mail.header += [("List-Id", "<eigyo.lists.example.com>"), ("Precedence", "list")]
    mail.text = "共有します。\n" + quote(draw, writer, reader, subject, True, "outlook")
    return mail


def rewritten(draw: Random) -> Mail:
    """A list that puts its own address behind the writer's name, or that writer's address, and says no more."""
    mail = answered(draw)
    _, writer, reader, subject, _, _ = basis(draw)
    mail.sender = field_of(Who(draw.choice((writer.name, writer.address)), "eigyo@lists.example.com"))
    mail.to = [Who("営業", "eigyo@lists.example.com")]
    mail.header += [("List-Id", "<eigyo.lists.example.com>")]
    mail.text = "共有します。\n" + quote(draw, writer, reader, subject, True, "outlook")
    return mail


def tracker(draw: Random) -> Mail:
    """A tracker's mail in the name of the one who wrote into it."""
    mail = answered(draw)
    _, writer, reader, subject, _, _ = basis(draw)
    mail.sender = field_of(Who(f"{writer.name} (Jira)", "jira@maruni.atlassian.example.net"))
    mail.text = quote(draw, writer, reader, subject, True, "outlook")
    return mail


def service(draw: Random) -> Mail:
    """A service that shares, signs or tracks writes in somebody's name."""
    mail = answered(draw)
    _, writer, _, _, _, _ = basis(draw)
    name, address = draw.choice((
        (f"{writer.address} (via Google Drive)", "drive-shares-noreply@google.com"), (writer.address, "noreply@sign.example.com"),
        (f"{writer.name} (Backlog)", "notifications@backlog.example.com"), (f"{writer.name}", "reply+a8s9d7f@tickets.example.com"),
        (f"{writer.name} on behalf of Example", "invitations@meet.example.com"),
    ))  # fmt: skip
    mail.sender = f'"{name}" <{address}>' if name.isascii() else f"{encoded(name)} <{address}>"
    return mail


def contact_form(draw: Random) -> Mail:
    """The shop's own form in the name of a customer, with his file."""
    _, writer, _, _, file, kind = basis(draw)
    sender = f'"{writer.address}" <{draw.choice(("wordpress", "info", "form", "www-data"))}@shop.example.jp>'
    return Mail(
        sender,
        [Who("", "info@shop.example.jp")],
        "お問い合わせ",
        "フォームより\n",
        file,
        kind,
        header=[("Reply-To", writer.address)],
    )


def fax(draw: Random) -> Mail:
    """A fax or a scan by mail."""
    sender = draw.choice(('"0312345678@fax.example.jp" <fax@gateway.example.com>', '"MFP" <scanner@hinata-shoji.example.jp>'))
    mail = Mail(sender, [Who("", "info@shop.example.jp")], "Scan 001", "", "DOC_20220310.pdf", "pdf")
    mail.received = home(draw, "hinata-shoji.example.jp", "[192.168.0.9]")
    return mail


def one_firm(draw: Random) -> Mail:
    """An address in the name that is another of the same firm or person."""
    mail = answered(draw)
    name, address = draw.choice((
        ("sales@kiku-unyu.example.co.jp", "info@kiku-unyu.example.co.jp"),
        ("hello@kiku-unyu.example.com", "info@mail.kiku-unyu.example.com"),
        ("Taro yamada@old.example.net", "yamada.taro@gmail.com"), ("bob@x.example.com", "bob@x.example.com"),
        ("order@tokai-kogyo.example.com", "order@tokaikogyo.example.co.jp"),
        ("T. Yamada (yamada@aoba-ec.example.jp)", "yamada-aoba@icloud.com"),
    ))  # fmt: skip
    mail.sender = f'"{name}" <{address}>'
    return mail


def newsletter(draw: Random) -> Mail:
    """A shop's newsletter with many links and a careless program: a name quoted twice, an id of the sending service."""
    links = "\n".join(f"https://shop.example.com/wp-content/uploads/2022/03/p{number}.png" for number in range(5))
    mail = Mail(
        '"\\"Example Shop\\"" <news@shop.example.com>',
        [Who("", "info@maruni.example.jp")],
        "Sale!",
        f"{links}\nhttps://shop.example.com/?utm=123456\n",
    )
    mail.header = [
        ("List-Unsubscribe", "<https://shop.example.com/u>"),
        ("Message-ID", "<0100017f@email.amazonses.com>"),
        ("Precedence", "bulk"),
    ]
    if draw.random() < 0.5:
        mail.file, mail.kind = "catalogue.pdf", "pdf"
    return mail


def bounced(draw: Random) -> Mail:
    """A server gives back what could not be delivered, with its file."""
    is_japanese, writer, reader, subject, file, kind = basis(draw)
    text = "Your message could not be delivered.\n" + quote(draw, writer, reader, subject, is_japanese, "outlook")
    sender = '"Mail Delivery System" <MAILER-DAEMON@gateway.example.net>'
    return Mail(
        sender, [writer], "Undelivered Mail Returned to Sender", text, file, kind, header=[("Auto-Submitted", "auto-replied")]
    )


def supplier(draw: Random) -> Mail:
    """A supplier abroad: a Chinese name, papers called by number and date, a web mailer that tells nothing of a thread."""
    _, _, reader, subject, _, _ = basis(draw)
    own = Who(
        draw.choice(("王小明", "陳美玲", "林志偉", "Wang Xiaoming")),
        f"{draw.choice(('wang', 'sales02', 'linda'))}@supplier.example.com.cn",
    )
    file = draw.choice((("INVOICE 20220310.xls", "xls"), ("PO_123456.xls", "xls"), ("PI 220310.doc", "doc")))
    text = "添付をご確認ください。\n" + quote(draw, reader, own, subject, True)
    return Mail(field_of(own), [reader], f"Re: {subject}", text, *file, date="Thu, 10 Mar 2022 11:22:33 +0800")


FOR_OTHERS: tuple[Callable[[Random], Mail], ...] = (
    group,
    rewritten,
    tracker,
    service,
    contact_form,
    fax,
    one_firm,
    newsletter,
    bounced,
    supplier,
)
