"""A script read twice: as it stands, and with all that its literals hide; what only the second says, it hides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors.marks.acts import Act, acts
from mimawari.detectors.marks.addresses import addresses
from mimawari.detectors.marks.literals import LIMIT, joined, unlocked
from mimawari.detectors.marks.shell_text import decoded, expanded, unveiled

_ROOM = 2 << 20
_OBJECTS = ("javascript", "vbscript")
_TELLING = frozenset({Act.FETCH, Act.FETCH_AND_RUN, Act.SAVE, Act.RUN, Act.LOADER, Act.SHELL})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a script does (``acts``), which of it is hidden in its literals, and the addresses in it."""

    language: str
    acts: frozenset[Act]
    hidden: frozenset[Act]
    addresses: tuple[str, ...]
    text: str

    @property
    def fetches_and_runs(self) -> bool:
        """Whether it fetches something and runs something.

        JavaScript and VBScript call their own functions ``exec`` and ``run``, too: there an object that starts programs counts.
        """
        if self.language in _OBJECTS:
            starts = {Act.RUN, Act.SHELL} <= self.acts or Act.SHELL in self.hidden
            return Act.FETCH in self.acts and (starts or {Act.FETCH_AND_RUN, Act.HOST} <= self.acts)
        return Act.FETCH_AND_RUN in self.acts or {Act.FETCH, Act.RUN} <= self.acts

    @property
    def hides_it(self) -> bool:
        """Whether that it fetches or runs is not to be seen in the text as it stands."""
        return bool(self.hidden & _TELLING)


def read(text: str, language: str) -> Reading:
    """*text* in ``javascript``, ``vbscript``, ``powershell`` or ``batch``; another language is read as all of them."""
    text = text[:LIMIT].replace("\0", "")
    open_acts = acts(text)
    whole = "\n".join(_bounded(dict.fromkeys((text, *_layers(text, language)))))
    every = acts(whole)
    return Reading(language, every, every - open_acts, addresses(whole), whole)


def _bounded(layers: dict[str, None]) -> Iterator[str]:
    room = _ROOM
    for layer in layers:
        yield layer[:room]
        room -= len(layer)
        if room <= 0:
            return


def _layers(text: str, language: str) -> Iterator[str]:
    if language not in _OBJECTS:
        text = expanded(text) if language != "powershell" else text
        yield text
        text = unveiled(text)
        yield text
    else:
        text = joined(text)
        yield text
        yield from (joined(plain) for plain in unlocked(text))
    yield from map(unveiled, decoded(text))
