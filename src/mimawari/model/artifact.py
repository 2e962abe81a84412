"""What was seen: one class a kind, without an opinion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from mimawari.model.identity import kind_of
from mimawari.model.origin import Origin


@dataclass(frozen=True, kw_only=True)
class Artifact:
    """One observed thing and the place it was seen in."""

    origin: Origin

    @classmethod
    def kind(cls) -> str:
        """The artifact's name outside."""
        return kind_of(cls)

    @classmethod
    def counts_as(cls) -> str:
        """The row of the coverage table that having seen one counts for."""
        return cls.kind()


@dataclass(frozen=True, kw_only=True)
class Host(Artifact):
    """The machine that the evidence is of.

    ``volume_serial`` is the 32-bit serial number of the volume that holds Windows, as ``vol C:`` shows it;
    ``volume_serial_certain`` is False where it was only inferred from traces (shortcuts, prefetch): then another
    number does not speak against a finding. ``users`` are the names of the profile folders. ``machine_sid`` is the
    domain part of the local accounts' SIDs.
    """

    name: str
    version: str = ""
    users: tuple[str, ...] = ()
    volume_serial: int | None = None
    volume_serial_certain: bool = True
    time_zone: str = ""
    machine_sid: str = ""


@dataclass(frozen=True, kw_only=True)
class SystemDirectory(Artifact):
    """The programs and libraries that lie directly in System32: lower-case file name and size in bytes."""

    files: tuple[tuple[str, int | None], ...]

    @cached_property
    def sizes(self) -> dict[str, int | None]:
        """Size by lower-case file name."""
        return dict(self.files)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Lower-case file names without their ``.exe`` or ``.dll``."""
        return frozenset(name.rsplit(".", 1)[0] for name, _ in self.files)


@dataclass(frozen=True, kw_only=True)
class ProgramFolders(Artifact):
    """Every folder name (lower case) found below the roaming profiles and the Program Files folders."""

    names: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class ServiceDescriptions(Artifact):
    """What every service says of itself: its name, its description as people see it, and the file that it runs.

    Where nobody can tell the text that people see (a copy of the registry), it is the one that stands there, such as
    ``@%SystemRoot%\\system32\\wlansvc.dll,-258``.
    """

    services: tuple[tuple[str, str, str], ...]

    @cached_property
    def by_description(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Name and file (a Windows path) of all services of a description; its case and outer blanks do not count."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name, description, target in self.services:
            found.setdefault(description.strip().lower(), []).append((name, target))
        return {description: tuple(rows) for description, rows in found.items() if description}


class Place(StrEnum):
    """The part of the disk that a file lies in; ``{user}`` profiles are told apart by the path."""

    LOCAL_APPDATA = "local-appdata"
    ROAMING_APPDATA = "roaming-appdata"
    PROFILE = "profile"
    TEMP = "temp"
    PROGRAM_DATA = "program-data"
    PUBLIC = "public"
    SYSTEM32 = "system32"
    SYSWOW64 = "syswow64"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, kw_only=True)
class File(Artifact):
    """A file on a Windows volume.

    Times count 100 ns since 1601-01-01 UTC (FILETIME); None where the evidence does not keep them.
    ``head`` is the first bytes (up to 64; empty: an empty file; None: the content is not there to read).
    ``depth`` counts the folders between the place and the file (0: directly in it).
    """

    path: str
    size: int | None = None
    created: int | None = None
    modified: int | None = None
    folder_created: int | None = None
    folder_modified: int | None = None
    head: bytes | None = None
    place: Place = Place.ELSEWHERE
    depth: int = 0

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.rsplit("\\", 1)[-1]

    @property
    def folder(self) -> str:
        """The name of the folder it lies in."""
        return self.path.rsplit("\\", 2)[-2] if self.path.count("\\") else ""

    @property
    def stem(self) -> str:
        """The name without its last extension."""
        return self.name.rsplit(".", 1)[0]

    @property
    def extension(self) -> str:
        """The last extension in lower case, without the dot."""
        return self.name.rsplit(".", 1)[1].lower() if "." in self.name else ""

    @property
    def is_program(self) -> bool | None:
        """Whether it starts as an executable does (``MZ``); None where that could not be read."""
        return None if self.head is None else self.head[:2] == b"MZ"


@dataclass(frozen=True, kw_only=True)
class RegistryValue(Artifact):
    """A registry value. ``key`` has no hive prefix: ``Software\\Microsoft\\...``; ``hive`` is ``HKLM`` or ``HKU\\<SID>``.

    ``data`` is text for strings, bytes for everything else (numbers little-endian).
    """

    hive: str
    key: str
    name: str
    data: str | bytes
    type: int = 1
    written: int | None = None
    deleted: bool = False


@dataclass(frozen=True, kw_only=True)
class Autostart(Artifact):
    """Something that Windows starts by itself: its name, its command line, and the file behind it if it is there.

    ``program`` is the first file of the command, ``target`` the file that is really run: for rundll32 and regsvr32 the
    library. Both are Windows paths with variables expanded. ``argument`` is what follows the target's path
    (an export name, switches). ``owner`` is the profile's user name, empty for the machine.
    ``target_file`` is None where the file could not be found; ``target_sought`` says whether it could be looked for.
    """

    name: str
    command: str
    program: str = ""
    target: str = ""
    argument: str = ""
    owner: str = ""
    target_file: File | None = None
    target_sought: bool = False
    written: int | None = None
    deleted: bool = False

    @property
    def loader(self) -> str:
        """``rundll32`` or ``regsvr32`` where the command goes through one, else empty."""
        stem = self.program.rsplit("\\", 1)[-1].lower().removesuffix(".exe")
        return stem if stem in ("rundll32", "regsvr32") else ""


@dataclass(frozen=True, kw_only=True)
class RunValue(Autostart):
    """A value below a Run or RunOnce key."""

    hive: str
    key: str

    @classmethod
    def counts_as(cls) -> str:
        """A Run value is a registry value."""
        return RegistryValue.kind()


@dataclass(frozen=True, kw_only=True)
class Service(Autostart):
    """A Windows service."""

    display_name: str = ""
    description: str = ""
    start: int | None = None


@dataclass(frozen=True, kw_only=True)
class Task(Autostart):
    """A scheduled task, from its XML file or the task cache in the registry."""

    author: str = ""


@dataclass(frozen=True, kw_only=True)
class Process(Artifact):
    """A running program.

    ``image`` is the path of its file and ``command`` its command line, both empty where they are not told; ``started``
    is a FILETIME. ``image_file`` is the file of ``image``; ``target``, ``argument`` and ``target_file`` are what an
    :class:`Autostart` with this command has. What started it is told by ``parent`` (a PID), ``parent_image`` and
    ``parent_command``: empty where it has ended, or where another program has its PID since.
    """

    pid: int
    name: str
    image: str = ""
    command: str = ""
    started: int | None = None
    image_file: File | None = None
    target: str = ""
    argument: str = ""
    target_file: File | None = None
    parent: int | None = None
    parent_image: str = ""
    parent_command: str = ""


@dataclass(frozen=True, kw_only=True)
class ToolVerdict(Artifact):
    """What another tool concluded about a host; ``positive`` None means that it could not tell."""

    tool: str
    version: str
    host: str
    positive: bool | None
    process: str = ""
    pid: str = ""
    image: str = ""
