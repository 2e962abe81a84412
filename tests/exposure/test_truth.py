"""A made-up shop whose people are known beforehand: the list has each of them once, and nobody else."""

from __future__ import annotations

import pytest
from support.exposure_people import OWN, One
from support.exposure_truth import Truth, World, written

from mimawari import app
from mimawari.app.exposing import Asked, Exposed, exposed
from mimawari.model import ExposureCounts, Firm, LeftOut, Person

FIRM = Firm(domains=(OWN,))


class Read:
    """What was read of a world."""

    def __init__(self, truth: Truth, found: Exposed) -> None:
        self.truth = truth
        self.people: list[Person] = list(found.people())
        self.counts: ExposureCounts = found.counts


@pytest.fixture(scope="module", params=[7, 8])
def read(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder = tmp_path_factory.mktemp("world")
    truth = written(folder, World(request.param, mails=600, rows=300, customers=120, partners=60))
    evidence = tuple(app.evidence(str(folder / name)) for name in ("box.mbox", "book.vcf"))
    asked = Asked(evidence=evidence, orders=(str(folder / "orders.csv"),), firm=FIRM)
    with exposed(asked, app.Settings(reraise=True), app.known(), jobs=0) as found:
        return Read(truth, found)


def known_by(one: One) -> frozenset[str]:
    """The further address of a partner is known from the address book only."""
    return frozenset(one.addresses if "contact" in one.ties else one.addresses[:1])


def pairs(read: Read) -> list[tuple[Person, One]]:
    by = {frozenset((person.address, *person.others)): person for person in read.people}
    return [(by[known_by(one)], one) for one in read.truth.listed]


def test_everybody_once_and_nobody_else(read: Read) -> None:
    assert len(read.truth.listed) == len(read.people) > 150
    assert {frozenset((one.address, *one.others)) for one in read.people} == {known_by(one) for one in read.truth.listed}


def test_names_without_honorific_and_firm(read: Read) -> None:
    for person, one in pairs(read):
        words = person.name.lower().split()
        assert (" ".join(sorted(words)) if one.latin else "".join(words)) == one.plain
        if one.firm and "contact" in one.ties:
            assert person.organisation == one.firm


def test_ties_and_kinds_of_data(read: Read) -> None:
    for person, one in pairs(read):
        assert {tie.value for tie, _ in person.ties} == one.ties
        assert {datum.value for datum, _ in person.data} == one.data
    assert {datum.value: number for datum, number in read.counts.by_datum} == read.truth.counts()


def test_templates(read: Read) -> None:
    for person, one in pairs(read):
        is_told = "customer" in one.ties or one.data & {"bank", "card", "birthday", "postal-address"}
        assert person.template.value == ("customer" if is_told else "partner")


def test_several_people_behind_one_address(read: Read) -> None:
    for person, one in pairs(read):
        assert {name.replace(" ", "") for name in person.further} == one.further
    assert read.counts.further == sum(len(one.further) for one in read.truth.listed) > 0


def test_two_people_alike_in_all_but_the_address_are_both_told(read: Read) -> None:
    doubles = [person for person, one in pairs(read) if one.is_double]
    assert len(doubles) > 10
    assert all(person.alike and not person.others for person in doubles)


def test_addresses_of_a_mall_are_counted_apart(read: Read) -> None:
    assert {person.address for person in read.people if person.is_masked} == {
        one.addresses[0] for one in read.truth.listed if one.is_masked
    }
    assert read.counts.masked == sum(one.is_masked for one in read.truth.listed) > 0


def test_who_is_left_out(read: Read) -> None:
    expected = {why: len(addresses) for why, addresses in read.truth.left_out.items() if addresses}
    assert {why.value: number for why, number in read.counts.left_out} == expected
    assert {why for why, _ in read.counts.left_out} == {LeftOut.OWN, LeftOut.LIST, LeftOut.NO_REPLY, LeftOut.MACHINE}


def test_of_one_name_and_not_one_person(read: Read) -> None:
    """Whoever shares a whole name with somebody else, and only they, have a number in common."""
    by: dict[str, int] = {}
    for one in read.truth.listed:
        by[one.plain] = by.get(one.plain, 0) + 1
    for person, one in pairs(read):
        assert (person.alike > 0) == (by[one.plain] > 1), person
    numbers: dict[int, set[str]] = {}
    for person, one in pairs(read):
        numbers.setdefault(person.alike, set()).add(one.plain)
    assert all(len(names) == 1 for number, names in numbers.items() if number)


def test_what_was_read(read: Read) -> None:
    assert {(one.place, one.what): one.items for one in read.counts.places} == {
        ("box.mbox", "mail"): 600, ("book.vcf", "contact"): 60, ("orders.csv", "order"): 300,
    }  # fmt: skip
    assert (read.counts.gaps, {one.wanted for one in read.counts.notices}) == ((), {"order-layout"})


def test_the_weightiest_first(read: Read) -> None:
    weights = [one.weight for one in read.people]
    assert weights == sorted(weights, reverse=True)
    assert {"bank", "card"} & {datum.value for datum, _ in read.people[0].data}
