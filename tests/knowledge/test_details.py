"""What gaps say more closely: no phrase of a format without Japanese; numbers and names stay what they are."""

import ast
import re
import time
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from itertools import product
from pathlib import Path

import pytest

import mimawari
from mimawari import knowledge
from mimawari.knowledge.details import Details

KNOWN = knowledge.load().details
FORMATS, SIGNATURES = (Path(mimawari.__file__).parent / layer for layer in ("formats", "signatures"))
TABLE = tomllib.loads((files(knowledge) / "data" / "details.toml").read_text("utf-8"))
ROWS = [*TABLE["said"], *TABLE["behind"]]
HOLE = "\0"
BARE = {"", "content", "text-rest", "{}", "{}{}", "{}: {}", "{}/{}", "Excel", "[Content_Types].xml", "ClamAV", "reason", "people"}
"""What is no phrase: names alone, of an attribute too, and the words for what is wanted."""


def written(node: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    """The texts that *node* can be, a hole for each value put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.sub(r"\{[^}]*\}", HOLE, node.value)
    elif isinstance(node, ast.Name) and node.id in constants:
        yield re.sub(r"\{[^}]*\}", HOLE, constants[node.id])
    elif isinstance(node, ast.JoinedStr):
        yield "".join(put(value, constants) for value in node.values)
    elif isinstance(node, ast.IfExp):
        yield from written(node.body, constants)
        yield from written(node.orelse, constants)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from written(value, constants)
    elif isinstance(node, ast.Subscript):
        yield from written(node.value, constants)


def put(value: ast.expr, constants: dict[str, str]) -> str:
    if isinstance(value, ast.Constant):
        return str(value.value)
    inner = value.value if isinstance(value, ast.FormattedValue) else value
    return next(written(inner, constants), HOLE) if isinstance(inner, ast.Name) else HOLE


def is_reason(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Reason"


def told(tree: ast.Module) -> Iterator[str]:
    """Every text that stands beside a reason, that names a fault, or that a parser is called with."""
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = (
                node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            )
            values = node.args
        elif isinstance(node, ast.Tuple):
            name, values = "", node.elts
        else:
            continue
        reasons = any(is_reason(one) or (isinstance(one, ast.IfExp) and is_reason(one.body)) for one in values)
        if reasons or name in {"BadEvidence", "Gap", "Unanswered", "_gap"} or (name == "of" and "bad" in map(ast.unparse, values)):
            for one in values:
                yield from written(one, constants)
        elif name == "parsing" and values:
            yield from (f"{what}: LZMAError" for what in written(values[0], constants))


def phrases() -> dict[str, str]:
    """Every phrase of the formats and of signatures with the module that says it; holes are ``{}``."""
    found: dict[str, str] = {}
    for path in sorted((*FORMATS.rglob("*.py"), *SIGNATURES.rglob("*.py"))):
        for text in told(ast.parse(path.read_text("utf-8"))):
            phrase = text.replace(HOLE, "{}")
            if phrase not in BARE:
                found.setdefault(phrase, path.name)
    return found


def fits(phrase: str) -> bool:
    """Whether the table has it, whatever is put in for the holes: numbers, sizes or names."""
    values = ("7", "2.0 GB", "名前", "cut off", "ValueError", "line 7, 名前")
    # Faults of lists are counted: the number stands before the phrase.
    for count, given in product(("", "7 "), product(values, repeat=phrase.count("{}"))):
        japanese = KNOWN.japanese(count + phrase.format(*given))
        if (
            japanese
            and re.search(r"[ぁ-ん一-龠ァ-ヶ]", japanese.replace("名前", ""))
            and not re.search(r"[a-z]{2,} [a-z]{2,}", japanese)
        ):
            return True
    return False


def test_phrases_are_found_in_the_formats() -> None:
    found = phrases()
    assert len(found) > 250
    assert found["not a compound file"] == "compound.py"
    assert found["encrypted, and no known password fits"] == "decrypt.py"
    assert found["more than {} members, the rest was not opened"]


@pytest.mark.parametrize(("phrase", "where"), phrases().items(), ids=lambda one: one[:60])
def test_every_phrase_is_said_in_japanese(phrase: str, where: str) -> None:
    assert fits(phrase), f"{where}: give {phrase!r} a row in knowledge/data/details.toml"


# Texts that reach a gap from a table or another function, where the walk above does not see them.
BESIDE = (
    "an LZH archive, which cannot be opened here",
    "a Windows image (WIM, pipable), which cannot be opened here",
    "a file compressed with LZ4, which cannot be opened here",
    "a uuencoded file, which cannot be opened here",
    "a disk image of macOS (DMG), which cannot be opened here",
    "a compiled help file (CHM)",
    "the link's id list is cut off",
    "VBA/dir: the list of its modules is damaged",
    "Macros/VBA/Module1: the compressed text is damaged",
    "ThisDocument: its source is missing",
    "a formula could not be read to its end (token 0x1F)",
    "xl/workbook.xml: xl/workbook.xml: not well-formed XML",
    "an embedded object (a.docx): too large: looked at the first 64 MB only",
    "macros: only 3.0 kB could be unpacked: zip member: it ends early",
    "30 more things in it could not be looked at",
    "the archive is damaged: no header where one should be",
    "a name or an extended header of more than 1 MiB",
    "ooxml: RecursionError",
    "macros: only 3.0 kB could be unpacked: 7z: LZMAError",
    "a.zip: zip member: it ends early",
    "a page: word/document.xml: not well-formed XML",
    "nobody tells how old ClamAV's signatures are",
    "ClamAV's signatures are old, they are of 2026-11-08",
    "ClamAV's signatures are newer than today, by the clock of this PC",
    "ClamAV's settings cannot be read",
)


@pytest.mark.parametrize("text", BESIDE)
def test_what_comes_from_elsewhere_is_said_in_japanese(text: str) -> None:
    japanese = KNOWN.japanese(text)
    assert japanese
    assert not re.search(r"[a-z]{2,} [a-z]{2,}", japanese)


def test_numbers_and_their_units_stay_in_order() -> None:
    said = knowledge.load().detail("too large to be kept whole: 2.0 GB, looked at the first 24 MB and the last 512 bytes")
    assert said.en == "too large to be kept whole: 2.0 GB, looked at the first 24 MB and the last 512 bytes"
    assert [said.ja.index(part) for part in ("2.0GB", "24MB", "512バイト")] == sorted(
        said.ja.index(part) for part in ("2.0GB", "24MB", "512バイト")
    )
    assert "20,000" in knowledge.load().detail("more than 20000 things inside, the rest was not opened").ja


def test_what_stands_before_a_colon_is_kept() -> None:
    assert knowledge.load().detail("請求書 12.zip: a locked mail").ja.startswith("請求書 12.zip：")
    assert KNOWN.japanese("ppt/media/7.png: nobody's phrase") is None


@pytest.mark.parametrize("name", ["請求書.xyz", "report (2).bin", "a: b.doc", "100.dat", "", ": ", "\0", "# *"])
def test_a_name_alone_stays_as_it_is(name: str) -> None:
    assert knowledge.load().detail(name).ja == name


OWN = Details(
    [
        {"detail": "more than # in *", "ja": "*に#以上"},
        {"detail": "more than # in * parts", "ja": "*の部品に#以上"},
        {"detail": "cut off", "ja": "途中"},
        {"detail": "# of # (*)", "ja": "#の#（*）"},
    ]
)


@pytest.mark.parametrize(
    ("text", "japanese"),
    [
        ("more than 5 in a b", "a bに5以上"),
        ("more than 5 in a b parts", "a bの部品に5以上"),  # the row that says more comes first
        ("more than 5 in cut off", "途中に5以上"),  # a name that is a phrase itself
        ("1 of 2 (3 MiB x)", "1の2（3 MiB x）"),  # numbers within a name are part of it
        ("x 9: 1 of 2 (y)", "x 9：1の2（y）"),
        ("x: cut off", "x：途中"),
        ("cut off: x", None),
        ("more than x in y", None),
        ("more than 5 in ", None),
        ("1 of 2 ()", None),
        ("more than 5x in y", None),
    ],
)
def test_the_matcher(text: str, japanese: str | None) -> None:
    assert OWN.japanese(text) == japanese


@pytest.mark.parametrize("piece", ["1,", "9", ": ", "a: ", "part a: ", "zip member: ", "an embedded object (", "1 of 2 ("])
def test_a_long_hostile_text_takes_no_time(piece: str) -> None:
    start = time.process_time()
    assert len(knowledge.load().detail(piece * 40_000 + "x").ja) >= len(piece) * 40_000 // 4
    assert time.process_time() - start < 2.0


def test_rows_are_well_formed() -> None:
    """A number in a row of its own would be taken for a hole; Japanese says what English does, in the same order."""
    said = [row["detail"] for row in ROWS]
    assert len(said) == len(set(said))
    for row in ROWS:
        marks, japanese = re.findall("[#*]", row["detail"]), re.findall("[#*]", row["ja"])
        assert sorted(marks) == sorted(japanese), row
        assert not re.search(r"(?<![\w.,])[0-9]+(?!\w)", row["detail"]), row
        assert not row["ja"].endswith("。"), row
        assert row["detail"].count("*") <= 2, row
