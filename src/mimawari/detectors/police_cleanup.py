"""What the police's program left when it removed Emotet: the PC was infected when the network was taken over in January 2021."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.technique import moment
from mimawari.model import File, Finding, Strength, Words

# The key that the program of the German Bundeskriminalamt writes at the start of the file into which it puts Emotet away.
# Source: Neo23x0/signature-base (8a89b3b), yara/crime_emotet.yar.
_KEY = bytes.fromhex("c3dada1963452c86773be9fd2464fbb807fe12d02a4813384868e8ae913ced82")
_PLACE = re.compile(r"(?i).*\\temp\\(?:[^\\]+\\)*udp[^\\]*")


@dataclass(frozen=True, kw_only=True, eq=False)
class PoliceCleanup(Finding):
    """Such a file."""

    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1218.011",)
    era: tuple[str, ...] = ("TD",)
    past: bool = True
    words: Words = Words(
        en="This PC was infected with Emotet in January 2021; the police's program (Bundeskriminalamt) removed it and left {file}.",
        ja="このパソコンは2021年1月、Emotetに感染していました。{file} は、捜査機関（独連邦刑事庁）の駆除プログラムの痕跡です。",
    )
    file: str


_COPY = Words(
    en="{file} begins as what the police's program (Bundeskriminalamt) left where it removed Emotet in 2021; the place is another.",
    ja="{file} の先頭は、2021年に捜査機関（独連邦刑事庁）の駆除プログラムが残したファイルと同じですが、場所が異なります。",
)


@detector
def police_cleanup(file: File) -> Iterator[PoliceCleanup]:
    """The key at the start of a UDP file in a temporary folder: conclusive, for that time; elsewhere, a copy perhaps: a hint."""
    if file.head is None or not file.head.startswith(_KEY):
        return
    is_own = bool(_PLACE.fullmatch(file.path))
    yield PoliceCleanup(
        origin=file.origin,
        strength=Strength.CONCLUSIVE if is_own else Strength.HINT,
        words=PoliceCleanup.words if is_own else _COPY,
        seen_at=moment(file.created, file.modified),
        file=file.path,
    )
