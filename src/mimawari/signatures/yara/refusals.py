"""What of texts of rules is not among the compiled ones, and why: every rule by name, whatever the compiler stumbled on."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from mimawari.model import Reason
from mimawari.signatures import UNUSED, WANTED, Lack
from mimawari.signatures.yara.rule_files import RuleFile
from mimawari.signatures.yara.rule_text import Parts, RuleText

MOST_MESSAGE = 120
_SYNTAX = "E001"
"""The text itself is no rule: it may have been cut off, and hide what stands behind."""
_BESIDE = frozenset({"E010", "E044"})
"""Unknown module, include: said by the rules that use them, or told otherwise."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """What the compiler says, and of which byte. ``wanted``: what the gap of a rule wants that this is wrong with."""

    at: int
    text: str
    wanted: str


def called(file: RuleFile, rule: str = "") -> str:
    """How a file, or a rule in it, is named to people."""
    name = file.label if file.label == file.collection else f"{file.collection}/{file.label}"
    return f"{name}: {rule}" if rule else name


def refused(
    errors: Iterable[dict[str, Any]], files: Sequence[RuleFile], read: Sequence[Parts], made: Set[tuple[str, str]]
) -> Iterator[Lack]:
    """A lack for each rule of *files* that is not among those *made*, and for each file that is no rules or not only rules."""
    faults: dict[int, list[_Fault]] = defaultdict(list)
    for error in errors:
        if error["code"] not in _BESIDE:
            label = next((one for one in error["labels"] if one["level"] == "error"), error["labels"][0])
            wanted = WANTED if error["code"] == _SYNTAX else UNUSED
            faults[int(label["code_origin"])].append(_Fault(label["span"]["start"], _message(error, label), wanted))
    for number, (file, text) in enumerate(zip(files, read, strict=True)):
        names = {rule.name for rule in text.rules if (str(number), rule.name) in made}
        for rule, said, wanted in _missing(text, faults[number], names):
            yield Lack(called(file, rule), Reason.UNSUPPORTED, f"does not compile: {said}", wanted)
        if not (text.rules or text.includes or faults[number]):
            yield Lack(called(file), Reason.MISSING, "there are no rules in it")


def _missing(text: Parts, faults: list[_Fault], made: Set[str]) -> Iterator[tuple[str, str, str]]:
    """Each rule that is not *made*: its name, the first thing that is wrong with it or the last before it, what its gap wants.

    What is wrong with none of them is told of the file, which has no name.
    """
    faults.sort(key=lambda fault: fault.at)
    often = Counter(rule.name for rule in text.rules)
    own: dict[str, _Fault] = {}
    stray: list[_Fault] = []
    for fault in faults:
        rule = text.at(fault.at)
        if rule and (rule.name not in made or often[rule.name] > 1):
            own.setdefault(rule.name, fault)
        else:
            stray.append(fault)
    lost = {rule.name: rule for rule in text.rules if rule.name not in made and rule.name not in own}
    for name, fault in own.items():
        yield name, fault.text, fault.wanted
    for name, rule in lost.items():
        yield name, _before(rule, faults), WANTED
    if stray and not lost:
        yield "", stray[0].text, WANTED


def _before(rule: RuleText, faults: list[_Fault]) -> str:
    """The last thing that is wrong before *rule*: it is what hides it."""
    number = bisect_right(faults, rule.start, key=lambda fault: fault.at)
    return faults[max(number - 1, 0)].text if faults else "line 1, not a rule"


def _message(error: dict[str, Any], label: dict[str, Any]) -> str:
    """What is wrong, in one line without colons, which part phrases in the table of details."""
    said = label["text"] if error["code"] == _SYNTAX else error["title"]
    shown = "".join(letter if letter.isprintable() else " " for letter in said)
    return f"line {label['line']}, {' '.join(shown.split()).replace(': ', ' ')}"[:MOST_MESSAGE]
