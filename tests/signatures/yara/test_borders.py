"""A word at the border of two pieces is one only if it is one in the whole: by what YARA-X says of the whole."""

from pathlib import Path

import pytest
from support.rule_sets import blob, faults, fits, rules, written

from mimawari.formats.slices import Held
from mimawari.model import Match, Strength
from mimawari.signatures.yara import Rules, streams
from mimawari.signatures.yara.borders import Border, border
from mimawari.signatures.yara.placing import is_free, is_free_at_start
from mimawari.signatures.yara.rule_text import parts
from mimawari.signatures.yara.scope import is_local

WHOLE, WINDOW, OVERLAP = 4096, 1024, 128
STEP = WINDOW - OVERLAP
SIZE = 8 * WINDOW
PATTERNS = {
    '"MARK" fullword': (b"MARK", b"x"),
    '"MARK" wide fullword': (b"M\0A\0R\0K\0", b"x\0"),
    r"/\bMARK\b/": (b"MARK", b"x"),
    r"/\bMARK\b/ wide": (b"M\0A\0R\0K\0", b"x\0"),
}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("WHOLE", WHOLE), ("WINDOW", WINDOW), ("OVERLAP", OVERLAP)):
        monkeypatch.setattr(streams, name, value)


def made(folder: Path, pattern: str, condition: str = "$a") -> Rules:
    return rules(written(folder, f"rule word {{ strings: $a = {pattern} condition: {condition} }}"))


def laid(size: int, *those: tuple[int, bytes], fill: bytes = b"\0") -> bytes:
    data = bytearray(fill * size)
    for at, what in those:
        data[at : at + len(what)] = what
    return bytes(data)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("condition", ["$a", "$a and #a > 0 and filesize > 9"])
def test_a_part_of_a_word_is_none(tmp_path: Path, pattern: str, condition: str) -> None:
    word, letter = PATTERNS[pattern]
    ready = made(tmp_path / "s", pattern, condition)
    for at in range(STEP - 3, STEP + 4):
        before = laid(SIZE, (at - len(letter), letter + word))
        assert list(ready.matches(blob(Held(before)))) == [], ("begins", at)
    for end in range(WINDOW - 3, WINDOW + 4):
        behind = laid(SIZE, (end - len(word), word + letter))
        assert list(ready.matches(blob(Held(behind)))) == [], ("ends", end)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_whole_word_is_found_wherever_it_lies(tmp_path: Path, pattern: str) -> None:
    word, _ = PATTERNS[pattern]
    ready = made(tmp_path / "s", pattern)
    for at in (0, *range(STEP - len(word) - 2, STEP + 3), *range(WINDOW - len(word) - 2, WINDOW + 3), SIZE - len(word)):
        found = list(ready.matches(blob(Held(laid(SIZE, (at, word))))))
        assert (fits(found), faults(found)) == ([("word", "", at)], []), at
        assert [one.row.strength for one in found if isinstance(one, Match)] == [Strength.STRONG]


def test_where_all_is_one_word_it_is_doubtful_and_told(tmp_path: Path) -> None:
    """There is no blank at which such a content could be cut."""
    ready = made(tmp_path / "s", '"MARK" fullword')
    content = laid(SIZE, (STEP, b"MARK."), fill=b"x")
    found = list(ready.matches(blob(Held(content))))
    assert [one.row.strength for one in found if isinstance(one, Match)] == [Strength.HINT]
    assert faults(found) == [("too-large", streams.IN_PIECES)]
    twice = laid(SIZE, (STEP, b"MARK."), (5000, b".MARK."), fill=b"x")
    found = list(ready.matches(blob(Held(twice))))
    assert [(one.row.strength, one.offset) for one in found if isinstance(one, Match)] == [(Strength.HINT, STEP)]
    assert list(ready.matches(blob(Held(laid(SIZE, (STEP + 50, b"MARK"), fill=b"x"))))) == []


def test_a_word_behind_a_key_is_never_sure(tmp_path: Path) -> None:
    text = parts('rule r { strings: $a = "MARK" xor fullword condition: $a }')
    (rule,) = text.rules
    assert not (is_local(rule, text) or is_free(rule, text) or is_free_at_start(rule, text))


@pytest.mark.parametrize(
    ("data", "near", "found"),
    [
        (b"ab cd", 4, Border(2, True)), (b"ab cd", 2, Border(2, True)), (b"abcde", 4, Border(4, False)),
        (b"a\0b\0c\0", 5, Border(5, False)), (b"a\0\0b\0", 4, Border(2, True)), (b"\0\0\0\0", 3, Border(3, True)),
        (b"\0a", 1, Border(1, False)), (b" a_9Z", 4, Border(0, True)), (b"\xe3\x81\x82ab", 4, Border(2, True)),
    ],
)  # fmt: skip
def test_where_a_content_may_be_cut(data: bytes, near: int, found: Border) -> None:
    assert border(data, near, 100) == found


def test_it_looks_no_further_than_told() -> None:
    assert border(b" " + b"a" * 50, 40, 30) == Border(40, False)
    assert border(b" " + b"a" * 9000, 8999, 9000) == Border(8999, False)
