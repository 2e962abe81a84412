"""Whether the person that a mail names as its sender has another address than the one it was sent from.

Sources: Palo Alto Unit 42, header samples of 2021-01 to 2023-03 (doubled quotes 2022-03-14 and 2022-03-29, an address within the
name 2022-02-10); JPCERT/CC, alerts on Emotet of 2019-11 and 2022-02 (the real correspondent's name before somebody else's address).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from mimawari.detectors.marks.mail_people import (
    PEOPLE,
    QUOTES,
    addresses,
    bears,
    is_own,
    is_related,
    is_role,
    is_same_name,
    is_service,
    is_shared,
    is_written_into,
    names,
    plain,
    tells_other,
)  # fmt: skip
from mimawari.knowledge import Knowledge
from mimawari.model import Mailbox, Message

_DOUBLED = re.compile(r'^\s*""([^"<>]{1,300})""\s*<')
_ESCAPED = re.compile(r'^\s*"\s?\\"([^"<>\\]{1,300})\\"\s?"\s*<')
# Encoded words that begin with a quotation mark (in base64: Ii).
_QUOTED = r"=\?[^?<>\"]{1,40}\?(?:[bB]\?Ii|[qQ]\?(?:=22|\"))[^<>]{1,900}\?="
_WORD_IN_QUOTES = re.compile(rf'^\s*"\s?({_QUOTED})\s?"\s*<')
_WORD = re.compile(rf"^\s*({_QUOTED})\s*<")
_INSTEAD = re.compile(r"\bvia\b|on behalf of|経由|の代理|代理送信|に代わって")
_TICKET = re.compile(r"#\d{3,12}\b|\b(?:ticket|case)[ :#-]{1,3}\d{3,12}\b", re.IGNORECASE)
_DESK = re.compile(r"(?:support|help|desk|helpdesk|service|servicedesk|cs)(?:[-._+0-9].{0,60})?")
_TASK = re.compile(
    r"(?:部|課|係|室|担当|事務局|センター|サポート|窓口|本社|支社|支店|営業所|委員会|チーム|グループ|複合機|お客様係)$"
)
_FIELD = re.compile(
    r"^(?:from|to|cc|bcc|sent|date|subject|reply-to|差出人|送信者|送信元|宛先|送信日時|日時|日付|件名|von|an|gesendet|de|para|à|da|a)\s*[:：]"
)
_GREETING = re.compile(r"^(?:dear|hi|hello|hey|to|good|caro|cara|gentile|hallo|liebe|lieber|bonjour|estimad|hola)\b")
_CALLED = re.compile(r"(?:様|さん|さま|殿|先生|御中|くん|君)")
_AS_SEEN = 4
_LINES, _BELOW, _SHORT, _TASK_NAME = 1500, 9, 70, 12


@dataclass(frozen=True, slots=True)
class Borrowed:
    """That a person of the thread is named as sender who has another address. ``weight`` is what it tells."""

    address: str
    weight: int


def doubled_quotes(message: Message, known: Knowledge) -> int:
    """What it weighs that the sender's name stands in two pairs of quotes: 4 as it was seen, 3 where one pair is escaped; else 0.

    1 less where the address tells the name, and where an escaped one says what it answers. 0 where the quotes are within one
    encoded word and no more, a frequent fault of honest programs, and for escaped ones of sending services.
    """
    weight = _quoted_twice(message.sender_field[:2000])
    if not weight or message.author is None or (message.bulk and weight < _AS_SEEN):
        return 0
    is_answer = weight < _AS_SEEN and message.is_threaded
    return weight - bears(message.author.name, message.author.address, known) - is_answer


def _quoted_twice(field: str) -> int:
    if _DOUBLED.match(field):
        return _AS_SEEN
    if _ESCAPED.match(field):
        return 3
    inner, outer = _WORD.match(field), _WORD_IN_QUOTES.match(field)
    found = outer or inner
    text = _decoded(found[1]).strip() if found else ""
    if len(text) > 4 and text.startswith('""') and text.endswith('""'):
        return _AS_SEEN
    return 3 if outer and len(text) > 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1] else 0


def _decoded(words: str) -> str:
    try:
        return str(make_header(decode_header(words)))
    except (HeaderParseError, UnicodeError, LookupError, ValueError):
        return ""


def is_signed(message: Message) -> bool:
    """Whether the text tells the very address that the mail was sent from."""
    return message.author is not None and "@" in message.author.address and message.author.address in message.text.lower()


def is_for_others(message: Message, known: Knowledge) -> bool:
    """Whether it is passed on for somebody: by a list, a service, a help desk, or in somebody's stead. Without an address, too."""
    author = message.author
    if author is None or not author.address or _is_rewritten(message, author, known):
        return True
    local = author.address.partition("@")[0]
    if is_service(local, known) or (bool(_DESK.fullmatch(local)) and bool(_TICKET.search(message.subject[:500]))):
        return True
    return bool(_INSTEAD.search(plain(author.name)) or _INSTEAD.search(message.sender_field[:2000].lower()))


