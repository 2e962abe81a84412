"""Who is an administrator: the accounts' hive and the running Windows say it in the same words, groups of a domain included."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.pc import SID, Pc
from support.running import RunningPc
from support.sam import sam

from mimawari.engine import Inline, Settings, preparing
from mimawari.examples.hive_writer import build, number, text
from mimawari.model import BadEvidence, Reason
from mimawari.sources import Evidence

OWN, SHOP = f"{SID}-500", f"{SID}-1001"
DOMAIN = "S-1-5-21-7-8-9"
ADMINS, TANAKA = f"{DOMAIN}-512", f"{DOMAIN}-1105"
LIST = r"HKLM\SAM\SAM\Domains\Builtin\Aliases\00000220"
HELD = "an account of a domain that may hold others"


def running(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    members: tuple[str, ...] | BadEvidence,
    pc: Pc | None = None,
    looks: tuple[str, bool] | None = None,
) -> preparing.Defences:
    one = RunningPc(pc or Pc(users=("shop", "経理")), folder, monkeypatch, members=members, looks=looks)
    (found,) = preparing.defences([one.evidence()], Settings(reraise=True), Inline())
    return found


def copied(folder: Path, *members: str, pc: Pc | None = None) -> preparing.Defences:
    one = pc or Pc(users=("shop", "経理"))
    one.put("Windows/System32/config/SAM", build(sam(*members)))
    (found,) = preparing.defences([Evidence(str(one.write(folder)))], Settings(reraise=True), Inline())
    return found


def said(found: preparing.Defences) -> dict[str, str]:
    return {one.user: one.value for one in found.settings if one.id == "administrator"}


def about(found: preparing.Defences) -> list[tuple[Reason, tuple[str, ...], str]]:
    return [(gap.reason, gap.origin.path, gap.detail) for gap in found.gaps if "544" in str(gap.origin) or "SAM" in str(gap.origin)]


def test_both_say_the_same_of_the_machine_s_own_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = running(tmp_path / "live", monkeypatch, (OWN, SHOP))
    copy = copied(tmp_path / "copy", OWN, SHOP)
    assert said(live) == said(copy) == {"shop": "yes", "経理": "no"}
    assert about(live) == about(copy) == []


def test_a_group_of_a_domain_is_named_and_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own users are in no group of a domain, so that they are told all the same."""
    live = running(tmp_path / "live", monkeypatch, (OWN, SHOP, ADMINS))
    copy = copied(tmp_path / "copy", OWN, SHOP, ADMINS)
    assert said(live) == said(copy) == {"shop": "yes", "経理": "no"}
    assert about(live) == [(Reason.MISSING, ("S-1-5-32-544", f"{ADMINS} (Domain Admins)"), HELD)]
    assert about(copy) == [(Reason.MISSING, (LIST, f"{ADMINS} (Domain Admins)"), HELD)]


def of_domain(pc: Pc) -> Pc:
    """A profile of somebody whose account a domain keeps (Windows' list of profiles, ProfileList)."""
    (pc.put("Users/tanaka/NTUSER.DAT", build(pc.hives["shop"]))).software.at(
        rf"Microsoft\Windows NT\CurrentVersion\ProfileList\{TANAKA}"
    ).put(text("ProfileImagePath", r"C:\Users\tanaka"), number("State", 0))
    return pc


@pytest.mark.parametrize(
    ("members", "value"),
    [
        ((OWN, ADMINS), "group"),
        ((OWN, "S-1-12-1-1-2-3-4"), "group"),
        ((OWN, f"{DOMAIN}-2000"), "group"),
        ((OWN, f"{DOMAIN}-500"), "no"),
        ((OWN, TANAKA, ADMINS), "yes"),
        ((OWN, "S-1-5-11"), "yes"),
        ((OWN, f"{SID}-1009"), "no"),
        ((OWN, "S-1-5-80-1-2-3-4-5"), "no"),
    ],
)
def test_a_user_of_a_domain_may_be_one_by_a_group(
    members: tuple[str, ...], value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(running(tmp_path, monkeypatch, members, of_domain(Pc())))["tanaka"] == value


def test_two_own_administrators_tell_nobody_s_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The domain's own administrator is a member as well: which of the two is the machine's is then not known."""
    found = running(tmp_path, monkeypatch, (OWN, f"{DOMAIN}-500", ADMINS))
    assert said(found) == {"shop": "group", "経理": "group"}


@pytest.mark.parametrize(
    ("members", "is_one", "value"),
    [((OWN, ADMINS), True, "yes"), ((OWN, ADMINS), False, "no"), ((OWN, TANAKA), False, "yes"), ((OWN,), True, "yes")],
)
def test_of_the_user_who_looks_windows_knows_all_groups(
    members: tuple[str, ...], is_one: bool, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was named in the group after signing in is a member all the same."""
    assert said(running(tmp_path, monkeypatch, members, of_domain(Pc()), (TANAKA, is_one)))["tanaka"] == value


def test_where_the_list_is_refused_the_user_who_looks_is_told_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = BadEvidence(Reason.FAILED, "list of administrators: it is empty")
    found = running(tmp_path, monkeypatch, refused, looks=(SHOP, True))
    assert said(found) == {"shop": "yes"}
    assert [reason for reason, _, _ in about(found)] == [Reason.FAILED]


@pytest.mark.parametrize("reason", [Reason.DENIED, Reason.FAILED])
def test_a_running_windows_that_refuses_is_a_gap_and_nobody_is_no(
    reason: Reason, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = running(tmp_path, monkeypatch, BadEvidence(reason, "list of administrators: Windows error 5"))
    assert said(found) == {}
    assert about(found) == [(reason, ("S-1-5-32-544",), "list of administrators: Windows error 5")]


def test_an_empty_group_of_a_copy_makes_nobody_a_plain_user(tmp_path: Path) -> None:
    """Windows never leaves it empty: the hive is damaged, or a stub."""
    found = copied(tmp_path)
    assert said(found) == {}
    assert about(found) == [(Reason.CORRUPT, (LIST,), "list of administrators: it is empty")]


def test_fewer_members_than_there_are_bytes_of_make_nobody_a_plain_user(tmp_path: Path) -> None:
    pc = Pc(users=("shop", "経理"))
    pc.put("Windows/System32/config/SAM", build(sam(OWN, SHOP, broken={48: 1})))
    (found,) = preparing.defences([Evidence(str(pc.write(tmp_path)))], Settings(reraise=True), Inline())
    assert said(found) == {}
    assert [reason for reason, _, _ in about(found)] == [Reason.CORRUPT]


def test_what_a_domain_keeps_is_asked_of_those_who_run_it(tmp_path: Path) -> None:
    (gap,) = [one for one in copied(tmp_path, OWN, ADMINS).gaps if "512" in one.origin.path[-1]]
    assert gap.wanted == "domain-group"
    assert gap.remedy
    assert "domain" in gap.remedy.en
    assert "ドメイン" in gap.remedy.ja


def test_the_gaps_are_told_in_japanese() -> None:
    from mimawari import knowledge

    for detail in (HELD, "list of administrators: it is empty", "list of administrators: Windows error 2220"):
        assert knowledge.load().detail(detail).ja != detail
