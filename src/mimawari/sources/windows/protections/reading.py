"""Values of the registry as text, each with where it stands; what cannot be read becomes a gap that names its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mimawari.model import BadEvidence, Gap, Origin, Reason, Setting
from mimawari.sources.windows import machine
from mimawari.sources.windows.hive_value import HiveValue
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.registry import RegistryHive, RegistryKey

ABSENT = "absent"
"""The value of a setting whose program is not on the machine."""
LONGEST = 400
"""Characters of a value that are kept: a path, a name, a list of extensions."""
_NUMBER = 8


@dataclass(frozen=True, slots=True)
class At:
    """A place in the registry: the hive, a key in it, and the name of a value. ``policy``: only an administrator writes there."""

    hive: str
    key: str
    name: str
    policy: bool = False


@dataclass(slots=True)
class Reading:
    """The hives of one Windows, and what was refused while they were read. A hive that cannot be opened is there as None."""

    one: Installation
    origin: Origin
    software: RegistryHive | None = None
    system: RegistryHive | None = None
    control: str = "ControlSet001"
    _hives: dict[str, RegistryHive | None] = field(default_factory=dict)
    _refused: dict[tuple[str, ...], tuple[Reason, str, str]] = field(default_factory=dict)

    def open_machine(self) -> None:
        """Open SOFTWARE and SYSTEM."""
        self.software = self.opened(machine.SOFTWARE, machine.NAMES[machine.SOFTWARE])
        self.system = self.opened(machine.SYSTEM, machine.NAMES[machine.SYSTEM])
        self.control = machine.control_set(self.system)

    def opened(self, path: str, name: str) -> RegistryHive | None:
        """A hive by its path, remembered under the *name* that places use; None, and a gap, where it cannot be opened."""
        try:
            hive: RegistryHive | None = self.one.hive(path, name)
        except BadEvidence as bad:
            hive = None
            self.refuse(self.one.way(path if path[1:2] == ":" else self.one.windows_path(path)), bad.reason, bad.detail)
        for defect in hive.defects if hive else ():
            self.refuse((name,), Reason.CORRUPT, defect)
        self._hives[name] = hive
        return hive

    def is_open(self, *names: str) -> bool:
        """Whether all of these hives can be asked."""
        return all(self._hives.get(name) is not None for name in names)

    def refuse(self, place: tuple[str, ...], reason: Reason, detail: str, wanted: str = "") -> None:
        """Note what could not be read. *wanted*: what it would have given, where that is no setting."""
        self._refused.setdefault(place, (reason, wanted or Setting.kind(), detail))

    def gaps(self) -> Iterator[Gap]:
        """A gap for each place that could not be read."""
        for place, told in sorted(self._refused.items()):
            yield Gap(self.origin.at(*self.origin.path, *place), *told)

    def key(self, hive: str, path: str) -> RegistryKey | None:
        """A key; None where there is none. Raises ``BadEvidence`` where that cannot be told."""
        found = self._hives.get(hive)
        if found is None:
            raise BadEvidence(Reason.MISSING, hive)
        return found.key(path)

    def value(self, at: At) -> str:
        """The value at a place, as text: numbers in decimal; empty where there is none. Raises ``BadEvidence``."""
        key = self.key(at.hive, at.key)
        return as_text(key.value(at.name) if key else None)

    def first(self, places: Iterable[At]) -> tuple[str, At] | None:
        """The first place at which something is set; an empty value at the last one where nothing is.

        None where one of them cannot be read: what stands there might be in force. It is noted as a gap.
        """
        last: At | None = None
        for at in places:
            last = at
            try:
                if text := self.value(at):
                    return text, at
            except BadEvidence as bad:
                self._refuse_key(at.hive, at.key, bad)
                return None
        return ("", last) if last else None

    def _refuse_key(self, hive: str, key: str, bad: BadEvidence) -> None:
        if self.is_open(hive):  # a hive that is not open has its gap already
            self.refuse((f"{hive}\\{key}",), bad.reason, bad.detail)

    def setting(self, row: str, places: Iterable[At], user: str = "", program: str = "") -> Iterator[Setting]:
        """The setting that is in force at the first of *places* that has one; nothing where that cannot be told."""
        found = self.first(places)
        if found is not None:
            text, at = found
            yield self.told(row, text, (f"{at.hive}\\{at.key}", at.name), user, policy=at.policy and bool(text), program=program)

    def told(
        self,
        row: str,
        value: str,
        place: tuple[str, ...] = (),
        user: str = "",
        *,
        policy: bool = False,
        program: str = "",
        date: str = "",
    ) -> Setting:
        """A setting with its place."""
        at = self.origin.at(*self.origin.path, *place)
        return Setting(origin=at, id=row, user=user, value=value[:LONGEST], policy=policy, program=program, date=date)

    def below(self, hive: str, path: str, most: int) -> tuple[list[RegistryKey], bool]:
        """The first *most* keys below a key, and whether these are all; what cannot be read, and what is left out, is noted."""
        found: list[RegistryKey] = []
        try:
            key = self.key(hive, path)
            for below in key.subkeys() if key else ():
                if len(found) == most:
                    self.refuse((f"{hive}\\{path}",), Reason.TOO_LARGE, f"more than {most} keys")
                    return found, False
                found.append(below)
        except BadEvidence as bad:
            self._refuse_key(hive, path, bad)
            return found, False
        return found, True

    def texts(self, key: RegistryKey, at: str, *names: str) -> tuple[str, ...]:
        """Values of a key as text; empty ones, and a gap, where it cannot be read."""
        try:
            return tuple(as_text(key.value(name)) for name in names)
        except BadEvidence as bad:
            self.refuse((at,), bad.reason, bad.detail)
            return ("",) * len(names)


def as_text(value: HiveValue | None) -> str:
    """A value as people write it: text, a number in decimal, other bytes in hexadecimal (``0x..``); empty for none."""
    if value is None:
        return ""
    if isinstance(value.data, str):
        return value.data.strip()[:LONGEST]
    if 0 < len(value.data) <= _NUMBER:
        return str(int.from_bytes(value.data, "little"))
    return f"0x{value.data[: LONGEST // 2 - 1].hex()}" if value.data else ""
