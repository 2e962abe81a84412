"""Mailboxes of the firm: the genuine threads among hundreds of other mails, and Sent folders. As Maildir++ or as mbox files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random

from support.incidents import routine, texts, writing
from support.incidents.mail import Mail
from support.incidents.reading import Piece, at, day_of, end_of, is_ours, moment
from support.incidents.world import DAY, World, usual_row
from support.incidents.writing import Head, person, word

_SHARE = 6
"""Of what a person sends and receives, one in so many is kept in a mailbox: people delete. ``sent-folder`` keeps all."""


def write(world: World, piece: Piece, folder: Path) -> Path:
    """A folder with one mailbox for each account, named by its address."""
    place = folder / str(piece["id"])
    for account in piece["accounts"]:
        rng = world.rng(f"{piece['id']} {account}")
        kept = _kept(world, piece, account, rng)
        threads = [world.thread(one, moment(one["date"])) for one in _threads(world, piece, account)]
        names = {mail.message_id for mail in threads}
        by_folder: dict[str, list[Mail]] = {"": [], "Sent": []}
        for mail in [*(one for one in kept if one.message_id not in names), *threads]:
            told = world.threads.get(mail.message_id, {}).get("folder", "")
            name = told if told.startswith("archive") else "Sent" if mail.sender == account else ""
            by_folder.setdefault(name, []).append(mail)
        _store(world, place / account, by_folder, account, rng, maildir=len(piece["accounts"]) == 1 or world.incident["id"] < "11")
    return place


def write_sent(world: World, piece: Piece, folder: Path) -> Path:
    """One account's Sent folder: every mail that left by it in the time, with what the incident says of its dates and programs."""
    account = piece["account"]
    begin, end = moment(piece["period"][0]), end_of(piece["period"][1])
    sent = [one for one in world.outgoing if one.sender == account and one.way == "login" and begin <= one.time < end]
    rng = world.rng(piece["id"])
    sent += [one for one in _older(world, account, begin, world.span[0], rng, 1) if one.sender == account]
    subjects = {one["message_id"]: one for one in piece.get("contains", [])}
    have = {one.message_id for one in sent}
    for told in subjects.values():
        if told["message_id"] not in have:
            sent.append(Mail(moment(told["date"]), "login", account, account, told["to"], told["message_id"], ""))
    for mail in sent:
        told = subjects.get(mail.message_id)
        if told:
            mail.subject, mail.time, mail.recipients = told["subject"], moment(told["date"]), told["to"]
    _store(
        world,
        folder / piece["id"] / account,
        {"Sent": sent},
        account,
        rng,
        maildir=int(world.incident["id"][:2]) % 2 == 0,
        piece=piece,
    )
    return folder / str(piece["id"])


def _threads(world: World, piece: Piece, account: str) -> list[Piece]:
    return [world.threads[one["message_id"]] for one in piece["threads"] if account in one["lies_in"]]


def _kept(world: World, piece: Piece, account: str, rng: Random) -> list[Mail]:
    begin, end = moment(piece["period"][0]), end_of(piece["period"][1])
    known = [one for one in (*world.outgoing, *world.incoming) if begin <= one.time < end and _holds(one, account)]
    return [one for one in known if rng.randrange(_SHARE) == 0] + _older(
        world, account, begin, world.span[0], rng, 12 if len(piece["accounts"]) > 1 else 4
    )


def _holds(mail: Mail, account: str) -> bool:
    """Whether it lies with an account: what its owner sent, and what reached it; not what others sent by it."""
    if mail.sender == account:
        return mail.way == "login" and (mail.client.startswith("192.0.2.") or mail.helo.startswith("PC-"))
    return account in mail.recipients and bool(mail.sender) and not mail.text


def _older(world: World, account: str, begin: int, end: int, rng: Random, every: int) -> list[Mail]:
    """Mails from before the time that is known in full: a few a week."""
    row = next(usual_row(one) for one in world.incident["us"]["accounts"] if one["address"] == account)
    found: list[Mail] = []
    first, last = max(begin, end - 700 * DAY), min(end, moment("2026-11-13"))
    day = day_of(first)
    while at(day, 23) < last:
        if day.weekday() < 5 and rng.randrange(every) == 0:
            for _ in range(2 if day.weekday() else 3):
                found.append(routine.sent(row, at(day, rng.randrange(9, 18)) + rng.randrange(3600), world.people, rng))
                other = rng.choice(world.people.outside)
                found.append(
                    routine.received(other, account, at(day, rng.randrange(9, 18)) + rng.randrange(3600), world.people, rng)
                )
        day += timedelta(days=1)
    return [one for one in found if one.time >= begin]


