"""What Emotet and its kind look like. A detector takes one artifact and yields findings; its signature declares it:

    @detector
    def run_key(value: RunValue, known: Knowledge) -> Iterator[LoaderAutostart]: ...

is shown every RunValue (subclasses included) and may yield LoaderAutostart. Further parameters are filled by type: the
:class:`~mimawari.model.Host`, any other artifact of the source's context (:class:`~mimawari.model.SystemDirectory`,
:class:`~mimawari.model.ProgramFolders`), and the :class:`~mimawari.knowledge.Knowledge`. A parameter that may be
missing is declared ``Host | None``; where a required one is missing the detector cannot work, and that is a gap.

To add one: write a module here, and cases for it in ``tests/cases/<name>/``. Nothing else is edited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from mimawari.model import Artifact, Finding


@dataclass(frozen=True, slots=True)
class Need:
    """A further parameter of a detector: its name, its type, and whether it can do without."""

    name: str
    type: type
    optional: bool


@dataclass(frozen=True, slots=True)
class Detector:
    """A detector as its signature declares it."""

    name: str
    looks_at: tuple[type[Artifact], ...]
    needs: tuple[Need, ...]
    finds: tuple[type[Finding], ...]
    examine: Callable[..., Iterator[Finding]]


def detector(examine: Callable[..., Iterator[Finding]]) -> Detector:
    """Make a detector of a function by reading its signature."""
    hints: dict[str, Any] = get_type_hints(examine)
    (finds,) = get_args(hints.pop("return"))
    (_, looks_at), *further = hints.items()
    needs = tuple(_need(name, hint) for name, hint in further)
    return Detector(examine.__name__.replace("_", "-"), _alternatives(looks_at), needs, _alternatives(finds), examine)


def _need(name: str, hint: Any) -> Need:
    wanted = [kind for kind in _alternatives(hint) if kind is not NoneType]
    return Need(name, wanted[0], NoneType in _alternatives(hint))


def _alternatives(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


@cache
def load() -> dict[str, Detector]:
    """Every detector by name, in the order of the names."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    every = (value for module in modules for value in vars(module).values())
    return {found.name: found for found in sorted((d for d in every if isinstance(d, Detector)), key=lambda d: d.name)}
