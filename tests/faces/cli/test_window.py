"""A double click checks this PC and keeps its window; whoever gives words, or has no window, is never kept waiting."""

import io
import sys

import pytest

from mimawari.faces.cli import window


def test_a_double_click_checks_this_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "is_own", lambda: True)
    assert window.asked([]) == ["check"]


@pytest.mark.parametrize("words", [["check"], ["--help"], ["check", "--json", "--out", r"\\server\share"]])
def test_words_are_taken_as_they_are(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "is_own", lambda: True)
    assert window.asked(words) == words


def test_without_a_window_of_its_own_there_is_nothing_to_check() -> None:
    assert window.asked([]) == []


def test_the_window_stays_until_enter_and_the_status_is_that_of_the_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keyboard = io.StringIO("\nmore")
    monkeypatch.setattr(sys, "stdin", keyboard)
    assert window.kept(lambda: 10) == 10
    assert keyboard.read() == "more"
    assert capsys.readouterr().out == ""


def test_a_failure_is_let_through_after_the_window_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    with pytest.raises(ZeroDivisionError):
        window.kept(lambda: 1 // 0)
