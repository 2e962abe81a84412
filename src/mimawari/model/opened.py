"""What a Windows remembers of files that people opened, and of where those came from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.artifact import Artifact


class Way(StrEnum):
    """How it is known.

    ``COPY``: a mail program, an archive viewer or OneNote put it into its folder of passing copies, as they do with what is
    opened or previewed. ``SHORTCUT``: Windows or Office made a shortcut to what was opened last. ``LIST``: a program lists it
    among what it opened last. ``TRUSTED``: its user let Office edit it, or run what is in it. ``MARK``: Windows marked it as
    come from elsewhere, which says where from, and nothing of its being opened.
    """

    COPY = "copy"
    SHORTCUT = "shortcut"
    LIST = "list"
    TRUSTED = "trusted"
    MARK = "mark"


@dataclass(frozen=True, kw_only=True)
class OpenedFile(Artifact):
    """A file that a user opened, with all the ways in which that is known: one a path and user.

    ``path`` is a Windows path with its drive letter (or an address, where Office opened it from one), ``name`` its last part.
    ``kept_by`` is the program in whose folder of passing copies it lies (``outlook``, ``new-outlook``, ``mail-app``,
    ``thunderbird``, ``zip-view``, ``7-zip``, ``winrar``, ``bandizip``, ``onenote``; empty: none), ``container`` the archive that
    it was opened out of, as far as such a folder's name tells. ``programs`` are those that list it (``Word``, ``Explorer``).
    ``zone`` is the ZoneId of its mark (3: the internet, None: no mark that could be read), ``sources`` are the hosts that the
    mark names. ``allowed_macros``: its user let Office run what is in it. ``time`` is the latest moment (a FILETIME) that a
    trace of its being opened names, None where none does. ``size`` in bytes and ``is_there`` are of the file itself.
    """

    path: str
    name: str
    user: str = ""
    ways: tuple[Way, ...] = ()
    kept_by: str = ""
    container: str = ""
    programs: tuple[str, ...] = ()
    zone: int | None = None
    sources: tuple[str, ...] = ()
    allowed_macros: bool = False
    time: int | None = None
    size: int | None = None
    is_there: bool = False

    @property
    def extension(self) -> str:
        """The last extension in lower case, without the dot."""
        return self.name.rsplit(".", 1)[1].lower() if "." in self.name else ""

    @property
    def was_opened(self) -> bool:
        """Whether anything but a mark speaks of it."""
        return any(way != Way.MARK for way in self.ways)
