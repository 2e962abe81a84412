"""An incident's file as testimony, without any file between: what sources and formats would say of its evidence.

The three turns are kept: mailboxes answer what the mails ask, logs what both ask.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.incidents.dossier_places import doors, host, sent_folder
from support.incidents.dossier_post import bounces, dmarc
from support.incidents.dossier_records import log

from mimawari import inquiry, knowledge
from mimawari.model import (
    Asked,
    Firm,
    Form,
    Habits,
    HeldMail,
    Hop,
    Mailbox,
    MailboxSpan,
    Message,
    Method,
    Origin,
    OtherSender,
    OwnAccount,
    Quote,
    QuotedMail,
    Relay,
    Report,
    ReportedMail,
    Results,
    Signature,
    Testimony,
    digest,
)

KNOWN = knowledge.load(None)
FOLDER = Path(__file__).parents[2] / "incidents"
Incident = dict[str, Any]
_FORMS = {
    "eml": Form.ORIGINAL,
    "msg": Form.OUTLOOK,
    "forward-inline": Form.INLINE,
    "screenshot": Form.PICTURE,
    "pasted-body": Form.PASTED,
}
_FORWARDED = re.compile(r"From: (?P<name>.*?) <(?P<address>[^>]+)>\nDate: (?P<date>.*)\nSubject: (?P<subject>.*)\nTo: (?P<to>.*)\n")


@dataclass(frozen=True)
class Dossier:
    """What the judge is given."""

    testimony: tuple[Testimony, ...]
    firm: Firm
    report: Report


def incidents() -> tuple[Path, ...]:
    """Every incident's file."""
    return tuple(sorted(FOLDER.glob("*.toml")))


def read(path: Path) -> Incident:
    """An incident."""
    return tomllib.loads(path.read_text("utf-8"))


def dossier(incident: Incident) -> Dossier:
    """All of it as testimony, in three turns."""
    firm = firm_of(incident["us"])
    every = incident["evidence"]
    found: list[Testimony] = [piece for one in every for piece in _first(one, firm)]
    asked = inquiry.ask(found, firm, KNOWN)
    for one in every:
        if one["kind"] == "mailbox":
            found += _mailbox(one, asked, firm)
        elif one["kind"] == "sent-folder":
            found += sent_folder(one, every, asked)
    asked = inquiry.ask(found, firm, KNOWN)
    found += [piece for one in every if one["kind"] == "mail-log" for piece in log(one, incident, asked)]
    hosts = Report.of(host(one) for one in every if one["kind"] == "host-report")
    return Dossier(tuple(found), firm, hosts)


def _first(one: dict[str, Any], firm: Firm) -> Iterator[Testimony]:
    if one["kind"] == "reported-mail":
        yield reported(one, firm)
    elif one["kind"] == "bounce":
        yield from bounces(one)
    elif one["kind"] == "dmarc":
        yield from dmarc(one)
    elif one["kind"] == "account-export":
        yield from doors(one)


def firm_of(us: dict[str, Any]) -> Firm:
    """The profile that the firm wrote."""
    profile = us["sent_profile"]
    begin, end = (int(hour) for hour in re.findall(r"(\d\d):00", profile["hours"]))
    return Firm(
        domains=tuple(us["domains"]),
        name=us["name"],
        accounts=tuple(
            OwnAccount(one["address"], one["person"], _machines(one), (one["lan"],) if one["lan"] else ()) for one in us["accounts"]
        ),
        wan=tuple(us["wan"]),
        lan=tuple(us["lan"]),
        relays=tuple(
            Relay(
                one["name"], (one["ip"], *re.findall(r"[\d.]+/\d+", one["role"])), shared="shared" in one["role"], role=one["role"]
            )
            for one in us["mta"]
        ),
        provider=us["provider"],
        other_senders=tuple(
            OtherSender(one["name"], (one["domain"],), (one["ip"],), (one["sends_from"],)) for one in us["other_senders"]
        ),
        habits=Habits(
            (profile["message_id"],),
            (profile["client"],),
            (profile["zone"],),
            tuple(range(begin, end)),
            tuple(re.findall(r"PC-\w+", profile["ehlo"])),
        ),
        spf=us["dns"]["spf"],
        dmarc=us["dns"]["dmarc"],
        signs="signs everything" in us["dns"]["dkim"],
    )


def _machines(one: dict[str, Any]) -> tuple[str, ...]:
    return (one["machine"],) if one["machine"] else tuple(re.findall(r"PC-\w+", one["person"]))


def origin(one: dict[str, Any], *path: str) -> Origin:
    """The place of a piece of evidence."""
    return Origin(one["id"], one["id"], path)


def reported(one: dict[str, Any], firm: Firm) -> ReportedMail:
    """A reported mail as the reader of mails tells it."""
    head = one.get("headers", {})
    lists: dict[str, str] = dict(line.split(": ", 1) for line in (*one.get("list_headers", ()), *one.get("x_headers", ())))
    shown = one.get("shows", "") if one["form"] == "msg" else ""
    author = head.get("From") or "".join(re.findall(r"sender address (\S+@\S+)", shown))
    date = head.get("Date") or "".join(re.findall(r"delivery time (\S+?),", shown))
    message = _message(one, author, date, lists)
    return ReportedMail(
        origin=origin(one),
        id=digest(one["form"], one["reporter"], message.message_id, one["body"], one.get("shows", "")),
        form=_FORMS[one["form"]],
        message=message,
        results=tuple(_results(one, head)),
        signatures=tuple(_signatures(one, firm)),
        named=tuple((name.lower(), value) for name, value in lists.items() if name.lower() == "x-authenticated-sender"),
        quoted=tuple(_quoted(one)),
        passed_on_by=one["reporter"],
        passed_on=one["reported_at"],
        list_id=lists.get("List-Id", ""),
        auto_submitted=lists.get("Auto-Submitted", ""),
    )


