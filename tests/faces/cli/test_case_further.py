"""What is worked out of a case: the law, the desks, the second check, pages and files for others."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support import reports
from support.casebooks import change
from support.cli import complaint, invoke, saved, status

from mimawari import app
from mimawari.app import casework
from mimawari.faces.cli.case import recheck
from mimawari.faces.cli.case.common import kept_report, state_folder
from mimawari.model import Condition, Dossier, Recheck, Source, Words


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case on one infected PC, in the current folder."""
    monkeypatch.setenv("MIMAWARI_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("LOGNAME", "山田")
    monkeypatch.delenv("MIMAWARI_CASE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert status(invoke("respond", str(saved(tmp_path, "PC1", reports.infected())), "--name", "件")) == 0
    return tmp_path


def case() -> Any:
    return json.loads(invoke("case", "show", "--json").stdout)


def dossier() -> Dossier:
    with casework.open_case("mimawari.case", app.known(), kept_report, state_folder()) as opened:
        return casework.dossier(opened, app.known(), "2026-11-27T00:00:00Z")


def later(world: Path, name: str, source: Source, seen_at: str = "2026-11-25T09:00:00Z") -> str:
    """A report of the PC as it is now, which is another piece of evidence than the first."""
    return str(saved(world, name, replace(source, id="PC1-0002", locator="case/later", seen_at=seen_at)))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_law_counts_from_the_recorded_moment_and_takes_answers(lang: str) -> None:
    before = invoke("case", "law", "--lang", lang)
    assert (status(before), "known-at" in before.stdout) == (0, True)
    invoke("case", "known-at", "2026-11-20 09:00")
    questions = re.findall(r"case reply ([a-z-]+) yes", invoke("case", "law").stdout)
    assert questions
    assert status(invoke("case", "reply", questions[0], "yes", "--text", "台帳で確認", "--lang", lang)) == 0
    assert case()["replies"] == {questions[0]: "yes"}
    assert status(invoke("case", "reply", questions[0], "no")) == 0, "an answer can be given anew"
    assert "台帳で確認" in invoke("case", "show").stdout
    after = invoke("case", "law", "--lang", lang)
    assert "2026-11-2" in after.stdout


def test_an_answer_to_no_question_is_refused() -> None:
    assert "there is no question “made-up”" in complaint(invoke("case", "reply", "made-up", "yes"))
    assert status(invoke("case", "reply", "cards", "perhaps")) == 2
    assert len(case()["entries"]) == 3


def test_desks_of_a_prefecture_and_for_individuals() -> None:
    plain, tokyo = invoke("case", "desks").stdout, invoke("case", "desks", "--prefecture", "東京都").stdout
    assert len(tokyo) > len(plain) > 0
    assert invoke("case", "desks", "--individual").stdout != plain
    assert "“atlantis” is no prefecture" in complaint(invoke("case", "desks", "--prefecture", "atlantis"))


def test_the_plan_for_other_programs() -> None:
    assert json.loads(invoke("case", "plan", "--cacao").stdout)["spec_version"] == "cacao-2.0"
    assert json.loads(invoke("case", "plan", "--json").stdout)["steps"]
    assert "not both" in complaint(invoke("case", "plan", "--cacao", "--json"))
    assert invoke("case", "plan", "--cacao").stdout == invoke("case", "plan", "--cacao").stdout


def test_a_second_check_is_recorded_and_does_not_take_the_plan_away(world: Path) -> None:
    before = invoke("case", "plan").stdout
    result = invoke("case", "recheck", later(world, "later", reports.no_sign()), "--host", "PC9", "--who", "佐藤")
    assert status(result) == 20
    assert "PC9" in result.stdout
    last = case()["entries"][-1]
    assert (last["deed"], last["who"], last["text"], last["facts"]["may_lift"]) == ("rechecked", "佐藤", "later.json", False)
    assert "PC9" in last["facts"]["unchecked"]
    assert case()["level"] == "infected"
    assert invoke("case", "plan").stdout == before
    found = dossier().recheck
    assert found
    assert "PC9" in found.unchecked
    assert [look.host for look in found.looked] == ["PC1"]
    assert status(invoke("case", "verify")) == 0


def test_a_record_that_is_not_whole_gives_no_all_clear(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = Recheck((), (), (), (), (), (), (Condition("x", Words(en="x", ja="x"), True),))
    monkeypatch.setattr(casework, "recheck_of", lambda *_: quiet)
    lost = later(world, "lost", reports.no_sign(), "2026-11-24T09:00:00Z")
    assert status(invoke("case", "recheck", lost)) == 0
    change("mimawari.case", f"DELETE FROM mimawari_reports WHERE size = {Path(lost).stat().st_size}")
    assert status(invoke("case", "recheck", later(world, "later", reports.no_sign()))) == 20


def test_signs_that_came_back_are_told_by_the_status(world: Path) -> None:
    invoke("case", "recheck", later(world, "quiet", reports.no_sign(), "2026-11-24T09:00:00Z"))
    again = replace(reports.infected(), id="PC1-0003", locator="case/again", seen_at="2026-11-26T09:00:00Z")
    result = invoke("case", "recheck", str(saved(world, "again", again)))
    assert status(result) == 10
    assert case()["entries"][-1]["facts"]["reinfected"] == "PC1"


@pytest.mark.parametrize(
    ("met", "unchecked", "reinfected", "ends"),
    [((True, True), (), (), 0), ((True, None), (), (), 20), ((True, False), (), (), 20), ((True,), ("PC2",), (), 20),
     ((True,), ("PC2",), ("PC1",), 10), ((), (), (), 20)],
)  # fmt: skip
def test_the_status_of_a_second_check(
    met: tuple[bool | None, ...], unchecked: tuple[str, ...], reinfected: tuple[str, ...], ends: int
) -> None:
    conditions = tuple(Condition("x", Words(en="x", ja="x"), one) for one in met)
    assert recheck.status(Recheck((), unchecked, (), (), (), reinfected, conditions)) == ends


def test_hosts_of_the_firms_own_file_have_to_be_looked_at(world: Path) -> None:
    Path("us.toml").write_text(
        'domains = ["shop.example"]\n[[accounts]]\naddress = "a@shop.example"\nmachine = "PC-KURA"\n', "utf-8"
    )
    result = invoke("case", "recheck", later(world, "later", reports.no_sign()), "--us", "us.toml")
    assert "PC-KURA" in result.stdout
    assert case()["entries"][-1]["facts"]["expected"] == "PC-KURA"


def test_pcs_that_were_named_once_are_not_forgotten(world: Path) -> None:
    first = invoke("case", "recheck", later(world, "later", reports.no_sign()))
    assert "nobody knows whether there are others" in first.stdout.replace("\n", " ")
    assert "Every PC that was named" not in first.stdout
    invoke("case", "recheck", later(world, "named", reports.no_sign(), "2026-11-25T10:00:00Z"), "--host", "PC-KURA")
    last = invoke("case", "recheck", later(world, "last", reports.no_sign(), "2026-11-25T11:00:00Z"), "--host", "PC9")
    assert (status(last), "Not checked, or not wholly: PC-KURA, PC9" in last.stdout) == (20, True)
    without = invoke("case", "recheck", later(world, "none", reports.no_sign(), "2026-11-25T12:00:00Z"))
    assert "Not checked, or not wholly: PC-KURA, PC9" in without.stdout
    found = dossier().recheck
    assert found
    assert found.unchecked == ("PC-KURA", "PC9")


def test_a_report_of_a_second_check_that_was_tampered_with_is_refused(world: Path) -> None:
    path = later(world, "later", reports.no_sign())
    document = json.loads(Path(path).read_text("ascii"))
    document["verdict"]["level"] = "infected"
    Path(path).write_text(json.dumps(document), "ascii")
    assert "was changed after it was written" in complaint(invoke("case", "recheck", path))
    assert len(case()["entries"]) == 3


def test_pages_are_written(world: Path) -> None:
    result = invoke("case", "report", "--out", "pages", "--lang", "ja")
    assert status(result) == 0
    assert {"management.html", "annex.html"} <= {path.name for path in (world / "pages").iterdir()}
    assert "pages/management.html" in result.stdout.replace("\\", "/")
    (world / "file").touch()
    assert status(invoke("case", "report", "--out", "file")) == 2


@pytest.mark.parametrize("form", ["stix", "misp", "timesketch-csv", "timesketch-jsonl", "cacao"])
def test_files_for_others_are_written_once(world: Path, form: str) -> None:
    result = invoke("case", "export", form, "--out", "out.txt")
    assert (status(result), result.stdout) == (0, "out.txt\n")
    content = (world / "out.txt").read_bytes()
    assert len(content) > 100
    assert "is there already" in complaint(invoke("case", "export", form, "--out", "out.txt"))
    assert "is there already" in complaint(invoke("case", "export", form, "--out", "mimawari.case"))
    assert "cannot write to" in complaint(invoke("case", "export", form, "--out", "none/out.txt"))
    assert (world / "out.txt").read_bytes() == content
    assert status(invoke("case", "verify")) == 0


FIRM = 'name = "Midori"\nname_ja = "みどり商店"\ndomains = ["shop.example"]\n'


def test_the_firm_is_named_where_its_file_says_how(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[str] = []
    made = casework.dossier

    def dossier(opened: casework.OpenedCase, known: app.Knowledge, now: str, *, firm: str = "") -> Dossier:
        named.append(firm)
        return made(opened, known, now, firm=firm)

    monkeypatch.setattr(casework, "dossier", dossier)
    Path("us.toml").write_text(FIRM, "utf-8")
    assert status(invoke("case", "report", "--out", "ja", "--lang", "ja")) == 0
    assert status(invoke("case", "export", "stix", "--out", "a.json")) == 0
    Path("us.toml").write_text("no toml", "utf-8")
    for words in (("report", "--out", "en"), ("export", "stix", "--out", "b.json")):
        result = invoke("case", *words)
        assert (status(result), "the firm's name is left out" in result.stderr) == (0, True)
    assert named == ["みどり商店", "Midori", "", ""]


def test_a_disk_that_fills_up_leaves_no_half_file(world: Path) -> None:
    command = [sys.executable, "-c", FULL]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=os.environ | {"LC_ALL": "C.UTF-8"})
    assert "cannot write to half.csv (File too large)" in done.stderr
    assert done.returncode == 2
    assert not (world / "half.csv").exists()
    assert status(invoke("case", "verify")) == 0


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
sys.argv = ["mimawari", "case", "export", "timesketch-csv", "--out", "half.csv"]
from mimawari.__main__ import main
main()
"""
