"""Address books of programs: Thunderbird old and new, LDIF, Windows, Outlook's autocompletion and its data files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support import contact_books, contact_pst
from support.contact_files import Friend
from support.pst_file import ANSI, LARGE, UNICODE, Form
from support.pst_mail import Written

from mimawari.model import Datum, Gap, Looked, Origin, Reason, Sighting, Tie
from mimawari.sources.contacts import contacts, in_mailbox, recognises

TARO, HANAKO = Friend(), Friend(family="髙橋", given="花子", mails=("Hanako@Example.com", "h2@example.com"))
AT = Origin("s", "book")
Seen = list[Sighting | Gap | Looked]


def read(path: Path) -> Seen:
    return list(contacts(path, AT))


def people(seen: Seen) -> list[Sighting]:
    return [one for one in seen if isinstance(one, Sighting)]


def gaps(seen: Seen) -> list[tuple[Reason, str]]:
    return [(one.reason, one.detail) for one in seen if isinstance(one, Gap)]


def written(data: bytes | str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(data if isinstance(data, bytes) else data.encode())

    return write


BOTH = [TARO, HANAKO]
KINDS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "thunderbird": ("abook.sqlite", lambda path: contact_books.thunderbird(path, BOTH)),
    "thunderbird-102": ("abook-1.sqlite", lambda path: contact_books.thunderbird(path, BOTH, whole=True)),
    "thunderbird-unwritten": ("history.sqlite", lambda path: contact_books.thunderbird(path, BOTH, unwritten=True)),
    "ldif": ("book.ldif", written(contact_books.ldif(BOTH))),
    "ldif-cp932": ("book.ldif", lambda path: written(contact_books.ldif(BOTH).replace("\n", "\r\n").encode("cp932"))(path)),
    "mork": ("abook.mab", written(contact_books.mork([*BOTH, TARO]))),
    "outlook": ("mail.pst", written(contact_pst.data_file(BOTH, mails=(Written(subject="x"),)))),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind(tmp_path: Path, kind: str) -> None:
    name, write = KINDS[kind]
    path = tmp_path / name
    write(path)
    assert recognises(path) is (kind != "outlook")
    assert in_mailbox(path) is (kind == "outlook")
    before = sorted((one.name, one.read_bytes()) for one in tmp_path.iterdir())
    first, second, *others = people(seen := read(path))
    assert (first.address, first.name, first.tie, first.place) == ("taro@example.com", "山田 太郎", Tie.CONTACT, name)
    assert (first.telephone, first.postcode, first.street) == ("03-1234-5678", "160-0022", "東京都 新宿区 新宿1-1-1")
    assert {*first.data} == {Datum.NAME, Datum.MAIL_ADDRESS, Datum.POSTAL_ADDRESS, Datum.TELEPHONE}
    assert first.organisation == "急須商店"
    assert (second.name, second.address, second.more) == ("髙橋 花子", "hanako@example.com", ("h2@example.com",))
    assert [one.address for one in others] == (["changed@example.com"] if kind == "mork" else [])
    assert seen[-1] == Looked("contact", 2 + len(others))
    assert gaps(seen) == []
    assert sorted((one.name, one.read_bytes()) for one in tmp_path.iterdir()) == before


def test_a_contact_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "花子.contact"
    path.write_text(contact_books.windows_contact(HANAKO), "utf-8")
    assert recognises(path)
    (one,) = people(read(path))
    assert (one.name, one.address, one.more, one.postcode) == ("髙橋 花子", "hanako@example.com", ("h2@example.com",), "160-0022")
    assert (one.street, one.organisation, one.telephone) == ("東京都 新宿区 新宿1-1-1", "急須商店", "03-1234-5678")


def test_a_contact_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.contact"
    text = contact_books.windows_contact(TARO).replace("?>\n", '?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>\n')
    path.write_text(text.replace("<c:Number>", "<c:Number>&a;"), "utf-8")
    assert gaps(read(path)) == [(Reason.UNSUPPORTED, "the contact has a document type")]


def test_what_outlook_offers_while_typing(tmp_path: Path) -> None:
    path = tmp_path / "Stream_Autocomplete_0_ABC.dat"
    path.write_bytes(contact_books.autocomplete(BOTH, {"佐藤": "sato@example.com"}))
    assert recognises(path)
    assert [(one.name, one.address) for one in people(read(path))] == [
        ("山田 太郎", "taro@example.com"), ("髙橋 花子", "hanako@example.com"), ("髙橋 花子", "h2@example.com"),
        ("佐藤", "sato@example.com"),
    ]  # fmt: skip


def test_a_version_that_is_not_documented_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "outlook.nk2"
    path.write_bytes(contact_books.autocomplete(BOTH, major=13))
    assert gaps(read(path)) == [(Reason.UNSUPPORTED, "a version of Outlook's list of addresses that is not known")]


@pytest.mark.parametrize("form", [UNICODE, ANSI, LARGE], ids=lambda form: form.name)
def test_contacts_and_lists_in_each_form_of_outlooks_file(tmp_path: Path, form: Form) -> None:
    path = tmp_path / "archive.pst"
    path.write_bytes(contact_pst.data_file([TARO], [HANAKO, replace(TARO, mails=("third@example.com",))], form))
    assert [(one.name, one.address) for one in people(read(path))] == [
        ("山田 太郎", "taro@example.com"), ("髙橋 花子", "hanako@example.com"), ("山田 太郎", "third@example.com"),
    ]  # fmt: skip


def test_an_address_of_exchange_is_taken_as_it_was_shown(tmp_path: Path) -> None:
    path = tmp_path / "x.ost"
    path.write_bytes(contact_pst.data_file([TARO], exchange="taro@corp.example.com"))
    (one,) = people(read(path))
    assert one.address == "taro@corp.example.com"


def test_a_damaged_name_of_a_table_is_no_reason_to_stop(tmp_path: Path) -> None:
    path = tmp_path / "abook.sqlite"
    contact_books.thunderbird(path, BOTH)
    whole = path.read_bytes()
    for at in (found for found in range(4096) if whole[found : found + 10] == b"properties"):
        path.write_bytes(whole[:at] + b"\x80" + whole[at + 1 :])
        assert recognises(path) in (True, False)
        assert isinstance(read(path)[-1], Looked)


def test_members_beyond_the_number_that_is_read_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.sources.contacts.outlook_contacts._MOST_MEMBERS", 1)
    path = tmp_path / "a.pst"
    path.write_bytes(contact_pst.data_file([], [HANAKO, replace(TARO, mails=("third@example.com",))]))
    gaps = [one for one in read(path) if isinstance(one, Gap)]
    assert [gap.detail for gap in gaps] == ["1 lists of Outlook with more members than are read"]
