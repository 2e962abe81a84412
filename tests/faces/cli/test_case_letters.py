"""``case letters``: what it writes, prints, records and refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from support import reports
from support.cli import complaint, invoke, saved, status

US = """
name = "Sakura"
name_ja = "さくら雑貨店"
domains = ["shop.example"]
accounts = [{ address = "info@shop.example", person = "山田", machine = "PC1" }]
"""
SECRET = "pa55-w0rd-PLANTED"  # looked for in every output
DEVICE = {
    "partner", "customer", "web", "staff", "reporter", "mail-provider", "card-company", "jpcert-request", "jpcert-advice",
    "ipa-virus", "ipa-advice", "police", "ppc-first", "ppc-full", "privacy-mark",
}  # fmt: skip


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case on one infected PC, in the current folder."""
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("LOGNAME", "山田")
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert status(invoke("respond", str(saved(tmp_path, "PC1", reports.infected())), "--name", "件")) == 0
    return tmp_path


def last() -> dict[str, Any]:
    entry: dict[str, Any] = json.loads(invoke("case", "show", "--json").stdout)["entries"][-1]
    return entry


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_all_kinds_of_the_situation_in_both_languages_and_all_forms_and_an_entry(world: Path) -> None:
    done = invoke("case", "letters", "--out", "out")
    assert status(done) == 0, done.stderr
    ends = ("txt", "docx", "pdf")
    assert names(world / "out") == {f"{kind}.{tongue}.{end}" for kind in DEVICE for tongue in ("ja", "en") for end in ends} | {
        "README.ja.txt", "README.en.txt",
    }  # fmt: skip
    entry = last()
    assert entry["deed"] == "drafted"
    assert set(entry["facts"]["kinds"].split()) == DEVICE
    assert entry["facts"]["files"] == 92
    assert "nothing was sent" in done.stderr


def test_named_kinds_languages_and_forms_only(world: Path) -> None:
    done = invoke("case", "letters", "web", "staff", "--lang", "ja", "--form", "text", "--out", "out")
    assert status(done) == 0
    assert names(world / "out") == {"README.ja.txt", "web.ja.txt", "staff.ja.txt"}
    assert "ホームページでのお知らせ" in done.stdout, "one language is spoken as well"
    assert last()["facts"]["tongues"] == "ja"


def test_the_firm_is_told_by_its_file(world: Path) -> None:
    invoke("case", "letters", "web", "--lang", "ja", "--form", "text", "--out", "bare")
    assert "【要記入：自社名】" in (world / "bare/web.ja.txt").read_text("utf-8")
    (world / "firm.toml").write_text(US, "utf-8")
    invoke("case", "letters", "web", "--lang", "ja", "--form", "text", "--out", "named", "--us", "firm.toml")
    said = (world / "named/web.ja.txt").read_text("utf-8")
    assert "さくら雑貨店" in said and "@shop.example" in said and "自社名】" not in said


def test_the_file_in_the_folder_is_taken_and_a_broken_one_refused(world: Path) -> None:
    (world / "us.toml").write_text(US, "utf-8")
    invoke("case", "letters", "web", "--lang", "ja", "--form", "text", "--out", "out")
    assert "さくら雑貨店" in (world / "out/web.ja.txt").read_text("utf-8")
    (world / "us.toml").write_text("name = [", "utf-8")
    done = invoke("case", "letters", "web", "--lang", "ja", "--out", "other")
    assert status(done) == 2
    assert not (world / "other").exists()


