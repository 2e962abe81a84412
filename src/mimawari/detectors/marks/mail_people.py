"""Who is who in mails: which addresses belong to one firm, which names to one person, which address could be a person's own.

A firm is told by the domain that it registered, or by the label before it (``example.co.jp`` and ``example.com``). Where
anybody has a mailbox (free mail, access providers) a domain says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from mimawari.knowledge import Knowledge

_ADDRESS = re.compile(r"[a-z0-9][a-z0-9._+=-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}")
_ASIDE = re.compile(r"[(\[{<（【「［〔《].{0,80}?[)\]}>）】」］〕》]")
_BEHIND = re.compile(r"\s*(?:[|/／｜@＠,、:：]|\s[-–—]\s|\bvia\b|\bfrom\b).{0,200}$")
_HONORIFIC = re.compile(
    r"(?<=\S)(?:様|さん|さま|殿|先生|御中|氏|社長|部長|課長|係長|主任|専務|常務|店長)$|^(?:mr|mrs|ms|miss|dr|prof|herr|frau|sig)\.?\s"
)
_WORD = re.compile(r"[^\W\d_]{2,40}")
QUOTES, PEOPLE = 12, 30
"""How many of the quoted mails, and of the people of each, are compared."""
_LEAST, _NAME, _EXAMPLE = 4, 160, "example"
_MADE_UP = ("example", "test", "invalid")


def plain(text: str) -> str:
    """*text* in one width and in small letters, blanks as one."""
    return " ".join(unicodedata.normalize("NFKC", text[:2000]).casefold().split())


def addresses(text: str) -> tuple[str, ...]:
    """The mail addresses that stand in a :func:`plain` text, at most twenty."""
    return tuple(found[0] for found, _ in zip(_ADDRESS.finditer(text), range(20), strict=False)) if "@" in text else ()


@lru_cache(maxsize=4096)
def names(text: str) -> frozenset[str]:
    """The ways to compare a name: without blanks, asides, titles and what stands behind it; of two words also turned round."""
    whole = plain(text[:_NAME]).strip(" \"'")
    core = _BEHIND.sub("", _ASIDE.sub(" ", _ADDRESS.sub(" ", whole)).strip(" \"'"))
    found = set()
    for one in (whole, core, _ADDRESS.sub(" ", whole).strip(" <>\"'"), ",".join(whole.split(",")[:2])):
        words = _HONORIFIC.sub("", one.strip(" \"'")).replace(",", " ").replace(".", " ").split()
        found.add("".join(words))
        if 2 <= len(words) <= 3:
            found.add("".join((words[-1], *words[:-1])))
            found.add("".join((*words[1:], words[0])))
    return frozenset(one for one in found if len(one) >= 2 and not one.isdigit())


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are of the same person."""
    return bool(names(one) & names(other))


def house(domain: str, known: Knowledge) -> str:
    """The part of a *domain* that was registered: two labels, or three below a country's ``co``, ``or``, ``ne`` ...

    Below the names that are kept for examples (RFC 2606 and 6761, JPRS) there is one more for each who is made up.
    """
    labels = domain.lower().strip(".[]").split(".")
    deep = (
        len(labels) > 2
        and labels[-2] in as_set(known.marks["mail-second-levels"])
        and (len(labels[-1]) == 2 or labels[-1] in _MADE_UP)
    )
    size = 3 if deep else 2
    if len(labels) > size and labels[-size] == _EXAMPLE:
        size += 1
    return ".".join(labels[-size:])


def is_shared(domain: str, known: Knowledge) -> bool:
    """Whether anybody can have a mailbox there."""
    labels = domain.lower().split(".")
    shared = as_set(known.marks["mail-shared-hosts"])
    return any(".".join(labels[at:]) in shared for at in range(len(labels)))


def is_related(one: str, other: str, known: Knowledge) -> bool:
    """Whether two domains are of one firm; two of where anybody has a mailbox never are."""
    if not one or not other or is_shared(one, known) or is_shared(other, known):
        return False
    if one == other or one.endswith(f".{other}") or other.endswith(f".{one}"):
        return True
    first, second = house(one, known), house(other, known)
    return first == second or _is_like(first.partition(".")[0], second.partition(".")[0])


def _is_like(one: str, other: str) -> bool:
    """Whether two labels are a firm's: the same, or one begins or ends with the other."""
    short, long = sorted((one.replace("-", ""), other.replace("-", "")), key=len)
    if len(short) < _LEAST or short == _EXAMPLE:
        return False
    return short == long or (len(short) > _LEAST and (long.startswith(short) or long.endswith(short)))


def is_own(address: str, other: str, known: Knowledge) -> bool:
    """Whether the two may well be addresses of one person or firm: the same, of one firm, alike, or one written into the other."""
    if address == other:
        return True
    (local, _, domain), (other_local, _, other_domain) = address.partition("@"), other.partition("@")
    if is_related(domain, other_domain, known):
        return True
    return is_written_into(address, other) or is_written_into(other, address) or is_alike(local, other_local, known)


