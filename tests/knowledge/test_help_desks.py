"""The desks: IPA's split, what is not confirmed, the prefectures, and that no number was made up."""

import re
import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from mimawari import knowledge
from mimawari.knowledge import help_desks
from mimawari.model import Asker, Certainty, HelpDesk, Means, Situation, Words

KNOWN = knowledge.load()
DESKS = {desk.id: desk for desk in KNOWN.help_desks}
READ, SECOND, UNCONFIRMED = Certainty.READ, Certainty.SECOND_HAND, Certainty.UNCONFIRMED

# What the domain's reference says of each way to a desk, and how sure it is: C read, E second hand, U unconfirmed. A way may
# be marked more carefully than there, never less.
TAGS = {
    ("ipa-organisation", "cs-support@ipa.go.jp"): READ,
    ("ipa-individual", "03-5978-7509"): UNCONFIRMED,
    ("ipa-individual", "anshin@ipa.go.jp"): UNCONFIRMED,
    ("ipa-notification", "virus@ipa.go.jp"): READ,
    ("ipa-notification", "crack@ipa.go.jp"): UNCONFIRMED,
    ("jpcert-consult", "03-6271-8901"): READ,
    ("jpcert-consult", "03-6271-8908"): READ,
    ("jpcert-consult", "https://www.jpcert.or.jp/ir/consult.html"): READ,
    ("jpcert-consult", "info@jpcert.or.jp"): UNCONFIRMED,
    ("jpcert-consult", "https://form.jpcert.or.jp/"): UNCONFIRMED,
    ("jpcert-request", "https://www.jpcert.or.jp/form/"): READ,
    ("police-advice", "#9110"): SECOND,
    ("police-13", "03-5805-1731"): SECOND,
    ("police-online", "https://www.npa.go.jp/bureau/cyber/soudan.html"): SECOND,
    ("ppc", "https://www.ppc.go.jp/personalinfo/legal/leakAction/"): READ,
}
LIST = "https://www.npa.go.jp/bureau/cyber/soudan.html"
SURE = list(Certainty)


def prefectures() -> dict[str, Any]:
    return tomllib.loads((files(knowledge) / "data" / "desks" / "prefectures.toml").read_text("utf-8"))


def ways() -> list[tuple[HelpDesk, str, Certainty]]:
    return [(desk, one.value, one.certainty) for desk in KNOWN.help_desks for one in desk.contacts]


def test_each_way_is_marked_at_least_as_carefully_as_it_was_read() -> None:
    told = {(desk.id, value): certainty for desk, value, certainty in ways() if value != LIST or desk.id == "police-online"}
    assert told.keys() == TAGS.keys(), "a number or address that nobody read"
    assert [key for key, certainty in told.items() if SURE.index(certainty) < SURE.index(TAGS[key])] == []


def test_a_desk_of_which_any_way_is_not_read_is_to_be_checked() -> None:
    assert {desk.id for desk in KNOWN.help_desks if desk.contacts and not desk.to_check} == {
        "ipa-organisation",
        "jpcert-request",
        "ppc",
    }


class TestIpa:
    def test_companies_and_individuals_have_a_desk_each_since_april_2025(self) -> None:
        firm, person = DESKS["ipa-organisation"], DESKS["ipa-individual"]
        assert (firm.askers, person.askers) == (frozenset({Asker.COMPANY}), frozenset({Asker.INDIVIDUAL}))
        assert (firm.since, person.since) == ("2025-04-01", "2025-04-01")

    def test_a_company_is_told_that_older_guides_name_the_wrong_desk(self) -> None:
        words = DESKS["ipa-organisation"].not_for
        assert words is not None
        assert "安心相談窓口" in words.ja
        assert "安心相談窓口" in words.en

    def test_its_notification_says_that_it_is_no_consultation(self) -> None:
        words = DESKS["ipa-notification"].not_for
        assert words is not None
        assert "相談窓口ではありません" in words.ja