def test_a_file_that_somebody_filled_in_is_kept(world: Path) -> None:
    invoke("case", "letters", "web", "--lang", "ja", "--form", "text", "--out", "out")
    (world / "out/web.ja.txt").write_text("filled in", "utf-8")
    number = last()["number"]
    done = invoke("case", "letters", "--out", "out")
    assert status(done) == 2
    assert "web.ja.txt" in complaint(done) and "--force" in complaint(done)
    assert (world / "out/web.ja.txt").read_text("utf-8") == "filled in"
    assert names(world / "out") == {"README.ja.txt", "web.ja.txt"}
    assert last()["number"] == number, "what was not written is not recorded"
    assert status(invoke("case", "letters", "web", "--lang", "ja", "--form", "text", "--out", "out", "--force")) == 0
    assert (world / "out/web.ja.txt").read_text("utf-8") != "filled in"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_what_is_no_kind_or_no_folder_is_refused(world: Path, lang: str) -> None:
    assert status(invoke("case", "letters", "nonsense", "--out", "out", "--lang", lang)) == 2
    assert status(invoke("case", "letters", "--out", "", "--lang", lang)) == 2
    (world / "file").write_text("x", "utf-8")
    done = invoke("case", "letters", "web", "--out", "file", "--lang", lang)
    assert status(done) == 2
    assert "Traceback" not in done.stderr
    assert (world / "file").read_text("utf-8") == "x"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_where_nothing_is_asked_for_nothing_is_written(world: Path, lang: str) -> None:
    (world / "mimawari.case").unlink()
    shutil.rmtree(world / "state", ignore_errors=True)
    assert status(invoke("respond", str(saved(world, "PC4", reports.no_sign("PC4"))), "--name", "件")) == 0
    done = invoke("case", "letters", "--out", "out", "--lang", lang)
    assert status(done) == 2
    assert not (world / "out").exists()
    assert status(invoke("case", "letters", "staff", "--out", "out", "--lang", lang)) == 0, "a kind that is named is made"
    readme = "".join((world / f"out/README.{lang}.txt").read_text("utf-8").split())
    assert ("必要ありません" if lang == "ja" else "draftisnotneeded") in readme


def test_files_are_for_their_owner_only(world: Path) -> None:
    invoke("case", "letters", "web", "--out", "out")
    assert {path.stat().st_mode & 0o077 for path in (world / "out").iterdir()} == {0}


def test_no_note_and_no_text_of_a_person_gets_into_a_draft(world: Path) -> None:
    """What somebody noted is for the firm: a letter has what was done, not the words of who did it."""
    invoke("case", "note", f"the password was {SECRET}")
    invoke("case", "step", "unplug@PC1", "--done", "--text", f"used {SECRET}")
    invoke("case", "contact", "police-online", "--text", SECRET)
    invoke("case", "known-at", "2026-11-20 09:00", "--text", SECRET)
    done = invoke("case", "letters", "--out", "out")
    assert SECRET not in done.stdout + done.stderr
    import zipfile

    for path in (world / "out").iterdir():
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as packed:
                assert [name for name in packed.namelist() if SECRET.encode() in packed.read(name)] == []
        assert SECRET.encode() not in path.read_bytes()
    assert "隔離" in (world / "out/web.ja.txt").read_text("utf-8"), "that it was done stands there"


def test_a_second_run_goes_on_naming_the_drafts_of_the_first(world: Path) -> None:
    invoke("case", "letters", "partner", "--lang", "ja", "--form", "text", "--out", "out")
    assert status(invoke("case", "letters", "staff", "--lang", "ja", "--form", "text", "--out", "out")) == 0
    said = (world / "out/README.ja.txt").read_text("utf-8")
    assert "（partner.ja）" in said and "（staff.ja）" in said
    assert "（web.ja）" not in said, "what does not lie there is not named"
    assert not (world / "out/README.en.txt").exists()


def test_a_readme_that_somebody_changed_is_kept(world: Path) -> None:
    invoke("case", "letters", "partner", "--lang", "ja", "--form", "text", "--out", "out")
    readme = world / "out/README.ja.txt"
    changed = readme.read_text("utf-8").replace("下書き", "下書き（確認済み）", 1)
    readme.write_text(changed, "utf-8")
    done = invoke("case", "letters", "staff", "--lang", "ja", "--form", "text", "--out", "out")
    assert status(done) == 2
    assert "README.ja.txt" in complaint(done)
    assert readme.read_text("utf-8") == changed
    assert not (world / "out/staff.ja.txt").exists()
    assert status(invoke("case", "letters", "staff", "--lang", "ja", "--form", "text", "--out", "out", "--force")) == 0
    assert readme.read_text("utf-8") != changed
