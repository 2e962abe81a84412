"""Senders that write in somebody else's name, honestly: groups, lists, tickets, invoices, scanners, fax, gateways."""

from __future__ import annotations

from dataclasses import replace

from support.mailboxes import honest, quotes, routes, texts, things, wire
from support.mailboxes.cast import HOME, OURS, PARTNERS, STAFF, Account
from support.mailboxes.honest import answer_subject, attachments, wrapped
from support.mailboxes.near_people import Near, answered, thread_of
from support.mailboxes.planted import Planted
from support.mailboxes.wire import Body, File
from support.mailboxes.world import Letter, World

_TIFF = b"II*\0\x08\0\0\0"


def newsletter(world: World) -> Planted:
    """Of a WordPress, with pictures and papers below ``wp-content``, the shop's own name in the subject."""
    draw, domain = world.draw, f"zakka{world.draw.randint(1, 40)}.example"
    sender = Account(draw.choice(("雑貨の森", "Little Kyoto", "器と暮らし")), f"info@{domain}", "雑貨", "ja", "bulk", "phpmailer")
    links = "".join(
        f'<a href="https://{domain}/wp-content/uploads/{world.now.year}/{number:02}/{texts.nonce(draw)}.html"><img '
        f'src="https://{domain}/wp-content/uploads/{number}.jpg"></a>\n' for number in range(draw.randint(2, 9))
    )  # fmt: skip
    title = (
        f"{draw.choice(('【みやび商店様限定】', '', 'Re: '))}{draw.choice(('新作のご案内', '秋の展示会', 'Summer sale'))} "
        f"{draw.randint(1, 999)}"
    )
    page = f"<html><body>{links}<a href='https://{domain}/?{draw.randint(100000, 999999)}'>配信停止</a></body></html>\n"
    letter = Letter(sender, (HOME,), title, Body(f"{title}\nhttps://{domain}/\n", page))
    letter.envelope, letter.extra = (
        f"bounce-{texts.nonce(draw)}@bulk.example",
        [("List-Unsubscribe", f"<https://{domain}/u/{texts.nonce(draw)}>")],
    )
    return world.post(letter, "near", "a newsletter of a WordPress")


def via_group(world: World) -> Planted:
    """A group of Google's or Microsoft's that rewrites From (for DMARC)."""
    draw, thread = world.draw, thread_of(world)
    partner = thread.partner
    group = Account(partner.name, f"eigyo-all@group{draw.randint(1, 5)}.example", partner.firm, partner.lang, "gmail", "gmail")
    letter = answered(world, group, thread, texts.letter(draw, partner, thread.ours, world.now, thread.about))
    shown = draw.choice(
        (
            f"'{partner.name}' via 営業グループ",
            f"'{partner.address}' via Sales",
            f"{partner.address} (via 共有ドライブ)",
            f"{partner.name} via users",
        )
    )
    letter.from_field = wire.mailbox(shown, group.address, "utf-8")
    letter.extra = [("Reply-To", wire.mailbox(partner.name, partner.address, "utf-8")), ("X-Original-From", partner.address),
                    ("List-Id", "<eigyo-all.group.example>"), ("Precedence", "list")]  # fmt: skip
    letter.body.files, letter.is_threaded = attachments(world, partner, 0.6), draw.random() < 0.7
    return world.post(letter, "near", "a group that rewrites From")


def munged_list(world: World) -> Planted:
    """Mailman with DMARC munging: the name is a partner's, the address is the list's."""
    draw, thread = world.draw, thread_of(world)
    partner = thread.partner
    poster = Account(partner.name, "ichiba@lists.example", partner.firm, partner.lang, "postfix", partner.mailer)
    letter = answered(world, poster, thread, texts.letter(draw, partner, HOME, world.now, thread.about))
    letter.subject = f"[ichiba {draw.randint(1, 9999)}] Re: {thread.subject}"
    letter.from_field = wire.mailbox(
        draw.choice((f"{partner.name} via ichiba", f"{partner.name} (ichiba)")), poster.address, "utf-8"
    )
    letter.extra = [("List-Id", "<ichiba.lists.example>"), ("Reply-To", partner.address), ("Precedence", "list")]
    letter.envelope, letter.body.files = "ichiba-bounces@lists.example", attachments(world, partner, 0.5)
    return world.post(letter, "near", "a list that rewrites From")


