"""Whether a script is Emotet's: by the grammar of its command, or by the addresses that it tries in turn and what it starts."""

from __future__ import annotations

from mimawari.detectors.marks.acts import Act
from mimawari.detectors.marks.addresses import foreign, is_emotet_list
from mimawari.detectors.marks.downloader import commands, emotet_grammar
from mimawari.detectors.marks.emotet_forms import Owner
from mimawari.detectors.marks.revealed import Reading


def emotet_eras(reading: Reading) -> tuple[str, ...]:
    """The periods whose script it is: the grammar's, or those in which such a list was tried; empty: not Emotet's."""
    for command in commands((reading.text,)):
        grammar = emotet_grammar(command)
        if grammar and grammar.owner > Owner.OTHERS and grammar.era:
            return grammar.era
    if not reading.fetches_and_runs or not is_emotet_list(foreign(reading.addresses)):
        return ()
    return _by_loader(reading)


def _by_loader(reading: Reading) -> tuple[str, ...]:
    text = reading.text.lower()
    if "regsvr32" in text:
        return ("P6", "P8")
    if "rundll32" in text:
        return ("P5",)
    return ("P1",) if Act.SHELL in reading.acts else ()
