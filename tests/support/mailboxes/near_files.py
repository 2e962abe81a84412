"""Honest partners' files that look most like the carriers: locked archives and their passwords, macros, shortcuts, notebooks."""

from __future__ import annotations

import string
from collections.abc import Callable
from random import Random

from support.carriers.mails import WIDE
from support.draws import letters
from support.mailboxes import texts, things
from support.mailboxes.cast import STAFF, Account
from support.mailboxes.honest import wrapped
from support.mailboxes.near_people import Near, answered, thread_of
from support.mailboxes.planted import Planted
from support.mailboxes.wire import File
from support.mailboxes.world import Later, Letter, World

SAID_JA = (
    "パスワードは下記の通りです。\n{0}\n", "解凍パスワード：{0}\n",
    "先ほどお送りしたファイルのパスワードをお知らせいたします。\nパスワード：{0}\n", "【パスワード】{0}\n",
    "PW：{0}\n", "開封パスワードは「{0}」です。\n",
)  # fmt: skip
SAID_EN = ("The password is: {0}\n", "Password: {0}\n", "PW for the file sent just now: {0}\n")
_LATER_JA = (
    "ファイルを添付いたします。パスワードは別途お送りいたします。\n",
    "添付ファイルは暗号化しております。パスワードは次のメールでご連絡いたします。\n",
)
_LATER_EN = ("The attached file is encrypted, the password follows in a separate mail.\n",)


def secret(draw: Random) -> str:
    """As people and their gateways choose it."""
    return draw.choice(
        (
            letters(draw, 8, 12, string.ascii_letters + string.digits) + draw.choice(string.digits),
            letters(draw, 4, 6, string.digits),
            f"{letters(draw, 4, 7)}{draw.randint(1000, 2099)}",
            letters(draw, 10, 10, string.ascii_letters + string.digits + "!#$%") + draw.choice(string.digits),
        )
    )


def packed(world: World, password: str, lang: str) -> File:
    """Some honest papers behind *password*."""
    draw = world.draw
    inner = dict[str, bytes]()
    for _ in range(draw.choice((1, 1, 2))):
        if draw.random() < 0.25:
            honest = draw.choice(things.MACROS)(draw)
            inner[honest.name] = honest.data
        else:
            one = draw.choice((things.docx, things.xlsx, things.paper, things.picture, things.table))(draw, world.now, lang)
            inner[one.name] = one.data
    stems = ("見積書", "資料", "請求書", "図面") if lang == "ja" else ("documents", "quotation", "files")
    name = f"{draw.choice(stems)}_{world.now:%Y%m%d}.zip"
    return File(name, things.locked(draw, inner, password), "application/zip", draw.choice(("2231", "2047", "both")))


def locked_same_mail(world: World) -> Planted:
    """A partner's answer with a locked archive and its password in the same text."""
    draw, thread = world.draw, thread_of(world)
    password = secret(draw)
    shown = password.translate(WIDE) if thread.lang == "ja" and draw.random() < 0.2 else password
    said = draw.choice(SAID_JA if thread.lang == "ja" else SAID_EN).format(shown)
    letter = answered(world, thread.partner, thread, texts.letter(draw, thread.partner, thread.ours, world.now, thread.about, said))
    letter.body.files, letter.is_threaded = [packed(world, password, thread.lang)], draw.random() < 0.8
    return world.post(letter, "near", "locked archive, password in the mail")


def locked_next_mail(world: World) -> Planted:
    """The habit of Japanese offices: the archive first, its password in the next mail, under the same subject or another."""
    draw, thread = world.draw, thread_of(world)
    password, partner = secret(draw), thread.partner
    is_ours = draw.random() < 0.3
    writer, reader = (thread.ours, partner) if is_ours else (partner, thread.ours)
    folder = "Sent" if is_ours else "INBOX"
    later = draw.choice(_LATER_JA if thread.lang == "ja" else _LATER_EN)
    subject = texts.subject(draw, thread.lang, world.now, thread.about)
    body = wrapped(
        world,
        writer,
        texts.letter(draw, writer, reader, world.now, thread.about, later),
        files=[packed(world, password, thread.lang)],
    )
    first = world.post(
        Letter(writer, (reader,), subject, body, folder, thread=thread), "near", "locked archive, password in the next mail"
    )
    world.later.append(
        Later("near", _password_mail(writer, reader, subject, folder, password), world.draw.choice((0, 0, 0, 1, 2, 3)))
    )
    return first