def _store(
    world: World,
    place: Path,
    folders: dict[str, list[Mail]],
    account: str,
    rng: Random,
    *,
    maildir: bool,
    piece: Piece | None = None,
) -> None:
    for name, mails in folders.items():
        mails.sort(key=lambda mail: mail.time)
        written = [(mail, letter(world, mail, account, rng, piece)) for mail in mails]
        if maildir:
            _maildir(place / (f".{name}" if name else ""), written, name)
        else:
            _mbox(place / (name or "Inbox"), written)


def _maildir(place: Path, written: Iterable[tuple[Mail, bytes]], name: str) -> None:
    for below in ("cur", "new", "tmp"):
        (place / below).mkdir(parents=True, exist_ok=True)
    if name:
        (place / "maildirfolder").touch()
    for number, (mail, content) in enumerate(written):
        data = content.replace(b"\r\n", b"\n")
        (place / "cur" / f"{mail.time}.M{number:06}P{number % 900 + 100}.mail,S={len(data)}:2,S").write_bytes(data)


def _mbox(path: Path, written: Iterable[tuple[Mail, bytes]]) -> None:
    """Thunderbird's kind of mbox: lines that begin with ``From `` have a ``>`` before them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        for mail, content in written:
            told = writing.at(mail.time, 0)
            head = f"From {mail.sender or 'MAILER-DAEMON'} {told:%a %b} {told.day:2d} {told:%H:%M:%S %Y}\n"
            body = re.sub(rb"^(>*From )", rb">\1", content.replace(b"\r\n", b"\n"), flags=re.MULTILINE)
            out.write(head.encode() + body + b"\n")


def letter(world: World, mail: Mail, account: str, rng: Random, piece: Piece | None = None) -> bytes:
    """One mail of a mailbox, whole."""
    own = is_ours(world.incident, mail.sender)
    mailer = _mailer(mail, piece)
    charset = "iso-2022-jp" if mailer.startswith("Microsoft") else "utf-8"
    text = "\n".join(mail.text) if mail.text else _text(world, mail, rng)
    parts, body = writing.text_part(text, charset)
    people = world.people
    heads: list[Head] = [] if mail.sender == account else _trace(world, mail, account)
    heads += [
        ("From", person(people.name(mail.sender), mail.sender, charset)),
        ("To", ", ".join(person(people.name(one), one, charset) for one in mail.recipients)),
        ("Subject", word(mail.subject, charset)),
        ("Date", writing.date(writing.at(mail.time, _zone(mail, piece)))),
        ("Message-ID", mail.message_id),
        ("MIME-Version", "1.0"),
        *parts,
        ("X-Mailer" if charset == "iso-2022-jp" or (own and "Thunderbird" not in mailer) else "User-Agent", mailer),
    ]
    return writing.joined(heads) + b"\r\n" + body


def _text(world: World, mail: Mail, rng: Random) -> str:
    text = texts.body(rng)
    if mail.subject.startswith("Re: "):
        other = mail.recipients[0] if mail.recipients else mail.sender
        when = f"{writing.at(mail.time - rng.randrange(3600, 2 * DAY)):%A, %B %d, %Y %I:%M %p}"
        text += "\n" + texts.quoted(world.people.name(other), other, when, texts.body(rng))
    elif mail.sender.endswith("@sakura.example.jp"):
        text += "\n\n" + texts.SIGNATURE.format(name=world.people.name(mail.sender))
    return text


def _mailer(mail: Mail, piece: Piece | None) -> str:
    since = re.match(r"(.+) since (\d{4}-\d\d-\d\d)", (piece or {}).get("x_mailer", ""))
    if since:
        return since[1] if day_of(mail.time) >= date.fromisoformat(since[2]) else "Microsoft Outlook 16.0"
    return mail.mailer


def _zone(mail: Mail, piece: Piece | None) -> int:
    """The zone in hours that a Date names: Japan's, or where its owner was travelling."""
    away = re.match(r"-(\d\d)00 on (\d+) to (\d+) November", (piece or {}).get("zone", ""))
    if away and date(2026, 11, int(away[2])) <= day_of(mail.time) <= date(2026, 11, int(away[3])):
        return -int(away[1])
    return 9


def _trace(world: World, mail: Mail, account: str) -> list[Head]:
    mta = world.incident["us"]["mta"][0]["name"]
    time = writing.date(writing.at(mail.time), " (JST)")
    login = f"\r\n\t(Authenticated sender: {mail.account})" if mail.way == "login" else ""
    server = f"by {mta} (Postfix) with {'ESMTPSA' if login else 'ESMTPS'} id {mail.queue_id}"
    there = f"from {mail.helo or mail.client_name} ({mail.client_name} [{mail.client}])"
    return [
        ("Return-Path", f"<{mail.sender}>"),
        ("Delivered-To", account),
        ("Received", f"{there}{login}\r\n\t{server}\r\n\tfor <{account}>; {time}"),
    ]
