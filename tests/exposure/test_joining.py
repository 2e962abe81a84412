"""Which sightings are one person: never by a name alone."""

from __future__ import annotations

from typing import Any

import pytest

from mimawari import knowledge
from mimawari.exposure import joining, people
from mimawari.exposure.counting import left_out
from mimawari.exposure.ledger import Ledger
from mimawari.model import Datum, Firm, LeftOut, Person, Sighting, Sightings, Tie

KNOWN = knowledge.load()
FIRM = Firm(domains=("midori.example.jp",))


def seen(address: str, name: str = "", tie: Tie = Tie.CONTACT, **more: Any) -> Sighting:
    return Sighting(address=address, name=name, tie=tie, place="a book", **more)


def listed(*every: Sighting | Sightings, firm: Firm = FIRM) -> tuple[list[Person], dict[LeftOut, int]]:
    with Ledger(KNOWN) as ledger:
        for one in every:
            ledger.add(one) if isinstance(one, Sighting) else ledger.add_up(one)
        joining.join(ledger, firm, KNOWN)
        people.make(ledger, KNOWN)
        return list(people.people(ledger)), dict(left_out(ledger))


def groups(*every: Sighting) -> set[frozenset[str]]:
    return {frozenset(filter(None, (one.address, *one.others))) for one in listed(*every)[0]}


A, B = "a@x.co.jp", "b@y.co.jp"


@pytest.mark.parametrize(
    "every",
    [
        (seen("A@X.co.jp"), seen("ａ@x.co.jp")),
        (seen(A, "山田太郎", telephone="090-1111-2222"), seen(B, "山田　太郎 様", telephone="０９０１１１１２２２２")),
        (seen(A, "山田太郎", telephone="+81 90 1111 2222"), seen(B, "山田太郎", telephone="090-1111-2222")),
        (seen(A, "山田太郎", postcode="530-0001"), seen(B, "山田 太郎", postcode="5300001")),
        (seen(A, "山田太郎", postcode="530-0001"), seen("", "山田太郎", postcode="530-0001", street="北区1")),
        (seen(A, "Taro Yamada", more=(B,)), seen(B)),
        (seen("a+shop@x.co.jp", "山田太郎"), seen(A, "山田　太郎")),
        (seen("a+one@x.co.jp", "山田太郎"), seen("a+two@x.co.jp", "山田太郎")),
    ],
)
def test_one_person(every: tuple[Sighting, ...]) -> None:
    assert len(listed(*every)[0]) == 1


@pytest.mark.parametrize(
    "every",
    [
        (seen(A, "山田太郎"), seen(B, "山田太郎")),
        (seen("a.b@gmail.com"), seen("ab@gmail.com")),
        (seen(A, "山田太郎", telephone="090-1111-2222"), seen(B, "山田花子", telephone="090-1111-2222")),
        (seen(A, "山田太郎", postcode="530-0001"), seen(B, "山田花子", postcode="530-0001")),
        (seen(A, "山田", postcode="530-0001"), seen(B, "山田", postcode="530-0001")),
        (seen("a+shop@x.co.jp", "山田太郎"), seen(A, "鈴木花子")),
        (seen("a+shop@x.co.jp"), seen(A)),
        (seen("", "山田太郎", street="北区1"), seen("", "山田太郎", street="南区2")),
    ],
)
def test_two_people(every: tuple[Sighting, ...]) -> None:
    assert len(listed(*every)[0]) == 2


def test_those_of_one_whole_name_are_marked_for_a_person_to_decide() -> None:
    found, _ = listed(seen(A, "山田太郎"), seen(B, "山田 太郎様"), seen("c@z.co.jp", "山田"), seen("d@z.co.jp", "山田"))
    assert {one.address: one.alike > 0 for one in found} == {A: True, B: True, "c@z.co.jp": False, "d@z.co.jp": False}
    assert len({one.alike for one in found if one.alike}) == 1


def test_a_chain_of_reasons_makes_one_person() -> None:
    third = seen("c@z.co.jp", "山田太郎", postcode="530-0001")
    assert groups(seen(A, "太郎", more=(B,)), seen(B, "山田太郎", postcode="530-0001"), third) == {frozenset((A, B, "c@z.co.jp"))}


