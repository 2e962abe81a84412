"""Which addresses are one person's: never by a name alone. Those that only have a name in common are for a person to decide.

One person are all addresses of one entry of a book; addresses and rows with one name and one telephone, or one whole name and one
postcode; ``a+tag@b`` and ``a@b`` with one name. Numbers stand for rows; four bytes are kept of each.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter

from mimawari.exposure import names, roles
from mimawari.exposure.leaving_out import LeavingOut, Seen
from mimawari.exposure.ledger import DATA, NOBODY, TIES, Ledger, room
from mimawari.knowledge import Knowledge
from mimawari.model import Datum, Firm, LeftOut, Tie

_ALL_TIES = "+".join(f"tie{at}" for at in range(len(TIES)))
_WROTE, _KEPT = f"tie{TIES.index(Tie.WROTE)}", f"tie{TIES.index(Tie.CONTACT)}+tie{TIES.index(Tie.CUSTOMER)}"
_BY_POST = "street != '' OR telephone != ''"
TAGGED = 20
"""The most addresses that differ in their tag and are held at once."""


class Roots:
    """Which rows are one: a forest in which each leads to the first of its own."""

    def __init__(self, count: int) -> None:
        self._above = array("L", range(count))

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


def join(ledger: Ledger, firm: Firm, known: Knowledge) -> None:
    """Say of each row why it is left out, and which row stands for its person. Raises :class:`~mimawari.exposure.ledger.NoRoom`."""
    ledger.flush()
    with room():
        _leave_out(ledger, firm, known)
        count = ledger.book.execute("SELECT coalesce(max(id), 0) + 1 FROM who").fetchone()[0]
        roots = Roots(count)
        for together in _together(ledger):
            for other in together[1:]:
                roots.join(together[0], other)
        for one, other in _tagged(ledger, known):
            roots.join(one, other)
        _store(ledger, "root", roots.of, "id")
        ledger.book.execute("CREATE INDEX by_root ON who (root)")


def _store(ledger: Ledger, column: str, told: Callable[..., str | int | None], given: str) -> None:
    ledger.book.create_function("told", given.count(",") + 1, told)
    ledger.book.execute(f"UPDATE who SET {column} = told({given})")  # noqa: S608  # columns of our own


def _leave_out(ledger: Ledger, firm: Firm, known: Knowledge) -> None:
    """An invalid address is left out; whoever can be reached by post or telephone all the same stays, without it."""
    leaving = LeavingOut(firm, known)

    def why(address: str, ties: int, wrote: int, kept: int, listed: int, bulk: int, reported: int) -> str | None:
        if address.startswith(NOBODY):
            return None
        seen = Seen(ties=ties, wrote=wrote, kept=kept, listed=listed, bulk=bulk, reported=reported)
        found = leaving.why(address, seen)
        return found.value if found else None

    _store(ledger, "why", why, f"address, {_ALL_TIES}, {_WROTE}, {_KEPT}, listed, bulk, reported")
    mail = f"datum{DATA.index(Datum.MAIL_ADDRESS)}"
    ledger.book.execute(
        f"UPDATE who SET unreached = why, why = NULL, {mail} = 0 WHERE why = ? AND ({_BY_POST})",  # noqa: S608  # ours
        (LeftOut.INVALID.value,),
    )


def _together(ledger: Ledger) -> Iterator[list[int]]:
    """Rows that have something in common by which they are one."""
    found = ledger.book.execute("SELECT twin, who FROM twin JOIN who ON who.id = twin.who WHERE why IS NULL ORDER BY twin, who")
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
