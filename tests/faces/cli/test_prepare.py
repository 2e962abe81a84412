"""``mimawari prepare``, from the command line to its files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.cli import complaint, invoke, status
from support.dns_server import SILENT, DnsServer
from support.pc import SID, Pc

from mimawari.app import preparing
from mimawari.examples.hive_writer import number, text
from mimawari.examples.machines import clean_pc
from mimawari.faces.cli import commands

SECRETS = ("Geheim-9x7Q!", "sk-1234567890abcdef")
WEAK, UNSEEN, USAGE = 11, 20, 2
US = """
domains = ["sakura.example"]
name = "Sakura"
name_ja = "さくら商店"
accounts = [{ address = "info@sakura.example", machine = "PC-1" }]
"""
PREFERENCES = """
user_pref("mail.accountmanager.accounts", "account1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account1.identities", "id1");
user_pref("mail.identity.id1.useremail", "hanako@sakura.example");
user_pref("mail.server.server1.hostname", "imap.sakura.example");
user_pref("mail.server.server1.type", "imap");
user_pref("mail.server.server1.userName", "hanako");
"""
SAID = {
    "en": ("[change]Office:macros(山田):Excel:allmacrosrun", "Why:", "How:", "Source:", "noproofthatthereisnone"),
    "ja": (
        "【要変更】Office：マクロの設定（山田）：Excel：すべてのマクロが動きます",
        "理由：",
        "方法：",
        "出典：",
        "証明にはなりません",
    ),
}


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without workers, which take long to start."""
    monkeypatch.setattr(preparing, "WORKERS", 0)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's office PC, with secrets where programs keep them, and where people put them."""
    folder = tmp_path_factory.mktemp("examples") / "clean-pc"
    copy = clean_pc()
    prefs = PREFERENCES + f'user_pref("mail.server.server1.password", "{SECRETS[0]}");\n'
    copy.add("Users/shop/AppData/Roaming/Thunderbird/Profiles/x.default/prefs.js", prefs.encode(), 133_000_000_000_000_001)
    copy.add("Users/shop/Desktop/passwords.txt", SECRETS[1].encode(), 133_000_000_000_000_001)
    copy.write(folder, "inert")
    return folder