def test_our_own_address_joins_nobody_to_us() -> None:
    """Staff that orders for itself is written to at the private address."""
    found, why = listed(
        seen("tanaka@midori.example.jp", "田中太郎", Tie.CUSTOMER, telephone="090-1111-2222"),
        seen("tanaka@gmail.com", "田中太郎", Tie.CUSTOMER, telephone="090-1111-2222"),
    )
    assert ([one.address for one in found], found[0].others) == (["tanaka@gmail.com"], ())
    assert why == {LeftOut.OWN: 1}


def box(address: str, **more: Any) -> Sightings:
    return Sightings(address=address, place="a box", mails=3, **more)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (seen("info@midori.example.jp"), LeftOut.OWN),
        (seen("no-reply@x.co.jp"), LeftOut.NO_REPLY),
        (seen("do.not.reply@x.co.jp"), LeftOut.NO_REPLY),
        (seen("MAILER-DAEMON@x.co.jp"), LeftOut.MACHINE),
        (seen("owner-users@x.co.jp"), LeftOut.MACHINE),
        (seen("bounces+12=a=b@x.co.jp"), LeftOut.MACHINE),
        (seen("a@b"), LeftOut.INVALID),
        (seen("a b@x.co.jp"), LeftOut.INVALID),
        (seen("a@localhost.localdomain"), LeftOut.INVALID),
        (box("users@lists.x.org", ties=((Tie.COPIED, 3),), listed=3), LeftOut.LIST),
        (box("news@x.co.jp", ties=((Tie.WROTE, 3),), bulk=3), LeftOut.LIST),
        (box("false@x.co.jp", reported=3), LeftOut.REPORTED),
    ],
)
def test_left_out(one: Sighting | Sightings, why: LeftOut) -> None:
    assert listed(one) == ([], {why: 1})


@pytest.mark.parametrize(
    "one",
    [
        seen("owner@shop.co.jp"),
        seen("robert@x.co.jp"),
        seen("info@x.co.jp"),
        seen("a..b.@docomo.ne.jp"),
        seen("o'brien@x.co.jp"),
        box("news@x.co.jp", ties=((Tie.WROTE, 3), (Tie.WRITTEN_TO, 1)), bulk=3),
        box("robbed@x.co.jp", ties=((Tie.WROTE, 1),), reported=3),
        box("auto@x.co.jp", ties=((Tie.WROTE, 3),), automatic=3),
    ],
)
def test_kept(one: Sighting | Sightings) -> None:
    assert [person.address for person in listed(one)[0]] == [one.address]


def test_an_invalid_address_of_somebody_who_can_be_reached_by_post() -> None:
    found, why = listed(seen("a@b", "山田太郎", Tie.CUSTOMER, street="大阪市北区1", postcode="530-0001", telephone="06-1111-2222"))
    assert (found[0].address, found[0].street, why) == ("", "大阪市北区1", {LeftOut.INVALID: 1})
    assert Datum.MAIL_ADDRESS not in dict(found[0].data)


def test_an_office_is_told_from_a_person() -> None:
    found, _ = listed(seen("info@x.co.jp"), seen("order2@x.co.jp"), seen("taro@x.co.jp"))
    assert {one.address: one.is_role for one in found} == {"info@x.co.jp": True, "order2@x.co.jp": True, "taro@x.co.jp": False}


def test_what_is_added_up() -> None:
    first = {"names": (("山田", 3),), "ties": ((Tie.WROTE, 3),), "data": ((Datum.BANK, 1),), "first": "2025-01-02"}
    second = {"names": (("山田太郎", 1),), "ties": ((Tie.WROTE, 1),), "data": ((Datum.BANK, 2),), "first": "2024-01-02"}
    (one,), _ = listed(box(A, **first, last="2025-03-04"), box(A, **second, last="2024-03-04"), seen(A, date="2026/05/06 10:00"))
    assert (one.name, one.first, one.last) == ("山田太郎", "2024-01-02", "2026-05-06")
    assert dict(one.ties) == {Tie.WROTE: 4, Tie.CONTACT: 1}
    assert dict(one.data)[Datum.BANK] == 3
