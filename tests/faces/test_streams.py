"""Whatever a pipe's encoding, printing never fails, and nothing else is lost."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mimawari.faces.cli import run

REPORT = "[EmoCheck v2.4]\r\nScan time: 2023-03-10 10:00:00\r\n____\r\n\r\n[Result] \r\nEmotet was not detected.\r\n"


def mimawari(*words: str, encoding: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", **more}
    return subprocess.run([sys.executable, "-m", "mimawari", *words], capture_output=True, env=environment, check=False)


def here(monkeypatch: pytest.MonkeyPatch, encoding: str, *words: str) -> tuple[int, bytes]:
    """The same in this process: its status, and the bytes on a stdout of that encoding."""
    pipe = io.BytesIO()
    out = io.TextIOWrapper(pipe, encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    status = run(words)
    out.flush()
    return status, pipe.getvalue()


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
def test_text_on_a_pipe(monkeypatch: pytest.MonkeyPatch, evidence: str, encoding: str, language: str, written: str) -> None:
    status, content = here(monkeypatch, encoding, "check", "--jobs", "0", "--lang", language, evidence)
    assert status == 20
    assert ("判断できませんでした" if language == "ja" else "could not be told") in content.decode(written)


def test_what_the_code_page_lacks_is_written_out(evidence: str) -> None:
    done = mimawari("check", "--jobs", "0", "--lang", "ja", evidence, encoding="cp932")
    assert done.returncode == 20, done.stderr
    assert "経理\\U0001f600" in done.stdout.decode("cp932")
    assert done.stderr == b""


def test_the_wave_dash_of_a_period_is_that_of_the_code_page(monkeypatch: pytest.MonkeyPatch) -> None:
    text = here(monkeypatch, "cp932", "knowledge", "--lang", "ja")[1].decode("cp932")
    assert "2017年～2020年初め" in text
    assert "\\u301c" not in text


def test_json_is_the_same_in_every_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = {here(monkeypatch, encoding, "sources", "--json")[1] for encoding in ("cp932", "cp1252", "utf-8")}
    assert len(outputs) == 1
    assert outputs.pop().isascii()


def test_help_and_errors_on_a_code_page() -> None:
    done = mimawari("--help", encoding="cp1252", LC_ALL="ja_JP.UTF-8")
    assert done.returncode == 0
    assert "痕跡" in done.stdout.decode("utf-8")
    done = mimawari("check", "--json", "--jsonl", encoding="cp932", LC_ALL="ja_JP.UTF-8")
    assert done.returncode == 2
    assert "どちらか一方だけを指定してください" in done.stderr.decode("cp932")


def test_a_reader_that_has_gone_changes_no_verdict(evidence: str) -> None:
    command = [sys.executable, "-m", "mimawari", "check", "--jobs", "0", evidence]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait() == 20
    assert said == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_a_full_disk_is_said_and_is_no_verdict() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "mimawari", "knowledge"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="closes a descriptor in the shell's way")
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "2>&-"])
def test_a_program_without_streams_keeps_its_status(tmp_path: Path, closed: str) -> None:
    command = f"'{sys.executable}' -m mimawari check --lang en '{tmp_path}' --jobs 0 {closed}"
    done = subprocess.run(["/bin/sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert done.returncode == 20
    assert b"bug" not in done.stderr
