"""What a content is held against: once, whole or not at all, and only for the hashes that some row has."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from support.listing import BAD, MD5, SHA1, SHA256, Bytes, brought, faults, held, hit, hits, other, tally

from mimawari import knowledge
from mimawari.detectors.rule_hit import rule_hit
from mimawari.formats import kept
from mimawari.model import About, BadEvidence, Blob, Gap, Match, Origin, Reason, Strength
from mimawari.signatures import Chosen, load
from mimawari.signatures.indicators.contents import MOST_HASHED, digests


def of(content: Any, name: str = "a.bin") -> Blob:
    return Blob(Origin("s", "l", (name,)), name, content)


def test_the_kind_is_there() -> None:
    assert load()["indicator"].order == 20


def test_a_content_is_read_once_whatever_is_looked_for(tmp_path: Path) -> None:
    found = brought(tmp_path, f"{SHA256}\n{SHA1}\n{MD5}\n")
    content = Bytes(BAD)
    seen = [one for one in found.matches(of(content)) if isinstance(one, Match)]
    assert [one.marks for one in seen] == [("SHA-256",), ("SHA-1",), ("MD5",)]
    assert content.opened == 1


def test_only_the_kinds_that_some_row_has_are_worked_out(tmp_path: Path) -> None:
    assert brought(tmp_path, SHA256)._kinds == ("sha256",)
    assert brought(tmp_path, f"{MD5}\n")._kinds == ("sha256", "md5"), "ours are SHA-256"


def test_hashes_are_those_of_the_standard_library() -> None:
    assert {kind: digest.hex() for kind, digest in digests(Bytes(BAD), ("md5", "sha1", "sha256")).items()} == {
        "md5": MD5,
        "sha1": SHA1,
        "sha256": SHA256,
    }


def test_a_list_that_fits_says_so_in_both_languages(tmp_path: Path) -> None:
    (said,) = rule_hit.examine(
        hit(brought(tmp_path, f"sha256,date,family\n{SHA256},2022-03-14,Emotet\n", "our list.csv")), knowledge.load()
    )
    assert said.sentence.en == "“a.bin” is listed in “our list.csv” by its content (SHA-256; 2022-03-14)."
    assert said.sentence.ja == "「a.bin」のハッシュ値（SHA-256）が、「our list.csv」（2022-03-14）に載っています。"
    assert (said.about, said.strength, said.family, said.facts["rule"]) == (About.DELIVERY, Strength.CONCLUSIVE, "emotet", SHA256)


@pytest.mark.parametrize("evil", ["{file}", "{0.__class__}", "%s", "{", "}", "{age}{marks}"])
def test_what_a_list_says_is_no_form_to_be_filled(tmp_path: Path, evil: str) -> None:
    found = brought(tmp_path, f"sha256;comment;date;family\n{SHA256};{evil};{evil};{evil}\n", f"l {evil.replace('%', '')}.csv")
    (said,) = rule_hit.examine(hit(found), knowledge.load())
    assert (said.facts["date"], said.family) == ("", None)
    assert evil.replace("%", "") in said.sentence.en
    assert f"date not understood: {evil}" in said.sentence.en
    assert f"日付を読み取れません：{evil}" in said.sentence.ja


def test_a_content_with_a_hole_is_a_gap() -> None:
    cut = kept.keep(BytesIO(os.urandom(8 << 20)), 8 << 20, 4 << 20)
    assert cut.cut
    (gap,) = held().matches(of(cut))
    assert isinstance(gap, Gap)
    assert (gap.wanted, gap.reason, gap.detail) == ("signature", Reason.TOO_LARGE, "too large to be kept whole")


def test_a_content_that_goes_on_behind_what_was_kept_is_a_gap() -> None:
    part = kept.keep(BytesIO(BAD * 10), len(BAD), 4 << 20)
    assert part.is_longer
    (gap,) = held().matches(of(part))
    assert isinstance(gap, Gap)
    assert gap.reason is Reason.TOO_LARGE


def test_a_content_that_broke_off_is_a_gap(tmp_path: Path) -> None:
    class Breaking(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise BadEvidence(Reason.CORRUPT, "it was cut off")
            return super().read(size)

    part = kept.keep(Breaking(BAD), 1 << 20, 4 << 20)
    assert part.fault
    seen = list(brought(tmp_path, SHA256).matches(of(part)))
    assert [type(one) for one in seen] == [Gap]


class Odd(Bytes):
    """A content that says another size than it has."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__(data)
        self._size = size

    @property
    def size(self) -> int:
        return self._size

    def open(self) -> BinaryIO:
        return super().open()


