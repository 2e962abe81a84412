"""The bundled rules, compiled as strictly as YARA-X can, what they say of themselves, and what fits a content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

import yara_x

from mimawari import knowledge
from mimawari.engine.opening import opened
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.model import Artifact, Blob, Gap, Match, OfficeDocument, Origin, Script, SignatureSet
from mimawari.signatures import Lack

FOLDER = Path(str(files(knowledge) / "data" / "yara"))


@dataclass(frozen=True)
class Told:
    """A rule and its ``meta``."""

    name: str
    file: str
    meta: dict[str, str]


def sources() -> dict[str, str]:
    """Every file of rules by its name."""
    return {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yar"))}


def compiler(texts: dict[str, str]) -> yara_x.Compiler:
    """With a namespace a file; a pattern that would be slow is an error."""
    made = yara_x.Compiler(error_on_slow_pattern=True, includes_enabled=False)
    for name, text in texts.items():
        made.new_namespace(name)
        made.add_source(text, name)
    return made


@cache
def compiled() -> yara_x.Rules:
    return compiler(sources()).build()


@cache
def rules() -> tuple[Told, ...]:
    """Every rule, by file and as they stand in it."""
    return tuple(Told(rule.identifier, rule.namespace, dict(rule.metadata)) for rule in compiled())


def fits(data: bytes) -> set[str]:
    """The names of the rules that fit *data*."""
    return {rule.identifier for rule in compiled().scan(data).matching_rules}


@dataclass
class Recorder:
    """Holds the rules against all that is opened, and notes the way to whatever fits."""

    sets: tuple[SignatureSet, ...] = ()
    lacks: tuple[Lack, ...] = ()
    looked: int = 0
    found: list[str] = field(default_factory=list)

    def matches(self, blob: Blob) -> Iterator[Match | Gap]:
        """Nothing for the engine: a test asks afterwards."""
        with blob.content.open() as stream:
            self.note("/".join(blob.origin.path), stream.read())
        return iter(())

    def note(self, way: str, data: bytes) -> None:
        self.looked += 1
        self.found += [f"{way}: {rule}" for rule in sorted(fits(data))]


class Unmoved:
    """Looks at nothing: but where somebody looks, a document's own parts are shown too."""

    def take(self, block: bytes) -> None: ...

    def end(self, *, is_kept: bool) -> None: ...


def look_into(data: bytes, name: str, recorder: Recorder) -> None:
    """*data*, everything that the program opens in it, and the texts of its macros and scripts."""
    blob = Blob(Origin("test", name, (name,)), name, Kept.of(data))
    for thing in opened([blob], Budget(watch=Unmoved), signatures=(recorder,)):
        if isinstance(thing, Artifact):
            for text in _texts(thing):
                recorder.note(f"{name}: text", text.encode("utf-8", "surrogatepass"))


def _texts(thing: Artifact) -> Iterator[str]:
    if isinstance(thing, Script):
        yield thing.text
    elif isinstance(thing, OfficeDocument):
        yield from (module.source for module in (thing.vba.modules if thing.vba else ()))
        yield "\n".join(formula.text for formula in thing.formulas)
