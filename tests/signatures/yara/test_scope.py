"""Which conditions a piece of a content decides, and which may hold for a piece by what it lacks."""

import pytest

from mimawari.signatures.yara.rule_text import parts
from mimawari.signatures.yara.scope import is_doubtful, is_local


def asked(condition: str, before: str = "") -> tuple[bool, bool]:
    text = parts(f'{before}rule r {{ strings: $a = "xyz" $b = "uvw" condition: {condition} }}')
    return is_local(text.rules[-1], text), is_doubtful(text.rules[-1])


@pytest.mark.parametrize("condition", ["$a", "$a or $b", "any of them", "1 of ($a, $b*)", "any of ($*) or ($a)", "(1 of them)"])
def test_one_pattern_is_enough(condition: str) -> None:
    assert asked(condition) == (True, False)


@pytest.mark.parametrize(
    "condition",
    [
        "$a and $b", "all of them", "2 of them", "$a at 0", "$a in (0..100)", "uint16(0) == 0x5A4D and $a", "filesize < 1MB and $a",
        "#a > 3", "pe.is_pe", "for any of them : ( # > 3 )", "true", "other_rule", "@a[1] > 4",
    ],
)  # fmt: skip
def test_the_rest_of_the_content_matters(condition: str) -> None:
    assert asked(condition) == (False, False)


@pytest.mark.parametrize("condition", ["$a and not $b", "none of them", "$a and #b < 2", "#a == 1", "not defined pe.x and $a"])
def test_what_is_absent_from_a_piece_may_be_elsewhere(condition: str) -> None:
    assert asked(condition) == (False, True)


def test_a_global_rule_in_the_file_speaks_for_all_of_them() -> None:
    assert asked("$a", "global rule g { condition: filesize < 1MB } ") == (False, False)