def _message(one: dict[str, Any], author: str, date: str, lists: dict[str, str]) -> Message:
    head = one.get("headers", {})
    to = tuple(head.get("To", ()))
    return Message(
        origin=origin(one),
        subject=head.get("Subject", ""),
        sender=author,
        recipients=to,
        date=date,
        message_id=head.get("Message-ID", ""),
        author=Mailbox(head.get("From-display", ""), author) if author else None,
        people=tuple(Mailbox("", address) for address in to),
        reply_to=head.get("Reply-To", ""),
        envelope_sender=head.get("Return-Path", ""),
        zone=date[-6:].replace(":", "") if date else "",
        received=tuple(_hop(hop) for hop in one["received"]),
        in_reply_to=head.get("In-Reply-To", ""),
        references=tuple(head.get("References", ())),
        bulk=_bulk(lists),
        mailer=str(lists.get("X-Mailer") or lists.get("User-Agent") or ""),
    )


def _bulk(lists: dict[str, str]) -> str:
    if "Auto-Submitted" in lists:
        return "auto"
    return "list" if "List-Id" in lists else "bulk" if "List-Unsubscribe" in lists else ""


def _hop(hop: dict[str, Any]) -> Hop:
    name = "" if hop["rdns"] == "unknown" else hop["rdns"]
    account = hop.get("auth", "")
    protocol = "" if hop["with"] == "local" else hop["with"].upper()
    return Hop(
        helo=hop["from"],
        name=name,
        address=hop["ip"],
        by=hop["by"],
        protocol=protocol,
        time=hop["time"],
        account=account,
        identifier=hop["id"],
        recipient=hop.get("for", ""),
        authenticated=bool(account) or protocol in ("ESMTPA", "ESMTPSA"),
    )


def _results(one: dict[str, Any], head: dict[str, Any]) -> Iterator[Results]:
    boundary = one.get("boundary", {})
    at = next(
        (
            place
            for place, hop in enumerate(one["received"])
            if hop["by"] == boundary.get("host") and hop["ip"] == boundary["sending_ip"]
        ),
        0,
    )
    for place, text in enumerate(head.get("Authentication-Results", ())):
        server, *methods = text.split("; ")
        yield Results(server.lower(), at if place == 0 else len(one["received"]), tuple(_method(method) for method in methods))


def _method(text: str) -> Method:
    name, _, rest = re.sub(r"\(.*?\) ?", "", text).partition("=")
    result, *given = rest.split()
    return Method(name, result, tuple((key, value) for key, _, value in (one.partition("=") for one in given)))


def _signatures(one: dict[str, Any], firm: Firm) -> Iterator[Signature]:
    said = one.get("dkim_signature", "none")
    found = re.search(r"d=(\S+)(?: s=(\S+))?", said)
    if found:
        ours = firm.owns(found[1])
        state = ("valid" if said.startswith("valid") else "invalid") if ours else "no-key"
        yield Signature(found[1], found[2] or "", state)


def _quoted(one: dict[str, Any]) -> Iterator[QuotedMail]:
    forwarded = _FORWARDED.search(one["body"]) if one["form"] == "forward-inline" else None
    if forwarded:
        sender = Mailbox(forwarded["name"], forwarded["address"])
        yield QuotedMail("text:" + digest(one["body"]), Quote(sender, (), forwarded["subject"], forwarded["date"]), (), 0)
    for number, quote in enumerate(one["quoted"], 1):
        people = tuple(Mailbox("", address) for address in (*quote["to"], *quote["cc"]))
        yield QuotedMail(
            _key(quote["message_id"]),
            Quote(Mailbox("", quote["from"]), people, quote["subject"], quote["date"]),
            tuple(quote["lines"]),
            number,
        )


def _key(message_id: str) -> str:
    return "text:" + digest(message_id)


def _mailbox(one: dict[str, Any], asked: Asked, firm: Firm) -> Iterator[Testimony]:
    keys = {quoted.key for quoted in asked.quoted}
    for account in one["accounts"]:
        yield MailboxSpan(
            origin=origin(one, account),
            mailbox=account,
            begins=one["period"][0],
            ends=one["period"][1],
            mails=700,
            whole=one["complete"],
        )
        for thread in one["threads"]:
            ours = account in thread["lies_in"]
            for key, how in ((_key(thread["message_id"]), "text"), (thread["message_id"], "message-id")):
                if ours and (key in keys or key in asked.message_ids):
                    people = tuple(Mailbox("", address) for address in thread["to"])
                    yield HeldMail(
                        origin=origin(one, account, thread["message_id"]),
                        mailbox=account,
                        key=key,
                        how=how,
                        message_id=thread["message_id"],
                        author=Mailbox("", thread["from"]),
                        people=people,
                        date=thread["date"],
                        subject=thread["subject"],
                        sent=thread["from"] == account,
                    )
