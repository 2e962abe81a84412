"""Files that are known to be good: what fits them is told, softly, and nothing else is."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from support.listing import BAD, MD5, SHA1, SHA256, Bytes, other

from mimawari import knowledge, signatures
from mimawari.detectors.rule_hit import rule_hit
from mimawari.model import BadEvidence, Blob, Gap, Match, Origin, Reason, Row, SignatureSet, Strength
from mimawari.signatures import Chosen, Lack, known_good

KNOWN = knowledge.load()
ROW = Row(
    by="yara", name="some_rule", collection="rules", strength=Strength.CONCLUSIVE, family="emotet", note="what its author wrote"
)


class Loud:
    """Signatures that fit everything, and have a gap for it too."""

    sets = (SignatureSet("yara", "rules", "1"),)
    lacks = (Lack("rules", Reason.CORRUPT),)

    def matches(self, blob: Blob) -> Iterator[Match | Gap]:
        yield Match(**blob.common, row=ROW, marks=("$a",))
        yield Gap(blob.origin, Reason.TIMED_OUT, "signature")
        yield Match(**blob.common, row=ROW, marks=("$b",))


class Quiet(Loud):
    def matches(self, blob: Blob) -> Iterator[Match | Gap]:
        yield from ()


def quieted(*paths: Path, asked: Loud | None = None) -> signatures.Signatures:
    one, *_ = known_good.quieted((asked or Loud(), Loud()), Chosen(known_good=paths), KNOWN)
    return one


def blob(data: bytes = BAD) -> tuple[Blob, Bytes]:
    content = Bytes(data)
    return Blob(Origin("s", "l"), "a.exe", content), content


def strengths(one: signatures.Signatures, data: bytes = BAD) -> list[Strength]:
    return [found.row.strength for found in one.matches(blob(data)[0]) if isinstance(found, Match)]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(f"{SHA256}  a.exe\n")
    return path


def test_what_fits_a_known_file_is_a_hint_that_says_why(good: Path) -> None:
    given, content = blob()
    first, gap, second = quieted(good).matches(given)
    assert isinstance(gap, Gap)
    assert isinstance(first, Match)
    assert isinstance(second, Match)
    assert content.opened == 1, "hashed once"
    assert first.row.strength is second.row.strength is Strength.HINT
    assert (first.row.family, first.row.note, first.row.reference) == (None, "what its author wrote", "good.txt:1")
    (said,) = rule_hit.examine(first, KNOWN)
    assert (
        said.sentence.en == "“a.exe” fits some_rule of “rules” (not dated), but it is on a list of files that are known to be good."
    )
    assert "安全と確認済み" in said.sentence.ja


def test_another_content_under_the_same_name_is_not(good: Path) -> None:
    assert strengths(quieted(good), BAD + b" ") == [Strength.CONCLUSIVE] * 2


@pytest.mark.parametrize("row", [MD5, SHA1, "a.exe", other(1), SHA256[:-1], f"// {SHA256}"])
def test_nothing_but_its_sha_256_makes_a_file_known(tmp_path: Path, row: str) -> None:
    path = tmp_path / "good.txt"
    path.write_text(f"{row}\n{other(2)}\n")
    assert strengths(quieted(path)) == [Strength.CONCLUSIVE] * 2


def test_rows_that_are_none_are_told_and_spoil_nothing(tmp_path: Path) -> None:
    path = tmp_path / "good.txt"
    path.write_text(f"{MD5}\n{SHA1}\n{SHA256}\n")
    one = quieted(path)
    assert one.lacks[1:] == (Lack("good.txt", Reason.UNSUPPORTED, "2 rows that cannot make a file known as good", "known-good"),)
    assert strengths(one) == [Strength.HINT] * 2


def test_the_hash_of_the_empty_file_may_stand_in_it(tmp_path: Path) -> None:
    path = tmp_path / "good.txt"
    path.write_text("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  empty\n")
    assert quieted(path).lacks == Loud.lacks


def test_a_file_that_cannot_be_read_whole_is_not_known(good: Path) -> None:
    class Broken(Bytes):
        @property
        def size(self) -> int:
            return len(BAD) + 1

    class Raising(Bytes):
        def open(self) -> BinaryIO:
            raise BadEvidence(Reason.CORRUPT)

    for content in (Broken(BAD), Raising(BAD)):
        seen = list(quieted(good).matches(Blob(Origin("s", "l"), "a.exe", content)))
        assert [one.row.strength for one in seen if isinstance(one, Match)] == [Strength.CONCLUSIVE] * 2


def test_nothing_is_hashed_where_nothing_fits(good: Path) -> None:
    given, content = blob()
    assert list(quieted(good, asked=Quiet()).matches(given)) == []
    assert content.opened == 0


def test_the_lists_are_told_once(good: Path) -> None:
    first, second = known_good.quieted((Loud(), Loud()), Chosen(known_good=(good,)), KNOWN)
    assert [one.name for one in first.sets] == ["rules", "good.txt"]
    assert second.sets == Loud.sets
    assert (first.lacks, second.lacks) == (Loud.lacks, Loud.lacks)


def test_what_stands_behind_is_still_known(good: Path) -> None:
    asked = Loud()
    assert known_good.bare(quieted(good, asked=asked)) is asked
    assert known_good.bare(asked) is asked


def test_without_a_list_nothing_stands_between() -> None:
    asked = (Loud(),)
    assert known_good.quieted(asked, Chosen(), KNOWN) == asked


def test_it_stands_before_everything_that_is_asked(tmp_path: Path, good: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text(f"{SHA256}\n")
    ready = signatures.ready(Chosen(indicators=(bad,), known_good=(good,)), None)
    found = [seen.row.strength for one in ready for seen in one.matches(blob()[0]) if isinstance(seen, Match)]
    assert found == [Strength.HINT]
    loud = signatures.ready(Chosen(indicators=(bad,)), None)
    assert [seen.row.strength for one in loud for seen in one.matches(blob()[0]) if isinstance(seen, Match)] == [
        Strength.CONCLUSIVE
    ]
