"""A document whose macro carries Emotet's command: addresses tried in turn until one gives a program, which is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.addresses import addresses, foreign, is_emotet_list
from mimawari.detectors.marks.document_texts import carrying, may_separate, spoken
from mimawari.detectors.marks.downloader import commands, emotet_grammar
from mimawari.model import Delivery, OfficeDocument, Strength, Words

_TOLD = 10
_LOADER = re.compile(r"regsvr32|rundll32", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, eq=False)
class EmotetCommand(Delivery):
    """Such a document. ``addresses``: how many; ``defanged``: the first ten of them, made unclickable, with blanks between.

    ``least``: the size in bytes that the program must have at least for the command to run it, None where it does not say.
    """

    strength: Strength = Strength.CONCLUSIVE
    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1566.001", "T1204.002", "T1059.001", "T1027.010", "T1105")
    words: Words = Words(
        en="“{document}” carries Emotet's command: it tries {addresses} addresses in turn and runs what it gets.",
        ja="文書「{document}」のマクロには、Emotetのコマンドが隠されています。{addresses}件のアドレスを順に試し、取得したプログラムを実行します。",
    )
    document: str
    addresses: int
    defanged: str
    least: int | None


@detector
def emotet_command(document: OfficeDocument) -> Iterator[EmotetCommand]:
    """Decoded from where the macro keeps it, and read by its grammar, which is Emotet's alone; conclusive.

    Strong where the macro has no such command, but such a list of addresses, and a loader for what they give.
    """
    if not (document.vba and document.vba.modules) and not document.formulas:
        return  # without any code it cannot run one, whatever it quotes
    found: list[str] = []
    for text in commands(carrying(document), may_separate(document)):
        if grammar := emotet_grammar(text):
            yield _finding(document, grammar.addresses, grammar.least, grammar.era, Strength.CONCLUSIVE)
            return
        found.append(text)
    if document.vba and (listed := _listed("\n".join(found)) or _listed("\n".join(spoken(document)))):
        yield _finding(document, listed, None, ("P8",), Strength.STRONG)


def defanged(addresses: tuple[str, ...]) -> str:
    """The first ten addresses in a form that nobody can follow by a click."""
    return " ".join(one[:200].replace("http", "hxxp").replace(".", "[.]") for one in addresses[:_TOLD])


def _finding(
    document: OfficeDocument, found: tuple[str, ...], least: int | None, era: tuple[str, ...], strength: Strength
) -> EmotetCommand:
    return EmotetCommand(
        origin=document.origin,
        strength=strength,
        era=era,
        document=document.name,
        addresses=len(found),
        defanged=defanged(found),
        least=least,
    )


def _listed(text: str) -> tuple[str, ...]:
    """The addresses of *text* where they are such a list as Emotet's and one of Windows' loaders is to load what they give."""
    urls = foreign(addresses(text))
    return urls if _LOADER.search(text) and is_emotet_list(urls) else ()
