"""Which conditions a piece of a content decides, and which may hold for a piece by what it lacks."""

import pytest

from mimawari.signatures.yara import scope
from mimawari.signatures.yara.rule_text import parts
from mimawari.signatures.yara.scope import is_local, is_met, needs_pattern


def local(condition: str, before: str = "") -> bool:
    text = parts(f'{before}rule r {{ strings: $a = "xyz" $b = "uvw" condition: {condition} }}')
    return is_local(text.rules[-1], text)


@pytest.mark.parametrize("condition", ["$a", "$a or $b", "any of them", "1 of ($a, $b*)", "any of ($*) or ($a)", "(1 of them)"])
def test_one_pattern_is_enough(condition: str) -> None:
    assert local(condition)


@pytest.mark.parametrize(
    "condition",
    [
        "$a and $b", "all of them", "2 of them", "$a at 0", "$a in (0..100)", "uint16(0) == 0x5A4D and $a", "filesize < 1MB and $a",
        "#a > 3", "pe.is_pe", "for any of them : ( # > 3 )", "true", "other_rule", "@a[1] > 4", "$a and not $b", "none of them",
    ],
)  # fmt: skip
def test_the_rest_of_the_content_matters(condition: str) -> None:
    assert not local(condition)


def test_a_global_rule_in_the_file_speaks_for_all_of_them() -> None:
    assert not local("$a", "global rule g { condition: filesize < 1MB } ")


@pytest.mark.parametrize("pattern", ["{ 61 62 [-] 63 64 }", "/ab.*cd/s"])
def test_a_pattern_that_reaches_far_may_be_in_no_piece(pattern: str) -> None:
    text = parts(f"rule r {{ strings: $a = {pattern} condition: $a }}")
    assert (is_local(text.rules[0], text), needs_pattern(text.rules[0])) == (False, False)


@pytest.mark.parametrize("pattern", ["/^MZ/", "/end$/"])
def test_a_pattern_that_is_tied_to_an_end_is_not_decided_by_a_piece(pattern: str) -> None:
    text = parts(f"rule r {{ strings: $a = {pattern} condition: $a }}")
    assert (is_local(text.rules[0], text), needs_pattern(text.rules[0])) == (False, True)


NEEDED = [
    "$a", "$a and not $b", "uint16(0) == 0x5A4D and ($a or $b)", "($a and filesize < 1MB) or (2 of ($a*) and pe.is_pe)", "$a at 0",
    "all of them", "any of them in (0..1024)", "((($a)))", "50% of them", "filesize < 1MB and any of ($a, $b) and #a < 3",
    "for any i in (1..#a) : ( uint8(@a[i] - 4) == 0x41 )", "(for any i in (1..#b) : ( not $a at @b[i] ))",
    "#a > 0", "#a >= 5 and for 5 i in (1..256) : ( i <= #a and uint8(@a[i]) == 1 )",
    "filesize == 1 and (uint8(0) == 0x41 or $a) and $b",
]  # fmt: skip
NOT_NEEDED = [
    "not $a", "none of them", "0 of them", "filesize > 1MB", "$a or filesize > 1MB", "#a < 3", "($a and $b) or not $a", "pe.is_pe",
    "for all of them : ( # < 3 )", "#a >= 0", "#a != 1",
    "for all i in (1..#a) : ( uint8(@a[i]) == 0 )", "for any i in (0..#a) : ( uint8(i) == 0 )",
    "for any i in (1..3) : ( uint8(i) == 0 )", "other_rule", "true", "uint16(0) == 0x5A4D or ($a)",
    "(uint16(0) == 1 and not $a) or $b", "#a == 0 and #b == 0", "any of (helper*)",
]  # fmt: skip


@pytest.mark.parametrize("condition", NEEDED)
def test_nothing_fits_it_without_a_pattern(condition: str) -> None:
    assert needs_pattern(parts(f'rule r {{ strings: $a = "xyz" $b = "uvw" condition: {condition} }}').rules[0])


@pytest.mark.parametrize("condition", NOT_NEEDED)
def test_something_may_fit_it_without_a_pattern(condition: str) -> None:
    assert not needs_pattern(parts(f'rule r {{ strings: $a = "xyz" $b = "uvw" condition: {condition} }}').rules[0])


@pytest.mark.parametrize(
    ("condition", "asks"),
    [
        ("uint16(0) == 0x5A4D and $a", [(0, 2, 0x5A4D)]), ("uint16(0) == 0x5A4D", [(0, 2, 0x5A4D)]),
        ("(filesize < 1MB and uint16(0) == 0x5a4d)", [(0, 0, 1 << 20), (0, 2, 0x5A4D)]),
        ("uint32(4) == 76 and filesize <= 10 and uint8(1) == 1", [(4, 4, 76), (0, 0, 11), (1, 1, 1)]),
        ("filesize < 3KB and $a", [(0, 0, 3072)]),
        ("uint16(0) == 0x5A4D or $a", []), ("uint16(0) == 0x5A4D and $a or $b", []), ("uint16(0) != 0x5A4D and $a", []),
        ("not uint16(0) == 0x5A4D and $a", []), ("uint16(2000) == 0x5A4D and $a", []), ("uint16be(0) == 0x5A4D and $a", []),
        ("uint16(0) == 0x5A4D + 1 and $a", []), ("filesize > 1MB and $a", []), ("uint16(@a) == 0x5A4D", []), ("$a", []),
    ],
)  # fmt: skip
def test_what_is_asked_of_the_first_bytes_and_of_the_size(condition: str, asks: list[tuple[int, int, int]]) -> None:
    assert list(scope.asked(parts(f'rule r {{ strings: $a = "xyz" $b = "uvw" condition: {condition} }}').rules[0])) == asks


def test_what_is_asked_beside_that() -> None:
    (rule,) = parts('rule r { strings: $a = "xyz" condition: uint16(0) == 0x5A4D and ($a or $a at 3) and filesize < 1MB }').rules
    assert [" ".join(part) for part in scope.unasked(rule)] == ["( $a or $a at 3 )"]


def test_what_is_asked_is_met_or_not() -> None:
    assert is_met((0, 2, 0x5A4D), b"MZ" + bytes(14), 99)
    assert not is_met((0, 2, 0x5A4D), b"ZM" + bytes(14), 99)
    assert is_met((4, 4, 0x00021401), bytes.fromhex("4c0000000114020000000000"), 99)
    assert [is_met((0, 0, 100), b"", size) for size in (99, 100, 101)] == [True, False, False]


def test_a_rule_without_patterns_needs_none() -> None:
    assert not needs_pattern(parts("rule r { condition: filesize > 1MB and any_name }").rules[0])


def test_hostile_nesting_is_borne() -> None:
    deep = "(" * 1000 + "$a" + ")" * 1000
    assert needs_pattern(parts(f'rule r {{ strings: $a = "xyz" condition: {deep} }}').rules[0])
    tangled = "($a and " * 200_000 + "$a" + ")" * 200_000
    needs_pattern(parts(f'rule r {{ strings: $a = "xyz" condition: {tangled} }}').rules[0])
