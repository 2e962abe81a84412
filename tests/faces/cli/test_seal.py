"""A case is sealed, recorded and looked at again from the command line."""

import hashlib
import json
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support import plans, reports
from support.bags import PASSWORD, every_file, signature, sums, unpacked
from support.casebooks import change
from support.cli import complaint, invoke, saved, status

from mimawari.app import case_opening, casework
from mimawari.sealing import payload


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case on one infected PC, in the current folder."""
    monkeypatch.setattr(case_opening, "plan_of", plans.planned)
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("MIMAWARI_SEAL_PASSWORD", PASSWORD)
    monkeypatch.setenv("LOGNAME", "山田")
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert status(invoke("respond", str(saved(tmp_path, "PC1", reports.infected())), "--name", "件")) == 0
    return tmp_path


def entries() -> list[Any]:
    found: list[Any] = json.loads(invoke("case", "show", "--json").stdout)["entries"]
    return found


def test_a_case_is_sealed_verified_by_public_tools_and_recorded(world: Path) -> None:
    assert status(invoke("case", "seal-key", "--out", "k")) == 0
    invoke("case", "note", "電話した", "--who", "佐藤")
    head = entries()[-1]["hash"]
    (world / "mail.eml").write_bytes(b"From: x\r\n\r\nbody")
    made = invoke("case", "seal", "--out", "bag", "--key", "k", "--copy", "mail.eml", "--who", "山田")
    assert status(made) == 0, made.stderr
    bag = world / "bag"
    assert sums(bag)
    assert signature(bag, world / "k.pub")
    last = entries()[-1]
    assert (last["deed"], last["who"], last["about"]) == ("sealed", "山田", "bag")
    assert last["facts"]["head"] == head
    assert last["facts"]["sha256"] in made.stdout
    files = every_file(bag)
    assert files["data/report/001-PC1.json"] == (world / "PC1.json").read_bytes()
    assert files["data/copies/001-mail.eml"] == b"From: x\r\n\r\nbody"
    lines = [json.loads(line) for line in files["data/case/record.jsonl"].splitlines()]
    assert [line["hash"] for line in lines] == [entry["hash"] for entry in entries()[:-1]]
    assert f"Mimawari-Record-Head: {head}" in files["bag-info.txt"].decode()
    assert "電話した" in files["data/custody.txt"].decode()
    assert invoke("case", "seal-check", "bag", "--public", "k.pub").stderr == ""


def test_the_copy_of_the_case_is_a_case_that_can_be_verified(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert status(invoke("case", "seal", "--out", "bag")) == 0
    monkeypatch.setenv("MIMAWARI_STATE", str(world / "of-somebody-else"))
    assert status(invoke("case", "verify", "--case", "bag/data/case/mimawari.case")) == 0
    with closing(sqlite3.connect(world / "bag/data/case/mimawari.case")) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_pages_of_both_languages_are_in_it_and_both_digests_are_told(world: Path) -> None:
    made = invoke("case", "seal", "--out", "bag.zip")
    files = every_file(unpacked(world / "bag.zip", world / "x"))
    for content in ((world / "bag.zip").read_bytes(), files["tagmanifest-sha256.txt"]):
        assert hashlib.sha256(content).hexdigest() in made.stdout
    for tongue in ("ja", "en"):
        for page in ("management.html", "annex.html"):
            assert f'<html lang="{tongue}">'.encode() in files[f"data/pages/{tongue}/{page}"]


def test_no_password_is_in_any_output(world: Path) -> None:
    said = [invoke("case", "seal-key", "--out", "k"), invoke("case", "seal", "--out", "bag", "--key", "k")]
    written = [*every_file(world / "bag").values(), (world / "k").read_bytes(), (world / "k.pub").read_bytes(),
               *(one.output.encode() for one in said), json.dumps(entries(), ensure_ascii=False).encode()]  # fmt: skip
    assert [text for text in written if PASSWORD.encode() in text] == []


def test_a_changed_bag_ends_with_1_and_names_the_file(world: Path) -> None:
    invoke("case", "seal-key", "--out", "k")
    invoke("case", "seal", "--out", "bag", "--key", "k")
    path = world / "bag/data/report/001-PC1.json"
    path.write_bytes(path.read_bytes().replace(b"PC1", b"PC2", 1))
    found = invoke("case", "seal-check", "bag", "--public", "k.pub")
    assert (status(found), "changed: data/report/001-PC1.json" in found.stdout) == (1, True)
    assert "変更：data/report/001-PC1.json" in invoke("case", "seal-check", "bag", "--lang", "ja").stdout


def test_without_a_key_it_says_so(world: Path) -> None:
    made = invoke("case", "seal", "--out", "bag")
    assert "this bag is not signed" in made.stderr
    assert "THIS BAG IS NOT SIGNED" in (world / "bag/README.txt").read_text("utf-8")
    assert "the bag is not signed" in invoke("case", "seal-check", "bag").stderr


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_a_key_without_a_password_is_said_aloud(world: Path) -> None:
    made = invoke("case", "seal-key", "--out", "open", "--no-password")
    assert "has no password" in made.stderr
    assert stat.S_IMODE((world / "open").stat().st_mode) == 0o600
    assert status(invoke("case", "seal", "--out", "bag", "--key", "open")) == 0


def test_a_password_is_never_read_from_what_is_no_terminal(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    invoke("case", "seal-key", "--out", "k")
    monkeypatch.delenv("MIMAWARI_SEAL_PASSWORD")
    for words in (("seal-key", "--out", "other"), ("seal", "--out", "bag", "--key", "k")):
        refused = invoke("case", *words)
        assert "MIMAWARI_SEAL_PASSWORD" in complaint(refused)
        assert status(refused) == 2
    assert not (world / "bag").exists()
    assert not (world / "other").exists()
    monkeypatch.setenv("MIMAWARI_SEAL_PASSWORD", "wrong")
    assert "does not open the secret key" in complaint(invoke("case", "seal", "--out", "bag", "--key", "k"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("seal", "--out", "PC1.json"), "is there already"),
        (("seal", "--out", "-"), "no name of a file or folder"),
        (("seal", "--out", "bag", "--copy", "nothing.eml"), "nothing.eml cannot be copied"),
        (("seal", "--out", "bag", "--copy", "."), "it is a folder"),
        (("seal", "--out", "bag", "--key", "PC1.json"), "is no secret key of minisign"),
        (("seal", "--out", "bag", "--encrypt-to", "age1x"), "is no public key of age"),
        (("seal-key", "--out", "PC1.json"), "is there already"),
        (("seal-key", "--out", "no/such/folder/k"), "cannot be written"),
        (("seal-check", "nothing"), "cannot be read"),
        (("seal-check", "PC1.json", "--public", "nothing.pub"), "is no public key of minisign"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence_and_not_recorded(world: Path, words: tuple[str, ...], said: str) -> None:
    before = {path.name for path in world.iterdir()}
    result = invoke("case", *words)
    assert said in complaint(result)
    assert status(result) == 2
    assert {path.name for path in world.iterdir()} == before
    assert len(entries()) == 3


def test_a_full_disk_leaves_the_case_as_it_was(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = (world / "mimawari.case").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(payload, "_settled", full)
        result = invoke("case", "seal", "--out", "bag")
    assert "No space left" in complaint(result)
    assert "the case is as it was" in complaint(result)
    assert (world / "mimawari.case").read_bytes() == before
    assert not (world / "bag").exists()


def test_a_bag_that_cannot_be_recorded_is_there_all_the_same_and_it_is_told(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise casework.CaseTrouble(casework.Kind.READ_ONLY, place="mimawari.case", why="x")

    monkeypatch.setattr(casework, "record", locked)
    result = invoke("case", "seal", "--out", "bag")
    assert "is there and whole, but the record says nothing of it" in complaint(result)
    assert sums(world / "bag")


def test_a_record_that_was_changed_is_sealed_as_it_is_with_what_is_wrong(world: Path) -> None:
    change("mimawari.case", "UPDATE mimawari_entries SET text = 'other' WHERE number = 2")
    made = invoke("case", "seal", "--out", "bag")
    assert status(made) == 0
    text = (world / "bag/data/case/record.txt").read_text("utf-8")
    assert "Entry 2 was changed after it was written." in text
    lines = [json.loads(line) for line in (world / "bag/data/case/record.jsonl").read_text("utf-8").splitlines()]
    assert lines[1]["text"] == "other"


def test_an_older_copy_of_the_case_is_not_sealed(world: Path) -> None:
    before = (world / "mimawari.case").read_bytes()
    invoke("case", "note", "one more")
    (world / "mimawari.case").write_bytes(before)
    result = invoke("case", "seal", "--out", "bag")
    assert status(result) == 2
    assert not (world / "bag").exists()


def test_other_cases_of_the_same_file_are_not_given_away(world: Path) -> None:
    saved(world, "PC2", reports.infected("PC2"))
    assert status(invoke("respond", "PC2.json", "--name", "別件の秘密")) == 0
    listed = invoke("case", "list").stdout
    case = next(word for word in listed.replace(":", " ").split() if "c-" in word)
    made = invoke("case", "seal", "--out", "bag", "--case", f"mimawari.case#{case[case.index('c-') :][:10]}")
    assert status(made) == 0, made.output
    assert not (world / "bag/data/case/mimawari.case").exists()
