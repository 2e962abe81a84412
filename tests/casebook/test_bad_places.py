"""A place that cannot be used is refused with a sentence, and what was recorded there before is still there."""

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event
from support.casebooks import begun, change, intact, note, refused, rows

from mimawari import casebook
from mimawari.casebook import CaseTrouble, Kind, Place, faults
from mimawari.casebook.trouble import SAID

TESTS = Path(__file__).parents[1]


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "mimawari.case")


def test_every_kind_of_trouble_has_its_sentence() -> None:
    assert set(SAID) == set(Kind)


def test_no_file_and_no_folder(tmp_path: Path) -> None:
    assert refused(str(tmp_path / "none.case")).kind is Kind.MISSING
    assert refused(str(tmp_path / "none" / "x.case"), is_new=True).kind is Kind.FOLDER
    assert refused(str(tmp_path), is_new=True).kind is Kind.FOREIGN
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"a text that is no database " * 90, b"PK\x03\x04" + b"\x00" * 2000, b"\x00" * 4096, b"x"])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_file_that_is_no_database_is_left_as_it_is(file: str, content: bytes, is_new: bool) -> None:
    Path(file).write_bytes(content)
    assert refused(file, is_new=is_new).kind is Kind.FOREIGN
    assert Path(file).read_bytes() == content


@pytest.mark.parametrize("is_new", [True, False])
def test_a_database_of_somebody_else_is_left_as_it_is(file: str, is_new: bool) -> None:
    with closing(sqlite3.connect(file)) as base:
        base.execute("CREATE TABLE moz_places (id INTEGER)")
        base.commit()
    before = Path(file).read_bytes()
    assert refused(file, is_new=is_new).kind is Kind.FOREIGN
    assert Path(file).read_bytes() == before


def test_an_empty_file_is_what_a_broken_off_beginning_leaves(file: str) -> None:
    Path(file).touch()
    assert refused(file).kind is Kind.FOREIGN
    assert intact(file, begun(file, "a"), 2)


def test_a_book_of_a_newer_version(at: str) -> None:
    case = begun(at, "a")
    change(at, "UPDATE mimawari_book SET value = '2'")
    assert refused(at).kind is Kind.NEWER
    assert refused(at, is_new=True).kind is Kind.NEWER
    change(at, "UPDATE mimawari_book SET value = '1'")
    assert intact(at, case, 2)
    change(at, "UPDATE mimawari_book SET value = 'x'")
    assert refused(at).kind is Kind.DAMAGED


def test_somebody_else_writes_all_the_time(file: str) -> None:
    case = begun(file, "a")
    with closing(sqlite3.connect(file, isolation_level=None)) as base:
        base.execute("BEGIN IMMEDIATE")
        trouble = refused(file, case=case)
        assert (trouble.kind, trouble.facts["seconds"]) == (Kind.LOCKED, "0.3")
        assert intact(file, case, 2), "it can still be read"
        base.execute("ROLLBACK")
        base.execute("BEGIN EXCLUSIVE")
        assert refused(file).kind is Kind.LOCKED
    assert intact(file, case, 2)


def test_somebody_else_writes_for_a_moment(file: str) -> None:
    case = begun(file, "a")
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as base:
        base.execute("BEGIN IMMEDIATE")
        done = threading.Timer(0.5, lambda: base.execute("ROLLBACK"))
        done.start()
        with casebook.opened(Place.read(file), wait=10) as book:
            assert book.append(case, [note()])[0].number == 3
        done.join()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER later AFTER INSERT ON mimawari_entries BEGIN SELECT 1; END",
        "CREATE VIEW more AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
        "CREATE VIRTUAL TABLE more USING fts5(text)",
    ],
)
def test_a_file_that_could_act_by_itself_is_not_used(file: str, statement: str) -> None:
    begun(file, "a")
    with closing(sqlite3.connect(file)) as base:
        base.execute(statement)
        base.commit()
    trouble = refused(file)
    assert trouble.kind is Kind.DAMAGED
    assert trouble.facts["why"] in ("later", "more")


