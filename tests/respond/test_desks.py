"""Which desks are named, for whom, in which order; and prefectures by every name they have."""

import pytest

from mimawari import knowledge
from mimawari.model import Asker, Situation
from mimawari.respond.desks import NoSuchPrefecture, desks_for, prefecture_code

KNOWN = knowledge.load()


def ids(*situations: Situation, asker: Asker = Asker.COMPANY, prefecture: str = "") -> list[str]:
    return [one.id for one in desks_for(situations, KNOWN, asker=asker, prefecture=prefecture)]


def test_a_company_is_sent_to_the_desk_for_companies_and_never_to_the_one_for_individuals() -> None:
    for situation in Situation:
        found = ids(situation)
        assert "ipa-individual" not in found
        if situation is not Situation.NO_SIGN:
            assert found[0] == "ipa-organisation"


def test_an_individual_is_sent_to_the_desk_for_individuals_first() -> None:
    found = ids(Situation.OUR_DEVICE, asker=Asker.INDIVIDUAL)
    assert found[:2] == ["ipa-individual", "police-advice"]
    assert {"ipa-organisation", "jpcert-consult", "ppc", "privacy-mark", "mall", "insurer"}.isdisjoint(found)
    assert {"police-advice", "police-online", "mail-provider", "card-company"} <= set(found)


def test_our_device_names_all_who_may_have_to_be_told() -> None:
    assert {"ppc", "privacy-mark", "card-company", "mail-provider", "mall", "lawyer", "insurer", "police-online",
            "ipa-notification", "jpcert-request", "jpcert-consult"} <= set(ids(Situation.OUR_DEVICE))  # fmt: skip


def test_only_the_address_names_nobody_to_whom_a_leak_is_reported() -> None:
    assert set(ids(Situation.ADDRESS_ONLY)) == {"ipa-organisation", "police-advice"}
    assert ids(Situation.NO_SIGN) == []


def test_several_situations_name_each_desk_once() -> None:
    found = ids(Situation.OUR_DEVICE, Situation.OUR_ACCOUNT, Situation.ADDRESS_ONLY)
    assert len(found) == len(set(found))


def test_a_prefecture_adds_its_police_alone_and_before_those_of_the_whole_country() -> None:
    assert not [one for one in ids(Situation.OUR_DEVICE) if one.startswith("police-") and one[-1].isdigit()]
    found = ids(Situation.OUR_DEVICE, prefecture="東京都")
    assert [one for one in found if one[-1].isdigit()] == ["police-13"]
    assert found.index("police-13") < found.index("police-online")
    assert found[0] == "ipa-organisation"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("13", "13"), ("1", "01"), ("01", "01"), ("１３", "13"), ("東京都", "13"), ("東京", "13"), ("Tokyo", "13"),
        (" TOKYO ", "13"), ("tokyo-to", "13"), ("Tōkyō", "13"), ("北海道", "01"), ("Hokkaido", "01"), ("京都府", "26"),
        ("京都", "26"), ("Kyoto", "26"), ("kyoto-fu", "26"), ("大阪", "27"), ("Ōsaka", "27"), ("Osaka Prefecture", "27"),
        ("沖縄県", "47"), ("Okinawa", "47"), ("岐阜", "21"), ("ぎふ", None), ("Paris", None), ("48", None), ("00", None),
        ("0", None), ("都", None), ("東", None), ("-to", None),
    ],
)  # fmt: skip
def test_prefectures_by_code_and_name(text: str, code: str | None) -> None:
    if code:
        assert prefecture_code(text, KNOWN) == code
    else:
        with pytest.raises(NoSuchPrefecture):
            prefecture_code(text, KNOWN)


@pytest.mark.parametrize("code", [f"{number:02}" for number in range(1, 48)])
def test_every_prefecture_is_found_by_all_its_names(code: str) -> None:
    name = KNOWN.prefectures[code]
    bare = name.ja if name.ja == "北海道" else name.ja[:-1]
    for text in (code, name.ja, bare, name.en, name.en.upper()):
        assert prefecture_code(text, KNOWN) == code


def test_a_wrong_prefecture_is_an_error_and_not_no_prefecture() -> None:
    with pytest.raises(NoSuchPrefecture):
        ids(Situation.OUR_DEVICE, prefecture="Atlantis")
    assert ids(Situation.OUR_DEVICE, prefecture="  ") == ids(Situation.OUR_DEVICE)
