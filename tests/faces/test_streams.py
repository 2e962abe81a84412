"""Whatever a pipe's encoding, printing never fails, and nothing else is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPORT = "[EmoCheck v2.4]\r\nScan time: 2023-03-10 10:00:00\r\n____\r\n\r\n[Result] \r\nEmotet was not detected.\r\n"


def mimawari(*words: str, encoding: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", **more}
    return subprocess.run([sys.executable, "-m", "mimawari", *words], capture_output=True, env=environment, check=False)


@pytest.fixture
def evidence(tmp_path: Path) -> str:
    path = tmp_path / "経理😀_20230310100000_emocheck.txt"
    path.write_bytes(REPORT.encode())
    return str(path)


@pytest.mark.parametrize(
    ("encoding", "language", "written"),
    [
        ("cp932", "ja", "cp932"),
        ("cp932", "en", "cp932"),
        ("cp1252", "en", "cp1252"),
        ("cp1252", "ja", "utf-8"),
        ("ascii", "ja", "utf-8"),
        ("utf-8", "ja", "utf-8"),
    ],
)
def test_text_on_a_pipe(evidence: str, encoding: str, language: str, written: str) -> None:
    done = mimawari("check", "--jobs", "0", "--lang", language, evidence, encoding=encoding)
    assert done.returncode == 20, done.stderr
    text = done.stdout.decode(written)
    assert ("判断できませんでした" if language == "ja" else "could not be told") in text
    assert "Traceback" not in done.stderr.decode("utf-8", "replace")


def test_what_the_code_page_lacks_is_written_out(evidence: str) -> None:
    text = mimawari("check", "--jobs", "0", "--lang", "ja", evidence, encoding="cp932").stdout.decode("cp932")
    assert "経理\\U0001f600" in text


def test_the_wave_dash_of_a_period_is_that_of_the_code_page() -> None:
    done = mimawari("knowledge", "--lang", "ja", encoding="cp932")
    text = done.stdout.decode("cp932")
    assert "2017年～2020年初め" in text
    assert "\\u301c" not in text


def test_json_is_the_same_in_every_encoding(evidence: str) -> None:
    outputs = {mimawari("sources", "--json", encoding=encoding).stdout for encoding in ("cp932", "cp1252", "utf-8")}
    assert len(outputs) == 1
    assert outputs.pop().isascii()


def test_help_and_errors_on_a_code_page() -> None:
    done = mimawari("--help", encoding="cp1252", LC_ALL="ja_JP.UTF-8")
    assert done.returncode == 0
    assert "痕跡" in done.stdout.decode("utf-8")
    done = mimawari("check", encoding="cp932", LC_ALL="ja_JP.UTF-8")
    assert done.returncode == 2
    assert "調べる対象を指定してください" in done.stderr.decode("cp932")


def test_a_reader_that_has_gone_changes_no_verdict(evidence: str) -> None:
    command = [sys.executable, "-m", "mimawari", "check", "--jobs", "0", evidence]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait() == 20
    assert said == b""
