"""``mimawari us``: a file by a few answers, never overwritten unasked; what is understood of it; letters on stdout."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import answers
from support.cli import complaint, saved, status
from support.reports import no_sign

from mimawari import app, firm
from mimawari.faces.cli import commands
from mimawari.model import Firm, Habits, OwnAccount, Relay

ANSWERS = (
    "Sakura Foods", "Tanaka@sakura.example.jp, shop@gmail.com", "", "PC-TANAKA, PC-2", "", "192.0.2.10",
    "rental server X, shared", "198.51.100.5", "shop.example.com, 配信 サービス",
)  # fmt: skip
LEARNT = Firm(
    domains=("sakura.example.jp",), accounts=(OwnAccount("info@sakura.example.jp"),),
    relays=(Relay("", ("192.0.2.25",), False, "own"),),
    habits=Habits(mailers=("Microsoft Outlook 16.0",), zones=("+0900",), hours=(8, 9)), learnt=True,
)  # fmt: skip


def us(*words: str, typed: str = "") -> Result:
    return CliRunner(env={"LC_ALL": "C"}).invoke(commands, ("us", *words), input=typed, standalone_mode=False)


def lines(*said: str) -> str:
    return "".join(f"{one}\n" for one in said)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_by_a_few_answers(here: Path) -> None:
    assert status(us("init", typed=lines(*ANSWERS))) == 0
    read = firm.read(here / "us.toml")
    assert read.name == "Sakura Foods"
    assert read.domains == ("sakura.example.jp",), "gmail.com is nobody's own"
    assert read.accounts == (
        OwnAccount("tanaka@sakura.example.jp", "", ("PC-TANAKA", "PC-2")), OwnAccount("shop@gmail.com"),
    )  # fmt: skip
    assert read.wan == ("192.0.2.10",)
    assert read.relays == (Relay("", ("198.51.100.5",), True, "rental server X, shared"),)
    assert [one.name for one in read.other_senders] == ["shop.example.com", "配信 サービス"]
    assert read.other_senders[0].domains == ("shop.example.com",)


@pytest.mark.skipif(sys.platform == "win32", reason="only where files have such modes")
def test_the_file_is_for_its_owner_alone(here: Path) -> None:
    us("init", typed=lines(*ANSWERS))
    assert stat.S_IMODE((here / "us.toml").stat().st_mode) == 0o600
    us("init", typed=lines("yes", *ANSWERS))
    assert stat.S_IMODE((here / "us.toml").stat().st_mode) == 0o600
    assert os.listdir(here) == ["us.toml"]


@pytest.mark.parametrize("typed", ["", "no\n", "\n", "いいえ\n", lines("", *ANSWERS)])
def test_nothing_is_overwritten_without_a_yes(here: Path, typed: str) -> None:
    (here / "us.toml").write_text("# mine")
    assert status(us("init", typed=typed)) == 2
    assert (here / "us.toml").read_text() == "# mine"


def test_defaults_never_overwrite(here: Path) -> None:
    (here / "us.toml").write_text("# mine")
    assert "nothing was written" in complaint(us("init", "--yes"))
    assert (here / "us.toml").read_text() == "# mine"


@pytest.mark.parametrize("yes", ["yes", "Y", "はい", "ｙｅｓ"])
def test_it_is_overwritten_with_a_yes(here: Path, yes: str) -> None:
    (here / "us.toml").write_text("# mine")
    assert status(us("init", typed=lines(yes, *ANSWERS))) == 0
    assert firm.read(here / "us.toml").name == "Sakura Foods"


def test_a_broken_link_counts_as_a_file(here: Path) -> None:
    (here / "us.toml").symlink_to(here / "elsewhere.toml")
    assert status(us("init", "--yes")) == 2
    assert not (here / "elsewhere.toml").exists()


def test_what_comes_in_between_stays(here: Path) -> None:
    (here / "us.toml").write_text("# mine")
    (here / "us.toml.new").write_text("# of somebody else")
    assert status(us("init", typed=lines("yes", *ANSWERS))) == 2
    assert (here / "us.toml").read_text() == "# mine"
    assert (here / "us.toml.new").read_text() == "# of somebody else"


def test_no_answer_at_all_is_an_empty_file(here: Path) -> None:
    assert status(us("init")) == 0
    assert firm.read(here / "us.toml") == Firm()


def test_names_stay_as_they_are_typed(here: Path) -> None:
    us("init", "--lang", "ja", typed=lines("（株）さくら食品", "", "", "", "レンタルサーバー（共用）"))
    read = firm.read(here / "us.toml")
    assert (read.name_ja, read.provider) == ("（株）さくら食品", "レンタルサーバー（共用）")


def test_answers_as_japanese_keyboards_give_them(here: Path) -> None:
    us(
        "init",
        "--lang",
        "ja",
        typed=lines(
            "さくら食品",
            "Ｔａｎａｋａ＠ｓａｋｕｒａ．ｅｘａｍｐｌｅ．ｊｐ、info@sakura.example.jp",
            "",
            "",
            "",
            "１９２．０．２．１０",
        ),
    )
    read = firm.read(here / "us.toml")
    assert (read.name_ja, read.name) == ("さくら食品", "")
    assert [one.address for one in read.accounts] == ["tanaka@sakura.example.jp", "info@sakura.example.jp"]
    assert read.wan == ("192.0.2.10",)


@pytest.mark.parametrize(
    ("answers_given", "expected"),
    [
        (("A", "hanako"), "no mail address"),
        (("A", "", "gmail.com"), "not yours alone"),
        (("A", "", "", "192.0.2.300"), "no IP address"),
    ],
)
def test_a_wrong_answer_is_refused_with_what_is_expected(here: Path, answers_given: tuple[str, ...], expected: str) -> None:
    assert expected in complaint(us("init", typed=lines(*answers_given)))
    assert not (here / "us.toml").exists()


def test_a_place_that_cannot_be_written(here: Path) -> None:
    assert "cannot write" in complaint(us("init", "none/us.toml", "--yes"))


def test_questions_are_no_data(here: Path) -> None:
    result = us("init", "-", typed=lines(*ANSWERS))
    assert firm.parse(result.stdout).name == "Sakura Foods"
    assert "1. What is your firm called?" in result.stderr
    assert os.listdir(here) == []


def test_what_was_learnt_is_proposed_and_taken(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def learnt(locator: str) -> Firm:
        asked.append(locator)
        return LEARNT

    monkeypatch.setattr(app, "learnt", learnt, raising=False)
    result = us("init", "--learn", "Sent.mbox", typed=lines("Sakura Foods"))
    assert asked == ["Sent.mbox"]
    assert "info@sakura.example.jp" in result.stderr
    read = firm.read(here / "us.toml")
    assert read.habits == LEARNT.habits
    assert (read.accounts, read.relays, read.name) == (LEARNT.accounts, LEARNT.relays, "Sakura Foods")
    us("init", "b.toml", "--learn", "Sent.mbox", "--yes")
    assert firm.read(here / "b.toml").accounts == LEARNT.accounts


def test_what_was_learnt_can_be_put_right(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "learnt", lambda locator: LEARNT, raising=False)
    us("init", "--learn", "Sent", typed=lines("", "hanako@sakura.example.jp", "", "PC-H", "", "", "198.51.100.9"))
    read = firm.read(here / "us.toml")
    assert [one.address for one in read.accounts] == ["hanako@sakura.example.jp"]
    assert [one.networks for one in read.relays] == [("198.51.100.9",)]


def test_of_five_hundred_accounts_the_pcs_are_not_asked_for(here: Path) -> None:
    many = ",".join(f"user{number}@sakura.example.jp" for number in range(500))
    assert status(us("init", typed=lines("A", many))) == 0
    assert len(firm.read(here / "us.toml").accounts) == 500


def test_show_says_what_is_understood_and_what_is_not_known(here: Path) -> None:
    us("init", typed=lines(*ANSWERS))
    said = us("show").stdout
    assert "tanaka@sakura.example.jp, read on PC-TANAKA, PC-2" in said
    assert "shared with other customers" in said
    assert "how your mail usually looks" in said
    assert "your mail accounts: which" not in said
    assert json.loads(us("show", "--json").stdout)["wan"] == ["192.0.2.10"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_show_of_an_empty_file_names_all_that_is_missing(here: Path, lang: str) -> None:
    (here / "us.toml").write_text("")
    assert us("show", "--lang", lang).stdout.count("  - ") == 5


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_hidden_and_very_long_values_are_shown_harmlessly(here: Path, lang: str) -> None:
    text = (
        'name = "\\u202Eevil\\u001b[2J"\nprovider = "'
        + "x" * 9000
        + '"\n[[accounts]]\naddress = "a@example.jp"\nperson = "\\u202E\\n"'
    )
    (here / "us.toml").write_text(text, "utf-8")
    said = us("show", "--lang", lang).stdout
    assert "\u202e" not in said and "\x1b" not in said
    assert "\\u202e" in said
    assert max(map(len, said.splitlines())) < 500


def test_show_of_hours_in_words(here: Path) -> None:
    (here / "us.toml").write_text('[sent_profile]\nhours = "08:00-12:00, 13:00-19:00"')
    assert "8:00-12:00, 13:00-19:00" in us("show").stdout


def test_what_is_wrong_in_the_file_is_told_harmlessly(here: Path) -> None:
    (here / "us.toml").write_text('name = "x"\nwan = ["\u202e\\u001b[2J"]', "utf-8")
    said = complaint(us("show"))
    assert "(line 2)" in said and "\u202e" not in said and "\x1b" not in said
    assert status(us("show", "none.toml")) == 2


def test_letters_come_to_stdout_with_the_firms_name(here: Path) -> None:
    us("init", typed=lines(*ANSWERS))
    with answers.judged(answers.ACCOUNT):
        path = saved(here, "report", no_sign(), answers.inquiry(answers.ACCOUNT))
        result = us("letter", str(path), "--to", "provider")
        assert status(result) == 0
        assert result.stdout.startswith("Subject:")
        assert "Sakura Foods" in result.stdout and "suzuki@sakura.example.jp" in result.stdout
        assert "nothing was sent" in result.stderr
        assert "件名" in us("letter", str(path), "--to", "reporter", "--lang", "ja").stdout
        assert "no partner is to be written to" in complaint(us("letter", str(path), "--to", "partner"))


def test_a_partner_is_to_be_called(here: Path) -> None:
    with answers.judged(answers.ADDRESS):
        path = saved(here, "report", no_sign(), answers.inquiry(answers.ADDRESS))
        assert "call them first" in us("letter", str(path), "--to", "partner").stderr


def test_a_report_without_an_answer_gives_no_letter(here: Path) -> None:
    assert "nothing to write" in complaint(us("letter", str(saved(here, "report", no_sign())), "--to", "reporter"))


def test_the_commands_are_listed() -> None:
    assert [word for word in ("init", "show", "letter") if word in us("--help").output] == ["init", "show", "letter"]


@pytest.mark.parametrize("page", ["us-or-our-address.md", "us-or-our-address.ja.md"])
def test_what_the_guide_says_to_type_is_there(page: str) -> None:
    text = (Path(__file__).parents[3] / "docs" / "guides" / page).read_text("utf-8")
    typed = [line.partition("#")[0].split()[2:] for line in text.splitlines() if line.startswith("mimawari us ")]
    assert {words[0] for words in typed} == {"init", "show", "letter"}
    for words in typed:
        options = {word for word in words if word.startswith("--")}
        assert options <= set(us(words[0], "--help").output.split())


def test_a_sent_folder_tells_of_the_firm(here: Path) -> None:
    """Of a mailbox whose owner nobody named: whose it is, the domain, and what the mails sent from it have in common."""
    letters = [
        f"From MAILER-DAEMON Mon Jun 01 10:00:00 2026\nFrom: Tanaka <tanaka@sakura.example.jp>\n"
        f"To: yamada@partner{day}.example.com\n"
        f"Subject: Nr {day}\nDate: Mon, {day:02} Jun 2026 10:00:00 +0900\nMessage-ID: <{day:012x}@sakura.example.jp>\n"
        "X-Mailer: Microsoft Outlook 16.0\n\nHello\n\n"
        for day in range(1, 9)
    ]
    (here / "Sent.mbox").write_text("".join(letters), encoding="utf-8")
    result = us("init", "--learn", "Sent.mbox", "--yes")
    assert result.exit_code == 0, result.output
    found = app.firm.read(here / "us.toml")
    assert found.domains == ("sakura.example.jp",)
    assert [one.address for one in found.accounts] == ["tanaka@sakura.example.jp"]
    assert found.habits.zones == ("+0900",)
    assert found.habits.hours == (10,)


def test_what_tells_nothing_is_refused(here: Path) -> None:
    """Neither a place that is not there nor a file without a mail makes a profile."""
    (here / "list.txt").write_text("milk, eggs", encoding="utf-8")
    for place in ("nowhere.mbox", "list.txt"):
        result = us("init", "--learn", place, "--yes")
        assert result.exit_code != 0
        assert place in str(result.exception)
        assert not (here / "us.toml").exists()