def _is_rewritten(message: Message, author: Mailbox, known: Knowledge) -> bool:
    """Whether a list put its own address in place of the writer's: the mail goes to it, or comes back to its house."""
    if message.bulk != "list":
        return False
    goes = any(person.address == author.address for person in message.people)
    return goes or is_related(author.domain, message.envelope_sender.rpartition("@")[2].strip("<> "), known)


def address_in_name(message: Message, known: Knowledge) -> str:
    """The address that stands in the sender's name and is no address of the one who sent it; empty where there is none such."""
    author = message.author
    if author is None or is_for_others(message, known):
        return ""
    if "@" not in author.name and "＠" not in author.name:
        return ""
    told = addresses(plain(author.name))
    if any(is_own(author.address, one, known) or is_written_into(author.address, one) for one in told):
        return ""
    return next((one for one in told if not _is_passed_on(message, author, one, known)), "")


def _is_passed_on(message: Message, author: Mailbox, told: str, known: Knowledge) -> bool:
    """Whether a program writes in the name of somebody who filled in a form or called: forms, faxes, tickets, scanners."""
    local, _, _ = author.address.partition("@")
    if message.bulk == "auto" or told.partition("@")[0].isdigit():
        return True
    if bears(author.name, author.address, known):
        return True
    return told in plain(message.reply_to) and (is_role(local, known) or bool(message.bulk))


def borrowed(message: Message, known: Knowledge) -> Borrowed | None:
    """The other address of the person who is named as sender, as a quoted mail or the signature tells it."""
    author = message.author
    if author is None or is_for_others(message, known) or not _is_person(author.name, known):
        return None
    if is_signed(message) or bears(author.name, author.address, known):
        return None
    if any(author.address == person.address and message.bulk for person in message.people):
        return None
    claims = [*_in_quotes(message, author), *(message.correspondence.known_as if message.correspondence else ())]
    is_certain = bool(claims)
    claims = claims or [*_of_readers(message, author), *in_signature(message, author.name)]
    if not claims or any(is_own(author.address, one, known) for one in claims):
        return None
    return Borrowed(claims[0], _weight(message, author, claims[0], is_certain, known))


def _is_person(name: str, known: Knowledge) -> bool:
    whole = plain(name)
    if len(whole) < 2 or (len(whole) <= _TASK_NAME and " " not in whole and _TASK.search(whole)):
        return False
    return bool(names(name)) and not is_role(whole.split()[0], known)


def _in_quotes(message: Message, author: Mailbox) -> Iterator[str]:
    for quote in message.quotes[:QUOTES]:
        for person in (*((quote.sender,) if quote.sender else ()), *quote.people[:PEOPLE]):
            if person.address and person.name and is_same_name(person.name, author.name):
                yield person.address


def _of_readers(message: Message, author: Mailbox) -> Iterator[str]:
    """The address of a recipient of the same name: people write to themselves, too."""
    for person in message.people[:20]:
        if person.address and person.name and is_same_name(person.name, author.name):
            yield person.address


def _weight(message: Message, author: Mailbox, other: str, is_certain: bool, known: Knowledge) -> int:
    """4; less where the address may be private or a task's, where no quote tells it, or where a single surname is the same."""
    is_task = is_role(author.address.partition("@")[0], known)
    is_private = is_shared(author.domain, known) and not is_task and not tells_other(author.address, known)
    is_short = len(plain(author.name).split()) < 2 and (author.name.isascii() or len(plain(author.name)) <= 2)
    may_be_shop = is_task or is_role(other.partition("@")[0], known)
    return 4 - 2 * is_private - 2 * is_short - (not is_certain or (may_be_shop and message.is_threaded))


def in_signature(message: Message, name: str) -> Iterator[str]:
    """The addresses below a line with the *name*, as in a signature; not those of headings and behind salutations."""
    forms = [form for form in names(name) if len(form) >= 3]
    lines = [plain(line.lstrip("> |\t")) for line in message.text[: 64 << 10].splitlines()[:_LINES]]
    for number, line in enumerate(lines):
        if len(line) > _SHORT or _FIELD.match(line) or _GREETING.match(line):
            continue
        squeezed = "".join(line.split())
        form = next((form for form in forms if form in squeezed), "")
        if form and not _CALLED.match(squeezed, squeezed.index(form) + len(form)):
            for below in lines[number : number + _BELOW]:
                if not _FIELD.match(below):
                    yield from addresses(below)
