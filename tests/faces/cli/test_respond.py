"""From a report to a case: opened once, added to afterwards, and refused where a report is not what it says."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import plans, reports
from support.cli import complaint, invoke, saved, status

from mimawari import app
from mimawari.app import case_opening
from mimawari.faces import json_report
from mimawari.model import Report


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(case_opening, "plan_of", plans.planned)
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("LOGNAME", "山田")
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown_case(*words: str) -> Any:
    return json.loads(invoke("case", "show", "--json", *words).stdout)


def test_a_report_opens_a_case_and_prints_the_plan(world: Path) -> None:
    report = saved(world, "PC1", reports.infected())
    result = invoke("respond", str(report), "--name", "春の件")
    assert status(result) == 0
    assert "unplug@PC1" in result.stdout
    assert "opened the case “春の件”. It is recorded at mimawari.case." in result.stderr
    case = shown_case()
    assert (case["name"], case["level"], case["situations"]) == ("春の件", "infected", ["our-device"])
    assert [one["deed"] for one in case["entries"]] == ["opened", "report-added", "planned"]
    assert {one["who"] for one in case["entries"]} == {"山田"}
    assert case["entries"][1]["text"] == "PC1.json"


def test_a_second_report_is_added_and_the_same_one_is_not(world: Path) -> None:
    first, second = saved(world, "PC1", reports.infected()), saved(world, "PC2", reports.no_sign("PC2"))
    invoke("respond", str(first))
    result = invoke("respond", str(first), str(second), "--who", "佐藤")
    assert "added 1 report(s)" in result.stderr
    assert "unplug@PC2" in result.stdout
    again = invoke("respond", str(second))
    assert (status(again), "already; nothing was added" in again.stderr) == (0, True)
    assert [(one["deed"], one["who"]) for one in shown_case()["entries"]][3:] == [("report-added", "佐藤"), ("planned", "佐藤")]
    assert len(shown_case()["reports"]) == 2


def test_without_a_case_nothing_is_written(world: Path) -> None:
    report = saved(world, "PC1", reports.infected())
    result = invoke("respond", str(report), "--no-case")
    assert "unplug@PC1" in result.stdout
    assert not (world / "mimawari.case").exists()
    assert json.loads(invoke("respond", str(report), "--no-case", "--json").stdout)["schema"] == "mimawari.plan/1"


def test_another_name_opens_another_case_which_is_then_named(world: Path) -> None:
    report = str(saved(world, "PC1", reports.infected()))
    invoke("respond", report, "--name", "一")
    invoke("respond", report, "--name", "二")
    said = complaint(invoke("case", "show"))
    assert "holds several cases" in said
    listed = json.loads(invoke("case", "list", "--json").stdout)["cases"]
    assert {one["name"] for one in listed} == {"一", "二"}
    for one in listed:
        assert one["place"] in said
        assert shown_case("--case", one["place"])["name"] == one["name"]
    added = invoke("respond", str(saved(world, "PC2", reports.no_sign("PC2"))), "--name", "二")
    assert "added 1 report(s) to the case “二”" in added.stderr


def test_the_environment_says_where_the_case_lies(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMAWARI_CASE", str(world / "elsewhere.case"))
    invoke("respond", str(saved(world, "PC1", reports.infected())))
    assert (world / "elsewhere.case").exists()
    assert shown_case()["place"] == str(world / "elsewhere.case")


def changed(world: Path, change: Any) -> str:
    document = json.loads(saved(world, "PC1", reports.infected()).read_text("ascii"))
    change(document)
    path = world / "changed.json"
    path.write_text(json.dumps(document), "ascii")
    return str(path)


def set_verdict(document: Any) -> None:
    document["verdict"]["level"] = "no-sign"


def set_source(document: Any) -> None:
    document["sources"][0]["level"] = "no-sign"


def set_because(document: Any) -> None:
    document["verdict"]["because"] = []


def set_families(document: Any) -> None:
    document["verdict"]["families"] = []


def set_words(document: Any) -> None:
    document["findings"][0]["words"]["ja"] = "問題ありません。"


def set_gap(document: Any) -> None:
    document["gaps"][0]["detail"] = "x"


def set_count(document: Any) -> None:
    document["verdict"]["undetermined_sources"] = 7


def set_answer(document: Any) -> None:
    document["verdict"]["us"] = {"answers": [{"answer": "address-only", "strength": "strong"}]}


def set_past(document: Any) -> None:
    document["verdict"]["past"] = True


def drop_finding(document: Any) -> None:
    del document["findings"][0]


def drop_verdict(document: Any) -> None:
    del document["verdict"]


def set_strength(document: Any) -> None:
    for one in document["findings"]:
        one["strength"] = "hint"


@pytest.mark.parametrize(
    "change",
    [
        set_verdict,
        set_source,
        set_because,
        set_families,
        set_words,
        set_gap,
        set_count,
        set_answer,
        set_past,
        drop_finding,
        drop_verdict,
        set_strength,
    ],
)
def test_a_report_that_was_tampered_with_is_refused_and_nothing_is_recorded(world: Path, change: Any) -> None:
    for lang, words in (("en", "nothing was recorded"), ("ja", "何も記録していません")):
        result = invoke("respond", changed(world, change), "--lang", lang)
        assert words in complaint(result)
        assert status(result) == 2
    assert not (world / "mimawari.case").exists()


def test_every_honest_report_is_taken(world: Path) -> None:
    for level, make in reports.OF_LEVEL.items():
        path = saved(world, level, make(f"PC-{level}"))
        assert status(invoke("respond", str(path), "--no-case")) == 0, level
    every = Report.of([*(make(f"PC-{level}") for level, make in reports.OF_LEVEL.items()), reports.unopened()])
    (world / "all.json").write_text(json_report.text(every, app.known()), "ascii")
    assert status(invoke("respond", "all.json", "--no-case")) == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "not a report of mimawari"),
        (b"", "not a report of mimawari"),
        (b"\x00\xff\xfe", "not a report of mimawari"),
        (
            b'{"schema":"mimawari.report/2"}',
            "a newer version of mimawari made this report (a newer kind of report: mimawari.report/2)",
        ),
        (b'{"schema":"mimawari.report/1"}', "the report is damaged"),
    ],
)
def test_what_is_no_report_is_refused_and_nothing_is_recorded(world: Path, content: bytes, words: str) -> None:
    (world / "x.json").write_bytes(content)
    result = invoke("respond", "x.json")
    assert words in complaint(result)
    assert status(result) == 2
    assert not (world / "mimawari.case").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "mimawariのレポートではありません（JSONとして読み取れません）。"),
        (b"\x00\xff\xfe", "mimawariのレポートではありません（JSONとして読み取れません）。"),
        (b"{}", "mimawariのレポートではありません（mimawariのレポートの形式ではありません）。"),
        (b'{"schema":"mimawari.report/2"}', "このレポートは、新しい版のmimawariで作成されています。新しい版を使ってください。"),
    ],
)
def test_what_is_no_report_is_refused_in_japanese(world: Path, content: bytes, words: str) -> None:
    (world / "x.json").write_bytes(content)
    assert complaint(invoke("respond", "x.json", "--lang", "ja")) == f"x.json：{words}"


def test_a_report_that_was_cut_off_anywhere_is_refused(world: Path) -> None:
    whole = saved(world, "PC1", reports.infected()).read_bytes()
    for end in range(0, len(whole) - 1, 397):
        (world / "cut.json").write_bytes(whole[:end])
        assert status(invoke("respond", "cut.json", "--no-case")) == 2, end


def test_of_several_reports_a_bad_one_stops_all_of_them(world: Path) -> None:
    good = str(saved(world, "PC1", reports.infected()))
    assert "cannot be read" in complaint(invoke("respond", good, "none.json"))
    assert not (world / "mimawari.case").exists()


def test_reports_that_contradict_each_other_are_refused(world: Path) -> None:
    first = saved(world, "a", reports.infected())
    other = saved(world, "b", reports.source("PC1", reports.part("PC1")))
    invoke("respond", str(first))
    result = invoke("respond", str(other))
    assert "says something else than another report" in complaint(result)
    assert status(invoke("respond", str(first), str(other), "--no-case")) == 2
    assert len(shown_case()["entries"]) == 3


def test_how_the_plan_grew_is_said(world: Path) -> None:
    first = invoke("respond", str(saved(world, "PC2", reports.no_sign("PC2"))))
    assert "steps now" not in first.stderr
    before = len(json.loads(invoke("case", "plan", "--json").stdout)["steps"])
    second = invoke("respond", str(saved(world, "PC1", reports.infected())))
    now = len(json.loads(invoke("case", "plan", "--json").stdout)["steps"])
    assert now > before
    assert f"the plan has {now} steps now; before, it had {before}." in second.stderr
