"""A program, script or shortcut packed into a document or a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.disguise import disguise, is_dangerous
from mimawari.detectors.marks.lures import has_lure, is_lure_name
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, Embedded, OfficeDocument, Pdf, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class EmbeddedProgram(Delivery):
    """Such a document. ``embedded`` is the file in it, ``form`` its kind by its first bytes, ``files`` how many there are."""

    attack: tuple[str, ...] = ("T1204.002", "T1027.009")
    words: Words = Words(
        en="The document “{file}” makes its reader open “{embedded}”, which runs as a program.",
        ja="文書「{file}」は、プログラムとして動く「{embedded}」を開かせようとしています。",
    )
    file: str
    embedded: str
    form: str
    files: int


_HINT = Words(
    en="The document “{file}” holds “{embedded}”, which runs as a program when it is opened.",
    ja="文書「{file}」に、開くとプログラムとして動く「{embedded}」が埋め込まれています。",
)


@detector
def embedded_program(document: OfficeDocument | Pdf, known: Knowledge) -> Iterator[EmbeddedProgram]:
    """Strong if the file's name or the text around it lures to open it; else a hint."""
    files = document.objects if isinstance(document, OfficeDocument) else document.files
    dangerous = [file for file in files if is_dangerous(file, known)]
    if not dangerous:
        return
    lured = next((file for file in dangerous if _lures(file, known)), None)
    is_strong = lured is not None or has_lure(document.text, known)
    first = lured or dangerous[0]
    yield EmbeddedProgram(
        origin=document.origin,
        strength=Strength.STRONG if is_strong else Strength.HINT,
        words=EmbeddedProgram.words if is_strong else _HINT,
        file=document.name,
        embedded=first.name,
        form=first.kind,
        files=len(dangerous),
    )


def _lures(file: Embedded, known: Knowledge) -> bool:
    return bool(disguise(file.name, known)) or is_lure_name(file.name, known)
