"""EmoCheck's reports. What they look like is taken from EmoCheck's published source (main.cpp of v0.0.1, v0.0.2 and v2.0)
and README, written out here by hand; none is made with this project's own code."""

from pathlib import Path

import pytest

from mimawari.engine import Inline, Settings, walk
from mimawari.judge import level_of
from mimawari.model import Gap, Level, Looked, Reason, ToolVerdict
from mimawari.sources import Evidence, Seen, Survey
from mimawari.sources import emocheck_report as source

RULE = "____________________________________________________\r\n\r\n"

JA_001_YES = (
    "[Emocheck v0.0.1]\r\nプログラム実行時刻: 2020-02-03 13:06:20\r\n" + RULE + "[結果]\r\nEmotetを検知しました。\r\n\r\n[詳細]\r\n"
    "     プロセス名    : khmerbid.exe\r\n     プロセスID    : 10508\r\n"
    "     イメージパス  : C:\\Users\\谷\\AppData\\Local\\khmerbid.exe\r\n" + RULE
    + "イメージパスの実行ファイルを隔離/削除してください。\r\n"
)  # fmt: skip
JA_001_NO = "[Emocheck v0.0.1]\r\nプログラム実行時刻: 2020-02-03 13:06:20\r\n" + RULE + "[結果]\r\n検知しませんでした。\r\n"
EN_002_NO = "[EmoCheck v0.0.2]\r\nScan time: 2020-02-10 13:06:20\r\n" + RULE + "[Result] \r\nNo detection.\r\n"
EN_20_NO = "[EmoCheck v2.0]\r\nScan time: 2021-02-10 13:06:20\r\n" + RULE + "[Result] \r\nEmotet was not detected.\r\n"
EN_20_YES = (
    "[EmoCheck v2.0]\r\nScan time: 2021-02-10 13:06:20\r\n" + RULE + "[Result] \r\nDetected Emotet process.\r\n\r\n"
    "[Emotet Process] \r\n     Process Name  : rundll32.exe\r\n     Process ID    : 716\r\n"
    "     Image Path    : C:\\Users\\a\\AppData\\Local\\Abcd\\ef.gih\r\n     Registry Key  : abcdef\r\n"
    "[Emotet Process] \r\n     Process Name  : rundll32.exe\r\n     Process ID    : 718\r\n"
    "     Image Path    : C:\\Windows\\SysWOW64\\Qrst\\uv.wxy\r\n     Registry Key  : \r\n" + RULE
    + "Please remove or isolate the suspicious execution file.\r\n"
)  # fmt: skip
FR_20_NO = "[EmoCheck v2.0]\r\nTemps d'éxécution: 2021-02-10 13:06:20\r\n" + RULE + "[Résultat] \r\nEmotet n'a pas été détecté.\r\n"
FR_20_YES = (
    "[EmoCheck v2.0]\r\nTemps d'éxécution: 2021-02-10 13:06:20\r\n" + RULE + "[Résultat] \r\nEmotet détecté.\r\n\r\n"
    "[Processus Emotet] \r\n     Nom du processus: rundll32.exe\r\n     PID             : 716\r\n"
    "     Emplacement     : C:\\Users\\Zoé\\AppData\\Local\\Ab\\cd.efg\r\n     Clé de registre : Ab\r\n" + RULE
    + "Veuillez supprimer le(s) fichier(s) détecté(s).\r\n"
)  # fmt: skip
JA_24_NO = "[EmoCheck v2.4]\r\nプログラム実行時刻: 2023-03-20 10:00:01\r\n" + RULE + "[結果]\r\n検知しませんでした。\r\n"
JA_24_YES = JA_001_YES.replace("Emocheck v0.0.1", "EmoCheck v2.4").replace(
    "khmerbid.exe\r\n" + RULE, "k.dll\r\n     レジストリキー: k\r\n" + RULE
)
CONSOLE_NO = (
    "____________________________________________________\r\n|  ____|  / ____|\r\n" + RULE
    + "Emotet detection tool by JPCERT/CC.\r\n\r\n"
    "Version      : 2.0\r\nRelease Date : 2021/1/27\r\n" + RULE + "Emotetは検知されませんでした。\r\n\r\n"
)  # fmt: skip

