"""An object of the old equation editor in a document: malware from 2017 on broke into it (CVE-2017-11882)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.model import Delivery, Embedded, OfficeDocument, Strength, Words

_NAME = re.compile(r"(?i)\bequation\.[23]\b|\bequation native\b|0002ce0[0-9]-0000-0000-c000-000000000046")


@dataclass(frozen=True, kw_only=True, eq=False)
class EquationObject(Delivery):
    """Such a document. ``size`` of the object in bytes."""

    attack: tuple[str, ...] = ("T1203",)
    words: Words = Words(
        en="The RTF file “{file}” comes as a Word document and holds an object of the old equation editor, as exploits do.",
        ja="「{file}」は、Word文書を装ったRTFファイルで、旧式の数式エディターのオブジェクトを含んでいます。脆弱性を悪用する文書によく見られます。",
    )
    file: str
    size: int


_HINT = Words(
    en="The document “{file}” holds an object of the old equation editor; old honest documents do, too.",
    ja="文書「{file}」に、旧式の数式エディターのオブジェクトがあります。以前に作られた普通の文書にも見られます。",
)


@detector
def equation_object(document: OfficeDocument) -> Iterator[EquationObject]:
    """A hint; strong in an RTF that is called .doc or .xls, has hardly a word of text and no formula but this one."""
    found = [thing for thing in document.objects if _is_equation(thing)]
    if not found:
        return
    is_strong = (
        document.shell == "rtf" and document.extension not in ("rtf", "") and len(found) == 1 and len(document.text.split()) < 20
    )
    yield EquationObject(
        origin=document.origin,
        strength=Strength.STRONG if is_strong else Strength.HINT,
        words=EquationObject.words if is_strong else _HINT,
        file=document.name,
        size=max(thing.size for thing in found),
    )


def _is_equation(thing: Embedded) -> bool:
    return thing.kind.lower() == "equation" or bool(_NAME.search(thing.name[:500]))
