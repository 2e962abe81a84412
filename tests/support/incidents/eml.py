"""Reported mails as they reach the firm: originals, Outlook's files, mails that forward one inside, and what somebody pasted."""

from __future__ import annotations

import re
import struct
import zlib
from datetime import datetime
from pathlib import Path

from support.incidents import lures, signing, writing
from support.incidents.people import NAMES
from support.incidents.reading import Piece
from support.incidents.world import World
from support.incidents.writing import Head, person, word
from support.mailboxes.msg_writer import msg


def write(world: World, piece: Piece, folder: Path) -> Path:
    """One reported mail as the file that its form stands for."""
    return _FORMS[piece["form"]](world, piece, folder / piece["id"])


def _eml(world: World, piece: Piece, place: Path) -> Path:
    path = place.with_suffix(".eml")
    path.write_bytes(content(world, piece))
    return path


def _pasted(world: World, piece: Piece, place: Path) -> Path:
    path = place.with_suffix(".txt")
    rng = world.rng(piece["id"])
    if "list of" in piece.get("shows", ""):
        text = "\n".join(mail.subject for mail in world.outgoing if mail.tries and mail.results == ["sent"])
    else:
        text = lures.text_of(world.incident, piece, rng) + quotations(piece)
    path.write_text(text + "\n", "utf-8")
    return path