JSON_YES = (
    '{\r\n  "scan_time":"2020-02-10 10:45:51",\r\n  "hostname":"PC-07",\r\n  "emocheck_version":"0.0.2",\r\n'
    '  "is_infected":"yes",\r\n  "emotet_processes":[\r\n    {\r\n      "process_name":"mstask.exe",\r\n'
    '      "process_id":"716",\r\n      "image_path":"C:\\\\Users\\\\a\\\\AppData\\\\Local\\\\mstask.exe"\r\n    }\r\n  ]\r\n}\r\n'
)
JSON_NO = '{\r\n  "scan_time":"2022-05-27 09:00:00",\r\n  "hostname":"PC-08",\r\n  "emocheck_version":"2.3.2",\r\n'
JSON_NO += '  "is_infected":"no"\r\n}\r\n'

NAME = "PC_01_20200210130620_emocheck.txt"


class Look:
    """A report as a file, surveyed and looked at."""

    def __init__(self, folder: Path, content: bytes, name: str = NAME) -> None:
        (folder / name).write_bytes(content)
        self.evidence = Evidence(str(folder / name))
        assert source.recognises(self.evidence)
        self.survey: Survey = source.survey(self.evidence)
        pieces = [piece.key for piece in self.survey.pieces]
        self.seen: list[Seen] = [seen for key in pieces for seen in source.look(self.evidence, self.survey, key)]

    @property
    def verdicts(self) -> list[ToolVerdict]:
        return [seen for seen in self.seen if isinstance(seen, ToolVerdict)]

    @property
    def answers(self) -> list[bool | None]:
        return [verdict.positive for verdict in self.verdicts]

    @property
    def gaps(self) -> set[tuple[str, str]]:
        return {(gap.reason, gap.wanted) for gap in (*self.survey.gaps, *self.seen) if isinstance(gap, Gap)}

    @property
    def looked(self) -> list[Looked]:
        return [seen for seen in self.seen if isinstance(seen, Looked)]


CORRUPT = {(Reason.CORRUPT, "tool-verdict"), (Reason.CORRUPT, "process")}
DENIED = {(Reason.DENIED, "tool-verdict"), (Reason.DENIED, "process")}
NOS = {
    "ja v0.0.1 cp932": JA_001_NO.encode("cp932"),
    "ja v2.4": JA_24_NO.encode(),
    "ja v2.4 with mark": JA_24_NO.encode("utf-8-sig"),
    "ja v2.4 utf-16": b"\xff\xfe" + JA_24_NO.encode("utf-16-le"),
    "ja v2.4 utf-16 big": b"\xfe\xff" + JA_24_NO.encode("utf-16-be"),
    "en v0.0.2": EN_002_NO.encode(),
    "en v2.0": EN_20_NO.encode(),
    "en v2.0 unix line ends": EN_20_NO.replace("\r\n", "\n").encode(),
    "fr v2.0": FR_20_NO.encode(),
    "console": b"\xff\xfe" + CONSOLE_NO.encode("utf-16-le"),
    "json": JSON_NO.encode(),
    "json utf-16": b"\xff\xfe" + JSON_NO.encode("utf-16-le"),
}
YESES = {
    "ja v0.0.1 cp932": (
        JA_001_YES.encode("cp932"),
        "0.0.1",
        "khmerbid.exe",
        "10508",
        "C:\\Users\\谷\\AppData\\Local\\khmerbid.exe",
    ),
    "ja v2.4": (JA_24_YES.encode(), "2.4", "khmerbid.exe", "10508", "C:\\Users\\谷\\AppData\\Local\\k.dll"),
    "fr v2.0": (FR_20_YES.encode(), "2.0", "rundll32.exe", "716", "C:\\Users\\Zoé\\AppData\\Local\\Ab\\cd.efg"),
    "json": (JSON_YES.encode(), "0.0.2", "mstask.exe", "716", "C:\\Users\\a\\AppData\\Local\\mstask.exe"),
}


@pytest.mark.parametrize("content", NOS.values(), ids=NOS.keys())
def test_no_is_one_negative_verdict(tmp_path: Path, content: bytes) -> None:
    looked = Look(tmp_path, content)
    assert looked.answers == [False]
    assert looked.gaps == set()
    assert {seen.kind for seen in looked.looked} == {"process"}


@pytest.mark.parametrize(("content", "version", "process", "pid", "image"), YESES.values(), ids=YESES.keys())
def test_yes_names_the_process(tmp_path: Path, content: bytes, version: str, process: str, pid: str, image: str) -> None:
    looked = Look(tmp_path, content)
    (found,) = looked.verdicts
    assert (found.tool, found.positive, found.version) == ("EmoCheck", True, version)
    assert (found.process, found.pid, found.image) == (process, pid, image)
    assert looked.gaps == set()


