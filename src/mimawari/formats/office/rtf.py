"""RTF documents, however they are named: text, fields, links, and the OLE objects in their hex data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.kinds import kind_of
from mimawari.formats.office.decrypt import opened_with
from mimawari.formats.office.ooxml_properties import Told
from mimawari.formats.office.packages import LINKED, Ole1, ole1, package
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.pictures import picture
from mimawari.formats.office.rtf_found import Rtf, RtfObject, datas
from mimawari.formats.office.rtf_reader import read_rtf
from mimawari.formats.raws import raws
from mimawari.formats.slices import read
from mimawari.model import Blob, Embedded, External, OfficeDocument, Reason

NAME = "rtf"
_MOST = 48 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The equation editor 3.0 (Microsoft Equation), as its class id stands in the root entry of an object's file.
_EQUATION = bytes.fromhex("02ce020000000000c000000000000046")


def recognises(head: Head) -> bool:
    """``{\\rt``, which is all that Word asks for, behind white space or not."""
    return head.start.lstrip(b" \t\r\n\0\xef\xbb\xbf").startswith(b"{\\rt")


@dataclass(slots=True)
class _Found:
    """What the objects are; ``closed`` are names and contents to be opened in their turn."""

    objects: list[Embedded] = field(default_factory=list)
    externals: list[External] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    closed: list[tuple[str, bytes]] = field(default_factory=list)


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The document, and the files that are embedded in it."""
    notes = Notes()
    if blob.content.size > _MOST:
        notes.add(Reason.TOO_LARGE, f"an RTF of more than {_MOST >> 20} MiB, the rest was not read")
    rtf = read_rtf(read(blob.content, _MOST), notes)
    found = _Found(externals=[External(form="attachedTemplate", target=one, automatic=True) for one in rtf.templates if one])
    for number, thing in enumerate(rtf.objects, 1):
        _object(thing, number, found, notes)
    yield _document(blob, rtf, found)
    for name, data in found.closed:
        yield blob.inner(name, Kept.of(data), by=NAME)
    pieces = enumerate(datas(rtf, [data for _, data in found.closed]), 1)
    yield from raws(blob, budget, ((f"data {number}", data) for number, data in pieces), by=NAME)
    yield from notes.gaps(blob.origin)


def _document(blob: Blob, rtf: Rtf, found: _Found) -> OfficeDocument:
    told = Told()
    for name, text in rtf.info:
        told.take(name, text)
    pictures = (picture(f"picture{number}", data) for number, data in enumerate(rtf.pictures, 1))
    return OfficeDocument(  # noqa: S604  # the shell is the container
        **blob.common,
        application="word",
        shell="rtf",
        properties=told.properties,
        pictures=tuple(one for one in pictures if one),
        externals=tuple(dict.fromkeys((*found.externals, *rtf.fields.links))),
        fields=tuple(dict.fromkeys((*rtf.fields.codes, *found.codes))),
        objects=tuple(found.objects),
        text=str(rtf.text),
        opened_with=opened_with(blob),
    )


def _object(thing: RtfObject, number: int, found: _Found, notes: Notes) -> None:
    """Sort one object; where its data is none as it stands, what ignorable groups hold is added to it."""
    for digits in (thing.data, thing.loose):
        data = bytes.fromhex(digits[: len(digits) & ~1].decode("ascii"))
        header = ole1(data)
        if header is not None:
            _sort(header, thing, number, found)
            return
        if (at := data.find(_OLE)) >= 0:
            _embed(thing.class_name, f"object{number}.bin", data[at:], found)
            return
    if thing.data or thing.loose:
        found.objects.append(Embedded(name=thing.class_name, size=len(thing.loose) // 2))
        notes.add(Reason.CORRUPT, "an object that cannot be read")


def _sort(header: Ole1, thing: RtfObject, number: int, found: _Found) -> None:
    name = header.class_name or thing.class_name
    if thing.updates:
        found.codes.append(f"objupdate {name}"[:300])
    if header.form == LINKED:
        if header.topic:
            found.externals.append(External(form="oleObject", target=header.topic, automatic=thing.updates))
        return
    inner = package(header.data) if name.lower() == "package" or header.data[:2] == b"\2\0" else None
    if inner is not None and inner.linked:
        found.externals.append(External(form="package", target=inner.path))
    elif inner is not None:
        found.objects.append(Embedded(name=inner.name, kind=kind_of(inner.data), size=len(inner.data)))
        found.closed.append((inner.name or f"object{number}.bin", inner.data))
    else:
        _embed(name, f"object{number}.bin", header.data, found)


def _embed(class_name: str, name: str, data: bytes, found: _Found) -> None:
    """An object in its program's own form; what is a file of a known kind is opened in its turn."""
    kind = kind_of(data)
    is_equation = class_name.lower().startswith("equation") or (kind == "ole" and _EQUATION in data)
    found.objects.append(Embedded(name=class_name, kind="equation" if is_equation else kind, size=len(data)))
    if kind not in ("", "text", "picture"):
        found.closed.append((name, data))


FORMAT = Format(NAME, 100, recognises, opened)
