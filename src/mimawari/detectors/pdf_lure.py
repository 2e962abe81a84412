"""A PDF that starts a program, saves one, or leads to one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.addresses import is_drawn_folder, is_site_folder, place_of
from mimawari.detectors.marks.disguise import is_runnable
from mimawari.detectors.marks.link_command import program_stem
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, Pdf, Script, Strength, Words

_SHOWN = 300
_EXPORT = re.compile(r"(?i)\bexportdataobject\s{0,4}\(([^)]{1,400})")
_LAUNCHED = re.compile(r"(?i)\bnlaunch[\"']?\s{0,4}:\s{0,4}[12]\b")
_CARRIES = re.compile(r"(?i)\.(?:docm?|xls[mb]?|pptm|one|iso|img|zip|7z|rar)\b")
_QUOTED = re.compile(r"[\"']([^\"']{1,200})[\"']")
_ARCHIVE = re.compile(r"(?i)\.(?:zip|7z|rar|iso|img|docm?|xlsm?|one)$")


@dataclass(frozen=True, kw_only=True, eq=False)
class PdfLure(Delivery):
    """Such a PDF. ``target`` is the program or the address."""

    attack: tuple[str, ...] = ("T1204.002",)
    words: Words = Words(
        en="The PDF “{file}” starts or fetches a program: {target}",
        ja="PDF「{file}」は、プログラムを起動するか、外部から取得しようとします：{target}",
    )
    file: str
    target: str


_HINT = Words(
    en="The PDF “{file}” leads to something that may be a program: {target}",
    ja="PDF「{file}」は、プログラムの可能性があるものへ誘導しています：{target}",
)


@detector
def pdf_lure(thing: Pdf | Script, known: Knowledge) -> Iterator[PdfLure]:
    """Strong if it starts an interpreter or a program, or opens one's address by itself; plain links and forms are honest."""
    found = _scripted(thing.text, thing.host, known) if isinstance(thing, Script) else _acting(thing, known)
    for is_strong, target in sorted(found)[-1:]:
        yield PdfLure(
            origin=thing.origin,
            strength=Strength.STRONG if is_strong else Strength.HINT,
            words=PdfLure.words if is_strong else _HINT,
            file=thing.name,
            target=" ".join(target.split())[:_SHOWN],
        )


def _acting(pdf: Pdf, known: Knowledge) -> Iterator[tuple[bool, str]]:
    for target in pdf.launches[:200]:
        stem = program_stem(target.strip().partition(" ")[0])
        yield stem in known.marks["interpreters"] or is_runnable(target.strip(), known), target
    opens_address = "URI" in pdf.opens
    for link in pdf.links[:2_000]:
        path = link.split("?")[0].split("#")[0]
        if place_of(link) is None or path.count("/") < 3:
            continue
        if is_runnable(path, known):
            yield opens_address, link
        elif is_site_folder(link) and (_ARCHIVE.search(path) or is_drawn_folder(link)):
            yield False, link


def _scripted(text: str, host: str, known: Knowledge) -> Iterator[tuple[bool, str]]:
    """What a PDF's own script saves and opens."""
    for found in _EXPORT.finditer(text[: 1 << 20]) if host == "pdf" else ():
        if _LAUNCHED.search(found[1]):
            name = next((quoted for quoted in _QUOTED.findall(found[1]) if "." in quoted), "")
            yield is_runnable(name, known) or bool(_CARRIES.search(name)), name or "exportDataObject"
