"""For which rules it matters that not all of a pattern is counted."""

import pytest

from mimawari.signatures.yara.counting import counted, witnesses
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
