"""STIX 2.1: read back by the library, the same bytes again, and nothing in it that the verdict does not say."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import stix2
from stix2.v21 import Bundle
from stix2patterns.v21.pattern import Pattern
from support import dossier_extremes, dossiers, reports
from support.dossiers import SHA256, TEST_CASES

from mimawari.faces.exchange import stix
from mimawari.model import About, Dossier, Level, ReadFinding, Situation


def bundle(dossier: Dossier) -> list[dict[str, Any]]:
    read = stix2.parse(stix(dossier), allow_custom=False)
    assert isinstance(read, Bundle)
    return list(json.loads(stix(dossier))["objects"])


def of(objects: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [one for one in objects if one["type"] == kind]


def named(name: str) -> ReadFinding:
    """A finding about a file of that name."""
    found = reports.loader("PC1")
    assert isinstance(found, ReadFinding)
    return replace(found, given=(("file", name),))


@pytest.mark.parametrize("situation", TEST_CASES)
def test_the_library_reads_it_and_the_bytes_are_the_same_again(situation: Situation) -> None:
    case = dossiers.dossier(situation)
    objects = bundle(case)
    assert stix(case) == stix(dossiers.dossier(situation))
    ids = [one["id"] for one in objects]
    assert len(ids) == len(set(ids))
    (report,) = of(objects, "report")
    beside = {one["id"] for one in objects if one["type"] not in ("report", "marking-definition")}
    assert set(report["object_refs"]) == beside


@pytest.mark.parametrize("situation", TEST_CASES)
def test_everything_bears_tlp_amber(situation: Situation) -> None:
    marked = [
        one
        for one in bundle(dossiers.dossier(situation))
        if one["type"] not in ("marking-definition", "file", "email-addr", "ipv4-addr")
    ]
    assert marked
    for one in marked:
        assert one["object_marking_refs"] == [stix2.TLP_AMBER.id]


def test_emotet_is_named_only_where_the_verdict_says_so() -> None:
    (malware,) = of(bundle(dossiers.dossier(Situation.OUR_DEVICE)), "malware")
    assert malware["name"] == "Emotet"
    assert malware["is_family"]
    assert malware["external_references"][0]["external_id"] == "S0367"
    for situation in (Situation.ADDRESS_ONLY, Situation.OUR_ACCOUNT, Situation.UNDETERMINED):
        case = dossiers.dossier(situation)
        assert case.verdict.families == ()
        assert of(bundle(case), "malware") == []


def test_suspected_is_less_sure_than_infected() -> None:
    case = dossiers.dossier(Situation.OUR_DEVICE)
    suspected = replace(case, verdict=replace(case.verdict, level=Level.SUSPECTED))
    sure = [of(bundle(one), "malware")[0]["confidence"] for one in (case, suspected)]
    assert sure == [90, 50]
    unknown = replace(case, verdict=replace(case.verdict, level=Level.UNDETERMINED))
    assert of(bundle(unknown), "malware") == []


def test_a_hash_is_an_indicator_and_indicates_the_malware() -> None:
    objects = bundle(dossiers.dossier(Situation.EXPOSED))
    (indicator,) = of(objects, "indicator")
    assert indicator["pattern"] == f"[file:hashes.'SHA-256' = '{SHA256}']"
    (malware,) = of(objects, "malware")
    (link,) = [one for one in of(objects, "relationship") if one["relationship_type"] == "indicates"]
    assert (link["source_ref"], link["target_ref"]) == (indicator["id"], malware["id"])
    (file,) = of(objects, "file")
    assert file["hashes"] == {"SHA-256": SHA256}
    assert file["name"] == "請求書.doc"
    (observed,) = of(objects, "observed-data")
    assert observed["first_observed"] == "2026-11-23T23:50:00Z"
    assert observed["object_refs"] == [file["id"]]


def test_what_is_not_exact_is_no_indicator() -> None:
    """A finding that tells of a registry value, or whose file name must be written otherwise, names nothing to look for."""
    case = dossiers.dossier(Situation.OUR_DEVICE)
    pair = reports.pair("PC1")
    assert of(bundle(replace(case, verdict=replace(case.verdict, because=(pair,)))), "indicator") == []
    odd = named("a\u202egpj.dll")
    assert of(bundle(replace(case, verdict=replace(case.verdict, because=(odd,)))), "indicator") == []
    past = replace(reports.loader("PC1"), past=True)
    assert of(bundle(replace(case, verdict=replace(case.verdict, because=(past,)))), "indicator") == []


def test_a_name_that_honest_files_bear_is_no_indicator() -> None:
    """Every workbook has a sheet2.xml; regsvr32 is of Windows; an address is no file."""
    case = dossiers.dossier(Situation.OUR_DEVICE)
    inside = replace(named("sheet2.xml"), about=About.DELIVERY)
    assert isinstance(inside, ReadFinding)
    loader = replace(inside, about=About.HOST, given=(("loader", "regsvr32.exe"), ("program", "cmd.exe")))
    address = replace(inside, about=About.ORIGIN, given=(("file", "203.0.113.10"), ("sample", "203.0.113.10")))
    unknown = replace(inside, about=About.HOST, family=None)
    for odd in (inside, loader, address, unknown):
        assert of(bundle(replace(case, verdict=replace(case.verdict, because=(odd,)))), "indicator") == []
    objects = bundle(replace(case, verdict=replace(case.verdict, because=(loader, address))))
    assert of(objects, "file") == []


def test_a_name_with_quotes_stays_inside_its_string() -> None:
    case = dossiers.dossier(Situation.OUR_DEVICE)
    odd = named("a' OR [x].dll")
    (indicator,) = of(bundle(replace(case, verdict=replace(case.verdict, because=(odd,)))), "indicator")
    assert indicator["pattern"] == "[file:name = 'a\\' OR [x].dll']"
    Pattern(indicator["pattern"])


def test_techniques_and_steps_are_there() -> None:
    case = dossiers.dossier(Situation.OUR_DEVICE)
    objects = bundle(case)
    assert {one["name"] for one in of(objects, "attack-pattern")} == {"T1218.010", "T1547.001", "T1036.005"}
    steps = of(objects, "course-of-action")
    assert len(steps) == len(case.plan.steps)
    assert [one["labels"] for one in steps if one["name"].startswith("Take the PC")] == [["isolate", "done"]]


def test_hostile_values_and_an_empty_case() -> None:
    text = stix(dossier_extremes.hostile())
    assert text.isascii() or "\u202e" not in text
    assert "\x1b" not in json.dumps(json.loads(text), ensure_ascii=False)
    assert bundle(dossier_extremes.empty())


def test_nothing_says_clean() -> None:
    for situation in TEST_CASES:
        assert "clean" not in stix(dossiers.dossier(situation)).replace("from a clean PC", "").lower()


def misused(**given: str) -> ReadFinding:
    """A finding about an account, of a log that tells no moment."""
    return replace(named(""), about=About.ORIGIN, seen_at=None, family=None, given=tuple(given.items()))


def test_addresses_and_accounts_are_what_they_are_and_nothing_to_block() -> None:
    case = dossiers.dossier(Situation.OUR_ACCOUNT)
    found = misused(account="Mori@shop.example", sample="203.0.113.10", address="2001:db8::1", server="192.0.2.25")
    objects = bundle(replace(case, verdict=replace(case.verdict, because=(found,), us=None)))
    assert [one["value"] for one in of(objects, "ipv4-addr")] == ["203.0.113.10"]
    assert [one["value"] for one in of(objects, "ipv6-addr")] == ["2001:db8::1"]
    assert [one["value"] for one in of(objects, "email-addr")] == ["mori@shop.example"]
    assert of(objects, "file") == of(objects, "indicator") == []


def test_what_tells_no_moment_was_not_observed_at_the_moment_of_the_check() -> None:
    case = dossiers.dossier(Situation.OUR_ACCOUNT)
    timeless = replace(misused(sample="203.0.113.10"), origin=reports.origin("logs", host="nowhere"))
    for at in (None, "2022-11-09T17:14:00Z"):
        verdict = replace(case.verdict, because=(replace(timeless, seen_at=at),), us=None)
        observed = of(bundle(replace(case, verdict=verdict)), "observed-data")
        assert [one["first_observed"] for one in observed] == ([at] if at else [])


def test_a_host_whose_name_is_no_text_is_written_all_the_same() -> None:
    """Names of files that are not UTF-8 come as lone surrogates."""
    case = dossiers.dossier(Situation.OUR_DEVICE)
    step = replace(case.plan.steps[0], key="unplug@PC\ud800", target="PC\ud800")
    objects = bundle(replace(case, plan=replace(case.plan, steps=(step,))))
    (action,) = of(objects, "course-of-action")
    assert "PC\\ud800" in action["name"]
