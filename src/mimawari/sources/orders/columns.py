"""Which column means what: by a layout that is known, by the user's own, or by the words that columns are usually called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from mimawari.model import OrderLayout
from mimawari.sources.orders.guess import folded, free_text, guessed

__all__ = ["Binding", "bound", "folded"]

_REACHES = ("mail", "name", "family", "to-mail", "to-name", "to-family")
_JOINED = ("postcode", "street", "telephone")
_ORDERS = ("order", "date", "to-name", "to-family", "to-street", "to-postcode")


@dataclass(frozen=True, slots=True)
class Binding:
    """Which columns of a table mean what: ``columns`` by meaning, in the order in which they are joined or tried.

    ``layout`` is None where all was guessed; ``guesses`` are the meanings that were. ``remarks`` are columns of free text.
    ``missing`` are columns of a layout that the user chose which are not there.
    """

    columns: Mapping[str, tuple[int, ...]]
    layout: OrderLayout | None = None
    guesses: tuple[str, ...] = ()
    remarks: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The guessed meanings that reach a person, and that several columns may have."""
        return tuple(meaning for meaning in self.guesses if meaning in _REACHES and len(self.columns[meaning]) > 1)

    @property
    def reaches(self) -> bool:
        """Whether a person can be named at all."""
        return any(meaning in self.columns for meaning in _REACHES)

    @property
    def is_order(self) -> bool:
        """Whether it is more than a list of people."""
        return self.layout is not None or any(meaning in self.columns for meaning in _ORDERS)


def bound(fields: tuple[str, ...], layouts: tuple[OrderLayout, ...], chosen: OrderLayout | None = None) -> Binding | None:
    """The binding of a head with these *fields*: the chosen layout, the known one with the most marks, else by words.

    None where no column names a person or a mail address.
    """
    index: dict[str, int] = {folded(name): at for at, name in reversed(list(enumerate(fields)))}
    layout = chosen or _fitting(index, layouts)
    remarks = tuple(free_text(fields))
    if layout is None:
        words = guessed(fields)
        binding = Binding(words, None, tuple(words), remarks)
    else:
        binding = _completed(_named(layout, index), layout, fields, remarks, may_guess=bool(layout.marks))
    if chosen:
        binding = replace(binding, missing=tuple(_missing(chosen, index)))
    return binding if binding.reaches else None


def _missing(layout: OrderLayout, index: Mapping[str, int]) -> Iterator[str]:
    """What should be there: of a known layout its marks; of a user's own all columns, of those that are tried in turn one."""
    if layout.marks:
        yield from (name for name in layout.marks if folded(name) not in index)
        return
    for meaning, names in layout.columns:
        lacking = [name for name in names if folded(name) not in index]
        if meaning.rpartition("-")[2] in _JOINED or len(lacking) == len(names):
            yield from lacking


def _named(layout: OrderLayout, index: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    spared = {folded(other) for name, other in layout.instead if folded(name) in index}
    there = index.keys() - spared
    found = {meaning: tuple(index[folded(name)] for name in names if folded(name) in there) for meaning, names in layout.columns}
    return {meaning: tuple(dict.fromkeys(places)) for meaning, places in found.items() if places}


def _completed(
    found: dict[str, tuple[int, ...]], layout: OrderLayout, fields: tuple[str, ...], remarks: tuple[int, ...], *, may_guess: bool
) -> Binding:
    """What a known layout does not name, by the words of the columns: the mail address, and of a partial layout all. A user's own
    has no marks, and says all."""
    more = dict(_by_words(found, fields, all_of_them=layout.partial)) if may_guess else {}
    return Binding({**found, **more}, layout, tuple(more), remarks)


def _by_words(
    found: Mapping[str, tuple[int, ...]], fields: tuple[str, ...], *, all_of_them: bool
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What the words of columns mean that *found* has not: no column means two things, and nobody has two names."""
    taken = {place for places in found.values() for place in places}
    for meaning, places in guessed(fields).items():
        whose, _, core = meaning.rpartition("-")
        is_second_name = core in ("name", "family", "given") and f"{whose}-name".removeprefix("-") in found
        if meaning in found or is_second_name or not (all_of_them or meaning == "mail"):
            continue
        if free := tuple(place for place in places if place not in taken):
            yield meaning, free


def _fitting(index: Mapping[str, int], layouts: tuple[OrderLayout, ...]) -> OrderLayout | None:
    fit = [one for one in layouts if one.marks and all(folded(mark) in index for mark in one.marks)]
    return max(fit, key=lambda one: len(one.marks), default=None)