def test_a_content_that_is_shorter_than_it_says_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadEvidence):
        list(brought(tmp_path, SHA256).matches(of(Odd(BAD, len(BAD) + 1))))


def test_a_content_that_is_larger_than_anything_is_a_gap_and_its_name_is_looked_at(tmp_path: Path) -> None:
    content = Odd(b"", MOST_HASHED + 1)
    seen = list(brought(tmp_path, "disk 4711.img").matches(of(content, "Disk 4711.img")))
    assert [type(one) for one in seen] == [Match, Gap]
    assert content.opened == 0


def test_our_own_rows() -> None:
    found = held()
    assert found.lacks == ()
    (said,) = hits(found, "Click.WSF", b"x")
    assert (said.row.family, said.row.strength, said.row.date) == ("emotet", Strength.HINT, "2023-03-16")
    assert said.row.words is not None
    assert "until 2023-04-30" in said.row.words.en
    assert len(hits(found, "elv1.OOOCCCXXX", b"x")) == 1
    assert hits(found, "clickx.wsf", b"x") == []


def test_two_lists_that_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(f"{SHA256} Emotet\n")
    (tmp_path / "b").write_text(f"x\n{SHA256}\n{SHA256}\n")
    found = held(tmp_path / "a", tmp_path / "b")
    assert [(one.row.collection, one.row.reference, one.row.family) for one in hits(found)] == [
        ("a", "a:1", "emotet"),
        ("b", "b:2", None),
    ]


@pytest.mark.parametrize("kind", ["missing", "fifo", "folder"])
def test_what_is_no_file_is_never_waited_for(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "list"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    found = held(path)
    (lack,) = found.lacks
    assert (lack.what, lack.wanted) == ("list", "signature")
    assert lack.reason is (Reason.MISSING if kind == "missing" else Reason.UNSUPPORTED)


def test_a_folder_of_more_files_than_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.signatures.indicators.lists._MOST_FILES", 3)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(other(number))
    found = held(tmp_path)
    assert [(lack.what, lack.detail) for lack in found.lacks] == [(tmp_path.name, "2 files beyond the most that are read")]
    assert len(found.sets) == 4


def test_a_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert [lack.what for lack in held(tmp_path).lacks] == [tmp_path.name]


def test_a_list_that_is_named_twice_is_looked_for_once(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(SHA256)
    assert hit(held(path, path)).row.collection == "list.txt"


def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list"
    path.write_text(SHA256)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert [lack.reason for lack in held(path).lacks] == [Reason.DENIED]


def test_a_list_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "list"
    with path.open("wb") as stream:
        stream.truncate((1 << 30) + 1)
    assert [lack.detail for lack in held(path).lacks] == ["larger than 1 GiB"]


def test_rows_beyond_the_most_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.signatures.indicators.table.MOST_ROWS", 20)
    found = brought(tmp_path, "\n".join(other(number) for number in range(30)) + f"\n{SHA256}\n")
    assert tally(found).rows["sha256"] == 20 - held().sets[0].rows
    ((detail, (count, _)),) = faults(found).items()
    assert (detail, count) == ("rows beyond the most that are looked for", 31 - tally(found).rows["sha256"])


def test_what_is_ready_goes_with_what_was_chosen(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(SHA256)
    first, second = held(path).sets
    path.write_text(other(1))
    assert held(path).sets[0].version == first.version
    assert held(path).sets[1].version != second.version
    assert Chosen(indicators=(path,)).asks
