"""STIX 2.1 bundles, made after the specification's own examples."""

from pathlib import Path
from typing import Any

import pytest
from support.listing import MD5, SHA1, SHA256, brought, faults, hit, hits, other, tally

from mimawari import knowledge
from mimawari.model import Strength

STAMP = "2022-03-16T10:00:00.000Z"


def numbered(kind: str, number: int) -> str:
    return f"{kind}--00000000-0000-4000-8000-{number:012d}"


def indicator(pattern: str, number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": numbered("indicator", number),
        "created": STAMP,
        "modified": STAMP,
        "indicator_types": ["malicious-activity"],
        "name": "a file hash",
        "pattern": pattern,
        "pattern_type": "stix",
        "valid_from": "2022-03-15T00:00:00Z",
    } | more


def malware(name: str, number: int = 1, **more: Any) -> dict[str, Any]:
    return {"type": "malware", "spec_version": "2.1", "id": numbered("malware", number), "name": name, "is_family": True} | more


def indicates(source: int = 1, target: int = 1, number: int = 1, how: str = "indicates") -> dict[str, Any]:
    return {
        "type": "relationship",
        "spec_version": "2.1",
        "id": numbered("relationship", number),
        "relationship_type": how,
        "source_ref": numbered("indicator", source),
        "target_ref": numbered("malware", target),
    }


def bundle(*objects: dict[str, Any]) -> dict[str, Any]:
    return {"type": "bundle", "id": numbered("bundle", 1), "objects": list(objects)}


def of_hash(value: str = SHA256, **more: Any) -> dict[str, Any]:
    return indicator(f"[file:hashes.'SHA-256' = '{value}']", **more)


def test_a_hash_fits_whatever_the_file_is_called(tmp_path: Path) -> None:
    found = brought(tmp_path, bundle(of_hash()), "feed.dat")
    row = hit(found, "holiday.jpg").row
    assert (row.by, row.name, row.collection, row.date) == ("indicator", SHA256, "feed.dat", "2022-03-15")
    assert (row.strength, row.family, row.note) == (Strength.CONCLUSIVE, None, "a file hash")
    assert hit(found).marks == ("SHA-256",)
    assert hits(found, data=b"another content") == []
    assert (tally(found).form, dict(tally(found).rows), tally(found).lacks) == ("stix", {"sha256": 1}, ())


@pytest.mark.parametrize(
    ("pattern", "mark"),
    [
        (f"[file:hashes.MD5 = '{MD5}']", "MD5"),
        (f"[file:hashes.'MD5' = '{MD5.upper()}']", "MD5"),
        (f"[file:hashes.'SHA-1' = '{SHA1}']", "SHA-1"),
        (f"[artifact:hashes.'SHA-256' = '{SHA256}']", "SHA-256"),
        (f"[file:hashes.MD5 = '{MD5}' AND file:hashes.'SHA-256' = '{SHA256}']", "SHA-256"),
    ],
)
def test_every_kind_of_hash(tmp_path: Path, pattern: str, mark: str) -> None:
    assert hit(brought(tmp_path, bundle(indicator(pattern)))).marks == (mark,)


def test_the_family_is_that_of_the_malware_that_is_indicated(tmp_path: Path) -> None:
    # The malware stands behind what indicates it, under a name of its own with ours as an alias.
    found = brought(tmp_path, bundle(indicates(), of_hash(), malware("Geodo", aliases=["Emotet"])))
    assert hit(found).row.family == "emotet"


@pytest.mark.parametrize(
    "objects",
    [
        [malware("Emotet")],
        [malware("Emotet"), indicates(source=2)],
        [malware("Emotet"), indicates(how="related-to")],
        [malware("Emotet"), malware("TrickBot", 2), indicates(), indicates(target=2, number=2)],
        [malware("not Emotet"), indicates()],
        [malware("Emotet-like"), indicates()],
    ],
)
def test_near_misses_give_no_family(tmp_path: Path, objects: list[dict[str, Any]]) -> None:
    found = brought(tmp_path, bundle(of_hash(name="Emotet loader", description="dropped by Emotet"), *objects))
    assert hit(found).row.family is None


