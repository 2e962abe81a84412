"""One broken rule costs itself: which is told, by file and name, with what is wrong."""

from pathlib import Path

import pytest
from support.rule_sets import ANYWHERE, MARK, blob, faults, fits, rules, seen, written

from mimawari import knowledge
from mimawari.formats.slices import Held
from mimawari.signatures.yara import Rules

GOOD = ANYWHERE.replace("rule marker", "rule good")


def lacks(made: Rules) -> list[tuple[str, str, str]]:
    return [(one.what, one.reason.value, one.detail) for one in made.lacks]


def names(made: Rules) -> set[str]:
    return {row.name for row in made.rows.values() if row.collection != "mimawari"}


@pytest.mark.parametrize(
    ("broken", "detail"),
    [
        ("rule bad { condition: nope }", "line 1, unknown identifier `nope`"),
        ('import "magic" rule bad { condition: magic.type() contains "PE" }', "line 1, unknown identifier `magic`"),
        ("rule bad { condition: filetype == \"EXE\" }", "line 1, unknown identifier `filetype`"),
        ("rule bad { strings: $a = { 0Z } condition: $a }", "line 1, expecting"),
        ("\n\nrule bad { strings: $a = \"x\" condition: $b }", "line 3, unknown pattern `$b`"),
        ("rule bad { strings: $a = /(/ condition: $a }", "line 1, invalid regular expression"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_and_all_others_work(tmp_path: Path, broken: str, detail: str) -> None:
    folder = written(tmp_path / "set", a=f"{broken}\n{GOOD}", b=ANYWHERE)
    made = rules(folder)
    ((what, reason, said),) = lacks(made)
    assert (what, reason) == ("set/a.yar: bad", "unsupported")
    assert said.startswith(f"does not compile: {detail}")
    assert "\n" not in said and len(said) < 200
    assert names(made) == {"good", "marker"}
    assert fits(seen(made, blob(Held(b"text " + MARK)))) == [("good", "", 5), ("marker", "", 5)]


def test_every_broken_rule_is_told_once(tmp_path: Path) -> None:
    text = "rule a { condition: x and y } rule b { condition: z } rule c { condition: a }"
    assert [what for what, _, _ in lacks(rules(written(tmp_path / "s", text)))] == ["s/r0.yar: a", "s/r0.yar: b", "s/r0.yar: c"]


def test_a_file_that_is_no_rules_at_all(tmp_path: Path) -> None:
    made = rules(written(tmp_path / "s", "This is a letter, not a rule.", GOOD))
    assert lacks(made)[0][0] == "s/r0.yar"
    assert names(made) == {"good"}


LAST = ANYWHERE.replace("rule marker", "rule last")


@pytest.mark.parametrize("stray", ["\0", "\ufeff", "\x1a"])
def test_what_stands_between_rules_is_no_fault_of_the_one_before(tmp_path: Path, stray: str) -> None:
    """YARA-X reads no further there: what is lost behind it is named, what works is not."""
    made = rules(written(tmp_path / "s", f"{GOOD}\n{stray}{ANYWHERE}\n{LAST}"))
    assert [what for what, _, _ in lacks(made)] == [f"s/r0.yar: {name}" for name in ("marker", "last") if name not in names(made)]
    assert "good" in names(made) and len(lacks(made)) > 0
    assert all(said.startswith("does not compile: line 2, ") for _, _, said in lacks(made))


@pytest.mark.parametrize("stray", ["junk", "junk \0", "}"])
def test_what_costs_no_rule_is_told_of_the_file(tmp_path: Path, stray: str) -> None:
    made = rules(written(tmp_path / "s", f"{GOOD}\n{stray}\n{ANYWHERE}"))
    assert names(made) == {"good", "marker"}
    ((what, _, said),) = lacks(made)
    assert what == "s/r0.yar" and said.startswith("does not compile: line ")


def test_a_rule_that_swallows_the_next_ones(tmp_path: Path) -> None:
    made = rules(written(tmp_path / "s", f"rule open {{ condition: true\n{ANYWHERE}\n{LAST}\n{GOOD}"))
    told = {what.removeprefix("s/r0.yar: ") for what, _, _ in lacks(made)}
    assert "open" in told and "marker" in told
    assert told | names(made) == {"open", "marker", "last", "good"} and not told & names(made)


@pytest.mark.parametrize(
    "text", ["", "// only a comment", "/* as well */", "// ended by CR\rrule a { condition: true }", 'import "pe"']
)
def test_a_file_without_a_rule_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "empty.yar").write_bytes(text.encode())
    made = rules(written(tmp_path / "s", GOOD))
    assert lacks(made) == [("s/empty.yar", "missing", "there are no rules in it")]


def test_rules_of_the_same_name_are_apart(tmp_path: Path) -> None:
    other = 'private rule helper { condition: false } rule marker { strings: $m = "elsewhere" condition: $m or helper }'
    same = "private rule helper { condition: true } " + ANYWHERE.replace("condition: $m", "condition: $m and helper")
    made = rules(written(tmp_path / "s", other, same), written(tmp_path / "t", "// t\n" + ANYWHERE))
    assert lacks(made) == []
    assert fits(seen(made, blob(Held(MARK)))) == [("marker", "", 0), ("marker", "", 0)]
    twice = rules(written(tmp_path / "u", ANYWHERE + " " + ANYWHERE))
    assert lacks(twice) == [("u/r0.yar: marker", "unsupported", "does not compile: line 1, duplicate rule `marker`")]
    assert fits(seen(twice, blob(Held(MARK)))) == [("marker", "", 0)]


def test_a_global_rule_speaks_for_its_file_only(tmp_path: Path) -> None:
    shut = "global rule never { condition: false } " + ANYWHERE.replace("marker", "inside")
    assert fits(seen(rules(written(tmp_path / "s", shut, ANYWHERE)), blob(Held(MARK)))) == [("marker", "", 0)]


def test_private_rules_are_not_told(tmp_path: Path) -> None:
    made = rules(written(tmp_path / "s", "private " + ANYWHERE, GOOD))
    assert names(made) == {"good"}
    assert fits(seen(made, blob(Held(MARK)))) == [("good", "", 0)]


@pytest.mark.parametrize("name", ["/etc/passwd", "../outside.yar", "sub/../../outside.yar", "gone.yar", "//x/y", "s"])
def test_an_include_opens_nothing_that_was_not_given(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.yar").write_text(ANYWHERE.replace("marker", "outside"), "utf-8")
    made = rules(written(tmp_path / "s", f'include "{name}"\n{GOOD}'))
    ((what, reason, detail),) = lacks(made)
    assert what.startswith("s/r0.yar: ") and (reason, detail) == ("unsupported", "an include of what was not given")
    assert names(made) == {"good"}


def test_an_index_of_files_that_were_given_lacks_nothing(tmp_path: Path) -> None:
    made = rules(written(tmp_path / "s", index='include "./a.yar"\ninclude "sub/b.yar"', a=GOOD))
    assert [what for what, _, _ in lacks(made)] == ["s/index.yar: sub/b.yar"]
    (tmp_path / "s" / "sub").mkdir()
    (tmp_path / "s" / "sub" / "b.yar").write_text(ANYWHERE, "utf-8")
    made = rules(tmp_path / "s")
    assert (lacks(made), names(made)) == ([], {"good", "marker"})


def test_rules_may_ask_for_the_name_of_the_file(tmp_path: Path) -> None:
    text = (
        'rule named { condition: filename == "請求書.EXE" and extension == ".exe" }'
        ' rule bare { condition: filename == "x" and extension == "" }'
    )
    made = rules(written(tmp_path / "s", text))
    assert fits(seen(made, blob(Held(b"a"), "請求書.EXE"))) == [("named", "", None)]
    assert fits(seen(made, blob(Held(b"a"), "x"))) == [("bare", "", None)]
    assert fits(seen(made, blob(Held(b"a"), "\udcff.exe"))) == []


def test_what_the_sets_say_of_themselves_changes_with_them(tmp_path: Path) -> None:
    def own(text: str) -> tuple[str, str, str, int]:
        (found,) = [one for one in rules(written(tmp_path / "s", text)).sets if not one.is_ours]
        return found.name, found.version, found.as_of, found.rows

    first = own(ANYWHERE.replace("strings", 'meta: date = "2020-01-02" strings') + " " + GOOD)
    second = own(ANYWHERE.replace("strings", 'meta: date = "2021-01-02" strings') + " " + GOOD)
    assert (first[0], first[2], first[3]) == ("s", "2020-01-02", 2)
    assert second[2] == "2021-01-02" and first[1] != second[1]


def test_each_thing_that_is_wrong_has_its_japanese(tmp_path: Path) -> None:
    known = knowledge.load()
    (tmp_path / "b.yar").write_bytes(b"\xff")
    made = rules(written(tmp_path / "s", 'include "x.yar" rule a { condition: x }'), tmp_path / "b.yar", tmp_path / "gone")
    assert len(made.lacks) == 4
    for lack in made.lacks:
        assert known.detail(lack.detail).ja != lack.detail, lack
    assert known.detail(made.lacks[-2].detail).ja == "ルールに誤りがあるため、使用できません（1行目：unknown identifier `x`）"


def test_no_rules_at_all_are_no_signatures(tmp_path: Path) -> None:
    assert faults(seen(rules(written(tmp_path / "s", GOOD)), blob(Held(b"")))) == []
