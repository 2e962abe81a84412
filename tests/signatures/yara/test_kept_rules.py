"""Compiled rules are read back only as they were written, by who wrote them."""

import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.rule_sets import ANYWHERE, MARK, blob, fits, rules, seen, written

from mimawari.formats.slices import Held
from mimawari.signatures.yara import kept_rules
from mimawari.signatures.yara.compiled import Compiled, compiled
from mimawari.signatures.yara.rule_files import RuleFile

BROKEN = 'rule bad { condition: nope } private rule p { condition: true } rule d { strings: $a = "q" condition: not $a and p }'


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that rules are compiled."""
    count: list[int] = []

    def counted(files: Sequence[RuleFile]) -> Compiled:
        count.append(1)
        return compiled(files)

    monkeypatch.setattr(kept_rules, "compiled", counted)
    return count


def works(folder: Path, cache: Path | None) -> bool:
    made = rules(folder, cache=cache)
    assert [one.what for one in made.lacks] == ["s/r1.yar: bad"]
    assert fits(seen(made, blob(Held(b"q" + MARK)))) == [("marker", "", 1)]
    return True


def the_only(cache: Path) -> Path:
    (found,) = cache.iterdir()
    return found


def test_rules_are_compiled_once(tmp_path: Path, compilations: list[int]) -> None:
    folder, cache = written(tmp_path / "s", ANYWHERE, BROKEN), tmp_path / "cache"
    first, again = rules(folder, cache=cache), rules(folder, cache=cache)
    assert compilations == [1]
    assert (first.lacks, first.rows, first.sets) == (again.lacks, again.rows, again.sets)
    assert works(folder, cache)
    if sys.platform != "win32":
        assert (stat.S_IMODE(cache.stat().st_mode), stat.S_IMODE(the_only(cache).stat().st_mode)) == (0o700, 0o600)


def test_without_a_folder_nothing_is_kept(tmp_path: Path, compilations: list[int]) -> None:
    folder = written(tmp_path / "s", ANYWHERE, BROKEN)
    assert works(folder, None) and works(folder, None)
    assert compilations == [1, 1]
    assert [one.name for one in tmp_path.iterdir()] == ["s"]


def test_changed_rules_are_other_rules(tmp_path: Path, compilations: list[int]) -> None:
    folder, cache = written(tmp_path / "s", ANYWHERE, BROKEN), tmp_path / "cache"
    works(folder, cache)
    written(folder, ANYWHERE + " // changed", BROKEN)
    works(folder, cache)
    (folder / "r0.yar").rename(folder / "r2.yar")
    rules(folder, cache=cache)
    assert len(compilations) == 3


@pytest.mark.parametrize("at", [0, 5, 30, 60, 120, 2000, -1])
def test_one_changed_byte_and_it_is_not_used(tmp_path: Path, compilations: list[int], at: int) -> None:
    folder, cache = written(tmp_path / "s", ANYWHERE, BROKEN), tmp_path / "cache"
    works(folder, cache)
    kept = the_only(cache)
    data = bytearray(kept.read_bytes())
    data[at] ^= 1
    kept.write_bytes(data)
    assert works(folder, cache)
    assert len(compilations) == 2
    assert works(folder, cache)
    assert len(compilations) == 2, "it was written anew"


@pytest.mark.parametrize("length", [0, 10, 22, 54, 70, 3000, -1])
def test_cut_off_it_is_not_used(tmp_path: Path, compilations: list[int], length: int) -> None:
    folder, cache = written(tmp_path / "s", ANYWHERE, BROKEN), tmp_path / "cache"
    works(folder, cache)
    kept = the_only(cache)
    kept.write_bytes(kept.read_bytes()[:length])
    assert works(folder, cache)
    assert len(compilations) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="only where a file says who may write it")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_others_may_write_is_not_used(tmp_path: Path, compilations: list[int], what: str) -> None:
    folder, cache = written(tmp_path / "s", ANYWHERE, BROKEN), tmp_path / "cache"
    works(folder, cache)
    path = cache if what == "folder" else the_only(cache)
    path.chmod(0o777)
    assert works(folder, cache)
    assert len(compilations) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only who may give files away can try it")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_is_somebody_elses_is_not_used(tmp_path: Path, compilations: list[int], what: str) -> None:
    folder, cache = written(tmp_path / "s", ANYWHERE, BROKEN), tmp_path / "cache"
    works(folder, cache)
    os.chown(cache if what == "folder" else the_only(cache), 12345, 12345)
    assert works(folder, cache)
    assert len(compilations) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="only where anybody may make links and pipes")
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_file_is_not_used(tmp_path: Path, compilations: list[int], kind: str) -> None:
    folder, cache = written(tmp_path / "s", ANYWHERE, BROKEN), tmp_path / "cache"
    works(folder, cache)
    kept = the_only(cache)
    moved = kept.rename(tmp_path / "moved")
    if kind == "link":
        kept.symlink_to(moved)
    elif kind == "pipe":
        os.mkfifo(kept)
    else:
        kept.mkdir()
    assert works(folder, cache)
    assert len(compilations) == 2


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path, compilations: list[int]) -> None:
    folder = written(tmp_path / "s", ANYWHERE, BROKEN)
    (tmp_path / "file").write_text("a file")
    assert works(folder, tmp_path / "file" / "cache") and works(folder, tmp_path / "file")
    assert len(compilations) == 2


def test_the_newest_few_are_kept(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for number in range(kept_rules.MOST_KEPT + 3):
        folder = written(tmp_path / "s", f"// {number}\n{ANYWHERE}")
        rules(folder, cache=cache)
        for kept in cache.iterdir():
            os.utime(kept, (kept.stat().st_atime, kept.stat().st_mtime - 10))
    assert len(list(cache.iterdir())) == kept_rules.MOST_KEPT
