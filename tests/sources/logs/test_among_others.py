"""Files of a rotation in a folder with mails and other things: one log, as in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.mail_logs import day_of, looked, only, put

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import LogSpan, SendingProfile
from mimawari.sources import Evidence, evidence_folder, mail_log


def opened(where: Path, inside: str = "") -> list[Evidence]:
    return list(evidence_folder.survey(Evidence(str(where), inside)).children)


@pytest.mark.parametrize(
    "names", [("maillog.2.gz", "maillog.1", "maillog"), ("mail.log-20261108.gz", "mail.log-20261109", "mail.log")]
)
@pytest.mark.parametrize("inside", ["", "server"])
def test_a_rotation_among_other_things_is_one_log(names: tuple[str, str, str], inside: str, tmp_path: Path) -> None:
    """A mail that begins in one file and ends in the next is one."""
    first, *rest = day_of("Nov  8 10:00:00", 1)
    put(tmp_path / "all" / inside, {names[0]: [first], names[1]: rest, names[2]: day_of("Nov 10 10:00:00", 2)})
    children = opened(tmp_path / "all", inside)
    (log,) = (one for one in children if one.forced == mail_log.NAME)
    below = f"{inside}/" if inside else ""
    assert not {below + name for name in names} & {one.inside for one in children if one != log}
    assert below + "notes.txt" in {one.inside for one in children}
    found = looked(log)
    profile = only(SendingProfile, found)
    assert [(hour.hour, hour.messages, hour.distinct) for hour in profile.hours] == [
        ("2026-11-08T01:00:00Z", 1, 1), ("2026-11-10T01:00:00Z", 1, 1)]  # fmt: skip
    assert profile.origin.path == (below + names[0], "1")
    assert only(LogSpan, found).lines == 10


def test_a_missing_number_among_other_things_is_a_hole(tmp_path: Path) -> None:
    where = put(tmp_path / "all", {"maillog.2": day_of("Nov  8 10:00:00", 1), "maillog": day_of("Nov  9 06:00:00", 3)})
    (log,) = (one for one in opened(where) if one.forced == mail_log.NAME)
    assert only(LogSpan, looked(log)).holes == (("2026-11-08T01:00:00Z", "2026-11-08T21:00:00Z"),)


def test_logs_of_other_names_stay_apart(tmp_path: Path) -> None:
    """Neither a log of another name nor a text that is named like a rotated log is drawn into it."""
    where = put(
        tmp_path / "all",
        {
            "maillog": day_of("Nov 10 10:00:00", 1),
            "maillog.1": day_of("Nov  9 10:00:00", 2), "maillog.7": ["my notes on this log\n"],
            "other.log": day_of("Nov 10 10:00:00", 3), "report.1": ["one\n"], "report.2": ["two\n"],
        },
    )  # fmt: skip
    children = opened(where)
    (log,) = (one for one in children if one.forced == mail_log.NAME)
    assert {one.inside for one in children if not one.forced} == {"maillog.7", "other.log", "report.1", "report.2", "notes.txt"}
    assert only(LogSpan, looked(log)).lines == 10


def test_a_link_that_is_named_like_a_rotated_log_is_not_followed(tmp_path: Path) -> None:
    outside = put(tmp_path / "elsewhere", {"x": day_of("Nov  8 10:00:00", 9)})
    where = put(tmp_path / "all", {"maillog": day_of("Nov 10 10:00:00", 1), "maillog.1": day_of("Nov  9 10:00:00", 2)})
    (where / "maillog.2").symlink_to(outside / "x")
    (log,) = (one for one in opened(where) if one.forced == mail_log.NAME)
    assert only(LogSpan, looked(log)).lines == 10


def test_a_file_that_is_named_alone_is_read_alone(tmp_path: Path) -> None:
    where = put(tmp_path / "all", {"maillog": day_of("Nov 10 10:00:00", 1), "maillog.1": day_of("Nov  9 10:00:00", 2)})
    for alone in (app.evidence(str(where / "maillog")), app.evidence(f"mail-log:{where / 'maillog'}")):
        assert only(LogSpan, looked(alone)).lines == 5


def test_the_whole_program_sees_one_log(tmp_path: Path) -> None:
    first, *rest = day_of("Nov  8 10:00:00", 1)
    where = put(tmp_path / "all", {"maillog.1": [first], "maillog": rest})
    sources = list(app.check([Evidence(str(where))], Settings(reraise=True), jobs=0))
    assert [one.looked_at["mail-log"] for one in sources if one.kind == mail_log.NAME] == [5]