def test_a_value_that_is_too_long_is_not_read(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(file, "x" * 200_000)
    monkeypatch.setattr("mimawari.casebook.connecting.LONGEST", 100_000)
    assert refused(file).kind is Kind.UNREADABLE


def test_a_full_disk_loses_nothing_that_was_recorded(file: str) -> None:
    case = begun(file, "a")
    with casebook.opened(Place.read(file)) as book:

        @event.listens_for(book.engine, "connect")
        def small(base: sqlite3.Connection, _record: object) -> None:
            base.execute(f"PRAGMA max_page_count = {base.execute('PRAGMA page_count').fetchone()[0]}")

        with pytest.raises(CaseTrouble) as caught:
            book.append(case, [note()], [os.urandom(100_000)])
        assert caught.value.kind is Kind.FULL
        assert book.append(case, [note("short")])[0].number == 3
    assert intact(file, case, 3)


FULL = """
import resource, signal, sys
from support.casebooks import note
from mimawari import casebook
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with casebook.opened(casebook.Place.read(sys.argv[1])) as book:
    size = int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        book.append(sys.argv[2], [note()], [__import__("os").urandom(200_000)])
    except casebook.CaseTrouble as trouble:
        print(trouble.kind)
"""


def test_a_file_that_the_system_lets_grow_no_more(file: str) -> None:
    case = begun(file, "a")
    command = [sys.executable, "-c", FULL, file, case, str(Path(file).stat().st_size + 8192)]
    done = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == ("full\n", "")
    assert intact(file, case, 2)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


@pytest.mark.parametrize("end", [0.3, 0.6, 0.95])
def test_a_file_that_was_cut_off(file: str, end: float) -> None:
    begun(file, *("記録" * 300 for _ in range(60)))
    whole = Path(file).read_bytes()
    Path(file).write_bytes(whole[: int(len(whole) * end)])
    assert refused(file).kind is Kind.DAMAGED


def test_a_file_whose_pages_were_overwritten(file: str) -> None:
    case = begun(file, *("記録" * 300 for _ in range(60)))
    whole = bytearray(Path(file).read_bytes())
    whole[len(whole) // 2 : len(whole) // 2 + 20_000] = b"\xa5" * 20_000
    Path(file).write_bytes(whole)
    with casebook.opened(Place.read(file)) as book:
        assert book.damage()
    with pytest.raises(CaseTrouble) as caught, casebook.opened(Place.read(file)) as book:
        book.rows(case)
    assert caught.value.kind is Kind.DAMAGED


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bytes_are_told_one_way_or_another(file: str, seed: int) -> None:
    import random

    draw = random.Random(seed)
    case = begun(file, *("記録" * 50 for _ in range(40)))
    honest = rows(file, case)
    whole = bytearray(Path(file).read_bytes())
    for _ in range(30):
        whole[draw.randrange(100, len(whole))] ^= 1 << draw.randrange(8)
    Path(file).write_bytes(whole)
    try:
        with casebook.opened(Place.read(file)) as book:
            found, damage = book.rows(case), book.damage()
    except CaseTrouble as trouble:
        assert trouble.kind in (Kind.DAMAGED, Kind.FOREIGN, Kind.NEWER, Kind.UNREADABLE)
    else:
        assert found == honest or faults(found, casebook.Head.of(honest)) or damage


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder of root's that nobody else may write to, seen by nobody; for others a folder that they may not write to."""
    folder = Path(tempfile.mkdtemp(prefix="case-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    for one in folder.iterdir():
        one.unlink()
    folder.rmdir()


def as_nobody(folder: Path) -> None:
    folder.chmod(0o555)
    if os.getuid() == 0:
        os.seteuid(65534)


def as_before() -> None:
    if os.getuid() == 0:
        os.seteuid(0)


def test_a_file_and_a_folder_that_may_only_be_read(unprivileged: Path) -> None:
    file = str(unprivileged / "mimawari.case")
    case = begun(file, "a")
    Path(file).chmod(0o444)
    as_nobody(unprivileged)
    try:
        assert refused(file, case=case).kind is Kind.READ_ONLY
        assert intact(file, case, 2), "it can still be read"
        assert refused(str(unprivileged / "new.case"), is_new=True).kind in (Kind.READ_ONLY, Kind.UNREADABLE)
    finally:
        as_before()
    assert intact(file, case, 2)


def test_a_file_that_may_not_even_be_read(unprivileged: Path) -> None:
    file = str(unprivileged / "mimawari.case")
    case = begun(file, "a")
    Path(file).chmod(0o000)
    as_nobody(unprivileged)
    try:
        assert refused(file).kind is Kind.UNREADABLE
    finally:
        as_before()
    Path(file).chmod(0o644)
    assert intact(file, case, 2)


def test_a_name_that_no_system_takes(tmp_path: Path) -> None:
    assert refused(str(tmp_path / ("x" * 300)), is_new=True).kind is Kind.UNREADABLE
    assert refused("a\0b", is_new=True).kind is Kind.UNREADABLE
