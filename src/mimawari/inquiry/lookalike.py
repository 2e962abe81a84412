"""Domains that only look like ours."""

from __future__ import annotations

from mimawari.inquiry.hosts import domain_of, org
from mimawari.knowledge import Knowledge
from mimawari.model import Firm

_SHAPES = str.maketrans({
    "0": "o", "1": "l", "i": "l", "|": "l", "3": "e", "5": "s", "8": "b", "а": "a", "е": "e", "о": "o", "р": "p", "с": "c",
    "х": "x", "у": "y", "і": "l", "ѕ": "s", "ԁ": "d", "ɡ": "g", "ո": "n", "α": "a", "ο": "o", "ν": "v", "κ": "k", "ı": "l",
})  # fmt: skip
"""Signs that are read for another (Unicode TR 39, those that matter in names of firms)."""
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_SHORTEST = 5
_LONGEST = 100


def looks_like(address: str, firm: Firm, known: Knowledge) -> str:
    """The domain of ours that a foreign address looks like; empty where it looks like none."""
    domain = domain_of(address)[:_LONGEST]
    if not domain or firm.owns(domain):
        return ""
    shown = _shown(domain)
    return next((own for own in firm.domains if _alike(shown, domain, own, known)), "")


def _alike(shown: str, domain: str, own: str, known: Knowledge) -> bool:
    if _bare(shown) == _bare(own) or _shape(shown) == _shape(own):
        return True
    if len(_bare(own)) >= _SHORTEST and _bare(own) in _bare(shown):
        return True
    ours, theirs = own.split(".")[0], {shown.split(".")[0], org(shown, known).split(".")[0]}
    if org(domain, known) == org(own, known) or len(ours) < _SHORTEST:
        return False
    return any(_is_near(ours, one) for one in theirs if len(one) >= _SHORTEST)


def _is_near(ours: str, theirs: str) -> bool:
    allowed = 2 if len(ours) >= 2 * _SHORTEST else 1
    return distance(_shape(ours), _shape(theirs)) <= allowed


def _shown(domain: str) -> str:
    """The domain as people see it, with punycode undone (RFC 3492)."""
    labels = []
    for label in domain.split("."):
        try:
            labels.append(label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label)
        except (UnicodeError, ValueError, OverflowError):
            labels.append(label)
    return ".".join(labels).lower()


def _bare(domain: str) -> str:
    return domain.replace(".", "").replace("-", "").replace("_", "")


def _shape(domain: str) -> str:
    text = domain.translate(_SHAPES)
    for pair, sign in _PAIRS:
        text = text.replace(pair, sign)
    return text


def distance(one: str, other: str) -> int:
    """How many letters are changed, left out, put in or swapped with their neighbour (Damerau) from one to the other."""
    one, other = one[:_LONGEST], other[:_LONGEST]
    before, row = list(range(len(other) + 1)), list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        older, before, row = before, row, [place]
        for at, sign in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != sign))
            if place > 1 and at > 1 and letter == other[at - 2] and sign == one[place - 2]:
                cost = min(cost, older[at - 2] + 1)
            row.append(cost)
    return row[-1]