def test_who_wrote_it_and_how_far_it_may_go(tmp_path: Path) -> None:
    someone = {"type": "identity", "id": numbered("identity", 7), "name": "Example CSIRT"}
    amber = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"
    found = brought(tmp_path, bundle(of_hash(created_by_ref=numbered("identity", 7), object_marking_refs=[amber]), someone))
    row = hit(found).row
    assert (row.author, row.note) == ("Example CSIRT", "a file hash TLP:AMBER")
    assert row.reference == f"{numbered('indicator', 1)} (list.txt:1)"


def test_past_its_window_a_hash_counts_less_and_says_so(tmp_path: Path) -> None:
    found = brought(tmp_path, bundle(of_hash(valid_until="2023-03-15T00:00:00Z")))
    row = hit(found).row
    assert row.strength is Strength.STRONG
    assert row.words is not None
    assert "until 2023-03-15" in row.words.en
    assert "2023-03-15" in row.words.ja
    assert tally(found).past == 1


def test_before_its_window_a_hash_counts_less_and_says_so(tmp_path: Path) -> None:
    found = brought(tmp_path, bundle(of_hash(valid_from="2130-01-01T00:00:00Z")))
    row = hit(found).row
    assert (row.strength, row.date, tally(found).past) == (Strength.STRONG, STAMP[:10], 1)
    assert row.words is not None
    assert "only from 2130-01-01" in row.words.en
    assert "2130-01-01" in row.words.ja


def test_what_was_written_after_the_knowledge_is_in_force(tmp_path: Path) -> None:
    late = "2031-05-06T07:08:09.000Z"
    assert hit(brought(tmp_path, bundle(of_hash(created=late, modified=late, valid_from=late)))).row.strength is Strength.CONCLUSIVE


def test_within_its_window_it_counts_in_full(tmp_path: Path) -> None:
    assert hit(brought(tmp_path, bundle(of_hash(valid_until="2199-01-01T00:00:00Z")))).row.strength is Strength.CONCLUSIVE


@pytest.mark.parametrize(
    "more", [{"revoked": True}, {"indicator_types": ["benign"]}, {"labels": ["benign"], "indicator_types": ["benign"]}]
)
def test_what_its_author_took_back_is_not_looked_for(tmp_path: Path, more: dict[str, Any]) -> None:
    found = brought(tmp_path, bundle(of_hash(**more)))
    assert hits(found) == []
    assert (tally(found).aside, tally(found).lacks) == (1, ())


@pytest.mark.parametrize("more", [{"confidence": 10}, {"indicator_types": ["anomalous-activity"]}])
def test_what_its_author_doubts_is_a_hint(tmp_path: Path, more: dict[str, Any]) -> None:
    assert hit(brought(tmp_path, bundle(of_hash(**more)))).row.strength is Strength.HINT


@pytest.mark.parametrize("more", [{"confidence": 85}, {"confidence": 0}, {"confidence": "low"}, {"indicator_types": []}])
def test_what_its_author_does_not_doubt_is_none(tmp_path: Path, more: dict[str, Any]) -> None:
    assert hit(brought(tmp_path, bundle(of_hash(**more)))).row.strength is Strength.CONCLUSIVE


def test_stix_2_0_has_no_type_of_pattern(tmp_path: Path) -> None:
    old = of_hash()
    del old["pattern_type"], old["indicator_types"], old["spec_version"]
    assert hit(brought(tmp_path, bundle(old | {"labels": ["malicious-activity"]}))).row.name == SHA256


def test_a_name_is_a_hint_however_sure_its_author_is(tmp_path: Path) -> None:
    found = brought(tmp_path, bundle(indicator("[file:name = 'Rechnung 4711.DOC']", confidence=100)))
    assert hit(found, "ｒｅｃｈｎｕｎｇ 4711.doc").row.strength is Strength.HINT
    assert hits(found, "rechnung 4712.doc") == []


def test_addresses_are_kept_apart_and_spoil_nothing(tmp_path: Path) -> None:
    patterns = ["[ipv4-addr:value = '192.0.2.1']", "[domain-name:value = 'example.com']", "[url:value = 'http://example.com/x']"]
    found = brought(tmp_path, bundle(of_hash(), *(indicator(one, number) for number, one in enumerate(patterns, start=2))))
    assert dict(tally(found).elsewhere) == {"ipv4-addr": 1, "domain-name": 1, "url": 1}
    (lack,) = tally(found).lacks
    assert (lack.wanted, lack.detail) == ("other-indicator", "3 rows of other kinds: domain-name, ipv4-addr, url")
    assert hits(found)


