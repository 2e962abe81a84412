"""The table of rows: what was put in is found, all of it and nothing else, and a million take little room."""

import hashlib
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from mimawari.model import Strength
from mimawari.signatures.indicators import table as tables
from mimawari.signatures.indicators.saying import Saying
from mimawari.signatures.indicators.table import Table

TODAY = "2026-11-26"


def digest(number: int) -> bytes:
    return hashlib.sha256(b"%d" % number).digest()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), max_size=60), st.integers(0, 60))
def test_it_finds_what_a_dictionary_finds(rows: list[tuple[int, int]], second: int) -> None:
    table, wanted = Table(TODAY), dict[tuple[int, str], int]()
    for name, part in (("a", rows[:second]), ("b", rows[second:])):
        table.begin(name)
        for line, (number, said) in enumerate(part, start=1):
            # Close to each other, so that the search has to be exact.
            table.add_hash("md5", number.to_bytes(16, "big"), Saying(note=str(said)), line)
            wanted.setdefault((number, name), line)
        table.end("")
    table.close()
    for number in range(42):
        found = {row.collection: row for row in table.of_hash("md5", number.to_bytes(16, "big"))}
        assert set(found) == {name for wanted_number, name in wanted if wanted_number == number}


def test_of_several_rows_of_a_list_the_one_that_says_most_stays() -> None:
    table = Table(TODAY)
    table.begin("a")
    table.add_hash("sha256", digest(1), Saying(family="emotet", until="2020-01-01"), 1)
    table.add_hash("sha256", digest(1), Saying(), 2)
    table.add_hash("sha256", digest(1), Saying(family="emotet"), 3)
    table.add_hash("sha256", digest(1), Saying(family="emotet", note="later"), 4)
    table.end("")
    table.close()
    (row,) = table.of_hash("sha256", digest(1))
    assert (row.family, row.strength, row.reference) == ("emotet", Strength.CONCLUSIVE, "a:3")


def test_the_age_of_a_row_without_a_date_is_that_of_its_list() -> None:
    table = Table(TODAY)
    table.begin("a")
    table.add_hash("sha256", digest(1), Saying(), 1)
    table.add_hash("sha256", digest(2), Saying(date="2020-02-02"), 2)
    table.end("2022-01-01")
    table.begin("b")
    table.add_hash("sha256", digest(1), Saying(), 1)
    table.end("")
    table.close()
    assert [row.date for row in table.of_hash("sha256", digest(1))] == ["2022-01-01", ""]
    assert [row.date for row in table.of_hash("sha256", digest(2))] == ["2020-02-02"]


def test_a_row_takes_some_forty_bytes() -> None:
    tracemalloc.start()
    table = Table(TODAY)
    table.begin("a")
    for number in range(20_000):
        table.add_hash("sha256", digest(number), Saying(), number)
    table.end("")
    table.close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000 * 60
    assert all(len(list(table.of_hash("sha256", digest(number)))) == 1 for number in range(0, 20_000, 97))
    assert list(table.of_hash("sha256", digest(-1))) == []


def test_all_in_one_bucket() -> None:
    table = Table(TODAY)
    table.begin("a")
    for number in range(2000, 0, -1):
        table.add_hash("md5", number.to_bytes(16, "big"), Saying(), number)
    table.end("")
    table.close()
    assert [row.reference for row in table.of_hash("md5", (777).to_bytes(16, "big"))] == ["a:777"]


def test_too_many_different_notes_are_dropped_and_the_rows_stay() -> None:
    table = Table(TODAY)
    table.begin("a")
    for number in range(tables._MOST_SAYINGS + 50):
        table.add_hash("sha256", digest(number), Saying(family="emotet", date="2022-01-01", note=str(number)), number)
    table.end("")
    table.close()
    last = tables._MOST_SAYINGS + 49
    (row,) = table.of_hash("sha256", digest(last))
    assert (row.family, row.note, row.date, row.reference) == ("emotet", "", "2022-01-01", f"a:{last}")
    assert len(table._sayings) == tables._MOST_SAYINGS + 1