def test_the_online_desk_of_the_police_takes_no_complaint_since_it_is_there() -> None:
    desk = DESKS["police-online"]
    assert desk.since == "2024-03-29"
    assert desk.not_for is not None
    assert "被害届は出せません" in desk.not_for.ja


class TestPrefectures:
    def test_all_forty_seven_in_the_order_of_their_codes(self) -> None:
        assert list(KNOWN.prefectures) == [f"{code:02}" for code in range(1, 48)]
        assert (KNOWN.prefectures["01"].ja, KNOWN.prefectures["13"].ja, KNOWN.prefectures["47"].ja) == (
            "北海道",
            "東京都",
            "沖縄県",
        )
        assert (KNOWN.prefectures["23"].en, KNOWN.prefectures["27"].en, KNOWN.prefectures["40"].en) == ("Aichi", "Osaka", "Fukuoka")
        assert len({words.en for words in KNOWN.prefectures.values()}) == 47

    def test_each_has_a_desk_with_the_list_and_no_other_number_than_one_that_was_read(self) -> None:
        local = [desk for desk in KNOWN.help_desks if desk.prefecture]
        assert [desk.prefecture for desk in local] == list(KNOWN.prefectures)
        for desk in local:
            assert desk.to_check
            assert desk.contacts[-1].value == LIST
            assert desk.contacts[-1].certainty is UNCONFIRMED
        assert [desk.prefecture for desk in local if len(desk.contacts) > 1] == ["13"]

    def test_a_prefecture_that_is_missing_is_an_error(self) -> None:
        rows = {f"{code:02}": {"en": "x", "ja": "x"} for code in range(1, 47)}
        with pytest.raises(ValueError, match="JIS X 0401"):
            help_desks.names_of({"prefecture": rows})


def words_of(desk: HelpDesk) -> list[Words]:
    hours = [one.hours for one in desk.contacts if one.hours]
    return [desk.name, desk.helps, *desk.bring, *hours, desk.cited.title, *([desk.not_for] if desk.not_for else [])]


@pytest.mark.parametrize("desk", KNOWN.help_desks, ids=lambda desk: desk.id)
def test_every_desk_is_whole(desk: HelpDesk) -> None:
    assert desk.askers
    assert desk.bring
    assert Situation.NO_SIGN not in desk.situations
    assert date.fromisoformat(desk.cited.as_of) <= date.fromisoformat(KNOWN.as_of)
    assert not desk.since or date.fromisoformat(desk.since) <= date.fromisoformat(KNOWN.as_of)
    assert all(words.en.strip() and words.ja.strip() for words in words_of(desk))
    for one in desk.contacts:
        form = {
            Means.MAIL: r"[a-z-]+@[a-z.-]+\.jp", Means.PHONE: r"#9110|0\d-\d{4}-\d{4}", Means.FAX: r"0\d-\d{4}-\d{4}",
            Means.FORM: r"https://[a-z./A-Z-]+",
        }  # fmt: skip
        assert re.fullmatch(form[one.means], one.value)


def test_those_with_a_contract_have_no_contact_but_say_where_it_stands() -> None:
    for name in ("privacy-mark", "card-company", "mail-provider", "mall", "insurer"):
        words = DESKS[name].not_for
        assert DESKS[name].contacts == ()
        assert words is not None
        assert "契約" in words.ja or "証券" in words.ja


def test_a_report_names_three_that_can_be_reached() -> None:
    assert [desk.id for desk in KNOWN.first_desks] == ["ipa-organisation", "jpcert-consult", "police-advice"]
    assert all(desk.contacts and desk.cited.page for desk in KNOWN.first_desks)


def test_two_desks_of_one_id_are_an_error() -> None:
    row = {
        "id": "a", "askers": ["company"], "situations": [], "name": {"en": "a", "ja": "a"}, "helps": {"en": "a", "ja": "a"},
        "cited": {"en": "a", "ja": "a", "as_of": "2026-01-01", "certainty": "read"},
    }  # fmt: skip
    with pytest.raises(ValueError, match="a stands there twice"):
        help_desks.read([{"desk": [row, row]}], prefectures())
