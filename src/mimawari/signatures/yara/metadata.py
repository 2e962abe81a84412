"""What the author of a rule says of it in ``meta``, as a row. The contract of our own rules is in docs/rules.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from string import Formatter

from mimawari.knowledge import Knowledge
from mimawari.model import About, Row, Strength, Words
from mimawari.signatures import dates

BY = "yara"
MOST_TEXT = 300
"""So many characters are kept of what somebody wrote."""

SURE = 75
"""The score (signature-base: 0 to 100) from which a rule of others is more than a hint."""

_FIELDS = frozenset({"file", "rule", "age"})
_WEAK = re.compile(r"susp|suspicious|hunting|hunt|info|informational|test|experimental|indicator|pua|pup", re.IGNORECASE)
"""How names or tags begin of rules whose authors do not say *malware*: signature-base's and YARA-Forge's prefixes."""

_HONEST = frozenset({"tool", "tools", "packer", "packers", "compiler", "info", "technique", "capability", "goodware"})
"""Tags, categories and beginnings of names of what honest things are, too: where no malware is named beside. The categories of the
CCCS YARA specification are INFO, TECHNIQUE, TOOL, and EXPLOIT and MALWARE.
"""

_LOW = frozenset({"info", "informational", "information", "none", "low", "benign", "harmless", "unknown"})
_UNREADY = frozenset({"testing", "test", "experimental", "deprecated"})
"""``status`` of the CCCS specification and of Sigma."""

_SAYING = (
    "description", "desc", "score", "severity", "threat_level", "confidence", "risk", "category", "malware", "malware_family",
    "family", "malware_type", "threat_name", "tc_detection_name",
)  # fmt: skip
"""What says anything of what a rule fits."""

_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_STRENGTHS = {strength.word: strength for strength in Strength}
_DATES = (
    "last_modified", "modified", "modification_date", "updated", "updated_date", "date", "created_date", "creation_date", "created",
    "first_imported",
)  # fmt: skip
_MOST_DATE = 40

Meta = Mapping[str, str]


def read(pairs: Iterable[tuple[str, object]]) -> Meta:
    """The first value of each name, as text in one line. Names in lower case."""
    found: dict[str, str] = {}
    for name, value in pairs:
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        found.setdefault(name.lower(), " ".join(text.split()))
    return found


def own_row(name: str, meta: Meta, collection: str) -> Row:
    """The row of a rule of the knowledge: all as its ``meta`` says."""
    return Row(
        by=BY,
        name=name,
        collection=collection,
        strength=_STRENGTHS.get(meta.get("strength", ""), Strength.HINT),
        about=About.HOST if meta.get("about") == About.HOST else About.DELIVERY,
        family=meta.get("family") or None,
        author=_cut(meta.get("author", "")),
        licence=_cut(meta.get("license", "")),
        reference=_cut(meta.get("reference", "")),
        date=date(meta),
        note=_cut(meta.get("description", "")),
        words=words(meta),
        era=_listed(meta.get("era", "")),
        attack=_listed(meta.get("attack", "")),
        past=meta.get("past") == "yes",
        note_ja=_cut(meta.get("description_ja", "")),
        is_ours=True,
        described=True,
    )


def others_row(name: str, tags: Iterable[str], meta: Meta, collection: str, known: Knowledge) -> Row:
    """The row of a rule that the user brought. What its author wrote is shown, never used as a sentence of ours."""
    tags = tuple(tags)
    named = family(name, tags, meta, known.families)
    is_hint = is_weak(name, tags, meta) or (named is None and is_honest(name, tags, meta))
    return Row(
        by=BY,
        name=name,
        collection=collection,
        strength=Strength.HINT if is_hint else Strength.STRONG,
        family=named,
        author=_cut(meta.get("author", "")),
        licence=_cut(meta.get("license") or meta.get("licence", "")),
        reference=_cut(meta.get("reference") or meta.get("reference1", "")),
        date=date(meta),
        note=_cut(meta.get("description") or meta.get("desc", "")),
        unread_date="" if date(meta) else _unread(meta),
        described=any(meta.get(key) for key in _SAYING),
    )


def words(meta: Meta) -> Words | None:
    """The sentences, if there is one in every language and none names anything but file, rule and age."""
    en, ja = meta.get("en", ""), meta.get("ja", "")
    return Words(en=en, ja=ja) if _is_sentence(en) and _is_sentence(ja) else None


def _is_sentence(text: str) -> bool:
    try:
        places = [place for place in Formatter().parse(text) if place[1] is not None]
    except ValueError:
        return False
    return bool(text) and all(name in _FIELDS and not form and not turn for _, name, form, turn in places)


def is_weak(name: str, tags: Iterable[str], meta: Meta) -> bool:
    """Whether the author himself takes a fit for no more than suspicious."""
    score = meta.get("score", "")
    if score.isascii() and score.isdecimal() and int(score[:6]) < SURE:
        return True
    said = {meta.get(key, "").lower() for key in ("severity", "threat_level", "confidence", "risk")}
    if meta.get("status", "").lower() in _UNREADY or not _LOW.isdisjoint(said):
        return True
    return any(_WEAK.fullmatch(word) for word in (_first(name), *tags))


def is_honest(name: str, tags: Iterable[str], meta: Meta) -> bool:
    """Whether the author speaks of a kind of thing that is no malware by itself."""
    return any(word.lower() in _HONEST for word in (_first(name), *tags, meta.get("category", ""), meta.get("type", "")))


def _first(name: str) -> str:
    return re.split(r"[_.]", name.lstrip("_"), maxsplit=1)[0]


def family(name: str, tags: Iterable[str], meta: Meta, families: frozenset[str]) -> str | None:
    """The one family of *families* that stands as a whole word in the name or a tag; None for none, and for several."""
    named = [meta[key] for key in ("malware_family", "family", "malware") if key in meta]
    words = {word for text in (name, *tags, *named) for word in _words(text)}
    said = {one for one in families if one in words or ("-" in one and one.replace("-", "") in words)}
    return said.pop() if len(said) == 1 else None


def _words(text: str) -> set[str]:
    """The words of a name, and two neighbours with a hyphen: ``APT_CobaltStrike_x64``, ``Cobalt_Strike``, ``EmotetLoader``."""
    whole = [word.lower() for word in re.split(r"[^A-Za-z0-9]+", text[:MOST_TEXT]) if word]
    split = [piece.lower() for piece in _PIECE.findall(text[:MOST_TEXT])]
    pairs = {f"{first}-{second}" for words in (whole, split) for first, second in pairwise(words)}
    return {*whole, *split, *pairs}


def date(meta: Meta) -> str:
    """The newest of its dates in ISO 8601; empty where none can be read without a guess."""
    return max((dates.read(meta.get(key, "")) for key in _DATES), default="")


def _unread(meta: Meta) -> str:
    """What stands where a date should, and is none that can be read."""
    return next((text[:_MOST_DATE] for key in _DATES if (text := meta.get(key, ""))), "")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _cut(text: str) -> str:
    return text[:MOST_TEXT]
