"""Rules as they stand in a text: names, conditions, includes, whatever strings and comments look like."""

import time
from collections.abc import Iterator

import pytest

from mimawari.signatures.yara.placing import is_free, is_free_at_start
from mimawari.signatures.yara.rule_text import RuleText, parts
from mimawari.signatures.yara.scope import is_local

TRICKY = r"""
// rule commented_out { condition: true }
/* rule too { condition: true } */
import "pe"
include "other.yar"
include "..\\up.yar"
private rule first : tag_a tag_b {
  meta:
    condition = "true"
    text = "} rule inside { condition: \" true"
  strings:
    $a = "}"
    $b = /[}"\/]{1,3} rule x {/ is
    $c = { 7D 22 /* } */ ?? [2-4] ( 2F | 2A ) } // }
  condition:
    $a and #b > 2 and not $c // rule y {
}
global rule second { condition: filesize < 1MB }
rule _third
{
  strings: $x = "一致" wide
  condition:
    any of them
}
"""


def test_rules_are_told_apart() -> None:
    found = parts(TRICKY)
    assert [(one.name, one.is_private, one.is_global) for one in found.rules] == [
        ("first", True, False), ("second", False, True), ("_third", False, False),
    ]  # fmt: skip
    assert found.includes == ["other.yar", r"..\up.yar"]


def test_conditions_are_what_stands_behind_that_word() -> None:
    first, second, third = parts(TRICKY).rules
    assert first.condition == ["$a", "and", "#b", ">", "2", "and", "not", "$c"]
    assert second.condition == ["filesize", "<", "1MB"]
    assert third.condition == ["any", "of", "them"]


def test_patterns_are_the_text_of_its_strings() -> None:
    first, second, third = parts(TRICKY).rules
    assert first.patterns.split("\n")[1].strip() == '$a = "}"'
    assert first.patterns.strip().endswith("( 2F | 2A ) } // }")
    assert (second.patterns, third.patterns.strip()) == ("", '$x = "一致" wide')


def test_the_rule_around_a_byte() -> None:
    text = 'rule a { meta: x = "日本" condition: true } rule b { condition: true }'
    found = parts(text)
    assert found.at(0) is None
    at = text.encode().index(b"rule b") + 8
    assert [one.name for offset in (6, 20, at) if (one := found.at(offset))] == ["a", "a", "b"]


@pytest.mark.parametrize(
    "text", ["", "rule", "rule a", "rule a {", "}", '"', "/*", "/", "rule a { condition:", "include", "\0", "{}{}"]
)
def test_what_is_no_rule_does_no_harm(text: str) -> None:
    parts(text)


@pytest.mark.parametrize("piece", ["/*", '"', '"\\', "/", "= {", "rule a {", "$", "/\\", "= { /*", "private "])
def test_hostile_text_costs_time_in_proportion(piece: str) -> None:
    start = time.process_time()
    parts(piece * 200_000)
    assert time.process_time() - start < 10


def test_a_rule_begins_where_the_last_one_has_no_end() -> None:
    text = (
        'rule a { strings: $x = "1" condition: $x rule b { condition: true } rule c { meta: d = "e" private rule f { condition: 1 }'
    )
    assert [(one.name, one.is_private) for one in parts(text).rules] == [("a", False), ("b", False), ("c", False), ("f", True)]


def test_what_is_asked_of_each_rule_goes_through_no_other() -> None:
    """Else ten thousand of them in a file cost a hundred million steps."""

    class Once(list[RuleText]):
        def __iter__(self) -> Iterator[RuleText]:
            raise AssertionError

        __reversed__ = __iter__

    text = parts("".join(f'rule r{number} {{ strings: $a = "xyz" condition: $a }} ' for number in range(50)))
    rules, text.rules = text.rules, Once(text.rules)
    assert all(is_local(rule, text) and is_free(rule, text) and is_free_at_start(rule, text) for rule in rules)
    assert [text.at(rule.start) for rule in rules] == rules
