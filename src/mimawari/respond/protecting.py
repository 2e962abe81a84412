"""How well a PC keeps such malware out: settings and gaps → one line a row and user. Pure.

What is not set takes the default of that version; what was not looked at, or has a value that nobody knows, is unknown and never
good. Of several programs (Word, Excel) the worst decides, and each is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from mimawari.knowledge import Knowledge
from mimawari.knowledge.protections import Meaning, Protections, Row, Scope, version
from mimawari.model import Cited, Protection, Setting, Ward, Words


def both(en: str, ja: str) -> Words:
    """A sentence in English and in Japanese."""
    return Words(en=en, ja=ja)


RANK = {Ward.BAD: 0, Ward.WEAK: 1, Ward.UNKNOWN: 2, Ward.GOOD: 3}
"""What matters most first."""
_WORST = {Ward.BAD: 0, Ward.UNKNOWN: 1, Ward.WEAK: 2, Ward.GOOD: 3}
UNLOOKED = Words(en="could not be checked", ja="調べられませんでした")
_NOT_KNOWN = Words(
    en="value “{value}”; its meaning is not known here", ja="値は「{value}」です（この値の意味は確認できていません）"
)
_NOT_SET = Words(en="not set; the default is not known here", ja="設定なし（その場合の動作は確認できていません）")
_VERSION = Words(
    en="not set; the default depends on the version, which is not known",
    ja="設定なし（標準の動作はバージョンで異なりますが、バージョンが分かりません）",
)
_NAMED = Words(en="{names}: {seen}", ja="{names}：{seen}")
_POLICY = Words(en=" [policy]", ja="［ポリシー］")


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What was seen of one PC. ``today`` is the day of asking; ``seen_at`` the day that the evidence shows (ISO dates)."""

    host: str
    users: tuple[str, ...]
    settings: tuple[Setting, ...]
    today: date
    seen_at: str = ""

    def of(self, row: str, user: str = "") -> tuple[Setting, ...]:
        """The settings of a row, of one user or of the machine, in a steady order."""
        return self._sorted.get((row, user), ())

    @cached_property
    def _sorted(self) -> dict[tuple[str, str], tuple[Setting, ...]]:
        found: dict[tuple[str, str], set[Setting]] = {}
        for one in self.settings:
            found.setdefault((one.id, one.user), set()).add(one)
        return {key: tuple(sorted(every, key=_order)) for key, every in found.items()}


def _order(one: Setting) -> tuple[object, ...]:
    return (one.program, one.value, one.policy, one.date, one.origin.path)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row is judged by: everything that was seen, whose row it is (empty: the machine's), and the table."""

    row: Row
    watched: Watched
    user: str
    table: Protections

    def mine(self) -> tuple[Setting, ...]:
        """The settings of the row itself."""
        return self.watched.of(self.row.id, self.user)


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that was judged: how, what it is called where there are several, and whether there is anything to say of it.

    ``how`` and ``cited`` are its own, beside those of the row.
    """

    ward: Ward
    seen: Words
    name: Words | None = None
    silent: bool = False
    how: tuple[Words, ...] = ()
    cited: tuple[Cited, ...] = ()


def protections(watched: Watched, known: Knowledge) -> tuple[Protection, ...]:
    """A line for each row and whom it is of, what matters most first. Rows of domains are not among them."""
    table = known.protections
    every = (_line(Asked(row, watched, user, table)) for row in table.rows for user in _whose(row, watched))
    found = [line for line in every if line]
    places = {row.id: at for at, row in enumerate(table.rows)}
    return tuple(sorted(found, key=lambda one: (RANK[one.ward], places[one.id], one.user)))


def _whose(row: Row, watched: Watched) -> tuple[str, ...]:
    return {Scope.USER: watched.users, Scope.MACHINE: ("",), Scope.DOMAIN: ()}[row.scope]


def _line(asked: Asked) -> Protection | None:
    """The line; None where the program is not there, so that there is nothing to keep out of it."""
    from mimawari.respond.protection_judges import judges

    judge = judges().get(asked.row.judged)
    judged = tuple(judge(asked) if judge else by_values(asked.row, asked.mine(), asked.table))
    if not judged:
        judged = (Judged(Ward.UNKNOWN, UNLOOKED),)
    spoken = [one for one in judged if not one.silent]
    if not spoken:
        return None
    ward = min((one.ward for one in spoken), key=_WORST.__getitem__)
    line = made(asked.row, ward, told(spoken), host=asked.watched.host, user=asked.user)
    how = [each for one in spoken if one.ward is not Ward.GOOD for each in one.how]
    cited = [each for one in spoken for each in one.cited]
    return replace(line, how=tuple(dict.fromkeys((*how, *line.how))), cited=tuple(dict.fromkeys((*line.cited, *cited))))


def made(row: Row, ward: Ward, seen: Words, *, host: str = "", user: str = "") -> Protection:
    """A line of the check of a row."""
    return Protection(
        id=row.id, ward=ward, title=row.title, seen=seen, why=row.why, how=row.how, host=host, user=user, cited=row.cited
    )


def by_values(row: Row, settings: Iterable[Setting], table: Protections) -> Iterator[Judged]:
    """Each setting by what its value means."""
    for one in settings:
        name, number = _split(one.program)
        meaning = next((each for each in row.meanings if each.fits(one.value, number)), None)
        yield _judged(one, meaning, row, table.names.get(one.program) or (Words(en=name, ja=name) if name else None))


def _judged(one: Setting, meaning: Meaning | None, row: Row, name: Words | None) -> Judged:
    if meaning is None:
        is_by_version = not one.value and any(each.since or each.before for each in row.meanings)
        seen = _NOT_KNOWN.fill({"value": one.value}) if one.value else _VERSION if is_by_version else _NOT_SET
        return Judged(Ward.UNKNOWN, seen, name)
    seen = meaning.seen.fill({"value": one.value}) if "{value}" in meaning.seen.en else meaning.seen
    if one.policy:
        seen = Words(en=seen.en + _POLICY.en, ja=seen.ja + _POLICY.ja)
    return Judged(meaning.ward, seen, name, meaning.absent)


def _split(program: str) -> tuple[str, tuple[int, ...]]:
    """A program's name and version: ``Word 16.0.15330`` has both, ``10.0.19045`` only a version, ``PublicProfile`` only a name."""
    name, _, number = program.rpartition(" ")
    return (name, version(number)) if name else ("" if version(program) else program, version(program))


def told(judged: Iterable[Judged]) -> Words:
    """All of it in one sentence, the worst first; what is equal is said once, with all its names."""
    groups: dict[tuple[Ward, Words], list[Words]] = {}
    for one in sorted(judged, key=lambda one: _WORST[one.ward]):
        names = groups.setdefault((one.ward, one.seen), [])
        if one.name and one.name not in names:
            names.append(one.name)
    parts = [_named(seen, names) for (_, seen), names in groups.items()]
    return Words(en="; ".join(part.en for part in parts), ja="。".join(part.ja for part in parts))


def _named(seen: Words, names: list[Words]) -> Words:
    if not names:
        return seen
    joined = Words(en=", ".join(one.en for one in names), ja="・".join(one.ja for one in names))
    return _NAMED.fill({"names": joined, "seen": seen})
