"""Somebody opened a file of a kind that Emotet's mails carried, and it came from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.came import Came, came, opened_at, shown_program
from mimawari.knowledge import Knowledge
from mimawari.model import Finding, OpenedFile, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class AttachmentOpened(Finding):
    """Such a file. ``container`` is the archive that it was opened out of, ``came`` how it came, ``traces`` how that is known.

    ``hosts`` are the hosts and apps that Windows' mark says it came from. ``seen_at`` is the latest moment of opening it that
    is known. ``size`` in bytes, None where the file is no longer there.
    """

    strength: Strength = Strength.HINT
    attack: tuple[str, ...] = ("T1204.002",)
    words: Words = Words(
        en="{user} opened or previewed “{name}”, which came by mail ({program}).",
        ja="{user} が、メールに添付された「{name}」を開いたか、プレビューで表示した形跡があります（{program}）。",
    )
    user: str
    name: str
    file: str
    container: str
    program: str
    came: str
    traces: str
    hosts: str
    size: int | None


_WORDS = {
    Came.MAIL: AttachmentOpened.words,
    Came.NOTEBOOK: Words(
        en="{user} opened “{name}”, which was embedded in a page of OneNote.",
        ja="{user} が、OneNoteのページに埋め込まれた「{name}」を開いた形跡があります。",
    ),
    Came.ARCHIVE: Words(
        en="{user} opened “{name}”, which came in an archive ({program}).",
        ja="{user} が、圧縮ファイルに入っていた「{name}」を開いた形跡があります（{program}）。",
    ),
    Came.INTERNET: Words(
        en="{user} opened “{name}”, which was downloaded ({program}).",
        ja="{user} が、ダウンロードした「{name}」を開いた形跡があります（{program}）。",
    ),
}


@detector
def attachment_opened(file: OpenedFile, known: Knowledge) -> Iterator[AttachmentOpened]:
    """Always a hint: offices open attachments all day long. Silent for kinds that Emotet did not use, and for what lay there."""
    way = came(file, known)
    kinds = known.marks["mailed-kinds"] + (known.marks["mailed-archives"] if way is Came.MAIL else ())
    if way is None or not file.was_opened or file.extension not in kinds:
        return
    yield AttachmentOpened(
        origin=file.origin,
        words=_WORDS[way],
        seen_at=opened_at(file),
        user=file.user,
        name=file.name,
        file=file.path,
        container=file.container,
        program=shown_program(file),
        came=way.value,
        traces=" ".join(file.ways),
        hosts=" ".join(file.sources),
        size=file.size,
    )
