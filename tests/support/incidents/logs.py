"""Mail logs on disk: stamped, in order, and put away week by week as a server does it."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from support.incidents import dovecot, traces
from support.incidents.exim import Exim
from support.incidents.postfix import Postfix
from support.incidents.reading import Piece, clients_of, moment, zone_of
from support.incidents.world import DAY, World

Line = tuple[int, str]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ROTATED = 10 * DAY


def write(world: World, piece: Piece, folder: Path) -> Path:
    """A log as one file, or as a folder of the current one and older ones."""
    software = piece["software"]
    if software.endswith("csv"):
        return _trace(world, piece, folder)
    begin, end = moment(piece["period"][0]), moment(piece["period"][1])
    stamp = _year_first(zone_of(piece)) if software == "exim" else _year_less(zone_of(piece), piece["host"])
    lines = [line for line in _MAKERS[software](world, piece) if begin <= line[0] < end]
    lines.sort(key=lambda line: line[0])
    name = {"postfix": "mail.log", "dovecot": "dovecot.log", "exim": "exim_mainlog"}[software]
    if software == "postfix" and "rental" in world.incident["us"]["provider"]:
        name = "maillog"
    place = folder / str(piece["id"])
    place.mkdir()
    if end - begin <= _ROTATED:
        return _file(place / name, lines, stamp)
    for part, (file, chunk) in enumerate(_weeks(name, lines, zone_of(piece))):
        _file(place / (file + ".gz" if part > 1 else file), chunk, stamp)
    return place


def _postfix(world: World, piece: Piece) -> Iterator[Line]:
    rng = world.rng(piece["id"])
    server = Postfix(world.incident, world.people, rng)
    begin, end = moment(piece["period"][0]), moment(piece["period"][1])
    for mail in (*world.outgoing, *world.incoming):
        yield from server.lines(mail)
    for told in piece["auth_failures"]:
        clients = clients_of(told["clients"], world.incident["network"], world.rng("spray"))
        yield from _sample(piece, told, moment(told["first"]))
        count = told["count"] - (told is piece["auth_failures"][0] and bool(piece["sample_lines"]))
        yield from server.failures(told | {"count": count}, clients, moment(told["first"]), moment(told["last"]))
    yield from server.noise(begin, end)


def _sample(piece: Piece, told: Piece, first: int) -> Iterator[Line]:
    """The line of a spray that is told literally."""
    if told is piece["auth_failures"][0]:
        for line in piece["sample_lines"]:
            yield first + int(line[13:15]), line.partition(f" {piece['host']} ")[2]


def _dovecot(world: World, piece: Piece) -> Iterator[Line]:
    return dovecot.lines(world.incident, piece, world.rng(piece["id"]))


def _exim(world: World, piece: Piece) -> Iterator[Line]:
    rng = world.rng(piece["id"])
    server = Exim(world.incident, piece, world.people, rng)
    for mail in (*world.outgoing, *world.incoming):
        yield from server.lines(mail)
    yield from server.noise(moment(piece["period"][0]), moment(piece["period"][1]))


_MAKERS: dict[str, Callable[[World, Piece], Iterator[Line]]] = {"postfix": _postfix, "dovecot": _dovecot, "exim": _exim}


def _trace(world: World, piece: Piece, folder: Path) -> Path:
    begin, end = moment(piece["period"][0]), moment(piece["period"][1])
    mails = sorted((m for m in (*world.outgoing, *world.incoming) if begin <= m.time < end), key=lambda mail: mail.time)
    is_microsoft = piece["software"].startswith("m365")
    path = folder / (f"{piece['id']}-MTSummary.csv" if is_microsoft else f"{piece['id']}-email-log-search.csv")
    path.write_bytes(traces.microsoft(mails, world.rng(piece["id"])) if is_microsoft else traces.google(mails, world.people))
    return path


def _weeks(name: str, lines: list[Line], zone: int) -> Iterator[tuple[str, list[Line]]]:
    """The newest first, each up to a Sunday morning by the server's clock; named as Debian or (``maillog``) Red Hat does."""
    weeks: dict[int, list[Line]] = {}
    for line in lines:
        weeks.setdefault((line[0] + zone + 4 * DAY - 6 * 3600 - 1500) // (7 * DAY), []).append(line)
    for part, week in enumerate(sorted(weeks, reverse=True)):
        if name == "maillog":
            ends = datetime.fromtimestamp((week + 1) * 7 * DAY - 4 * DAY, UTC)
            yield (f"{name}-{ends:%Y%m%d}" if part else name), weeks[week]
        else:
            yield (f"{name}.{part}" if part else name), weeks[week]


def _file(path: Path, lines: list[Line], stamp: Callable[[int], str]) -> Path:
    text = "".join(f"{stamp(time)} {line}\n" for time, line in lines).encode()
    last = lines[-1][0]
    path.write_bytes(gzip.compress(text, 1, mtime=last) if path.suffix == ".gz" else text)
    os.utime(path, (last, last))
    return path


def _year_less(zone: int, host: str) -> Callable[[int], str]:
    days: dict[int, str] = {}

    def stamp(time: int) -> str:
        day, second = divmod(time + zone, DAY)
        if day not in days:
            found = datetime.fromtimestamp(day * DAY, UTC)
            days[day] = f"{_MONTHS[found.month - 1]} {found.day:2d}"
        return f"{days[day]} {second // 3600:02d}:{second % 3600 // 60:02d}:{second % 60:02d} {host}"

    return stamp


def _year_first(zone: int) -> Callable[[int], str]:
    def stamp(time: int) -> str:
        return datetime.fromtimestamp(time + zone, UTC).strftime("%Y-%m-%d %H:%M:%S")

    return stamp


def texts(path: Path) -> Iterable[str]:
    """What stands in a log, file by file, packed ones opened; for tests."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    for file in files:
        data = file.read_bytes()
        data = gzip.decompress(data) if file.suffix == ".gz" else data
        yield data.decode("utf-16") if re.match(rb"\xff\xfe", data) else data.decode("utf-8-sig")