def ticket(world: World) -> Planted:
    """A ticket system answers in the name of a person, with the whole history and no References."""
    draw, thread = world.draw, thread_of(world)
    desk = Account(
        thread.partner.name, f"support+id{draw.randint(1000, 99999)}@tickets.example", "", thread.lang, "bulk", "roundcube"
    )
    letter = answered(
        world,
        desk,
        thread,
        texts.letter(draw, thread.partner, thread.ours, world.now, thread.about),
        f"Re: [#{draw.randint(1000, 99999)}] {thread.subject}",
    )
    letter.from_field = wire.mailbox(
        f"{thread.partner.name} ({draw.choice(('サポート', 'Support', thread.partner.firm))})", desk.address, "utf-8"
    )
    letter.is_threaded, letter.body.files = False, attachments(world, desk, 0.5)
    return world.post(letter, "near", "a ticket system")


def invoice_service(world: World) -> Planted:
    """A service sends a partner's invoice in the partner's name: as a PDF, or as a link."""
    draw, partner = world.draw, world.draw.choice(PARTNERS)
    service = Account(partner.firm, "no-reply@invoice-post.example", partner.firm, partner.lang, "bulk", "phpmailer")
    link = f"https://www.invoice-post.example/d/{texts.nonce(draw)}"
    text = (
        f"{partner.firm}より請求書が届いています。\n{link}\n有効期限 {draw.randint(1, 28)}日\n"
        if partner.lang == "ja"
        else f"{partner.firm} sent you an invoice.\n{link}\n"
    )
    files = [things.paper(draw, world.now)] if draw.random() < 0.5 else []
    letter = Letter(service, (HOME,), f"{partner.firm} 請求書 {draw.randint(10**5, 10**6)}", Body(text, files=files))
    letter.from_field = wire.mailbox(
        draw.choice((partner.firm, f"{partner.firm} ({partner.address})", f"{partner.name} via 請求書便")), service.address, "utf-8"
    )
    letter.extra = [("Reply-To", partner.address)]
    return world.post(letter, "near", "an invoice service")


def shared_file(world: World) -> Planted:
    """Somebody shares a file: the service writes, the person's address stands in the name."""
    draw, partner = world.draw, world.draw.choice(PARTNERS)
    service = Account(partner.name, "shares-noreply@drive.example", "", "en", "gmail", "gmail")
    text = (
        f"{partner.address} shared a file with you: {draw.choice(texts.WARES)} {draw.randint(1, 999)}.xlsx\n"
        f"https://docs.drive.example/file/d/{texts.nonce(draw)}/edit\n"
    )
    letter = Letter(
        service, (HOME,), f"{draw.choice(texts.WARES)} {draw.randint(1, 999)}.xlsx", Body(text, texts.as_page(text, draw))
    )
    letter.from_field = wire.mailbox(
        draw.choice((f"{partner.address} (via Drive)", f"{partner.name} (via Drive)")), service.address, "utf-8"
    )
    letter.extra = [("Reply-To", partner.address)]
    return world.post(letter, "near", "a shared file")


def on_behalf(world: World) -> Planted:
    """An assistant's machine writes for the boss: Sender is another."""
    draw, thread = world.draw, thread_of(world)
    letter = answered(world, thread.partner, thread, texts.letter(draw, thread.partner, thread.ours, world.now, thread.about))
    letter.extra = [("Sender", f"assistant@office{draw.randint(1, 9)}.example")]
    letter.envelope, letter.body.files = f"assistant@office{draw.randint(1, 9)}.example", attachments(world, thread.partner, 0.6)
    return world.post(letter, "near", "on behalf of")


