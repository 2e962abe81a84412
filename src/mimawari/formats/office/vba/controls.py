"""The controls of a document's page and of its UserForms, wherever a macro may keep its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.formats.office.compound import SIGNATURE
from mimawari.formats.office.parts import Notes, Parts
from mimawari.formats.office.vba.oforms import Broken, Site, read_control, read_sites, runs
from mimawari.model import BadEvidence, Control, Reason

CONTROLS = 2_000
TEXTS = 8 << 20
"""So many controls are read, with so many characters."""
_STREAM = 4 << 20
_NAME = "\x03OCXNAME"
_FRAME = "\x03VBFrame"
_FIELD = re.compile(r'^\s*(Caption|Tag)\s*=\s*"([^"\r\n]{1,4096})"', re.MULTILINE)

CLASSES = {
    "8BD21D10EC4211CE9E0D00AA006002F3": "TextBox", "8BD21D20EC4211CE9E0D00AA006002F3": "ListBox",
    "8BD21D30EC4211CE9E0D00AA006002F3": "ComboBox", "8BD21D40EC4211CE9E0D00AA006002F3": "CheckBox",
    "8BD21D50EC4211CE9E0D00AA006002F3": "OptionButton", "8BD21D60EC4211CE9E0D00AA006002F3": "ToggleButton",
    "978C9E23D4B011CEBF2D00AA003F40D0": "Label", "D7053240CE6911CDA77700DD01143C57": "CommandButton",
    "4C5992416926101B999200000B65C6F9": "Image", "6E182020F46011CE9BCD00AA00608E01": "Frame",
    "46E313703F7A11CEBED600AA00611080": "MultiPage", "79176FB0B7F211CE97EF00AA006D2776": "SpinButton",
    "DFD181E05E2F11CEA44900AA004A803D": "ScrollBar", "EAE50EB04A6211CEBED600AA00611080": "TabStrip",
}  # fmt: skip
"""The class ids of Microsoft Forms (MS-OFORMS 2.4.4)."""


def read_controls(parts: Parts, root: str, notes: Notes, owner: str = "") -> tuple[Control, ...]:
    """All controls: those of the page, which belong to the document module *owner*, and those of the forms below *root*.

    *root* is the storage of the project (``Macros``; see :func:`~mimawari.formats.office.vba.project.find_projects`). Never raises.
    """
    found: list[Control] = []
    left = TEXTS
    for control in (*_of_page(parts, owner, notes), *_of_forms(parts, root, notes)):
        if len(found) >= CONTROLS or left <= 0:
            notes.add(Reason.TOO_LARGE, f"more than {len(found)} controls")
            break
        found.append(control)
        left -= len(control.text) + sum(len(value) for _, value in control.values)
    return tuple(found)


def read_ocx(data: bytes, name: str, owner: str) -> Control:
    """A control as OOXML has it (``word/activeX/activeX1.bin``): a compound file, or a class id and the control. Never raises."""
    from mimawari.formats.kept import Kept
    from mimawari.formats.office.ole_parts import OleParts

    if not data.startswith(SIGNATURE):
        return _control(data[16:], class_name(data[:16]), name, owner)
    try:
        parts = OleParts(Kept.of(data))
        kept = next((path for path in parts.names() if path.casefold() == "contents"), "")
        body = parts.read(kept or parts.names()[0], _STREAM) if parts.names() else b""
        return _control(body, class_name(parts.clsid), name, owner)
    except BadEvidence:
        return _control(data, "", name, owner)


def class_name(clsid: bytes) -> str:
    """What Microsoft Forms calls a class; empty where it is another."""
    if len(clsid) < 16:
        return ""
    order = clsid[3::-1] + clsid[5:3:-1] + clsid[7:5:-1] + clsid[8:16]
    return CLASSES.get(order.hex().upper(), "")


def _control(
    data: bytes, kind: str, name: str, owner: str, *, in_form: bool = False, more: tuple[tuple[str, str], ...] = ()
) -> Control:
    try:
        kind, texts = read_control(data, kind)
        text = texts.pop("value", "")
    except Broken:
        texts, text = {}, runs(data)
    values = (*more, *((key, value) for key, value in texts.items() if value))
    return Control(owner=owner, name=name, form=kind, text=text, stored=len(data), in_form=in_form, values=values)


def _of_page(parts: Parts, owner: str, notes: Notes) -> Iterator[Control]:
    """Word keeps each control of the page in a storage of ObjectPool, Excel all of them in one stream."""
    for path in parts.names():
        folder, _, last = path.rpartition("/")
        if is_control(parts, folder, last):
            name = _text(_read(parts, f"{folder}/{_NAME}", 1024, notes, quiet=True))
            yield _control(_read(parts, path, _STREAM, notes), _class_of(parts, folder), name, owner)
        elif path.casefold() == "ctls":
            yield Control(owner=owner, name="", text=runs(_read(parts, path, _STREAM, notes)), stored=parts.size(path))


def is_control(parts: Parts, folder: str, stream: str) -> bool:
    """Whether a stream of a storage in ObjectPool is a control's, not that of an embedded object."""
    if not folder.casefold().startswith("objectpool/") or stream.casefold() != "contents":
        return False
    return bool(parts.size(f"{folder}/{_NAME}")) or bool(_class_of(parts, folder))


