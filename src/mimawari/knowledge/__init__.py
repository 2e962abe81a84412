"""All that changes when Emotet changes: names, dates, minimums, advice. Data with its source, and one typed loader."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from mimawari.knowledge import exposure, help_desks, indicators, law, notices, orders, playbook, protections, services, traces, us
from mimawari.knowledge.details import Details
from mimawari.knowledge.exposure import ExposureTables
from mimawari.knowledge.indicators import Indicator, Indicators
from mimawari.knowledge.law import Law
from mimawari.knowledge.notices import Notices
from mimawari.knowledge.protections import Protections
from mimawari.knowledge.traces import Trace
from mimawari.knowledge.us import UsTables
from mimawari.model import Gap, HelpDesk, OnlineService, OrderLayout, Playbook, Provenance, Words, os_words

__all__ = ["FORMAT", "Advice", "Era", "Gone", "Indicator", "Indicators", "Knowledge", "Law", "Protections", "Provenance", "load"]

FORMAT = 1
"""The form of the tables. It rises whenever an older program would misread newer tables; then it takes no such update."""
DESKS = ("advice", "police", "reports", "partners")
"""The tables of desks, in the order in which desks are named."""


@dataclass(frozen=True, slots=True)
class Era:
    """A period of Emotet's history: first and last day (ISO dates) and what an infected PC looked like."""

    name: str
    first: str
    last: str
    words: Words


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do now: the one thing that comes first, then all steps in order."""

    first: Words
    steps: tuple[Words, ...]


@dataclass(frozen=True)
class Knowledge:
    """What the program knows, at one version. Names are lower case. ``letter_pairs``: bits, see its table.

    ``traces``: by the kind of artifact that they speak of. ``marks``: lists of words by the name of their file in ``data/marks``.
    ``aliases``: families by all that they are called, their own names too. ``details``: what gaps say more closely, phrase by
    phrase. ``like``: kinds of sources that are spoken of alike, each with the name that they have in common (``mail`` for every
    kind of mailbox). ``rules``: texts of YARA rules by the name of their file in ``data/yara``. ``indicators``: files known by
    their hash or name. ``apart``: what is wanted whose advice does not depend on the kind of source. ``us``: the tables
    of "is it us, or only our address?". ``playbook``: what is done after a verdict. ``help_desks``: who helps, those to begin
    with first; ``prefectures``: their names by code (JIS X 0401); ``law``: the duties after a leak. ``services``: where a firm
    signs in to. ``exposure``: how people and addresses are told apart. ``order_layouts``: order exports of shop systems.
    ``notices``: drafts of letters and reports. ``protections``: what keeps malware out. ``provenance``: where all this is from.
    """

    version: str
    as_of: str
    word_list: str
    eras: Mapping[str, Era]
    minimum: Mapping[str, tuple[str, ...]]
    families: frozenset[str]
    aliases: Mapping[str, str]
    redistributed: frozenset[str]
    program_extensions: frozenset[str]
    vendors: frozenset[str]
    letter_pairs: Mapping[str, int]
    traces: Mapping[str, tuple[Trace, ...]]
    marks: Mapping[str, tuple[str, ...]]
    indicators: Indicators
    details: Details
    remedies: Mapping[str, Words]
    like: Mapping[str, str]
    apart: frozenset[str]
    rules: Mapping[str, str]
    advice: Mapping[str, Advice]
    wording: Mapping[str, Mapping[str, Words]]
    us: UsTables = field(default_factory=UsTables)
    playbook: Playbook = field(default_factory=Playbook)
    help_desks: tuple[HelpDesk, ...] = ()
    prefectures: Mapping[str, Words] = field(default_factory=dict)
    law: Law = field(default_factory=Law)
    services: tuple[OnlineService, ...] = ()
    exposure: ExposureTables = field(default_factory=ExposureTables)
    order_layouts: tuple[OrderLayout, ...] = ()
    notices: Notices = field(default_factory=Notices)
    protections: Protections = field(default_factory=Protections)
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def first_desks(self) -> tuple[HelpDesk, ...]:
        """The desks to begin with: the few that a report names."""
        return tuple(one for one in self.help_desks if one.first)

    def remedy(self, gap: Gap, kind: str = "") -> Words:
        """What to do about *gap* in a source of *kind*."""
        for name in () if gap.wanted in self.apart else (kind, self.like.get(kind, kind)):
            own = self.remedies.get(f"{name}-{gap.reason}-{gap.wanted}") or self.remedies.get(f"{name}-{gap.reason}")
            if own:
                return own
        alike = self.remedies.get(gap.wanted) if gap.wanted in self.apart else None
        return self.remedies.get(f"{gap.reason}-{gap.wanted}") or alike or self.remedies[gap.reason]

    def detail(self, text: str) -> Words:
        """A gap's detail in every language; as it is where the table has none."""
        return self.details.words(text)

    def named(self, table: str, word: str) -> Words:
        """What people call *word*: ``wanted``, ``reason``, ``level``, ``strength`` or ``source-kind``; else itself."""
        return self.wording[table].get(word) or Words(en=word, ja=word)


class Gone(ValueError):
    """The folder of the knowledge is not there (any more): what is packed must not take its place unsaid."""


