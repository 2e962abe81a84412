"""EmoCheck's options, and its exit status with a third answer."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support import reports

from mimawari import app
from mimawari.faces.cli import commands
from mimawari.faces.cli.emocheck import asked
from mimawari.faces.cli.spoken import Refused
from mimawari.model import Level, Source


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Source]:
    sources: list[Source] = []

    def check(what: Any, settings: Any, jobs: Any, progress: Any, *more: Any) -> Iterator[Source]:
        yield from sources

    monkeypatch.setattr(app, "check", check)
    monkeypatch.chdir(tmp_path)
    return sources


def emocheck(*words: str) -> Result:
    return CliRunner(env={"LC_ALL": "C"}).invoke(commands, ("emocheck", *words), standalone_mode=False)


@pytest.mark.parametrize("form", ["/{}", "-{}", "--{}"])
def test_options_in_every_form_and_case(form: str) -> None:
    words = [form.format(name) for name in ("QUIET", "json", "Output")]
    given = asked((*words, "out", "case"), "en")
    assert (given.quiet, given.json, given.debug, given.output, given.locators) == (True, True, False, "out", ("case",))
    assert asked((form.format("output:C:\\out"),), "en").output == "C:\\out"


@pytest.mark.parametrize("words", [("/jsn",), ("-x",), ("/output",), ("/quiet:yes",), ("/no/such/path",)])
def test_what_is_no_option_is_refused_and_never_a_no(words: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as caught:
        asked(words, "en")
    assert caught.value.exit_code == 2


def test_a_path_that_begins_with_a_slash_is_a_locator(tmp_path: Path) -> None:
    assert asked((str(tmp_path), "/json"), "en").locators == (str(tmp_path),)


@pytest.mark.parametrize(
    ("level", "word", "status"),
    [(Level.INFECTED, "yes", 1), (Level.SUSPECTED, "unknown", 2), (Level.UNDETERMINED, "unknown", 2), (Level.NO_SIGN, "no", 0)],
)
def test_answers(found: list[Source], tmp_path: Path, level: Level, word: str, status: int) -> None:
    found.append(reports.OF_LEVEL[level]())
    result = emocheck("case", "/quiet", "/json", "/output", str(tmp_path))
    assert result.return_value == status
    assert result.stdout == ""
    (written,) = tmp_path.glob("PC1_*_emocheck.json")
    read = json.loads(written.read_bytes())
    assert read["is_infected"] == word
    assert read["hostname"] == "PC1"
    assert ("SUSPECTED" in result.stderr) is (level is Level.SUSPECTED)


def test_a_text_report_goes_to_the_current_folder(found: list[Source], tmp_path: Path) -> None:
    found.append(reports.infected())
    result = emocheck("case")
    (written,) = tmp_path.glob("PC1_*_emocheck.txt")
    assert written.read_bytes().startswith(b"[EmoCheck v")
    assert b"\r\n" in written.read_bytes()
    assert "Emotet was detected" in result.stdout
    assert written.name in result.stdout


def test_debug_writes_no_report(found: list[Source], tmp_path: Path) -> None:
    found.append(reports.infected())
    result = emocheck("case", "-debug")
    assert result.return_value == 1
    assert list(tmp_path.iterdir()) == []
    assert "loader-autostart" in result.stderr


def test_one_report_a_host_and_the_worst_answer(found: list[Source], tmp_path: Path) -> None:
    found += [reports.no_sign("PC1"), reports.undetermined("PC2"), reports.no_sign("PC3")]
    assert emocheck("case", "/json").return_value == 2
    assert sorted(path.name[:3] for path in tmp_path.iterdir()) == ["PC1", "PC2", "PC3"]
    found.append(reports.infected("PC4"))
    assert emocheck("case", "/json").return_value == 1


def test_two_hosts_of_one_name_do_not_hide_each_other(found: list[Source], tmp_path: Path) -> None:
    twin = reports.no_sign("PC1")
    found += [
        reports.infected("PC1"),
        Source(**{name: getattr(twin, name) for name in Source.__dataclass_fields__} | {"id": "other", "machine": "other"}),
    ]
    emocheck("case", "/json", "/quiet")
    answers = sorted(json.loads(path.read_bytes())["is_infected"] for path in tmp_path.iterdir())
    assert answers == ["no", "yes"]


def test_a_folder_that_is_not_there_is_said_and_the_current_one_taken(found: list[Source], tmp_path: Path) -> None:
    found.append(reports.no_sign())
    result = emocheck("case", "/quiet", "/output", "no/such")
    assert result.return_value == 0
    assert "no/such" in result.stderr
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(("level", "status"), [(Level.INFECTED, 1), (Level.NO_SIGN, 2)])
def test_a_report_that_cannot_be_written_is_never_a_no(
    found: list[Source], monkeypatch: pytest.MonkeyPatch, level: Level, status: int
) -> None:
    usual = Path.open

    def refuse(self: Path, mode: str = "r", **more: Any) -> Any:
        if "_emocheck." in self.name:
            raise PermissionError(13, "Permission denied")
        return usual(self, mode, **more)

    found.append(reports.OF_LEVEL[level]())
    monkeypatch.setattr(Path, "open", refuse)
    result = emocheck("case", "/quiet")
    assert result.return_value == status
    assert "Permission denied" in result.stderr


def test_nothing_found_to_look_at_is_unknown(found: list[Source]) -> None:
    assert emocheck("case", "/quiet").return_value == 2


@pytest.mark.skipif(sys.platform == "win32", reason="only where there is no Windows to look at")
def test_without_a_locator_it_is_this_pc_and_no_windows_is_no_no(tmp_path: Path) -> None:
    assert emocheck("/quiet", "/output", str(tmp_path)).return_value == 2


def test_help_is_status_0_and_names_the_options() -> None:
    result = emocheck("/help")
    assert result.return_value == 0
    assert "/output DIR" in result.stdout


@pytest.mark.parametrize(
    ("word", "said"), [("/no/such/path", "no file or folder /no/such/path"), ("/jsn", "invalid parameter: /jsn")]
)
def test_a_mistyped_path_is_told_from_a_mistyped_option(word: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        asked((word,), "en")
    assert said in caught.value.message


def test_what_could_not_be_opened_is_named_with_the_reason(found: list[Source]) -> None:
    found.append(reports.unopened("case/mistyped"))
    result = emocheck("case/mistyped", "/quiet")
    assert result.return_value == 2
    assert "case/mistyped: could not be opened (not there)" in result.stderr
