"""``mimawari case passwords`` on the worked case: the right PC, the right order, and no planted word in any output."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from support.cli import complaint, invoke, status

from mimawari.examples.builder import build_cases
from mimawari.examples.held import CARD, LOGIN, PLANTED


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of the worked cases, and the report on the first of them."""
    folder = tmp_path_factory.mktemp("examples")
    build_cases(folder)
    case = folder / "cases/our-device"
    return case, invoke("check", "--us", str(case / "us.toml"), str(case / "evidence"), "--json").stdout


@pytest.fixture
def case(checked: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.json").write_text(checked[1], "ascii")
    assert status(invoke("respond", "r.json", "--name", "x", "--who", "y")) == 0
    return tmp_path


def listed(*words: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(invoke("case", "passwords", "--json", *words).stdout)
    return made


def test_the_list_is_of_the_robbed_pc_and_in_order(case: Path) -> None:
    made = listed()
    keys = [one["key"] for one in made["changes"]]
    assert made["hosts"] == ["PC-YAMA"]
    assert set(keys[:2]) == {"change@order@midori.example.jp", "change@yama@midori.example.jp"}
    assert keys[2] == "change@google.com"
    assert keys.index("change@stripe.com") < keys.index("change@rms.rakuten.co.jp") < keys.index("change@facebook.com")
    assert "change@rakuten-bank.co.jp" not in keys, "the user said never to save it"
    assert made["cards"] == 1


@pytest.mark.parametrize("tongue", ["ja", "en"])
def test_the_page_says_first_from_where(case: Path, tongue: str) -> None:
    lines = invoke("case", "passwords", "--lang", tongue).stdout.splitlines()
    assert ("another device" if tongue == "en" else "別の端末") in lines[1]


def test_no_planted_word_is_in_any_output(checked: tuple[Path, str], case: Path) -> None:
    folder, report = checked
    planted = [
        word
        for path in folder.rglob("*")
        if path.is_file()
        for word in (PLANTED, CARD, LOGIN)
        if word.encode() in path.read_bytes()
    ]
    assert {*planted} == {PLANTED, CARD, LOGIN}, "the words lie in the evidence"
    outputs = [report]
    for tongue in ("ja", "en"):
        outputs.append(
            invoke("check", str(folder / "evidence/pc-yama"), "--lang", tongue, "--out", str(case / f"out-{tongue}")).stdout
        )
        outputs += [invoke("case", name, "--lang", tongue, *more).stdout for name, more in (
            ("passwords", ()), ("passwords", ("--all",)), ("passwords", ("--csv", f"{tongue}.csv")), ("plan", ()), ("show", ()),
        )]  # fmt: skip
        assert status(invoke("case", "report", "--out", str(case / f"pages-{tongue}"), "--lang", tongue)) == 0
    outputs += [invoke("case", "passwords", "--json").stdout, invoke("explain", "r.json").stdout]
    assert all(outputs)
    written = [path.read_text("latin-1") for path in case.rglob("*") if path.is_file()]
    assert len(written) > 10
    assert not [text for text in (*outputs, *written) if "mihon-no" in text]


def test_a_change_is_recorded_like_any_step(case: Path) -> None:
    assert status(invoke("case", "step", "CHANGE@rms[.]rakuten[.]co[.]jp", "--done")) == 0
    states = {one["key"]: one["state"] for one in listed()["changes"]}
    assert states.pop("change@rms.rakuten.co.jp") == "done"
    assert set(states.values()) == {"open"}
    assert "7. [done] Rakuten RMS" in invoke("case", "passwords").stdout
    assert complaint(invoke("case", "step", "change@nowhere.example", "--done"))


def test_other_pcs_by_name_and_all_of_them(case: Path) -> None:
    assert listed("--host", "pc-mori")["hosts"] == ["PC-MORI"]
    assert listed("--all")["hosts"] == ["PC-MORI", "PC-YAMA"]
    assert "PC-NONE" in complaint(invoke("case", "passwords", "--host", "PC-NONE"))
    assert complaint(invoke("case", "passwords", "--host", "PC-MORI", "--all"))


def test_the_table_is_for_a_spreadsheet_and_overwrites_nothing(case: Path) -> None:
    assert status(invoke("case", "passwords", "--csv", "list.csv")) == 0
    content = (case / "list.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["key"] for row in rows] == [one["key"] for one in listed()["changes"]]
    if os.name == "posix":
        assert (case / "list.csv").stat().st_mode & 0o777 == 0o600
    assert "list.csv" in complaint(invoke("case", "passwords", "--csv", "list.csv"))
    assert (case / "list.csv").read_bytes() == content
    assert complaint(invoke("case", "passwords", "--csv", "a.csv", "--json"))


def test_the_check_says_in_one_sentence_what_lay_there(checked: tuple[Path, str]) -> None:
    folder, _ = checked
    text = " ".join(invoke("check", str(folder / "evidence/pc-yama")).stdout.split())
    assert "On PC-YAMA lay 2 mail accounts, saved logins of 14 sites (17), 1 saved card, 2 ways into other machines." in text
    assert "mimawari case passwords" in text
    assert "saved logins" not in invoke("check", str(folder / "evidence/pc-mori")).stdout


def test_the_technical_annex_has_the_list(case: Path) -> None:
    assert status(invoke("case", "report", "--out", "pages")) == 0
    page = (case / "pages/annex.html").read_text("utf-8")
    assert "Passwords to change" in page
    assert page.index("yama@midori.example.jp") < page.index("glogin.rms.rakuten.co.jp") < page.index("www.facebook.com")
    assert "Saved payment cards: 1; wireless networks: 0" in page


@pytest.fixture(scope="module")
def account_report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("account")
    build_cases(folder)
    case = folder / "cases/our-account"
    return invoke("check", "--us", str(case / "us.toml"), str(case / "evidence"), "--json").stdout


@pytest.mark.parametrize("tongue", ["ja", "en"])
def test_where_only_an_account_is_abused_it_is_the_list(
    account_report: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tongue: str
) -> None:
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.json").write_text(account_report, "ascii")
    assert status(invoke("respond", "r.json", "--name", "x", "--who", "y")) == 0
    made = listed()
    assert [one["key"] for one in made["changes"]] == ["change@mori@midori.example.jp"]
    assert (made["hosts"], made["others"]) == ([], ["PC-KURA", "PC-MORI", "PC-YAMA"])
    said = invoke("case", "passwords", "--lang", tongue)
    assert status(said) == 0
    text = "".join(said.stdout.split())
    assert all(word in text for word in ("mori@midori.example.jp", "PC-MORI", "--host"))
    assert ("apppasswords" if tongue == "en" else "アプリ用パスワード") in text
    assert status(invoke("case", "step", "change@mori@midori.example.jp", "--done")) == 0
    assert [one["state"] for one in listed("--host", "PC-MORI")["changes"]] == ["done"]
    assert status(invoke("case", "report", "--out", "pages")) == 0
    assert "mori@midori.example.jp" in (tmp_path / "pages/annex.html").read_text("utf-8")


def test_a_page_that_was_not_read_is_marked(case: Path) -> None:
    text = " ".join(invoke("case", "passwords").stdout.split())
    assert "/password_and_security/password/change [to be checked]" in text
    assert status(invoke("case", "passwords", "--csv", "marked.csv")) == 0
    rows = {row["key"]: row for row in csv.DictReader(io.StringIO((case / "marked.csv").read_text("utf-8-sig")))}
    assert "[to be checked]" in rows["change@facebook.com"]["page for the change"]
    assert "[to be checked]" not in rows["change@google.com"]["page for the change"]
