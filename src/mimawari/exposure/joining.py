"""Which addresses are one person's: never by a name alone, and never two that mail reaches unless an address book says so.

One person are all addresses of one entry of a book, and ``a+tag@b`` and ``a@b`` with one name. A row that mail does not reach is
one with another of the same whole name and the same telephone or house, if only one that mail reaches comes into question. All
others of one name are only numbered. Numbers stand for rows; a few bytes are kept of each.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from mimawari.exposure import names, roles
from mimawari.exposure.leaving_out import LeavingOut, Seen
from mimawari.exposure.ledger import DATA, LIKELY, NOBODY, SURE, TIES, Ledger, room
from mimawari.knowledge import Knowledge
from mimawari.model import Datum, Firm, LeftOut, Tie

_ALL_TIES = "+".join(f"tie{at}" for at in range(len(TIES)))
_WROTE, _KEPT = f"tie{TIES.index(Tie.WROTE)}", f"tie{TIES.index(Tie.CONTACT)}+tie{TIES.index(Tie.CUSTOMER)}"
_ORDERED = f"tie{TIES.index(Tie.CUSTOMER)}"
_BY_POST = "street != '' OR telephone != ''"
TAGGED = 20
"""The most addresses that differ in their tag and are held at once."""


class Roots:
    """Which rows are one: a forest in which each leads to the first of its own. ``reached`` marks those that mail reaches."""

    def __init__(self, reached: bytearray) -> None:
        self._above, self._reached = array("L", range(len(reached))), reached

    def of(self, one: int) -> int:
        """The row that stands for all of *one*'s."""
        above = self._above
        while above[one] != one:
            above[one] = one = above[above[one]]
        return one

    def join(self, one: int, other: int) -> None:
        """They are one person."""
        first, second = sorted((self.of(one), self.of(other)))
        self._above[second] = first
        self._reached[first] |= self._reached[second]

    def join_likely(self, rows: Iterable[int]) -> None:
        """They are one person if mail reaches at most one of them; else only those are that it does not reach."""
        every = {self.of(one) for one in rows}
        reached = [one for one in every if self._reached[one]]
        together = sorted(every if len(reached) < 2 else every.difference(reached))
        for other in together[1:]:
            self.join(together[0], other)


def join(ledger: Ledger, firm: Firm, known: Knowledge) -> None:
    """Say of each row why it is left out, and which row stands for its person. Raises :class:`~mimawari.exposure.ledger.NoRoom`."""
    ledger.flush()
    with room():
        _leave_out(ledger, firm, known)
        _leave_out_the_firm(ledger, firm, known)
        roots = Roots(_reached(ledger))
        for together in _together(ledger, SURE):
            for other in together[1:]:
                roots.join(together[0], other)
        for one, other in _tagged(ledger, known):
            roots.join(one, other)
        for together in _together(ledger, LIKELY):
            roots.join_likely(together)
        _store(ledger, "root", roots.of, "id")
        ledger.book.execute("CREATE INDEX by_root ON who (root)")


def _store(ledger: Ledger, column: str, told: Callable[..., str | int | None], given: str) -> None:
    ledger.book.create_function("told", given.count(",") + 1, told)
    ledger.book.execute(f"UPDATE who SET {column} = told({given})")  # noqa: S608  # columns of our own


def _leave_out(ledger: Ledger, firm: Firm, known: Knowledge) -> None:
    """An invalid address is left out; whoever can be reached by post or telephone all the same stays, without it."""
    leaving = LeavingOut(firm, known)

    def why(address: str, *numbers: int) -> str | None:
        if address.startswith(NOBODY):
            return None
        found = leaving.why(address, Seen(*numbers))
        return found.value if found else None

    _store(ledger, "why", why, f"address, {_ALL_TIES}, {_WROTE}, {_KEPT}, {_ORDERED}, listed, bulk, reported, junk")
    mail = f"datum{DATA.index(Datum.MAIL_ADDRESS)}"
    ledger.book.execute(
        f"UPDATE who SET unreached = why, why = NULL, {mail} = 0 WHERE why = ? AND ({_BY_POST})",  # noqa: S608  # ours
        (LeftOut.INVALID.value,),
    )


def _leave_out_the_firm(ledger: Ledger, firm: Firm, known: Knowledge) -> None:
    """The firm itself, as it stands in its own orders and books: whoever is named like it and in no other way."""
    own = {key for text in (firm.name, firm.name_ja) if len(key := names.firm_key(text)) > 1}
    if not own:
        return
    found = ledger.book.execute(
        "SELECT id, coalesce(name, ''), organisation FROM who LEFT JOIN name ON who = id WHERE why IS NULL ORDER BY id"
    )
    ours = [
        (LeftOut.OWN.value, one)
        for one, rows in groupby(found, key=itemgetter(0))
        if all(_is_named(name, organisation, own, known) for _, name, organisation in rows)
    ]
    ledger.book.executemany("UPDATE who SET why = ? WHERE id = ?", ours)


def _is_named(name: str, organisation: str, own: set[str], known: Knowledge) -> bool:
    """Whether the firm's name is that of a row: in one cell, or parted over those of a name and of a firm."""
    told = names.taken_apart(name, known.exposure)
    person = told.person or told.organisation
    every = {person, organisation if not name else "", f"{name}{organisation}", f"{organisation}{name}"}
    return any(names.firm_key(text) in own for text in every)


def _reached(ledger: Ledger) -> bytearray:
    """Of each row, by its number, whether mail reaches it."""
    marks = bytearray(ledger.book.execute("SELECT coalesce(max(id), 0) + 1 FROM who").fetchone()[0])
    found = ledger.book.execute(
        "SELECT id FROM who WHERE why IS NULL AND unreached IS NULL AND substr(address, 1, 1) != ?", (NOBODY,)
    )
    for (one,) in found:
        marks[one] = 1
    return marks


def _together(ledger: Ledger, kind: str) -> Iterator[list[int]]:
    """Rows that have something of a *kind* in common by which they are one."""
    found = ledger.book.execute(
        "SELECT twin, who FROM twin JOIN who ON who.id = twin.who WHERE why IS NULL AND twin BETWEEN ? AND ? ORDER BY twin, who",
        (f"{kind}:", f"{kind};"),
    )
    for _, rows in groupby(found, key=itemgetter(0)):
        yield [who for _, who in rows]


def _tagged(ledger: Ledger, known: Knowledge) -> Iterator[tuple[int, int]]:
    """Pairs of an address with a tag and the same without, or with another, under one name."""
    found = ledger.book.execute("SELECT id, address FROM who WHERE why IS NULL AND address LIKE '%+%@%' ORDER BY address")
    before: list[tuple[int, str, frozenset[str]]] = []
    for one, address in found:
        base = roles.without_tag(address)
        if base == address:
            continue
        own = _keys(ledger, one, known)
        plain = ledger.book.execute("SELECT id FROM who WHERE why IS NULL AND address = ?", (base,)).fetchone()
        if plain and own & _keys(ledger, plain[0], known):
            yield one, plain[0]
        before = [each for each in before if each[1] == base][-TAGGED:]
        yield from ((one, other) for other, _, keys in before if own & keys)
        before.append((one, base, own))


def _keys(ledger: Ledger, who: int, known: Knowledge) -> frozenset[str]:
    found = ledger.book.execute("SELECT name FROM name WHERE who = ? LIMIT 20", (who,))
    keys = (names.key(names.taken_apart(name, known.exposure).person, known.exposure) for (name,) in found)
    return frozenset(filter(None, keys))
