"""Debian writes lines of mail.log into other files too: what is in both counts once, and nothing is passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.mail_logs import day_of, looked, of, only, put, seen

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import Gap, Level, LogSpan, SendingProfile
from mimawari.sources import Evidence, evidence_folder, mail_log

LOG = [*day_of("Nov  9 10:00:00", 1), *day_of("Nov 10 10:00:00", 2)]
OLD = day_of("Nov  2 10:00:00", 7)
OTHER = [line.replace(" mail postfix", " mail2 postfix") for line in day_of("Nov 10 10:00:00", 8)]


def folder(tmp_path: Path, **files: list[str]) -> Path:
    where = put(tmp_path / "all", {name.replace("_", "."): lines for name, lines in files.items()})
    for name in ("strange.eml", "notes.txt"):
        (where / name).unlink()
    return where


def test_a_copy_of_the_log_counts_once_and_is_told(tmp_path: Path) -> None:
    found = seen(folder(tmp_path, mail_log=LOG, mail_info=LOG, mail_err=LOG[3:4]))
    assert [(gap.reason, gap.wanted, gap.detail.split(" lines")[0]) for gap in of(Gap, found)] == [
        ("unsupported", "mail-log-copy", "mail.err: 1 of 1"), ("unsupported", "mail-log-copy", "mail.info: 8 of 8")]  # fmt: skip
    assert [hour.messages for hour in only(SendingProfile, found).hours] == [1, 1]
    assert only(LogSpan, found).lines == 10


def test_a_file_that_reaches_further_back_is_told_with_how_much_is_in_both(tmp_path: Path) -> None:
    (gap,) = of(Gap, seen(folder(tmp_path, mail_log=LOG, syslog=[*OLD[:4], *LOG[:4]])))
    assert (gap.wanted, gap.detail.split(" lines")[0]) == ("mail-log-copy", "syslog: 4 of 8")


@pytest.mark.parametrize(("text", "level"), [(LOG, Level.NO_SIGN), (OTHER, Level.UNDETERMINED)])
def test_another_log_under_the_name_of_a_copy_leaves_the_log_unread(text: list[str], level: Level, tmp_path: Path) -> None:
    where = folder(tmp_path, mail_log=LOG, messages=text)
    (source,) = app.check([Evidence(str(where))], Settings(reraise=True), jobs=0)
    assert source.kind == mail_log.NAME
    assert app.level_of(source) is level


def test_without_the_log_itself_such_a_file_is_the_log(tmp_path: Path) -> None:
    found = seen(folder(tmp_path, syslog=LOG))
    assert of(Gap, found) == []
    assert only(LogSpan, found).lines == 10


def test_a_copy_among_other_things_counts_once_too(tmp_path: Path) -> None:
    where = put(tmp_path / "all", {"mail.log": LOG, "mail.info": LOG})
    (log,) = (one for one in evidence_folder.survey(Evidence(str(where))).children if one.forced == mail_log.NAME)
    found = looked(log)
    assert [(gap.wanted, gap.origin.path) for gap in of(Gap, found)] == [("mail-log-copy", ("mail.info",))]
    assert only(LogSpan, found).lines == 10
