"""The pages of an OOXML document, whatever program it is of: texts, fields, what a click does, controls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.formats.office.ooxml_macros import kept_texts, page_controls, sheet_controls
from mimawari.formats.office.ooxml_package import OoxmlPackage
from mimawari.formats.office.word_text import ATTRIBUTE, ELEMENTS, Page, new_page, read_page
from mimawari.formats.office.xml_events import events
from mimawari.model import BadEvidence, Control, External, Reason

_PARTS = 5_000

# The relations to parts that have a text, by program (ECMA-376 part 1, 11.3, 12.3, 13.3).
_TEXTS = {
    "word": ("header", "footer", "footnotes", "endnotes", "comments", "glossaryDocument", "diagramData", "chart"),
    "excel": ("sharedStrings", "drawing", "comments", "vmlDrawing"),
    "powerpoint": ("slide", "notesSlide", "slideLayout", "slideMaster", "diagramData", "comments"),
    "visio": ("page",),
}
# What runs or fetches something (MS-OE376 2.1.1379).
_ACTIONS = ("ppaction://program", "ppaction://macro", "ppaction://ole", "ppaction://hlinkfile")


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages gave; the fields are those of :class:`~mimawari.model.OfficeDocument`. ``is_cut``: there is more text."""

    text: str
    is_cut: bool
    fields: tuple[str, ...]
    externals: tuple[External, ...]
    controls: tuple[Control, ...]


def read_pages(package: OoxmlPackage, owner: str) -> Pages:
    """All pages; *owner* is the name of the document's own module in the macros. What cannot be read is noted."""
    page = new_page(package.notes)
    controls: list[Control] = []
    for part in _parts(package):
        controls.extend(_controls(package, part, page, owner))
    controls.extend(sheet_controls(package))
    controls.extend(kept_texts(package, page.hidden))
    codes = (*page.fields.codes, *_ribbon(package))
    return Pages(
        str(page.text), page.text.is_cut, tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(page.fields.links)), tuple(controls)
    )


def _parts(package: OoxmlPackage) -> list[str]:
    forms = _TEXTS.get(package.application, ())
    main = [package.main] if package.application == "word" else []
    found = [name for name in (*main, *package.targets(*forms)) if not name.lower().endswith(".bin")]
    if len(found) > _PARTS:
        package.notes.add(Reason.TOO_LARGE, f"more than {_PARTS} pages")
    return found[:_PARTS]


def _controls(package: OoxmlPackage, part: str, page: Page, owner: str) -> Iterator[Control]:
    """Reads *part* into *page*; gives its controls."""
    try:
        read_page(events(package.parts.open(part), part, only=ELEMENTS, having=ATTRIBUTE), page)
    except BadEvidence as bad:
        # Excel itself writes drawings that are not well-formed, and reads them.
        if not part.lower().endswith(".vml"):
            package.notes.of(bad, "a page")
        page.fields.finish()
    if package.application == "word":
        yield from page_controls(package, part, page.controls, owner)
    targets = {r.id: r.target for r in package.of(part)}
    for action, id_ in page.actions:
        if action.partition(" ")[2].lower().startswith(_ACTIONS):
            page.fields.codes.append(f"{action} {targets.get(id_, '')}".strip())
    page.controls.clear()
    page.actions.clear()


def _ribbon(package: OoxmlPackage) -> Iterator[str]:
    """The procedures that a ribbon of its own calls when the document is opened (MS-CUSTOMUI 2.2.9, ``onLoad``)."""
    for part in package.targets("extensibility")[:10]:
        try:
            for event in events(package.parts.open(part), part):
                for name in ("onLoad", "loadImage"):
                    if event.name == "customUI" and event.attributes.get(name):
                        yield f"customUI {name} {event.attributes[name][:200]}"
        except BadEvidence as bad:
            package.notes.of(bad, "a ribbon")
