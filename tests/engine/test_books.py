"""Address books and orders in workers: each is read as what it is, and one whose worker is lost costs what was not yet read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mimawari import engine
from mimawari.engine import books as module
from mimawari.engine.books import CONTACT, ORDER, Book, Told, Wanted, books
from mimawari.engine.executors import Lost
from mimawari.model import Gap, Looked, Reason, Sighting
from mimawari.sources import Evidence

SETTINGS = engine.Settings(reraise=True)
ORDERS = "注文番号,氏名,メールアドレス\n1,山田,a@example.com\n2,鈴木,b@example.com\n"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:佐藤\nEMAIL:c@example.com\nEND:VCARD\n"


@pytest.fixture
def wanted(tmp_path: Path) -> list[Wanted]:
    for name, text in (("o.csv", ORDERS), ("book.vcf", CARD), ("note.txt", "hello"), ("sure.csv", ORDERS)):
        (tmp_path / name).write_text(text, "utf-8")
    return [
        *(Wanted(Evidence(str(tmp_path / name))) for name in ("o.csv", "book.vcf", "note.txt")),
        Wanted(Evidence(str(tmp_path / "sure.csv")), (ORDER,), is_sure=True),
    ]


def read(wanted: list[Wanted], executor: Any) -> list[tuple[Book, list[Told]]]:
    return [(found, list(told)) for _, found, told in books(wanted, SETTINGS, executor)]


@pytest.mark.parametrize("workers", [0, 2])
def test_each_is_read_as_what_it_is_in_their_order(wanted: list[Wanted], workers: int) -> None:
    if workers:
        with engine.Pool(workers, SETTINGS.limits) as pool:
            found = read(wanted, pool)
    else:
        found = read(wanted, engine.Inline())
    assert [book.kind for book, _ in found] == [ORDER, CONTACT, "", ORDER]
    addresses = [[one.address for one in told if isinstance(one, Sighting)] for _, told in found]
    assert addresses == [["a@example.com", "b@example.com"], ["c@example.com"], [], ["a@example.com", "b@example.com"]]


class Dying(engine.Inline):
    """The worker of the first file runs out of time when it has written so much, the last of it in part."""

    def __init__(self, kept: int) -> None:
        super().__init__()
        self._kept = kept

    def submit(self, tag: object, task: Callable[..., object], *given: object, size: int = 0) -> None:
        super().submit(tag, task, *given, size=size)

    def results(self) -> Iterator[tuple[Any, Any]]:
        (first, _), *others = super().results()
        first.write_bytes(first.read_bytes()[: self._kept])
        yield from others
        yield first, Lost(Reason.TIMED_OUT, "more than 900 s")


def test_one_that_takes_too_long_costs_itself_alone(wanted: list[Wanted], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH", 1)
    whole = [told for _, told in read(wanted, engine.Inline())]
    found = read(wanted, Dying(10**6))
    *told, gap = found[0][1]
    assert told == whole[0]
    assert isinstance(gap, Gap)
    assert (gap.reason, gap.wanted, gap.origin.locator) == (Reason.TIMED_OUT, "people", wanted[0].evidence.locator)
    assert [told for _, told in found[1:]] == whole[1:]
    cut = read(wanted, Dying(-30))[0][1]
    assert cut[:-1] == whole[0][: len(cut) - 1]
    assert len(cut) - 1 < len(whole[0])
    assert not any(isinstance(one, Looked) for one in cut)


def test_nothing_of_anybody_stays_in_a_file(wanted: list[Wanted], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    assert read(wanted, engine.Inline())
    assert list(place.iterdir()) == []


def test_a_full_disk_is_no_fault_of_the_evidence(wanted: list[Wanted], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pickle.dump", full)
    assert [book.full for book, _ in read(wanted, engine.Inline())] == ["No space left on device"] * 2 + [""] + [
        "No space left on device"
    ]
