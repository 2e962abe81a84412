"""What a mail has that its reader is to click on: an attachment of a kind that was sent with macros or scripts, or a link.

Sources: Palo Alto Unit 42, samples of 2018 to 2023 (kinds and names of attachments, folders of broken-into sites, ``/?NNNNNN``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from mimawari.detectors.marks.addresses import is_drawn_folder, is_site_folder, place_of
from mimawari.detectors.marks.disguise import extensions, is_runnable
from mimawari.detectors.marks.mail_people import as_set, house, is_shared, plain
from mimawari.knowledge import Knowledge
from mimawari.model import Embedded, Message

_RUNS = frozenset({"lnk", "one", "iso", "img", "vhd", "vhdx"})
_MACROS = frozenset({"docm", "dotm", "xlsm", "xlsb", "xlam", "xltm", "pptm"})
_DOCUMENTS = frozenset({"pdf", "htm", "html", "docx", "xlsx", "pptx", "csv"})
_UNTOLD = frozenset({"7z", "rar"})
# Gateways put the address into one of theirs.
_WRAPPED = re.compile(r"[?&](?:url|u|target|q)=(https?%3a%2f%2f[^&]{4,1000})", re.IGNORECASE)
_NUMBERED = re.compile(r"/\?\d{6}(?:&c=\d)?$")
_MADE = re.compile(r"/[^/?#.]{0,80}/?(?:\?\d{6}(?:&c=\d)?)?$")
_TAIL = r"[ _-]{0,3}(?:dt|[-–])?[ _-]{0,3}\d[\d ._,-]{1,24}(?:[ ,_-]{1,3}(?:usa|us|gmail|[a-z]{2,12}))?"
_MONTH = r"[ _-]{1,3}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[ ._-]{1,2}\d{1,2},? ?20\d{2}"
_DRAWN = re.compile(r"[a-z]{1,4}\d{5,8}[ _-]\d{6}")
_DATE = re.compile(
    r"(?:(?:19|20)\d{6}|\d{2}[._-]?\d{2}[._-]?20\d{2}|20\d{2}[._-]\d{2}[._-]\d{2}(?:[ _]\d{4})?)(?:[ _-]{1,3}[a-z]{2,12})?"
)
_ENDING = re.compile(r"\.(?:zip|one|lnk|xlsm|docm|js|7z|rar)$")
_MOST = 100


@dataclass(frozen=True, slots=True)
class Bait:
    """What it is: the file's name or the link, and what it weighs (1 or 2).

    ``is_locked``: the password stands beside it. ``by_name``: its name alone makes it weigh 2.
    ``is_daily``: it is of a kind that people send every day, and no package with macros.
    """

    what: str
    weight: int
    is_file: bool = True
    is_locked: bool = False
    by_name: bool = False
    is_daily: bool = False


def bait(message: Message, known: Knowledge) -> Bait | None:
    """The weightiest thing in it to be clicked on; None where there is nothing of a kind that was sent."""
    found = [one for file in _files(message)[:_MOST] if (one := _of_file(file, message, known))]
    found += [Bait(link, weight, is_file=False) for link in message.links[:300] if (weight := _of_link(link))]
    return max(found, key=lambda one: (one.weight, not one.by_name, one.is_locked), default=None)


def locked_with_password(message: Message) -> str:
    """The name of an attached archive that is locked where the text names what may be its password."""
    return next((file.name for file in _files(message)[:_MOST] if _is_locked(file, message)), "")


def some_link(message: Message, known: Knowledge) -> str:
    """Any link out of the mail that does not lead to its sender's own house."""
    own = house(message.author.domain, known) if message.author else ""
    for link in message.links[:300]:
        place = place_of(link)
        if place and not place.is_own and house(place.host, known) != own:
            return link
    return ""


def some_document(message: Message) -> str:
    """An attached document of a kind that holds no macros: Emotet sent some with a link in them, and so does everybody."""
    return next((file.name for file in _files(message)[:_MOST] if set(extensions(file.name)[-1:]) & _DOCUMENTS), "")


def _files(message: Message) -> tuple[Embedded, ...]:
    return message.files or tuple(Embedded(name=name) for name in message.attachments)


def _is_locked(file: Embedded, message: Message) -> bool:
    """Whether the text names a password, and it is locked or of a kind whose first bytes do not tell."""
    return bool(message.passwords) and (file.kind.endswith("-encrypted") or file.kind in _UNTOLD)


def _of_file(file: Embedded, message: Message, known: Knowledge) -> Bait | None:
    kind = (extensions(file.name)[-1:] or ("",))[0]
    runs = kind in _RUNS or is_runnable(file.name, known) or file.kind in ("lnk", "onenote", "pe")
    if not runs and kind not in as_set(known.marks["mail-bait-files"]) and not file.kind.endswith("-encrypted"):
        return None
    locked = _is_locked(file, message)
    by_name = not (runs or locked) and is_usual_name(file.name, message, known)
    return Bait(file.name, 1 + (runs or locked or by_name), is_locked=locked, by_name=by_name, is_daily=kind not in _MACROS)


def _of_link(link: str) -> int:
    """2 for a folder in a broken-into site or six digits at the end, 1 for a folder drawn by chance; pictures and pages 0."""
    if link.lower().startswith("ms-appinstaller:"):
        return 2
    inner = _WRAPPED.search(link[:3000])
    link = unquote(inner[1]) if inner else link
    if not link.lower().startswith("http") or len(link) > 500 or link.count("/") < 3:
        return 0
    if _NUMBERED.search(link) or (is_site_folder(link) and _MADE.search(link)):
        return 2
    return int(is_drawn_folder(link))


def is_usual_name(name: str, message: Message, known: Knowledge) -> bool:
    """Whether an attachment is called as Emotet called them: a word of a list and a number, a date, or who gets it."""
    stem = plain(name.replace("\\", "/").rpartition("/")[2]).partition(".doc")[0].partition(".xls")[0]
    stem = _ENDING.sub("", stem)
    if _usual(known.marks["emotet-mail-files"]).fullmatch(stem) or _DATE.fullmatch(stem) or _DRAWN.fullmatch(stem):
        return True
    return any(stem in _called(person.address, person.name, known) for person in message.people[:20])


def _called(address: str, name: str, known: Knowledge) -> set[str]:
    local, _, domain = address.partition("@")
    firm = {domain, house(domain, known).partition(".")[0]} if not is_shared(domain, known) else set()
    return {one for one in (plain(name), *plain(name).split(), local, address, *firm) if len(one) >= 4}


@cache
def _usual(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?:{_TAIL}|{_MONTH})")
