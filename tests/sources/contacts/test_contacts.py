"""Address books: cards of three versions, tables of three programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from support.contact_files import Friend, google, old_vcard, outlook, vcard

from mimawari.model import Datum, Gap, Looked, Origin, Sighting, Tie
from mimawari.sources.contacts import contacts, recognises

TARO, HANAKO = Friend(), Friend(family="髙橋", given="花子①", mails=("Hanako@Example.com", "h2@example.com"))
AT = Origin("s", "book")


def read(path: Path, data: bytes, name: str = "book.vcf") -> list[Sighting | Gap | Looked]:
    file = path / name
    file.write_bytes(data)
    assert recognises(file)
    return list(contacts(file, AT))


def people(seen: list[Sighting | Gap | Looked]) -> list[Sighting]:
    return [one for one in seen if isinstance(one, Sighting)]


def cards(version: str) -> Callable[[Iterable[Friend]], str]:
    return lambda people: "".join(old_vcard(one) if version == "2.1" else vcard(one, version) for one in people)


KINDS = {**{f"vcard-{version}": cards(version) for version in ("2.1", "3.0", "4.0")}, "outlook": outlook, "google": google}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_each_kind(tmp_path: Path, kind: str, encoding: str) -> None:
    seen = read(tmp_path, KINDS[kind]([TARO, HANAKO]).encode(encoding))
    first, second = people(seen)
    assert (first.address, first.name, first.tie, first.place) == ("taro@example.com", "山田 太郎", Tie.CONTACT, "book.vcf")
    assert (first.telephone, first.postcode, first.street) == ("03-1234-5678", "160-0022", "東京都 新宿区 新宿1-1-1")
    assert {*first.data} == {Datum.NAME, Datum.MAIL_ADDRESS, Datum.POSTAL_ADDRESS, Datum.TELEPHONE}
    assert (second.name, second.address, second.more) == ("髙橋 花子①", "hanako@example.com", ("h2@example.com",))
    assert first.organisation == ("" if kind == "vcard-2.1" else "急須商店")
    assert seen[2:] == [Looked("contact", 2)]


def test_a_card_that_is_cut_off_costs_itself(tmp_path: Path) -> None:
    broken = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\n"
    seen = read(tmp_path, (vcard(TARO) + broken + vcard(HANAKO)).encode())
    assert [one.name for one in people(seen)] == ["山田 太郎", "髙橋 花子①"]
    assert [(one.detail, one.origin.path) for one in seen if isinstance(one, Gap)] == [("1 cards that are cut off", ("10",))]


def test_groups_are_not_people(tmp_path: Path) -> None:
    group = "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:group\r\nFN:みんな\r\nMEMBER:urn:uuid:1\r\nEND:VCARD\r\n"
    assert [one.name for one in people(read(tmp_path, (group + vcard(TARO, "4.0")).encode()))] == ["山田 太郎"]
