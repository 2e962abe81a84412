"""The people in a field of a mail's header (RFC 5322 3.4), as mail programs show them, however the field is broken.

Whatever else is lost, the address in angle brackets is not: of several the last counts, which is the one that a reply goes to.
Raw Japanese text is decoded before anything is cut, since its bytes may be quotes and commas; encoded words are decoded after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from mimawari.formats.mail.encoded_words import VALUE, readable
from mimawari.formats.scripts.charsets import decoded
from mimawari.model import Mailbox
from mimawari.model.mojibake import repaired

PEOPLE = 1000
"""The most people of one mail."""
_SHORT = 200
"""Up to how many bytes a field is remembered: most are of one person."""
_PIECE = re.compile(
    r"=\?[^?\s]{1,60}\?[bBqQ]\?(?:[^?=]++|\?(?!=)|=(?!\?[^?=\s]{1,60}\?[bBqQ]\?)){0,4000}\?="
    r'|"(?:[^"\\]++|\\.){0,200}+"'
    r"|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.){0,100}+\)){0,200}+\)"
    r"|<[^<>]{0,1000}>"
    r'|[,;:]|\s+|[^\s,;:"(<=]++|[^\s,;:]',
    re.DOTALL,
)
_PLAIN = re.compile(r'(?:"([^"\\<>@,=]{0,200})"|([^"\\<>@,;:()=]{0,200}))\s{0,20}<([^\s<>@",;:()]{1,100}@[^\s<>@",;:()]{1,200})>')
_BARE = re.compile(r"[^\s@<>()\[\]\",;:]{1,200}@(?:[^\s@<>()\[\]\",;:]{1,255}|\[[^\s\[\]]{1,60}\])")
_COMMENT = re.compile(r"\((?:[^()\\]++|\\.){0,100}+\)")
_QUOTED = re.compile(r'(?:mailto:)?"([^"\\@]{1,100})"@([^\s@"]{1,255})')
_ATOMS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-]+")
_PAIR = re.compile(r"\\(.)", re.DOTALL)
_QUOTES = '"“”„«»「」＂'


def people(raw: bytes) -> list[Mailbox]:
    """Everyone in a field, in its order, at most :data:`PEOPLE`; who has only a name has no address."""
    return list(_known(raw)) if len(raw) <= _SHORT else people_in(decoded(raw[:VALUE]).strip())


@lru_cache(maxsize=4096)
def _known(raw: bytes) -> tuple[Mailbox, ...]:
    """The same few people write to each other all the time."""
    return tuple(people_in(decoded(raw).strip()))


def people_in(text: str, most: int = PEOPLE) -> list[Mailbox]:
    """The same of a text in which encoded words may stand, up to so many."""
    plain = _PLAIN.fullmatch(text)
    if plain:
        return [Mailbox(_name(plain[1] or plain[2] or ""), plain[3].lower())]
    found = [one for one in map(_mailbox, _joined(_split(text, most))) if one]
    if not any(one.address for one in found) and "=?" in text:
        # Senders that encode the address with the name.
        whole = readable(text.encode("utf-8", "replace"))
        return people_in(whole, most) if "@" in whole and "=?" not in whole else found
    return found[:most]


def _split(text: str, most: int) -> Iterator[list[str]]:
    """The pieces of each one, groups without their names."""
    one: list[str] = []
    grouped = ";" in text
    for number, found in enumerate(_PIECE.finditer(text)):
        piece = found[0]
        if number >= 20 * most:
            break
        if piece in (",", ";"):
            yield one
            one = []
        elif piece == ":" and grouped and not any("@" in part for part in one):
            one = []
        else:
            one.append(piece)
    yield one


def _joined(parts: Iterable[list[str]]) -> Iterator[list[str]]:
    """``Yamada, Taro <a@b>`` without quotes is one: what has no address belongs to the one with angle brackets behind it."""
    waiting: list[list[str]] = []
    for part in parts:
        if not any("@" in piece for piece in part) and not _angles(part):
            waiting = [*waiting, part] if len(waiting) < 5 and "".join(part).strip() else waiting
            continue
        if waiting and _angles(part) and len(waiting) <= 3:
            yield [piece for before in waiting for piece in (*before, ", ")] + part
        else:
            yield from (*waiting, part)
        waiting = []
    yield from waiting


def _angles(part: list[str]) -> list[int]:
    return [place for place, piece in enumerate(part) if piece[0] == "<" and piece[-1] == ">" and len(piece) > 2]


def _mailbox(part: list[str]) -> Mailbox | None:
    angles = _angles(part)
    if angles:
        at = next((place for place in reversed(angles) if "@" in part[place]), angles[-1])
        before, behind = "".join(map(_shown, part[:at])), "".join(map(_shown, part[at + 1 :]))
        return Mailbox(_name(before) or _name(behind.strip("() ")), _address(part[at][1:-1]))
    return _without_angles(part)


def _without_angles(part: list[str]) -> Mailbox | None:
    """``a@b (Name)``, ``Name a@b``, ``"a"@b``, an angle that is not closed, or only a name."""
    for place, (piece, behind) in enumerate(pairwise(part)):
        if piece[0] == '"' and behind[0] == "@":
            return Mailbox(_name("".join(map(_shown, part[:place]))), _address(piece + behind))
    bare = "".join(piece for piece in part if piece[0] not in '("')
    found = [one for one in _BARE.finditer(bare) if "." in one[0].rpartition("@")[2] or one[0] == bare.strip()]
    if found:
        last = found[-1]
        comment = "".join(piece[1:-1] for piece in part if piece[0] == "(" and piece[-1] == ")")
        quoted = "".join(_shown(piece) for piece in part if piece[0] == '"')
        name = f"{quoted} {bare[: last.start()]} {bare[last.end() :]}".replace("<", " ").replace(">", " ")
        return Mailbox(_name(name) or _name(comment), _address(last[0]))
    part = [piece for piece in part if piece != "<>"]
    if all(piece[0] == "(" or piece.isspace() for piece in part):
        return None
    whole = "".join(map(_shown, part)).strip()
    hidden = _BARE.search(whole)
    if hidden:
        return Mailbox(_name(whole[: hidden.start()].rstrip(" <([")), _address(hidden[0]))
    return Mailbox(_name(whole), "") if _name(whole) else None


def _shown(piece: str) -> str:
    """A piece as it is shown: without its quotes."""
    if piece[0] == '"' and piece[-1] == '"' and len(piece) > 1:
        inner = piece[1:-1]
        return _PAIR.sub(r"\1", inner) if "\\" in inner else inner
    return piece


def _name(text: str) -> str:
    """Decoded, on one line, without quotes around it, mojibake repaired."""
    if "=?" in text:
        text = readable(text.encode("utf-8", "replace"))
    elif not text:
        return ""
    one = " ".join(text.split()).strip(f" ,;{_QUOTES}")[:500].strip()
    if len(one) > 2 and one[0] == one[-1] == "'":
        one = one[1:-1].strip(f" {_QUOTES}")
    return repaired(one)


def _address(text: str) -> str:
    """In lower case, without comments, ``mailto:`` and the way that old mails named (``@relay:a@b``)."""
    if quoted := _QUOTED.fullmatch(text.strip()):
        # Japanese carriers gave out addresses with dots that the standard has only in quotes; they are reached without.
        local = quoted[1] if _ATOMS.fullmatch(quoted[1]) else f'"{quoted[1]}"'
        return f"{local}@{quoted[2]}".lower()[:500]
    if "(" in text:
        text = _COMMENT.sub("", text)
    text = "".join(text.split()) if "@" in text else " ".join(text.split())
    text = text.removeprefix("mailto:").strip("'\"")
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2]
    return text.lower()[:500]
