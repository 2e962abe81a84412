"""The journal by itself: what it gives back, and what it does not."""

from pathlib import Path

import pytest

from mimawari.engine import journal
from mimawari.model import Gap, Looked, Origin, Reason

AT = Origin("s", "l", ("a.txt",))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


def test_what_may_be_otherwise_the_next_time_is_not_kept_from_being_read(state: Path) -> None:
    state.mkdir()
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
    state.mkdir()
    kept = journal.Journal(state / "j", "r")
    kept.keep("a", "", AT, [Looked("file", 1)])
    assert kept.recall("a", "", AT, tries_locked=False) is None
    assert kept.trouble == ""
    kept.close()


def test_what_speaks_of_another_place_is_not_remembered(state: Path) -> None:
    state.mkdir()
    kept = journal.Journal(state / "j", "r")
    kept.keep("a", "1", AT, [Gap(Origin("s", "l", ("b.txt",)), Reason.CORRUPT, "content")])
    assert kept.recall("a", "1", AT, tries_locked=False) is None
    assert kept.trouble == ""
    kept.close()


def test_a_state_folder_that_others_may_write_is_not_used(state: Path) -> None:
    state.mkdir()
    state.chmod(0o777)
    assert journal.prepare(state / "scan-x.sqlite") == journal.UNUSABLE