def test_each_process_is_a_verdict_of_its_own(tmp_path: Path) -> None:
    looked = Look(tmp_path, EN_20_YES.encode())
    assert [(found.pid, found.image) for found in looked.verdicts] == [
        ("716", "C:\\Users\\a\\AppData\\Local\\Abcd\\ef.gih"),
        ("718", "C:\\Windows\\SysWOW64\\Qrst\\uv.wxy"),
    ]
    assert looked.looked == [Looked("process", 2)]


def test_labels_in_utf8_and_a_path_in_the_code_page_of_the_pc(tmp_path: Path) -> None:
    content = JA_24_YES.encode().replace("谷".encode(), "表".encode("cp932"))
    assert Look(tmp_path, content).verdicts[0].image == "C:\\Users\\表\\AppData\\Local\\k.dll"


def test_json_whose_path_holds_a_character_that_ends_in_a_backslash_byte(tmp_path: Path) -> None:
    path = "C:\\Users\\表\\a.exe".encode("cp932").replace(b"\\", b"\\\\")  # as EmoCheck escapes: byte by byte
    content = JSON_YES.encode().replace(rb"C:\\Users\\a\\AppData\\Local\\mstask.exe", path)
    assert Look(tmp_path, content).verdicts[0].image == "C:\\Users\\表\\a.exe"


def test_accents_in_utf8_json_stay(tmp_path: Path) -> None:
    content = JSON_YES.replace("Users\\\\a", "Users\\\\Zoé").encode()
    assert Look(tmp_path, content).verdicts[0].image == "C:\\Users\\Zoé\\AppData\\Local\\mstask.exe"


def test_host_and_time_come_from_the_report_and_else_from_the_file_name(tmp_path: Path) -> None:
    said = Look(tmp_path, JSON_NO.encode(), "ANOTHER_20200101000000_emocheck.json").survey
    assert (said.host, said.machine, said.seen_at) == ("PC-08", "pc-08", "2022-05-27T09:00:00Z")
    named = Look(tmp_path, EN_20_NO.encode()).survey
    assert (named.host, named.seen_at) == ("PC_01", "2021-02-10T13:06:20Z")
    console = Look(tmp_path, b"\xff\xfe" + CONSOLE_NO.encode("utf-16-le")).survey
    assert console.seen_at == "2020-02-10T13:06:20Z"
    renamed = Look(tmp_path, EN_20_NO.encode(), "result.txt").survey
    assert (renamed.host, renamed.machine) == ("", "")
    first = Look(tmp_path, JA_001_NO.encode("cp932"), "20200203130620_emocheck.txt").survey
    assert first.host == ""


def test_the_name_does_not_make_the_source_the_content_does(tmp_path: Path) -> None:
    one, same = (Look(tmp_path, EN_20_NO.encode(), name).survey.source for name in ("a.txt", "b.txt"))
    other = Look(tmp_path, EN_20_YES.encode(), "c.txt").survey.source
    assert one == same != other


@pytest.mark.parametrize("text", [JA_24_NO, EN_20_NO, FR_20_NO, JSON_NO], ids=["ja", "en", "fr", "json"])
def test_a_cut_no_is_never_a_no(tmp_path: Path, text: str) -> None:
    whole = text.encode().rstrip(b"\r\n").removesuffix("。".encode()).removesuffix(b".")
    first = whole.index(b"\n", whole.index(b"version")) if text is JSON_NO else len("[EmoCheck v2.x]")
    for size in range(first, len(whole)):
        looked = Look(tmp_path, whole[:size])
        assert looked.answers == []
        assert looked.gaps == CORRUPT
        assert looked.looked == []


@pytest.mark.parametrize("text", [JA_24_YES, EN_20_YES, JSON_YES], ids=["ja", "en", "json"])
def test_a_cut_yes_is_a_yes_with_a_gap_or_a_gap_alone(tmp_path: Path, text: str) -> None:
    whole = text.encode()
    first = whole.index(b"\n", whole.index(b"version")) if text is JSON_YES else len("[EmoCheck v2.x]")
    answers = set()
    for size in range(first, len(whole) - 40):
        looked = Look(tmp_path, whole[:size])
        assert looked.gaps == CORRUPT
        answers.update(looked.answers)
    assert answers == {True}


