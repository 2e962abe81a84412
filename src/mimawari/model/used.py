"""What a result was got with: the program, its knowledge and the signatures, each of when and from where."""

from __future__ import annotations

from dataclasses import dataclass

from mimawari.model.match import SignatureSet


@dataclass(frozen=True, slots=True, order=True)
class Provenance:
    """Where knowledge is from: ``packed`` with the program, ``installed`` by an update, or a ``folder`` that was named.

    ``place`` is the address or path that it came from, ``installed`` the time (UTC) when. ``aside`` is a newer version that lay
    ready there and was set aside on purpose.
    """

    kind: str = "packed"
    place: str = ""
    installed: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Used:
    """What parts were made with: ``program`` is its version, ``knowledge`` the knowledge's as the parts name it.

    ``as_of`` is the ISO date of the knowledge, ``source`` where it is from. ``sets`` are those that something was held against,
    whether anything fits or not.
    """

    program: str
    knowledge: str
    as_of: str = ""
    source: Provenance = Provenance()
    sets: tuple[SignatureSet, ...] = ()

    @property
    def version(self) -> str:
        """The version of the knowledge alone, without what stands for sets that the user named."""
        return self.knowledge.partition("+")[0]
