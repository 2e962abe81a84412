"""For which rules it matters that not all of a pattern is counted."""

from pathlib import Path

import pytest
from support.rule_sets import blob, faults, rules, written

from mimawari.formats.slices import Held
from mimawari.model import Match, Strength
from mimawari.signatures.yara import scanning
from mimawari.signatures.yara.counting import counted, leaning, witnesses
from mimawari.signatures.yara.rule_text import parts


def names(condition: str) -> set[str]:
    return set(counted(parts(f'rule r {{ strings: $a = "xyz" $b = "uvw" condition: {condition} }}').rules[0]))


@pytest.mark.parametrize(
    ("condition", "those"),
    [
        ("$a in (filesize - 20 .. filesize)", {"a"}), ("$a at filesize - 3 and $b", {"a"}), ("#a == 5", {"a"}),
        ("#a > #b", {"a", "b"}), ("#a > 5000000", {"a"}), ("#a > 3 + uint8(0)", {"a"}), ("@a[#a] > 4", {"a"}), ("!b[2] > 4", {"b"}),
        ("$a at 0x200000", {"a"}),
        ("any of them in (0 .. filesize)", {"them"}), ("any of ($a*) in (9 .. filesize)", {"them"}), ("$a at 0 + uint32(4)", {"a"}),
        ("for any of them : ( # > 3 )", {"them"}), ("for any of ($a, $b) : ( $ at uint32(4) )", {"them"}),
        ("#a in (0..2000000) == 2", {"a"}),
    ],
)  # fmt: skip
def test_it_matters(condition: str, those: set[str]) -> None:
    assert names(condition) == those


@pytest.mark.parametrize(
    "condition",
    [
        "$a", "all of them", "$a at 0", "$a in (0..1024) and $b", "#a > 3", "(#a >= 3)", "uint16(0) != 1 and not $a",
        "filesize < 3", "for any i in (0..100) : ( uint8(i) == 1 )", "any of them in (0..1024)",
    ],
)  # fmt: skip
def test_it_does_not(condition: str) -> None:
    assert names(condition) == set()


def test_no_more_witnesses_than_needed() -> None:
    text = 'rule a { strings: $m = "xyz" condition: $m } rule b { condition: filesize > 3 }'
    text += ' rule c { strings: $m = "x" condition: #m == 1 }'
    assert [rule.name for rule in parts(witnesses(parts(text))).rules] == ["c"]


MANY = b"ABCD" * 150_000


@pytest.mark.parametrize(
    ("condition", "is_so"),
    [
        ("#a < 140000", False), ("#a == 100000", False), ("#a != 150000", False), ("not $a in (filesize - 4 .. filesize)", False),
        ("for all i in (1..#a) : ( @a[i] < 500000 )", False), ("#a == 150000", True), ("@a[120000] > 4", True),
    ],
)  # fmt: skip
def test_what_fits_because_not_all_is_counted_is_doubtful_and_told(tmp_path: Path, condition: str, is_so: bool) -> None:
    """``is_so``: whether it is true of the content."""
    made = rules(written(tmp_path / "s", f'rule r {{ strings: $a = "ABCD" condition: $a and {condition} }}'))
    found = list(made.matches(blob(Held(MANY))))
    assert [one.row.strength for one in found if isinstance(one, Match)] == ([] if is_so else [Strength.HINT])
    assert faults(found) == [("too-large", scanning.TOO_MANY)]


@pytest.mark.parametrize("condition", ["#a > 50000", "#a >= 100000", "for any i in (1..#a) : ( uint8(@a[i] + 4) == 0x41 )"])
def test_what_more_of_it_would_not_change_is_sure(tmp_path: Path, condition: str) -> None:
    made = rules(written(tmp_path / "s", f'rule r {{ strings: $a = "ABCD" condition: {condition} }}'))
    found = list(made.matches(blob(Held(MANY))))
    assert [one.row.strength for one in found if isinstance(one, Match)] == [Strength.STRONG]
    assert faults(found) == []


@pytest.mark.parametrize(
    "text",
    [
        'rule a { strings: $a = "ABCD" condition: #a == 150000 } rule b { condition: not a }',
        'private rule a { strings: $a = "ABCD" condition: #a == 100000 } rule b { condition: a }',
        'global rule a { strings: $a = "ABCD" condition: #a < 120000 } rule b { strings: $x = "DA" condition: $x }',
    ],
)
def test_what_asks_another_rule_is_as_doubtful_as_that(tmp_path: Path, text: str) -> None:
    made = rules(written(tmp_path / "s", text), written(tmp_path / "t", 'rule c { strings: $x = "DA" condition: $x }'))
    found = list(made.matches(blob(Held(MANY))))
    told = {one.row.name: one.row.strength for one in found if isinstance(one, Match)}
    assert (told["b"], told["c"]) == (Strength.HINT, Strength.STRONG)
    assert faults(found) == [("too-large", scanning.TOO_MANY)]


def test_which_rules_ask_others() -> None:
    text = (
        "rule a { condition: true } rule b { condition: a and true } rule c { condition: any of (a*) } rule d { condition: 1 > 0 }"
    )
    assert list(leaning(parts(text))) == ["b", "c"]
    assert list(leaning(parts("rule a { condition: true } global rule g { condition: true }"))) == ["a", "g"]
