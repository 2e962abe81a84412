"""Which rules fit the whole because they fit a piece of it. What is not sure is not."""

import pytest

from mimawari import knowledge
from mimawari.signatures.yara import rule_files
from mimawari.signatures.yara.placing import is_free, is_free_at_start
from mimawari.signatures.yara.rule_text import parts


def sure(condition: str, before: str = "", patterns: str = '$a = "xyz" $b = "uvw"') -> tuple[bool, bool]:
    """By any piece; by the first."""
    text = parts(f"{before}rule r {{ strings: {patterns} condition: {condition} }}")
    return is_free(text.rules[-1], text), is_free_at_start(text.rules[-1], text)


@pytest.mark.parametrize(
    "condition",
    [
        "$a",
        "$a and ($b or 2 of them)",
        "all of ($a*)",
        "50% of them",
        "#a > 3",
        "#a >= 3 and $b",
        "filesize > 1MB and $a",
        "for any of them : ( # > 3 )",
        "for any i in (1..#a) : ( uint8(@a[i] - 4) == 0x41 )",
        "for any i in (1..64) : ( uint32be(@a[i] + 8) == 1 and uint16(@a[i] + 12) != 0 )",
        "$a and for any i in (1..8) : ( $b in (@a[i] - 0x100 .. @a[i] + 0x100) )",
        "for any i in (1..8) : ( @b[i] >= @a[i] - 0x1000 and i <= #a )",
    ],
)
def test_free_of_a_place(condition: str) -> None:
    assert sure(condition) == (True, True)


@pytest.mark.parametrize("condition", ["uint16(0) == 0x5A4D and filesize < 9MB and $a", "(filesize <= 100 and $a and $b)"])
def test_what_is_asked_of_the_start_and_of_the_size_is_told_otherwise(condition: str) -> None:
    assert sure(condition) == (True, True)


@pytest.mark.parametrize(
    "condition",
    [
        "$a at 0", "$a in (0..100)", "uint16(0) == 0x5A4D or $a", "uint16be(0) == 0x4D5A and $a", "@a[1] > 4", "@a > 4",
        "uint32(uint32(0x3C)) == 0x4550 and $a", "with x = uint32(4) : ( uint8(x + 1) == 3 )", "any of them in (0..1024)",
        "@a[1] - @b[1] > 4", "for any i in (0..100) : ( uint8(i) == 1 )",
    ],
)  # fmt: skip
def test_tied_to_a_place(condition: str) -> None:
    assert sure(condition) == (False, True)


@pytest.mark.parametrize(
    "condition",
    [
        "$a and not $b", "none of them", "0 of them", "for 0 i in (1..2) : ( uint8(@a[i]) == 1 )", "$a and #b < 2", "#a == 1",
        "#a != 1", "5 - #a > 3", "not defined pe.x and $a", "$a at filesize - 3", "$a in (filesize - 20 .. filesize)",
        "filesize < 9MB or $a", "filesize == 9 and $a", "pe.is_pe", "other_rule and $a", "any of (helper*)", 'filename == "x"',
        "for all i in (1..#a) : ( uint8(@a[i] + 3) == 0 )", "$a at entrypoint", "@a[#a] > 4", "!a[1] > 4", "#a > #b",
        "for any of them : ( # < 3 )", "uint8(filesize - 1) == 3", "math.entropy(0, filesize) > 7",
    ],
)  # fmt: skip
def test_it_may_fit_by_what_a_piece_lacks(condition: str) -> None:
    assert sure(condition) == (False, False)


def test_patterns_that_are_tied_to_an_end() -> None:
    assert sure("$a", patterns="$a = /^MZ/") == (False, True)
    assert sure("$a", patterns="$a = /end$/") == (False, False)


def test_a_global_rule_is_part_of_each() -> None:
    assert sure("$a", "global rule g { condition: filesize < 1MB } ") == (False, False)


def test_hostile_conditions_are_borne() -> None:
    for word in ("(", "for any i in ", "@a [ 1 ] + 1 ", "with x = ", "uint8 ( @a [ 1 ] + 1 "):
        assert sure(word * 900 + "filesize") == (False, False)
    assert sure("$a and " * 6000 + "$a") == (False, False)


def test_our_own_are_sure_wherever_they_can_be() -> None:
    """But for one, which asks that something is not there."""
    texts = [parts(file.text) for file in rule_files.ours(knowledge.load())]
    doubtful = {rule.name for text in texts for rule in text.rules if not is_free_at_start(rule, text)}
    free = {rule.name for text in texts for rule in text.rules if is_free(rule, text)}
    assert doubtful == {"emotet_word_builder"}
    assert {"emotet_epoch4_key", "emotet_epoch5_key", "emotet_code_servers_2022", "emotet_texts_64bit"} <= free
    assert "emotet_core_name" not in free
