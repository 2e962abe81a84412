"""Honest people whose mails look most like a stolen thread: telephones, private addresses, colleagues, names with addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from support.mailboxes import marks, quotes, routes, texts, things, wire
from support.mailboxes.cast import PARTNERS, STAFF, Account
from support.mailboxes.honest import answer_subject, attachments, wrapped
from support.mailboxes.planted import Planted
from support.mailboxes.wire import Body
from support.mailboxes.world import Letter, Thread, World

Near = Callable[[World], Planted]


def thread_of(world: World) -> Thread:
    thread = world.going_on(old=world.draw.random() < 0.3)
    return thread or begun(world)


def begun(world: World) -> Thread:
    """A conversation whose first mail lies elsewhere."""
    thread = world.start()
    text = texts.letter(world.draw, thread.partner, thread.ours, world.now, thread.about)
    world.post(Letter(thread.partner, (thread.ours,), thread.subject, Body(text), thread=thread))
    thread.mails = [replace(one, is_here=False) for one in thread.mails]
    return thread


def answered(world: World, writer: Account, thread: Thread, text: str, subject: str = "") -> Letter:
    last = thread.last
    body = wrapped(world, writer, text, quotes.below(writer, last))
    return Letter(writer, (thread.ours,), subject or answer_subject(world, last.subject), body, answers=last, thread=thread)


def telephone(world: World) -> Planted:
    """An answer from a phone on the way, without References, with a picture."""
    draw, thread = world.draw, thread_of(world)
    writer = replace(thread.partner, mailer="iphone", server="isp")
    said = draw.choice(("了解しました。写真をお送りします。", "添付のとおりです。", "OKです。", "Will do, see the picture."))
    letter = answered(world, writer, thread, f"{said} {texts.nonce(draw)}\n\niPhoneから送信\n")
    letter.is_threaded, letter.client = False, routes.home(draw, writer)
    letter.body.files = [things.picture(draw, world.now)] if draw.random() < 0.6 else []
    return world.post(letter, "near", "answer from a phone without references")


def typed_by_hand(world: World) -> Planted:
    """A new mail to which somebody typed ``Re:``, or ``RE: `` alone."""
    draw, thread = world.draw, thread_of(world)
    text = texts.letter(draw, thread.partner, thread.ours, world.now, thread.about)
    letter = Letter(thread.partner, (thread.ours,), draw.choice(("Re: ", "RE: ", f"Re：{thread.subject}",
    f"Re: Re: {thread.subject}")),
                    wrapped(world, thread.partner, text, files=attachments(world, thread.partner, 0.6)), thread=thread)  # fmt: skip
    return world.post(letter, "near", "Re: typed by hand")


def private_address(world: World) -> Planted:
    """The same person from a private address, because the office's mail does not work: with a paper."""
    draw, thread = world.draw, thread_of(world)
    local = thread.partner.address.partition("@")[0]
    writer = replace(
        thread.partner, address=f"{local}.{draw.randint(10, 99)}@mail{draw.randint(0, 4)}.example", server="yahoo", mailer="yahoo"
    )
    said = (
        "会社のメールに不具合があり、個人のアドレスから失礼いたします。\n"
        if thread.lang == "ja"
        else "Our office mail is down, so I write from my own address.\n"
    )
    letter = answered(world, writer, thread, said + texts.letter(draw, writer, thread.ours, world.now, thread.about))
    letter.is_threaded = draw.random() < 0.3
    letter.body.files = [draw.choice((things.docx, things.xlsx, things.paper, things.picture))(draw, world.now)]
    return world.post(letter, "near", "the same person from a private address")


def unlike_address(world: World, *, is_signed: bool = True) -> Planted:
    """The same person from a private address that is nothing like the office's, with a plain paper."""
    draw, thread = world.draw, thread_of(world)
    address = f"{draw.choice(('pon', 'neko', 'sunny', 'blue'))}{draw.randint(10, 9999)}@mail{draw.randint(0, 4)}.example"
    writer = replace(thread.partner, address=address, server=draw.choice(("yahoo", "gmail", "isp")), mailer="yahoo")
    said = "個人のアドレスから失礼いたします。\n" if thread.lang == "ja" else "I write from my own address.\n"
    more = texts.letter(draw, writer, thread.ours, world.now, thread.about) if is_signed else f"{texts.nonce(draw)}\n"
    letter = answered(world, writer, thread, said + more)
    letter.is_threaded = draw.random() < 0.3
    letter.body.files = [draw.choice((things.docx, things.xlsx, things.paper, things.picture))(draw, world.now)]
    return world.post(letter, "near", "the same person from an address unlike the other")


