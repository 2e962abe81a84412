"""The journal by itself: what it gives back, and what it does not."""

import os
import sys
from pathlib import Path

import pytest

from mimawari.engine import journal
from mimawari.model import Gap, Looked, Origin, Reason

AT = Origin("s", "l", ("a.txt",))
posix = pytest.mark.skipif(sys.platform == "win32", reason="only where files have modes and anyone can make links")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def test_what_may_be_otherwise_the_next_time_is_not_kept_from_being_read(state: Path) -> None:
    state.mkdir(mode=0o700)
    kept = journal.Journal(state / "j", "r")
    for name, reason in (("denied", Reason.DENIED), ("failed", Reason.FAILED), ("shut", Reason.ENCRYPTED)):
        kept.keep(name, "1", AT, [Gap(AT, reason, "content"), Looked("file", 1)])
    assert kept.recall("denied", "1", AT, tries_locked=False) is None
    assert kept.recall("failed", "1", AT, tries_locked=False) is None
    assert kept.recall("shut", "1", AT, tries_locked=False) == [Gap(AT, Reason.ENCRYPTED, "content"), Looked("file", 1)]
    assert kept.recall("shut", "1", AT, tries_locked=True) is None
    assert kept.recall("shut", "2", AT, tries_locked=False) is None
    kept.close()


def test_without_a_stamp_nothing_is_remembered(state: Path) -> None:
    state.mkdir(mode=0o700)
    kept = journal.Journal(state / "j", "r")
    kept.keep("a", "", AT, [Looked("file", 1)])
    assert kept.recall("a", "", AT, tries_locked=False) is None
    assert kept.trouble == ""
    kept.close()


def test_what_speaks_of_another_place_is_not_remembered(state: Path) -> None:
    state.mkdir(mode=0o700)
    kept = journal.Journal(state / "j", "r")
    kept.keep("a", "1", AT, [Gap(Origin("s", "l", ("b.txt",)), Reason.CORRUPT, "content")])
    assert kept.recall("a", "1", AT, tries_locked=False) is None
    assert kept.trouble == ""
    kept.close()


def test_a_state_folder_that_others_may_write_is_not_used(state: Path) -> None:
    state.mkdir()
    state.chmod(0o777)
    assert journal.prepare(state / "scan-x.sqlite") == journal.UNUSABLE


def always(key: str, same: str) -> bool:
    return bool(key and same)


def test_by_which_name_a_file_is_read_holds_for_one_run(state: Path) -> None:
    assert journal.prepare(state / "j") == ""
    kept = journal.Journal(state / "j", "r")
    assert kept.is_first("a/x", "1", always)
    assert not kept.is_first("b/x", "1", always)
    assert kept.is_first("b/y", "1", always), "another name, for which rules may ask"
    assert kept.is_first("a/x", "1", always)
    assert journal.prepare(state / "j") == ""
    assert kept.is_first("b/x", "1", always), "a run that met a says nothing of this one"
    kept.close()


def test_a_name_that_was_met_under_other_rules_does_not_count(state: Path) -> None:
    assert journal.prepare(state / "j") == ""
    kept, other = journal.Journal(state / "j", "r"), journal.Journal(state / "j", "s")
    assert kept.is_first("a/x", "1", always)
    assert other.is_first("b/x", "1", always)
    assert not kept.is_first("b/x", "1", always)
    kept.close()
    other.close()


@posix
@pytest.mark.parametrize("what", ["folder", "file", "beside", "link"])
def test_a_worker_does_not_use_a_journal_that_others_may_write(state: Path, what: str) -> None:
    path = state / "j"
    assert journal.prepare(path) == ""
    journal.Journal(path, "r").keep("a", "1", AT, [Looked("file", 1)])
    if what == "link":
        path.rename(state / "k")
        path.symlink_to(state / "k")
    elif what == "beside":
        (state / "j-wal").touch()
        (state / "j-wal").chmod(0o666)
    else:
        (state if what == "folder" else path).chmod(0o777)
    kept = journal.Journal(path, "r")
    assert kept.trouble == journal.UNUSABLE
    assert kept.recall("a", "1", AT, tries_locked=False) is None
    assert kept.is_first("a/x", "1", always)
    assert kept.is_first("b/x", "1", always)


@posix
def test_a_file_of_others_is_taken_away_and_begun_anew(state: Path) -> None:
    path = state / "j"
    assert journal.prepare(path) == ""
    journal.Journal(path, "r").keep("a", "1", AT, [Looked("file", 1)])
    path.chmod(0o666)
    assert journal.prepare(path) == ""
    kept = journal.Journal(path, "r")
    assert kept.trouble == ""
    assert kept.recall("a", "1", AT, tries_locked=False) is None
    kept.close()


@posix
def test_whatever_the_umask_nobody_else_may_write(state: Path) -> None:
    before = os.umask(0)
    try:
        assert journal.prepare(state / "j") == ""
        kept = journal.Journal(state / "j", "r")
        kept.keep("a", "1", AT, [Looked("file", 1)])
    finally:
        os.umask(before)
    assert {one.stat().st_mode & 0o077 for one in state.iterdir()} == {0}
    assert kept.recall("a", "1", AT, tries_locked=False) == [Looked("file", 1)]
    kept.close()
