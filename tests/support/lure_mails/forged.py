"""Forged mails as Emotet sent them, era by era (Palo Alto Unit 42, header samples 2021-01 to 2023-03; JPCERT/CC, alerts)."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from support.lure_mails.writing import STOLEN, SUBJECTS, Mail, Who, encoded, field_of, quote, signature, two

PASSWORDS = ("4432", "980", "826", "4vahobk5lzs", "QWERTYUIO")
ZONES = {
    "jp": "+0900",
    "it": "+0100",
    "id": "+0700",
    "pe": "-0500",
    "pk": "+0500",
    "mx": "-0600",
    "ar": "-0300",
    "vn": "+0700",
    "bd": "+0600",
}


def _parties(draw: Random) -> tuple[bool, Who, Who, str, str]:
    """Whether it is Japanese, the robbed one, who gets the mail, the stolen mailbox and the stolen subject."""
    is_japanese = draw.random() < 0.6
    robbed, target = two(draw, is_japanese)
    return is_japanese, robbed, target, draw.choice(STOLEN), draw.choice(SUBJECTS[not is_japanese])


def _short(draw: Random, is_japanese: bool) -> str:
    if is_japanese:
        return draw.choice(
            ("ご確認をお願いします。\n", "添付ファイルをご確認ください。\n", "お世話になっております。\n資料をお送りします。\n")
        )
    return draw.choice(("Please see the attached.\n", "Hi,\nplease find the document attached.\n", "As requested.\n"))


def _locked(draw: Random, is_japanese: bool, file: str) -> str:
    password = draw.choice(PASSWORDS)
    return (
        f"\n添付ファイル名: {file}\n解凍パスワード: {password}\n" if is_japanese else f"\nFile name: {file}\nPassword: {password}\n"
    )


def _way(draw: Random, stolen: str, kind: str = "") -> list[str]:
    """Handed in through the stolen mailbox: from a public or private address in brackets, or not told."""
    host = stolen.partition("@")[2]
    number = f"{draw.choice((80, 83, 190, 210))}.{draw.randrange(1, 250)}.{draw.randrange(1, 250)}.{draw.randrange(1, 250)}"
    greeting = {"public": f"[{number}]", "private": "[10.0.0.15]"}[kind or draw.choice(("public", "private"))]
    return [
        f"from mail.{host} (mail.{host} [192.0.2.30]) by mx.partner.example.com with ESMTPS id 1; Thu, 10 Mar 2022 02:22:40 +0000",
        f"from {greeting} (unknown [{number}]) by mail.{host} (Postfix) with ESMTPSA id 8A70; Thu, 10 Mar 2022 02:22:35 +0000",
    ]


def _turned(stolen: str) -> str:
    zone = ZONES.get(stolen.rpartition(".")[2], "+0100")
    return f"Thu, 10 Mar 2022 11:22:33 {'-' if zone[0] == '+' else '+'}{zone[1:]}"


def early_spoof(draw: Random) -> Mail:
    """2018 to 2020-01: the robbed one's name, no thread, a document or a link."""
    is_japanese, robbed, target, stolen, subject = _parties(draw)
    text = _short(draw, is_japanese) + signature(robbed, is_japanese)
    if draw.random() < 0.5:
        return Mail(
            field_of(Who(robbed.name, stolen)), [target], subject, f"{text}\nhttp://broken.example.net/wp-content/a8S9dF3k/\n"
        )
    return Mail(field_of(Who(robbed.name, stolen)), [target], subject, text, draw.choice(("INV_4432198.doc", "Form.doc")), "doc")


def locked_answer(draw: Random) -> Mail:
    """2020-09 to 2021-01: an answer in a stolen thread, a locked archive with its password."""
    is_japanese, robbed, target, stolen, subject = _parties(draw)
    file = draw.choice(("AN143221 200121.zip", "文書 2021-01.zip", "Data_0121.zip"))
    text = _short(draw, is_japanese) + _locked(draw, is_japanese, file) + quote(draw, target, robbed, subject, is_japanese)
    return Mail(
        field_of(Who(robbed.name, stolen)), [target], f"Re: Re: {subject}", text, file, "locked", received=_way(draw, stolen)
    )


def late_2021(draw: Random) -> Mail:
    """2021-11 to 2022-01: an answer with a macro document."""
    is_japanese, robbed, target, stolen, subject = _parties(draw)
    kind = draw.choice(("docm", "xlsm"))
    text = _short(draw, is_japanese) + quote(draw, target, robbed, subject, is_japanese)
    return Mail(field_of(Who(robbed.name, stolen)), [target], f"RE: {subject}", text, f"FILE_20211124.{kind}", kind)


def address_within(draw: Random) -> Mail:
    """2022-02 (Epoch 5): the victim's name and address before a foreign mailbox, the recipient in the subject."""
    is_japanese, robbed, target, stolen, _ = _parties(draw)
    sender = f'"{encoded(robbed.name)} {robbed.address}" <{stolen}>'
    if robbed.name.isascii():
        sender = f'"<{robbed.name}> {robbed.address}" <{stolen}>'
    text = _short(draw, is_japanese) + _locked(draw, is_japanese, "Data_57592.zip")
    return Mail(sender, [target], f"Fwd: {target.address}", text, "Data_57592.zip", "locked")