def new_provider(world: World) -> Planted:
    """Somebody's old address in the name of the new one."""
    draw, partner = world.draw, world.draw.choice(PARTNERS)
    writer = replace(partner, address=f"{partner.address.partition('@')[0]}@new-{partner.domain.partition('.')[0]}.example")
    shown = f"{partner.name} ({draw.choice(('旧', 'formerly', '変更前'))}: {partner.address})"
    text = texts.letter(
        draw, writer, STAFF[0], world.now, texts.topic(draw), "メールアドレスを変更しました。登録の変更をお願いいたします。"
    )
    letter = Letter(writer, (draw.choice(STAFF),), f"アドレス変更のお知らせ {draw.randint(1, 999)}", wrapped(world, writer, text))
    letter.from_field = wire.mailbox(shown, writer.address, writer.charset)
    return world.post(letter, "near", "old address in the name of the new one")


def colleague(world: World) -> Planted:
    """A colleague of the partner steps into the thread, with the quotation and a paper."""
    draw, thread = world.draw, thread_of(world)
    others = [one for one in PARTNERS if one.domain == thread.partner.domain and one is not thread.partner]
    writer = draw.choice(others) if others else replace(thread.partner, name="営業 担当", address=f"eigyo@{thread.partner.domain}")
    said = (
        f"{thread.partner.family_name}に代わりご連絡いたします。\n"
        if writer.lang == "ja"
        else f"I answer for {thread.partner.name}.\n"
    )
    letter = answered(world, writer, thread, said + texts.letter(draw, writer, thread.ours, world.now, thread.about))
    letter.is_threaded = draw.random() < 0.6
    letter.body.files = attachments(world, writer, 0.7)
    return world.post(letter, "near", "a colleague steps in")


def third_firm(world: World) -> Planted:
    """The partner's accountant or carrier answers on a thread that was forwarded to them."""
    draw, thread = world.draw, thread_of(world)
    writer = draw.choice([one for one in PARTNERS if one.domain != thread.partner.domain and one.lang == thread.lang])
    said = (
        f"{thread.partner.family_name}様よりご紹介いただきました。\n"
        if writer.lang == "ja"
        else f"{thread.partner.name} passed your mail to me.\n"
    )
    letter = answered(world, writer, thread, said + texts.letter(draw, writer, thread.ours, world.now, thread.about))
    letter.is_threaded, letter.body.files = False, attachments(world, writer, 0.8)
    return world.post(letter, "near", "a third firm answers on a forwarded thread")


def forwarded(world: World) -> Planted:
    """A thread forwarded within the shop, with its papers and with two layers of quotation."""
    draw, thread = world.draw, thread_of(world)
    writer, reader = draw.sample(STAFF, 2)
    quoted = draw.choice((quotes.forward, quotes.forward_ja, quotes.outlook_ja))(thread.last)
    if len(thread.mails) > 1:
        quoted += "\n" + quotes.outlook(thread.mails[-2])
    text = f"{reader.family_name}さん\n\n下記転送します。対応をお願いします。{draw.randint(1, 999)}\n\n{texts.sign(writer)}"
    body = wrapped(world, writer, text, quoted, attachments(world, writer, 0.7))
    letter = Letter(writer, (reader,), f"{draw.choice(('Fwd: ', 'FW: ', 'Fw: '))}{thread.last.subject}", body, thread=thread)
    letter.folder = "Sent" if draw.random() < 0.4 else "INBOX"
    return world.post(letter, "near", "a forwarded thread")


_SHOWN = (
    lambda one: f"{one.name.split()[-1]}, {one.name.split()[0]}",
    lambda one: one.address,
    lambda one: f"{one.name} ({one.address})",
    lambda one: f"{one.name}@{one.firm}",
    lambda one: f"{one.firm}，{one.name}",
    lambda one: f"'{one.name}'",
    lambda one: f"{one.name} <{one.address}>",
    lambda one: f"{one.name}/{one.firm}/JP",
    lambda one: f"{one.firm}・{one.name}（営業部, 課長）",
    lambda one: one.address.upper(),
)


