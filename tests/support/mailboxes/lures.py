"""Lures as DOMAIN.md 2.1 to 2.3 tells of them: a stolen thread, a stolen mailbox, another's name, and a carrier of the time."""

from __future__ import annotations

import string
from collections.abc import Callable
from datetime import timedelta
from random import Random

from support.carriers.links import installer_link
from support.carriers.mails import WIDE
from support.carriers.sample import Sample, zipped
from support.draws import letters
from support.mailboxes import charsets, lure_texts, marks, quotes, routes, texts, things, wire
from support.mailboxes.campaigns import Period, Plan
from support.mailboxes.cast import STAFF, STOLEN, Account
from support.mailboxes.near_people import begun
from support.mailboxes.planted import ANY, EXPOSED, SUSPECTED, Planted
from support.mailboxes.wire import Body, File
from support.mailboxes.world import Later, Letter, Thread, World
from support.pdf_files import linked

ZIP = "application/zip"


def password(draw: Random) -> str:
    """In the shapes that were seen: 980, 4432, nine capitals, eleven letters and digits."""
    return draw.choice(
        (
            letters(draw, 3, 4, string.digits),
            letters(draw, 9, 9, string.ascii_uppercase),
            f"{draw.randint(1, 9)}{letters(draw, 9, 9, string.ascii_lowercase + string.digits)}{letters(draw, 1, 1)}",
        )
    )


def site(draw: Random) -> str:
    """A page on somebody's CMS (DOMAIN.md 2.3)."""
    host = f"{letters(draw, 5, 11)}.example"
    folder = draw.choice(("wp-content", "wp-admin", "wp-includes", "cgi-bin"))
    return f"http://{draw.choice(('', 'www.'))}{host}/{folder}/{letters(draw, 5, 12, string.ascii_letters + string.digits)}/"


def lure(world: World, period: Period, plan: Plan, *, may_repeat: bool) -> Planted:
    """One lure, and what follows it: its password, the same to a second of the thread."""
    draw, thread = world.draw, _stolen_thread(world)
    victim = _named(world, thread)
    sender = draw.choice([one for one in STOLEN if one.lang == "ja"] if draw.random() < 0.4 else STOLEN)
    cargo, said, sample, secret = _cargo(world, plan, thread.lang)
    letter, traits = _written(world, period, plan, (sender, victim), thread, said)
    letter.body.files = cargo
    if plan.way == "picture":
        letter.body.page = letter.body.page.replace("</body>", '<img src="cid:pass1"></body>')
    told = {"carrier": plan.carrier, "family": sample.family if sample else None, "traits": tuple(traits)}
    level = EXPOSED if sample or plan.way == "app" else SUSPECTED
    kind = f"{plan.carrier} ({plan.way})"
    gap = "encrypted" if plan.way == "picture" else ""
    first = world.post(letter, "lure", kind, expect_level=level, gap=gap, **told)
    if plan.way == "next":
        world.later.append(Later("beside", _password_mail(letter, secret, thread.lang), draw.choice((0, 0, 1, 2))))
    elif may_repeat and draw.random() < 0.12:
        world.later.append(Later("lure", _again(letter, kind, {**told, "expect_level": level, "gap": gap}), draw.choice((0, 1))))
    return first


def _stolen_thread(world: World) -> Thread:
    """One of which the mailbox has a mail; every third an old one."""
    return world.going_on(old=world.draw.random() < 0.35, here=True) or begun(world)


def _named(world: World, thread: Thread) -> Account:
    """Whose name the lure bears: the partner's, seldom a colleague's."""
    return thread.ours if world.draw.random() < 0.08 else thread.partner


