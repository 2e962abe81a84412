"""A document whose macro carries Emotet's command: addresses tried in turn until one gives a program, which is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mimawari.detectors import detector
from mimawari.detectors.marks.addresses import addresses, foreign, is_emotet_list
from mimawari.detectors.marks.document_texts import carrying, may_separate, spoken
from mimawari.detectors.marks.downloader import Grammar, commands, emotet_grammar
from mimawari.detectors.marks.emotet_eras import eras_of
from mimawari.detectors.marks.emotet_forms import Owner
from mimawari.knowledge import Knowledge
from mimawari.model import Delivery, OfficeDocument, Strength, Words

_TOLD = 10
_LOADER = re.compile(r"regsvr32|rundll32", re.IGNORECASE)
_OF_2023 = re.compile(r"/\?\d{6}(?:&c=\d)?$")


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


_LIKELY = Words(
    en="“{document}” carries a command like Emotet's: it tries {addresses} addresses in turn and runs what it gets.",
    ja="文書「{document}」のマクロには、Emotetのものとよく似たコマンドがあります。{addresses}件のアドレスを順に試し、取得したプログラムを実行します。",
)
_OTHERS = Words(
    en="“{document}” tries {addresses} addresses in turn and runs what it gets, as Emotet and others do.",
    ja="文書「{document}」のマクロには、{addresses}件のアドレスを順に試し、取得したプログラムを実行するコマンドがあります（Emotet以外のマルウェアも使う方法です）。",
)
_WORDS = {Owner.EMOTET: EmotetCommand.words, Owner.LIKELY: _LIKELY, Owner.OTHERS: _OTHERS}


@detector
def emotet_command(document: OfficeDocument, known: Knowledge) -> Iterator[EmotetCommand]:
    """Decoded from where the macro keeps it and read by its grammar; conclusive where the list, path and start are Emotet's own.

    Strong where it is only like it, or the macro has such a list of addresses and a loader for what they give; and, without the
    family's name, where another family's may be as well.
    """
    if not (document.vba and document.vba.modules) and not document.formulas:
        return  # without any code it cannot run one, whatever it quotes
    found: list[str] = []
    read: list[Grammar] = []
    for text in commands(carrying(document), may_separate(document)):
        found.append(text)
        if grammar := emotet_grammar(text):
            read.append(grammar)
            if grammar.owner is Owner.EMOTET:
                break
    if read:
        yield _of_grammar(document, max(read, key=lambda one: one.owner), known)
    elif document.vba:
        whole, spelt = "\n".join(found), "\n".join(spoken(document))
        yield from _of_list(document, _listed(whole) or _listed(spelt), whole + spelt, known)


def defanged(addresses: tuple[str, ...]) -> str:
    """The first ten addresses in a form that nobody can follow by a click."""
    return " ".join(one[:200].replace("http", "hxxp").replace(".", "[.]") for one in addresses[:_TOLD])


def _of_grammar(document: OfficeDocument, grammar: Grammar, known: Knowledge) -> EmotetCommand:
    """The program's path did not change from 2018 to 2020: when that was, the document's own times tell better."""
    told = () if grammar.is_library else eras_of(document.properties, known)
    era = told or grammar.era if grammar.owner > Owner.OTHERS else ()
    return _finding(document, grammar.addresses, grammar.least, era, grammar.owner)


def _of_list(document: OfficeDocument, urls: tuple[str, ...], text: str, known: Knowledge) -> Iterator[EmotetCommand]:
    """Only ``regsvr32`` makes it like Emotet's: a list for ``rundll32`` is Dridex's as well."""
    if not urls:
        return
    owner = Owner.LIKELY if "regsvr32" in text.lower() else Owner.OTHERS
    era = ("P8",) if sum(bool(_OF_2023.search(url)) for url in urls) * 2 > len(urls) else eras_of(document.properties, known)
    yield _finding(document, urls, None, era if owner > Owner.OTHERS else (), owner)


def _finding(
    document: OfficeDocument, found: tuple[str, ...], least: int | None, era: tuple[str, ...], owner: Owner
) -> EmotetCommand:
    return EmotetCommand(
        origin=document.origin,
        strength=Strength.CONCLUSIVE if owner is Owner.EMOTET else Strength.STRONG,
        family=None if owner is Owner.OTHERS else "emotet",
        words=_WORDS[owner],
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
