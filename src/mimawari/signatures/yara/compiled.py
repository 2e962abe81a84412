"""Texts of rules made ready by YARA-X: a rule that does not compile is left out by name, and all others work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mimawari.model import Reason
from mimawari.signatures import Lack
from mimawari.signatures.yara.counting import FULL, leaning, witnesses
from mimawari.signatures.yara.placing import is_free, is_free_at_start
from mimawari.signatures.yara.reach import is_worded
from mimawari.signatures.yara.refusals import MOST_MESSAGE, called, refused
from mimawari.signatures.yara.room import compiler
from mimawari.signatures.yara.rule_files import RuleFile
from mimawari.signatures.yara.rule_text import Parts, parts
from mimawari.signatures.yara.scope import asked, is_local, needs_pattern

Key = tuple[str, str]
"""A rule: the number of its file, and its name."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """``rules`` are YARA-X's, of ``files``.

    ``leaning`` ones are not decided by what is in them alone: they name other rules of their file, or a global one speaks for all.

    Of rules that are held against a piece of a content: ``local`` ones are decided by it; ``doubtful`` ones may fit it by where
    it begins or by what it lacks, but for the ``placed`` ones if it is the first; ``worded`` ones may if it is cut in the midst of
    a word; of ``bare`` ones nobody can say that they do not fit the whole, even if none of their patterns is in it. ``asked`` is
    what rules ask of the first bytes and of the size (namespace, name, and what :func:`scope.asked` gives).

    ``aside`` ones were left out because they do not end; what is in ``files`` of them fits nothing.
    """

    rules: Any
    files: tuple[RuleFile, ...]
    lacks: tuple[Lack, ...]
    private: frozenset[Key]
    local: frozenset[Key]
    doubtful: frozenset[Key]
    placed: frozenset[Key]
    worded: frozenset[Key]
    leaning: frozenset[Key]
    bare: frozenset[Key]
    asked: frozenset[tuple[str, str, int, int, int]]
    aside: frozenset[Key] = frozenset()


def compiled(files: Sequence[RuleFile]) -> Compiled:
    """All rules of *files*, each file with names of its own."""
    one = compiler()
    for number, file in enumerate(files):
        one.new_namespace(str(number))
        one.add_source(file.text, origin=str(number))
    errors = list(one.errors())
    read = [parts(file.text) for file in files]
    for number, text in enumerate(read):
        one.new_namespace(f"{FULL}{number}")
        one.add_source(witnesses(text))
    every = [(number, text, rule) for number, text in enumerate(read) for rule in text.rules]
    rules = one.build()
    made = {(rule.namespace, rule.identifier) for rule in rules}
    return Compiled(
        rules,
        tuple(files),
        (*refused(errors, files, read, made), *_left_out(files, read)),
        private=frozenset((str(number), rule.name) for number, _, rule in every if rule.is_private),
        local=frozenset((str(number), rule.name) for number, text, rule in every if is_local(rule, text)),
        doubtful=frozenset((str(number), rule.name) for number, text, rule in every if not is_free(rule, text)),
        placed=frozenset((str(number), rule.name) for number, text, rule in every if is_free_at_start(rule, text)),
        worded=frozenset((str(number), rule.name) for number, _, rule in every if is_worded(rule)),
        leaning=frozenset((str(number), name) for number, text in enumerate(read) for name in leaning(text)),
        asked=frozenset((str(number), rule.name, *ask) for number, _, rule in every for ask in asked(rule)),
        bare=frozenset((str(n), rule.name) for n, text, rule in every if not needs_pattern(rule) and not is_local(rule, text)),
    )


def _left_out(files: Sequence[RuleFile], read: Sequence[Parts]) -> Iterator[Lack]:
    """A lack for each include of what is not among the files that were read anyway: nothing else is opened for a rule."""
    lying = {file.path for file in files if file.path}
    for file, text in zip(files, read, strict=True):
        for name in dict.fromkeys(text.includes):
            if file.path is None or (file.path.parent / name).resolve() not in lying:
                yield Lack(f"{called(file)}: {name}"[:MOST_MESSAGE], Reason.UNSUPPORTED, "an include of what was not given")
