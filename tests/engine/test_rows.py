"""What a file gave, as text and back: the same, down to its id."""

import pytest

from mimawari.engine import rows
from mimawari.model import About, Finding, Gap, Looked, Origin, ReadFinding, Reason, Strength, Words

AT = Origin("s", "all:place", ("a/b\udcff.txt",))
WORDS = Words(en="“x” {braces} & \u202e", ja="「x」")


def found(**given: object) -> Finding:
    facts: dict[str, object] = {"strength": Strength.STRONG, "name": "script-dropper", "words": WORDS, "given": (("n", 1),)}
    return ReadFinding(origin=AT.at(*AT.path, "in.zip", "x.js"), **(facts | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "outcome",
    [
        Looked("file", 3),
        Gap(AT, Reason.ENCRYPTED, "content", "a password"),
        Gap(AT.at(*AT.path, "x"), Reason.CORRUPT, "content"),
        Gap(AT, Reason.TOO_LARGE, "signature", "a limit", WORDS),
        found(),
        found(family="emotet", attack=("T1204.002",), era=("2022",), seen_at="2022-04-26T00:00:00Z", past=True),
        found(about=About.MAIL, strength=Strength.HINT, given=(("a", None), ("b", 1.5), ("c", True), ("d", "\udc80\0"))),
    ],
)
def test_the_same_comes_back(outcome: Finding | Gap | Looked) -> None:
    (back,) = rows.read(rows.written([outcome], AT), AT)
    assert back == outcome
    if not isinstance(outcome, Looked):
        assert back.id == outcome.id  # type: ignore[union-attr]


def test_at_another_source_it_is_of_that_one() -> None:
    (back,) = rows.read(rows.written([found()], AT), Origin("t", "all:other", AT.path))
    assert isinstance(back, Finding)
    assert back.origin == Origin("t", "all:other", (*AT.path, "in.zip", "x.js"))


def test_a_place_outside_of_the_file_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        rows.written([Gap(Origin("s", "l", ("other",)), Reason.CORRUPT, "x")], AT)


@pytest.mark.parametrize(
    "text", ["", "[1]", '[["x"]]', '[["f"]]', '[["g",[],"no-reason","w",""]]', '[["l","file"]]', "[" * 100_000]
)
def test_what_is_no_such_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        rows.read(text, AT)
