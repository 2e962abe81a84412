"""A document whose macro carries Emotet's command: addresses tried in turn until one gives a program, which is run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.document_texts import carrying, may_separate
from mimawari.detectors.marks.downloader import Grammar, commands, emotet_grammar
from mimawari.model import Delivery, OfficeDocument, Strength, Words

_TOLD = 10


@dataclass(frozen=True, kw_only=True, eq=False)
class EmotetCommand(Delivery):
    """Such a document. ``addresses``: how many; ``defanged``: the first ten of them, made unclickable, with blanks between.

    ``least``: the size in bytes that the program must have at least for the command to run it, None where it does not say.
    """

    strength: Strength = Strength.CONCLUSIVE
    family: str | None = "emotet"
    attack: tuple[str, ...] = ("T1566.001", "T1204.002", "T1059.001", "T1027.010", "T1105")
    words: Words = Words(
        en="The document {document} carries Emotet's command: it tries {addresses} addresses in turn, and runs the program that it gets.",
        ja="文書「{document}」のマクロに、Emotetの命令が隠されています。{addresses}件のアドレスを順に試し、取得できたプログラムを実行します。",
    )
    document: str
    addresses: int
    defanged: str
    least: int | None


@detector
def emotet_command(document: OfficeDocument) -> Iterator[EmotetCommand]:
    """Decoded from where the macro keeps it, and read by its grammar: seen in Emotet's documents, shortcuts and scripts only."""
    if (grammar := _grammar(document)) is not None:
        yield EmotetCommand(
            origin=document.origin,
            era=grammar.era,
            document=document.name,
            addresses=len(grammar.addresses),
            defanged=defanged(grammar.addresses),
            least=grammar.least,
        )


def defanged(addresses: tuple[str, ...]) -> str:
    """The first ten addresses in a form that nobody can follow by a click."""
    return " ".join(one[:200].replace("http", "hxxp").replace(".", "[.]") for one in addresses[:_TOLD])


def _grammar(document: OfficeDocument) -> Grammar | None:
    """What the first such command says; a document without any code cannot run one, whatever it quotes."""
    if not (document.vba and document.vba.modules) and not document.formulas:
        return None
    found = commands(carrying(document), may_separate(document))
    return next((grammar for text in found if (grammar := emotet_grammar(text))), None)
