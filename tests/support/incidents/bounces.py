"""Bounces as they lie in a folder of the one who got them: delivery reports (RFC 3464), and those of qmail."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from support.incidents import texts, writing
from support.incidents.nondelivery import Returned
from support.incidents.reading import Piece
from support.incidents.world import World
from support.incidents.writing import Head

_SERVER = "mail.sakura.example.jp"


def write(world: World, piece: Piece, folder: Path) -> Path:
    """All bounces of a piece in one mbox."""
    path, rng = folder / f"{piece['id']}.mbox", world.rng(f"{piece['id']} texts")
    ones = sorted(world.returned(piece), key=lambda one: (one.time, one.message_id))
    with path.open("wb") as out:
        for one in ones:
            told = writing.at(one.time, 0)
            body = report(world, one, rng) if one.group["rfc3464"] else qmail(world, one, rng)
            quoted = re.sub(rb"^(>*From )", rb">\1", body.replace(b"\r\n", b"\n"), flags=re.MULTILINE)
            out.write(f"From MAILER-DAEMON {told:%a %b} {told.day:2d} {told:%H:%M:%S %Y}\n".encode() + quoted + b"\n")
    return path


def report(world: World, one: Returned, rng: Random) -> bytes:
    """A multipart/report: what happened in words, for programs, and the headers of what came back."""
    group, mark = one.group, f"{one.queue_id}.{one.time}/{one.reporter}"
    action = group.get("action", "failed")
    status = group["status"].split(" and ")[one.number % len(group["status"].split(" and "))]
    said = _diagnostic(group, one, status)
    words = f"This is the mail system at host {one.reporter}.\n\n<{one.recipient}>: {said.partition('; ')[2] or said}\n"
    own = f"X-Postfix-Queue-ID: {one.original.queue_id}\r\n" if one.original else ""
    arrived = writing.date(writing.at(one.original.time if one.original else one.time - 4), " (JST)" if one.original else "")
    machine = (
        f"Reporting-MTA: dns; {one.reporter}\r\n{own}Arrival-Date: {arrived}\r\n\r\n"
        f"Final-Recipient: rfc822; {one.recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Remote-MTA: dns; mx.{one.recipient.partition('@')[2]}\r\nDiagnostic-Code: {said}\r\n"
    )
    back = returned_headers(world, one, rng)
    parts = (
        ("text/plain; charset=us-ascii", words.replace("\n", "\r\n").encode()),
        ("message/delivery-status", machine.encode()),
        ("text/rfc822-headers", writing.joined(back)),
    )
    body = b"".join(f"--{mark}\r\nContent-Type: {kind}\r\n\r\n".encode() + data + b"\r\n" for kind, data in parts)
    subject = "Delayed Mail (still being retried)" if action == "delayed" else "Undelivered Mail Returned to Sender"
    heads: list[Head] = [
        *_head(one, subject, f'"Mail Delivery System" <MAILER-DAEMON@{one.reporter}>'),
        ("Auto-Submitted", "auto-replied"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/report; report-type=delivery-status;\r\n\tboundary="{mark}"'),
    ]
    return writing.joined(heads) + b"\r\n" + body + f"--{mark}--\r\n".encode()


def qmail(world: World, one: Returned, rng: Random) -> bytes:
    """qmail's own form (cr.yp.to/proto/qsbmf.txt): words, and below a line the whole mail."""
    back = writing.joined(returned_headers(world, one, rng)).decode()
    text = (
        f"Hi. This is the qmail-send program at {one.reporter}.\r\nI'm afraid I wasn't able to deliver your message to the "
        f"following addresses.\r\nThis is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n<{one.recipient}>:\r\n"
        f"{one.group['diagnostic']}\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n{back}\r\nhttps://files.example.net/d/9\r\n"
    )
    return writing.joined(_head(one, "failure notice", f"MAILER-DAEMON@{one.reporter}")) + b"\r\n" + text.encode()


def _head(one: Returned, subject: str, sender: str) -> list[Head]:
    time = writing.date(writing.at(one.time), " (JST)")
    here = f"by {_SERVER} (Postfix) id {one.queue_id}; {time}"
    if one.original is None:
        here = (
            f"from {one.reporter} ({one.reporter} [{one.address}])\r\n\tby {_SERVER} (Postfix) with ESMTPS id {one.queue_id}"
            f"\r\n\tfor <{one.to}>; {time}"
        )
    return [
        ("Return-Path", "<>"),
        ("Delivered-To", one.to),
        ("Received", here),
        ("Date", time),
        ("From", sender),
        ("Subject", subject),
        ("To", one.to),
        ("Message-ID", one.message_id),
    ]


def _diagnostic(group: Piece, one: Returned, status: str) -> str:
    told = str(group["diagnostic"])
    if told == "smtp; 550 ...":
        return f"smtp; 550 {status} <{one.recipient}>: rejected"
    if told.startswith("connect "):
        return "X-Postfix; connect to mx.nori.example.net[198.51.100.40]:25: Connection timed out"
    return told


def returned_headers(world: World, one: Returned, rng: Random) -> list[Head]:
    """The headers of the mail that came back, with the trace that the incident tells."""
    sender = one.original.sender if one.original else one.group["returned_from"]
    name = one.original.message_id if one.original else one.group["returned_message_id"].replace("{n}", str(one.number))
    subject = one.original.subject if one.original else texts.subject(rng)
    time = writing.at(one.original.time if one.original else one.time - rng.randrange(2, 40))
    return [
        ("Return-Path", f"<{one.to if sender != one.to else sender}>"),
        ("Received", _received(one, writing.date(time))),
        ("From", writing.person(world.people.name(sender), sender)),
        ("To", one.recipient),
        ("Subject", writing.word(subject)),
        ("Date", writing.date(time)),
        ("Message-ID", name),
    ]


def _received(one: Returned, time: str) -> str:
    mail, told = one.original, one.group["returned_received"]
    if mail:
        called = mail.helo or mail.client_name
        user = f"(Authenticated sender: {mail.account})"
        there = f"from {called} ({mail.client_name} [{mail.client}])\r\n\t{user}"
        return f"{there}\r\n\tby {_SERVER} (Postfix) with ESMTPSA id {mail.queue_id}; {time}"
    ip = re.search(r"\d+(?:\.\d+){3}", told)
    address = ip[0] if ip else "203.0.113.99"
    helo = re.search(r"HELO (\S+?)\)|from ([a-z]\S+\.\S+) ", told)
    if not one.group["rfc3464"]:
        return f"from unknown (HELO {(helo and helo[1]) or 'x'}) ({address})\r\n\tby {one.reporter} with SMTP; {time}"
    by = "relay.bakery.example.net" if "relay.bakery" in told else one.reporter
    called = (helo and helo[2]) or f"[{address}]"
    return f"from {called} (unknown [{address}])\r\n\tby {by} (Postfix) with ESMTP id {one.number:06X}FE; {time}"
