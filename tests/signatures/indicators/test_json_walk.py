"""JSON in pieces: the same as the standard library reads whole, in little memory, whatever stands in it."""

import json
import tracemalloc
from io import StringIO
from itertools import islice
from typing import Any

import pytest

from mimawari.model import Reason
from mimawari.signatures.indicators.json_walk import MOST_VALUE, Broken, Leaf, Path, Twice, walk


def outer(path: Path) -> bool:
    return len(path) < 2


def leaves(text: str) -> list[Leaf]:
    return list(walk(StringIO(text), outer))


def put_back(found: list[Leaf]) -> Any:
    """The value that the leaves are of."""
    whole: dict[Any, Any] = {}
    for leaf in found:
        at = whole
        for name in leaf.path[:-1]:
            at = at.setdefault(name, {})
        at[leaf.path[-1]] = leaf.value
    return _arrays(whole)


def _arrays(value: Any) -> Any:
    """*value* with an array in the place of each object whose names are numbers."""
    if not isinstance(value, dict):
        return value
    inner = {name: _arrays(one) for name, one in value.items()}
    return list(inner.values()) if all(isinstance(name, int) for name in inner) else inner


WHOLE: list[Any] = [
    {"a": [1, {"b": [2, "}"]}, "]"], "c": {"d": 1.5, "e": None}, "f": '"\\{[\u3042\U0001f600', "g": True},
    [{"a": {"b": 1}}, {"c": [1, 2]}, {"d": "x" * 3000}],
]


@pytest.mark.parametrize("value", WHOLE)
@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_it_is_what_the_standard_library_reads(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert put_back(leaves(text)) == value
    assert put_back(list(walk(Slow(text), outer))) == value


class Slow(StringIO):
    """Gives one character at a time, so that every value lies on a border."""

    def read(self, size: int | None = -1) -> str:
        return super().read(1 if size else size)


def test_numbers_at_the_border_are_whole() -> None:
    assert [leaf.value for leaf in walk(Slow("[12345, 1.5e3, -7]"), outer)] == [12345, 1500.0, -7]


@pytest.mark.parametrize(("text", "value"), [("7", 7), (' "x" ', "x"), ("null", None), ("true", True)])
def test_a_value_alone(text: str, value: Any) -> None:
    assert leaves(text) == [Leaf((), value, 1)]


def test_lines_are_counted() -> None:
    assert [leaf.line for leaf in leaves('{\n"a":\n1,\n\n"b": [2,\n3]}')] == [3, 5, 6]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("", 0), ("{", 0), ("[", 0), ("[1", 1), ("[1,", 1), ("[1,]", 1),
        ("[1 2]", 1), ("[1]]", 1), ('{"a"}', 0), ('{"a":}', 0), ('{a:1}', 0),
        ('{"a":1,}', 1), ('{"a":1 "b":2}', 1), ("[1, tru]", 1), ('["x]', 0),
        ("[1} ", 1), ('{"a":1]', 1), ("{1:2}", 0), ('[{"a":1},{"a":', 1),
        ("\0", 0), ("[1]x", 1),
    ],
)  # fmt: skip
def test_damage_is_told_behind_what_is_whole(text: str, good: int) -> None:
    found = walk(StringIO(text), outer)
    assert len(list(islice(found, good))) == good
    with pytest.raises(Broken) as broken:
        next(found)
    assert (broken.value.reason, broken.value.line) == (Reason.CORRUPT, 1)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_brackets_without_end(opening: str) -> None:
    with pytest.raises(Broken) as broken:
        leaves(opening * 100_000)
    assert broken.value.detail in ("too many brackets inside each other", "no whole JSON")


def test_brackets_deep_and_whole() -> None:
    with pytest.raises(Broken) as broken:
        leaves("[[" + "[" * 100_000 + "]" * 100_000 + "]]")
    assert (broken.value.reason, broken.value.detail) == (Reason.TOO_LARGE, "too many brackets inside each other")


def test_a_value_that_is_too_large() -> None:
    with pytest.raises(Broken) as broken:
        leaves('{"a": ["' + "x" * (MOST_VALUE + (1 << 20)) + '"]}')
    assert (broken.value.reason, broken.value.detail) == (Reason.TOO_LARGE, "an entry is too large")


def test_what_says_two_things_says_none() -> None:
    (leaf,) = leaves('[[{"a": 1, "a": 2}]]')
    assert isinstance(leaf.value, Twice)


@pytest.mark.parametrize("odd", ["NaN", "Infinity", "-Infinity", "9" * 5000])
def test_numbers_that_are_none(odd: str) -> None:
    assert [leaf.value for leaf in leaves(f"[{odd}, 1]")] == [None, 1]


def test_memory_stays_flat() -> None:
    text = '{"a": [' + ",".join('{"b": [1, 2, 3], "c": "dddddddddd"}' for _ in range(60_000)) + "]}"
    stream = StringIO(text)
    tracemalloc.start()
    count = sum(1 for _ in walk(stream, outer))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 60_000
    assert peak < 3 << 20
