"""The ``Received`` fields of a mail (RFC 5321 4.4), as the servers that are met write them.

Postfix, sendmail, Exim, qmail and what was made of it, Courier, Exchange, Gmail, Yahoo: each has its own habit of saying what the
client called itself, what its name and address really are, and whether it signed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mimawari.formats.mail.dates import dated
from mimawari.model import Hop

HOPS, FIELD = 50, 4000
"""The most hops of one mail that are read, and characters of one."""
_PIECE = re.compile(r"\((?:[^()]++|\((?:[^()]++|\([^()]*+\))*+\))*+\)|[^\s()]++")
_WORDS = {"from", "by", "via", "with", "id", "for"}
_V4 = r"\d{1,3}(?:\.\d{1,3}){3}"
_V6 = r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}(?:\.\d{1,3}){0,3}"
_IN_BRACKETS = re.compile(rf"\[(?:IPv6:|::ffff:)?({_V4}|{_V6})(?:%[\w]{{1,20}})?\]", re.IGNORECASE)
_BARE = re.compile(rf"(?:^|[@\s])(?:::ffff:)?({_V4}|{_V6})(?=$|[\s:%])", re.IGNORECASE)
_ADDRESS = re.compile(rf"\[?(?:IPv6:)?({_V4}|{_V6})\]?", re.IGNORECASE)
_HELO = re.compile(r"(?:\bhelo=|^(?:HELO|EHLO|LHLO)\s{1,3})([^\s)]{1,255})", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\s@\[\]()]{1,100}@)?([A-Za-z0-9_][\w.\-]{0,253})\.?(?=\s|\[|$)")
_PROTOCOL = re.compile(r"(?:utf8)?[el]?smtps?a?|asmtp|https?|mapi|smtpsvc|qmqp|imap|pop3|local|lmtp", re.IGNORECASE)
_SIGNED_IN = re.compile(r"(?:UTF8)?[EL]SMTPS?A|ASMTP")
_SAYS_SO = re.compile(
    r"^(?:smtp[ \-])?auth(?:enticated|entication)?(?:$|[ :=])(?! ?(?:no|none|failed|false|anonymous)\b)"
    r"|\bauth(?:enticated)?[:=] ?(?!no\b|none|fail|false)\w"
    r"|\bauthenticated (?:sender|user|as|bits|by|id)\b|\bwith (?:login|plain|cram-md5|digest-md5|ntlm|poptime)\b",
    re.IGNORECASE,
)
# Who signed in, as the comments of servers name him: Postfix (``smtpd_sasl_authenticated_header``), sendmail, MDaemon, webmail;
# Courier; qmail with its patches for signing in; CommuniGate; sendmail with ``${auth_authen}``; qmail and Yahoo beside the address.
# Forms as in Apache SpamAssassin, Mail::SpamAssassin::Message::Metadata::Received.
_NAMED = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"^(?:\w{1,20} )?authenticated (?:sender|user|as|id)(?::|=| ) ?<?([^\s,;<>()]{1,255})",
        r"^(?:smtp[ \-]?)?auth(?:enticated)?[:=] ?(?:login|plain|cram-md5|digest-md5|ntlm|xoauth2) ([^\s,;<>()]{1,255})",
        r"^authenticated[:=] ?<?([^\s,;<>()=]{1,255})(?=$|[\s,;>)])",
        r"^smtp-?auth(?: username)? ([^\s,;<>()=]{1,255})",
        r"^account ([^\s,;<>()]{1,255})",
        r"^user=([^\s,;<>()]{1,255}) mech=",
        rf"^([^\s,;<>()\[\]]{{1,255}})@\[?{_V4}\]? with (?:login|plain|cram-md5|digest-md5|ntlm)\b",
    )
)
_NOBODY = {"no", "none", "failed", "false", "anonymous", "yes", "true", "bits", "unknown", "user", "sender"}
SIGNED_IN = ("x-authenticated-sender", "x-authenticated-user", "x-authenticated-id", "x-authenticated-by", "x-smtp-auth-user")


def hops(fields: Iterable[str]) -> tuple[Hop, ...]:
    """The hops of the fields in their order, the newest first; what only an own process did is left out."""
    found = []
    for number, field in enumerate(fields):
        if number >= HOPS:
            break
        one = hop(field)
        if one.helo or one.name or one.address or one.by:
            found.append(one)
    return tuple(found)


def hop(field: str) -> Hop:
    """One field, unfolded."""
    body, mark, moment = field[:FIELD].rpartition(";")
    clauses, comments = _clauses(body if mark else moment)
    source, by, protocol = clauses.get("from", []), clauses.get("by", []), _protocol(clauses.get("with") or clauses.get("via", []))
    helo, name, address = _client(source, comments.get("from", [])) if source else ("", "", "")
    said = [note for notes in comments.values() for note in notes]
    account = _account(said)
    return Hop(
        helo=helo[:255],
        name=name,
        address=address.lower(),
        by=by[0].rstrip(".")[:255] if by else "",
        protocol=protocol,
        time=dated(moment)[0],
        account=account,
        identifier=_bare(clauses.get("id")),
        recipient=_bare(clauses.get("for")).lower(),
        authenticated=bool(account) or bool(_SIGNED_IN.fullmatch(protocol)) or any(_SAYS_SO.search(note) for note in said),
    )


def _account(said: Iterable[str]) -> str:
    """Who signed in, by the first comment that names somebody; an address in lower case."""
    for note in said:
        if len(note) < 400 and (found := next(filter(None, (form.search(note) for form in _NAMED)), None)):
            name = found[1].strip("'\"")
            if name and name.lower() not in _NOBODY:
                return name.lower() if "@" in name else name
    return ""


def _bare(words: list[str] | None) -> str:
    """The first of the words behind ``id`` or ``for``, without angle brackets."""
    return words[0].strip("<>,;")[:255] if words else ""


def _clauses(text: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The words behind each of the words of RFC 5321, and the comments there."""
    words: dict[str, list[str]] = {"": []}
    comments: dict[str, list[str]] = {"": []}
    clause = ""
    for piece in _PIECE.findall(text)[:200]:
        if piece[0] == "(":
            comments[clause].append(piece[1:-1].strip())
        elif (name := piece.lower()) in _WORDS and name not in words and (not clause or words[clause]):
            clause = name
            words[clause], comments[clause] = [], []
        else:
            words[clause].append(piece)
    return words, comments


