"""Which sightings are one person: never by a name alone."""

from __future__ import annotations

import pytest
from support.sighted import box, listed, seen

from mimawari.model import Datum, Firm, LeftOut, Sighting, Sightings, Tie


def groups(*every: Sighting) -> set[frozenset[str]]:
    return {frozenset(filter(None, (one.address, *one.others))) for one in listed(*every)[0]}


A, B = "a@x.co.jp", "b@y.co.jp"


PHONE, CODE, HOUSE = "090-1111-2222", "530-0001", "大阪府大阪市北区緑町1-2-3"


@pytest.mark.parametrize(
    "every",
    [
        (seen("A@X.co.jp"), seen("ａ@x.co.jp")),
        (seen(A, "山田太郎", telephone=PHONE), seen("", "山田　太郎 様", telephone="０９０１１１１２２２２")),
        (seen(A, "山田太郎", telephone="+81 90 1111 2222"), seen("", "山田太郎", telephone=PHONE)),
        (
            seen(A, "山田太郎", postcode=CODE, street=HOUSE),
            seen("", "山田 太郎", postcode="5300001", street="北区緑町一丁目2番3号"),
        ),
        (seen("a@b", "山田太郎", telephone=PHONE, street=HOUSE), seen(A, "山田太郎", telephone=PHONE)),
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
        # Both have an address that mail reaches: a family, a house, a switchboard, or one person; nobody goes without a letter.
        (seen(A, "山田太郎", telephone=PHONE), seen(B, "山田太郎", telephone=PHONE)),
        (
            seen(A, "佐藤花子", postcode="150-0001", street="神宮前1-1-1"),
            seen(B, "佐藤花子", postcode="150-0001", street="神宮前6-30-9"),
        ),
        (seen(A, "佐藤花子", postcode=CODE, street=HOUSE), seen(B, "佐藤花子", postcode=CODE, street=HOUSE)),
        # Of one of them none is known, and still they are not each other's.
        (seen(A, "山田太郎", telephone=PHONE), seen("", "山田花子", telephone=PHONE)),
        (seen(A, "田中", telephone=PHONE), seen("", "田中", telephone=PHONE)),
        (seen(A, "ご担当者様", telephone=PHONE), seen("", "ご担当者様", telephone=PHONE)),
        (seen(A, "カスタマーサービス", postcode=CODE, street=HOUSE), seen("", "カスタマーサービス", postcode=CODE, street=HOUSE)),
        (seen(A, "佐藤健一", telephone="000-0000-0000"), seen("", "佐藤健一", telephone="000-0000-0000")),
        (seen(A, "山本一郎", telephone="090-0000-0000"), seen("", "山本一郎", telephone="090-0000-0000")),
        (seen(A, "山本一郎", telephone="0120-123-456"), seen("", "山本一郎", telephone="0120-123-456")),
        (seen(A, "佐藤花子", postcode=CODE, street="緑町1-1-1"), seen("", "佐藤花子", postcode=CODE, street="緑町6-30-9")),
        (seen(A, "山田", postcode=CODE, street=HOUSE), seen("", "山田", postcode=CODE, street=HOUSE)),
        (seen("a+shop@x.co.jp", "山田太郎"), seen(A, "鈴木花子")),
        (seen("a+shop@x.co.jp"), seen(A)),
        (seen("", "山田太郎", street="北区1"), seen("", "山田太郎", street="南区2")),
    ],
)
def test_two_people(every: tuple[Sighting, ...]) -> None:
    assert len(listed(*every)[0]) == 2


def test_a_row_without_an_address_that_may_be_of_two_is_of_none() -> None:
    third, fourth = seen("", "山田太郎", telephone=PHONE), seen("", "山田太郎", telephone=PHONE, postcode=CODE, street=HOUSE)
    found, _ = listed(seen(A, "山田太郎", telephone=PHONE), seen(B, "山田太郎", telephone=PHONE), third, fourth)
    assert sorted(one.address for one in found) == ["", A, B]
    assert len({one.alike for one in found}) == 1
    assert all(one.alike for one in found)


def test_no_address_of_an_entry_is_lost_and_a_group_is_no_person() -> None:
    every = tuple(f"m{number}@x.co.jp" for number in range(60))
    (one,), _ = listed(seen(every[0], "山田太郎", more=every[1:10]))
    assert {one.address, *one.others} == set(every[:10])
    found, _ = listed(seen(every[0], "チーム山田", more=every[1:]))
    assert {one.address for one in found} == set(every)


def test_two_names_at_one_address_are_one_letter_and_both_stand_there() -> None:
    (one,), _ = listed(seen(A, "高橋 健"), seen(A, "高橋 健"), seen(A, "高橋 美咲"), seen(A, "高橋"), seen(A, "タカハシ ケン"))
    assert (one.name, one.further) == ("高橋 健", ("高橋 美咲",))
    (one,), _ = listed(seen(A, "高橋 健・美咲"))
    assert (one.name, one.further) == ("高橋 健・美咲", ("美咲",))


def test_an_address_of_a_mall_is_never_before_a_real_one() -> None:
    masked = "abc111@pc.fw.rakuten.ne.jp"
    every = [seen(masked, "髙橋 惠子"), seen(masked, "髙橋 惠子"), seen(masked, "髙橋 惠子", more=("keiko@q.co.jp",))]
    (one,), _ = listed(*every)
    assert (one.address, one.others, one.is_masked) == ("keiko@q.co.jp", (masked,), False)
    (one,), _ = listed(seen("xyz@marketplace.amazon.co.jp"))
    assert one.is_masked


