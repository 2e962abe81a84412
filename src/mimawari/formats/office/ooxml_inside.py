"""What else lies in a package: embedded files and objects, pictures, and parts that no part of Office knows."""

from __future__ import annotations

from dataclasses import dataclass, field

from mimawari.formats.kinds import ENOUGH, kind_of
from mimawari.formats.office.ooxml_package import OoxmlPackage
from mimawari.formats.office.pictures import is_picture, picture
from mimawari.model import BadEvidence, Embedded, Picture, Reason

_MARKUP = ("xml", "rels", "vml")
_PICTURES, _PICTURE = 40, 16 << 20
_OBJECTS = ("oleObject", "package", "aFChunk", "subDocument", "externalOleObject")

# Words of content types of parts that carry no program by themselves, or that other readers take.
_QUIET = ("printersettings", "font", "signature", "toolbars", "ms-excel.", "activex", "keymapcustomizations", "customproperty")
_QUIET_STARTS = ("image/", "audio/", "video/", "font/")
_QUIET_ENDS = (
    "wmf",
    "emf",
    "odttf",
    "fntdata",
    "wdp",
    "svg",
    "mp4",
    "mp3",
    "wav",
    "m4a",
    "m4v",
    "avi",
    "wmv",
    "jpg",
    "jpeg",
    "png",
)


@dataclass(slots=True)
class Contents:
    """``closed`` are the parts to be opened in their turn, ``objects`` say what they are."""

    pictures: list[Picture] = field(default_factory=list)
    objects: list[Embedded] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


def read_contents(package: OoxmlPackage, used: set[str]) -> Contents:
    """Of all parts but the *used* ones (in lower case); what cannot be read is noted."""
    contents = Contents()
    embedded = {name.lower() for name in package.targets(*_OBJECTS)}
    for name in package.parts.names():
        key = name.lower()
        if key in used or (_extension(name) in _MARKUP and key not in embedded):
            continue
        try:
            _sort(package, name, contents, is_embedded=key in embedded or "/embeddings/" in key)
        except BadEvidence as bad:
            package.notes.of(bad, name[:200])
    return contents


def _extension(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower()


def _sort(package: OoxmlPackage, name: str, contents: Contents, *, is_embedded: bool) -> None:
    head = package.parts.read(name, ENOUGH)
    kind = kind_of(head)
    if kind == "picture":
        _look(package, name, head, contents)
    elif is_embedded or kind not in ("", "text") or not _is_quiet(package, name):
        contents.objects.append(Embedded(name=name.rsplit("/", 1)[-1], kind=kind, size=package.parts.size(name)))
        contents.closed.append(name)


def _is_quiet(package: OoxmlPackage, name: str) -> bool:
    kind = package.types.of(name)
    if name.lower().startswith("[trash]/"):  # what Office left in the file when it saved over it (part 2, 10.2.5)
        return True
    return kind.startswith(_QUIET_STARTS) or any(word in kind for word in _QUIET) or _extension(name) in _QUIET_ENDS


def _look(package: OoxmlPackage, name: str, head: bytes, contents: Contents) -> None:
    if not is_picture(head) or len(contents.pictures) >= _PICTURES or "thumbnail" in name.lower():
        return
    if package.parts.size(name) > _PICTURE:
        package.notes.add(Reason.TOO_LARGE, f"a picture of more than {_PICTURE >> 20} MiB")
        return
    found = picture(name.rsplit("/", 1)[-1], package.parts.read(name, _PICTURE))
    if found:
        contents.pictures.append(found)