def _cargo(world: World, plan: Plan, lang: str) -> tuple[list[File], str, Sample | None, str]:
    """The attachments, the words about them, the thing itself and its password."""
    draw = world.draw
    if plan.way in ("link", "app"):
        return [], installer_link(draw) if plan.way == "app" else site(draw), None, ""
    if plan.way == "pdf":
        name = f"{draw.choice(('Invoice', 'INV', 'Rechnung'))}_{draw.randint(1000, 10**6)}.pdf"
        return [File(name, linked([site(draw)]), "application/pdf")], lure_texts.attached(draw, lang, name), None, ""
    sample = plan.draw(draw) if plan.draw else Sample(f"{letters(draw, 5, 9)}.xls", draw.randbytes(900))
    style = draw.choice(("2231", "2047", "both"))
    if plan.way in ("attached", "own"):
        return [File(sample.name, sample.data, style=style)], lure_texts.attached(draw, lang, sample.name), sample, ""
    name = _archive_name(world, lang)
    if plan.way == "zip":
        return [File(name, zipped({sample.name: sample.data}), ZIP, style)], lure_texts.attached(draw, lang, name), sample, ""
    secret = password(draw)
    archive = File(name, things.locked(draw, {sample.name: sample.data}, secret), ZIP, style)
    if plan.way == "picture":
        return [archive, _picture(secret)], lure_texts.attached(draw, lang, name), None, secret
    if plan.way == "next":
        return [archive], lure_texts.attached(draw, lang, name), sample, secret
    shown = secret.translate(WIDE) if plan.way == "wide" else secret
    return [archive], lure_texts.locked(draw, lang, name, shown), sample, secret


def _archive_name(world: World, lang: str) -> str:
    draw, now = world.draw, world.now
    names = (
        f"{now.year}-{now.day:02}-{now.month:02}_{now:%H%M}.zip",
        f"{draw.choice(('INV', 'DOC', 'PO', 'form', 'Data'))}_{draw.randint(10, 10**8)}.zip",
        f"{letters(draw, 2, 3, string.ascii_uppercase)}-{draw.randint(1000, 99999)} report.zip", f"{now:%d%m%Y}.zip",
    )  # fmt: skip
    return draw.choice((*names, "請求書.zip", f"{STAFF[2].firm}.zip") if lang == "ja" else names)


def _picture(secret: str) -> File:
    """The password drawn into a picture, where no text names it."""
    import io

    from PIL import Image, ImageDraw

    canvas, out = Image.new("L", (180, 30), 255), io.BytesIO()
    ImageDraw.Draw(canvas).text((5, 8), secret, fill=0)
    canvas.save(out, "PNG")
    return File("image001.png", out.getvalue(), "image/png", cid="pass1")


def _written(
    world: World, period: Period, plan: Plan, who: tuple[Account, Account], thread: Thread, said: str
) -> tuple[Letter, list[str]]:
    draw, (sender, victim) = world.draw, who
    is_bare, form = plan.draw is None and plan.way != "app", draw.choice(period.spoofs)
    traits, last = ["spoofed name"], draw.choice(thread.here or thread.mails)
    quotes_often = (0.6 if form != "name" else 1.0) if is_bare else 0.85 if world.now.year > 2018 else 0.3
    quoted = draw.choice(quotes.ANY)(last) if draw.random() < quotes_often else ""
    traits += ["stolen quotation"] if quoted else []
    text = lure_texts.page(draw, thread, victim, said, plan.way)
    letter = Letter(sender, (thread.ours,), _subject(draw, thread, last.subject), _said(draw, plan, text, quoted), answers=last)
    letter.is_threaded, letter.is_mailer_named = draw.random() < 0.1 and not is_bare, False
    traits += ["reply without a thread"] if not letter.is_threaded else []
    letter.from_field = _from(draw, form, victim, sender, traits)
    _sent(world, letter, traits, always=is_bare and not quoted)
    _dated(world, period, letter, traits)
    return letter, traits


def _said(draw: Random, plan: Plan, text: str, quoted: str) -> Body:
    """The text, the page, both."""
    body = Body(f"{text}\n{quoted}", charset=charsets.fits(text + quoted, draw.choice(("utf-8", "utf-8", "iso-2022-jp"))))
    body.page = quotes.page(draw, text, quoted) if plan.way in ("picture", "app") or draw.random() < 0.5 else ""
    body.text = "" if body.page and draw.random() < 0.3 else body.text
    body.cte = "" if body.charset == "iso-2022-jp" else draw.choice(("base64", "quoted-printable", "8bit"))
    return body


