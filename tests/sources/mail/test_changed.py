"""A folder of mails that changes between its survey and the look at it: what went is a gap, what came is looked at."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from support.mbox_files import mail

from mimawari.model import Blob, Gap
from mimawari.sources import Evidence, mail_folder
from mimawari.sources.mail import sharing


def names_left(path: Path, change: Callable[[], None]) -> tuple[int, set[str]]:
    """How many mails are told, and what the gaps say, when a folder changes after the survey."""
    evidence = Evidence(str(path))
    survey = mail_folder.KIND.survey(evidence)
    change()
    seen = [one for piece in survey.pieces for one in mail_folder.KIND.look(evidence, survey, piece.key)]
    assert all(one.origin.path for one in seen if isinstance(one, Gap))
    return sum(isinstance(one, Blob) for one in seen), {one.detail for one in seen if isinstance(one, Gap)}


LOST = "mails were moved or deleted during the check"


@pytest.fixture
def thirty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In six pieces, all of them old."""
    monkeypatch.setattr(sharing, "MAILS", 5)
    for number in range(30):
        (tmp_path / f"{number:02}.eml").write_bytes(mail(number))
        os.utime(tmp_path / f"{number:02}.eml", (10**9, 10**9))
    return tmp_path


@pytest.mark.parametrize(
    ("added", "gone", "gaps"),
    [
        ((), (), set()),
        (("02a", "11b"), (), set()),
        (("11b",), ("11",), {LOST}),
        ((), ("00",), {LOST}),
        (("30", "31"), ("29",), {LOST}),
    ],
)
def test_mails_that_went_after_the_survey_are_a_gap(
    thirty: Path, added: tuple[str, ...], gone: tuple[str, ...], gaps: set[str]
) -> None:
    def change() -> None:
        for name in added:
            (thirty / f"{name}.eml").write_bytes(mail(1))
        for name in gone:
            (thirty / f"{name}.eml").unlink()

    assert names_left(thirty, change) == (30 + len(added) - len(gone), gaps)


def test_a_folder_that_was_emptied_after_the_survey_is_a_gap(thirty: Path) -> None:
    def change() -> None:
        for one in thirty.iterdir():
            one.unlink()

    assert names_left(thirty, change) == (0, {LOST})


def test_many_files_are_counted_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MAILS", 5)
    monkeypatch.setattr(sharing, "_SAMPLE", 8)
    for number in range(40):
        (tmp_path / f"{number:02}.eml").write_bytes(mail(number))
    assert names_left(tmp_path, lambda: None) == (40, set())
    assert names_left(tmp_path, (tmp_path / "20.eml").unlink) == (39, {LOST})


@pytest.mark.parametrize("place", [("", "a%25"), ("a/b", "%u0041\udcff:x"), ("\udc82", "あ"), ("%", "%u")])
def test_the_key_of_a_piece_can_be_written_and_leads_back(place: tuple[str, str]) -> None:
    key = sharing.keys([place], [place])[1]
    assert key.encode()
    assert sharing.place(key) == place
