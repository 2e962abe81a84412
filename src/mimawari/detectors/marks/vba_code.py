"""The code of a VBA project as a reader sees it: procedures, their statements without comments, and who calls whom.

Nothing of it is evaluated. Source: MS-VBAL 3.2 (lines), 3.3 (tokens), 5.3 (procedures).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from mimawari.model.office import Module, VbaProject

_MOST_CODE, _MOST_LINES, _LONGEST_LINE = 4 << 20, 100_000, 32 << 10
STRING = re.compile(r'"(?:[^"]|"")*"')
_LEX = re.compile(r"\"(?:[^\"]|\"\")*\"?|'|(?<![\w.])[Rr][Ee][Mm](?=\s|$)|[^\"'Rr]+|[Rr]")
_SPLIT = re.compile(r"\"(?:[^\"]|\"\")*\"?|:=|:|[^\":]+")
_WORD = re.compile(r"[^\W\d]\w*")
_HEAD = re.compile(
    r"\s*(?:(?:public|private|friend|static|global)\s+)*(?:sub|function|property\s+(?:get|let|set))\s+([^\W\d]\w*)", re.IGNORECASE
)
_END = re.compile(r"\s*end\s+(?:sub|function|property)\b", re.IGNORECASE)
_LATER = re.compile(r"\b(?:run|ontime|callbyname|onaction|onkey|ontime2)\b", re.IGNORECASE)
_BORN = re.compile(r"(?:class|userform)_initialize|\w+_(?:activate|layout|initialize|terminate|gotfocus|enter|change)")


@dataclass(frozen=True)
class Procedure:
    """A procedure; ``name`` and ``module`` in lower case, ``written`` as it stands, ``form`` of its module."""

    name: str
    written: str
    module: str
    form: str
    head: str
    statements: tuple[str, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every name in it outside of texts, in lower case."""
        return frozenset(word for line in self.statements for word in words(line))


@dataclass(frozen=True)
class Code:
    """The procedures of a project, and the statements outside of them (declarations)."""

    procedures: tuple[Procedure, ...]
    declarations: tuple[str, ...]
    modules: frozenset[str]

    @cached_property
    def by_name(self) -> dict[str, tuple[Procedure, ...]]:
        """The procedures of each name."""
        found: dict[str, list[Procedure]] = {}
        for one in self.procedures:
            found.setdefault(one.name, []).append(one)
        return {name: tuple(every) for name, every in found.items()}

    def reached(self, starts: Iterable[Procedure]) -> tuple[Procedure, ...]:
        """*starts* and all that they call, and what that calls; also by name in ``Run`` and ``OnTime``."""
        waiting, seen = list(starts), dict.fromkeys(starts)
        while waiting:
            for called in self._called(waiting.pop()):
                if called not in seen:
                    seen[called] = None
                    waiting.append(called)
        return tuple(seen)

    def _called(self, one: Procedure) -> Iterator[Procedure]:
        for name in one.words & self.by_name.keys():
            yield from self.by_name[name]
        for module in (one.words & self.modules) - {one.module}:
            yield from (other for other in self.procedures if other.module == module and _BORN.fullmatch(other.name))
        for line in one.statements:
            if _LATER.search(line):
                for text in texts(line):
                    yield from self.by_name.get(text.strip(" '").rpartition(".")[2].rpartition("!")[2].lower(), ())


@lru_cache(maxsize=2)
def code_of(vba: VbaProject) -> Code:
    """The code of *vba*; of its source the first four million characters count, comments left out."""
    procedures: list[Procedure] = []
    declarations: list[str] = []
    room = _MOST_CODE
    for module in vba.modules:
        lines = list(statements(module.source[: max(room, 0)]))
        room -= len(module.source)
        _read(module, lines, procedures, declarations)
    return Code(tuple(procedures), tuple(declarations), frozenset(module.name.lower() for module in vba.modules))


def _read(module: Module, lines: list[str], procedures: list[Procedure], declarations: list[str]) -> None:
    head, name, body = "", "", list[str]()
    for line in lines:
        if found := _HEAD.match(line):
            head, name, body = line, found[1], []
        elif name and _END.match(line):
            procedures.append(Procedure(name.lower(), name, module.name.lower(), module.form, head, tuple(body)))
            name = ""
        else:
            (body if name else declarations).append(line)
    if name:
        procedures.append(Procedure(name.lower(), name, module.name.lower(), module.form, head, tuple(body)))


def statements(source: str) -> Iterator[str]:
    """The statements of *source*: continued lines joined, comments, attributes and empty lines left out."""
    for line in _lines(source):
        bare = _bare(line).strip()
        if bare and not bare.startswith("Attribute VB_"):
            yield from (part for part in _parts(bare) if part)


def _lines(source: str) -> Iterator[str]:
    held = ""
    for line in source.splitlines()[:_MOST_LINES]:
        if line.rstrip().endswith((" _", "\t_")) or line.strip() == "_":
            held = (held + line.rstrip()[:-1])[:_LONGEST_LINE]
            continue
        yield (held + line)[:_LONGEST_LINE]
        held = ""
    if held:
        yield held


def _bare(line: str) -> str:
    """*line* without its comment."""
    if "'" not in line and "rem" not in line.lower():
        return line
    for found in _LEX.finditer(line):
        if found[0] == "'" or (found[0].lower() == "rem" and line[: found.start()].rstrip()[-1:] in ("", ":")):
            return line[: found.start()]
    return line


def _parts(line: str) -> Iterator[str]:
    if ":" not in line:
        yield line
        return
    held = ""
    for found in _SPLIT.finditer(line):
        if found[0] == ":":
            yield held.strip()
            held = ""
        else:
            held += found[0]
    yield held.strip()


def words(line: str) -> Iterator[str]:
    """The names of *line* outside of texts, in lower case."""
    return (found.lower() for found in _WORD.findall(STRING.sub(" ", line)))


def texts(line: str) -> Iterator[str]:
    """The texts of *line*, without their quotes."""
    return (found[1:-1].replace('""', '"') for found in STRING.findall(line))
