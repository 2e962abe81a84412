"""Lists that were damaged or made to do harm: something is said of each, nothing is raised, and no phrase lacks its Japanese."""

import ast
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.listing import MD5, SHA256, brought, faults, held, hits, other, tally

import mimawari
from mimawari import knowledge

STIX = json.dumps(
    {
        "type": "bundle",
        "objects": [
            {"type": "malware", "id": "malware--1", "name": "Emotet"},
            {
                "type": "indicator",
                "id": "indicator--1",
                "pattern": f"[file:hashes.'SHA-256' = '{SHA256}' OR file:name LIKE 'inv%.doc']",
            },
            {"type": "relationship", "relationship_type": "indicates", "source_ref": "indicator--1", "target_ref": "malware--1"},
        ],
    },
    indent=1,
)
MISP = json.dumps(
    {"Event": {"date": "2022-01-01", "Tag": [{"name": "emotet"}], "Attribute": [{"type": "md5", "value": MD5, "to_ids": True}]}},
    indent=1,
)
CSV = f'# "first_seen","sha256_hash","signature"\n"2022-01-01 00:00:00", "{SHA256}", "Heodo"\n'
TEXT = f"# list\n{SHA256}  a.doc\ninvoice 4711.doc\n192.0.2.1\n会議.xls\n"
LISTS = {"stix": STIX, "misp": MISP, "csv": CSV, "text": TEXT}


@pytest.mark.parametrize("form", LISTS)
@pytest.mark.parametrize("seed", range(5))
def test_flipped_cut_and_doubled_bytes(tmp_path: Path, form: str, seed: int) -> None:
    draw, whole = random.Random(f"{form}{seed}"), LISTS[form].encode()
    for number in range(40):
        data = bytearray(whole)
        for _ in range(draw.randint(1, 6)):
            at = draw.randrange(len(data))
            match draw.randrange(4):
                case 0:
                    data[at] ^= 1 << draw.randrange(8)
                case 1:
                    del data[at : at + draw.randint(1, 30)]
                case 2:
                    data[at:at] = data[at : at + draw.randint(1, 60)]
                case _:
                    data[at] = draw.choice(b"\0\"'{}[](),:\\\r\n\xff")
            if not data:
                data = bytearray(b"{")
        found = brought(tmp_path, bytes(data), f"{number}.dat")
        assert tally(found).holds or tally(found).faults
        hits(found, "invoice 4711.doc")


@pytest.mark.parametrize("form", LISTS)
def test_cut_off_anywhere(tmp_path: Path, form: str) -> None:
    whole = LISTS[form].encode()
    for end in range(0, len(whole) - 1, 7):
        found = brought(tmp_path, whole[:end])
        assert tally(found).holds or tally(found).faults
        if form in ("stix", "misp") and end:
            assert "no whole JSON" in faults(found)


def test_many_objects_beside_the_indicators_are_a_lack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.signatures.indicators.stix._MOST_KEPT", 3)
    objects = [{"type": "identity", "id": f"identity--{number}", "name": "x"} for number in range(5)]
    found = brought(
        tmp_path, {"type": "bundle", "objects": [*objects, {"type": "indicator", "pattern": f"[file:hashes.MD5 = '{MD5}']"}]}
    )
    assert faults(found) == {"objects beside the indicators that were not read": (2, 1)}
    assert hits(found)


def test_one_row_a_million_times_over(tmp_path: Path) -> None:
    found = brought(tmp_path, f"{SHA256}\n" * 20_000 + f"{other(1)}\n")
    assert len(hits(found)) == 1


def test_a_thousand_kinds_of_what_is_not_used(tmp_path: Path) -> None:
    rows = [{"type": f"kind-{number}\x1b\ud800" * 30, "value": "x"} for number in range(1000)]
    path = tmp_path / "list"
    path.write_text(json.dumps({"Event": {"info": "x", "Attribute": rows}}))
    _, one = held(path).tallies
    assert len(one.elsewhere) <= 51
    assert all(len(kind) <= 40 and kind.isprintable() for kind in one.elsewhere)


def test_a_list_whose_name_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "l\udcff.txt"
    path.write_text(SHA256)
    assert hits(held(path))[0].row.collection == "l\ufffd.txt"


HOME = Path(mimawari.__file__).parent / "signatures"
CALLS = {"fault", "broken", "not_understood", "BadEvidence", "Broken", "Gap", "Lack"}


def phrases() -> Iterator[str]:
    """What the lists' modules say of what is lacking, with a number where one is put in."""
    for path in [HOME / "known_good.py", *sorted((HOME / "indicators").glob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (getattr(node.func, "id", "") in CALLS or getattr(node.func, "attr", "") in CALLS):
                for one in [*node.args, *(word.value for word in node.keywords)]:
                    yield from said(one)
    yield "a packed file: unpack it first"
    yield "XML, as older STIX and OpenIOC are written"
    yield "7 lines that are neither hashes nor file names"
    yield "no whole JSON"


def said(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)


@pytest.mark.parametrize("phrase", sorted(set(phrases())))
def test_every_phrase_has_its_japanese(phrase: str) -> None:
    details = knowledge.load().details
    assert any(details.japanese(text) for text in (phrase, f"7 {phrase}", phrase.replace(": 7", ": domain, ip"))), phrase
