"""A damaged log that is named by itself is a log with a hole, or a file that could not be read: never a reported mail."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from support.mail_logs import day_of

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import Artifact, Firm, Level, OwnAccount, Reason, Report, ReportedMail, Source
from mimawari.sources import Evidence

LINES = "".join(line for hour in range(24) for n in range(40) for line in day_of(f"Nov 10 {hour:02}:{n:02}:00", hour * 40 + n))
PACKED = gzip.compress(LINES.encode())
FIRM = Firm(domains=("example.jp",), accounts=(OwnAccount("a@example.jp"),))
READABLE = {
    "cut": PACKED[: len(PACKED) // 2],
    "short by its end": PACKED[:-4],
    "a wrong checksum": PACKED[:-8] + bytes(4) + PACKED[-4:],
    "one short piece, cut": gzip.compress(LINES[:40_000].encode())[:-12],
}
"""RFC 1952 2.3.1: a checksum and the size of the text stand behind it."""
UNREADABLE = {"nothing left of it": PACKED[:14], "no gzip": b"404 not found\n" * 9, "zeros": bytes(4096), "empty": b""}


def checked(path: Path) -> tuple[list[Source], list[Artifact]]:
    """The sources, and what was testified."""
    heard: list[Artifact] = []
    inquest = app.Inquest(FIRM)
    found = app.check([Evidence(str(path))], Settings(reraise=True, inquest=inquest), jobs=0, heard=heard.extend)
    return list(found), heard


def written(folder: Path, data: bytes) -> Path:
    path = folder / "mail.log.1.gz"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("how", READABLE)
def test_what_can_be_unpacked_is_read_as_the_log_that_it_is(tmp_path: Path, how: str) -> None:
    found, heard = checked(written(tmp_path, READABLE[how]))
    (log,) = [one for one in found if one.kind == "mail-log"]
    assert [gap.reason for gap in log.gaps if gap.wanted == "mail-log"] == [Reason.CORRUPT]
    assert log.looked_at["mail-log"] > 0
    assert not any(isinstance(one, ReportedMail) for one in heard)


@pytest.mark.parametrize("how", UNREADABLE)
def test_what_cannot_is_a_missing_log(tmp_path: Path, how: str) -> None:
    found, heard = checked(written(tmp_path, UNREADABLE[how]))
    (file,) = [one for one in found if one.kind == "single-file"]
    (gap,) = [one for one in file.gaps if one.wanted == "mail-log"]
    assert gap.reason is Reason.MISSING
    assert gap.remedy is not None
    assert "do not open" not in gap.remedy.en.lower(), "it is no mail that somebody sent"
    assert app.judge(Report.of(found)).level is Level.UNDETERMINED
    assert not any(isinstance(one, ReportedMail) for one in heard)


def test_a_text_of_another_name_is_a_reported_mail_still(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(UNREADABLE["no gzip"])
    _, heard = checked(path)
    assert any(isinstance(one, ReportedMail) for one in heard)