@cache
def load(folder: Path | None = None) -> Knowledge:
    """The knowledge in the package, with every file that *folder* also has taken from there.

    Raises ``ValueError`` where a file is not what it should be, :class:`Gone` where there is no such folder.
    """
    if folder is not None and not folder.is_dir():
        raise Gone(f"{folder}: there is no such folder")
    try:
        return _load(folder)
    except (KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        raise ValueError(f"{folder or 'knowledge'}: {type(error).__name__}: {error}") from error


def _load(folder: Path | None) -> Knowledge:
    about, names = _table("about", folder), _table("program_names", folder)
    return Knowledge(
        version=about["version"],
        as_of=about["as_of"],
        word_list=_table("emotet_words", folder)["words"],
        eras={key: _era(key, row) for key, row in _table("eras", folder).items() if isinstance(row, dict)},
        minimum={kind: tuple(row) for kind, row in _table("coverage", folder)["minimum"].items()},
        families=frozenset(_table("families", folder)["names"]),
        aliases=_aliases(_table("families", folder)),
        redistributed=frozenset(names["redistributed"]),
        program_extensions=frozenset(names["program_extensions"]),
        vendors=frozenset(names["vendors"]),
        letter_pairs=_pairs(_table("letter_pairs", folder)["bits"]),
        traces=traces.by_kind(_table("traces", folder)["trace"]),
        marks=_marks(folder),
        indicators=indicators.read(_table("indicators", folder)),
        details=_details(_table("details", folder)),
        remedies={key: Words(**row) for key, row in _table("gaps", folder)["remedy"].items()},
        like=dict(_table("gaps", folder)["like"]),
        apart=frozenset(_table("gaps", folder).get("apart", ())),
        rules=_rules(folder),
        advice=_advice(_table("advice", folder)),
        wording={key: _wording(rows) for key, rows in _table("wording", folder).items() if isinstance(rows, dict)},
        us=us.read(*(_table(f"us/{name}", folder) for name in ("clues", "decisions", "settle", "say"))),
        playbook=playbook.read({name: _table(f"playbook/{name}", folder) for name in playbook.FILES}),
        help_desks=help_desks.read((_table(f"desks/{name}", folder) for name in DESKS), _table("desks/prefectures", folder)),
        prefectures=help_desks.names_of(_table("desks/prefectures", folder)),
        law=law.read(_table("law/appi", folder)),
        services=services.read(_table(f"services/{name}", folder) for name in services.FILES),
        exposure=exposure.read(*(_table(f"exposure/{name}", folder) for name in ("names", "addresses", "weights"))),
        order_layouts=orders.read(_table(f"orders/{name}", folder) for name in _names("orders")),
        notices=notices.read({name: _table(f"notices/{name}", folder) for name in notices.FILES}),
        protections=protections.read({name: _table(f"protections/{name}", folder) for name in protections.FILES}),
        provenance=Provenance("folder", str(folder)) if folder else Provenance(),
    )


def _aliases(table: Mapping[str, Any]) -> dict[str, str]:
    called = {name: family for family, names in table.get("aliases", {}).items() for name in names}
    if unknown := {*called.values()} - {*table["names"]}:
        raise ValueError(f"families: aliases of {sorted(unknown)}")
    return {name: name for name in table["names"]} | called


def _details(table: Mapping[str, Any]) -> Details:
    return Details([*table["said"], *({"detail": one.en, "ja": one.ja} for one in os_words.COMMON)], table["behind"])


def _marks(folder: Path | None) -> dict[str, tuple[str, ...]]:
    return {name: tuple(_table(f"marks/{name}", folder)["values"]) for name in _names("marks")}


def _names(place: str) -> list[str]:
    """The tables that lie in a folder of the package."""
    packed = files(__name__) / "data" / place
    return sorted(found.name.removesuffix(".toml") for found in packed.iterdir() if found.name.endswith(".toml"))


def _rules(folder: Path | None) -> dict[str, str]:
    """The texts in the package, and those in *folder*: one of the same name takes the place of ours."""
    found: dict[str, Traversable] = {}
    for place in (files(__name__) / "data" / "yara", folder / "yara" if folder else None):
        if place and place.is_dir():
            found |= {one.name: one for one in place.iterdir() if one.name.endswith(".yar")}
    return {name: found[name].read_text("utf-8") for name in sorted(found)}


def _era(name: str, row: Mapping[str, str]) -> Era:
    return Era(name, row["from"], row["until"], Words(en=row["en"], ja=row["ja"]))


def _pairs(rows: list[str]) -> dict[str, int]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return {a + b: ord(bits) - ord("e") for a, row in zip(letters, rows, strict=True) for b, bits in zip(letters, row, strict=True)}


def _advice(table: Mapping[str, Any]) -> dict[str, Advice]:
    steps = table["steps"]
    return {level: Advice(Words(**first), tuple(Words(**row) for row in steps[level])) for level, first in table["first"].items()}


def _wording(rows: Mapping[str, Mapping[str, str]]) -> dict[str, Words]:
    return {word: Words(**row) for word, row in rows.items()}


def _table(name: str, folder: Path | None) -> dict[str, Any]:
    own = folder / f"{name}.toml" if folder else None
    packed = files(__name__) / "data" / f"{name}.toml"
    return tomllib.loads((own if own and own.exists() else packed).read_text("utf-8"))
