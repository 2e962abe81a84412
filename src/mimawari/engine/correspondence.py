"""What the mails of a mailbox tell of each other, in flat memory: their trails are in a database that ends with the run."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mimawari.engine.trails import Trail, number, packed, unpacked
from mimawari.model import Correspondence, Finding

NEXT_TO, DAY = 3, 86_400
"""How many mails before and after are neighbours, whoever sent them."""
WEEK = 7 * DAY
PASSWORDS, RECEIVERS, NAMES = 40, 50, 5
_COMMON, _RARE, _OWNERS, _COPIES, _MANY = 20, 3, 100_000, 200, 3
_TABLES = """
create table mail (id integer primary key, moment integer, sender integer, domain integer, own integer, subject integer,
    alike integer, people text, firms text, receiver blob, name integer, loose integer);
create table person (name integer, address blob, alike integer, uses integer, written integer,
    primary key (name, address)) without rowid;
create table reached (address integer primary key);
create table line (number integer, mail integer);
create table reference (number integer, mail integer);
create table waiting (mail integer primary key, trail text);
create table told (mail integer, place integer, password blob);
"""
_INDICES = """
create index if not exists by_own on mail (own);
create index if not exists by_sender on mail (sender, moment);
create index if not exists by_name on mail (sender, name, loose, moment);
create index if not exists by_domain on mail (domain, moment);
create index if not exists by_alike on mail (alike);
create index if not exists by_line on line (number);
create index if not exists by_reference on reference (number);
create index if not exists by_told on told (mail);
"""


@dataclass(frozen=True, slots=True)
class Note:
    """What the others tell of a mail: the passwords of its neighbours, and what its thread was.

    ``before`` is what was found in it above a hint when it was opened first.
    """

    passwords: tuple[str, ...] = ()
    correspondence: Correspondence | None = None
    before: tuple[Finding, ...] = ()


class Post:
    """The mails of one mailbox. What is in it is gone when it is closed."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")
        self._base.executescript("pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-20000;" + _TABLES)
        self._owners: Counter[int] = Counter()
        self._ready = False

    def close(self) -> None:
        """Forget all of it."""
        self._base.close()

    def add(self, trails: Iterable[Trail]) -> None:
        """Take the trails of some mails, in any order."""
        for one in trails:
            row = (one.order, one.moment, one.sender, one.domain, one.own, one.subject, one.alike)
            self._base.execute(
                "insert into mail values (?,?,?,?,?,?,?,?,?,?,?,?)",
                (*row, _joined(one.people), _joined(one.firms), _kept(one.receiver), _name(one), one.is_loose),
            )
            self._many("line", one.order, one.lines)
            self._many("reference", one.order, one.references)
            told = [(one.order, place, _kept(password)) for place, password in enumerate(one.passwords)]
            self._base.executemany("insert into told values (?,?,?)", told)
            self._owners.update(one.people)
            self._meet(one)
        if len(self._owners) > _OWNERS:
            self._owners = Counter(dict(self._owners.most_common(_OWNERS // 2)))

    def put_off(self, one: Trail) -> None:
        """Keep the trail of a mail that is to be opened once more."""
        self._base.execute("insert or ignore into waiting values (?,?)", (one.order, packed(one)))

    def waiting(self, size: int) -> Iterator[list[Trail]]:
        """The trails of those that were put off, in their order, at most *size* at once."""
        last = -1
        query = "select mail, trail from waiting where mail > ? order by mail limit ?"
        while rows := self._base.execute(query, (last, size)).fetchall():
            last = rows[-1][0]
            yield [unpacked(text) for _, text in rows]

    def _meet(self, one: Trail) -> None:
        """Note who is written to, and which addresses a name is proven for.

        Whoever is written to is, and the sender of a mail but for a loose one; mails that are alike count once.
        """
        reached = [(person,) for person in one.people if person and person != one.sender]
        self._base.executemany("insert or ignore into reached values (?)", reached)
        query = (
            "insert into person values (?,?,?,1,?) on conflict do update set"
            " uses = uses + (alike = 0 or alike != excluded.alike), written = max(written, excluded.written)"
        )
        for name, address in one.names:
            written = number(address) != one.sender
            if written or not one.is_loose:
                self._base.execute(query, (name, _kept(address), one.alike, written))

    def _many(self, table: str, mail: int, numbers: Iterable[int]) -> None:
        self._base.executemany(f"insert into {table} values (?,?)", [(value, mail) for value in numbers])  # noqa: S608

    def note(self, one: Trail) -> Note:
        """What the others tell of a mail, which is among them."""
        if not self._ready:
            self._base.executescript(_INDICES)
            self._ready = True
        return Note(self._passwords(one), self._correspondence(one))

    def _passwords(self, one: Trail) -> tuple[str, ...]:
        """What its neighbours name, those that are nearest in time first; what it names itself is not among them."""
        near = dict.fromkeys((*self._thread(one), *self._of_sender(one), *self._next_to(one)))
        found: dict[str, None] = {}
        for mail in near:
            rows = self._base.execute("select password from told where mail = ? order by place", (mail,))
            found |= dict.fromkeys(_given(password) for (password,) in rows)
        return tuple(islice((password for password in found if password not in one.passwords), PASSWORDS))

    def _thread(self, one: Trail) -> list[int]:
        """Mails that it answers, that answer it, or that answer the same."""
        wanted = [value for value in (one.own, *one.references) if value]
        marks = ",".join("?" * len(wanted))
        query = f"select id from mail where own in ({marks}) union select mail from reference where number in ({marks}) limit 100"  # noqa: S608
        return self._nearest(one, (mail for (mail,) in self._base.execute(query, (*wanted, *wanted))))

    def _of_sender(self, one: Trail) -> list[int]:
        """Mails that name a password, of the same sender within a week, of the same firm within a day."""
        if one.moment is None:
            return []
        telling = "exists (select 1 from told where told.mail = mail.id)"
        week, day = (one.moment - WEEK, one.moment + WEEK), (one.moment - DAY, one.moment + DAY)
        query = (
            f"select id from mail where sender = ? and sender != 0 and moment between ? and ? and {telling}"  # noqa: S608
            f" union select id from mail where domain = ? and domain != 0 and moment between ? and ? and {telling}"
            f" union select id from mail where domain = ? and domain != 0 and moment between ? and ? and subject = ? and {telling}"
            " limit 200"
        )
        rows = self._base.execute(query, (one.sender, *week, one.domain, *day, one.domain, *week, one.subject))
        return self._nearest(one, (mail for (mail,) in rows))

    def _next_to(self, one: Trail) -> list[int]:
        query = "select id from mail where id between ? and ?"
        return self._nearest(one, (mail for (mail,) in self._base.execute(query, (one.order - NEXT_TO, one.order + NEXT_TO))))

    def _nearest(self, one: Trail, mails: Iterable[int]) -> list[int]:
        def distance(mail: int) -> tuple[int, int, int]:
            (moment,) = self._base.execute("select moment from mail where id = ?", (mail,)).fetchone()
            far = WEEK * 1000 if moment is None or one.moment is None else abs(moment - one.moment)
            return far, abs(mail - one.order), mail

        return sorted((mail for mail in mails if mail != one.order), key=distance)

    def _correspondence(self, one: Trail) -> Correspondence:
        quoted = self._quoted(one)
        people = [self._people(mail) for mail in quoted]
        receivers = self._receivers(one)
        return Correspondence(
            quoted=len(quoted),
            sender_in_thread=any(one.sender in everyone for everyone in people)
            or any(one.domain in one.firms and one.domain in self._firms(mail) for mail in quoted),
            ours=any(self._is_ours(mail) for mail in quoted),
            receivers=receivers,
            threaded=self._threaded(one, people),
            known_as=self._known_as(one),
        )

    def _quoted(self, one: Trail) -> list[int]:
        """The mails of whose lines it quotes two, or one that is rare."""
        hits: Counter[int] = Counter()
        rare: set[int] = set()
        for line in one.quoted:
            rows = self._base.execute("select mail from line where number = ? limit ?", (line, _COMMON + 1))
            mails = [mail for (mail,) in rows]
            if len(mails) <= _COMMON:
                hits.update(mails)
            if len(mails) <= _RARE:
                rare.update(mails)
        found = sorted(mail for mail, count in hits.items() if mail != one.order and (count >= 2 or mail in rare))
        return [mail for mail in found if not self._is_another(mail, one)]

    def _is_another(self, mail: int, one: Trail) -> bool:
        """Whether a mail is a loose one of the same sender: a lure that quotes the same thread is no part of it."""
        query = "select 1 from mail where id = ? and sender = ? and loose = 1"
        return one.is_loose and self._base.execute(query, (mail, one.sender)).fetchone() is not None

    def _people(self, mail: int) -> set[int]:
        sender, people = self._base.execute("select sender, people from mail where id = ?", (mail,)).fetchone()
        return {sender, *(int(person) for person in people.split(",") if person)} - {0}

    def _firms(self, mail: int) -> set[int]:
        (firms,) = self._base.execute("select firms from mail where id = ?", (mail,)).fetchone()
        return {int(firm) for firm in firms.split(",") if firm}

    def _known_as(self, one: Trail) -> tuple[str, ...]:
        """The other addresses that the sender's name is proven for, unless it is for this one; none where it tells no name."""
        name = _name(one)
        if name is None:
            return ()
        query = "select address, uses from person where name = ? and address != ? order by uses desc, address limit ?"
        rows = self._base.execute(query, (name, _kept(one.names[0][1]), NAMES)).fetchall()
        if not rows or (self._is_at_home(one, name) and not self._is_borrower(one, name, rows[0][1])):
            return ()
        first, *others = [_given(address) for address, _ in rows]
        return (first, *(other for other in others if not self._is_of_many(number(other))))

    def _is_borrower(self, one: Trail, name: int, uses: int) -> bool:
        """Whether its address writes in many names, in this one less often than another, which has *uses*."""
        query = "select 1 from person where name = ? and address = ? and uses >= ?"
        return not self._base.execute(query, (name, _kept(one.names[0][1]), uses)).fetchone() and self._is_of_many(one.sender)

    def _is_at_home(self, one: Trail, name: int) -> bool:
        """Whether it is written to by that *name*, or wrote in it on another day a mail that is neither loose nor alike."""
        query = "select 1 from person where name = ? and address = ? and written"
        if self._base.execute(query, (name, _kept(one.names[0][1]))).fetchone():
            return True
        if one.moment is None:
            return False
        query = (
            "select 1 from (select alike from mail where sender = ? and name = ? and loose = 0 and {} limit ?)"
            " where alike = 0 or alike != ? limit 1"
        )
        return any(
            self._base.execute(query.format(far), (one.sender, name, moment, _COPIES, one.alike)).fetchone()
            for far, moment in (("moment < ?", one.moment - DAY), ("moment > ?", one.moment + DAY))
        )

    def _is_of_many(self, address: int) -> bool:
        """Whether an address wrote in three names or more and nobody ever wrote to it, as to stolen accounts that send lures."""
        last = -(1 << 63)
        for _ in range(_MANY):
            query = "select min(name) from mail where sender = ? and name > ?"
            (found,) = self._base.execute(query, (address, last)).fetchone()
            if found is None:
                return False
            last = found
        return not self._base.execute("select 1 from reached where address = ?", (address,)).fetchone()

    def _is_ours(self, mail: int) -> bool:
        """Whether it was sent from the address that most mails of the mailbox are sent to."""
        if not self._owners:
            return False
        owner = min(self._owners.items(), key=lambda pair: (-pair[1], pair[0]))[0]
        (sender,) = self._base.execute("select sender from mail where id = ?", (mail,)).fetchone()
        return bool(sender == owner)

    def _receivers(self, one: Trail) -> tuple[str, ...]:
        if not one.alike:
            return ()
        query = "select distinct receiver from mail where alike = ? and receiver != x'' order by receiver limit ?"
        return tuple(_given(receiver) for (receiver,) in self._base.execute(query, (one.alike, RECEIVERS)))

    def _threaded(self, one: Trail, people: Sequence[set[int]]) -> int:
        """Of those to whom one sender wrote alike, how many are named together in a mail that is quoted."""
        if not one.alike or not people:
            return 0
        rows = self._base.execute("select distinct people from mail where alike = ? limit ?", (one.alike, RECEIVERS))
        first = {int(row.split(",")[0]) for (row,) in rows if row} - {0}
        return max(len(first & everyone) for everyone in people)


def _joined(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def _name(one: Trail) -> int | None:
    """Digest of the sender's name; None where it has none."""
    return one.names[0][0] if one.names and number(one.names[0][1]) == one.sender else None


def _kept(text: str) -> bytes:
    """Text of a mail may hold what is no text: it is kept as bytes."""
    return text.encode("utf-8", "surrogatepass")


def _given(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