def test_an_address_or_a_hash_is_looked_for_as_the_hash(tmp_path: Path) -> None:
    found = brought(tmp_path, bundle(indicator(f"[ipv4-addr:value = '192.0.2.1'] OR [file:hashes.'SHA-256' = '{SHA256}']")))
    assert hits(found)
    assert dict(tally(found).elsewhere) == {"ipv4-addr": 1}


def test_what_is_about_files_and_cannot_be_compared_is_a_lack_of_signatures(tmp_path: Path) -> None:
    found = brought(
        tmp_path,
        bundle(
            indicator("[file:hashes.'SSDEEP' = '3:abc:def']"),
            indicator("[file:name MATCHES '^a']", 2),
            indicator("alert tcp any any", 3, pattern_type="snort"),
        ),
    )
    (lack,) = tally(found).lacks
    assert (lack.wanted, lack.detail) == ("signature", "3 rows of other kinds: other properties of files, snort, ssdeep")
    assert (
        knowledge.load().detail(lack.detail).ja == "ほかの種類の行が3件あり、使用していません（ファイルの他の属性、snort、ssdeep）"
    )


def test_a_name_with_a_size_is_looked_for_as_the_name(tmp_path: Path) -> None:
    found = brought(tmp_path, bundle(indicator("[file:name = 'Rechnung 4711.doc' AND file:size = 25]")))
    assert hit(found, "rechnung 4711.doc", b"x").row.strength is Strength.HINT
    assert tally(found).lacks == ()


@pytest.mark.parametrize(
    "pattern",
    ["", "file:name = 'x'", "[file:name = ]", "[file:hashes.MD5 = 'zz']", "[" * 100, None, 7, ["x"], {"a": 1}, "[a:b = 'c'"],
)
def test_a_pattern_that_is_none_is_named_with_its_line(tmp_path: Path, pattern: Any) -> None:
    found = brought(tmp_path, bundle(of_hash(), indicator(pattern, 2)))
    assert faults(found) == {"patterns that are not understood": (1, 1)}
    assert tally(found).lacks[0].what == "list.txt:1"
    assert hits(found)


def test_a_pattern_that_is_missing(tmp_path: Path) -> None:
    bare = of_hash()
    del bare["pattern"]
    assert faults(brought(tmp_path, bundle(bare))) == {"patterns that are not understood": (1, 1)}


@pytest.mark.parametrize("odd", [None, 7, "x", [], [[]], True])
def test_objects_of_a_wrong_type(tmp_path: Path, odd: Any) -> None:
    found = brought(tmp_path, {"type": "bundle", "objects": [odd, of_hash()]})
    assert faults(found) == {"entries that are not understood": (1, 1)}
    assert hits(found)


def test_fields_of_a_wrong_type_cost_only_themselves(tmp_path: Path) -> None:
    odd = of_hash(
        valid_from=7, valid_until=["x"], name={"a": 1}, created_by_ref=[], object_marking_refs="x", labels=7, confidence=[]
    )
    found = brought(tmp_path, bundle(odd, malware("Emotet"), {"type": "relationship", "relationship_type": "indicates"}))
    assert (hit(found).row.date, hit(found).row.note) == ("2022-03-16", "")


def test_a_name_that_stands_twice_in_an_object(tmp_path: Path) -> None:
    twice = f'{{"type":"indicator","pattern":"[file:hashes.MD5 = \'{MD5}\']","pattern":"[file:name = \'x.doc\']"}}'
    found = brought(tmp_path, f'{{"type":"bundle","objects":[{twice}]}}')
    assert faults(found) == {"entries that are not understood": (1, 1)}
    assert hits(found) == []


def test_the_rows_before_a_damage_are_used(tmp_path: Path) -> None:
    found = brought(tmp_path, bundle(of_hash()))
    whole = (tmp_path / "list.txt").read_text()
    cut = brought(tmp_path, whole[: whole.rindex("]")] + ",\n{", "cut.json")
    assert hit(cut).row.name == hit(found).row.name
    assert faults(cut) == {"no whole JSON": (0, 2)}


def test_our_own_rows_stay_beside(tmp_path: Path) -> None:
    found = brought(tmp_path, bundle(of_hash(other(1))))
    assert [one.name for one in found.sets] == ["mimawari", "list.txt"]
    assert [one.is_ours for one in found.sets] == [True, False]
