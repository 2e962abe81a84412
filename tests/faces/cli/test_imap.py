"""``check`` of a mail account: where its password comes from, and that it is nowhere else."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.cli import complaint, status
from support.dovecot import PASSWORD, USER, Dovecot
from support.imap_checking import check, report
from support.imap_reading import mail

from mimawari.faces.cli import account
from mimawari.faces.cli.spoken import Refused


def test_the_password_is_read_from_stdin_and_is_in_nothing_that_is_kept(dovecot: Dovecot, state: Path, tmp_path: Path) -> None:
    dovecot.deliver(mail(1))
    result = check(dovecot.locator(), "--json", "--out", str(tmp_path / "out"))
    assert status(result) == 0
    (source,) = report(result).sources
    assert (source.kind, source.locator, source.looked_at["message"]) == ("imap", dovecot.locator(), 1)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) > 3
    assert not [path for path in kept if PASSWORD in path.read_text("utf-8")]
    assert not [path for path in kept if json.dumps(PASSWORD)[1:-1] in path.read_text("utf-8")]


@pytest.mark.parametrize(
    "locator",
    [
        "imaps://taro:hunter2@mail.example.jp/INBOX",
        "imap://taro%40example.jp:hunter2@mail.example.jp",
        "imaps://:hunter2@mail.example.jp",
    ],
)
@pytest.mark.parametrize("form", ["--json", "--jsonl", "--lang=ja"])
def test_a_password_in_the_locator_is_refused_and_not_repeated(locator: str, form: str, state: Path, tmp_path: Path) -> None:
    result = check("x.eml", locator, form, "--out", str(tmp_path / "out"))
    assert status(result) == 2
    assert "hunter2" not in result.output + complaint(result)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "locator", ["imaps://mail.example.jp/INBOX", "imaps://taro@", "imap://taro@host:99999", "imap://a%00@host"]
)
def test_a_locator_that_names_no_account_is_refused(locator: str, state: Path) -> None:
    assert status(check(locator)) == 2


@pytest.mark.parametrize("given", ["", "\n"])
def test_without_a_password_nothing_is_tried(dovecot: Dovecot, state: Path, given: str) -> None:
    result = check(dovecot.locator(), given=given)
    assert status(result) == 2
    assert "Login" not in dovecot.log()


def test_a_wrong_password_is_undetermined_and_forgets_nothing(dovecot: Dovecot, state: Path) -> None:
    dovecot.deliver(mail(1))
    assert status(check(dovecot.locator(), "--json")) == 0
    before = {path: path.read_bytes() for path in state.iterdir()}
    result = check(dovecot.locator(), "--json", given="wrong\n")
    assert status(result) == 20
    assert {gap.reason for gap in report(result).sources[0].gaps} == {"denied"}
    assert {path: path.read_bytes() for path in state.iterdir()} == before != {}


def test_an_account_is_asked_for_once(dovecot: Dovecot, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dovecot.deliver(mail(1))
    dovecot.deliver(mail(2), folder=".Sent")
    result = check(dovecot.locator(), dovecot.locator("Sent"), "--json", given=PASSWORD + "\nanother\n")
    assert status(result) == 0
    assert len(report(result).sources) == 2


def keyring(monkeypatch: pytest.MonkeyPatch, answer: Any) -> list[tuple[str, str]]:
    """A safe for passwords that gives *answer*, or raises it; what it was asked for."""
    asked: list[tuple[str, str]] = []

    class KeyringError(Exception):
        pass

    def get_password(service: str, name: str) -> Any:
        asked.append((service, name))
        if answer is KeyringError or isinstance(answer, Exception):
            raise KeyringError
        return answer

    errors = SimpleNamespace(KeyringError=KeyringError)
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=get_password, errors=errors))
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return asked


def test_the_safe_is_asked_first(monkeypatch: pytest.MonkeyPatch, dovecot: Dovecot, state: Path) -> None:
    dovecot.deliver(mail(1))
    asked = keyring(monkeypatch, PASSWORD)
    assert status(check(dovecot.locator(), "--json", given="")) == 0
    assert asked == [("mimawari", f"{USER}@127.0.0.1")]


@pytest.mark.parametrize("answer", [None, "", ValueError()])
def test_a_safe_that_gives_nothing_is_passed_over(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    keyring(monkeypatch, answer)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: False, readline=lambda: "given\r\n"))
    (evidence,) = account.opened(["imap://taro@127.0.0.1"], "en")
    assert evidence.secret == "given"


def test_on_a_terminal_it_is_asked_for_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def getpass(prompt: str) -> str:
        asked.append(prompt)
        return "given"

    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("getpass.getpass", getpass)
    (evidence, other) = account.opened(["imap://taro%40example.jp@127.0.0.1", "folder"], "ja")
    assert (evidence.secret, other.secret) == ("given", "")
    assert asked == ["taro[@]example[.]jp@127.0.0[.]1 のパスワード："]
    assert "given" not in repr(evidence)


def test_nothing_is_asked_for_where_there_is_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert [one.locator for one in account.opened(["a.eml", "imap:folder"], "en")] == ["a.eml", "imap:folder"]
    with pytest.raises(Refused):
        account.opened(["imap://taro@127.0.0.1"], "en")
