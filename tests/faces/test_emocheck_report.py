"""Reports in EmoCheck's format (JPCERTCC/EmoCheck v2.0, main.cpp and README): names, fields, sentences, line ends."""

import json
from datetime import datetime

import pytest
from support import reports

from mimawari import app
from mimawari.faces.emocheck_report import Answer, EmoCheckReport, Process, answer, processes
from mimawari.model import Finding, Level, ReadFinding, Report, Strength, Words
from mimawari.sources import emocheck_format

TIME = datetime(2022, 3, 4, 5, 6, 7)  # noqa: DTZ001  # EmoCheck writes local time without a zone
LIBRARY = Process("hbtw.dll", "716", "C:\\Users\\太郎\\AppData\\Local\\V\\hbtw.dll", "HKU\\S-1\\Run\\V")


def report(says: Answer, *listed: Process, host: str = "PC1") -> EmoCheckReport:
    return EmoCheckReport(host, TIME, "0.1.0-mimawari", says, listed)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("PC1", "PC1_20220304050607_emocheck.json"),
        ("", "UNKNOWN_20220304050607_emocheck.json"),
        ("..\\..\\x", "______x_20220304050607_emocheck.json"),
        ("a/b:c", "a_b_c_20220304050607_emocheck.json"),
    ],
)
def test_the_file_is_named_as_emocheck_names_it_and_leads_nowhere(host: str, name: str) -> None:
    assert report(Answer.NO, host=host).name("json") == name


def test_the_json_has_emochecks_fields() -> None:
    text = report(Answer.YES, LIBRARY, LIBRARY).as_json()
    assert json.loads(text) == {
        "scan_time": "2022-03-04 05:06:07",
        "hostname": "PC1",
        "emocheck_version": "0.1.0-mimawari",
        "is_infected": "yes",
        "emotet_processes": [
            {"process_name": "hbtw.dll", "process_id": "716", "image_path": LIBRARY.image_path, "registry_key": "HKU\\S-1\\Run\\V"}
        ]
        * 2,
    }
    assert text.startswith('{\r\n  "scan_time":"2022-03-04 05:06:07",\r\n  "hostname":"PC1",\r\n')
    assert text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize(("says", "word"), [(Answer.NO, "no"), (Answer.UNKNOWN, "unknown")])
def test_only_a_yes_lists_processes(says: Answer, word: str) -> None:
    read = json.loads(report(says, LIBRARY).as_json())
    assert read["is_infected"] == word
    assert "emotet_processes" not in read


def test_the_text_is_emochecks() -> None:
    english, japanese = report(Answer.YES, LIBRARY).as_text("en"), report(Answer.NO).as_text("ja")
    assert english.startswith(
        "[EmoCheck v0.1.0-mimawari]\r\nScan time: 2022-03-04 05:06:07\r\n" + "_" * 52 + "\r\n\r\n[Result] \r\n"
    )
    assert "Detected Emotet process.\r\n\r\n[Emotet Process] \r\n     Process Name  : hbtw.dll\r\n" in english
    assert "     Process ID    : 716\r\n     Image Path    : C:\\Users\\太郎\\AppData\\Local\\V\\hbtw.dll\r\n" in english
    assert english.endswith("Please remove or isolate the suspicious execution file.\r\n")
    assert "プログラム実行時刻: 2022-03-04 05:06:07\r\n" in japanese
    assert japanese.endswith("[結果]\r\n検知しませんでした。\r\n")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("says", "positive"), [(Answer.YES, True), (Answer.NO, False), (Answer.UNKNOWN, None)])
def test_our_own_reader_of_emochecks_reports_understands_them(language: str, says: Answer, positive: bool | None) -> None:
    written = report(says, LIBRARY)
    for content in (written.as_text(language).encode(), written.as_json().encode()):
        said = emocheck_format.parse(content)
        assert said.positive is positive
        assert said.version == "0.1.0-mimawari"
        assert said.time == "2022-03-04 05:06:07"
        if says is Answer.YES:
            assert [(item.process, item.image) for item in said.processes] == [("hbtw.dll", LIBRARY.image_path)]


def test_a_hostile_path_stays_on_its_line() -> None:
    text = report(Answer.YES, Process("a\r\n[Result] \r\nNo detection.", "-", "C:\\\x1b", "")).as_text("en")
    assert text.count("[Result]") == 2
    assert "\r\nNo detection." not in text
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("level", "says", "status"),
    [
        (Level.INFECTED, Answer.YES, 1),
        (Level.SUSPECTED, Answer.UNKNOWN, 2),
        (Level.UNDETERMINED, Answer.UNKNOWN, 2),
        (Level.NO_SIGN, Answer.NO, 0),
    ],
)
def test_yes_and_no_are_only_for_what_is_sure(level: Level, says: Answer, status: int) -> None:
    assert answer(app.judge(reports.report(level))) is says
    assert says.status == status


def test_other_malware_is_neither_emotet_nor_no() -> None:
    found = (reports.loader("PC1", family="icedid"), reports.loader("PC2", family=None))
    source = reports.source(
        "PC1", reports.part("PC1", (found[0],)), reports.part("PC1", (reports.loader(family="icedid"),), key="b")
    )
    verdict = app.judge(Report.of([source]))
    assert answer(verdict) is Answer.UNKNOWN


def test_the_programs_behind_the_findings_are_listed() -> None:
    listed = processes([reports.loader("PC1"), reports.loader("PC1"), reports.pair("PC1")])
    assert [(item.process_name, item.process_id) for item in listed] == [("hbtw.dll", ""), ("system-pair", "")]
    assert listed[0].image_path == "C:\\Users\\PC1\\AppData\\Local\\Vqkzr\\hbtw.dll"
    assert listed[1].registry_key.startswith("HKU\\S-1-5-21")


VALUE = "HKU\\S-1-5-21-1\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer"


def found(kind: str, way: tuple[str, ...], **facts: str) -> Finding:
    return ReadFinding(
        name=kind, origin=reports.origin(*way), strength=Strength.STRONG, words=Words(en="x", ja="x"), given=tuple(facts.items())
    )


def test_a_name_from_the_registry_is_listed_as_emochecks_second_scanner_lists_it() -> None:
    (listed,) = processes([found("encoded-name", (VALUE, "1A2B3C4D"), value=VALUE + "\\1A2B3C4D", program="mstask")])
    assert (listed.process_name, listed.process_id, listed.image_path) == ("mstask.exe", "", "")


def test_a_file_that_several_findings_name_is_listed_once() -> None:
    path = "C:\\Users\\a\\AppData\\Local\\Vq\\hbtw.dll"
    run = "HKU\\S-1-5-21-1\\Software\\Microsoft\\Windows\\CurrentVersion\\Run"
    listed = processes([found("seven-day", (path,)), found("library-autostart", (run, "x"), file=path.upper())])
    assert listed == (Process("hbtw.dll", "", path, run),)


def test_a_yes_on_a_name_alone_is_a_whole_report() -> None:
    text = report(Answer.YES, Process("mstask.exe", "", "", "")).as_text("en").replace("0.1.0-mimawari", "2.0")
    said = emocheck_format.parse(text.encode())
    assert (said.positive, said.broken, said.is_ours) == (True, "", False)
    assert emocheck_format.parse(text.replace("     Image Path    : \r\n", "").encode()).broken
