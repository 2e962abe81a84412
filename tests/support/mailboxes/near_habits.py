"""Honest people with several habits at once: each alone is a trait of a lure."""

from __future__ import annotations

from dataclasses import replace

from support.mailboxes import marks, routes, texts, things, wire
from support.mailboxes.cast import HOME, PARTNERS, Account
from support.mailboxes.honest import attachments, wrapped
from support.mailboxes.near_files import SAID_EN, SAID_JA, packed, secret
from support.mailboxes.near_people import Near, answered, begun, thread_of
from support.mailboxes.planted import Planted
from support.mailboxes.wire import Body, header
from support.mailboxes.world import Later, Letter, Thread, World


def _locked(world: World, writer: Account, thread: Thread, lead: str = "") -> Letter:
    """An answer without References, with a locked archive and its password."""
    draw, password = world.draw, secret(world.draw)
    said = draw.choice(SAID_JA if thread.lang == "ja" else SAID_EN).format(password)
    letter = answered(world, writer, thread, lead + texts.letter(draw, writer, thread.ours, world.now, thread.about, said))
    letter.body.files, letter.is_threaded = [packed(world, password, thread.lang)], False
    return letter


def locked_from_home(world: World) -> Planted:
    """A partner at home: literal HELO, signed in, no References, a locked archive and its password."""
    draw, thread = world.draw, thread_of(world)
    writer = replace(thread.partner, mailer=draw.choice(("winmail", "localhost", "outlook")), server="isp")
    letter = _locked(world, writer, thread)
    letter.client = routes.home(draw, writer)
    return world.post(letter, "near", "locked archive from home, without references")


def locked_by_colleague(world: World) -> Planted:
    """A colleague of the partner, who was not in the thread, sends the locked papers."""
    thread = thread_of(world)
    others = [one for one in PARTNERS if one.domain == thread.partner.domain and one is not thread.partner]
    writer = others[0] if others else replace(thread.partner, name="営業 担当", address=f"eigyo@{thread.partner.domain}")
    lead = f"{thread.partner.family_name}の代理でお送りします。\n" if writer.lang == "ja" else f"For {thread.partner.name}.\n"
    return world.post(_locked(world, writer, thread, lead), "near", "locked archive from a colleague")


def locked_by_third(world: World) -> Planted:
    """Another firm, to which the thread was forwarded, sends the locked papers and quotes the shop's mail."""
    draw, thread = world.draw, thread_of(world)
    writer = draw.choice([one for one in PARTNERS if one.domain != thread.partner.domain and one.lang == thread.lang])
    lead = (
        f"{thread.partner.family_name}様からのご依頼でお送りします。\n"
        if writer.lang == "ja"
        else f"{thread.partner.name} asked me to.\n"
    )
    return world.post(_locked(world, writer, thread, lead), "near", "locked archive from a third firm")


def doubled_by_a_shop(world: World) -> Planted:
    """A shop's system that quotes the quotes of its own name, with a link to its own site."""
    draw, domain = world.draw, f"shop{world.draw.randint(1, 30)}.example"
    system = Account("Online Shop", f"order@{domain}", "", "ja", "bulk", "phpmailer")
    number = draw.randint(10**6, 10**7)
    text = f"ご注文 {number} を発送しました。\nhttps://www.{domain}/order/{number}\n"
    letter = Letter(system, (HOME,), f"発送のお知らせ {number}", Body(text))
    inner = wire.word(f'"雑貨店{draw.randint(1, 99)}"', "utf-8")
    letter.from_field = draw.choice((f'""Online Shop"" <{system.address}>', f'"{inner}" <{system.address}>'))
    return world.post(letter, "near", "a shop's own name in doubled quotes")


def wrong_clock(world: World) -> Planted:
    """A PC whose zone is set with the wrong sign."""
    draw, thread = world.draw, thread_of(world)
    letter = answered(world, thread.partner, thread, texts.letter(draw, thread.partner, thread.ours, world.now, thread.about))
    zone = thread.partner.zone.translate({ord("+"): "-", ord("-"): "+"})
    letter.date, letter.body.files = marks.date(world.now, zone), attachments(world, thread.partner, 0.8)
    return world.post(letter, "near", "a zone with the wrong sign")


