"""Builds frozen dataclasses from plain tables by their type hints, nested ones too."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def built(kind: type[T], row: dict[str, Any]) -> T:
    """A *kind* with the fields that *row* names, where a name may have ``-`` for ``_``. Raises ``ValueError`` for a wrong one."""
    hints: dict[str, Any] = _hints(kind)  # type: ignore[arg-type]
    named = {name.replace("-", "_"): value for name, value in row.items()}
    unknown = named.keys() - hints.keys()
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: _value(hints[name], value) for name, value in named.items()})


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _value(hint: Any, value: Any) -> Any:
    wanted = [one for one in get_args(hint) if one is not NoneType] if get_origin(hint) in (Union, UnionType) else [hint]
    hint = wanted[0]
    if isinstance(value, dict) and isinstance(hint, type) and is_dataclass(hint):
        return built(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum) and isinstance(value, str):
        return hint[value.upper()]
    if get_origin(hint) is tuple:
        return _many(get_args(hint), value)
    return value


def _many(hints: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if isinstance(value, dict):
        value = list(value.items())
    if hints[-1] is Ellipsis:
        return tuple(_value(hints[0], one) for one in value)
    if len(hints) != len(value):
        raise ValueError(f"{len(hints)} values are needed: {value}")
    return tuple(_value(hint, one) for hint, one in zip(hints, value, strict=True))
