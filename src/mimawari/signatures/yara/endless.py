"""Rules that do not come to an end: found by what they do with next to nothing, and left out, so that all others can be matched."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from mimawari.model import Reason
from mimawari.signatures import Lack
from mimawari.signatures.yara.compiled import Compiled, Key, compiled
from mimawari.signatures.yara.refusals import called
from mimawari.signatures.yara.room import compiler, scanner
from mimawari.signatures.yara.rule_files import RuleFile
from mimawari.signatures.yara.rule_text import Parts, parts

PROBES = (b"", bytes(4096))
"""Contents on which no rule has anything to do."""

SAMPLE = 64 << 10
"""Of a content on which time ran out so much is tried."""

_SECONDS = 2
"""What is not done with so little by then is not done at all."""

_MOST = 8
"""So many of them are looked for."""

DETAIL = "left out, it does not end even on little"


def probed(made: Compiled) -> Compiled:
    """*made* without the rules that do not end on any content."""
    with suppress(MemoryError):
        for probe in PROBES:
            made = without_endless(made, probe)
    return made


def without_endless(made: Compiled, sample: bytes) -> Compiled:
    """*made* without the rules that do not end on *sample*, each of which is a lack; *made* itself where none is found."""
    for _ in range(_MOST):
        if not _is_endless(made.rules, sample):
            break
        found = _found(made.files, sample)
        if found is None:
            break
        made = without(made, tuple(found))
    return made


def without(made: Compiled, keys: Sequence[Key]) -> Compiled:
    """*made* with *keys* fitting nothing, each of which is a lack."""
    files = shut(made.files, keys)
    lacks = [Lack(called(made.files[int(space)], name), Reason.TIMED_OUT, DETAIL) for space, name in keys]
    return replace(compiled(files), lacks=(*made.lacks, *lacks), aside=made.aside | frozenset(keys))


def shut(files: Sequence[RuleFile], keys: Collection[Key]) -> tuple[RuleFile, ...]:
    """*files* with these rules fitting nothing."""
    names: dict[str, set[str]] = {}
    for space, name in keys:
        names.setdefault(space, set()).add(name)
    return tuple(_shut(file, names.get(str(number), set())) for number, file in enumerate(files))


def _found(files: Sequence[RuleFile], sample: bytes) -> list[Key] | None:
    """The first rule that does not end, and those that ask it; None where there is none such."""
    low, high = 0, len(files)
    while high - low > 1:
        middle = (low + high) // 2
        if _is_endless(_rules(files[low:middle]), sample):
            high = middle
        else:
            low = middle
    text = parts(files[low].text)
    number = _first(files[low], text, sample)
    return None if number is None else [(str(low), name) for name in _asking(text, number)]


def _first(file: RuleFile, text: Parts, sample: bytes) -> int | None:
    """The number of the first rule with which *file* does not end: no rule asks one behind it."""
    names = [rule.name for rule in text.rules]
    low, high = 0, len(names)
    while low < high:
        middle = (low + high) // 2
        if _is_endless(_rules([_shut(file, set(names[middle + 1 :]))]), sample):
            high = middle
        else:
            low = middle + 1
    return low if low < len(names) else None


def _asking(text: Parts, number: int) -> Iterator[str]:
    """Its name, and those of all rules that are not what they were without it."""
    names = {text.rules[number].name}
    yield text.rules[number].name
    for rule in text.rules[:number] if text.rules[number].is_global else ():
        yield rule.name
    for rule in text.rules[number + 1 :]:
        if text.rules[number].is_global or not names.isdisjoint(rule.condition):
            names.add(rule.name)
            yield rule.name


def _shut(file: RuleFile, names: set[str]) -> RuleFile:
    """*file* with these rules fitting nothing; all its lines stay where they are."""
    if not names:
        return file
    data = file.text.encode("utf-8", "surrogatepass")
    pieces, last = [], 0
    for rule in parts(file.text).rules:
        begin, end = rule.body
        if rule.name in names and end > begin:
            lines = data[begin:end].count(b"\n")
            shut = b" false and any of them " if rule.patterns.strip() else b" false "
            pieces += [data[last:begin], shut, b"\n" * lines]
            last = end
    return replace(file, text=b"".join([*pieces, data[last:]]).decode("utf-8", "surrogatepass"))


def _rules(files: Sequence[RuleFile]) -> Any:
    one = compiler()
    for number, file in enumerate(files):
        one.new_namespace(str(number))
        one.add_source(file.text)
    return one.build()


def _is_endless(rules: Any, sample: bytes) -> bool:
    import yara_x

    made = scanner(rules)
    made.set_timeout(_SECONDS)
    try:
        made.scan(sample)
    except yara_x.TimeoutError:
        return True
    except yara_x.ScanError:
        return False
    return False
