"""The guide "after the theft", followed from the first command to the last, in both languages."""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.bags import every_file, unpacked
from support.guides import Command, Done, commands_of, guide, run
from support.tools import need

from mimawari.examples.worked.people import BUYERS, WRITERS
from mimawari.examples.worked.shop import CUSTOMERS, PARTNERS, STAFF

SITUATIONS = ("our-device", "our-account", "address-only", "exposed", "undetermined")
TONGUES = ("ja", "en")
NAME = "after-theft"
PASSWORD = "drei Äpfel 三つ"


@dataclass(frozen=True)
class Followed:
    """Somebody followed the guide in *folder*; ``done`` are all commands, in order."""

    tongue: str
    folder: Path
    done: tuple[Done, ...]

    def of(self, *words: str) -> Done:
        """The first command with all these words."""
        return next(one for one in self.done if set(words) <= set(one.command.words))

    def entries(self, case: str) -> list[dict[str, Any]]:
        """What is recorded in a case."""
        words = ("case", "show", "--json", "--case", f"{case}.case")
        shown = run(Command(" ".join(words), words, "", 0), self.folder, self.tongue, self.folder / "state")
        found: list[dict[str, Any]] = json.loads(shown.out)["entries"]
        return found


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples with their reports: what both languages begin with."""
    folder = tmp_path_factory.mktemp("looked-at")
    for command in commands_of(guide(NAME, "en")):
        if command.words[0] in ("examples", "check"):
            done = run(command, folder, "en", folder / "state")
            assert done.status == command.ends, done
    return folder


@pytest.fixture(scope="module", params=TONGUES)
def followed(request: pytest.FixtureRequest, looked_at: Path, tmp_path_factory: pytest.TempPathFactory) -> Followed:
    tongue: str = request.param
    folder = tmp_path_factory.mktemp(f"followed-{tongue}")
    for path in looked_at.iterdir():
        if path.name != "state":
            (shutil.copytree if path.is_dir() else shutil.copy2)(path, folder / path.name)
    every = [one for one in commands_of(guide(NAME, tongue)) if one.words[0] not in ("examples", "check")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIMAWARI_SEAL_PASSWORD", PASSWORD)
        return Followed(tongue, folder, tuple(run(command, folder, tongue, folder / "state") for command in every))


def test_both_languages_have_the_same_commands() -> None:
    ja, en = (commands_of(guide(NAME, tongue)) for tongue in TONGUES)
    assert [one.form for one in ja] == [one.form for one in en]
    assert [one.ends for one in ja] == [one.ends for one in en]
    assert len(en) > 30


def test_it_is_found_from_where_people_are() -> None:
    root = Path(__file__).parents[2]
    for name in (
        "docs/guides/respond.md",
        "README.md",
        "docs/start.md",
        "docs/guides/respond.ja.md",
        "README.ja.md",
        "docs/start.ja.md",
    ):
        target = "after-theft.ja.md" if ".ja." in name else "after-theft.md"
        assert re.search(rf"\]\([^)]*{re.escape(target)}\)", (root / name).read_text("utf-8")), name


def test_every_command_ends_as_the_guide_says(followed: Followed) -> None:
    assert [(one.command.line, one.status, one.err) for one in followed.done if one.status != one.command.ends] == []


def test_the_passwords_of_the_robbed_pc_are_listed_in_order(followed: Followed) -> None:
    with (followed.folder / "passwords.csv").open(encoding="utf-8-sig", newline="") as file:
        text = file.read()
    places = [text.index(place) for place in ("yama@midori.example.jp", "accounts.google.com", "stripe", "rms.rakuten")]
    assert places == sorted(places)
    assert next(one for one in followed.entries("our-device") if one["about"] == "change@google.com")["deed"] == "step-done"


def truth() -> set[str]:
    """Everybody with an address in Yamada's mails, the books and the orders, by the cast of the examples."""
    cast = [*(one.address.lower() for one in (*WRITERS, *BUYERS)), *(one.address for one in (*PARTNERS, *CUSTOMERS))]
    return {*filter(None, cast), "kawaguchi@nozomi.example.com"}


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def test_everybody_is_told_once_and_nobody_who_need_not_be(followed: Followed) -> None:
    found = rows(followed.folder / "people-our-device/people.csv")
    addresses = [row[0] for row in found if row[0]]
    assert sorted(addresses) == sorted(truth())
    assert len(found) == len(truth()) + 2, "two have no address: one who ordered, and one whom a present went to"
    assert "30" in guide(NAME, followed.tongue)
    assert len(found) == 30
    assert not {one.person.address for one in STAFF} & set(addresses)
    assert not [cell for row in found for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_counts_stand_in_the_record_and_in_the_report(followed: Followed) -> None:
    (counted,) = (one for one in followed.entries("our-device") if one["deed"] == "exposed")
    assert (counted["facts"]["people"], counted["facts"]["reachable"], counted["facts"]["gaps"]) == (30, 28, 0)
    assert not [one for one in followed.entries("address-only") if one["deed"] == "exposed"]
    draft = (followed.folder / f"letters-our-device/ppc-first.{followed.tongue}.txt").read_text("utf-8")
    assert re.search(r"(?<!\d)30(?!\d)", draft)


KINDS = {
    "our-device": {"partner", "customer", "ppc-first", "card-company", "police"},
    "our-account": {"partner", "customer", "ppc-first", "mail-provider"},
    "address-only": {"partner", "staff", "reporter"},
    "exposed": {"staff"},
    "undetermined": {"mail-provider", "reporter", "staff"},
}
NOT = {
    "address-only": {"ppc-first", "customer", "police"},
    "exposed": {"partner", "customer", "ppc-first"},
    "undetermined": {"customer"},
}


@pytest.mark.parametrize("case", SITUATIONS)
def test_the_letters_are_those_that_the_guide_tells_of(followed: Followed, case: str) -> None:
    made = {path.name.partition(".")[0] for path in (followed.folder / f"letters-{case}").glob(f"*.{followed.tongue}.txt")}
    assert made >= KINDS[case]
    assert not made & NOT.get(case, set())


def bag_of(followed: Followed, case: str, tmp_path: Path) -> Path:
    folder = followed.folder / f"sealed-{case}"
    return folder if folder.is_dir() else unpacked(folder.with_name(f"{folder.name}.zip"), tmp_path / "bag")


def public_tools(tongue: str) -> list[list[str]]:
    (block,) = re.findall(r"^```text\n(cd .*?)^```", guide(NAME, tongue), re.MULTILINE | re.DOTALL)
    return [shlex.split(line) for line in block.splitlines()]


def test_the_bag_is_verified_by_the_commands_of_the_guide_and_a_changed_byte_is_found(followed: Followed, tmp_path: Path) -> None:
    need("sha256sum", "minisign")
    (cd, folder), *commands = public_tools(followed.tongue)
    assert cd == "cd"
    bag = followed.folder / folder
    said = [subprocess.run(words, cwd=bag, capture_output=True, text=True, check=False) for words in commands]
    assert [one.returncode for one in said] == [0, 0, 0]
    assert "Signature and comment signature verified" in said[-1].stdout
    shutil.copytree(bag, tmp_path / "changed")
    for name, data in every_file(tmp_path / "changed").items():
        if name.startswith("data/report/"):
            (tmp_path / "changed" / name).write_bytes(data.replace(b"PC-YAMA", b"PC-YAMB", 1))
    assert subprocess.run(commands[0], cwd=tmp_path / "changed", capture_output=True, check=False).returncode == 1


@pytest.mark.parametrize("case", SITUATIONS)
def test_each_bag_is_whole_signed_and_recorded(followed: Followed, case: str, tmp_path: Path) -> None:
    need("sha256sum", "minisign")
    bag = bag_of(followed, case, tmp_path)
    public = str(followed.folder / "midori.key.pub")
    commands = [*public_tools(followed.tongue)[1:3], ["minisign", "-Vm", "tagmanifest-sha256.txt", "-p", public]]
    assert [subprocess.run(words, cwd=bag, capture_output=True, check=False).returncode for words in commands] == [0, 0, 0]
    assert [one["deed"] for one in followed.entries(case)].count("sealed") == (2 if case == "our-device" else 1)


def test_the_redacted_bag_names_no_partner(followed: Followed, tmp_path: Path) -> None:
    bag = unpacked(followed.folder / "redacted.zip", tmp_path / "redacted")
    every = b"\n".join(data for name, data in every_file(bag).items() if not name.endswith(".pdf")).decode("utf-8")
    assert "person-1" in every
    outside = [one.address for one in (*PARTNERS, *CUSTOMERS)]
    assert not [address for address in outside if address in every or address.replace("@", "[@]").replace(".", "[.]") in every]
    assert "yama@midori.example.jp" in every


def test_the_password_of_the_key_is_nowhere(followed: Followed) -> None:
    for path in (path for path in followed.folder.rglob("*") if path.is_file() and "examples" not in path.parts):
        assert PASSWORD.encode() not in path.read_bytes(), path
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as packed:
                assert not [name for name in packed.namelist() if PASSWORD.encode() in packed.read(name)]


def test_prepare_writes_its_sheet(followed: Followed) -> None:
    assert list((followed.folder / "prepared").glob("emergency*.html"))


@pytest.mark.parametrize("tongue", TONGUES)
def test_whoever_followed_the_guide_before_it_goes_on_with_the_same_cases(tongue: str) -> None:
    """``respond`` with another name begins a second case in the same file, and then no command knows which is meant."""

    def names(name: str) -> dict[str, str]:
        every = [one.words for one in commands_of(guide(name, tongue)) if one.words[0] == "respond"]
        return {words[words.index("--case") + 1]: words[words.index("--name") + 1] for words in every if "--name" in words}

    assert names("respond") == names(NAME) and len(names(NAME)) == len(SITUATIONS)