def doubled(draw: Random) -> Mail:
    """2022-03: two pairs of quotes round the name; an archive, a workbook or a link."""
    is_japanese, robbed, target, stolen, subject = _parties(draw)
    sender = f'""{encoded(robbed.name)}"" <{stolen}>'
    header = [("Message-ID", "<20220314103117.DWAT525.msl11.post.example.or.jp@[192.0.2.87]>")] if draw.random() < 0.4 else []
    text = _short(draw, is_japanese) + (quote(draw, target, robbed, subject, is_japanese) if draw.random() < 0.6 else "")
    mail = Mail(
        sender, [target], f"Re: {subject}", text, header=header, date=_turned(stolen), received=_way(draw, stolen, "public")
    )
    form = draw.choice(("locked", "xlsm", "link"))
    if form == "link":
        mail.text += "\nhttps://broken.example.net/wp-includes/GfGvSMj6HihGNZZa9T/\n"
    else:
        mail.file, mail.kind = f"message 14032022.{'zip' if form == 'locked' else 'xlsm'}", form
        mail.text = (_locked(draw, is_japanese, mail.file) if form == "locked" else "") + mail.text
    return mail


def machine(draw: Random) -> Mail:
    """2022-03 (Epoch 4): an answer from a PC that greets with its address, its clock turned round."""
    is_japanese, robbed, target, _, subject = _parties(draw)
    stolen = draw.choice([one for one in STOLEN if one.rpartition(".")[2] in ("jp", "it", "pk", "vn", "id", "bd")])
    subject = draw.choice(("", subject))
    text = _short(draw, is_japanese) + quote(draw, target, robbed, subject or "-", is_japanese) * (draw.random() < 0.5)
    mail = Mail(
        field_of(Who(robbed.name, stolen)),
        [target],
        f"RE: {subject}",
        text,
        "Form - Mar 03, 2022.xlsm",
        "xlsm",
        date=_turned(stolen),
    )
    mail.received = _way(draw, stolen, "public")
    return mail


def shortcut(draw: Random) -> Mail:
    """2022-04: a shortcut, by itself or in a locked archive."""
    is_japanese, robbed, target, stolen, subject = _parties(draw)
    text = quote(draw, target, robbed, subject, is_japanese)
    sender = field_of(Who(robbed.name, stolen))
    if draw.random() < 0.5:
        return Mail(sender, [target], f"Re: {subject}", _short(draw, is_japanese) + text, "INF_15823367.doc.lnk", "lnk")
    file = "Electronic form 04.25.2022.zip"
    return Mail(
        sender, [target], f"RE: {subject}", _short(draw, is_japanese) + _locked(draw, is_japanese, file) + text, file, "locked"
    )


def november(draw: Random) -> Mail:
    """2022-11: a workbook, by itself or in a locked archive."""
    is_japanese, robbed, target, stolen, subject = _parties(draw)
    file, kind = draw.choice((("2022-08-11_1123.xls", "xls"), ("W-9 form.zip", "locked"), ("Scan_11082022.zip", "locked")))
    locked = _locked(draw, is_japanese, file) if kind == "locked" else ""
    text = _short(draw, is_japanese) + locked + quote(draw, target, robbed, subject, is_japanese)
    return Mail(field_of(Who(robbed.name, stolen)), [target], f"RE: {subject}", text, file, kind)


def notebook(draw: Random) -> Mail:
    """2023-03: a notebook, or an archive with a padded document."""
    is_japanese, robbed, target, stolen, subject = _parties(draw)
    file, kind = draw.choice(
        (("Electronic form 03.22.2023.one", "one"), ("doc_0322.one", "one"), ("INVOICE 0000988828.zip", "zip"))
    )
    text = _short(draw, is_japanese) + quote(draw, target, robbed, subject, is_japanese)
    return Mail(field_of(Who(robbed.name, stolen)), [target], f"Re: {subject}", text, file, kind)


def signed_for(draw: Random) -> Mail:
    """All eras: no quote; the robbed one's signature, and no more than that."""
    is_japanese, robbed, target, stolen, subject = _parties(draw)
    file = "Data_0310.zip"
    text = _short(draw, is_japanese) + _locked(draw, is_japanese, file) + signature(robbed, is_japanese)
    return Mail(field_of(Who(robbed.name, stolen)), [target], f"Re: {subject}", text, file, "locked")


def through_a_list(draw: Random) -> Mail:
    """All eras: to the address of a list, which passes it on as it is."""
    mail = locked_answer(draw) if draw.random() < 0.5 else address_within(draw)
    mail.to = [Who("", "eigyo@lists.example.com")]
    mail.header += [("List-Id", "<eigyo.lists.example.com>"), ("Precedence", "list")]
    return mail


FORGED: tuple[Callable[[Random], Mail], ...] = (
    early_spoof, locked_answer, late_2021, address_within, doubled, machine, shortcut, november, notebook, signed_for,
    through_a_list,
)  # fmt: skip
