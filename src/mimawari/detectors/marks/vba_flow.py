"""What a macro hands to the statement that starts something: a text that it fetched, decoded itself or keeps in a form.

Only a text that *leads* what is started counts: an argument behind a program's name is data. Nothing is called or computed.
Sources: Microsoft's pages on IServerXMLHTTPRequest (responseText), Script Control (ExecuteStatement, AddCode, Eval), Shell, Run;
MITRE ATT&CK T1059.005, T1105, T1027.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from itertools import islice

from mimawari.detectors.marks.vba_code import STRING, Code, Procedure, words
from mimawari.detectors.marks.vba_fold import folded

FETCHED, DECODED, CAPTIONS = "runs a text that it fetched", "decodes what it runs", "command out of captions"
_STATEMENTS, _NAMES, _NESTED, _LONGEST, _COUNTED = 20_000, 2_000, 6, 1_000, 30
_RESPONSE = re.compile(r"(?<![\w.])[\w.]{0,80}\.\s?response(?:text|body)\b", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?<![\w.])\w{0,60}(?:\s?\.\s?\w{1,60}){0,2}\s?\.\s?(?:caption|tag|controltiptext|alternativetext|groupname)\b", re.IGNORECASE
)
_SET = re.compile(r"(?:(?:set|let|const)\s+)?([^\W\d]\w{0,80})[$%&]?\s*=(?!=)\s*(.+)", re.IGNORECASE)
_NAME = re.compile(r"([^\W\d]\w{0,80})\$?(?!\s?\.)")
_CALL = re.compile(r"(?:[\w.]{1,80}\$?\s?)?\(\s?")
_APPLICATION = re.compile(r"\b\w*app(?:lication)?\s*\.\s*run\b", re.IGNORECASE)
_START = re.compile(
    r"(?<![.\w])(?:vba\s?\.\s?|interaction\s?\.\s?){0,2}shell[#$%&!@]?(?=[\s(])\s*|\.\s?(?:run|exec|create|shellexecute)\b[#$%&!@]?(?!\s*=)\s*",
    re.IGNORECASE,
)
_SHELL = re.compile(
    r"\(?\s*\"(?:cmd|%comspec%|powershell|pwsh)[^\"]{0,120}\s(?:/[ck]|-c\w*|-e\w*)\s*(?:\"\")?\"\s*[&+]\s*", re.IGNORECASE
)
_SCRIPTED = re.compile(r"\.\s?(?:executestatement|addcode|execscript)\b\s*", re.IGNORECASE)
_EVALUATED = re.compile(r"\.\s?eval\b\s*", re.IGNORECASE)
_VBSCRIPT = re.compile(r"\.\s?language\s*=\s*\"vbs", re.IGNORECASE)
_LOOP = re.compile(r"\b(?:for|do|while)\b", re.IGNORECASE)
_BY_NUMBER = re.compile(r"\bchr[wb]?\$?\s?\(\s?(?!\d+\s?\))", re.IGNORECASE)
# A folder that was decoded or fetched, with the name of a file behind it, is a setting.
_PATH = re.compile(r"[&+]\s?\"[^\"\\.]{0,200}(?:\\|\.(?:exe|com|bat|cmd)\b)", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z]{3}")


def handed(code: Code, chosen: tuple[Procedure, ...]) -> Iterator[str]:
    """The marks of what *chosen* hands to what starts it."""
    every = "\n".join(line for one in chosen for line in one.statements[:_STATEMENTS])
    small = every.lower()
    if "response" in small:
        evaluated = [_EVALUATED] if _VBSCRIPT.search(every) else []
        if any(_is_started(found, 1) for found in _arguments(code, chosen, _RESPONSE, [_START, _SCRIPTED, *evaluated])):
            yield FETCHED
    helpers = [re.escape(one.name) for one in chosen if _decodes(one)][:50]
    if helpers:
        called = re.compile(rf"\b(?:{'|'.join(helpers)})\s?\(", re.IGNORECASE)
        if any(_is_started(found, 1) for found in _arguments(code, chosen, called, [_START])):
            yield DECODED
    if _CAPTION.search(every) and any(_is_started(found, 3) for found in _arguments(code, chosen, _CAPTION, [_START])):
        yield CAPTIONS


def _is_started(found: tuple[str, int], least: int) -> bool:
    text, pieces = found
    return pieces >= least and (least == 1 or not _LETTERS.search(" ".join(STRING.findall(text))))


def _decodes(one: Procedure) -> bool:
    """Whether it returns text and makes its characters from numbers in a loop."""
    if "function" not in one.head.lower():
        return False
    return any(map(_LOOP.match, one.statements)) and any(map(_BY_NUMBER.search, one.statements))


def _arguments(
    code: Code, chosen: tuple[Procedure, ...], source: re.Pattern[str], takes: list[re.Pattern[str]]
) -> Iterator[tuple[str, int]]:
    """What is given to *takes* and begins with *source* or a name set to it, and of how many such pieces it is made."""
    declared = {word for line in code.declarations[:_NAMES] for word in words(line)}
    shared: dict[str, int] = {}
    for _ in _read(chosen, source, takes, declared, shared):
        pass
    yield from _read(chosen, source, takes, declared, shared)


def _read(
    chosen: tuple[Procedure, ...], source: re.Pattern[str], takes: list[re.Pattern[str]], declared: set[str], shared: dict[str, int]
) -> Iterator[tuple[str, int]]:
    """Results and names of the module are remembered in *shared*; other names count in their own procedure only."""
    own: dict[str, int] = {}
    at: Procedure | None = None
    for one, line in islice(((each, line[:_LONGEST]) for each in chosen for line in each.statements), _STATEMENTS):
        own, at = (own, at) if one is at else ({}, one)
        names = ChainMap(own, shared)
        if (found := _SET.match(line)) and len(shared) + len(own) < _NAMES and (pieces := _pieces(found[2], source, names)):
            name = found[1].lower()
            (shared if name == one.name or name in declared else own)[name] = pieces
        for argument in _taken(line, takes):
            if pieces := _pieces(argument, source, names):
                yield argument, pieces


def _taken(line: str, takes: list[re.Pattern[str]]) -> Iterator[str]:
    if not any(take.search(line) for take in takes):
        return
    whole = _APPLICATION.sub(" ", folded(line))
    for take in takes:
        for found in islice(take.finditer(whole), 5):
            rest = whole[found.end() :]
            prefix = _SHELL.match(rest)
            yield rest[prefix.end() :] if prefix else rest


def _pieces(text: str, source: re.Pattern[str], names: Mapping[str, int]) -> int:
    """How many pieces of *source* are in *text*, which one of them leads; 0: none leads it."""
    if _PATH.search(text) or not _leads(text, source, names):
        return 0
    bare = STRING.sub(" ", text[:_LONGEST])
    return max(1, len(source.findall(bare)) + sum(names.get(word, 0) for word in islice(words(bare), _COUNTED)))


def _leads(text: str, source: re.Pattern[str], names: Mapping[str, int]) -> bool:
    at = 0
    for _ in range(_NESTED):
        if source.match(text, at) or ((name := _NAME.match(text, at)) and name[1].lower() in names):
            return True
        called = _CALL.match(text, at)
        if not called:
            return False
        at = called.end()
    return False
