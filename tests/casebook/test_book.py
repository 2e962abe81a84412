"""What is added is there, in order, bound entry to entry, and nothing of it can be changed by accident."""

import sqlite3
from pathlib import Path

import pytest
from support.casebooks import begun, entries, note, rows

from mimawari import casebook
from mimawari.casebook import Draft, Place, faults
from mimawari.model import Deed
from mimawari.model.case_record import START


def test_what_was_added_is_there_and_each_entry_is_bound_to_the_one_before(at: str) -> None:
    case = begun(at, "一", "二")
    with casebook.opened(Place.read(at)) as book:
        third = book.append(
            case, [Draft(deed=Deed.STEP_DONE, who="佐藤", about="isolate@PC1", text="抜いた", facts={"b": 1, "a": None})]
        )
    found = entries(at, case)
    assert found[-1:] == third
    assert [one.number for one in found] == [1, 2, 3, 4]
    assert [one.previous for one in found] == [START, *(one.hash for one in found[:-1])]
    assert (third[0].who, third[0].about, third[0].text, third[0].facts) == (
        "佐藤",
        "isolate@PC1",
        "抜いた",
        (("a", None), ("b", 1)),
    )
    assert faults(rows(at, case)) == ()


def test_what_no_database_can_hold_is_written_as_a_sign_for_it(at: str) -> None:
    case = begun(at)
    with casebook.opened(Place.read(at)) as book:
        book.append(case, [note("a\0b\udce3c", who="\udcff")])
    last = entries(at, case)[-1]
    assert (last.text, last.who) == ("a\ufffdb\ufffdc", "\ufffd")
    assert faults(rows(at, case)) == ()


def test_reports_are_kept_once_and_come_back_byte_for_byte(at: str) -> None:
    import hashlib

    content = bytes(range(256)) * 4000
    name = hashlib.sha256(content).hexdigest()
    case = begun(at, reports=[content])
    with casebook.opened(Place.read(at)) as book:
        book.append(case, [note()], [content, b"another"])
        assert book.report(name) == content
        assert book.report("0" * 64) is None


def test_several_cases_in_one_book_have_numbers_of_their_own(at: str) -> None:
    first, second = begun(at, "a"), begun(at, "b", "c")
    assert (len(entries(at, first)), len(entries(at, second))) == (2, 3)
    with casebook.opened(Place.read(at)) as book:
        assert {(one.id, one.name, one.count) for one in book.cases()} == {(first, "件", 2), (second, "件", 3)}


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE mimawari_entries SET text = 'x'",
        "DELETE FROM mimawari_entries",
        "DELETE FROM mimawari_reports",
        "UPDATE mimawari_cases SET name = 'x'",
    ],
)
def test_rows_are_not_changed_by_accident(at: str, act: str) -> None:
    case = begun(at, "a", reports=[b"r"])
    if Place.read(at).is_server:
        import psycopg

        with psycopg.connect(at) as server, pytest.raises(psycopg.errors.RaiseException, match="only ever added"):
            server.execute(act.encode())
    else:
        base = sqlite3.connect(at)
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            base.execute(act)
        base.close()
    assert len(entries(at, case)) == 2


def test_a_file_with_a_number_sign_in_its_name_is_no_id(tmp_path: Path) -> None:
    at = str(tmp_path / "case #1")
    case = begun(at)
    assert Place.read(at).at == at
    assert Place.read(f"{at}#{case}") == Place(at, case)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u@/db?host=/x&password=geheim&sslpassword=geheim", "postgresql://u@/db?host=/x"),
        ("postgresql:///db?host=/x", "postgresql:///db?host=/x"),
        ("postgresql://u:geheim@w@h:5432/db", "postgresql://u:***@h:5432/db"),
        ("postgresql://u:ge/heim@h/db", "postgresql://…"),
        ("postgresql://u:12/geheim@h/db", "postgresql://…"),
        ("postgresql://u:12?geheim@h/db", "postgresql://…"),
        ("postgresql://u:12#geheim@h/db", "postgresql://…"),
        ("POSTGRES://u@h/db", "postgres://u@h/db"),
    ],
)
def test_wherever_a_password_stands_in_a_url_it_is_not_shown(url: str, shown: str) -> None:
    assert Place.read(url).shown == shown
    assert Place.read(url).at == url


def test_a_password_is_never_shown() -> None:
    place = Place.read("postgresql://yamada:s3cret@db.example/books#c-0123abcd")
    assert place.shown == "postgresql://yamada:***@db.example/books"
    assert place.of(place.case) == "postgresql://yamada:***@db.example/books#c-0123abcd"
    assert place.is_server