def _screenshot(world: World, piece: Piece, place: Path) -> Path:
    """A grey picture with dark bars where lines would stand: what it shows no program is to read."""
    path, rng = place.with_suffix(".png"), world.rng(piece["id"])
    rows = []
    for y in range(120):
        dark = y // 6 % 3 == 1 and y % 6 < 4
        end = 30 + (y // 18 * 53 + rng.randrange(3)) % 200
        rows.append(b"\x00" + bytes(0x40 if dark and 10 < x < end else 0xF0 for x in range(240)))
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 240, 120, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


def _outlook(world: World, piece: Piece, place: Path) -> Path:
    """A file of Outlook that kept no internet headers: its properties are what the incident says they show."""
    shown = piece["shows"]
    name = re.search(r"sender name ([^,]+)", shown)
    address = re.search(r"sender address (\S+)", shown)
    subject = re.search(r"subject ([^,]+)", shown)
    time = re.search(r"delivery time (\S+?),", shown)
    if not (name and address and subject and time):
        raise ValueError(shown)
    rng = world.rng(piece["id"])
    text = lures.text_of(world.incident, piece, rng)
    parts, body = writing.mixed(text, "utf-8", lures.attachment_of(world.incident, piece), "----=_Part_0")
    heads = [
        ("From", person(name[1], address[1])),
        ("To", piece["reporter"]),
        ("Subject", word(subject[1])),
        ("Date", writing.date(datetime.fromisoformat(time[1]))),
    ]
    raw = writing.joined([*heads, *parts]) + b"\r\n" + body
    path = place.with_suffix(".msg")
    path.write_bytes(msg(raw.replace(b"\r\n", b"\n"), headers=False))
    return path


_FORMS = {"eml": _eml, "forward-inline": _eml, "pasted-body": _pasted, "screenshot": _screenshot, "msg": _outlook}


def content(world: World, piece: Piece) -> bytes:
    """The mail with its trace from the top: results, servers, signature, the sender's headers, text."""
    rng, told = world.rng(piece["id"]), piece["headers"]
    thunderbird = any("Thunderbird" in one for one in piece["x_headers"])
    charset = "utf-8" if thunderbird or rng.random() < 0.4 else "iso-2022-jp"
    text = lures.text_of(world.incident, piece, rng) + quotations(piece)
    parts, body = writing.mixed(
        text, charset, lures.attachment_of(world.incident, piece), f"----=_NextPart_{rng.getrandbits(48):012X}"
    )
    heads = [*_said(told, charset), *_extra(piece, before=False), *parts]
    signer = signing.named(piece["dkim_signature"])
    signature: list[Head] = []
    if signer:
        first, plain = (
            writing.mixed(lures.without_footer(text), charset, None, "") if "broken" in piece["dkim_signature"] else (parts, body)
        )
        signature = [("DKIM-Signature", signing.signature([*_said(told, charset), *first], plain, signer, told["Date"]))]
    return writing.joined([*_trace(piece, signature), *heads]) + b"\r\n" + body


def _trace(piece: Piece, signature: list[Head]) -> list[Head]:
    """Return-Path and, from the top, what each server stamped; the results right above the boundary's line."""
    told = piece["headers"]
    heads: list[Head] = [("Return-Path", told["Return-Path"])] if told["Return-Path"] else []
    results = [("Authentication-Results", one.replace("; ", ";\r\n\t")) for one in told["Authentication-Results"]]
    hops = piece["received"]
    for place, hop in enumerate(hops):
        if hop["by"] == piece["boundary"]["host"]:
            heads += results[:1]
        is_last, is_boundary = place == len(hops) - 1, hop["by"] == piece["boundary"]["host"]
        heads += signature if is_last and not is_boundary else []
        heads.append(("Received", received(hop)))
        heads += signature if is_last and is_boundary else []
    return heads + results[1:] + _extra(piece, before=True)


def received(hop: Piece) -> str:
    """A line of trace as Postfix writes it, or word for word where that is told."""
    time = datetime.fromisoformat(hop["time"])
    comment = {"+0900": " (JST)", "+0000": " (UTC)"}.get(f"{time:%z}", "")
    wire = hop.get("wire", "")
    if wire and not wire.startswith("..."):
        wire += "" if " id " in wire else f" id {hop['id']}"
        return re.sub(r" (?=\(Authenticated|by |for )", "\r\n\t", wire) + "; " + writing.date(time, comment)
    ip = f"IPv6:{hop['ip']}" if ":" in hop["ip"] else hop["ip"]
    login = f"\r\n\t(Authenticated sender: {hop['auth']})" if hop.get("auth") else ""
    whom = f"\r\n\tfor <{hop['for']}>" if hop.get("for") else ""
    server = f"by {hop['by']} (Postfix) with {hop['with']} id {hop['id']}"
    return f"from {hop['from']} ({hop['rdns'] or 'unknown'} [{ip}]){login}\r\n\t{server}{whom}; {writing.date(time, comment)}"


def _said(told: Piece, charset: str) -> list[Head]:
    heads: list[Head] = [
        ("From", person(told["From-display"], told["From"], charset)),
        ("To", ", ".join(told["To"])),
        ("Subject", word(told["Subject"], charset)),
        ("Date", writing.date(datetime.fromisoformat(told["Date"]))),
        ("Message-ID", told["Message-ID"]),
        ("Reply-To", told["Reply-To"]),
        ("In-Reply-To", told["In-Reply-To"]),
        ("References", "\r\n\t".join(told["References"])),
    ]
    return [(name, value) for name, value in heads if value]


def _extra(piece: Piece, *, before: bool) -> list[Head]:
    """Headers told word for word: those of servers stand above the sender's own."""
    told = [*piece["x_headers"], *piece.get("list_headers", [])]
    pairs = [(one.partition(": ")[0], one.partition(": ")[2]) for one in told]
    own = ("X-Mailer", "User-Agent", "Auto-Submitted", "Precedence")
    return [pair for pair in pairs if (pair[0] not in own) == before]


def quotations(piece: Piece) -> str:
    """The mails quoted below, in Outlook's form; some with ``> `` before every line, some with their lines broken anew."""
    out = ""
    for one in piece["quoted"]:
        way = sum(map(ord, piece["id"] + one["message_id"])) % 3
        time = datetime.fromisoformat(one["date"])
        lines = writing.wrapped(one["lines"], 24) if way == 1 else one["lines"]
        cc = [f"Cc: {'; '.join(one['cc'])}"] if one["cc"] else []
        name = NAMES.get(one["from"], one["from"])
        block = [
            "-----Original Message-----",
            f"From: {name} <{one['from']}>",
            f"Sent: {time:%A, %B} {time.day}, {time:%Y %I:%M %p}",
            f"To: {'; '.join(one['to'])}",
            *cc,
            f"Subject: {one['subject']}",
            "",
            *lines,
        ]
        out += "\n\n" + "\n".join(f"> {line}".rstrip() if way == 2 else line for line in block)
    return out
