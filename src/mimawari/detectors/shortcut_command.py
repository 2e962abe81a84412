"""A shortcut that starts an interpreter with a command of malware: Emotet from April 2022, many others before and since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.emotet_list import emotet_eras
from mimawari.detectors.marks.link_command import command_of, interpreter, is_emotets, marks_of, reading_of
from mimawari.detectors.marks.suspicion import ENOUGH, weight
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, Shortcut, Strength, Words

_SHOWN = 300


@dataclass(frozen=True, kw_only=True, eq=False)
class ShortcutCommand(Delivery):
    """Such a shortcut. ``command`` is the beginning of what it runs, ``marks`` what speaks against it."""

    attack: tuple[str, ...] = ("T1204.002", "T1059")
    words: Words = Words(
        en="The shortcut “{file}” opens no document: it starts {program} with a hidden or downloading command, as malware does.",
        ja="ショートカット「{file}」は、文書を開くものではなく、「{program}」に不審なコマンドを実行させます。マルウェアによく見られる手口です。",
    )
    file: str
    program: str
    command: str
    marks: str


_EMOTET = Words(
    en="The shortcut “{file}” starts {program} with a command that is Emotet's own.",
    ja="ショートカット「{file}」は、Emotetに特有のコマンドを「{program}」に実行させます。",
)
_HINT = Words(
    en="The shortcut “{file}” starts {program} with a command that is unusual; administrators' shortcuts may do so, too.",
    ja="ショートカット「{file}」は、通常とは異なるコマンドで「{program}」を起動します。管理者が作ったショートカットにも見られます。",
)


@detector
def shortcut_command(link: Shortcut, known: Knowledge) -> Iterator[ShortcutCommand]:
    """Strong by the weight of its marks, Emotet's by its own command; silent where no interpreter is started."""
    program = interpreter(link, known)
    if not program:
        return
    reading = reading_of(link)
    eras = ("P6",) if is_emotets(link) else emotet_eras(reading)
    marks = set(marks_of(link, reading, known))
    is_strong = bool(eras) or weight(marks) >= ENOUGH
    if not is_strong and weight(marks) < ENOUGH - 1:
        return
    weak = ShortcutCommand.words if is_strong else _HINT
    yield ShortcutCommand(
        origin=link.origin,
        strength=Strength.STRONG if is_strong else Strength.HINT,
        family="emotet" if eras else None,
        era=eras,
        words=_EMOTET if eras else weak,
        file=link.name,
        program=program,
        command=" ".join(command_of(link).split())[:_SHOWN],
        marks=" ".join(sorted(marks)),
    )
