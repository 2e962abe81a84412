"""The mails that a mail quotes: the lines above each that say whose it is, and what was written above the first of them.

Two forms are met everywhere: a line (``On Mon, 3 Mar 2022, Taro <taro@example.jp> wrote:``), and a block of fields
(``From: ... Sent: ... To: ... Subject: ...``), each in many languages. Lines that only begin with ``>`` tell where a quote
begins, not whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mimawari.formats.mail.encoded_words import readable
from mimawari.formats.mail.labels import DATE, DAY, FROM, LEAD, LONGEST, MARK, MOMENT, OTHER, ROLES, RULE, SUBJECT, TO, WROTE
from mimawari.formats.mail.people import people_in
from mimawari.model import Mailbox, Quote

QUOTES, PEOPLE = 50, 200
"""The most quoted mails that are told of one mail, and people of one quote."""
_LINES, _LINE, _BLOCK, _LISTED = 10_000, 1000, 20, 8000
_LONG_NAME = 40
_SPACE = " \t\r\u3000\u00a0"
_SIGNS = f"{_SPACE}>|＞｜"
_AROUND_FIELD = " \t*_\u00a0\u3000"
_ENDS = (":", "：", "︰")
_MAILTO = re.compile(
    r"<mailto:([^<>\s]{1,300})>|\[mailto:([^\[\]\s]{1,300})\]|\[([^\[\]\s@]{1,100}@[^\[\]\s]{1,200})\]", re.IGNORECASE
)
_TWICE = re.compile(r"<([^<>\s@]{1,100}@[^<>\s]{1,200})\s?<[^<>]{1,300}>>")
_ADDRESS = re.compile(r"[<(＜]{0,2}(?:mailto:)?([A-Za-z0-9_.!#$%&'*+/=?^`{|}~\-]{1,100}@[A-Za-z0-9.\-]{1,253})[>)＞]{0,2}")
_HONOURS = re.compile(r"(?:さん|様|さま|氏|님)(?:は|が|の|より|から)?[、,]?$|(?:から|より|님)?の?$")
_AROUND = ' \t,、，:：;*"“”「」『』()（）<>[]'
_BEHIND_DAY = re.compile(
    r"^(?:\([^()]{1,4}\)|（[^（）]{1,4}）|[月火水木金土日]曜日?|[,、 ]|に|[+\-]\d{4}|\w{1,10}\" == "
    r"|(?:um|at|à|a las|om|kl\.?|uhr)(?= ))+",
    re.IGNORECASE,
)
_SAN = re.compile(r"さん(?:は|が|曰く|より| wrote)|(?:書きました|かきました|書かれました)[:：。]?$")
# Old mailers name the mail before its sender: it looks like an address and is none.
_IN_MAIL = re.compile(
    r"\b(?:in|message-id:?|article|message|mail)\s{1,3}(?:message\s{1,3}|article\s{1,3})?<[^<>\s]{1,300}>", re.IGNORECASE
)


@dataclass(slots=True)
class _Found:
    """What a heading says, and the line behind it. ``start`` is the line that it begins in."""

    start: int
    end: int
    quote: Quote | None


@dataclass(slots=True)
class _Block:
    """Fields as they are gathered, by their role."""

    values: dict[str, list[str]] = field(default_factory=dict)
    end: int = 0

    @property
    def is_heading(self) -> bool:
        return FROM in self.values and any(role in self.values for role in (DATE, TO, SUBJECT))


@dataclass(frozen=True, slots=True)
class Piece:
    """One quoted mail: its quote (None: no line says whose it is), the lines of its heading as they stand, and its text."""

    quote: Quote | None
    heading: str
    text: str


def quoted(text: str) -> tuple[str, tuple[Quote, ...]]:
    """What is written above the first quoted mail (how *text* begins), and the headings of all that can be told."""
    lines = text.split("\n", _LINES)[:_LINES]
    above, found = _walk(lines)
    written = text if above is None else "\n".join(lines[:above])
    return written.rstrip(), tuple(one.quote for one in found if one.quote)


def pieces(text: str) -> tuple[Piece, ...]:
    """The quoted mails of a text with what each says, in their order; signs of quoting (``>``) still stand in it."""
    lines = text.split("\n", _LINES)[:_LINES]
    above, found = _walk(lines)
    starts = [_above(lines, one.start) for one in found]
    told: list[Piece] = []
    if above is not None and (not starts or above < starts[0]):
        told.append(Piece(None, "", "\n".join(lines[above : starts[0] if starts else None])))
    for number, one in enumerate(found):
        end = starts[number + 1] if number + 1 < len(found) else len(lines)
        said = "\n".join(lines[one.end : end])
        if one.quote or said.strip(_SIGNS + "\n"):
            told.append(Piece(one.quote, "\n".join(lines[starts[number] : one.end]), said))
    return tuple(told)


def _walk(lines: Sequence[str]) -> tuple[int | None, list[_Found]]:
    """The line that the first quoted mail begins in, None where none does, and all headings."""
    found: list[_Found] = []
    above: int | None = None
    at = told = 0
    while at < len(lines) and told < QUOTES:
        bare = lines[at].lstrip(_SIGNS).rstrip(_SPACE)
        heading = _heading(lines, at, bare) if bare else None
        if heading is None:
            if above is None and _is_quoted(lines, at):
                above = at
            at += 1
            continue
        above = _above(lines, heading.start) if above is None else above
        found.append(heading)
        told += heading.quote is not None
        at = max(at + 1, heading.end)
    return above, found


def _heading(lines: Sequence[str], at: int, bare: str) -> _Found | None:
    role, _ = _field(bare)
    if role:
        return _block(lines, at) if role != OTHER else None
    last = bare[-1]
    if last in _ENDS or (last in "eた頃く。" and WROTE.search(bare[-20:]) and _quote_follows(lines, at)):
        return _line(lines, at, bare[:_LINE])
    if len(bare) < 200 and bare[0] in "-_=*－＝―bB以引" and MARK.fullmatch(bare):
        return _Found(at, at + 1, None)
    return None


def _is_quoted(lines: Sequence[str], at: int) -> bool:
    """A line of a quote, and the next as well: a lone sign may be anything."""
    return (
        lines[at].lstrip(" ")[:1] in (">", "＞") and at + 1 < len(lines) and lines[at + 1].lstrip(" ")[:1] in (">", "＞", "", "\r")
    )


def _quote_follows(lines: Sequence[str], at: int) -> bool:
    """Whether the next line with something in it, of three, is one of a quote."""
    for line in lines[at + 1 : at + 4]:
        mark = line.lstrip(_SPACE)[:1]
        if mark:
            return mark in ">＞|｜"
    return False


def _above(lines: Sequence[str], at: int) -> int:
    """Where the heading begins, with the rules, marks and empty lines before it."""
    while at and (
        not (bare := lines[at - 1].lstrip(_SIGNS).rstrip(_SPACE)) or RULE.fullmatch(bare[:200]) or MARK.fullmatch(bare[:200])
    ):
        at -= 1
    return at


def _colon(bare: str) -> int:
    start = bare[: LONGEST + 6]
    narrow, wide = start.find(":"), start.find("：")
    return narrow if wide < 0 or 0 <= narrow < wide else wide


def _field(bare: str) -> tuple[str, int]:
    """The role of the field that a line begins with, empty where it is none, and where its colon stands."""
    colon = _colon(bare)
    return ROLES.get(bare[:colon].strip(_AROUND_FIELD).lower(), "") if 0 < colon <= LONGEST else "", colon


def _block(lines: Sequence[str], at: int) -> _Found | None:
    """Fields one below the other, which may be folded and have empty lines between them."""
    block, role, empty, number = _Block(end=at), "", 0, at
    for number in range(at, min(len(lines), at + _BLOCK)):
        bare = lines[number].lstrip(_SIGNS).rstrip(_SPACE)[:_LISTED]
        named, colon = _field(bare)
        if named in (FROM, DATE, SUBJECT) and named in block.values:
            # The next mail's.
            break
        if named:
            role, empty, block.end = named, 0, number + 1
            block.values.setdefault(role, []).append(bare[colon + 1 :].strip(_AROUND_FIELD))
        elif not bare:
            empty += 1
            if empty > 1:
                break
        elif empty or not _continues(lines, number, block.values.get(role), role == TO):
            break
        else:
            block.values[role][-1] = f"{block.values[role][-1]} {bare}".lstrip()
            block.end = number + 1
    is_heading = block.is_heading or (FROM in block.values and _is_marked(lines, at))
    return _Found(at, block.end, _told(block)) if is_heading else None


def _is_marked(lines: Sequence[str], at: int) -> bool:
    return at > 0 and MARK.fullmatch(lines[at - 1].lstrip(_SIGNS).rstrip(_SPACE)[:200]) is not None


def _continues(lines: Sequence[str], number: int, values: list[str] | None, are_people: bool) -> bool:
    """Whether a line goes on with the one before: its value, more people, or the rest of what was folded."""
    if values is None or len(values[-1]) > _LISTED:
        return False
    bare = lines[number].rstrip(_SPACE)
    if not values[-1] or (number + 1 < len(lines) and _field(lines[number + 1].lstrip(_SIGNS))[0]):
        return True
    return are_people and (values[-1][-1] in ";,、" or bare[-1] in ";>" or "@" in bare)


def _told(block: _Block) -> Quote:
    senders = _people("; ".join(block.values[FROM][:1]))
    others = [one for listed in block.values.get(TO, ())[:10] for one in _people(listed)]
    sender = senders[0] if senders else None
    return Quote(
        sender=sender,
        people=tuple(dict.fromkeys([*senders[:1], *others]))[:PEOPLE],
        subject=_shown(block.values.get(SUBJECT, [""])[0][:500]),
        date=block.values.get(DATE, [""])[0][:100],
    )


def _shown(text: str) -> str:
    """Where the text gives a mail back as it was sent, its words are still encoded."""
    return readable(text.encode("utf-8", "replace")) if "=?" in text else text


def _people(text: str) -> list[Mailbox]:
    return people_in(_plain(text[:_LISTED]).strip())


def _plain(text: str) -> str:
    """The ways in which Outlook writes an address, as one."""
    if "<" in text or "[" in text:
        text = _MAILTO.sub(lambda found: f"<{found[1] or found[2] or found[3]}>", text)
        text = _TWICE.sub(r"<\1>", text)
    return text


def _line(lines: Sequence[str], at: int, bare: str) -> _Found | None:
    """``... wrote:``, which may be broken over three lines."""
    start, whole = at, bare
    follows = _quote_follows(lines, at)
    if not WROTE.search(bare[-40:]) and not _names(bare, follows):
        return None
    while start > max(0, at - 2) and not _is_whole(whole):
        before = lines[start - 1].lstrip(_SIGNS).rstrip(_SPACE)[:_LINE]
        if not before or not (DAY.search(before) or "@" in before):
            break
        start, whole = start - 1, f"{before} {whole}"
    quote = _said(whole, follows)
    if quote is None or not (follows or quote.people[0].address or MOMENT.search(whole)):
        return None
    return _Found(start, at + 1, quote)


def _names(bare: str, is_quote_next: bool) -> bool:
    """Gmail and mutt say only when and who."""
    return "@" in bare and (is_quote_next or ("<" in bare and DAY.search(bare) is not None and MOMENT.search(bare) is not None))


def _is_whole(text: str) -> bool:
    return DAY.search(text) is not None or len(text) > 300


def _said(whole: str, follows: bool) -> Quote | None:
    """Who and when, of such a line; None where it names neither an address, nor a day or a quote that *follows* with a writer."""
    text = _IN_MAIL.sub(" ", _plain(whole.rstrip(" :：︰。\t")))
    found = _ADDRESS.search(text)
    address = found[1].lower().strip(".'") if found else ""
    if found:
        text = f"{text[: found.start()]} \0 {text[found.end() :]}"
    day, wrote = DAY.search(text), WROTE.search(text)
    if not address and not (wrote and (day or follows)) and not _SAN.search(whole):
        return None
    date, rest = _moment(text, day) if day else ("", text)
    name = _person(rest)
    if not address and (not name or (not day and len(name) > _LONG_NAME)):
        return None
    sender = Mailbox(name, address)
    return Quote(sender=sender, people=(sender,), date=date)


def _moment(text: str, day: re.Match[str]) -> tuple[str, str]:
    """The date, and what is left when it is taken out."""
    clock = MOMENT.search(text, day.end(), day.end() + 60)
    # The time may stand before the day, as Eudora has it.
    before = MOMENT.search(text, max(0, day.start() - 20), day.start())
    start = before.start() if before and not clock else day.start()
    end = clock.end() if clock else day.end()
    return text[start:end].strip(), f"{text[:start]} \0 {text[end:]}"


def _person(text: str) -> str:
    """The longest of what is left between the date and the address that is no word of the heading itself."""
    best = ""
    for piece in WROTE.sub("\0", text).split("\0"):
        one = LEAD.sub("", piece.strip(_AROUND)).strip(_AROUND)
        one = _HONOURS.sub("", _BEHIND_DAY.sub("", one)).strip(_AROUND)
        one = one[1:-1] if len(one) > 2 and one[0] == one[-1] == "'" else one
        if len(one) > len(best) and not one.isdigit():
            best = one
    return best[:200]
