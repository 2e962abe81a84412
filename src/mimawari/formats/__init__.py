"""What is inside a file: one module a format; something closed in, artifacts and more closed things out.

A format is a module here (or in a package here) that has a ``FORMAT``:

    FORMAT = Format("zip", order=20, recognises=recognises, open=opened)

``recognises(head)`` looks at the first and the last bytes, never at the name alone, and is cheap; it never raises. ``open(blob,
budget)`` yields what is inside: an :class:`~mimawari.model.Artifact` for what detectors look at, a
:class:`~mimawari.model.Blob` for what can be opened in its turn (made with ``blob.inner``), and a
:class:`~mimawari.model.Gap` for all that could not be read or was cut off. It may raise :class:`~mimawari.model.BadEvidence`.
What it reads itself and gives to nobody (a document's own parts) it yields as :class:`~mimawari.model.Raw` too, where the budget
:attr:`~mimawari.formats.budget.Budget.is_watched`. It has no opinion, executes nothing, and keeps what it unpacks within the
:class:`~mimawari.formats.budget.Budget`.

The engine opens what a format yields at once and before it asks for the next, so one member of an archive is held at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import islice
from pkgutil import walk_packages

from mimawari.formats.budget import Budget
from mimawari.model import Artifact, Blob, Content, Gap, Looked, Raw

Inside = Artifact | Blob | Gap | Looked | Raw

START, END = 40 << 10, 66 << 10
"""How many of the first and the last bytes a format may look at to recognise its own."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of something before it is opened: ``start`` and ``end`` are its first and last bytes.

    ``content`` is there for what stands where its end says (the directory of a zip); a format reads little of it.
    """

    name: str
    size: int
    start: bytes
    end: bytes
    media_type: str = ""
    content: Content | None = None

    @classmethod
    def of(cls, blob: Blob) -> Head:
        """The head of *blob*. May raise ``BadEvidence``, as reading may."""
        start, end = ends(blob.content)
        return cls(blob.name, blob.content.size, start, end, blob.media_type, blob.content)

    @property
    def extension(self) -> str:
        """The last extension in lower case, without the dot."""
        return self.name.rsplit(".", 1)[1].lower() if "." in self.name else ""


def ends(content: Content) -> tuple[bytes, bytes]:
    """The first :data:`START` and the last :data:`END` bytes; they overlap in something small."""
    with content.open() as stream:
        start = stream.read(START)
        stream.seek(max(0, content.size - END))
        return start, stream.read(END)


@dataclass(frozen=True, slots=True)
class Format:
    """One format. They are asked in ``order``; all that recognise something open it, so that a file of two kinds hides neither.

    A ``last_resort`` (plain text, a bare script) is only asked where none of the others recognised anything.
    """

    name: str
    order: int
    recognises: Callable[[Head], bool]
    open: Callable[[Blob, Budget], Iterator[Inside]]
    last_resort: bool = False


@cache
def load() -> dict[str, Format]:
    """Every format by name, in the order in which they are asked."""
    modules = (import_module(found.name) for found in walk_packages(__path__, f"{__name__}."))
    found = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {one.name: one for one in sorted(found, key=lambda one: (one.order, one.name))}


def recognised(head: Head) -> list[Format]:
    """The formats that *head* is of; none where it is unknown."""
    every = load().values()
    sure = [one for one in every if not one.last_resort and one.recognises(head)]
    return sure or list(islice((one for one in every if one.last_resort and one.recognises(head)), 1))
