"""A rule that does not end costs itself only: it is named, and all others are held against everything."""

from pathlib import Path

import pytest
from support.rule_sets import ANYWHERE, MARK, blob, faults, fits, rules, seen, written

from mimawari import knowledge
from mimawari.formats.slices import Held
from mimawari.model import BadEvidence, Gap
from mimawari.signatures.yara import Rules, endless, scanning
from mimawari.signatures.yara.endless import DETAIL

ALWAYS = "rule always { condition: for all i in (0..0x7fffffffffff) : ( i >= 0 ) }"
ON_ZEROS = "rule zeros { condition: for all i in (0..9000000000) : ( uint8(i % 4) == 0 ) }"
ON_TEXT = 'rule text { strings: $t = "text" condition: $t and for all i in (0..9000000000) : ( uint8(i % 2) != 0 ) }'
DETAILS = ("timed-out", DETAIL)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endless, "_SECONDS", 1)
    monkeypatch.setattr(scanning, "SECONDS", 2)


def lacks(made: Rules) -> list[tuple[str, str]]:
    return [(one.what, one.detail) for one in made.lacks]


def good(number: int) -> str:
    return f'rule good{number} {{ strings: $a = "good{number}" condition: $a }}'


@pytest.mark.parametrize("slow", [ALWAYS, ON_ZEROS])
def test_one_that_never_ends_is_known_before_anything_is_looked_at(tmp_path: Path, slow: str) -> None:
    name = slow.split()[1]
    folder = written(tmp_path / "s", good(0), f"{good(1)}\n{good(2)}\n{slow}\n{good(3)}", ANYWHERE)
    made = rules(folder, cache=tmp_path / "cache")
    assert lacks(made) == [(f"s/r1.yar: {name}", DETAIL)]
    again = rules(folder, cache=tmp_path / "cache")
    assert (again.lacks, again.scanning._made.files) == (made.lacks, made.scanning._made.files), "it was kept"
    for ready in (made, again):
        found = seen(ready, blob(Held(b"good1 good2 good3" + MARK)))
        assert [one for one, _, _ in fits(found)] == ["good1", "good2", "good3", "marker"]
        assert faults(found) == []


def test_several_and_what_asks_them(tmp_path: Path) -> None:
    asks = "rule asks { condition: not always } rule asks_that { condition: asks or true } " + good(4)
    made = rules(written(tmp_path / "s", f"{good(1)} {ALWAYS} {asks}", ON_ZEROS))
    names = ("r0.yar: always", "r0.yar: asks", "r0.yar: asks_that", "r1.yar: zeros")
    assert sorted(lacks(made)) == [(f"s/{name}", DETAIL) for name in names]
    assert [one for one, _, _ in fits(seen(made, blob(Held(b"good1 good4"))))] == ["good1", "good4"]


def test_a_global_one_takes_all_of_its_file_with_it(tmp_path: Path) -> None:
    made = rules(written(tmp_path / "s", f"{good(1)} global {ALWAYS} {good(2)}", good(3)))
    assert sorted(what for what, _ in lacks(made)) == ["s/r0.yar: always", "s/r0.yar: good1", "s/r0.yar: good2"]
    assert [one for one, _, _ in fits(seen(made, blob(Held(b"good1 good2 good3"))))] == ["good3"]


def test_one_that_does_not_end_on_a_content_is_left_out_from_then_on(tmp_path: Path) -> None:
    made = rules(written(tmp_path / "s", good(1), f"{ON_TEXT} {good(2)}"))
    assert lacks(made) == []
    assert faults(made.matches(blob(Held(b"good1")))) == []
    for _ in range(3):
        found = list(made.matches(blob(Held(b"text good1 good2"))))
        assert [one for one, _, _ in fits(found)] == ["good1", "good2"]
        assert faults(found) == [DETAILS]
        assert [one.origin.path for one in found if isinstance(one, Gap)] == [("s/r1.yar: text",)]


def test_what_is_not_found_costs_less_and_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = rules(written(tmp_path / "s", good(1)))
    monkeypatch.setattr(scanning, "SECONDS", 20)
    monkeypatch.setattr(scanning, "without_endless", lambda made, sample: made)
    ready = scanning.Scanning(made.scanning._made)
    import yara_x

    class Slow:
        def scan(self, data: bytes) -> None:
            raise yara_x.TimeoutError("timeout")

        def set_global(self, name: str, value: str) -> None:
            pass

        def set_timeout(self, seconds: int) -> None:
            asked.append(seconds)

    asked: list[int] = []
    monkeypatch.setattr(scanning, "scanner", lambda rules: Slow())
    for _ in range(4):
        with pytest.raises(BadEvidence):
            ready.data(b"x")
    assert asked == [20, 10, 5, 5]


def test_lines_stay_where_they_are() -> None:
    from mimawari.signatures.yara.rule_files import RuleFile

    text = 'rule a {\n strings:\n $x = "}"\n condition:\n $x or\n true }\nrule b { condition: // }\n true }'
    (shut,) = endless.shut([RuleFile("s", "a.yar", text)], [("0", "a"), ("0", "b")])
    assert shut.text.count("\n") == text.count("\n")
    assert "false and any of them" in shut.text and shut.text.endswith("rule b { condition: false \n}")


def test_its_detail_has_its_japanese() -> None:
    assert knowledge.load().detail(DETAIL).ja != DETAIL