def _client(source: list[str], comments: list[str]) -> tuple[str, str, str]:
    """What the client called itself, its name and its address."""
    first, note, address = source[0], "", ""
    for note in comments:
        seen = _IN_BRACKETS.search(note) or _BARE.search(note)
        if seen:
            address = seen[1]
            break
    else:
        note = next((one for one in comments if "[" in one), "")
    literal = _ADDRESS.fullmatch(first)
    told = next((found for found in map(_HELO.search, comments) if found), None)
    if told:
        helo = _unmasked(told[1])
        return helo, "" if literal or first.lower() == "unknown" else first.rstrip("."), address or (literal[1] if literal else "")
    return first, _named(note), address or _beside(source) or (literal[1] if literal and not comments else "")


def _named(note: str) -> str:
    """The name in ``name [1.2.3.4]``, ``IDENT:someone@name [1.2.3.4]``; empty where it is unknown."""
    found = _NAME.match(note.removeprefix("IDENT:"))
    if found is None or _ADDRESS.fullmatch(found[1]) or found[1].lower() in ("unknown", "port", "helo"):
        return ""
    return found[1].rstrip(".")


def _beside(source: list[str]) -> str:
    """``from name [1.2.3.4] by``, without round brackets."""
    found = _IN_BRACKETS.fullmatch(source[1]) if len(source) > 1 else None
    return found[1] if found else ""


def _unmasked(helo: str) -> str:
    """A question mark is what qmail writes for what it does not like: ``?192.168.1.5?``."""
    inner = helo.strip("?")
    return f"[{inner}]" if helo.startswith("?") and _ADDRESS.fullmatch(inner) else helo


def _protocol(words: list[str]) -> str:
    """The first word that is a protocol (Exchange and Yahoo write others before it), else the first."""
    known = next((found for found in map(_PROTOCOL.fullmatch, words) if found), None)
    if known:
        return known[0].upper()
    return words[0].upper()[:40] if words else ""


def tells_who_signed_in(fields: Iterable[str]) -> bool:
    """Whether one of the *fields* (names in lower case) tells who signed in when the mail was handed in."""
    return any(name in SIGNED_IN for name in fields)
