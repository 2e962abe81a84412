"""Memory does not grow with the file: more rows, the same peak."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

from support.contact_files import Friend, vcard
from support.order_files import GIFT, eccube, table

from mimawari import knowledge
from mimawari.model import Looked, Origin
from mimawari.sources.contacts import contacts
from mimawari.sources.orders import orders

AT = Origin("s", "l")


def peak(path: Path, *, is_book: bool = False) -> tuple[int, int]:
    """The most bytes that were held while reading, and how much was read."""
    layouts = knowledge.load().order_layouts
    tracemalloc.start()
    try:
        count = 0
        for one in contacts(path, AT) if is_book else orders(path, AT, layouts):
            count = one.count if isinstance(one, Looked) else count
        return tracemalloc.get_traced_memory()[1], count
    finally:
        tracemalloc.stop()


def test_of_orders(tmp_path: Path) -> None:
    path, (head, row, *_) = tmp_path / "x.csv", table([eccube(GIFT)]).split("\r\n")
    found = []
    for rows in (3000, 8000):
        path.write_text(
            f"{head}\r\n" + "".join(f"{row.replace('taro@', f't{at}@')}\r\n" for at in range(rows)), "cp932", newline=""
        )
        found.append(peak(path))
    assert [count for _, count in found] == [3000, 8000]
    assert found[1][0] < found[0][0] + (1 << 19)


def test_of_cards(tmp_path: Path) -> None:
    path, found = tmp_path / "x.vcf", []
    for cards in (1000, 2500):
        path.write_text(vcard(Friend()) * cards, "utf-8", newline="")
        found.append(peak(path, is_book=True))
    assert [count for _, count in found] == [1000, 2500]
    assert found[1][0] < found[0][0] + (1 << 19)
