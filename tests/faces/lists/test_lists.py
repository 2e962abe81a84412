"""The lists as files: what stands in a row, what no spreadsheet takes for more than text, and what is left when something fails."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mimawari.exposure.ledger import NoRoom
from mimawari.faces import lists
from mimawari.faces.lists import tables
from mimawari.faces.lists.counts import document, lines
from mimawari.faces.lists.words import DATA, LEFT_OUT, TEMPLATES, TIES
from mimawari.model import Counted, Datum, ExposureCounts, Gap, LeftOut, Origin, Person, Reason, Template, Tie

SOMEBODY = Person(address="a@x.co.jp", name="山田 太郎", honorific="様", telephone="03-1234-5678", street="大阪市北区1", weight=7,
                  data=((Datum.BANK, 2),), ties=((Tie.WROTE, 3),), last="2026-01-02")  # fmt: skip
BY_POST = Person(address="", name="木村 花子", honorific="様", telephone="06-1111-2222", postcode="530-0001", street="大阪市北区2")
COUNTS = ExposureCounts(
    people=2, reachable=1, by_datum=((Datum.BANK, 1),), by_tie=((Tie.WROTE, 1),), by_template=((Template.CUSTOMER, 2),),
    by_tongue=(("ja", 2),), left_out=((LeftOut.OWN, 4),), first="2025-01-01", last="2026-01-02",
    places=(Counted(place="Inbox", what="mail", items=9, people=2),),
)  # fmt: skip
GAP = Gap(Origin("s", "Inbox", ("1",)), Reason.CORRUPT, "people", "cut")


def read(folder: Path) -> list[list[str]]:
    with (folder / lists.CSV).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def sheets(folder: Path) -> list[str]:
    with zipfile.ZipFile(folder / lists.XLSX) as book:
        return [book.read(name).decode() for name in sorted(book.namelist()) if name.startswith("xl/worksheets/")]


@pytest.mark.parametrize("tongue", ["en", "ja"])
def test_what_stands_in_a_row(tongue: str, tmp_path: Path) -> None:
    lists.written([SOMEBODY, BY_POST], COUNTS, tmp_path, tongue)
    head, first, second = read(tmp_path)
    assert len(head) == len(first) == len(set(head))
    assert first[:3] == ["a@x.co.jp", "山田 太郎", "様"]
    assert not {"03-1234-5678", "大阪市北区1"} & set(first), "whoever has a mail address is not written to by post"
    assert {"530-0001", "大阪市北区2", "06-1111-2222"} <= set(second)
    assert any(str(TIES[Tie.WROTE].say(tongue)) in cell and "3" in cell for cell in first)


@pytest.mark.parametrize(
    ("tongue", "said"), [("ja", "氏名、ご注文の内容、クレジットカード番号"), ("en", "name, orders, card number")]
)
def test_a_letter_can_name_what_is_known_of_one_person_without_numbers(tongue: str, said: str, tmp_path: Path) -> None:
    one = replace(SOMEBODY, data=((Datum.CARD, 9), (Datum.NAME, 4), (Datum.ORDER, 2)))
    lists.written([one], COUNTS, tmp_path, tongue)
    head, row = read(tmp_path)
    assert row[head.index("含まれていた情報" if tongue == "ja" else "Data concerned")] == said


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", " =1", '=HYPERLINK("http://x.example")', "http://x.example"]
)
def test_no_cell_is_a_formula_or_a_link(evil: str, tmp_path: Path) -> None:
    one = Person(address=f"{evil}@x.co.jp", name=evil, organisation=evil, places=(evil,), others=(evil,))
    lists.written([one], COUNTS, tmp_path, "en")
    assert not [cell for cell in read(tmp_path)[1] if cell.lstrip()[:1] in tuple("=+-@＝")]
    (sheet,) = sheets(tmp_path)
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower().replace(evil.lower(), "").replace("hyperlink(", "")


def test_the_head_stays_in_sight_and_a_full_sheet_has_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS", 2)
    lists.written([SOMEBODY] * 5, COUNTS, tmp_path, "ja")
    found = sheets(tmp_path)
    assert [len(re.findall(r"<row ", sheet)) for sheet in found] == [3, 3, 2]
    assert all('state="frozen"' in sheet for sheet in found)


def test_numbers_that_begin_with_a_zero_keep_it(tmp_path: Path) -> None:
    """Postcodes and telephones are texts (ISO 29500-1, 18.18.11: inlineStr), not numbers."""
    one = replace(BY_POST, postcode="0600001", telephone="0312345678")
    lists.written([one], COUNTS, tmp_path, "ja")
    (sheet,) = sheets(tmp_path)
    for value in ("0600001", "0312345678"):
        assert re.search(rf'<c [^>]*t="inlineStr"><is><t>{value}</t>', sheet)


def test_on_paper_the_head_and_the_address_stand_on_every_sheet(tmp_path: Path) -> None:
    lists.written([SOMEBODY], COUNTS, tmp_path, "ja")
    (sheet,) = sheets(tmp_path)
    assert 'orientation="landscape"' in sheet and 'fitToHeight="0"' in sheet
    with zipfile.ZipFile(tmp_path / lists.XLSX) as book:
        said = book.read("xl/workbook.xml").decode()
    assert "_xlnm.Print_Titles" in said and "$A:$A" in said and "$1:$1" in said
    assert re.search(r'<row r="1"[^>]* ht="54" customHeight="1"', sheet), "a title of four lines is seen whole"


def test_without_the_library_there_is_no_workbook_and_no_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lists.written([SOMEBODY], COUNTS, tmp_path, "en")
    monkeypatch.setattr(tables, "has_workbooks", lambda: False)
    made = lists.written([SOMEBODY, BY_POST], COUNTS, tmp_path, "en")
    assert made.has_workbook is False
    assert sorted(path.name for path in tmp_path.iterdir()) == [lists.JSON, lists.CSV]


def test_what_fails_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Person]:
        yield SOMEBODY
        raise NoRoom("database or disk is full")

    with pytest.raises(NoRoom):
        lists.written(broken(), COUNTS, tmp_path, "en")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_folder_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(lists, "_settle", full)
    with pytest.raises(lists.Unwritable):
        lists.written([SOMEBODY], COUNTS, tmp_path / "new", "en")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "ascii")
    with pytest.raises(lists.Unwritable) as found:
        lists.written([SOMEBODY], COUNTS, tmp_path / "file" / "lists", "en")
    assert "could not be written" in found.value.words.en


def test_counts_without_gaps_are_plain_numbers_and_with_gaps_at_least() -> None:
    whole, part = document(COUNTS), document(ExposureCounts(people=2, gaps=(GAP,)))
    assert (whole["at_least"], whole["by_datum"], whole["left_out"]) == (False, {"bank": 1}, {"own": 4})
    assert (part["at_least"], part["gaps"][0]["reason"]) == (True, "corrupt")
    json.dumps(whole)
    assert not [line for line in lines(COUNTS, "en", []) if "at least" in line]
    assert [line for line in lines(ExposureCounts(people=2, gaps=(GAP,)), "en", ["Inbox: damaged"]) if "at least 2" in line]
    assert [line for line in lines(ExposureCounts(people=2, gaps=(GAP,)), "ja", ["Inbox"]) if "2人以上" in line]


def test_every_kind_has_its_words() -> None:
    tables_of = ((TIES, Tie), (DATA, Datum), (TEMPLATES, Template), (LEFT_OUT, LeftOut))
    assert all(set(words) == set(kinds) for words, kinds in tables_of)