@pytest.mark.parametrize(
    ("one", "form"),
    [
        (seen("order@aozora.co.jp", "青空 受注係"), ("青空 受注係", "御中", "")),
        (seen("info@x.co.jp", "青空"), ("青空", "御中", "")),
        (seen("info@x.co.jp", "山田 太郎"), ("山田 太郎", "様", "")),
        (seen(A, "サポート"), ("サポート", "御中", "")),
        (seen(A, "ご担当者様"), ("ご担当者", "様", "")),
        (seen(A, "山田電器 様", organisation="山田電器株式会社"), ("", "御中", "山田電器株式会社")),
        (seen(A, "山田太郎 営業部"), ("山田太郎", "様", "営業部")),
        (seen(A, "株式会社緑雑貨 営業部 山田"), ("山田", "様", "株式会社緑雑貨 営業部")),
        (seen(A, "山田太郎先生"), ("山田太郎", "先生", "")),
    ],
)
def test_how_somebody_is_addressed(one: Sighting, form: tuple[str, str, str]) -> None:
    (found,), _ = listed(one)
    assert (found.name, found.honorific, found.organisation) == form


@pytest.mark.parametrize(
    "one",
    [
        seen("midori@mall.co.jp", "みどり", Tie.CUSTOMER, organisation="雑貨店"),
        seen("", "株式会社みどり雑貨店", Tie.CUSTOMER, street=HOUSE),
        seen("", "", organisation="みどり雑貨店", street=HOUSE),
        seen(A, "㈱みどり雑貨店"),
    ],
)
def test_the_firm_itself_is_no_customer_of_its_own(one: Sighting) -> None:
    firm = Firm(domains=("midori.example.jp",), name="Midori Zakka", name_ja="みどり雑貨店")
    assert listed(one, firm=firm) == ([], {LeftOut.OWN: 1})
    assert len(listed(one)[0]) == 1


def test_who_has_other_names_as_well_is_not_the_firm() -> None:
    firm = Firm(name_ja="みどり雑貨店")
    found, _ = listed(seen(A, "みどり雑貨店"), seen(A, "山田太郎"), seen(B, "山田 太郎", organisation="みどり雑貨店"), firm=firm)
    assert {one.address for one in found} == {A, B}


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (seen("taro@docomo.ne.jp", "Taro Yamada", japanese=False), "ja"),
        (seen("taro@gmail.com", "Taro Yamada"), "ja"),
        (seen("taro@gmail.com", "Taro Yamada", japanese=False), "en"),
        (seen("taro@gmail.com", "山田太郎", japanese=False), "ja"),
        (seen("john@firm.co.uk", "John Smith"), "en"),
    ],
)
def test_in_which_language(one: Sighting, expected: str) -> None:
    assert [person.tongue for person in listed(one)[0]] == [expected]


@pytest.mark.parametrize(
    ("datum", "expected"),
    [(Datum.BANK, "customer"), (Datum.POSTAL_ADDRESS, "customer"), (Datum.TELEPHONE, "partner"), (Datum.ORDER, "partner")],
)
def test_whoever_has_grave_data_is_told_which(datum: Datum, expected: str) -> None:
    (one,), _ = listed(seen("taro@firm.co.jp", "山田太郎", organisation="緑株式会社", data=(datum,)))
    assert one.template.value == expected


def test_those_of_one_whole_name_are_marked_for_a_person_to_decide() -> None:
    found, _ = listed(seen(A, "山田太郎"), seen(B, "山田 太郎様"), seen("c@z.co.jp", "山田"), seen("d@z.co.jp", "山田"))
    assert {one.address: one.alike > 0 for one in found} == {A: True, B: True, "c@z.co.jp": False, "d@z.co.jp": False}
    assert len({one.alike for one in found if one.alike}) == 1


def test_offices_of_one_name_are_not_numbered() -> None:
    found, _ = listed(seen(A, "カスタマーサービス"), seen(B, "カスタマーサービス"))
    assert [one.alike for one in found] == [0, 0]


def test_a_chain_of_reasons_makes_one_person() -> None:
    third = seen("", "山田太郎", postcode=CODE, street=HOUSE)
    assert groups(seen(A, "太郎", more=(B,)), seen(B, "山田太郎", postcode=CODE, street=HOUSE), third) == {frozenset((A, B))}


def test_our_own_address_joins_nobody_to_us() -> None:
    """Staff that orders for itself is written to at the private address."""
    found, why = listed(
        seen("tanaka@midori.example.jp", "田中太郎", Tie.CUSTOMER, telephone="090-1111-2222"),
        seen("tanaka@gmail.com", "田中太郎", Tie.CUSTOMER, telephone="090-1111-2222"),
    )
    assert ([one.address for one in found], found[0].others) == (["tanaka@gmail.com"], ())
    assert why == {LeftOut.OWN: 1}


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (seen("info@midori.example.jp"), LeftOut.OWN),
        (seen("no-reply@x.co.jp"), LeftOut.NO_REPLY),
        (seen("do.not.reply@x.co.jp"), LeftOut.NO_REPLY),
        (seen("MAILER-DAEMON@x.co.jp"), LeftOut.MACHINE),
        (seen("owner-users@x.co.jp"), LeftOut.MACHINE),
        (seen("bounces+12=a=b@x.co.jp"), LeftOut.MACHINE),
        (seen("users-bounces@lists.x.org"), LeftOut.MACHINE),
        (seen("tanaka+shop@midori.example.jp"), LeftOut.OWN),
        (box("spam@x.co.jp", junk=3), LeftOut.JUNK),
        (box("false@x.co.jp", reported=1, junk=3), LeftOut.REPORTED),
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
        seen("bouncer@x.co.jp"),
        seen("noreply.taro@docomo.ne.jp", "山田太郎", Tie.CUSTOMER),
        box("found@x.co.jp", ties=((Tie.WROTE, 1),), junk=3),
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
