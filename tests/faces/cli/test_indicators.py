"""``mimawari indicators`` and the options of ``check`` that bring lists."""

import hashlib
import json
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from support.cli import complaint, invoke, status

TEXT = b"an inert text in a file that somebody sent\n"
SHA256 = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "scan 4711.txt"
    path.write_bytes(TEXT)
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.csv"
    path.write_text(f"sha256,family,date\n{SHA256},Heodo,2022-03-15\n")
    return path


def check(sent: Path, *words: object) -> dict[str, object]:
    result = invoke("check", "--json", "--jobs", "0", f"single-file:{sent}", *map(str, words))
    found: dict[str, object] = json.loads(result.stdout)
    return found


def hits(report: dict[str, object]) -> list[tuple[str, str, str]]:
    findings = report["findings"]
    assert isinstance(findings, list)
    return [(one["strength"], one["facts"]["collection"], one["facts"]["date"]) for one in findings if one["kind"] == "rule-hit"]


def level(report: dict[str, object]) -> tuple[str, list[str]]:
    verdict = report["verdict"]
    assert isinstance(verdict, dict)
    return verdict["level"], verdict["families"]


def test_a_file_that_is_listed_is_what_the_list_says(sent: Path, bad: Path) -> None:
    report = check(sent, "--indicators", bad)
    assert hits(report) == [("conclusive", "bad.csv", "2022-03-15")]
    assert level(report) == ("exposed", ["emotet"])


def mail_with(inner: bytes, depth: int) -> bytes:
    """A mail with *inner* in *depth* archives inside each other."""
    for _ in range(depth):
        packed = BytesIO()
        with ZipFile(packed, "w") as archive:
            archive.writestr("notes.bin", inner)
        inner = packed.getvalue()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = (
        "a@example.com",
        "b@example.jp",
        "x",
        "Tue, 15 Mar 2022 10:00:00 +0900",
    )
    mail.set_content("see there")
    mail.add_attachment(inner, maintype="application", subtype="zip", filename="x.zip")
    return mail.as_bytes()


@pytest.mark.parametrize("jobs", ["0", "2"])
def test_it_is_found_in_an_archive_in_an_archive_in_a_mail(tmp_path: Path, bad: Path, jobs: str) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(mail_with(TEXT, 2))
    report = json.loads(invoke("check", "--json", "--jobs", jobs, str(path), "--indicators", str(bad)).stdout)
    (found,) = (one for one in report["findings"] if one["kind"] == "rule-hit")
    assert found["origin"]["path"][-3:] == ["x.zip", "notes.bin", "notes.bin"]
    assert (level(report)[0], level(report)[1]) == ("exposed", ["emotet"])
    path.write_bytes(mail_with(TEXT + b".", 2))
    report = json.loads(invoke("check", "--json", "--jobs", jobs, str(path), "--indicators", str(bad)).stdout)
    assert [one for one in report["findings"] if one["kind"] == "rule-hit"] == []


def test_a_file_that_is_not_listed_is_not(sent: Path, bad: Path) -> None:
    sent.write_bytes(TEXT + b"!")
    assert hits(check(sent, "--indicators", bad)) == []


def test_a_name_alone_is_no_verdict(sent: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("Scan 4711.txt\n")
    report = check(sent, "--indicators", names)
    assert hits(report) == [("hint", "names.txt", "")]
    assert level(report)[0] != "exposed"


def test_a_file_that_is_known_to_be_good(sent: Path, bad: Path, tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(f"{SHA256}  {sent.name}\n")
    report = check(sent, "--indicators", bad, "--known-good", good)
    assert hits(report) == [("hint", "bad.csv", "2022-03-15")]
    assert level(report)[1] == []


def test_without_indicators_none_is_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "click.wsf"
    path.write_bytes(TEXT)
    assert [one[0] for one in hits(check(path))] == ["hint"], "ours"
    assert hits(check(path, "--without", "indicators")) == []


def test_what_cannot_be_read_of_a_list_is_a_gap_that_names_it(sent: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.txt"
    odd.write_text(f"192.0.2.1\n{SHA256[:40]}\nsee run.exe in the mail\n")
    gaps = check(sent, "--indicators", odd)["gaps"]
    assert isinstance(gaps, list)
    told = {(gap["wanted"], gap["origin"]["path"][-1]): gap for gap in gaps if gap["origin"]["path"]}
    assert {("signature", "odd.txt:3"), ("other-indicator", "odd.txt")} <= set(told)
    assert "mimawari indicators" in told["signature", "odd.txt:3"]["remedy"]["en"]
    assert "ログ" in told["other-indicator", "odd.txt"]["remedy"]["ja"]


@pytest.mark.parametrize("option", ["--indicators", "--known-good"])
def test_a_list_that_is_not_there_is_refused_at_once(sent: Path, option: str) -> None:
    result = invoke("check", str(sent), option, "gone.txt")
    assert (status(result), complaint(result)) == (2, "there is no such list: gone.txt")


def test_bringing_a_list_and_leaving_lists_out_is_refused(sent: Path, bad: Path) -> None:
    result = invoke("check", str(sent), "--indicators", str(bad), "--without", "indicators")
    assert status(result) == 2


def test_the_lists_are_shown(bad: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd\x1b[31m.txt"
    odd.write_text("192.0.2.1\nexample.com\nhxxp://example[.]com/\n" + "d41d8cd98f00b204e9800998ecf8427e\n")
    result = invoke("indicators", "--indicators", str(bad), "--indicators", str(odd))
    assert status(result) == 20, "a row cannot be used"
    assert status(invoke("indicators", "--indicators", str(bad))) == 0
    assert "bad.csv (CSV): 1 rows (SHA-256 1), 2022-03-15 (4 years old)" in result.stdout
    assert "1 rows that fit files which everybody has" in result.stdout
    assert "3 rows of other kinds: domain, ip, url" in result.stdout
    assert "\x1b" not in result.stdout


def test_the_lists_are_shown_in_japanese(bad: Path) -> None:
    result = invoke("indicators", "--lang", "ja", "--known-good", str(bad))
    assert "bad.csv（CSV）：1件（SHA-256 1件）、2022-03-15（4年前）" in result.stdout


def test_the_lists_are_data_too(bad: Path) -> None:
    found = json.loads(invoke("indicators", "--json", "--indicators", str(bad)).stdout)
    ours, brought = found["indicators"]
    assert (ours["name"], ours["form"]) == ("mimawari", "knowledge")
    assert (brought["rows"], brought["version"], brought["lacks"]) == (
        {"sha256": 1},
        hashlib.sha256(bad.read_bytes()).hexdigest(),
        [],
    )