def scanner(world: World) -> Planted:
    """The copier: a literal HELO, signed in, a wrong zone, hardly a word, a paper."""
    draw = world.draw
    own = Account(
        draw.choice(("複合機", "SCANNER", "RICOH MP C3004", "")),
        f"scan@{OURS}",
        "",
        "ja",
        "rental",
        "none",
        draw.choice(("+0900", "-0000", "+0000", "-0900")),
    )
    serial = f"{world.now:%Y%m%d%H%M%S}{draw.randint(10, 99)}"
    file = File(f"{serial}.pdf", things.paper(draw, world.now).data, "application/pdf")
    said = (
        f'このE-mailは"{draw.choice(("RNP", "BRN"))}{draw.getrandbits(48):012X}" (MP C3004) から送信されました。\n\n'
        f"スキャン日時: {world.now:%Y.%m.%d %H:%M:%S}\n"
    )
    letter = Letter(
        own,
        (draw.choice(STAFF),),
        draw.choice(("Message from RNP", f"Attached Image {serial}", "スキャン")),
        Body(said, files=[file]),
    )
    letter.client = routes.Client("[192.168.1.50]", "unknown", "192.0.2.200")
    letter.message_id = f"<{serial}@[192.168.1.50]>" if draw.random() < 0.5 else f"<{serial}.RNP@localhost>"
    return world.post(letter, "near", "a scanner")


def fax(world: World) -> Planted:
    """A fax as mail."""
    draw = world.draw
    number = f"0{draw.randint(3, 9)}0000{draw.randint(1000, 9999)}"
    gate = Account(number, "fax@faxgate.example", "", "ja", "postfix", "none")
    name = f"FAX_{number}_{world.now:%Y%m%d%H%M%S}"
    file = (
        File(f"{name}.tif", _TIFF + draw.randbytes(draw.randint(200, 900)), "image/tiff")
        if draw.random() < 0.5
        else replace(things.paper(draw, world.now))
    )
    letter = Letter(
        gate, (HOME,), f"FAX受信 {number}", Body(f"{number} からFAXを受信しました。{draw.randint(1, 9)}枚\n", files=[file])
    )
    letter.from_field = f'"{number}@faxgate.example" <fax@faxgate.example>'
    return world.post(letter, "near", "a fax as mail")


def gateway(world: World) -> Planted:
    """A gateway took an attachment away and says so above the text of a real answer."""
    draw, thread = world.draw, thread_of(world)
    name = draw.choice(("見積書.zip", "order.xlsm", "report.doc"))
    text = texts.letter(draw, thread.partner, thread.ours, world.now, thread.about)
    letter = answered(world, thread.partner, thread, f"[外部メール] 差出人にご注意ください\n\n{text}")
    note = f"添付ファイル {name} はセキュリティのため削除されました。 {texts.nonce(draw)}\nThe attachment {name} was removed.\n"
    letter.body.files = [File(f"{name}.txt", note.encode(), "text/plain")]
    letter.extra = [("X-Gateway", "removed")]
    return world.post(letter, "near", "a gateway that removes")


def away(world: World) -> Planted:
    """An automatic answer."""
    draw, thread = world.draw, thread_of(world)
    text = (
        f"ただいま不在にしております。{draw.randint(1, 28)}日に戻ります。\n"
        if thread.lang == "ja"
        else f"I am away until {draw.randint(1, 28)}.\n"
    )
    body = wrapped(
        world,
        thread.partner,
        text + texts.nonce(draw) + "\n",
        quotes.below(thread.partner, thread.last) if draw.random() < 0.5 else "",
    )
    letter = Letter(
        thread.partner,
        (thread.ours,),
        answer_subject(world, thread.last.subject),
        body,
        extra=[("Auto-Submitted", "auto-replied"), ("Precedence", "bulk")],
    )
    letter.envelope = ""
    return world.post(letter, "near", "an automatic answer")


def bounced(world: World) -> Planted:
    """A mail of a stranger in the shop's name came back, with all of it: backscatter."""
    found = honest.bounce(world)
    return replace(found, label="near", kind="backscatter")


ALL: tuple[Near, ...] = (
    newsletter, via_group, munged_list, ticket, invoice_service, shared_file, on_behalf, scanner, fax, gateway, away, bounced,
)  # fmt: skip