def is_written_into(address: str, other: str) -> bool:
    """Whether what is before the @ of *address* holds all of *other*, as services that pass mails on write it."""
    local, _, _ = address.partition("@")
    other_local, _, other_domain = other.partition("@")
    squeezed = re.sub(r"[^a-z0-9]", "", local)
    return len(local) > len(other_local) and all(
        len(part) > 1 and re.sub(r"[^a-z0-9]", "", part) in squeezed for part in (other_local, other_domain.rpartition(".")[0])
    )


def is_alike(local: str, other: str, known: Knowledge) -> bool:
    """Whether two mailbox names tell of one person: the same, one within the other, or a word of four letters in both."""
    if is_role(local, known) or is_role(other, known):
        return False
    first, second = (re.sub(r"[^a-z]", "", one.partition("+")[0]) for one in (local, other))
    short, long = sorted((first, second), key=len)
    if len(short) >= _LEAST and short in long:
        return True
    return bool({word for word in _WORD.findall(local) if len(word) >= _LEAST} & set(_WORD.findall(other)))


def is_role(local: str, known: Knowledge) -> bool:
    """Whether a mailbox is of a task and no person: ``info``, ``sales-tokyo``."""
    return re.split(r"[-._+0-9]", local.lower(), maxsplit=1)[0] in as_set(known.marks["mail-role-names"])


def is_service(local: str, known: Knowledge) -> bool:
    """Whether a program writes from it in the name of people: ``drive-shares-noreply``, ``reply+a8s9d``, ``scanner``."""
    words = set(re.split(r"[._+=-]", local.lower())) | {local.lower().partition("+")[0]}
    names_of = as_set(known.marks["mail-service-names"])
    joined = local.lower().replace("-", "").replace("_", "").replace(".", "")
    is_ticket = "+" in local and is_role(local, known)
    return is_ticket or bool(words & names_of) or "noreply" in joined or "donotreply" in joined


def bears(name: str, address: str, known: Knowledge) -> bool:
    """Whether an *address* tells the *name*: a word of it in Latin letters, initials, or a name in kanji as it is read."""
    local, _, domain = address.partition("@")
    squeezed = re.sub(r"[^a-z]", "", local)
    site = re.sub(r"[^a-z]", "", house(domain, known).partition(".")[0]) if not is_shared(domain, known) else ""
    words = _latin(name, known)
    if any(_holds(part, word) for word in words for part in (squeezed, site)):
        return True
    # t-yam, tyamada, yamat: an initial and the beginning of the other name, initials alone.
    heads = "".join(sorted(word[0] for word in words))
    return len(words) >= 2 and (
        "".join(sorted(squeezed)) == heads or any(len(squeezed) >= 3 and word.startswith(squeezed) for word in words)
    )


def _holds(text: str, word: str) -> bool:
    """Three letters only at an end: ``ito`` is in ``capitol``, too."""
    return word in text if len(word) >= _LEAST else len(word) == 3 and (text.startswith(word) or text.endswith(word))


def tells_other(address: str, known: Knowledge) -> bool:
    """Whether what is before the @ of an *address* that does not bear a name holds some surname: it is another person's."""
    words = set(_WORD.findall(address.partition("@")[0]))
    return any(reading in words for readings in _readings(known.marks["mail-surnames"]).values() for reading in readings)


def is_japanese(name: str, known: Knowledge) -> bool:
    """Whether a name is Japanese for certain: with kana, or with a frequent surname of two signs; other kanji may be Chinese."""
    if any("\u3040" <= char <= "\u30ff" for char in name):
        return True
    return any(len(surname) >= 2 and plain(name).startswith(surname) for surname in _readings(known.marks["mail-surnames"]))


def tells(local: str, known: Knowledge) -> bool:
    """Whether what is before an @ tells anybody's name: a word of four letters, and no task."""
    return any(len(word) >= _LEAST for word in _WORD.findall(local)) and not is_role(local, known)


def _latin(name: str, known: Knowledge) -> tuple[str, ...]:
    """The words of a name in Latin letters, and how its surname and its given name are read."""
    text = "".join(char for char in unicodedata.normalize("NFKD", plain(name[:_NAME])) if not unicodedata.combining(char))
    words = [word for word in _WORD.findall(_ADDRESS.sub(" ", text)) if word.isascii()]
    return (*words, *_read(name[:_NAME], known))


def _read(name: str, known: Knowledge) -> Iterator[str]:
    if name.isascii():
        return
    for surname, readings in _readings(known.marks["mail-surnames"]).items():
        if surname in name:
            yield from readings
    given, whole = _readings(known.marks["mail-given-names"]), "".join(plain(name).split())
    for size in (1, 2, 3):
        yield from given.get(whole[-size:], ())


def country(domain: str, known: Knowledge) -> str:
    """The country whose ending a *domain* has; empty for those that firms of any country use."""
    ending = domain.rpartition(".")[2].lower()
    return ending if len(ending) == 2 and ending not in as_set(known.marks["mail-world-countries"]) else ""


@cache
def as_set(values: tuple[str, ...]) -> frozenset[str]:
    """A list of marks as a set, made once."""
    return frozenset(values)


@cache
def _readings(rows: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {kanji: tuple(readings.split(",")) for kanji, _, readings in (row.partition("=") for row in rows)}
