"""``check --us ... --search-only MAILBOX``: what is found, in every kind of mailbox, and that nothing else is ever said of it."""

from __future__ import annotations

import json
import mailbox
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support.carriers.shortcuts import itself
from support.cli import complaint, invoke, status
from support.dovecot import Dovecot
from support.imap_checking import check, report
from support.mail_files import attached
from support.mbox_files import written
from support.reported import HEADING, THREAD, fake
from support.searched_mails import SAID, TOP, leaf, parts

from mimawari import app
from mimawari.faces import json_report
from mimawari.model import Level, Reason, Report, Source

OWN = "tanaka@sakura.example.jp"
QUOTED = TOP.replace(b"a@example.com", OWN.encode()).replace(b"<1@", b"<orig@") + leaf(SAID, encoding="base64")
SHORTCUT = itself(Random(1)).data
LURE = TOP + parts("mixed", leaf("ご確認ください。\r\n"), attached("invoice.lnk", SHORTCUT))
MAILS = (LURE, QUOTED, TOP.replace(b"<1@", b"<2@") + leaf("別の話です。\r\n"))


def as_mbox(place: Path) -> Path:
    place.write_bytes(written([mail.replace(b"\r\n", b"\n") for mail in MAILS], "mboxrd").data)
    return place


def as_maildir(place: Path) -> Path:
    box = mailbox.Maildir(place)
    for mail in MAILS:
        box.add(mail)
    return place


def as_folder(place: Path) -> Path:
    place.mkdir()
    for number, mail in enumerate(MAILS):
        (place / f"{number}.eml").write_bytes(mail)
    return place


@pytest.fixture
def case(tmp_path: Path) -> list[str]:
    """The firm, and one reported mail."""
    (tmp_path / "us.toml").write_text(f'domains = ["sakura.example.jp"]\naccounts = [{{ address = "{OWN}" }}]\n', "utf-8")
    (tmp_path / "fake.eml").write_bytes(fake("ご確認ください。", "", *HEADING, *THREAD))
    return ["check", "--jobs", "0", "--us", str(tmp_path / "us.toml"), "--reported", str(tmp_path / "fake.eml")]


def told(*words: str) -> tuple[Report, dict[str, Any]]:
    """The report, and its verdict as it was printed."""
    result = invoke(*words, "--json")
    assert status(result) not in (2, 3, 70), result.stderr
    return json_report.read(result.stdout), json.loads(result.stdout)["verdict"]


def of(report: Report, locator: Path | str) -> Source:
    [source] = [one for one in report.sources if one.locator == str(locator) and one.kind != "inquiry"]
    return source


@pytest.mark.parametrize("kind", [as_mbox, as_maildir, as_folder])
def test_the_answer_is_that_of_the_whole_check_and_the_lure_is_not_looked_at(
    kind: Callable[[Path], Path], case: list[str], tmp_path: Path
) -> None:
    box = str(kind(tmp_path / "box"))
    (whole, before), (search, after) = told(*case, "--ours", box), told(*case, "--search-only", box)
    assert after["us"] == before["us"]
    assert [one.kind for source in search.sources for one in source.findings].count("thread-in-our-mailbox") == 1
    assert app.level_of(of(whole, box)) is Level.EXPOSED
    source = of(search, box)
    assert app.level_of(source) is Level.UNDETERMINED
    assert source.findings == () and source.looked_at["searched-mail"] == 3
    [gap] = source.gaps
    assert (gap.reason, gap.wanted) == (Reason.UNSUPPORTED, "closed-mail")
    assert gap.remedy and "--search-only" in gap.remedy.en and "--search-only" in gap.remedy.ja


def test_a_mailbox_without_anything_strange_is_never_called_clean(case: list[str], tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.write_bytes(written([MAILS[2].replace(b"\r\n", b"\n")], "mboxrd").data)
    assert app.level_of(of(told(*case, "--ours", str(box))[0], box)) is Level.NO_SIGN
    report, verdict = told(*case, "--search-only", str(box))
    assert app.level_of(of(report, box)) is Level.UNDETERMINED
    assert verdict["level"] != "no-sign"


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "the mailbox was only searched for quoted mails"), ("ja", "指定に従い、引用元のメールの検索だけを行いました")],
)
def test_it_is_said_on_the_page(lang: str, said: str, case: list[str], tmp_path: Path) -> None:
    page = invoke(*case, "--search-only", str(as_mbox(tmp_path / "box")), "--lang", lang).stdout
    assert said in page.replace("\n", "").replace("  ", "") or said in " ".join(page.split())


def test_other_mailboxes_are_checked_as_ever(case: list[str], tmp_path: Path) -> None:
    box, other = as_mbox(tmp_path / "box"), as_mbox(tmp_path / "other")
    other.write_bytes(other.read_bytes() + b"\n")
    report, _ = told(*case, "--search-only", str(box), "--ours", str(other))
    assert not of(report, box).findings and of(report, other).findings


def test_what_is_no_mailbox_is_checked_as_ever(case: list[str], tmp_path: Path) -> None:
    place = tmp_path / "invoice.lnk"
    place.write_bytes(SHORTCUT)
    source = of(told(*case, "--search-only", str(place))[0], place)
    assert source.findings and "closed-mail" not in {gap.wanted for gap in source.gaps}


def test_no_line_calls_a_searched_mail_anything(case: list[str], tmp_path: Path) -> None:
    lines = invoke(*case, "--search-only", str(as_mbox(tmp_path / "box")), "--jsonl").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in lines if json.loads(line)["kind"] == "mbox"] == ["mbox"]


def test_a_search_and_a_check_of_the_same_mails_are_merged(case: list[str], tmp_path: Path) -> None:
    box = str(as_mbox(tmp_path / "box"))
    files = []
    for name, words in (("whole", ["--ours", box]), ("search", ["--search-only", box])):
        files.append(tmp_path / f"{name}.json")
        files[-1].write_text(invoke(*case, *words, "--json").stdout, "utf-8")
    merged = invoke("merge", *map(str, files), "--json")
    assert status(merged) not in (2, 3, 70), merged.stderr
    source = of(json_report.read(merged.stdout), box)
    assert source.findings and "closed-mail" in {gap.wanted for gap in source.gaps}


def test_it_belongs_to_the_question(tmp_path: Path) -> None:
    assert "--search-only" in complaint(invoke("check", "--search-only", str(tmp_path)))


def test_mails_of_an_account_that_were_searched_are_read_again_by_a_check(dovecot: Dovecot, state: Path, case: list[str]) -> None:
    dovecot.deliver(*(mail.replace(b"\r\n", b"\n") for mail in MAILS))
    [search] = boxes(report(check(*case[3:], "--search-only", dovecot.locator(), "--json")))
    assert search.looked_at["searched-mail"] == 3 and not search.findings
    [whole] = boxes(report(check(dovecot.locator(), "--json")))
    assert whole.looked_at["message"] == 3 and whole.findings


def boxes(given: Report) -> list[Source]:
    return [source for source in given.sources if source.kind == "imap"]
