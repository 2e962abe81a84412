"""All that changes when Emotet changes: names, dates, minimums, advice. Data with its source, and one typed loader."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from mimawari.model import Gap, Words


@dataclass(frozen=True, slots=True)
class Era:
    """A period of Emotet's history: first and last day (ISO dates) and what an infected PC looked like."""

    name: str
    first: str
    last: str
    words: Words


@dataclass(frozen=True)
class Knowledge:
    """What the program knows, at one version. Names are lower case."""

    version: str
    as_of: str
    word_list: str
    eras: Mapping[str, Era]
    minimum: Mapping[str, tuple[str, ...]]
    families: frozenset[str]
    redistributed: frozenset[str]
    program_extensions: frozenset[str]
    remedies: Mapping[str, Words]

    def remedy(self, gap: Gap) -> Words:
        """What to do about *gap*."""
        return self.remedies.get(f"{gap.reason}-{gap.wanted}") or self.remedies[gap.reason]


@cache
def load(folder: Path | None = None) -> Knowledge:
    """The knowledge in the package, with every file that *folder* also has taken from there.

    Raises ``ValueError`` where a file is not what it should be.
    """
    about, names = _table("about", folder), _table("program_names", folder)
    return Knowledge(
        version=about["version"],
        as_of=about["as_of"],
        word_list=_table("emotet_words", folder)["words"],
        eras={key: _era(key, row) for key, row in _table("eras", folder).items() if isinstance(row, dict)},
        minimum={kind: tuple(row) for kind, row in _table("coverage", folder)["minimum"].items()},
        families=frozenset(_table("families", folder)["names"]),
        redistributed=frozenset(names["redistributed"]),
        program_extensions=frozenset(names["program_extensions"]),
        remedies={key: Words(**row) for key, row in _table("gaps", folder)["remedy"].items()},
    )


def _era(name: str, row: Mapping[str, str]) -> Era:
    return Era(name, row["from"], row["until"], Words(en=row["en"], ja=row["ja"]))


def _table(name: str, folder: Path | None) -> dict[str, Any]:
    own = folder / f"{name}.toml" if folder else None
    packed = files(__name__) / "data" / f"{name}.toml"
    return tomllib.loads((own if own and own.exists() else packed).read_text("utf-8"))
