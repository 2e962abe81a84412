"""The commands on synthetic sources: what goes to stdout, what to stderr, and with which status."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support import reports

from mimawari import app
from mimawari.faces import json_report
from mimawari.faces.cli import commands
from mimawari.model import Level, Part, Report, Source

KNOWN = app.known()


def invoke(*words: str, given: bytes | str | None = None, **environment: str) -> Result:
    return CliRunner(env={"LC_ALL": "C", **environment}).invoke(commands, words, input=given, standalone_mode=False)


def status(result: Result) -> int:
    """What the program would end with."""
    if result.exception is not None:
        return int(getattr(result.exception, "exit_code", -1))
    value: Any = result.return_value
    assert isinstance(value, int)
    return value


def complaint(result: Result) -> str:
    assert result.exception is not None
    assert type(result.exception).__name__ in ("Refused", "UsageError", "BadParameter", "MissingParameter"), repr(result.exception)
    message: str = getattr(result.exception, "message", "")
    assert "\n" not in message
    return message


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Source]:
    """The sources that any check gives."""
    sources: list[Source] = []

    def check(what: Any, settings: Any, jobs: Any, progress: Any, *more: Any) -> Iterator[Source]:
        progress(1, 1, "case")
        yield from sources

    monkeypatch.setattr(app, "check", check)
    return sources


def saved(folder: Path, name: str, *sources: Source) -> str:
    path = folder / f"{name}.json"
    path.write_text(json_report.text(Report.of(sources), KNOWN), "ascii")
    return str(path)


@pytest.mark.parametrize("level", reports.OF_LEVEL)
def test_the_status_is_that_of_the_level(found: list[Source], level: Level) -> None:
    found.append(reports.OF_LEVEL[level]())
    for words in (["check", "x"], ["check", "x", "--json"], ["check", "x", "--jsonl"], ["check", "x", "--without", "indicators"]):
        result = invoke(*words)
        assert status(result) == level.exit_status
        assert result.stderr == ""


def test_json_is_one_report_that_reads_back(found: list[Source]) -> None:
    found += [reports.infected("PC1"), reports.no_sign("PC2")]
    result = invoke("check", "x", "y", "--json")
    read = json_report.read(result.stdout)
    assert [source.host for source in read.sources] == ["PC1", "PC2"]
    (run,) = {run for source in read.sources for run in source.runs} - {reports.RUN}
    assert run.started <= run.ended


def test_jsonl_is_a_line_a_source(found: list[Source]) -> None:
    found += [reports.infected("PC1"), reports.no_sign("PC2")]
    lines = [json.loads(line) for line in invoke("check", "x", "--jsonl").stdout.splitlines()]
    assert [(line["schema"], line["host"], line["level"]) for line in lines] == [
        ("mimawari.item/1", "PC1", "infected"),
        ("mimawari.item/1", "PC2", "no-sign"),
    ]
    assert lines[0]["families"] == ["emotet"]
    assert lines[1]["families"] == []


def test_nothing_opened_is_status_3_and_still_a_report(found: list[Source]) -> None:
    found.append(reports.unopened("case/no\x1bne"))
    result = invoke("check", "x", "--json")
    assert status(result) == 3
    assert json.loads(result.stdout)["gaps"][0]["reason"] == "missing"
    assert result.stderr == "mimawari: could not be opened: case/no\\x1bne\n"


def test_one_of_several_that_cannot_be_opened_is_a_gap(found: list[Source]) -> None:
    found += [reports.unopened(), reports.no_sign()]
    assert status(invoke("check", "x", "y", "--json")) == Level.UNDETERMINED.exit_status


def test_without_a_locator_it_is_this_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def check(what: Any, settings: Any, jobs: Any, progress: Any, *more: Any) -> Iterator[Source]:
        asked.extend(what)
        yield reports.no_sign()

    monkeypatch.setattr(app, "check", check)
    assert status(invoke("check", "--json")) == 0
    assert [(one.locator, one.forced) for one in asked] == [("live:", "live")]
    assert asked[0].moment.endswith("Z")


@pytest.mark.skipif(sys.platform == "win32", reason="only where there is no Windows to look at")
def test_another_system_than_windows_says_what_it_cannot_answer_and_leads_on() -> None:
    result = invoke("check", "--lang", "ja")
    assert status(result) == Level.UNDETERMINED.exit_status
    assert "Windowsでのみ動作します" in result.stdout.replace("\n     ", "")


@pytest.mark.parametrize(
    "words",
    [
        "check --json --jsonl x",
        "check --jobs -1 x",
        "check --lang fr x",
        "check --without everything x",
        "check --knowledge no/such x",
        "check --no",
        "merge",
        "explain",
        "no-such-command",
    ],
)
def test_wrong_use_is_status_2(words: str) -> None:
    assert status(invoke(*words.split())) == 2


def test_knowledge_that_is_broken_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "eras.toml").write_text("[P1]\nfrom = 1", "utf-8")
    result = invoke("check", "--knowledge", str(tmp_path), "x")
    assert status(result) == 2
    assert "knowledge" in complaint(result)


def test_out_keeps_the_report_in_both_languages(found: list[Source], tmp_path: Path) -> None:
    found.append(reports.infected())
    out = tmp_path / "a" / "b"
    result = invoke("check", "x", "--json", "--out", str(out))
    assert (out / "report.json").read_text("ascii") == result.stdout
    assert "感染しています" in (out / "report.ja.txt").read_text("utf-8")
    assert "is infected" in (out / "report.en.txt").read_text("utf-8")
    assert (out / "parts").is_dir()


def test_out_overwrites_no_result_and_no_evidence(found: list[Source], tmp_path: Path) -> None:
    found.append(reports.no_sign())
    out, evidence = tmp_path / "out", tmp_path / "evidence"
    evidence.mkdir()
    assert status(invoke("check", "x", "--out", str(out))) == 0
    again, inside = invoke("check", "x", "--out", str(out)), invoke("check", str(evidence), "--out", str(evidence / "out"))
    assert (status(again), status(inside)) == (2, 2)
    assert "already holds a report" in complaint(again)
    assert "lies in the evidence" in complaint(inside)
    assert list(evidence.iterdir()) == []


def test_out_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "check", None)
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below", "a\0b"):
        result = invoke("check", "x", "--out", str(folder))
        assert status(result) == 2
        assert "cannot write" in complaint(result)


@pytest.mark.parametrize("level", reports.OF_LEVEL)
def test_explain_takes_a_report_file_or_stdin(tmp_path: Path, level: Level) -> None:
    path = saved(tmp_path, "r", reports.OF_LEVEL[level]())
    from_file, from_stdin = invoke("explain", path), invoke("explain", "-", given=Path(path).read_bytes())
    assert from_file.stdout == from_stdin.stdout
    assert "What would change it" in from_file.stdout
    assert status(from_file) == status(from_stdin) == level.exit_status


def test_explain_as_data(tmp_path: Path) -> None:
    path = saved(tmp_path, "r", reports.suspected("PC1"), reports.undetermined("PC2"))
    said = json.loads(invoke("explain", "--json", path).stdout)
    assert [(host["host"], host["level"], host["holes"]) for host in said["hosts"]] == [
        ("PC2", "undetermined", ["registry-value", "service", "task"]),
        ("PC1", "suspected", []),
    ]
    assert [finding["kind"] for finding in said["hosts"][1]["because"]] == ["loader-autostart"]
    assert all(set(words) == {"en", "ja"} for host in said["hosts"] for words in [host["rule"], *host["changes"]])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_report_in_another_utf_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(json_report.text(reports.report(Level.INFECTED), KNOWN), encoding)
    assert status(invoke("explain", str(path))) == 10


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "not a report"), (b"{}", "not a report"), (b"\xff\xfe\xfd", "not a report"), (b"\x80\x81", "not a report"),
     (b'{"schema": "mimawari.report/1"}', "damaged")],
)  # fmt: skip
def test_what_is_no_report_is_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(content)
    for words in (["explain", str(path)], ["merge", str(path)]):
        result = invoke(*words)
        assert status(result) == 2
        assert said in complaint(result)


@pytest.mark.parametrize("path", ["no/such", "a\0b", "."])
def test_a_report_that_cannot_be_read_is_named(path: str) -> None:
    result = invoke("explain", path)
    assert status(result) == 2
    assert "cannot be read" in complaint(result)


def test_merge_of_files_and_folders_in_any_order(tmp_path: Path) -> None:
    one, two = saved(tmp_path, "1", reports.no_sign("PC1")), saved(tmp_path, "2", reports.infected("PC2"))
    outputs = {
        invoke("merge", "--json", *paths).stdout for paths in ([one, two], [two, one, one], [str(tmp_path)], [str(tmp_path), two])
    }
    assert len(outputs) == 1
    assert [source.host for source in json_report.read(outputs.pop()).sources] == ["PC1", "PC2"]
    assert status(invoke("merge", one, two)) == 10
    assert status(invoke("merge", one)) == 0


def test_the_same_part_with_another_content_is_a_conflict(tmp_path: Path) -> None:
    other = reports.source("PC1", Part("PC1-0001", "all", "2026.11.1", content="f" * 16))
    paths = saved(tmp_path, "1", reports.no_sign("PC1")), saved(tmp_path, "2", other)
    result = invoke("merge", *paths)
    assert status(result) == 2
    assert "different things about the same piece of work" in complaint(result)


def test_merge_of_nothing_is_no_all_clear(tmp_path: Path) -> None:
    result = invoke("merge", str(tmp_path))
    assert status(result) == 2
    assert "no report" in complaint(result)


def test_merge_follows_no_link_and_opens_no_fifo(tmp_path: Path) -> None:
    import os

    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    saved(inside, "r", reports.no_sign("PC1"))
    (inside / "link.json").symlink_to(saved(outside, "r", reports.infected("PC2")))
    (inside / "loop").symlink_to(inside)
    os.mkfifo(inside / "fifo.json")
    assert status(invoke("merge", str(inside))) == 0


@pytest.mark.parametrize("command", ["detectors", "sources", "knowledge"])
def test_lists_are_text_and_json(command: str) -> None:
    text, data = invoke(command), invoke(command, "--json")
    assert status(text) == status(data) == 0
    assert text.stdout.strip()
    assert json.loads(data.stdout)


def test_every_detector_and_source_is_listed() -> None:
    listed = json.loads(invoke("detectors", "--json").stdout)
    assert [row["name"] for row in listed] == list(app.detectors.load())
    assert all(row["about"] and row["looks_at"] and row["finds"] for row in listed)
    assert [row["kind"] for row in json.loads(invoke("sources", "--json").stdout)] == list(app.sources.load())


def test_examples_are_built_and_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(app, "write_examples", lambda folder: (folder / "infected-pc", folder / "clean-pc"))
    assert invoke("examples", str(tmp_path)).stdout.splitlines() == [str(tmp_path / "infected-pc"), str(tmp_path / "clean-pc")]


def test_examples_that_cannot_be_written_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(folder: Path) -> tuple[Path, ...]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(app, "write_examples", build)
    result = invoke("examples", "x")
    assert status(result) == 2
    assert "Permission denied" in complaint(result)
