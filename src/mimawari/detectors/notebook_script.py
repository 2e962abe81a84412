"""A OneNote notebook with a script or program to be clicked on: Emotet in March 2023, others in the months before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.disguise import disguise, is_dangerous, is_runnable
from mimawari.detectors.marks.lures import has_lure, is_lure_name
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, Notebook, Strength, Words


@dataclass(frozen=True, kw_only=True, eq=False)
class NotebookScript(Delivery):
    """Such a notebook. ``embedded`` is the file in it, ``files`` counts all files that run something."""

    attack: tuple[str, ...] = ("T1204.002", "T1566.001")
    words: Words = Words(
        en="The notebook “{file}” makes its reader double-click “{embedded}”, which runs as a program.",
        ja="OneNoteファイル「{file}」は、プログラムとして動く「{embedded}」をダブルクリックさせようとしています。",
    )
    file: str
    embedded: str
    files: int


_EMOTET = Words(
    en="The notebook “{file}” holds “{embedded}”: that was the name of the script in Emotet's notebooks of March 2023.",
    ja="OneNoteファイル「{file}」に「{embedded}」が埋め込まれています。2023年3月にEmotetが使ったスクリプトと同じ名前です。",
)
_HINT = Words(
    en="The notebook “{file}” holds “{embedded}”, which runs as a program when it is opened; administrators keep such files, too.",
    ja="OneNoteファイル「{file}」に、開くとプログラムとして動く「{embedded}」が入っています。管理者のメモにも見られます。",
)


@detector
def notebook_script(notebook: Notebook, known: Knowledge) -> Iterator[NotebookScript]:
    """Strong if the page or the file's name lures to click, Emotet's by the file's name; else a hint."""
    names = [name for name in notebook.file_names if is_runnable(name, known)]
    names += [file.name for file in notebook.files if is_dangerous(file, known) and file.name not in names]
    if not names:
        return
    own = next((name for name in names if name.lower() in known.marks["emotet-notebook-files"]), "")
    lured = own or next((name for name in names if is_lure_name(name, known) or disguise(name, known)), "")
    is_strong = bool(lured) or has_lure(notebook.text, known)
    yield NotebookScript(
        origin=notebook.origin,
        strength=Strength.STRONG if is_strong else Strength.HINT,
        family="emotet" if own else None,
        era=("P8",) if own else (),
        words=_EMOTET if own else NotebookScript.words if is_strong else _HINT,
        file=notebook.name,
        embedded=lured or names[0],
        files=len(names),
    )
