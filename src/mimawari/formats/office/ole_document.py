"""One document in a compound file, or in a storage of one: all that the readers of its parts take out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from mimawari.formats.kept import Kept
from mimawari.formats.office import powerpoint97, word97
from mimawari.formats.office.ole_objects import links
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.parts import Notes, Workbook
from mimawari.formats.office.properties import read_properties
from mimawari.formats.office.vba import find_projects, read_controls, read_vba
from mimawari.formats.office.word_text import TEXT
from mimawari.model import BadEvidence, Control, External, OfficeDocument, Origin, Picture, Reason, VbaProject

PARTS = 2_000
BOOKS = ("Workbook", "Book")
_APPLICATIONS = (
    (word97.MAIN, "word"), *((book, "excel") for book in BOOKS), (powerpoint97.MAIN, "powerpoint"), ("VisioDocument", "visio"),
    ("Quill/QuillSub/CONTENTS", "publisher"),
)  # fmt: skip
MAINS = frozenset(main.casefold() for main, _ in _APPLICATIONS)
_FILEPASS, _BEGINNINGS = 0x2F, (0x0009, 0x0209, 0x0409, 0x0809)


@dataclass(slots=True)
class Read:
    """What the readers found; ``stored`` are compound files that lie packed in a presentation."""

    vba: VbaProject | None = None
    controls: tuple[Control, ...] = ()
    page: word97.Page = field(default_factory=word97.Page)
    book: Workbook = field(default_factory=Workbook)
    externals: tuple[External, ...] = ()
    pictures: tuple[Picture, ...] = ()
    text: str = ""
    stored: list[bytes] = field(default_factory=list)


def application(parts: OleParts) -> str:
    """Whose document it is, by its main stream; empty where it is nobody's that is known."""
    return next((name for main, name in _APPLICATIONS if parts.has(main)), "")


def is_encrypted(parts: OleParts) -> bool:
    """Whether single streams are encrypted, as before Office 2007 (MS-OFFCRYPTO 1.3)."""
    try:
        if parts.has(word97.MAIN):
            return bool(parts.read(word97.MAIN, 12)[11:12] and parts.read(word97.MAIN, 12)[11] & 1)
        book = next((book for book in BOOKS if parts.has(book)), "")
        if book:
            return _has_filepass(parts.read(book, 4096))
    except BadEvidence:
        return False
    return powerpoint97.is_encrypted(parts)


def _has_filepass(data: bytes) -> bool:
    """FILEPASS follows the beginning of the workbook, behind WRITEPROTECT and the like (MS-XLS 2.1.7.20.3)."""
    at = 0
    if int.from_bytes(data[:2], "little") not in _BEGINNINGS:
        return False
    for _ in range(8):
        kind, length = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        if kind == _FILEPASS and length:
            return True
        at += 4 + length
    return False


def read_document(parts: OleParts, names: tuple[str, ...], notes: Notes, *, locked: bool = False, nested: bool = False) -> Read:
    """Read everything of the document whose own streams are *names*. What could not be read is noted.

    *locked*: it is encrypted, which was said already; its macros are not. *nested*: it lies in another document, so its pictures
    are not what the reader sees first; decoding them costs too much to do it for each.
    """
    found = Read()
    kind = application(parts)
    if kind == "word":
        found.page = word97.read_page(parts, notes, with_pictures=not nested)
    elif kind == "excel" and not locked:
        found.book = _workbook(parts, notes)
    elif kind == "powerpoint" and not locked:
        _presentation(parts, found, notes)
    own = frozenset(names)
    projects = [(parts, root) for root in find_projects(parts) if _is_own(root, own)]
    projects += list(_stored_projects(found, notes))
    _macros(projects, parts, found, notes)
    if found.vba and found.page.is_cut:
        notes.add(Reason.TOO_LARGE, f"a document with macros, of which only {TEXT} characters of text were read")
    found.externals = tuple(dict.fromkeys((*found.externals, *found.page.externals, *found.book.externals, *links(parts, names))))
    return found


def artifact(parts: OleParts, names: tuple[str, ...], found: Read, notes: Notes, **common: object) -> OfficeDocument:
    """The artifact of it; *common* is what the container says of itself and of its embedded objects."""
    document = OfficeDocument(  # noqa: S604  # the shell is the container
        origin=cast("Origin", common.pop("origin")),
        application=application(parts),
        shell="ole",
        properties=read_properties(parts, notes),
        vba=found.vba,
        controls=found.controls,
        sheets=found.book.sheets,
        formulas=found.book.formulas,
        defined_names=found.book.defined_names,
        pictures=(*found.page.pictures, *found.pictures),
        externals=found.externals,
        fields=(*found.page.fields, *found.book.fields),
        parts=names[:PARTS],
        text=found.page.text or found.text,
        is_template=found.page.is_template,
    )
    return replace(document, **common)  # type: ignore[arg-type]


def _is_own(root: str, own: frozenset[str]) -> bool:
    below = f"{root}/VBA/".removeprefix("/").casefold()
    return any(name.casefold().startswith(below) for name in own)


def _macros(projects: list[tuple[OleParts, str]], parts: OleParts, found: Read, notes: Notes) -> None:
    controls: list[Control] = []
    for where, root in projects:
        vba = read_vba(where, root, notes)
        if vba is None:
            continue
        found.vba = _joined(found.vba, vba)
        controls += read_controls(where, root, notes, _own_module(vba))
    if not projects:
        controls += read_controls(parts, "_VBA_PROJECT_CUR" if application(parts) == "excel" else "Macros", notes)
    found.controls = tuple(dict.fromkeys(controls))


def _joined(first: VbaProject | None, second: VbaProject) -> VbaProject:
    """A document has one project; where it has more, none of their modules may be lost."""
    if first is None:
        return second
    return replace(
        first,
        modules=(*first.modules, *second.modules),
        stomped=first.stomped or second.stomped,
        compiled=(*first.compiled, *second.compiled),
        names_disagree=first.names_disagree or second.names_disagree,
    )


def _own_module(vba: VbaProject) -> str:
    """The name of the document's own module; Word has one."""
    return next((module.name for module in vba.modules if module.form == "document"), "")


def _presentation(parts: OleParts, found: Read, notes: Notes) -> None:
    slides = powerpoint97.read_slides(parts, notes)
    found.text, found.externals, found.pictures, found.stored = slides.text, slides.externals, slides.pictures, slides.stored


def _stored_projects(found: Read, notes: Notes) -> Iterator[tuple[OleParts, str]]:
    """Projects in the compound files of a presentation; what remains in ``stored`` are embedded objects."""
    objects = []
    for data in found.stored:
        try:
            stored = OleParts(Kept.of(data), notes)
        except BadEvidence as bad:
            notes.of(bad, "an object stored in the presentation")
            continue
        roots = find_projects(stored)
        if not roots:
            objects.append(data)
        yield from ((stored, root) for root in roots)
    found.stored = objects


def _workbook(parts: OleParts, notes: Notes) -> Workbook:
    excel = "mimawari.formats.office.excel"
    book = next(book for book in BOOKS if parts.has(book))
    if not (find_spec(excel) and hasattr(import_module(excel), "read_biff")):
        notes.add(Reason.UNSUPPORTED, "the cells of a workbook")
        return Workbook()
    try:
        with parts.stream(book) as stream:
            return cast("Workbook", import_module(excel).read_biff(stream, notes))
    except BadEvidence as bad:
        notes.of(bad, "the cells of the workbook")
    return Workbook()