@pytest.mark.parametrize(
    "content",
    [
        EN_20_NO.replace("was not detected", "was nof detected").encode(),
        EN_20_NO.replace("Scan time: 2021-02-10", "Scan time: 2021-0").encode(),
        (EN_20_NO + "\x00" * 40).encode(),
        EN_20_NO.encode() + EN_20_NO.encode(),
        JSON_NO.replace('"no"', '"perhaps"').encode(),
        JSON_NO.replace(',\r\n  "is_infected":"no"', "").encode(),
        JSON_NO.replace('"no"', '"no", "emotet_processes": [1]').encode(),
        (JSON_NO.rstrip()[:-1] + ', "x": ' + "[" * 200_000).encode(),
        b"\xff\xfe" + JA_24_NO.encode("utf-16-le")[:-1],
    ],
)
def test_a_garbled_report_is_a_gap(tmp_path: Path, content: bytes) -> None:
    looked = Look(tmp_path, content)
    assert looked.answers == []
    assert looked.gaps == CORRUPT


def test_both_yes_and_no_is_a_yes_with_a_gap(tmp_path: Path) -> None:
    looked = Look(tmp_path, JSON_YES.replace('"is_infected":"yes"', '"is_infected":"no"').encode())
    assert looked.answers == [True]
    assert looked.gaps == CORRUPT


def test_no_permission_is_never_a_no(tmp_path: Path) -> None:
    refused = "[*] Fail to acquire imagepath from pid:716\r\n    please run Emocheck with the administrative user.\r\n"
    looked = Look(tmp_path, b"\xff\xfe" + (CONSOLE_NO + refused).encode("utf-16-le"))
    assert looked.answers == []
    assert looked.gaps == DENIED
    assert looked.looked == []


def test_a_tool_that_could_not_tell_is_not_a_no(tmp_path: Path) -> None:
    looked = Look(tmp_path, JSON_NO.replace('"no"', '"unknown"').encode())
    assert looked.answers == []
    assert looked.gaps == {(Reason.MISSING, "tool-verdict"), (Reason.MISSING, "process")}


def test_too_large_a_report_is_a_gap(tmp_path: Path) -> None:
    looked = Look(tmp_path, EN_20_NO.encode() + b" " * source.MAX_BYTES)
    assert looked.answers == []
    assert looked.gaps == {(Reason.TOO_LARGE, "tool-verdict"), (Reason.TOO_LARGE, "process")}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b'{"scan_time": "2020-02-10 13:06:20", "hostname": "a"}',
        b"[Emotet]\nNo detection.\n",
        "検知しませんでした。".encode(),
        b"about [EmoCheck v2.0] and its reports\n" * 3,
        b"\x00" * 4096,
        b'["emocheck_version"]',
    ],
)
def test_other_files_are_not_recognised(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    assert not source.recognises(Evidence(str(tmp_path / NAME)))


def test_a_folder_is_no_report(tmp_path: Path) -> None:
    assert not source.recognises(Evidence(str(tmp_path)))


def test_reports_of_many_pcs_in_one_folder_and_no_is_never_no_sign(tmp_path: Path) -> None:
    (tmp_path / "PC1_20210210130620_emocheck.txt").write_bytes(EN_20_NO.encode())
    (tmp_path / "PC1 again_20210210130620_emocheck.txt").write_bytes(EN_20_NO.encode())
    (tmp_path / "PC2_20220527090000_emocheck.json").write_bytes(JSON_NO.encode())
    sources = list(walk([Evidence(str(tmp_path))], Settings(reraise=True), Inline()))
    assert sorted(found.host for found in sources) == ["PC-08", "PC1", "PC1 again"]
    assert len({found.key for found in sources}) == 3
    assert {level_of(found) for found in sources} == {Level.UNDETERMINED}


@pytest.mark.parametrize(
    "text",
    [EN_20_YES.replace("v2.0", "v0.1.0-mimawari"), JSON_YES.replace('"0.0.2"', '"0.1.0-mimawari"'),
     EN_20_YES.replace("v2.0", "v0.1.0.dev12+g0123456789-mimawari"), EN_20_NO.replace("v2.0", "v0.1.0-mimawari")],
    ids=["yes", "json", "long-version", "no"],
)  # fmt: skip
def test_what_mimawari_wrote_itself_is_no_verdict_of_emocheck(tmp_path: Path, text: str) -> None:
    looked = Look(tmp_path, text.encode())
    assert looked.answers == []
    assert looked.looked == []
    assert looked.gaps == {(Reason.UNSUPPORTED, "tool-verdict")}
