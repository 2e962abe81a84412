"""Something that can be opened into more: a file, an attachment, the member of an archive. It holds no open handle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Protocol, TypedDict

from mimawari.model.origin import Origin


class Content(Protocol):
    """Bytes that can be read as often as needed.

    What is a regular file of this machine as a whole may have ``lies_at``, its path. What was unpacked may have ``watched``, the
    :class:`Watcher` who saw all of it come.
    """

    @property
    def size(self) -> int:
        """How many bytes there are."""

    def open(self) -> BinaryIO:
        """A new seekable, read-only stream at the first byte. Reading may raise ``BadEvidence``."""


class Watcher(Protocol):
    """Somebody who looks at content while it is unpacked."""

    def take(self, block: bytes) -> None:
        """The next bytes of it."""

    def end(self, *, is_kept: bool) -> None:
        """There are no more. *is_kept*: all of them can be read again."""


class Common(TypedDict):
    """What every delivered artifact says of the blob that it was made from."""

    origin: Origin
    name: str
    size: int
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Blob:
    """Something still closed. The engine gives it to the formats that recognise it.

    ``name`` is what the sender called it (no folders), ``media_type`` what a mail or page said it is. ``passwords`` were found
    in the same mail or its neighbours, the likeliest first. ``within`` names the containers that it came out of, the
    outermost first: ``("message", "zip", "iso")``; the container that was encrypted has ``-encrypted`` behind its name.
    """

    origin: Origin
    name: str
    content: Content
    media_type: str = ""
    passwords: tuple[str, ...] = ()
    within: tuple[str, ...] = ()

    @property
    def common(self) -> Common:
        """For the artifact that is made of it: ``Shortcut(**blob.common, target=...)``."""
        return {"origin": self.origin, "name": self.name, "size": self.content.size, "within": self.within}

    def inner(self, name: str, content: Content, *, by: str, media_type: str = "", passwords: tuple[str, ...] = ()) -> Blob:
        """What the format *by* took out of it under *name*; *passwords* are added before those that it has."""
        known = (*passwords, *self.passwords)
        plain = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
        origin = self.origin.at(*self.origin.path, name)
        return Blob(origin, plain, content, media_type, tuple(dict.fromkeys(known)), (*self.within, by))


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """Something that the format around it has read itself: it is held against signatures as it lies, and opened no further.

    Its content may be unpacked anew each time that it is opened, and be read forwards only. ``size`` is what its container says.
    """

    blob: Blob
