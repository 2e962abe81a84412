"""A record that was changed, restored from an old copy, locked or full: one clear sentence, and nothing is lost."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support import plans, postgresql, reports
from support.casebooks import change
from support.cli import complaint, invoke, saved, status

from mimawari import casebook
from mimawari.app import case_opening, casework
from mimawari.casebook import connecting

BOOK = "mimawari.case"


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case with five entries, in the current folder."""
    monkeypatch.setattr(case_opening, "plan_of", plans.planned)
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("LOGNAME", "山田")
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert status(invoke("respond", str(saved(tmp_path, "PC1", reports.infected())), "--name", "件")) == 0
    for text in ("一", "二"):
        assert status(invoke("case", "note", text)) == 0
    return tmp_path


def case(*words: str) -> Any:
    return json.loads(invoke("case", "show", "--json", *words).stdout)


@pytest.fixture
def old_copy(world: Path) -> Path:
    """The record as it was before two more entries, put back into its place; the newest beside it."""
    shutil.copy(BOOK, "old.case")
    invoke("case", "note", "三")
    invoke("case", "note", "四")
    shutil.copy(BOOK, "newest.case")
    shutil.copy("old.case", BOOK)
    return world


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "ends at entry 5, and 7 were seen on this PC"),
        ("ja", "最後の記録がないか、別の写しです。5番で終わっていますが、このPCでは7番まで確認しています"),
    ],
)
def test_an_old_copy_is_told_and_not_written_to(old_copy: Path, lang: str, words: str) -> None:
    before = Path(BOOK).read_bytes()
    shown = invoke("case", "show", "--lang", lang)
    assert (status(shown), words in shown.stderr) == (0, True)
    for command in (("note", "x"), ("close",), ("step", "tell", "--done"), ("lift", "PC1", "--text", "x")):
        result = invoke("case", *command, "--lang", lang)
        assert words in complaint(result)
        assert status(result) == 2
    added = invoke("respond", str(saved(old_copy, "PC2", reports.no_sign("PC2"))), "--lang", lang)
    assert words in complaint(added)
    verified = invoke("case", "verify", "--lang", lang)
    assert (status(verified), words in verified.stdout) == (1, True)
    assert Path(BOOK).read_bytes() == before


def test_no_lists_are_written_that_could_not_be_recorded(old_copy: Path) -> None:
    Path("orders.csv").write_text("注文番号,注文者氏名,注文者メールアドレス\r\n1,山田太郎,a@x.co.jp\r\n", "utf-8", newline="")
    result = invoke("case", "exposure", "--orders", "orders.csv", "--out", "lists")
    assert (status(result), "ends at entry 5" in complaint(result)) == (2, True)
    assert not Path("lists").exists()


def test_an_old_copy_can_be_gone_on_with_and_that_is_recorded(old_copy: Path) -> None:
    accepted = invoke("case", "verify", "--accept", "--who", "佐藤")
    assert status(accepted) == 0
    last = case()["entries"][-1]
    assert (last["number"], last["deed"], last["who"]) == (6, "accepted", "佐藤")
    assert (last["facts"]["faults"], last["facts"]["seen"]) == ("last-missing 5", 7)
    assert status(invoke("case", "verify")) == 0
    assert status(invoke("case", "note", "x")) == 0
    shutil.copy("newest.case", BOOK)
    assert "Entry 7 is another one than was seen" in invoke("case", "verify").stdout.replace("\n", " ")
    assert status(invoke("case", "note", "x")) == 2


def test_the_newest_copy_put_back_is_as_it_was(old_copy: Path) -> None:
    shutil.copy("newest.case", BOOK)
    assert status(invoke("case", "verify")) == 0
    assert status(invoke("case", "note", "五")) == 0
    assert len(case()["entries"]) == 8


