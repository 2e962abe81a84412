"""Where something was seen."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """The source and the way down into it; never an open handle.

    ``source`` identifies the evidence itself, ``locator`` is what the user typed, ``path`` leads from there
    to the thing: a Windows path with its drive letter, ``HKLM\\...`` or ``HKU\\<SID>\\...`` with the value's name.
    """

    source: str
    locator: str
    path: tuple[str, ...] = ()

    def at(self, *path: str) -> Origin:
        """The same source, at another place in it."""
        return replace(self, path=path)
