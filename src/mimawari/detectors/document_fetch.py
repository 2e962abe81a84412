"""A document that fetches a template, an object or a page from elsewhere as soon as it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.addresses import Place, place_of
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, External, OfficeDocument, Strength, Words

_FORMS = frozenset(
    {"attachedtemplate", "oleobject", "frame", "subdocument", "afchunk", "externallinkpath", "externallink", "template"}
)
# What hands an address to another program of Windows (CVE-2022-30190 and its kind).
_HANDLERS = re.compile(r"(?i)^\s{0,8}(?:mhtml:|ms-msdt:|search-ms:|ms-search:|script:|its:|ms-its:)|!x-usc:")
_CLOUD = re.compile(
    r"(?i)(?:^|\.)(?:sharepoint\.com|sharepoint\.cn|onedrive\.com|live\.com|office\.com|officeapps\.live\.com|microsoft\.com|googleusercontent\.com|box\.com)$"
)
_RUNS = re.compile(r"(?i)\.(?:dotm|docm|xlsm|xlam|xltm|xla|hta|html?|rtf|sct|wsf|php|exe|ps1|vbs|js)(?:[?#!].{0,400})?$")
_BY_TEXT = {"handler": _HANDLERS, "runs-code": _RUNS, "no-tls": re.compile(r"(?i)^\s{0,8}http:")}
_SHOWN = 300


@dataclass(frozen=True, kw_only=True, eq=False)
class DocumentFetch(Delivery):
    """Such a document. ``form`` is the relation, ``target`` where it leads, ``marks`` what speaks against it."""

    attack: tuple[str, ...] = ("T1221",)
    words: Words = Words(
        en="The document “{file}” fetches code from {target} when it is opened.",
        ja="文書「{file}」は、開くと、外部（{target}）からプログラムを読み込みます。",
    )
    file: str
    form: str
    target: str
    marks: str


_HINT = Words(
    en="The document “{file}” fetches something from {target} when it is opened; templates of firms do so, too.",
    ja="文書「{file}」は、開くと、{target} からデータを読み込みます。社内のテンプレートを使う文書にも見られます。",
)


@detector
def document_fetch(document: OfficeDocument, known: Knowledge) -> Iterator[DocumentFetch]:
    """Strong for an address that hands over to another program, or of a strange place; a hint for what firms have."""
    found = sorted(_weighed(external, known) for external in document.externals[:500] if _counts(external))
    for weight, form, target, marks in found[-1:]:
        if weight:
            yield DocumentFetch(
                origin=document.origin,
                strength=Strength.STRONG if weight > 1 else Strength.HINT,
                words=DocumentFetch.words if weight > 1 else _HINT,
                file=document.name,
                form=form,
                target=target,
                marks=marks,
            )


def _counts(external: External) -> bool:
    return (external.automatic and external.form.lower() in _FORMS) or bool(_HANDLERS.search(external.target[:2_000]))


def _weighed(external: External, known: Knowledge) -> tuple[int, str, str, str]:
    """2: strong, 1: a hint, 0: nothing (it names no other machine); then the relation, the target and its marks."""
    target = external.target[:2_000]
    place = place_of(target)
    marks = set(_of_place(place, known)) if place else set()
    marks |= {mark for mark, words in _BY_TEXT.items() if words.search(target)}
    return _weight(external.form.lower(), place, marks), external.form, target[:_SHOWN], " ".join(sorted(marks))


def _weight(form: str, place: Place | None, marks: set[str]) -> int:
    if "handler" in marks:
        return 2
    if not place or (place.is_own and form.startswith("externallink")):
        return 0
    if place.is_own or "cloud" in marks:
        return 1
    return 2 if len(marks) > 1 or marks & {"bare-address", "web-share"} else 1


def _of_place(place: Place, known: Knowledge) -> Iterator[str]:
    host = place.host.lower()
    if _CLOUD.search(host):
        yield "cloud"
    if place.is_bare:
        yield "bare-address"
    if place.is_web_share or (place.is_share and "." in host and not place.is_own):
        yield "web-share"
    if place.is_odd:
        yield "odd-port"
    if any(host == one or host.endswith("." + one) for one in known.marks["raw-hosts"]):
        yield "raw-host"
