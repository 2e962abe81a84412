"""The daily mail of a shop: talks with partners, orders, news, notices. Each function posts one mail (and may put more off)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from support.draws import letters
from support.mailboxes import charsets, marks, quotes, texts, things, wire
from support.mailboxes.cast import HOME, OURS, PARTNERS, STAFF, Account
from support.mailboxes.planted import Planted
from support.mailboxes.wire import Body, File
from support.mailboxes.world import Letter, Thread, World

SYSTEM = Account("みやび商店 オンラインショップ", f"shop@{OURS}", "みやび商店", "ja", "bulk", "phpmailer", charset="iso-2022-jp")
_SERVICES = (
    Account("くらしの市場", "news@kurashi-ichiba.example", "くらしの市場", "ja", "bulk", "phpmailer"),
    Account("Craft Weekly", "hello@craftweekly.example", "Craft Weekly", "en", "bulk", "phpmailer", "+0000"),
    Account("商工会だより", "dayori@shokokai.example", "商工会", "ja", "bulk", "becky", charset="iso-2022-jp"),
    Account("梱包資材のパックス", "mag@packs.example", "パックス", "ja", "bulk", "phpmailer"),
    Account("Hosting Status", "status@rental.example", "Rental", "en", "bulk", "roundcube", "+0000"),
)
_CARRIERS = (
    Account("はやて便", "no-reply@hayatebin.example", "はやて便", "ja", "bulk", "phpmailer"),
    Account("Parcel Desk", "notice@parceldesk.example", "Parcel Desk", "en", "bulk", "phpmailer", "+0000"),
)
_CTE = ("", "", "base64", "quoted-printable", "8bit")


def wrapped(world: World, account: Account, text: str, quoted: str = "", files: list[File] | None = None) -> Body:
    """*text* above *quoted* in the account's charset, every third with a page beside it."""
    draw = world.draw
    whole = f"{text}\n{quoted}" if quoted else text
    shows = account.mailer in ("outlook365", "gmail", "applemail") or draw.random() < 0.3
    page = (quotes.page(draw, text, quoted) if quoted else texts.as_page(text, draw)) if shows else ""
    charset = charsets.fits(whole, account.charset)
    return Body(whole, page, charset, "" if charsets.label(charset) == "iso-2022-jp" else draw.choice(_CTE), files or [])


def attachments(world: World, account: Account, chance: float = 0.25) -> list[File]:
    """Now and then one or two plain papers."""
    draw = world.draw
    if draw.random() > chance:
        return []
    found = [draw.choice(things.PLAIN)(draw, world.now, account.lang) for _ in range(draw.choice((1, 1, 1, 2)))]
    for one in found:
        one.style = draw.choice(("2231", "2047", "both", "2047", "raw"))
    return found


def answer_subject(world: World, subject: str) -> str:
    """As mailers do: no second ``Re:``."""
    if subject.lower().startswith(("re:", "re：")):
        return subject
    return f"{world.draw.choice(('Re: ', 'Re: ', 'RE: '))}{subject}"


def turn(world: World, thread: Thread) -> tuple[Account, Account]:
    """Who writes next, and to whom."""
    ours_next = bool(thread.mails) and thread.last.author is thread.partner and world.draw.random() < 0.8
    return (thread.ours, thread.partner) if ours_next else (thread.partner, thread.ours)


def talk(world: World, label: str = "honest", kind: str = "talk") -> Planted:
    """A new thread's first mail, or an answer."""
    draw = world.draw
    thread = world.going_on() if draw.random() < 0.65 else None
    thread = thread or world.start()
    writer, reader = turn(world, thread)
    text = texts.letter(draw, writer, reader, world.now, thread.about)
    last = thread.last if thread.mails else None
    quoted = quotes.below(writer, last) if last and draw.random() < 0.8 else ""
    subject = answer_subject(world, last.subject) if last else thread.subject
    body = wrapped(world, writer, text, quoted, attachments(world, writer))
    folder = "Sent" if writer is thread.ours else "INBOX"
    return world.post(Letter(writer, (reader,), subject, body, folder, last, thread=thread), label, kind)


def inside(world: World) -> Planted:
    """Among the staff."""
    draw = world.draw
    writer, reader = draw.sample(STAFF, 2)
    text = texts.letter(draw, writer, reader, world.now, texts.topic(draw))
    letter = Letter(writer, (reader,), texts.subject(draw, "ja", world.now, texts.topic(draw)), wrapped(world, writer, text))
    return world.post(letter, kind="inside")