def _class_of(parts: Parts, folder: str) -> str:
    from mimawari.formats.office.ole_parts import OleParts

    return class_name(parts.class_of(folder)) if isinstance(parts, OleParts) else ""


def _of_forms(parts: Parts, root: str, notes: Notes) -> Iterator[Control]:
    """Each form is a storage beside ``VBA`` with the streams ``f`` and ``o``; frames and pages inside are storages in it."""
    below = f"{root}/" if root else ""
    for path in parts.names():
        if not path.casefold().startswith(below.casefold()):
            continue
        folder, _, last = path.rpartition("/")
        form = folder[len(below) :].partition("/")[0]
        if last.casefold() == "f" and form:
            yield from _of_form(parts, folder, form, notes)
        elif last.casefold() == _FRAME.casefold() and form:
            yield _form_itself(_read(parts, path, 64 << 10, notes), form)


def _form_itself(data: bytes, form: str) -> Control:
    """``\\x03VBFrame`` is a text (MS-OVBA 2.3.5) with the form's own caption and tag."""
    fields = tuple((key.lower(), value) for key, value in _FIELD.findall(data.decode("cp1252", "replace")))
    return Control(owner=form, name=form, form="UserForm", stored=len(data), in_form=True, values=fields)


def _of_form(parts: Parts, folder: str, form: str, notes: Notes) -> Iterator[Control]:
    listed = _read(parts, f"{folder}/f", _STREAM, notes)
    stored = _read(parts, f"{folder}/o", _STREAM, notes, quiet=True)
    try:
        sites = read_sites(listed)
    except Broken:
        yield Control(owner=form, name="", text=runs(listed), stored=len(listed), in_form=True)
        sites = []
    at = 0
    for site in sites:
        yield _of_site(site, stored[at : at + site.stored], form)
        at += site.stored
    if at < len(stored):
        rest = stored[at:]
        yield Control(owner=form, name="", text=runs(rest), stored=len(rest), in_form=True)


def _of_site(site: Site, data: bytes, form: str) -> Control:
    if not data:
        return Control(owner=form, name=site.name, form=site.kind, in_form=True, values=site.values)
    return _control(data, site.kind, site.name, form, in_form=True, more=site.values)


def _read(parts: Parts, path: str, most: int, notes: Notes, *, quiet: bool = False) -> bytes:
    try:
        return parts.read(path, most)
    except BadEvidence as bad:
        if not (quiet and bad.reason is Reason.MISSING):
            notes.of(bad, path)
        return b""


def _text(data: bytes) -> str:
    return data.decode("utf-16-le", "replace").partition("\0")[0]