def test_another_pc_does_not_know_that_it_is_an_old_copy(old_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMAWARI_STATE", str(old_copy / "another"))
    assert status(invoke("case", "verify")) == 0


def test_where_there_is_nothing_to_accept_nothing_is_recorded(world: Path) -> None:
    result = invoke("case", "verify", "--accept")
    assert (status(result), "Nothing to accept" in result.stdout) == (0, True)
    assert len(case()["entries"]) == 5


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_changed_entry_is_told_wherever_the_case_is_opened_and_work_goes_on(world: Path, lang: str) -> None:
    change(BOOK, "UPDATE mimawari_entries SET text = 'x' WHERE number = 4")
    told = {"en": "Entry 4 was changed", "ja": "4番の記録は、書き込んだあとに変えられています"}[lang]
    for command in (("show",), ("note", "x"), ("plan",)):
        if command != ("plan",):
            result = invoke("case", *command, "--lang", lang)
            assert (status(result), told in result.stderr) == (0, True)
    verified = invoke("case", "verify", "--lang", lang)
    assert (status(verified), told in verified.stdout) == (1, True)


def test_a_report_that_was_changed_in_the_record_is_not_used(world: Path) -> None:
    import zlib

    packed = zlib.compress(saved(world, "x", reports.no_sign()).read_bytes())
    change(BOOK, f"UPDATE mimawari_reports SET content = x'{packed.hex()}'")
    assert case()["level"] == "undetermined"
    assert "The report of entry 2 was changed" in invoke("case", "verify").stdout
    change(BOOK, "DELETE FROM mimawari_reports")
    assert "The report of entry 2 is missing" in invoke("case", "verify").stdout


@pytest.mark.parametrize(
    "how", ["DELETE FROM mimawari_reports WHERE size = {}", "UPDATE mimawari_reports SET content = x'00' WHERE size = {}"]
)
def test_what_is_left_of_the_reports_is_no_all_clear(world: Path, how: str) -> None:
    invoke("respond", str(saved(world, "PC2", reports.no_sign("PC2"))))
    assert case()["level"] == "infected"
    change(BOOK, how.format(Path("PC1.json").stat().st_size))
    assert case()["level"] == "undetermined"


def test_a_report_that_was_lost_can_be_added_again(world: Path) -> None:
    change(BOOK, "DELETE FROM mimawari_reports")
    assert status(invoke("case", "verify")) == 1
    assert "added 1 report(s)" in invoke("respond", "PC1.json").stderr.replace("\n", " ")
    assert status(invoke("case", "verify")) == 0
    assert case()["level"] == "infected"
    assert "nothing was added" in invoke("respond", "PC1.json").stderr.replace("\n", " ")


def test_a_report_in_the_record_that_unpacks_to_more_than_any_report_is_not_unpacked(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import zlib

    from mimawari.casebook import book

    monkeypatch.setattr(book, "MOST", 1 << 20)
    change(BOOK, f"UPDATE mimawari_reports SET content = x'{zlib.compress(bytes(4 << 20)).hex()}'")
    assert "The report of entry 2 is missing" in invoke("case", "verify").stdout


def test_every_entry_taken_away(world: Path) -> None:
    change(BOOK, "DELETE FROM mimawari_entries")
    assert "damaged" in complaint(invoke("case", "show"))
    assert status(invoke("case", "verify")) == 1


def test_a_record_without_entries_is_not_whole_on_a_pc_that_never_saw_it(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMAWARI_STATE", str(world / "another"))
    change(BOOK, "DELETE FROM mimawari_entries")
    verified = invoke("case", "verify")
    assert (status(verified), "is whole" in verified.stdout) == (1, False)


@pytest.mark.parametrize("how", ["DELETE FROM mimawari_cases", "UPDATE mimawari_cases SET id = 'c-00000000'"])
def test_a_case_that_was_taken_out_of_the_list_is_missed(world: Path, how: str) -> None:
    change(BOOK, how)
    for words in (("case", "show"), ("case", "verify"), ("case", "note", "x"), ("respond", "PC1.json")):
        assert "belong to no case of the list" in complaint(invoke(*words)).replace("\n", " "), words


def test_a_case_that_was_taken_out_from_among_several_is_missed(world: Path) -> None:
    invoke("respond", "PC1.json", "--name", "二")
    cases = json.loads(invoke("case", "list", "--json").stdout)["cases"]
    left, lost = (next(one["id"] for one in cases if one["name"] == name) for name in ("件", "二"))
    change(BOOK, f"DELETE FROM mimawari_cases WHERE id = '{lost}'")
    verified = invoke("case", "verify", "--case", f"{BOOK}#{left}")
    assert (status(verified), "belong to no case of the list" in verified.stdout.replace("\n", " ")) == (1, True)
    assert "belong to no case of the list" in invoke("case", "show").stderr.replace("\n", " ")


def test_somebody_else_is_writing(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = casebook.opened
    monkeypatch.setattr(casebook, "opened", lambda place: opened(place, wait=0.2))
    with closing(sqlite3.connect(BOOK, isolation_level=None)) as base:
        base.execute("BEGIN IMMEDIATE")
        for lang, words in (("en", "somebody else is writing"), ("ja", "ほかの人が書き込み中です")):
            result = invoke("case", "note", "x", "--lang", lang)
            assert words in complaint(result)
            assert status(result) == 2
    assert len(case()["entries"]) == 5


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("none.case", "there is no case record"),
        ("none/x.case", "the folder does not exist"),
        ("mysql://x:secret@a/b", "a case lies in a file, or at postgresql://user@host/db"),
        ("sqlite:///x", "a case lies in a file, or at postgresql://user@host/db"),
        ("PC1.json", "no case record of mimawari"),
        (".", "no case record of mimawari"),
        (BOOK + "#c-00000000", "there is no such case (c-00000000)"),
        ("postgresql://x:secret@127.0.0.1:1/db", "cannot be reached"),
    ],
)
def test_a_place_that_cannot_be_used(world: Path, place: str, words: str) -> None:
    for command in (("show",), ("note", "x"), ("verify",), ("plan",), ("close",)):
        said = complaint(invoke("case", *command, "--case", place))
        assert words in said
        assert "secret" not in said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only where pipes have names")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(world: Path) -> None:
    os.mkfifo("pipe.json")
    for words in (("case", "show"), ("case", "note", "x"), ("respond", "PC1.json")):
        assert "no case record of mimawari" in complaint(invoke(*words, "--case", "pipe.json"))
    for words in (("respond", "pipe.json"), ("case", "recheck", "pipe.json")):
        assert "a pipe or another special file" in complaint(invoke(*words))
    assert len(case()["entries"]) == 5


def test_without_the_component_for_servers(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "find_spec", lambda name: None)
    assert "pip install mimawari[postgresql]" in complaint(invoke("case", "show", "--case", "postgresql://x@server/db"))


def test_names_in_a_place_cannot_move_the_cursor(world: Path) -> None:
    said = complaint(invoke("case", "show", "--case", "a\x1b[2J\u202e.case"))
    assert "\x1b" not in said
    assert "\u202e" not in said


@pytest.mark.parametrize("name", [(), ("--name", "新しい件")])
def test_a_case_that_somebody_else_begins_at_the_same_moment_is_one_case(
    world: Path, monkeypatch: pytest.MonkeyPatch, name: tuple[str, ...]
) -> None:
    words = ("respond", "PC1.json", "--case", "both.case", *name)
    assert status(invoke(*words)) == 0
    monkeypatch.setattr(casework, "has_case", lambda place: False)  # as it was when this person looked
    second = invoke(*words)
    assert (status(second), "nothing was added" in second.stderr.replace("\n", " ")) == (0, True)
    assert len(json.loads(invoke("case", "list", "--case", "both.case", "--json").stdout)["cases"]) == 1


@pytest.mark.slow
def test_two_people_on_one_pc_raise_no_false_alarm(world: Path) -> None:
    command = [sys.executable, "-m", "mimawari", "case", "note", "x", "--who"]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    for _ in range(4):
        both = [subprocess.Popen([*command, who], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) for who in "ab"]
        for one in both:
            _, complaints = one.communicate(timeout=120)
            assert (one.returncode, complaints) == (0, b"")
    assert len(case()["entries"]) == 13
    assert status(invoke("case", "verify")) == 0


@pytest.fixture(scope="module")
def server() -> Iterator[postgresql.Postgresql]:
    with postgresql.running() as one:
        yield one


def test_the_same_on_a_server(world: Path, server: postgresql.Postgresql) -> None:
    at = server.database()
    first = invoke("respond", "PC1.json", "--case", at, "--name", "一")
    assert status(first) == 0
    assert status(invoke("respond", "PC1.json", "--case", at, "--name", "二")) == 0
    places = [one["place"] for one in json.loads(invoke("case", "list", "--case", at, "--json").stdout)["cases"]]
    assert len(places) == 2
    for place in places:
        assert status(invoke("case", "note", "メモ", "--case", place)) == 0
        assert status(invoke("case", "verify", "--case", place)) == 0
    change(at, "DELETE FROM mimawari_entries WHERE number = 4")
    assert "seen on this PC" in complaint(invoke("case", "note", "x", "--case", places[0]))
