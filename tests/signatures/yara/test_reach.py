"""Which patterns may be longer than what two pieces have in common: by what YARA-X itself finds."""

import pytest

from mimawari.signatures.yara.reach import FAR, ends, is_far, is_worded
from mimawari.signatures.yara.rule_text import RuleText, parts


def rule(pattern: str) -> RuleText:
    return parts(f"rule r {{ strings: $a = {pattern} condition: $a }}").rules[0]


def reaches(pattern: str, distance: int) -> bool:
    """Whether YARA-X finds it with so many bytes between its ends."""
    import yara_x

    rules = yara_x.compile(f"rule r {{ strings: $a = {pattern} condition: $a }}")
    return bool(yara_x.Scanner(rules).scan(b"ab" + b"x" * distance + b"cd").matching_rules)


@pytest.mark.parametrize(
    "pattern",
    [
        "{ 61 62 [-] 63 64 }", "{ 61 62 [3-] 63 64 }", "{ 61 62 [ 3 - ] 63 64 }", "{ 61 62 [0-2000000] 63 64 }",
        "{ 61 62 [0-400000] [0-400000] 63 64 }", "/ab.*cd/s", "/ab.*?cd/is", "/ab.{3,}cd/s", "/ab.{0,900000}cd/s",
        r"/ab[\s\S]*cd/", r"/ab[\w\W]+cd/", r"/ab[\x00-\xff]*cd/", "/(?s)ab.*cd/", "/(?s:ab.*cd)/",
    ],
)  # fmt: skip
def test_far(pattern: str) -> None:
    assert is_far(rule(pattern))
    assert reaches(pattern, FAR), "else it is no example"


@pytest.mark.parametrize(
    "pattern",
    [
        '"ab [-] cd"', "{ 61 62 [0-4000] 63 64 }", "{ 61 62 ?? [4] 63 64 }", "{ 61 62 ( 63 | 78 ) 64 }", "/ab.*cd/", "/ab.*cd/i",
        "/ab.{0,4000}cd/s", r"/ab[^\n]*cd/", "/ab[x]+cd/", r"/ab(.|\n)*cd/", "/abxcd/s",
    ],
)  # fmt: skip
def test_near(pattern: str) -> None:
    assert not is_far(rule(pattern))
    assert not reaches(pattern, 10_000), "else it is no example"


@pytest.mark.parametrize(
    ("pattern", "tied"),
    [
        ("/^ab/", (True, False)), ("/(^ab|cd)/", (True, False)), ("/ab$/", (False, True)), ("/[^a]b/", (False, False)),
        (r"/a\$b\^c/", (False, False)), ('"^ab$"', (False, False)),
    ],
)  # fmt: skip
def test_tied_to_an_end(pattern: str, tied: tuple[bool, bool]) -> None:
    assert ends(rule(pattern)) == tied


@pytest.mark.parametrize(
    ("pattern", "asks"),
    [
        ('"ab" fullword', True), (r"/\bab/", True), (r"/ab\B/", True), ('"fullword"', False), ("/ab/", False), ('"\\\\b"', False),
        ("{ 62 }", False), ('"ab" wide ascii fullword', True),
    ],
)  # fmt: skip
def test_asks_for_the_border_of_a_word(pattern: str, asks: bool) -> None:
    assert is_worded(rule(pattern)) is asks


def test_a_backslash_before_the_end_does_not_hide_it() -> None:
    assert ends(rule(r"/C:\\$/")) == (False, True)
    assert ends(rule(r"/(C:\\|^x)/")) == (True, False)
