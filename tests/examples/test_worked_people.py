"""The people beside the worked cases: as a shop has them, read here by the standard library alone."""

from __future__ import annotations

import csv
import mailbox
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path

import pytest

from mimawari.examples.builder import build_cases
from mimawari.examples.worked.people import BUYERS, WRITERS


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    build_cases(folder)
    return folder / "cases/our-device"


@pytest.fixture(scope="module")
def mails(case: Path) -> Iterator[list[mailbox.mboxMessage]]:
    box = mailbox.mbox(case / "people/yama@midori.example.jp/Archive.mbox")
    yield list(box)
    box.close()


def named(mail: mailbox.mboxMessage, field: str) -> tuple[str, str]:
    return parseaddr(str(make_header(decode_header(str(mail[field])))))


def test_sixty_mails_hold_everybody_under_more_than_one_name(mails: list[mailbox.mboxMessage]) -> None:
    assert len(mails) == 60
    seen: dict[str, set[str]] = {}
    for mail in mails:
        for field in ("From", "To"):
            name, address = named(mail, field)
            seen.setdefault(address, set()).add(name)
    assert {one.address for one in WRITERS} <= set(seen)
    assert len([one for one in WRITERS if len(seen[one.address]) > 1]) >= 6
    assert "no-reply@pay.example.com" in seen
    assert "mori@midori.example.jp" in seen
    assert len([mail for mail in mails if mail["List-Id"]]) == 5


def test_the_orders_are_of_cp932_with_a_formula_and_somebody_without_an_address(case: Path) -> None:
    content = (case / "orders.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    rows = list(csv.DictReader(content.decode("cp932").splitlines()))
    assert len(rows) == 14
    assert {row["注文者メールアドレス"] for row in rows} == {one.address for one in BUYERS}
    assert any(row["注文者名（姓）"].startswith("=") for row in rows)
    assert "" in {row["注文者メールアドレス"] for row in rows}


def test_the_books_are_what_outlook_and_thunderbird_export(case: Path) -> None:
    rows = list(csv.DictReader((case / "people/contacts.csv").read_bytes().decode("cp932").splitlines()))
    assert "hino@kobo.example.com" in {row["電子メール アドレス"] for row in rows}
    cards = (case / "people/contacts.vcf").read_text("utf-8")
    assert cards.count("BEGIN:VCARD") == cards.count("END:VCARD") == 4
    assert "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:髙橋 一郎" in (case / "people/contacts.vcf").read_bytes().decode()


def test_they_lie_beside_the_evidence_and_only_where_somebody_was_robbed(case: Path) -> None:
    assert not list((case / "evidence").rglob("orders.csv"))
    assert {path.parent.name for path in case.parent.glob("*/orders.csv")} == {"our-device", "our-account"}
