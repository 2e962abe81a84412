"""A document that shows a picture which Emotet's documents showed: "enable content", in one of a dozen dresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.lure_pictures import known_lure
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, OfficeDocument, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class LurePicture(Delivery):
    """Such a document; ``picture`` tells what it says, and since when it was seen."""

    strength: Strength = Strength.HINT
    attack: tuple[str, ...] = ("T1204.002",)
    words: Words = Words(
        en="“{document}” shows a picture that is known from Emotet's documents; warnings about them show it, too.",
        ja="文書「{document}」には、Emotetの文書で使われた画像とよく似た画像があります。注意喚起の資料に載ることもあります。",
    )
    document: str
    picture: str


@detector
def lure_picture(document: OfficeDocument, known: Knowledge) -> Iterator[LurePicture]:
    """A hint: pictures get copied, by other malware and by people who warn of it."""
    if picture := known_lure(document, known):
        yield LurePicture(origin=document.origin, document=document.name, picture=picture)
