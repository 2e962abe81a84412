"""Twenty PCs, one picture: who is still open stands first, and no file that is at fault stops the others."""

import json
import os
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support import reports
from support.cli import complaint, invoke, saved, status

from mimawari import app
from mimawari.faces import json_report
from mimawari.model import Level, Part, Reason

NAME = "{}_20261126T010203Z_mimawari"


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """A drop folder with the reports of three PCs without a sign."""
    folder = tmp_path / "drop"
    folder.mkdir()
    for host in ("PC1", "PC2", "PC3"):
        saved(folder, NAME.format(host), reports.no_sign(host))
    return folder


def hosts_file(folder: Path, *names: str) -> str:
    path = folder / "hosts.txt"
    path.write_text("\n".join(names), "utf-8")
    return str(path)


def levels(folder: Path, *words: str) -> dict[str, tuple[str, str]]:
    """Kind and level of every source, by its host."""
    sources = json.loads(invoke("merge", "--json", str(folder), *words).stdout)["sources"]
    return {source["host"]: (source["kind"], source["level"]) for source in sources}


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_who_is_open_stands_before_the_table_and_the_table_is_by_rank(drop: Path, lang: str) -> None:
    for host, make in (("A1", reports.suspected), ("B1", reports.infected), ("Z9", reports.undetermined)):
        saved(drop, NAME.format(host), make(host))
    everyone = hosts_file(drop, "pc1", "PC2.shop.example", "PC3", "A1", "B1", "Z9", "GONE")
    result = invoke("merge", str(drop), "--hosts", everyone, "--lang", lang)
    head, _, table = result.stdout.partition({"en": "\n  name ", "ja": "\n  名前 "}[lang])
    assert {"en": "COULD NOT TELL (1): Z9", "ja": "判断できず（1台）：Z9"}[lang] in head
    assert {"en": "NOT CHECKED (1): GONE", "ja": "未チェック（1台）：GONE"}[lang] in head
    assert {"en": "no permission to read it", "ja": "読み取る権限がありません"}[lang] in re.sub(r"\n +", " " * (lang == "en"), head)
    rows = [line.split()[0] for line in table.splitlines()[1:8]]
    assert rows == ["B1", "A1", "Z9", "GONE", "PC1", "PC2", "PC3"]
    assert status(result) == Level.INFECTED.exit_status


def test_unchecked_is_never_clean(drop: Path) -> None:
    assert status(invoke("merge", str(drop), "--hosts", hosts_file(drop, "PC1", "PC2", "PC3"))) == 0
    missing = hosts_file(drop, "PC1", "PC2", "PC3", "PC4")
    for form in ("--json", "--html", "--lang=en"):
        assert status(invoke("merge", str(drop), "--hosts", missing, form)) == Level.UNDETERMINED.exit_status
    assert levels(drop, "--hosts", missing)["PC4"] == (app.UNCHECKED, "undetermined")


