"""The worked cases: what the program says of each must be what that case is, and what is clean in it must come out clean."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.cli import invoke, status

from mimawari.examples.builder import build_cases
from mimawari.model import Level


@dataclass(frozen=True)
class Expected:
    """The truth of a case, as it was made: whose doing it is, how bad, which PCs, and whom it names."""

    level: Level
    answers: tuple[tuple[str, str | None], ...]
    hosts: dict[str, str]
    accounts: tuple[str, ...] = ()


MORI, YAMA = "mori@midori.example.jp", "yama@midori.example.jp"
CASES = {
    # Three mails that only yama@ holds together come back to three firms, and its PC starts a library of Emotet's sort.
    "our-device": Expected(Level.INFECTED, (("our-device", "conclusive"),), {"PC-YAMA": "infected", "PC-MORI": "no-sign"}, (YAMA,)),
    # Our own log has the reported mails, signed in for from thirty foreign addresses by night; no PC shows anything.
    "our-account": Expected(
        Level.SUSPECTED, (("our-account", "conclusive"),), dict.fromkeys(("PC-KURA", "PC-MORI", "PC-YAMA"), "no-sign"), (MORI,)
    ),
    # The one who holds every quoted thread is a partner; our whole log knows none of the mails.
    "address-only": Expected(Level.NO_SIGN, (("address-only", "strong"),), {"PC-YAMA": "no-sign"}),
    # A lure lies in the mailbox, nothing shows that it was opened. Nobody complained of mails in our name.
    "exposed": Expected(Level.EXPOSED, (("unknown", None),), {"PC-MORI": "no-sign"}),
    # No users' registry, an archive that nobody can open, no log, no original.
    "undetermined": Expected(Level.UNDETERMINED, (("unknown", None),), {"PC-MORI": "undetermined"}),
}
"""By folder. ``our-device-later`` is evidence for a second check and has a test of its own."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    build_cases(folder)
    return folder / "cases"


@pytest.fixture(scope="module")
def checked(built: Path) -> dict[str, tuple[int, dict[str, Any]]]:
    """The status and the report of every case, as the command line gives them."""
    return {name: check(built / name) for name in (*CASES, "our-device-later")}


def check(case: Path) -> tuple[int, dict[str, Any]]:
    result = invoke("check", "--us", str(case / "us.toml"), str(case / "evidence"), "--json")
    assert result.stderr == ""
    return status(result), json.loads(result.stdout)


def hosts(report: dict[str, Any]) -> dict[str, str]:
    return {source["host"]: source["level"] for source in report["sources"] if source["host"]}


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_judged_as_what_it_is(checked: dict[str, tuple[int, dict[str, Any]]], name: str) -> None:
    done, report = checked[name]
    us, expected = report["verdict"]["us"], CASES[name]
    assert report["verdict"]["level"] == expected.level
    assert done == expected.level.exit_status
    assert tuple((one["answer"], one.get("strength")) for one in us["answers"]) == expected.answers
    assert hosts(report) == expected.hosts
    assert {account for one in us["answers"] for account in one["accounts"]} == set(expected.accounts)


@pytest.mark.parametrize(("name", "kinds"), [
    ("our-device", {"mbox", "folder", "mail-log"}),
    ("our-account", {"folder", "mail-log"}),
    ("address-only", {"mbox", "folder", "mail-log"}),
    ("exposed", {"mbox", "folder", "mail-log"}),
])  # fmt: skip
def test_nothing_is_left_open_where_everything_is_there(
    checked: dict[str, tuple[int, dict[str, Any]]], name: str, kinds: set[str]
) -> None:
    """No hole in any source: what is found, or not found, is all there is; and each kind of evidence was taken for what it is."""
    sources = checked[name][1]["sources"]
    assert [source["path"] for source in sources if source["holes"]] == []
    assert kinds <= {source["kind"] for source in sources}


@pytest.mark.parametrize("name", ["our-account", "address-only", "exposed", "our-device", "our-device-later"])
def test_a_clean_pc_has_not_one_weighty_finding(checked: dict[str, tuple[int, dict[str, Any]]], name: str) -> None:
    report = checked[name][1]
    clean = {source["id"] for source in report["sources"] if source["host"] and source["level"] == "no-sign"}
    assert clean
    assert [one for one in report["findings"] if one["origin"]["source"] in clean and one["strength"] != "hint"] == []


def test_the_infected_pc_is_so_for_more_than_one_reason_and_the_attachment_is_told(
    checked: dict[str, tuple[int, dict[str, Any]]],
) -> None:
    report = checked["our-device"][1]
    (pc,) = (source["id"] for source in report["sources"] if source["host"] == "PC-YAMA")
    found = {one["kind"]: one["strength"] for one in report["findings"] if one["origin"]["source"] == pc}
    assert len([kind for kind, strength in found.items() if strength == "strong"]) >= 2
    assert {"attachment-opened", "macros-allowed"} <= set(found)
    assert report["verdict"]["families"] == ["emotet"]


def test_the_lure_is_named_and_was_not_opened(checked: dict[str, tuple[int, dict[str, Any]]]) -> None:
    report = checked["exposed"][1]
    assert {one["kind"] for one in report["findings"]} >= {"sheet-macro", "lure-mail"}
    assert report["verdict"]["opened"] == []


def test_what_is_missing_is_told(checked: dict[str, tuple[int, dict[str, Any]]]) -> None:
    report = checked["undetermined"][1]
    assert {(gap["reason"], gap["wanted"]) for gap in report["gaps"]} >= {("encrypted", "content"), ("missing", "registry-value")}


def test_the_second_look_is_newer_of_the_same_machines_and_shows_nothing(
    checked: dict[str, tuple[int, dict[str, Any]]],
) -> None:
    """The PC that was set up anew and the other one; PC-KURA of ``us.toml`` is not there."""
    first, second = checked["our-device"][1], checked["our-device-later"][1]
    assert hosts(second) == {"PC-YAMA": "no-sign", "PC-MORI": "no-sign"}

    def seen(report: dict[str, Any]) -> dict[str, str]:
        return {source["host"]: source["seen_at"] for source in report["sources"] if source["host"]}

    assert all(seen(first)[host] < seen(second)[host] for host in ("PC-YAMA", "PC-MORI"))
