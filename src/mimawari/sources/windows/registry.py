"""What a registry gives, whether it is read from a hive's file or asked of a running Windows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from mimawari.sources.windows.hive_value import HiveValue


class RegistryKey(Protocol):
    """A key. What it gives is read when it is asked for, and may raise ``BadEvidence``: corrupt, denied."""

    @property
    def name(self) -> str:
        """The key's own name."""

    @property
    def written(self) -> int:
        """When the key, or one of its values, was last written: a FILETIME."""

    def values(self) -> Iterator[HiveValue]:
        """The values. What can be read comes first, then ``BadEvidence`` if something could not."""

    def value(self, name: str) -> HiveValue | None:
        """The value of this name in any letter case; None if there is none."""

    def shown(self, name: str) -> str:
        """The text of a value as people see it: one that stands in a library of Windows is looked up where that is possible."""

    def subkeys(self) -> Iterator[RegistryKey]:
        """The keys below. What can be read comes first, then ``BadEvidence`` if something could not."""

    def subkey(self, name: str) -> RegistryKey | None:
        """The key below of this name in any letter case; None if there is none."""


class RegistryHive(Protocol):
    """A part of the registry that stands by itself. ``defects`` says in words what is wrong with it."""

    @property
    def defects(self) -> tuple[str, ...]:
        """What is wrong with it."""

    def key(self, path: str) -> RegistryKey | None:
        """The key at a path (``Microsoft\\Windows``), None if there is none. Raises ``BadEvidence`` where it may be hidden."""