def display_name(world: World) -> Planted:
    """Names with commas, with the own address, with quotes within quotes as address books make them."""
    draw, thread = world.draw, thread_of(world)
    writer, which = thread.partner, world.draw.randrange(len(_SHOWN) + 1)
    text = texts.letter(draw, writer, thread.ours, world.now, thread.about)
    letter = answered(world, writer, thread, text)
    letter.body.files = attachments(world, writer, 0.6)
    if which == len(_SHOWN):
        letter.from_field = f"{wire.word(chr(34) + writer.name + chr(34), 'utf-8')} <{writer.address}>"
    else:
        letter.from_field = wire.mailbox(_SHOWN[which](writer), writer.address, writer.charset)
    return world.post(letter, "near", "a display name with commas or its own address")


def another_box(world: World) -> Planted:
    """Another address of the same firm in the name, or a part of the firm below it."""
    draw, thread = world.draw, thread_of(world)
    while thread.partner.server == "isp":  # its neighbours below that domain are other people
        thread = begun(world)
    part = draw.choice(("", "", "tokyo.", "mail."))
    writer = replace(thread.partner, address=f"{draw.choice(('info', 'sales', 'keiri'))}@{part}{thread.partner.domain}")
    letter = answered(world, writer, thread, texts.letter(draw, writer, thread.ours, world.now, thread.about))
    letter.from_field = wire.mailbox(f"{thread.partner.name} {thread.partner.address}", writer.address, writer.charset)
    letter.body.files, letter.is_threaded = attachments(world, writer, 0.6), draw.random() < 0.6
    return world.post(letter, "near", "another box of the same firm")


def at_home(world: World) -> Planted:
    """Outlook at home: its address in brackets as HELO, signed in, Message-ID of the PC's name or of localhost."""
    draw, thread = world.draw, thread_of(world)
    writer = replace(
        thread.partner,
        mailer=draw.choice(("winmail", "localhost", "outlook")),
        server=draw.choice(("isp", "rental", "postfix", "exim")),
    )
    letter = answered(world, writer, thread, texts.letter(draw, writer, thread.ours, world.now, thread.about))
    letter.client, letter.is_threaded = routes.home(draw, writer), draw.random() < 0.7
    letter.body.files = attachments(world, writer, 0.7)
    return world.post(letter, "near", "Outlook at home with a literal HELO")


def traveller(world: World) -> Planted:
    """Somebody abroad, or a phone whose clock is set to another zone, or ``-0000``."""
    draw, thread = world.draw, thread_of(world)
    writer = replace(thread.partner, zone=draw.choice(("-0800", "-0500", "+0100", "+0000", "-0000", "+0800", "-1000")))
    letter = answered(world, writer, thread, texts.letter(draw, writer, thread.ours, world.now, thread.about))
    letter.date, letter.body.files = marks.date(world.now, writer.zone), attachments(world, writer, 0.6)
    return world.post(letter, "near", "a traveller's zone")


def link_of_the_firm(world: World) -> Planted:
    """An answer with a link into the firm's own site, which is a WordPress."""
    draw, thread = world.draw, thread_of(world)
    link = f"https://www.{thread.partner.domain}/wp-content/uploads/{world.now:%Y/%m}/catalog{draw.randint(1, 99)}.pdf"
    said = f"カタログはこちらからご覧ください。\n{link}\n" if thread.lang == "ja" else f"Our catalogue: {link}\n"
    letter = answered(
        world, thread.partner, thread, said + texts.letter(draw, thread.partner, thread.ours, world.now, thread.about)
    )
    letter.is_threaded = draw.random() < 0.8
    return world.post(letter, "near", "a link into the partner's own WordPress")


def file_service(world: World) -> Planted:
    """A link to a service for large files, its password below, in a real answer."""
    draw, thread = world.draw, thread_of(world)
    said = (
        "容量が大きいためファイル便でお送りします。\n"
        f"https://bin{draw.randint(1, 9)}.filebin.example/dl/{texts.nonce(draw)}\n"
        f"パスワード：{draw.randint(1000, 9999)}\n保存期間：7日間\n"
    )
    letter = answered(
        world, thread.partner, thread, said + texts.letter(draw, thread.partner, thread.ours, world.now, thread.about)
    )
    return world.post(letter, "near", "a link to a file service with a password")


ALL: tuple[Near, ...] = (
    telephone, typed_by_hand, private_address, unlike_address, new_provider, colleague, third_firm, forwarded, display_name,
    another_box, at_home, traveller, link_of_the_firm, file_service,
)  # fmt: skip
