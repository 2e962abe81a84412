"""Events of MISP, made after its core format (draft-dulaunoy-misp-core-format)."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.listing import MD5, SHA1, SHA256, brought, faults, hit, hits, other, tally

from mimawari import knowledge
from mimawari.model import Strength
from mimawari.signatures import Chosen
from mimawari.signatures.indicators import ready

EMOTET = {"name": 'misp-galaxy:malpedia="Emotet"', "colour": "#0088cc"}
TRICKBOT = {"name": 'misp-galaxy:mitre-malware="TrickBot - S0266"'}


def attribute(kind: Any = "sha256", value: Any = SHA256, **more: Any) -> dict[str, Any]:
    return {
        "id": "1",
        "type": kind,
        "category": "Payload delivery",
        "to_ids": True,
        "uuid": "00000000-0000-4000-8000-000000000001",
        "timestamp": "1647345600",
        "comment": "",
        "deleted": False,
        "value": value,
    } | more


def event(*attributes: dict[str, Any], **more: Any) -> dict[str, Any]:
    # As MISP writes it: the attributes stand before what the event says of itself.
    return {
        "Event": {
            "Attribute": list(attributes),
            "date": "2022-03-14",
            "info": "mails with sheets",
            "uuid": "00000000-0000-4000-8000-00000000000e",
            "Orgc": {"name": "Example CERT"},
        }
        | more
    }


def test_an_event(tmp_path: Path) -> None:
    found = brought(tmp_path, event(attribute(), Tag=[EMOTET, {"name": "tlp:amber"}]))
    row = hit(found).row
    assert (row.name, row.family, row.date, row.author, row.strength) == (
        SHA256,
        "emotet",
        "2022-03-14",
        "Example CERT",
        Strength.CONCLUSIVE,
    )
    assert row.note == "mails with sheets TLP:AMBER"
    assert row.reference == "MISP 00000000-0000-4000-8000-00000000000e (list.txt:1)"
    assert (tally(found).form, tally(found).lacks) == ("misp", ())


@pytest.mark.parametrize(
    ("kind", "value", "mark"),
    [
        ("md5", MD5, "MD5"),
        ("sha1", SHA1, "SHA-1"),
        ("sha256", SHA256.upper(), "SHA-256"),
        ("filename|sha256", f"scan.doc|{SHA256}", "SHA-256"),
        ("filename|md5", f"a|b.doc|{MD5}", "MD5"),
        ("malware-sample", f"scan.doc|{MD5}", "MD5"),
    ],
)
def test_the_types_that_say_which_file(tmp_path: Path, kind: str, value: str, mark: str) -> None:
    found = brought(tmp_path, event(attribute(kind, value)))
    assert hit(found, "other name.bin").marks == (mark,)


def test_a_name_beside_a_hash_is_not_looked_for_alone(tmp_path: Path) -> None:
    found = brought(tmp_path, event(attribute("filename|sha256", f"scan 77.doc|{other(1)}")))
    assert hits(found, "scan 77.doc") == []


def test_a_name(tmp_path: Path) -> None:
    found = brought(tmp_path, event(attribute("filename", "Scan 77.doc")))
    assert hit(found, "SCAN 77.DOC", b"x").row.strength is Strength.HINT


def test_objects(tmp_path: Path) -> None:
    inner = [attribute("filename", "a.doc"), attribute(), attribute("size-in-bytes", "40", to_ids=False)]
    found = brought(
        tmp_path, event(Object=[{"name": "file", "Attribute": inner}, {"name": "empty"}, {"name": "odd", "Attribute": 7}])
    )
    assert hits(found)
    assert tally(found).aside == 1


def test_objects_that_were_deleted(tmp_path: Path) -> None:
    found = brought(
        tmp_path, event(attribute(value=other(1)), Object=[{"name": "file", "deleted": True, "Attribute": [attribute()]}])
    )
    assert hits(found) == []


@pytest.mark.parametrize("wrap", [lambda one: {"response": [one]}, lambda one: [one], lambda one: {"response": one}])
def test_events_in_every_wrapping(tmp_path: Path, wrap: Any) -> None:
    assert hit(brought(tmp_path, wrap(event(attribute(), Tag=[EMOTET])))).row.family == "emotet"


def test_each_event_speaks_of_its_own_attributes(tmp_path: Path) -> None:
    both = [event(attribute(), Tag=[TRICKBOT]), event(attribute(value=other(1)), Tag=[EMOTET])]
    assert hit(brought(tmp_path, {"response": both})).row.family == "trickbot"


def test_the_answer_of_a_search_for_attributes(tmp_path: Path) -> None:
    found = brought(tmp_path, {"response": {"Attribute": [attribute(Tag=[EMOTET])]}})
    assert (hit(found).row.family, hit(found).row.date) == ("emotet", "2022-03-15")


@pytest.mark.parametrize(
    ("own", "events", "comment", "family"),
    [
        ([], [EMOTET], "", "emotet"),
        ([TRICKBOT], [EMOTET], "", "trickbot"),
        ([], [EMOTET, TRICKBOT], "", None),
        ([EMOTET, TRICKBOT], [EMOTET], "", None),
        ([], [EMOTET], "the TrickBot module that came later", None),
        ([], [EMOTET], "second Emotet sheet", "emotet"),
        ([], [], "Heodo", "emotet"),
        ([], [], "not Emotet", None),
        ([], [{"name": "misp-galaxy:threat-actor=\"MUMMY SPIDER\""}], "", None),
        ([{"name": "emotet"}], [], "", "emotet"),
        ([{"name": "malware:emotet"}], [], "", "emotet"),
        ([{"name": "looks-like-emotet"}], [], "", None),
    ],
)  # fmt: skip
def test_which_family(tmp_path: Path, own: list[Any], events: list[Any], comment: str, family: str | None) -> None:
    found = brought(tmp_path, event(attribute(Tag=own, comment=comment), Tag=events))
    assert hit(found).row.family == family


def test_a_galaxy(tmp_path: Path) -> None:
    galaxy = {"name": "Malpedia", "GalaxyCluster": [{"value": "Emotet", "type": "malpedia"}]}
    assert hit(brought(tmp_path, event(attribute(), Galaxy=[galaxy]))).row.family == "emotet"


@pytest.mark.parametrize("more", [{"to_ids": False}, {"to_ids": "0"}, {"deleted": True}, {"deleted": "1"}])
def test_what_is_not_for_detection_is_left_out(tmp_path: Path, more: dict[str, Any]) -> None:
    found = brought(tmp_path, event(attribute(**more)))
    assert hits(found) == []
    assert (tally(found).aside, tally(found).lacks) == (1, ())


@pytest.mark.parametrize("more", [{"to_ids": "1"}, {"to_ids": 1}, {"deleted": "0"}, {"to_ids": None}])
def test_what_is(tmp_path: Path, more: dict[str, Any]) -> None:
    assert hits(brought(tmp_path, event(attribute(**more))))


def test_other_types_are_named(tmp_path: Path) -> None:
    kinds = [
        ("ip-dst", "192.0.2.1"),
        ("domain|ip", "example.com|192.0.2.1"),
        ("imphash", MD5),
        ("filename|imphash", f"a.exe|{MD5}"),
    ]
    found = brought(tmp_path, event(attribute(), *(attribute(kind, value) for kind, value in kinds)))
    assert {lack.wanted: lack.detail for lack in tally(found).lacks} == {
        "signature": "2 rows of other kinds: filename|imphash, imphash",
        "other-indicator": "2 rows of other kinds: domain|ip, ip-dst",
    }
    assert hits(found)


@pytest.mark.parametrize(
    "odd", [None, 7, "x", [], attribute(value=7), attribute(value=None), attribute(value="xyz"), attribute(7), {}]
)
def test_attributes_that_are_none(tmp_path: Path, odd: Any) -> None:
    found = brought(tmp_path, event(odd, attribute()))
    assert faults(found) == {"entries that are not understood": (1, 1)}
    assert hits(found)


def test_events_whose_own_words_are_of_a_wrong_type(tmp_path: Path) -> None:
    odd: dict[str, Any] = {"date": 7, "info": [], "uuid": {}, "Orgc": "x", "Tag": {"name": 7}, "Galaxy": [7, {"GalaxyCluster": 7}]}
    assert hit(brought(tmp_path, event(attribute(timestamp="x"), **odd))).row.date == ""


def test_the_folder_of_a_feed(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"00000000-0000-4000-8000-00000000000e": {"info": "x"}}))
    (tmp_path / "hashes.csv").write_text(f"{MD5},00000000-0000-4000-8000-00000000000e\n")
    (tmp_path / "00000000-0000-4000-8000-00000000000e.json").write_text(json.dumps(event(attribute())))
    found = ready(Chosen(indicators=(tmp_path,)), knowledge.load())
    assert found is not None
    assert hits(found)
    assert found.lacks == ()


def test_what_a_feed_holds_beside_its_events_is_no_list(tmp_path: Path) -> None:
    # Its hashes are of values, not of files: they would never fit, and nobody would know.
    found = brought(tmp_path, f"{MD5},00000000-0000-4000-8000-00000000000e\n" * 3)
    assert faults(found) == {"the table of contents of a MISP feed, which holds no hashes of files": (0, 1)}
    assert hits(found) == []
    listing = brought(tmp_path, {"00000000-0000-4000-8000-00000000000e": {"info": "x", "timestamp": 1}})
    assert faults(listing) == {"JSON that is neither STIX nor MISP": (0, 0)}
