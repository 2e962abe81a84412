"""``check --all``: every file of what was named, beside the usual check."""

import json
import sys
import time
from pathlib import Path

import pytest
from support.cli import invoke, status
from support.lnk_files import LURE, lnk
from support.pc import Pc

from mimawari import app
from mimawari.faces.cli.full_scan import FullScan


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def pc(tmp_path: Path) -> Path:
    Pc(users=("shop",)).put("Users/shop/Music/invoice.pdf.lnk", LURE).write(tmp_path / "pc")
    time.sleep(0.1)
    return tmp_path / "pc"


def test_both_are_in_one_report(pc: Path, state: Path) -> None:
    result = invoke("check", "--all", str(pc), "--json", "--jobs", "0")
    report = json.loads(result.stdout)
    assert {source["kind"] for source in report["sources"]} == {"all-files", "folder"}
    found = [finding for finding in report["findings"] if finding["origin"]["path"] == [r"C:\Users\shop\Music\invoice.pdf.lnk"]]
    assert {finding["origin"]["locator"] for finding in found} == {f"all:{pc}"}
    assert status(result) == 12
    assert list(state.glob("scan-*.sqlite"))


def test_a_file_of_a_folder_of_evidence_is_read_once(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a.lnk").write_bytes(lnk())
    (folder / "b.txt").write_text("A text.", "utf-8")
    usual = json.loads(invoke("check", str(folder), "--json", "--jobs", "0").stdout)
    assert [source["kind"] for source in usual["sources"]] == ["single-file", "single-file"]
    every = json.loads(invoke("check", "--all", f"{folder}/", "--json", "--jobs", "0").stdout)
    assert [source["kind"] for source in every["sources"]] == ["all-files"]
    (folder / "a.eml").write_bytes(b"From: a@example.com\nSubject: x\nDate: Thu, 3 Mar 2022 10:00:00 +0900\n\ntext\n")
    every = json.loads(invoke("check", "--all", str(folder), "--json", "--jobs", "0").stdout)
    assert sorted(source["kind"] for source in every["sources"]) == ["all-files", "mail-folder"]


def test_what_is_found_is_told_while_it_goes_on(pc: Path) -> None:
    assert "found so far" in invoke("check", f"all:{pc}", "--jobs", "0", "--lang", "en").stderr


def test_the_second_time_nothing_is_read_again(pc: Path) -> None:
    invoke("check", f"all:{pc}", "--jobs", "0")
    again = json.loads(invoke("check", f"all:{pc}", "--json", "--jobs", "0").stdout)
    (source,) = again["sources"]
    assert source["looked_at"]["unchanged-file"] == source["looked_at"]["file"] > 0
    anew = json.loads(invoke("check", f"all:{pc}", "--json", "--jobs", "0", "--again").stdout)
    assert "unchanged-file" not in anew["sources"][0]["looked_at"]


def test_the_words_are_for_people(pc: Path) -> None:
    said = invoke("check", f"all:{pc / 'C/Users'}", "--jobs", "0", "--lang", "ja").stdout
    assert "危険なファイルがあります" in said.replace("\n", "")
    assert "ファイルのフルスキャン" in said
    said = invoke("check", f"all:{pc / 'C/Users'}", "--jobs", "0", "--lang", "en").stdout
    assert "there are dangerous files" in said.replace("\n", " ")


def test_a_place_that_is_not_there(tmp_path: Path) -> None:
    result = invoke("check", f"all:{tmp_path / 'nowhere'}", "--json", "--jobs", "0")
    assert status(result) == 3
    assert json.loads(result.stdout)["gaps"][0]["reason"] == "missing"


def test_the_full_scan_of_each_locator_once(tmp_path: Path) -> None:
    scan = FullScan.of((str(tmp_path), "imaps://a@example.com", f"folder:{tmp_path}", "all:x"), is_full=True, again=False)
    assert scan.locators == (str(tmp_path), "imaps://a@example.com", f"folder:{tmp_path}", "all:x", f"all:{tmp_path}")
    assert scan.scan is not None


def test_without_it_nothing_changes(tmp_path: Path) -> None:
    scan = FullScan.of((str(tmp_path),), is_full=False, again=True)
    assert (scan.locators, scan.scan) == ((str(tmp_path),), None)


@pytest.mark.skipif(sys.platform == "win32", reason="only where there is one root")
def test_this_pc_is_all_of_its_disks() -> None:
    assert app.full_scans(app.THIS_PC) == ("all:/",)


def test_a_file_forced_to_a_kind_that_is_no_full_scan(tmp_path: Path) -> None:
    assert not app.is_full_scan(str(tmp_path))
    assert not app.is_full_scan(f"folder:{tmp_path}")
    assert app.is_full_scan(f"all:{tmp_path}")
    assert app.evidence(f"all:{tmp_path}").path == tmp_path


def test_each_file_of_which_there_is_something_to_tell_is_a_line(pc: Path) -> None:
    (pc / "cut.zip").write_bytes(b"PK\x03\x04" + bytes(60))
    lines = [json.loads(line) for line in invoke("check", f"all:{pc}", "--jsonl", "--jobs", "0").stdout.splitlines()]
    *files, source = lines
    assert source["kind"] == "all-files"
    assert source["level"] == "exposed"
    levels = {tuple(line["path"]): line["level"] for line in files}
    assert levels[r"C:\Users\shop\Music\invoice.pdf.lnk",] == "exposed"
    assert levels["cut.zip",] == "undetermined"
    assert all(line["message"] is None and (line["findings"] or line["gaps"]) for line in files)
    assert len(levels) == len(files)