def document(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def wards(check: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(one["id"], one["user"]): one["ward"] for one in check["protections"]}


def test_workers_see_the_same(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inline = invoke("prepare", str(office), "--json")
    monkeypatch.setattr(preparing, "WORKERS", 1)
    assert document(invoke("prepare", str(office), "--json")) == document(inline)


def test_the_example_shows_good_and_weak_settings(office: Path) -> None:
    result = invoke("prepare", str(office), "--json")
    assert status(result) == WEAK
    (check,) = document(result)["checks"]
    found = wards(check)
    assert check["host"] == "SHOP-PC2"
    assert found["office-macros", "山田"] == "bad"
    assert found["office-internet-macros", "山田"] == "good"
    assert found["archive-mark", "山田"] == "bad"
    assert found["archive-mark", "shop"] == "weak", "set well, but the 7-Zip of 2022 has a hole in it (CVE-2025-0411)"
    assert found["administrator", "山田"] == "weak"
    assert found["administrator", "shop"] == "good"
    assert found["last-update", ""] == "unknown"
    assert sum(check["counts"].values()) == len(check["protections"])


@pytest.mark.parametrize("tongue", ["en", "ja"])
def test_the_text_says_what_why_how_and_where_from(office: Path, tongue: str) -> None:
    result = invoke("prepare", str(office), "--lang", tongue)
    said = re.sub(r"\s", "", result.stdout)
    for part in SAID[tongue]:
        assert part in said


def test_files_are_whole_private_and_without_secrets(office: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = invoke("prepare", str(office), "--out", str(out))
    assert status(result) == WEAK
    names = {path.name for path in out.iterdir()}
    assert names >= {"protections.en.txt", "protections.ja.txt", "emergency.en.html", "emergency.ja.html"}
    assert not [path for path in out.iterdir() if path.stat().st_mode & 0o077]
    said = result.stdout + result.stderr + "".join(path.read_bytes().decode("latin-1") for path in out.iterdir())
    assert not [secret for secret in SECRETS if secret in said]


def test_the_check_and_the_sheet_are_not_written_into_the_evidence(office: Path) -> None:
    assert "evidence" in complaint(invoke("prepare", str(office), "--out", str(office / "out"))).lower()


def test_where_no_windows_is_nothing_is_good(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello", "utf-8")
    result = invoke("prepare", str(tmp_path), "--json")
    assert status(result) == UNSEEN
    assert all(not one["protections"] and one["gaps"] for one in document(result)["checks"])


def test_a_place_that_is_not_there_is_a_gap(tmp_path: Path) -> None:
    result = invoke("prepare", str(tmp_path / "none"))
    assert status(result) == UNSEEN
    assert "none" in result.stdout


def test_values_of_the_evidence_move_no_terminal(tmp_path: Path) -> None:
    pc = Pc(users=("shop",))
    pc.software.at(r"Microsoft\Office\16.0\Word\InstallRoot").put(text("Path", "x"))
    evil = "\x1b]0;x\x07\u202e https://evil.example/ 【良い】"
    pc.hives["shop"].at(r"Software\Microsoft\Office\16.0\Word\Security").put(text("VBAWarnings", evil))
    pc.software.at(r"Microsoft\Windows\CurrentVersion\Policies\System").put(number("EnableLUA", 1))
    result = invoke("prepare", str(pc.write(tmp_path)))
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    assert "https://evil" not in result.stdout
    assert "hxxps://evil[.]example" in result.stdout
    assert SID not in result.stdout


def ask(office: Path, out: Path, answers: str, *more: str) -> Result:
    runner = CliRunner(env={"LC_ALL": "C"})
    return runner.invoke(
        commands, ["prepare", str(office), "--out", str(out), "--ask", *more], input=answers, standalone_mode=False
    )


def test_answers_are_asked_kept_and_proposed_the_next_time(office: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    given = [
        "みどり雑貨",
        "山田 03-0000-0000",
        "",
        "",
        "さくら",
        "",
        "90日",
        "",
        "PC-1、PC-2",
        "info@midori.example、楽天RMS",
        "NAS",
        "",
    ]
    assert status(ask(office, out, "\n".join(given) + "\n", "--lang", "ja")) == WEAK
    page = (out / "emergency.ja.html").read_text("ascii")
    for part in ("みどり雑貨", "山田 03-0000-0000", "90日", "PC-1、PC-2", "楽天RMS"):
        assert part.encode("ascii", "xmlcharrefreplace").decode() in page
    again = ask(office, out, "\n" * 12, "--lang", "ja")
    assert "山田 03-0000-0000" in again.stderr
    assert (out / "emergency.ja.html").read_text("ascii") == page


def test_answers_of_a_last_time_are_not_lost_to_others(office: Path, tmp_path: Path) -> None:
    kept, other = tmp_path / "answers.toml", tmp_path / "other.toml"
    kept.write_text('firm = "A"\n', "utf-8")
    other.write_text('firm = "B"\n', "utf-8")
    assert "answers.toml" in complaint(ask(office, tmp_path, "\n" * 12, "--answers", str(other)))
    assert kept.read_text("utf-8") == 'firm = "A"\n'
    assert status(ask(office, tmp_path, "\n" * 12, "--answers", str(kept))) == WEAK
    assert "none.toml" in complaint(ask(office, tmp_path, "\n" * 12, "--answers", str(tmp_path / "none.toml")))


def test_there_are_no_more_than_twelve_questions_and_none_for_a_password(office: Path, tmp_path: Path) -> None:
    asked = ask(office, tmp_path, "\n" * 12).stderr
    assert len(re.findall(r"^\d{1,2}\. ", asked, re.MULTILINE)) == 12
    assert [line for line in asked.splitlines() if "password" in line and "ever" not in line] == []


def test_a_password_in_the_list_of_accounts_is_refused_and_written_nowhere(office: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = ask(office, out, "\n" * 9 + f"info@midori.example {SECRETS[0]}\n\n\n")
    assert "password" in complaint(result)
    assert SECRETS[0] not in result.stderr + result.stdout + complaint(result)
    assert not out.exists()


def test_blank_places_are_lines_to_write_on(office: Path, tmp_path: Path) -> None:
    invoke("prepare", str(office), "--out", str(tmp_path))
    for tongue in ("en", "ja"):
        assert (tmp_path / f"emergency.{tongue}.html").read_text("ascii").count('class="blank"') >= 9, (
            "all but the names that the PC shows"
        )


def test_the_pc_and_its_mail_accounts_are_proposed_where_nobody_named_any(office: Path, tmp_path: Path) -> None:
    assert "hanako" not in invoke("prepare", str(office), "--json").stdout
    invoke("prepare", str(office), "--out", str(tmp_path))
    page = (tmp_path / "emergency.en.html").read_text("ascii")
    assert "SHOP-PC2" in page
    assert "hanako@sakura.example" in page


def test_several_pcs_are_told_apart(office: Path, tmp_path: Path) -> None:
    for name in ("KEIRI-1", "KEIRI-2"):
        Pc(name=name).write(tmp_path / name)
    result = invoke("prepare", str(tmp_path), "--json")
    assert {one["host"] for one in document(result)["checks"]} == {"KEIRI-1", "KEIRI-2"}


def test_the_firm_s_own_file_and_a_file_of_answers_fill_the_sheet(office: Path, tmp_path: Path) -> None:
    us, answers, out = tmp_path / "us.toml", tmp_path / "a.toml", tmp_path / "out"
    us.write_text(US, "utf-8")
    answers.write_text('decides = "Suzuki"\n', "utf-8")
    invoke("prepare", str(office), "--us", str(us), "--answers", str(answers), "--out", str(out))
    page = (out / "emergency.en.html").read_text("ascii")
    assert [part for part in ("Sakura", "Suzuki", "PC-1", "info@sakura.example") if part not in page] == []
    assert not (out / "answers.toml").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--ask",),
        ("--answers", "x.toml"),
        ("--dns",),
        ("--domain", "a.example"),
        ("--dns", "--domain", "gmail.com"),
        ("--us", "none.toml"),
    ],
)
def test_what_cannot_be_is_one_sentence(office: Path, words: tuple[str, ...]) -> None:
    result = invoke("prepare", str(office), *words)
    assert status(result) == USAGE
    assert complaint(result)


def test_domains_are_asked_for_only_when_it_is_said(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    us = tmp_path / "us.toml"
    us.write_text(US, "utf-8")
    with DnsServer(texts={"sakura.example": ["v=spf1 -all"]}, odd={"_dmarc.sakura.example": SILENT}) as server:
        monkeypatch.setenv("MIMAWARI_DNS_SERVER", server.named)
        invoke("prepare", str(office), "--us", str(us))
        assert server.asked == []
        result = invoke("prepare", str(office), "--us", str(us), "--dns", "--json")
    domains = document(result)["checks"][-1]
    assert domains["of"] == "domains"
    assert wards(domains) == {
        ("spf", "sakura.example"): "good", ("dmarc", "sakura.example"): "unknown", ("dkim", "sakura.example"): "unknown",
        ("mail-servers", "sakura.example"): "weak",
    }  # fmt: skip
    assert [gap["reason"] for gap in domains["gaps"]] == ["timed-out"]
    assert "asking the DNS for sakura" in result.stderr
    assert "it is not missing" in domains["gaps"][0]["remedy"]["en"]


@pytest.mark.parametrize("server", ["dns.example", "127.0.0.1#x", "127.0.0.1#0", "127.0.0.1#99999", "#53"])
def test_a_dns_server_that_is_no_address_is_one_sentence(office: Path, monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    monkeypatch.setenv("MIMAWARI_DNS_SERVER", server)
    result = invoke("prepare", str(office), "--dns", "--domain", "sakura.example")
    assert "MIMAWARI_DNS_SERVER" in complaint(result)


@pytest.mark.parametrize("locator", ["imaps://a@127.0.0.1:1/", "imap://a@127.0.0.1:1/"])
def test_a_server_is_not_contacted(locator: str) -> None:
    result = invoke("prepare", locator)
    assert (status(result), "account" in complaint(result)) == (USAGE, True)