def _subject(draw: Random, thread: Thread, subject: str) -> str:
    bare = subject
    while bare[:3].lower() in ("re:", "fw:"):
        bare = bare[3:].strip()
    return draw.choice(
        (f"Re: {bare}", f"RE: {bare}", f"Re: Re: {bare}", f"Fwd: {bare}", "RE: ", f"Fwd: {thread.ours.address}", f"Re: {bare}")
    )


def _from(draw: Random, form: str, victim: Account, sender: Account, traits: list[str]) -> str:
    if form == "doubled":
        traits.append("doubled quotes")
        if victim.name.isascii():
            return f'""{victim.name}"" <{sender.address}>'
        inner = wire.word(f'"{victim.name}"', "utf-8")
        outer = wire.word(f'""{victim.name}""', "utf-8")
        return draw.choice(
            (f'"{inner}" <{sender.address}>', f"{outer} <{sender.address}>", f'""{victim.address}"" <{sender.address}>')
        )
    if form == "address":
        traits.append("another address in the name")
        shown = draw.choice((f"{victim.name} {victim.address}", f"{victim.name} <{victim.address}>", victim.address))
        return wire.mailbox(shown, sender.address, "utf-8")
    return wire.mailbox(victim.name, sender.address, draw.choice(("utf-8", "iso-2022-jp")))


def _sent(world: World, letter: Letter, traits: list[str], *, always: bool) -> None:
    """From an infected PC, through the stolen account."""
    draw = world.draw
    outside = f"{draw.choice(routes.NETS)}.{draw.randint(2, 250)}"
    name = draw.choice(
        (f"h{outside.replace('.', '-')}.dsl.isp.example", f"flets-{outside.replace('.', '-')}.isp.example", "unknown")
    )
    if always or draw.random() < 0.8:
        traits.append("literal HELO")
        helo = f"[{outside}]" if draw.random() < 0.7 else f"[10.0.0.{draw.randint(2, 99)}]"
    else:
        helo = f"DESKTOP-{letters(draw, 7, 7, string.ascii_uppercase + string.digits)}"
    letter.client = routes.Client(helo, name, outside)


def _dated(world: World, period: Period, letter: Letter, traits: list[str]) -> None:
    """A strange Message-ID and an odd zone, in the periods that had them."""
    draw, outside = world.draw, letter.client.address if letter.client else ""
    if draw.random() < period.literal_id:
        traits.append("strange Message-ID")
        number = letters(draw, 8, 12, string.ascii_uppercase + string.digits)
        letter.message_id = f"<{world.now:%Y%m%d}.{number}@example{draw.randint(3, 8)}.ne.jp@[{outside}]>"
    if draw.random() < period.flipped and letter.author.zone != "+0000":
        traits.append("odd zone")
        zone = letter.author.zone
        local = world.now + timedelta(minutes=marks.offset(zone))
        letter.date = marks.wall(local, zone.translate({ord("+"): "-", ord("-"): "+"}))


def _password_mail(letter: Letter, secret: str, lang: str) -> Callable[[World], Planted]:
    """The next mail of the same sender, under another subject."""

    def posted(world: World) -> Planted:
        draw = world.draw
        said = draw.choice(lure_texts.SECRETS[lang]).format(secret)
        text = f"{said}{texts.nonce(draw) if draw.random() < 0.2 else ''}\n"
        other = Letter(
            letter.author, letter.to, draw.choice(("パスワード", "PW") if lang == "ja" else ("Password", "PW")), Body(text)
        )
        other.from_field, other.client, other.is_mailer_named = letter.from_field, letter.client, False
        return world.post(other, "beside", "a lure's password", expect_level=ANY)

    return posted


def _again(letter: Letter, kind: str, told: dict[str, object]) -> Callable[[World], Planted]:
    """The same to another of the staff."""

    def posted(world: World) -> Planted:
        other = world.draw.choice([one for one in STAFF if one not in letter.to])
        same = Letter(letter.author, (other,), letter.subject, letter.body, from_field=letter.from_field, client=letter.client)
        same.is_mailer_named = False
        return world.post(same, "lure", f"{kind}, again", **told)

    return posted
