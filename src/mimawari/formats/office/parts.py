"""What the readers of documents share: a container's named parts, a workbook as read, and notes of what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from mimawari.model import BadEvidence, DefinedName, External, Formula, Gap, Origin, Reason, Sheet


class Parts(Protocol):
    """The streams of an OLE file or the parts of an OOXML package, by path (``Macros/VBA/dir``, ``xl/workbook.xml``)."""

    def names(self) -> tuple[str, ...]:
        """All paths, in the order of the container."""

    def size(self, name: str) -> int:
        """Bytes in a part; 0 where there is none of this name."""

    def read(self, name: str, most: int) -> bytes:
        """Up to *most* bytes of a part; its name is found whatever its letter case.

        Raises ``BadEvidence``: missing, corrupt, too large.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """What a workbook reader found; the fields are those of :class:`~mimawari.model.OfficeDocument`."""

    sheets: tuple[Sheet, ...] = ()
    formulas: tuple[Formula, ...] = ()
    defined_names: tuple[DefinedName, ...] = ()
    fields: tuple[str, ...] = ()
    externals: tuple[External, ...] = ()


@dataclass(slots=True)
class Notes:
    """What a reader could not read. The container makes gaps of it, once each."""

    taken: list[tuple[Reason, str]] = field(default_factory=list)

    def add(self, reason: Reason, detail: str) -> None:
        """Note it; *detail* is one short English phrase that names the part."""
        if (reason, detail) not in self.taken:
            self.taken.append((reason, detail))

    def of(self, bad: BadEvidence, what: str) -> None:
        """Note a failure at *what*."""
        self.add(bad.reason, f"{what}: {bad.detail}" if bad.detail else what)

    def gaps(self, origin: Origin) -> Iterator[Gap]:
        """A gap for each note, at *origin*."""
        yield from (Gap(origin, reason, "content", detail) for reason, detail in self.taken)