def order(world: World) -> Planted:
    """The shop system tells of an order."""
    draw, filled = world.draw, texts.facts(world.draw, world.now)
    customer = f"{draw.choice(PARTNERS).name} ({draw.randint(100, 99999)})"
    rows = "".join(
        f"・{draw.choice(texts.GOODS)}　{draw.randint(1, 9)}点　{draw.randint(500, 20000):,}円\n" for _ in range(draw.randint(1, 6))
    )
    text = (
        f"ご注文を承りました。\n\n【ご注文番号】{filled['number']}-{world.draw.randint(1000, 9999)}\n【ご注文者】{customer} 様\n"
        f"【ご注文日時】{world.now:%Y/%m/%d %H:%M}\n\n{rows}\n合計　{filled['price']}円（税込）\n"
        f"お支払方法：{draw.choice(('代金引換', '銀行振込', 'クレジットカード'))}\n"
        f"管理画面 https://www.{OURS}/admin/order/{draw.randint(10000, 999999)}\n"
    )
    to_field = wire.mailbox(HOME.name, HOME.address, "iso-2022-jp")
    letter = Letter(
        SYSTEM,
        (HOME,),
        f"【みやび商店】ご注文ありがとうございます（{filled['number']}）",
        Body(text, charset="iso-2022-jp"),
        to_field=to_field,
    )
    letter.envelope, letter.extra = f"apache@www.{OURS}", [("X-Priority", "3"), ("Auto-Submitted", "auto-generated")]
    return world.post(letter, kind="order")


def news(world: World, label: str = "honest", kind: str = "news") -> Planted:
    """A newsletter of a sending service, with pictures and addresses that count who clicks."""
    draw, service = world.draw, world.draw.choice(_SERVICES)
    base = f"https://www.{service.domain}"
    links = "".join(
        f'<tr><td><a href="{base}/c/{texts.nonce(draw)}?u={draw.randint(1, 10**6)}"><img '
        f'src="{base}/img/{draw.randint(1, 999)}.jpg"></a>'
        f"<p>{draw.choice(texts.GOODS if service.lang == 'ja' else texts.WARES)} {draw.randint(300, 9000):,}</p></td></tr>\n"
        for _ in range(draw.randint(3, 12))
    )  # fmt: skip
    title = (
        f"{world.now.year}.{world.now.month} {draw.choice(('新着情報', '今週のおすすめ', 'News', 'セールのお知らせ'))} "
        f"vol.{draw.randint(1, 400)}"
    )
    page = (
        f"<html><body><h1>{title}</h1><table>{links}</table><a href='{base}/unsubscribe/{texts.nonce(draw)}'>"
        "配信停止</a></body></html>\n"
    )
    letter = Letter(
        service, (HOME,), title, Body(f"{title}\n{base}/\n", page, service.charset, "" if service.charset != "utf-8" else "base64")
    )
    letter.envelope = f"bounce-{texts.nonce(draw)}@bulk.example"
    letter.extra = [("List-Unsubscribe", f"<{base}/unsubscribe/{texts.nonce(draw)}>"), ("Precedence", "bulk"),
                    ("List-Id", f"<{draw.randint(1, 99)}.{service.domain}>")]  # fmt: skip
    return world.post(letter, label, kind)


def parcel(world: World) -> Planted:
    """A carrier tells where a parcel is."""
    draw, carrier = world.draw, world.draw.choice(_CARRIERS)
    number = f"{draw.randint(1000, 9999)}-{draw.randint(1000, 9999)}-{draw.randint(1000, 9999)}"
    text = (
        f"お荷物番号 {number} をお預かりしました。\n配達予定 {(world.now + timedelta(days=2)):%m月%d日}\n"
        f"https://www.{carrier.domain}/track?no={number}\n"
    )
    if carrier.lang == "en":
        text = f"Your parcel {number} is on its way.\nhttps://www.{carrier.domain}/track?no={number}\n"
    return world.post(
        Letter(carrier, (HOME,), f"配達のお知らせ {number}" if carrier.lang == "ja" else f"Parcel {number}", Body(text)),
        kind="parcel",
    )


def question(world: World) -> Planted:
    """A customer asks, from a private address and a phone."""
    draw = world.draw
    number = draw.randint(1, 10**7)
    names = ("花", "青木 光", "野村 千夏", "Sam", "K.Y", "村上", "")
    customer = Account(
        draw.choice(names), f"user{number}@mail{number % 5}.example", "", "ja", "isp", draw.choice(("iphone", "yahoo", "gmail"))
    )
    asked = draw.choice(
        ("まだ在庫はありますか。", "贈り物に包んでもらえますか。", "届いた品が割れていました。", "領収書をお願いします。")
    )
    text = (
        f"{draw.choice(texts.GOODS)}を{draw.randint(1, 20)}個購入したいのですが、{asked}\n注文番号 "
        f"{draw.randint(10**5, 10**6)}\n\n{draw.choice(('iPhoneから送信', 'よろしくお願いします', ''))}\n"
    )
    files = [things.picture(draw, world.now)] if draw.random() < 0.3 else []
    return world.post(
        Letter(customer, (HOME,), draw.choice(("問い合わせ", "商品について", "", "在庫")), Body(text, files=files)), kind="question"
    )


