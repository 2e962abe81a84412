"""Built evidence read back by naive means, with neither the builder's words nor the program."""

from __future__ import annotations

import email
import email.policy
import gzip
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parents[2] / "incidents"
INCIDENTS = sorted(HERE.glob("*.toml"))
SCHEMA = HERE.parents[1] / "src/mimawari/faces/schema/report-1.json"
Piece = dict[str, Any]


def told(path: Path) -> Piece:
    return tomllib.loads(path.read_text("utf-8"))


def of(*kinds: str, form: str = "") -> list[Any]:
    """Every piece of those kinds with its incident, as parameters."""
    found = [
        pytest.param(path, piece, id=f"{path.stem[:2]}-{piece['id']}")
        for path in INCIDENTS
        for piece in told(path)["evidence"]
        if piece["kind"] in kinds and (not form or piece.get("form") == form)
    ]
    assert found
    return found


def text_of(place: Path) -> str:
    """A log's text, oldest file first, packed ones opened."""
    files = sorted(place.iterdir(), key=lambda one: one.stat().st_mtime) if place.is_dir() else [place]
    datas = [gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes() for file in files]
    return "".join(data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8-sig") for data in datas)


def zone(piece: Piece) -> timezone:
    return timezone(timedelta(hours=9)) if piece["time_zone_of_stamps"] == "+09:00" else UTC


def stamps(text: str, piece: Piece) -> Iterator[float]:
    """When each line was written: the year counts up whenever the month goes back."""
    year, last, days = int(piece["period"][0][:4]), 0, dict[str, float]()
    for line in text.splitlines():
        day, time = (line[:10], line[11:19]) if line[:2] == "20" else (line[:6], line[7:15])
        if day not in days:
            month = int(day[5:7]) if line[:2] == "20" else "JanFebMarAprMayJunJulAugSepOctNovDec".index(day[:3]) // 3 + 1
            year, last = year + (month < last), month
            days = {day: datetime(year, month, int(day[-2:]), tzinfo=zone(piece)).timestamp()}
        yield days[day] + int(time[:2]) * 3600 + int(time[3:5]) * 60 + int(time[6:])


def parsed(data: bytes) -> EmailMessage:
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def letters(file: Path) -> list[bytes]:
    """The mails of an mbox."""
    return [one.removesuffix(b"\n") for one in re.split(rb"^From .*\n", file.read_bytes(), flags=re.MULTILINE)[1:]]


def boxes(place: Path) -> Iterator[tuple[str, str, bytes]]:
    """Account, Message-ID and content of every mail of a mailbox."""
    for account in sorted(place.iterdir()):
        files = sorted(account.rglob("cur/*"))
        mails = (
            [file.read_bytes() for file in files] if files else [one for file in sorted(account.iterdir()) for one in letters(file)]
        )
        for data in mails:
            name = re.search(rb"^Message-ID: (\S+)", data, re.MULTILINE)
            assert name
            yield account.name, name[1].decode(), data
