"""What of a set of somebody else cannot be used: beside the verdict where the rest of the set is, a hole where the set is none."""

from pathlib import Path

import pytest
from support.rule_sets import ANYWHERE, written

from mimawari import app, signatures
from mimawari.model import Level, Source
from mimawari.signatures import Chosen

ODD = "x y " * 20_000
"""A line that no list has."""
HASHES = "".join(f"{number:064x}\n" for number in range(1000, 1010))


def checked(folder: Path, **sets: tuple[Path, ...]) -> Source:
    (folder / "a.txt").write_bytes(b"an honest text")
    settings = app.Settings(signatures=Chosen(**sets), reraise=True)  # type: ignore[arg-type]
    (source,) = app.check([app.evidence(str(folder / "a.txt"))], settings, 0)
    return source


def weighed(source: Source) -> tuple[Level, list[tuple[str, str]]]:
    """The level, and the gaps by what they want and where."""
    return app.level_of(source), [(gap.wanted, gap.origin.path[0]) for gap in source.gaps]


def brought(folder: Path, text: str, name: str = "partner.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("row", ["setup.exe", "a.pdf", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", ODD])
def test_one_unusable_row_is_told_and_is_no_hole(tmp_path: Path, row: str) -> None:
    """Too general, of the empty file, not understood: the list is its author's, and all its other rows are used."""
    source = checked(tmp_path, indicators=(brought(tmp_path, HASHES + row + "\n"),))
    level, gaps = weighed(source)
    assert (level, [wanted for wanted, _ in gaps], app.holes(source)) == (Level.NO_SIGN, ["unused-signature"], ())
    assert all(gap.remedy and "indicators" in gap.remedy.en for gap in source.gaps)


@pytest.mark.parametrize(
    "text",
    ["setup.exe\n", f"setup.exe\n{ODD}\n", "", "<stix/>", f"{'ab' * 64}\n" * 2 + HASHES[:64], HASHES[:64] + "\n" + f"{ODD}\n" * 3],
)
def test_a_list_of_which_nothing_or_little_was_understood_is_a_hole(tmp_path: Path, text: str) -> None:
    source = checked(tmp_path, indicators=(brought(tmp_path, text),))
    assert app.level_of(source) is Level.UNDETERMINED
    assert app.holes(source) == ("signature",)


def test_a_list_that_was_cut_off_is_a_hole_however_much_was_read(tmp_path: Path) -> None:
    objects = ",".join(
        f'{{"type":"indicator","id":"indicator--{n}","pattern_type":"stix","pattern":"[file:hashes.\'SHA-256\' = \'{n:064x}\']"}}'
        for n in range(1000, 1010)
    )
    whole = f'{{"type":"bundle","objects":[{objects}]}}'
    assert app.level_of(checked(tmp_path, indicators=(brought(tmp_path, whole),))) is Level.NO_SIGN
    source = checked(tmp_path, indicators=(brought(tmp_path, whole[:-60], "cut"),))
    assert app.level_of(source) is Level.UNDETERMINED


@pytest.mark.parametrize(
    "bad",
    [
        "rule bad { condition: nope }",
        'import "nomod" rule bad { condition: nomod.x }',
        "rule bad { strings: $a = /(a/ condition: $a }",
    ],
)
def test_one_rule_that_this_yara_cannot_use_is_named_and_is_no_hole(tmp_path: Path, bad: str) -> None:
    source = checked(tmp_path, rules=(written(tmp_path / "rules", ANYWHERE, bad),))
    assert weighed(source) == (Level.NO_SIGN, [("unused-signature", "rules/r1.yar: bad")])
    assert source.gaps[0].remedy == app.known().remedies["unsupported-unused-signature"]
    kept = app.Settings(signatures=Chosen(rules=(tmp_path / "rules",), cache=tmp_path / "cache"), reraise=True)
    for _ in ("compiled", "read back"):
        signatures.ready.cache_clear()
        (again,) = app.check([app.evidence(str(tmp_path / "a.txt"))], kept, 0)
        assert again.gaps == source.gaps


@pytest.mark.parametrize(
    "bad",
    [
        'rule bad { strings: $a = "an end that is not there',
        "rule bad { condition: }",
        'include "gone.yar"\n',
        "\x00\x01\x02",
    ],
)
def test_a_text_that_is_cut_off_or_no_rule_is_a_hole(tmp_path: Path, bad: str) -> None:
    """What stands behind it may be lost with it."""
    source = checked(tmp_path, rules=(written(tmp_path / "rules", ANYWHERE, bad),))
    assert app.level_of(source) is Level.UNDETERMINED


def test_a_set_of_which_no_rule_can_be_used_is_a_hole_whatever_another_holds(tmp_path: Path) -> None:
    good = written(tmp_path / "good", ANYWHERE)
    source = checked(tmp_path, rules=(good, written(tmp_path / "bad", "rule bad { condition: nope }")))
    assert weighed(source) == (Level.UNDETERMINED, [("signature", "bad/r0.yar: bad")])
