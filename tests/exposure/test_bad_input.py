"""Order exports and address books as they should not be: nothing is lost without a word, and nothing is broken by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimawari import app
from mimawari.app.exposing import Asked, exposed
from mimawari.model import ExposureCounts, Firm, Person

HEAD = "注文番号,注文日時,注文者氏名,注文者メールアドレス,注文者電話番号,注文者郵便番号,注文者住所"
COUNT = 3000


def row(number: int, name: str = "", address: str = "") -> str:
    return (
        f"{number},2026/01/02,{name or f'山田{number}太郎'},{address or f'c{number}@gmail.com'},"
        f"090-{1000 + number // 10000}-{number % 10000:04},530-{number % 10000:04},大阪府大阪市北区緑町{number}"
    )


def read(place: Path, orders: bytes = b"", book: bytes = b"") -> tuple[list[Person], ExposureCounts]:
    (place / "orders.csv").write_bytes(orders)
    (place / "book.vcf").write_bytes(book)
    asked = Asked(
        evidence=(app.evidence(str(place / "book.vcf")),) if book else (),
        orders=(str(place / "orders.csv"),) if orders else (),
        firm=Firm(domains=("midori.example.jp",)),
    )
    with exposed(asked, app.Settings(reraise=True), app.known(), jobs=0) as found:
        return list(found.people()), found.counts


def test_duplicates_in_an_address_book_are_one_each(tmp_path: Path) -> None:
    cards = [
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:山田太郎\r\nEMAIL:c{number % 7}@x.co.jp\r\nEND:VCARD\r\n" for number in range(COUNT)
    ]
    people, counts = read(tmp_path, book="".join(cards).encode())
    assert sorted(one.address for one in people) == [f"c{number}@x.co.jp" for number in range(7)]
    assert [place.items for place in counts.places] == [COUNT]
    assert len({one.alike for one in people}) == 1, "one name, seven addresses: for a person to decide"


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "euc_jp", "utf-16"])
def test_the_charset_is_told_by_the_bytes(encoding: str, tmp_path: Path) -> None:
    text = "\r\n".join((HEAD, *(row(number) for number in range(50)))) + "\r\n"
    people, _ = read(tmp_path, text.encode(encoding))
    assert {one.address: one.name for one in people} == {f"c{number}@gmail.com": f"山田{number}太郎" for number in range(50)}


def test_two_charsets_in_one_file_lose_no_row_and_no_name(tmp_path: Path) -> None:
    """Exports of two systems that somebody put together: the names of the second half are in another charset than the first."""
    first = "\r\n".join((HEAD, *(row(number) for number in range(COUNT)))) + "\r\n"
    second = "\r\n".join(row(number) for number in range(COUNT, 2 * COUNT)) + "\r\n"
    people, counts = read(tmp_path, first.encode("cp932") + second.encode("utf-8"))
    assert {one.address: one.name for one in people} == {f"c{number}@gmail.com": f"山田{number}太郎" for number in range(2 * COUNT)}
    assert [(place.items, place.people) for place in counts.places] == [(2 * COUNT, 2 * COUNT)]


def test_a_quote_that_is_not_closed_loses_no_row_unsaid(tmp_path: Path) -> None:
    rows = [row(number, f'"山田{number}' if number == 1000 else "") for number in range(COUNT)]
    people, counts = read(tmp_path, ("\r\n".join((HEAD, *rows)) + "\r\n").encode("cp932"))
    lost = COUNT - len({one.address for one in people})
    assert lost <= 2
    assert lost == 0 or any(gap.wanted == "order-row" for gap in counts.gaps)


def test_a_very_long_name_and_control_codes_are_cut_down(tmp_path: Path) -> None:
    text = "\r\n".join((HEAD, row(1, "長" * 100_000), row(2, "山\x00田\x1b[31m太郎"), row(3, "\u202eevil")))
    people, _ = read(tmp_path, text.encode())
    assert len(people) == 3
    assert all(len(one.name) <= 200 and one.name.isprintable() for one in people)
