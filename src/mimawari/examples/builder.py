"""Builds the examples: a PC with Emotet's marks, the same kind of PC without them, and five worked cases. All of it is inert."""

from __future__ import annotations

from pathlib import Path

from mimawari.examples.machines import clean_pc, infected_pc
from mimawari.examples.tree_writer import refuse_others
from mimawari.examples.worked import CASES

_ABOUT = (
    "Inert example evidence, written by mimawari. Nothing in it can run or infect anything.\r\n"
    "mimawari が作成した無害な見本です。実行されたり、感染したりするものは入っていません。\r\n"
)


def build(folder: Path) -> tuple[Path, ...]:
    """Write ``infected-pc`` and ``clean-pc`` below *folder*, the same each time; gives their paths.

    An example that is there is written anew; ``FileExistsError`` for a folder of that name that is none.
    """
    examples = {folder / "infected-pc": infected_pc(), folder / "clean-pc": clean_pc()}
    for target in examples:
        refuse_others(target)
    for target, copy in examples.items():
        copy.write(target, _ABOUT)
    return tuple(examples)


def build_cases(folder: Path) -> tuple[Path, ...]:
    """Write the worked cases below ``folder/cases``, under the same conditions; gives their paths."""
    places = {folder / "cases" / name: contents for name, contents in CASES.items()}
    for target in places:
        refuse_others(target)
    for target, contents in places.items():
        contents().write(target, _ABOUT)
    return tuple(places)
