"""What a repository offers: archives of knowledge by their version, as its verified metadata name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mimawari.knowledge import FORMAT
from mimawari.updates.versions import is_version, order

if TYPE_CHECKING:
    from tuf.api.metadata import TargetFile, Targets

_NAME = re.compile(r"knowledge-([0-9.]+)\.zip")


def name_of(version: str) -> str:
    """The name of the archive of a version."""
    return f"knowledge-{version}.zip"


@dataclass(frozen=True, slots=True)
class Offer:
    """An archive. ``format`` is the form of the knowledge in it: a program reads its own only. ``as_of`` is an ISO date."""

    version: str
    as_of: str
    format: int
    target: TargetFile

    @property
    def fits(self) -> bool:
        """Whether this program reads it."""
        return self.format == FORMAT


def offers(targets: Targets) -> tuple[Offer, ...]:
    """All that *targets* name, the oldest first; what has another name or says nothing of itself is left out."""
    return tuple(sorted(_each(targets), key=lambda offer: order(offer.version)))


def _each(targets: Targets) -> Iterator[Offer]:
    for name, target in targets.targets.items():
        told: Any = target.custom
        match = _NAME.fullmatch(name)
        if match and is_version(match[1]) and isinstance(told, dict):
            as_of, form = told.get("as_of"), told.get("format")
            if isinstance(as_of, str) and isinstance(form, int):
                yield Offer(match[1], as_of, form, target)


def newest(every: Iterable[Offer]) -> Offer | None:
    """The newest that this program reads."""
    return max((offer for offer in every if offer.fits), key=lambda offer: order(offer.version), default=None)