def _password_mail(writer: Account, reader: Account, subject: str, folder: str, password: str) -> Callable[[World], Planted]:
    def posted(world: World) -> Planted:
        draw = world.draw
        said = draw.choice(SAID_JA if writer.lang == reader.lang == "ja" else SAID_EN).format(password)
        other = draw.choice((f"【パスワード】{subject}", "パスワードのご連絡", f"PW: {subject}", subject, "パスワード通知"))
        body = wrapped(world, writer, f"{texts.greeting(reader)}{said}\n{texts.sign(writer)}")
        return world.post(Letter(writer, (reader,), other, body, folder), "near", "the password of the mail before")

    return posted


def locked_by_service(world: World) -> Planted:
    """A gateway of a city or a large firm locks what its people send, and tells the password itself."""
    draw, thread = world.draw, thread_of(world)
    password = secret(draw)
    thread_text = texts.letter(draw, thread.partner, thread.ours, world.now, thread.about)
    note = f"\n-- この添付ファイルは自動的に暗号化されました。パスワード通知メールをご確認ください。ID:{texts.nonce(draw)}\n"
    letter = answered(world, thread.partner, thread, thread_text + note)
    letter.body.files = [packed(world, password, "ja")]
    first = world.post(letter, "near", "locked by the sender's gateway")
    gate = Account("暗号化システム", thread.partner.address, thread.partner.firm, "ja", thread.partner.server, "phpmailer")

    def posted(later: World) -> Planted:
        text = (
            f"以下のメールの添付ファイルのパスワードをお知らせします。\n件名：{letter.subject}\n"
            f"パスワード：{password}\n\nこのメールは自動送信です。{texts.nonce(later.draw)}\n"
        )
        notice = Letter(gate, (thread.ours,), f"[パスワード通知] {letter.subject}", wrapped(later, gate, text))
        return later.post(notice, "near", "the password of the mail before")

    world.later.append(Later("near", posted, world.draw.choice((0, 0, 0, 1, 2, 3))))
    return first


def _carried(world: World, kinds: tuple[Callable[..., object], ...], kind: str) -> Planted:
    from support.carriers.sample import Sample

    draw, thread = world.draw, thread_of(world)
    honest = draw.choice(kinds)(draw)
    assert isinstance(honest, Sample)
    letter = answered(world, thread.partner, thread, texts.letter(draw, thread.partner, thread.ours, world.now, thread.about))
    letter.is_threaded = draw.random() < 0.8
    letter.body.files = [File(honest.name, honest.data, style=draw.choice(("2231", "2047")))]
    return world.post(letter, "near", kind)


def macros(world: World) -> Planted:
    """A workbook or document with honest macros in a real answer."""
    return _carried(world, things.MACROS, "honest macros")


def shortcuts(world: World) -> Planted:
    """A shortcut of the administrator's, or one in a zip."""
    return _carried(world, things.LINKS, "honest shortcut")


def notebooks(world: World) -> Planted:
    return _carried(world, things.NOTEBOOKS, "honest notebook")


def macros_from_staff(world: World) -> Planted:
    """The shop's own workbook, sent on by hand."""
    draw = world.draw
    writer, reader = draw.sample(STAFF, 2)
    honest = draw.choice(things.MACROS)(draw)
    text = f"{reader.family_name}さん\n集計表です。マクロを有効にして使ってください。{draw.randint(1, 999)}\n{texts.sign(writer)}"
    letter = Letter(
        writer,
        (reader,),
        f"集計表 {draw.randint(1, 999)}",
        wrapped(world, writer, text, files=[File(honest.name, honest.data, style="2047")]),
    )
    return world.post(letter, "near", "honest macros within the shop")


SINGLE: tuple[Near, ...] = (locked_same_mail, locked_same_mail, macros, shortcuts, notebooks, macros_from_staff)
PAIRS: tuple[Near, ...] = (locked_next_mail, locked_next_mail, locked_by_service)
