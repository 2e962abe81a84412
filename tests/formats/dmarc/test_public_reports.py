"""The public reports: as many rows as records stand in each, counted without a parser."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from email import message_from_bytes
from pathlib import Path

from support.dmarc_files import out
from support.public_data import labelled


def records(data: bytes) -> int:
    """How many there are, through the archives and mails of these files."""
    if data[:2] == b"\x1f\x8b":
        # One of them has other bytes behind it.
        return records(zlib.decompressobj(31).decompress(data))
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as made:
            return sum(records(made.read(name)) for name in made.namelist())
    if data.lstrip()[:1] != b"<":
        parts = [part.get_payload(decode=True) for part in message_from_bytes(data).walk()]
        return sum(
            records(part) for part in parts if isinstance(part, bytes) and (part[:1] == b"<" or part[:2] in (b"PK", b"\x1f\x8b"))
        )
    return data.count(b"<record>")


def failure(path: Path) -> bool:
    data = path.read_bytes()
    return b"feedback-report" in data or b"DMARC Forensic Report" in data


def test_each_record_is_a_row() -> None:
    files = labelled("dmarc_tlsrpt")
    assert len(files) > 25
    for name, path in files.items():
        found = out(path.read_bytes(), name.partition("/")[2])
        assert len(found.rows) == (0 if failure(path) else records(path.read_bytes())), name
        assert [gap for gap in found.gaps if gap[1] == "dmarc-report"] == [], name
        assert len(found.failures) == failure(path), name


def test_counting_counts() -> None:
    assert records(gzip.compress(b"<feedback><record></record><record></record></feedback>")) == 2
