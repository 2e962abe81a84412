"""Quotes that are never closed, two of them far apart: what stands between is no field, and nobody in it is lost."""

from __future__ import annotations

from pathlib import Path

from mimawari import knowledge
from mimawari.model import Gap, Looked, Origin, Sighting
from mimawari.sources.orders import LAYOUT, orders

HEAD = "注文番号,氏名,メールアドレス,電話番号,備考"


def read(path: Path, text: str) -> tuple[list[Sighting], dict[str, tuple[str, ...]], int]:
    """The people, the details of gaps with where they lead, and how many rows were read."""
    file = path / "orders.csv"
    file.write_text(text, "utf-8", newline="")
    seen = list(orders(file, Origin("s", "orders.csv"), knowledge.load().order_layouts))
    gaps = {one.detail: one.origin.path for one in seen if isinstance(one, Gap) and one.wanted != LAYOUT}
    (looked,) = [one for one in seen if isinstance(one, Looked)]
    return [one for one in seen if isinstance(one, Sighting)], gaps, looked.count


def row(number: int, note: str = "") -> str:
    return f"{number},山田{number},a{number}@example.com,03-1234-{number:04},{note}"


def test_two_quotes_that_are_never_closed_swallow_nobody(tmp_path: Path) -> None:
    far = [HEAD, '1,"山田1,a1@example.com,03,', row(2), '3,山田3" 次郎,a3@example.com,03,', row(4)]
    people, gaps, count = read(tmp_path, "\r\n".join(far))
    assert [one.address for one in people] == ["a1@example.com", "a2@example.com", "a3@example.com", "a4@example.com"]
    assert [one.name for one in people[:2]] == ["山田1", "山田2"]
    assert (gaps, count) == ({"1 rows with quotes that are not closed, read as if there were none": ("2",)}, 4)


def test_quotes_that_close_before_a_formula_swallow_nobody(tmp_path: Path) -> None:
    head = "注文番号,氏名,メールアドレス,住所"
    rows = ['1,"佐藤 花子,hanako@example.com,東京都', '2,=HYPERLINK("http://x"),a@example.com,大阪府']
    people, gaps, count = read(tmp_path, "\r\n".join([head, *rows]))
    assert ([one.address for one in people], count) == (["hanako@example.com", "a@example.com"], 2)
    assert gaps == {"1 rows with quotes that are not closed, read as if there were none": ("2",)}


def test_quotes_that_happen_to_fit_swallow_nobody(tmp_path: Path) -> None:
    people, gaps, _ = read(tmp_path, "\r\n".join([HEAD, '1,"山田1,a1@example.com,03,', '2,山田2",a2@example.com,03,', row(3)]))
    assert [one.address for one in people] == ["a1@example.com", "a2@example.com", "a3@example.com"]
    assert gaps


def test_lines_like_rows_in_a_remark_are_its_own(tmp_path: Path) -> None:
    remark = '"次の方にも：\n9,鈴木,suzuki@example.com,03,\n以上"'
    people, gaps, count = read(tmp_path, "\r\n".join([HEAD, row(1, remark), row(2)]))
    assert ([one.address for one in people], gaps, count) == (
        ["a1@example.com", "suzuki@example.com", "a2@example.com"], {}, 2,
    )  # fmt: skip
