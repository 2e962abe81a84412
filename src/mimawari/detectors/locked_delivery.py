"""An archive with a password, and in it a single thing that can run: what Emotet sent by mail from September 2020 on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.disguise import extensions, is_runnable
from mimawari.knowledge import Knowledge
from mimawari.model import Archive, Delivery, Strength, Words

_MACROS = frozenset(
    {"doc", "docm", "dot", "dotm", "xls", "xlsm", "xlsb", "xlt", "xltm", "xlam", "ppt", "pptm", "one", "iso", "img", "vhd", "slk"}
)


@dataclass(frozen=True, kw_only=True, eq=False)
class LockedDelivery(Delivery):
    """Such an archive. ``member`` is what it holds."""

    strength: Strength = Strength.HINT
    attack: tuple[str, ...] = ("T1566.001", "T1027.013")
    words: Words = Words(
        en="“{file}” is locked with a password and holds only “{member}”. Firms send files so, and so did Emotet.",
        ja="「{file}」は、パスワード付きの圧縮ファイルで、中身は「{member}」だけです。取引先が使うこともある形ですが、Emotetもこの形で届きました。",
    )
    file: str
    member: str


@detector
def locked_delivery(archive: Archive, known: Knowledge) -> Iterator[LockedDelivery]:
    """Always a hint: honest partners lock their files daily. Not for documents that cannot hold macros."""
    if archive.count != 1 or len(archive.members) != 1 or not archive.members[0].encrypted:
        return
    name = archive.members[0].name
    if is_runnable(name, known) or set(extensions(name)[-1:]) & _MACROS:
        yield LockedDelivery(origin=archive.origin, file=archive.name, member=name)