def machine(world: World) -> Planted:
    """A server's log, by cron."""
    draw = world.draw
    root = Account("Cron Daemon", f"root@www.{OURS}", "", "en", "sendmail", "localhost", "+0900", "us-ascii")
    lines = "".join(
        f"{world.now:%b %d %H:%M:%S} www backup[{draw.randint(100, 9999)}]: {texts.nonce(draw)} ok\n"
        for _ in range(draw.randint(2, 20))
    )
    letter = Letter(root, (HOME,), f"Cron <root@www> /usr/local/bin/backup {draw.randint(1, 999)}", Body(lines, charset="us-ascii"))
    letter.extra = [("Auto-Submitted", "auto-generated"), ("X-Cron-Env", "<SHELL=/bin/sh>")]
    letter.from_field = f"root@www.{OURS} (Cron Daemon)"
    return world.post(letter, kind="machine")


def bounce(world: World) -> Planted:
    """A mail of the shop's that nobody wanted."""
    draw = world.draw
    lost = f"user{draw.randint(1, 10**6)}@gone{draw.randint(0, 9)}.example"
    daemon = Account(
        "Mail Delivery System", "MAILER-DAEMON@sv301.rental.example", "", "en", "postfix", "localhost", "+0900", "us-ascii"
    )
    said = (
        f"This is the mail system at host sv301.rental.example.\n\n<{lost}>: host mx.gone.example said: 550 5.1.1 User "
        f"unknown {texts.nonce(draw)}\n"
    )
    status = (
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; sv301.rental.example\n\nFinal-Recipient: rfc822; "
        f"{lost}\nAction: failed\nStatus: 5.1.1\n"
    ).encode()
    own = marks.message_id(draw, STAFF[0], world.now)
    head = (
        f"Content-Type: text/rfc822-headers\n\nFrom: {STAFF[0].address}\nTo: {lost}\nSubject: order "
        f"{draw.randint(1, 10**6)}\nMessage-ID: <{own}>\n"
    ).encode()
    letter = Letter(
        daemon,
        (STAFF[0],),
        "Undelivered Mail Returned to Sender",
        Body(said, charset="us-ascii", report="delivery-status", raw_parts=[status, head]),
    )
    letter.envelope, letter.extra, letter.is_mailer_named = "", [("Auto-Submitted", "auto-replied")], False
    return world.post(letter, kind="bounce")


def invitation(world: World) -> Planted:
    """A meeting."""
    draw = world.draw
    partner = draw.choice(PARTNERS)
    start = world.now + timedelta(days=draw.randint(1, 20))
    event = (
        f"BEGIN:VCALENDAR\nMETHOD:REQUEST\nVERSION:2.0\nBEGIN:VEVENT\nUID:{texts.nonce(draw)}@{partner.domain}\n"
        f"DTSTART:{start:%Y%m%dT%H0000Z}\n"
        f"ORGANIZER;CN={partner.name}:mailto:{partner.address}\n"
        f"SUMMARY:{texts.subject(draw, partner.lang, world.now, '会議')}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    text = texts.letter(draw, partner, HOME, world.now, "会議", f"https://meet.example/j/{draw.randint(10**9, 10**10)}")
    return world.post(
        Letter(partner, (HOME,), texts.subject(draw, partner.lang, world.now, "会議"), Body(text, calendar=event)),
        kind="invitation",
    )


def album(world: World) -> Planted:
    """Pictures from a phone, hardly a word."""
    draw, partner = world.draw, world.draw.choice(PARTNERS)
    files = [things.picture(draw, world.now) for _ in range(draw.randint(1, 4))]
    return world.post(
        Letter(partner, (draw.choice(STAFF),), draw.choice(("写真", "画像です", "")), Body(f"{texts.nonce(draw)}\n", files=files)),
        kind="album",
    )


def mailing_list(world: World) -> Planted:
    """The market's mailing list, which leaves From as it is."""
    draw, partner = world.draw, world.draw.choice(PARTNERS[:12])
    text = texts.letter(draw, partner, HOME, world.now, texts.topic(draw))
    letter = Letter(
        partner,
        (HOME,),
        f"[ichiba {draw.randint(1, 9999)}] {texts.subject(draw, 'ja', world.now, '会議')}",
        wrapped(world, partner, text),
    )
    letter.envelope, letter.to_field = "ichiba-admin@lists.example", "ichiba@lists.example"
    letter.extra = [("List-Id", "<ichiba.lists.example>"), ("Precedence", "list"), ("Sender", "ichiba-admin@lists.example")]
    letter.hops = (
        (
            "from localhost (localhost [127.0.0.1])\n\tby lists.example (Postfix) with ESMTP id "
            f"{letters(draw, 10, 10, 'ABCDEF0123')};\n\t{marks.date(world.now, '+0900')}"
        ),
    )
    return world.post(letter, kind="mailing list")


KINDS: tuple[tuple[Callable[[World], Planted], int], ...] = (
    (talk, 48), (inside, 4), (order, 11), (news, 11), (parcel, 5), (question, 6), (machine, 3), (bounce, 2), (invitation, 2),
    (album, 3), (mailing_list, 4),
)  # fmt: skip


def honest(world: World) -> Planted:
    """Any of them."""
    (made,) = world.draw.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])
    return made(world)
