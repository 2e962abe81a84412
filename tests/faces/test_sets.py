"""Every set that something was held against is named in a line, whether anything fits or not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimawari import app
from mimawari.faces.text.sets import sets
from mimawari.faces.text.view import View
from mimawari.model import Report, Run, SignatureSet, Source, Used

RULES = SignatureSet("yara", "mimawari", "2026.11.4", "2026-11-20", 33, is_ours=True)
LIST = SignatureSet("indicator", "mimawari", "00", "2026-11-24", 1200, is_ours=True)
OURS = (RULES, LIST)
OTHERS = SignatureSet("yara", "others", "01", "2020-01-02", 120, place="/x/others", files=14, unused=3)
BROUGHT = SignatureSet("indicator", "bad.csv", "02", "2026-11-01", 10_000, place="/x/bad.csv", files=1)
GOOD = SignatureSet("known-good", "good.txt", "03", "", 5, place="/x/good.txt", files=1, unused=1)
CLAMAV = SignatureSet("clamav", "ClamAV", "1.4.3/27550/x", "2026-11-25", place="/run/clamd.ctl", title="ClamAV 1.4.3/27550")


def said(*given: SignatureSet, language: str = "en", ended: str = "2026-11-26T01:00:00Z") -> list[str]:
    used = Used("0.1.0", "2026.11.4", "2026-11-26", sets=tuple(sorted(given)))
    source = Source("s", "x", "folder", runs=(Run("r", ended, ended),), used=(used,))
    return list(sets(View(Report.of([source]), app.known(), language)))


def test_ours_are_one_line() -> None:
    assert said(*OURS) == [
        "Held against what comes with the knowledge: 1,200 hashes and names of files, 33 rules (the newest of 2026-11-24)."
    ]
    assert said(*OURS, language="ja") == [
        "照合に使ったもの（知識データに収録）：ハッシュ値・ファイル名1,200件、ルール33件（最新の日付：2026-11-24）"
    ]


def test_what_was_held_against_nothing_says_nothing() -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("one", "en", "ja"),
    [
        (
            OTHERS,
            "Also against your rules “others”: 120 rules in 14 files, the newest of 2020-01-02, 3 more cannot be used.",
            "追加のルール「others」：ルール120件（14ファイル）、最新の日付：2020-01-02、ほか3件は使用できません",
        ),
        (
            BROUGHT,
            "Also against your list “bad.csv”: 10,000 hashes and names of files, the newest of 2026-11-01.",
            "追加のリスト「bad.csv」：ハッシュ値・ファイル名10,000件、最新の日付：2026-11-01",
        ),
        (
            GOOD,
            "Also your list of good files “good.txt”: 5 files known to be good, not dated, 1 more cannot be used.",
            "追加の「安全なファイル」のリスト「good.txt」：安全と確認済みのファイル5件、日付の記載なし、ほか1件は使用できません",
        ),
        (
            CLAMAV,
            "Also shown to ClamAV 1.4.3/27550: signatures of 2026-11-25, 1 day old when they were used.",
            "ClamAV 1.4.3/27550 でも検査：定義ファイルは2026-11-25版、調査の1日前のもの",
        ),
        (
            replace(CLAMAV, as_of=""),
            "Also shown to ClamAV 1.4.3/27550: nobody tells how old its signatures are.",
            "ClamAV 1.4.3/27550 でも検査：定義ファイルの日付は不明",
        ),
        (
            SignatureSet("sigma", "later", "1", "2027-01-01", 7),
            "Also against “later”: sigma: 7, the newest of 2027-01-01.",
            "追加の「later」：sigma：7件、最新の日付：2027-01-01",
        ),
    ],
)
def test_each_of_the_users_is_one(one: SignatureSet, en: str, ja: str) -> None:
    assert said(*OURS, one)[1:] == [en]
    assert said(*OURS, one, language="ja")[1:] == [ja]


@pytest.mark.parametrize(
    ("ended", "age"),
    [
        ("2026-11-25T23:00:00Z", "made on the day of the check"),
        ("2026-11-27T00:00:00Z", "2 days old when they were used"),
        ("2026-11-01T00:00:00Z", "2026-11-25."),  # by a wrong clock it is of the future
        ("", "2026-11-25."),
    ],
)
def test_how_old_clamavs_signatures_were(ended: str, age: str) -> None:
    assert age in said(CLAMAV, ended=ended)[0]


def test_very_many_are_counted() -> None:
    lines = said(*OURS, *(replace(BROUGHT, name=f"{number:02}.csv") for number in range(12)))
    assert len(lines) == 10
    assert lines[-1] == "and 4 more (all: --json)"


def test_what_two_pcs_used_alike_is_one_line() -> None:
    """Wherever it lay, and whatever else its version stands for."""
    one = Used("0.1.0", "1+a", sets=(CLAMAV, OTHERS))
    two = Used("0.1.0", "1+b", sets=(replace(CLAMAV, version="other"), replace(OTHERS, place="D:\\others")))
    report = Report.of(Source(f"s{number}", "x", "folder", used=(used,)) for number, used in enumerate((one, two)))
    assert len(list(sets(View(report, app.known(), "en")))) == 2


@pytest.mark.parametrize("control", ["\x1b[31m", "\u202e", "\n"])
def test_names_move_no_cursor_and_take_no_page(control: str) -> None:
    evil = f"a{control}b" * 500
    for by in ("yara", "indicator", "known-good", "clamav", "x"):
        (line,) = said(SignatureSet(by, evil, evil, evil, 1, files=2, title=evil))
        assert control not in line
        assert len(line) < 1500