def test_the_picture_as_data_is_a_valid_report_that_reads_back(drop: Path, tmp_path: Path) -> None:
    (drop / (NAME.format("PC2") + ".json")).write_text("{", "ascii")
    text = invoke("merge", "--json", str(drop), "--hosts", hosts_file(drop, "PC9")).stdout
    schema = json.loads((files("mimawari.faces") / "schema" / "report-1.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads(text))
    picture = tmp_path / "picture.json"
    picture.write_text(text, "ascii")
    assert invoke("merge", "--json", str(picture)).stdout == text
    assert json_report.text(json_report.read(text), app.known()) + "\n" == text
    later = saved(tmp_path, "late", reports.no_sign("PC9"))
    assert app.UNCHECKED not in invoke("merge", "--json", str(picture), str(later)).stdout


def test_explain_says_of_an_unchecked_pc_that_there_is_no_report(drop: Path, tmp_path: Path) -> None:
    picture = tmp_path / "picture.json"
    picture.write_text(invoke("merge", "--json", str(drop), "--hosts", hosts_file(drop, "PC9")).stdout, "ascii")
    text = invoke("explain", str(picture)).stdout
    assert "PC9: NOT CHECKED" in text
    assert "There is no report of it that can be read" in text
    assert "Its report would decide it." in text


def test_hosts_without_any_report_is_a_picture_too(tmp_path: Path) -> None:
    result = invoke("merge", str(tmp_path), "--hosts", hosts_file(tmp_path, "PC1", "PC2"))
    assert "NOT CHECKED (2): PC1, PC2" in result.stdout
    assert status(result) == 20


WHOLE = json_report.text(reports.report(Level.INFECTED), app.known())
DAMAGE = {
    "empty": b"",
    "half": WHOLE[: len(WHOLE) // 2].encode(),
    "first-byte": b"{",
    "zeros": bytes(4096),
    "half-of-utf-16": WHOLE.encode("utf-16")[:-601],
    "a-field-lost": WHOLE.replace('"machine"', '"machin"').encode(),
    "bytes-flipped": WHOLE.encode()[:300] + b"\xff\xfe\x80" + WHOLE.encode()[303:],
    "newer": WHOLE.replace("mimawari.report/1", "mimawari.report/2").encode(),
    "a-line-an-item": json_report.line(reports.infected("PC2")).encode() + b"\n",
    "two-lines": 2 * (json_report.line(reports.infected("PC2")).encode() + b"\n"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_report_stops_nobody_and_is_never_left_out(drop: Path, damage: str) -> None:
    path = drop / (NAME.format("PC2") + ".json")
    path.write_bytes(DAMAGE[damage])
    result = invoke("merge", str(drop), "--lang", "en")
    assert status(result) == 20
    (said,) = result.stderr.splitlines()
    assert path.name in said
    assert "counted as undetermined" in said
    head = re.sub(r"\s+", "", result.stdout.partition("\n  name ")[0])
    assert "COULDNOTTELL(1):PC2" in head
    assert path.name in head
    assert levels(drop) == {"PC1": ("folder", "no-sign"), "PC2": (app.UNREAD, "undetermined"), "PC3": ("folder", "no-sign")}


def test_a_damaged_file_of_another_name_is_counted_by_its_own(drop: Path) -> None:
    (drop / "copy (2).json").write_bytes(b"{")
    assert "copy (2).json" in invoke("merge", str(drop)).stdout.partition("\n  name ")[0]
    assert len(json.loads(invoke("merge", "--json", str(drop)).stdout)["sources"]) == 4


def test_only_damaged_reports_are_a_picture_and_no_all_clear(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"{")
    (tmp_path / "b.json").write_bytes(b"")
    assert status(invoke("merge", str(tmp_path))) == 20


def test_a_damaged_report_of_a_listed_host_is_undetermined_once(drop: Path) -> None:
    (drop / (NAME.format("PC4") + ".json")).write_bytes(b"{")
    found = levels(drop, "--hosts", hosts_file(drop, "PC1", "pc4"))
    assert found["PC4"] == (app.UNREAD, "undetermined")
    assert len(found) == 4


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="only for users that can be denied something")
def test_what_may_not_be_read_is_named(drop: Path) -> None:
    (drop / "closed").mkdir(mode=0)
    (drop / (NAME.format("PC2") + ".json")).chmod(0)
    result = invoke("merge", "--json", str(drop))
    assert status(result) == 20
    assert [gap["reason"] for gap in json.loads(result.stdout)["gaps"]].count("denied") == 2


def test_a_folder_and_a_file_that_cannot_be_read_are_named(drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked, below = NAME.format("PC2") + ".json", drop / "below"
    below.mkdir()
    opening = Path.open

    def denied(path: Path, *words: Any, **more: Any) -> Any:
        if path.name == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return opening(path, *words, **more)

    listing = os.scandir

    def unlisted(path: Any = ".") -> Any:
        if str(path) == str(below):
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(Path, "open", denied)
    monkeypatch.setattr(os, "scandir", unlisted)
    result = invoke("merge", "--json", str(drop))
    found = json.loads(result.stdout)
    assert status(result) == 20
    assert {(gap["reason"], gap["origin"]["locator"]) for gap in found["gaps"] if gap["wanted"] == "report"} == {
        (Reason.DENIED, str(drop / locked)),
        (Reason.DENIED, str(below)),
    }
    assert len(result.stderr.splitlines()) == 2


def test_foreign_json_is_named_and_left_out(drop: Path) -> None:
    (drop / "other.json").write_text("[1]", "ascii")
    (drop / "PC8_20230310100000_emocheck.json").write_bytes(
        '{"emocheck_version":"2.4","process":"C:\\Users\\経理"}'.encode("cp932")
    )
    result = invoke("merge", str(drop))
    assert status(result) == 0
    assert [line.split()[1].rsplit("/", 1)[-1] for line in result.stderr.splitlines()] == [
        "PC8_20230310100000_emocheck.json",
        "other.json",
    ]
    assert result.stderr.count("is not a report of mimawari; skipped") == 2


def test_links_and_what_another_program_has_not_finished_are_named_and_left_out(drop: Path, tmp_path: Path) -> None:
    (drop / "video.mp4.part").write_bytes(b"")
    (drop / "link.json").symlink_to(saved(tmp_path, "outside", reports.infected("PC5")))
    result = invoke("merge", str(drop))
    assert status(result) == 0
    assert "video.mp4.part is not a report of mimawari; skipped" in result.stderr
    assert "link.json is a link" in result.stderr


def test_the_newest_report_of_a_host_decides(drop: Path) -> None:
    old = replace(reports.infected("PC2"), id="old", locator="", kind="live", seen_at="2026-11-01T00:00:00Z")
    saved(drop, "PC2_20261101T000000Z_mimawari", old)
    new = replace(reports.no_sign("PC2"), id="new", locator="", kind="live", seen_at="2026-11-26T00:00:00Z")
    saved(drop, NAME.format("PC2"), new)
    result = invoke("merge", str(drop))
    assert status(result) == 0
    assert "Older data showed an infection: PC2" in result.stdout


def test_a_forged_second_report_hides_no_infection_and_stops_nobody(drop: Path) -> None:
    """Whoever may write to the drop folder may write there in another's name."""
    forged = reports.source("PC2", Part("PC2-0001", "all", "2026.11.1", looked=reports.LOOKED, content="f" * 16))
    saved(drop, NAME.format("PC2"), reports.infected("PC2"))
    for name in ("AAA", "ZZZ"):
        saved(drop, name, forged)
        result = invoke("merge", str(drop), "--lang", "en")
        assert status(result) == 10
        assert "says something else than another report" in result.stderr
        (drop / f"{name}.json").unlink()


def test_html_and_json_are_not_both(drop: Path) -> None:
    result = invoke("merge", "--html", "--json", str(drop))
    assert status(result) == 2
    assert "not both" in complaint(result)


def test_five_hundred_pcs_stay_readable(tmp_path: Path) -> None:
    found = [reports.no_sign(f"OK{n:03}") for n in range(300)]
    found += [*(reports.undetermined(f"UN{n:03}") for n in range(40)), reports.infected("BAD1"), reports.infected("BAD2")]
    saved(tmp_path, "picture", *found)
    names = [source.host for source in found] + [f"GONE{n:03}" for n in range(158)]
    text = invoke("merge", str(tmp_path), "--hosts", hosts_file(tmp_path, *names), "--lang", "en").stdout
    lines = text.splitlines()
    assert len(lines) < 150
    assert max(map(len, lines)) <= 80
    for said in (
        "500 in all",
        "Infected: BAD1, BAD2.",
        "NOT CHECKED (158): GONE000,",
        "COULD NOT TELL (40): UN000,",
        "(all names: --html)",
    ):
        assert said in re.sub(r"\s+", " ", text)
    html = invoke("merge", str(tmp_path), "--hosts", hosts_file(tmp_path, *names), "--html").stdout
    assert [name for name in names if name not in html] == []


@pytest.mark.parametrize("suffix", [".txt", ".bak", " (1).json"])
def test_a_report_that_was_renamed_on_its_way_is_read(suffix: str, tmp_path: Path) -> None:
    saved(tmp_path, "a", reports.no_sign("PC1"))
    whole = Path(saved(tmp_path, "b", reports.infected("PC9")))
    whole.rename(tmp_path / f"PC9_20261126T010203Z_mimawari.json{suffix}")
    assert status(invoke("merge", str(tmp_path))) == Level.INFECTED.exit_status