def literal_id(world: World) -> Planted:
    """A mailer that makes its Message-ID of the PC's address."""
    draw, thread = world.draw, thread_of(world)
    letter = answered(world, thread.partner, thread, texts.letter(draw, thread.partner, thread.ours, world.now, thread.about))
    letter.message_id = f"<{draw.getrandbits(64):016x}@[192.168.{draw.randint(0, 9)}.{draw.randint(2, 99)}]>"
    letter.body.files = attachments(world, thread.partner, 0.8)
    return world.post(letter, "near", "a Message-ID of an address")


def mislabelled(world: World) -> Planted:
    """UTF-8 that calls itself something else, with a locked archive and its password in it."""
    draw = world.draw
    thread = begun(world)
    while thread.lang != "ja":
        thread = begun(world)
    password = secret(draw)
    said = draw.choice(SAID_JA).format(password)
    text = texts.letter(draw, thread.partner, thread.ours, world.now, thread.about, said)
    body = Body(text, charset="utf-8", cte=draw.choice(("base64", "8bit")), called=draw.choice(("us-ascii", "iso-8859-1")))
    body.files = [packed(world, password, "ja")]
    letter = Letter(thread.partner, (thread.ours,), thread.subject, body, thread=thread)
    return world.post(letter, "near", "UTF-8 under another name, with a password")


def attached_mail(world: World) -> Planted:
    """A mail with a paper forwarded as an attachment."""
    draw, thread = world.draw, thread_of(world)
    inner = world.post(
        Letter(thread.partner, (thread.ours,), thread.subject, Body(texts.nonce(draw), files=[things.docx(draw, world.now)]))
    )
    body = wrapped(world, thread.partner, texts.letter(draw, thread.partner, thread.ours, world.now, thread.about))
    body.raw_parts = [header("Content-Type", "message/rfc822") + b"Content-Disposition: attachment\n\n" + inner.content]
    letter = Letter(thread.partner, (thread.ours,), f"Fwd: {thread.subject}", body)
    return world.post(letter, "near", "a mail forwarded as an attachment")


def password_first(world: World) -> Planted:
    """The password comes before the archive."""
    draw, thread = world.draw, thread_of(world)
    password, partner = secret(draw), thread.partner
    said = draw.choice(SAID_JA if partner.lang == "ja" else SAID_EN).format(password)
    body = wrapped(world, partner, f"{texts.greeting(thread.ours)}{said}\n{texts.sign(partner)}")
    first = world.post(
        Letter(partner, (thread.ours,), f"パスワードの件 {draw.randint(1, 999)}", body), "near", "a password before its archive"
    )

    def posted(later: World) -> Planted:
        text = texts.letter(later.draw, partner, thread.ours, later.now, thread.about)
        letter = Letter(
            partner, (thread.ours,), thread.subject, wrapped(later, partner, text, files=[packed(later, password, partner.lang)])
        )
        return later.post(letter, "near", "locked archive, password in the mail before")

    world.later.append(Later("near", posted, draw.choice((0, 0, 1, 2))))
    return first


def password_by_system(world: World) -> Planted:
    """A system of the partner's firm tells the password, from an address of its own."""
    draw, thread = world.draw, thread_of(world)
    password = secret(draw)
    text = texts.letter(draw, thread.partner, thread.ours, world.now, thread.about)
    letter = answered(world, thread.partner, thread, text)
    letter.body.files = [packed(world, password, "ja")]
    first = world.post(letter, "near", "locked archive, password from a system")
    system = Account(
        "パスワード通知", f"filelock@{thread.partner.domain}", thread.partner.firm, "ja", thread.partner.server, "phpmailer"
    )

    def posted(later: World) -> Planted:
        said = (
            f"添付ファイルのパスワードは次の通りです。\n件名：{letter.subject}\nパスワード：{password}\n{texts.nonce(later.draw)}\n"
        )
        notice = Letter(system, (thread.ours,), "添付ファイルのパスワード通知", wrapped(later, system, said))
        return later.post(notice, "near", "the password of the mail before")

    world.later.append(Later("near", posted, draw.choice((0, 0, 1, 3))))
    return first


SINGLE: tuple[Near, ...] = (
    locked_from_home, locked_by_colleague, locked_by_third, doubled_by_a_shop, wrong_clock, literal_id, mislabelled, attached_mail,
)  # fmt: skip
PAIRS: tuple[Near, ...] = (password_first, password_by_system)
