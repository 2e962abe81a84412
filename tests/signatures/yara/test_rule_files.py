"""Which files of rules are read, and what is said of the others."""

import os
import sys
from pathlib import Path

import pytest
from support.rule_sets import ANYWHERE

from mimawari import knowledge
from mimawari.model import Reason
from mimawari.signatures.yara import rule_files


def told(*paths: Path) -> tuple[list[str], list[tuple[str, str, str]]]:
    found = rule_files.given(paths)
    files, lacks = found.files, found.lacks
    return [f"{one.collection}/{one.label}" for one in files], [(one.what, one.reason.value, one.detail) for one in lacks]


def test_folders_are_read_whole_and_sorted(tmp_path: Path) -> None:
    root = tmp_path / "set"
    for place in ("b.yar", "a/x.YARA", "a/deep/er/y.yar"):
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(f"// {place}\n{ANYWHERE}")
    (root / "readme.txt").write_text(ANYWHERE)
    assert told(root) == (["set/a/deep/er/y.yar", "set/a/x.YARA", "set/b.yar"], [])


def test_the_place_of_a_set_is_what_was_named(tmp_path: Path) -> None:
    root = tmp_path / "set"
    (root / "a/deep").mkdir(parents=True)
    (root / "a/deep/y.yar").write_text(ANYWHERE)
    (root / "b.yar").write_text(f"// b\n{ANYWHERE}")
    (tmp_path / "alone.txt").write_text(f"// alone\n{ANYWHERE}")
    (tmp_path / "other/set").mkdir(parents=True)
    (tmp_path / "other/set/c.yar").write_text(f"// c\n{ANYWHERE}")
    files = rule_files.given([root, tmp_path / "alone.txt", tmp_path / "other/set"]).files
    assert [rule_files.place(one) for one in files] == [
        str(root),
        str(root),
        str(tmp_path / "alone.txt"),
        str(tmp_path / "other/set"),
    ]
    assert {rule_files.place(one) for one in rule_files.ours(knowledge.load())} == {""}


def test_a_file_that_was_named_is_read_whatever_its_ending(tmp_path: Path) -> None:
    (tmp_path / "rules.txt").write_text(ANYWHERE)
    assert told(tmp_path / "rules.txt") == (["rules.txt/rules.txt"], [])


def test_the_same_text_is_read_once(tmp_path: Path) -> None:
    for name in ("a.yar", "b.yar"):
        (tmp_path / name).write_text(ANYWHERE)
    assert told(tmp_path, tmp_path / "a.yar") == ([f"{tmp_path.name}/a.yar"], [])


def test_two_folders_of_the_same_name_are_two_sets(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / str(number) / "rules").mkdir(parents=True)
        (tmp_path / str(number) / "rules" / "r.yar").write_text(f"// {number}\n{ANYWHERE}")
    found = rule_files.given([tmp_path / "1" / "rules", tmp_path / "2" / "rules"])
    files, lacks = found.files, found.lacks
    assert len({one.collection for one in files}) == 2
    assert lacks == []


def test_what_gives_no_rules_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "latin.yar").write_bytes(b"// caf\xe9\n" + ANYWHERE.encode())
    (tmp_path / "binary.yar").write_bytes(bytes(range(256)))
    (tmp_path / "japanese.yar").write_bytes("// 請求書の規則\n".encode("cp932") + ANYWHERE.encode())
    (tmp_path / "wide.yar").write_bytes(ANYWHERE.encode("utf-16"))
    names = ("empty", "gone", "latin.yar", "binary.yar", "japanese.yar", "wide.yar")
    assert told(*(tmp_path / name for name in names)) == (
        [],
        [
            ("empty", "missing", "there are no rules in it"),
            ("gone", "missing", "there is no such file or folder"),
            ("latin.yar", "corrupt", "not a text file"),
            ("binary.yar", "corrupt", "not a text file"),
            ("japanese.yar", "corrupt", "written in Shift_JIS, rules have to be in UTF-8"),
            ("wide.yar", "corrupt", "written in UTF-16, rules have to be in UTF-8"),
        ],
    )


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.yar").write_bytes(b"\xef\xbb\xbf" + ANYWHERE.encode())
    files = rule_files.given([tmp_path]).files
    assert files[0].text == ANYWHERE


@pytest.mark.skipif(sys.platform == "win32", reason="only where anybody may make links and pipes")
def test_links_out_of_the_folder_and_pipes_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "outside.yar").write_text(ANYWHERE)
    root = tmp_path / "set"
    root.mkdir()
    (root / "own.yar").write_text("// own\n" + ANYWHERE)
    (root / "again.yar").symlink_to(root / "own.yar")
    (root / "out.yar").symlink_to(tmp_path / "outside.yar")
    (root / "loop").symlink_to(root)
    (root / "away").symlink_to(tmp_path)
    os.mkfifo(root / "pipe.yar")
    assert told(root) == (
        ["set/own.yar"],
        [
            ("set/out.yar", "unsupported", "a link to another place, which is not followed"),
            ("set/pipe.yar", "unsupported", "not a regular file"),
        ],
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="only where rights bind this user")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yar").write_text(ANYWHERE)
    (tmp_path / "a.yar").chmod(0)
    assert told(tmp_path)[1] == [(f"{tmp_path.name}/a.yar", "denied", "the file cannot be read")]


def test_files_bytes_and_depth_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path.joinpath("set", *(["d"] * 20))
    deep.mkdir(parents=True)
    for number in range(5):
        (tmp_path / "set" / f"{number}.yar").write_text(f"// {number}\n{ANYWHERE}")
    (tmp_path / "set" / "3.yar").write_text(ANYWHERE + " " * 300)
    monkeypatch.setattr(rule_files, "MOST_FILES", 4)
    monkeypatch.setattr(rule_files, "MOST_BYTES", 200)
    names, lacks = told(tmp_path / "set")
    assert names == ["set/0.yar", "set/1.yar", "set/2.yar"]
    assert lacks == [
        ("set/3.yar", "too-large", "too large for a file of rules"),
        ("set", "too-large", "more than 4 files of rules, the rest was not read"),
        ("set/" + "/".join(["d"] * 17), "too-large", "more than 16 folders inside each other"),
    ]
    monkeypatch.setattr(rule_files, "MOST_TOGETHER", 100)
    assert [what for what, _, _ in told(tmp_path / "set")[1]][:2] == ["set/1.yar", "set/2.yar"]
    assert all(Reason(reason) for _, reason, _ in lacks)
