"""A program that comes as a file of its own, or in an archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.disguise import extensions
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, Program, Strength, Words

_MAIL = frozenset({"message", "msg", "eml", "tnef"})
_RUN_ON_WINDOWS = ("pe", "ne", "msi", "java", "appx")


@dataclass(frozen=True, kw_only=True, eq=False)
class ProgramDelivered(Delivery):
    """Such a program. ``form``: ``pe``, ``msi`` ...; ``extension`` is its last one."""

    strength: Strength = Strength.HINT
    attack: tuple[str, ...] = ("T1204.002",)
    words: Words = Words(
        en="“{file}” is a program that came by mail. Open it only if you know who sent it and why.",
        ja="「{file}」は、メールで届いたプログラムです。送信者と用件を確認できないかぎり、開かないでください。",
    )
    file: str
    form: str
    extension: str


_LOCKED = Words(
    en="“{file}” is a program that was locked in an archive with a password, where mail filters cannot look.",
    ja="「{file}」は、パスワード付きの圧縮ファイルに入っていたプログラムです。メールのウイルス検査を避ける手口に使われます。",
)
_FALSE = Words(
    en="“{file}” is a program, although its name says that it is a document or a picture.",
    ja="「{file}」は、名前は文書や画像のように見えますが、中身はプログラムです。",
)


@detector
def program_delivered(program: Program, known: Knowledge) -> Iterator[ProgramDelivered]:
    """A hint in a mail; strong under the name of a document. One that lies alone on a disk says nothing."""
    if program.form not in _RUN_ON_WINDOWS:
        return
    extension = (extensions(program.name) or ("",))[-1]
    is_false = extension in known.marks["document-extensions"]
    is_mailed = any(form in _MAIL for form in program.within)
    if not is_false and not is_mailed and not program.was_encrypted:
        return
    locked = _LOCKED if program.was_encrypted else ProgramDelivered.words
    yield ProgramDelivered(
        origin=program.origin,
        strength=Strength.STRONG if is_false and program.form != "ne" else Strength.HINT,
        words=_FALSE if is_false else locked,
        attack=("T1036.008",) if is_false else ("T1204.002",),
        file=program.name,
        form=program.form,
        extension=extension,
    )
