"""Us, or only our address? What Postfix and Dovecot really write when an account is stolen, an address forged, a mail passed on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.inquests import answers, asked
from support.mail_world import FORWARDER, NORI, OURS, STAFF, STRANGER, World, mail, world

from mimawari.model import Us

SUZUKI, SATO, TANAKA = (f"{who}@{OURS}" for who in ("suzuki", "sato", "tanaka"))
MORI, ABE, ROSA = f"mori@{NORI}", f"abe@{NORI}", f"rosa@{STRANGER}"
BOT = [f"203.0.113.{number}" for number in range(1, 41)]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("world")) as found:
        _usual(found)
        _stolen_account(found)
        _web_form(found)
        _strangers(found)
        found.read_from(TANAKA, STAFF["tanaka"])
        found.settle()
        yield found


def _usual(found: World) -> None:
    """What the staff does all day, one of them to an address that is forwarded."""
    for who, address in STAFF.items():
        for number in range(4):
            sender = f"{who}@{OURS}"
            subject = f"{who} {number}"
            found.ours.send(mail(sender, MORI, subject), sender, [MORI], client=address, helo=f"PC-{who.upper()}", user=sender)
    to = f"ishii@{FORWARDER}"
    found.ours.send(mail(SATO, to, "forwarded"), SATO, [to], client=STAFF["sato"], helo="PC-SATO", user=SATO)


def _stolen_account(found: World) -> None:
    for number, address in enumerate(BOT):
        to = [MORI, f"nobody{number}@{NORI}", f"nemo{number}@{NORI}"]
        found.ours.send(mail(SUZUKI, MORI, f"stolen {number}"), SUZUKI, to, client=address, helo=f"[{address}]", user=SUZUKI)


def _web_form(found: World) -> None:
    for number in range(60):
        to = [ABE, *(f"list{number}-{one}@{NORI}" for one in range(5))]
        found.ours.submit(mail(f"www-data@{OURS}", ABE, f"form {number}", "https://casino.example.com/"), f"www-data@{OURS}", to)


def _strangers(found: World) -> None:
    """A forged address, a fake that our alias passes on, and one whose bounces come to us."""
    by_rosa = {"client": "203.0.113.5", "user": ROSA}
    found.stranger.send(mail(TANAKA, MORI, "forged"), TANAKA, [MORI], **by_rosa)
    info = f"info@{OURS}"
    found.stranger.send(mail(f"田中 <{ROSA}>", info, "passed on"), ROSA, [info], **by_rosa)
    for number in range(20):
        unknown = f"gone{number}@{NORI}"
        found.stranger.send(mail(TANAKA, unknown, f"back {number}"), TANAKA, [unknown], **by_rosa)


def _us(found: World, *evidence: Path) -> Us:
    return asked(found.us(), *evidence)


def test_a_stolen_account_is_told_by_header_and_log(servers: World) -> None:
    report = servers.reported("stolen", servers.nori, MORI, "stolen 7")
    found = _us(servers, report, servers.log())
    assert answers(found) == {"our-account": "conclusive"}
    assert SUZUKI in found.answers[0].accounts


def test_a_stolen_account_is_told_by_the_header_alone(servers: World) -> None:
    found = _us(servers, servers.reported("stolen", servers.nori, MORI, "stolen 7"))
    assert answers(found) in ({"our-account": "conclusive"}, {"our-account": "strong"})


def test_the_other_accounts_are_not_accused(servers: World) -> None:
    found = _us(servers, servers.reported("stolen", servers.nori, MORI, "stolen 7"), servers.log())
    named = {account for one in found.answers for account in one.accounts}
    assert not named & {SATO, TANAKA}


def test_the_bounces_of_a_stolen_account_say_so_too(servers: World) -> None:
    folder = servers.folder / "bounces"
    folder.mkdir(exist_ok=True)
    for number, one in enumerate(servers.ours.received(SUZUKI)):
        (folder / f"{number}.eml").write_bytes(one)
    found = _us(servers, folder, servers.log())
    assert answers(found).get("our-account") in ("strong", "conclusive")
    assert "address-only" not in answers(found)


def test_a_web_form_is_our_server(servers: World) -> None:
    found = _us(servers, servers.reported("form", servers.nori, ABE, "form 9"), servers.log())
    assert answers(found) == {"our-account": "conclusive"}


def test_a_forged_address_is_only_our_address(servers: World) -> None:
    found = _us(servers, servers.reported("forged", servers.nori, MORI, "forged"), _usual_log(servers))
    assert set(answers(found)) == {"address-only"}


def test_a_fake_that_our_alias_passed_on_is_not_ours(servers: World) -> None:
    found = _us(servers, servers.reported("passed-on", servers.nori, ABE, "passed on"), _usual_log(servers))
    assert not {"our-account", "our-device"} & set(answers(found))


def test_a_forwarded_mail_of_ours_is_no_abuse(servers: World) -> None:
    found = _us(servers, servers.reported("forwarded", servers.nori, MORI, "forwarded"), _usual_log(servers))
    assert answers(found) == {"unknown": ""}


def test_backscatter_is_not_ours(servers: World) -> None:
    folder = servers.folder / "backscatter"
    folder.mkdir(exist_ok=True)
    for number, one in enumerate(servers.ours.received(TANAKA)):
        if one.startswith(b"Return-Path: <>"):
            (folder / f"{number}.eml").write_bytes(one)
    assert len(list(folder.iterdir())) == 20
    found = _us(servers, folder, _usual_log(servers))
    assert set(answers(found)) == {"address-only"}


def _usual_log(servers: World) -> Path:
    """The log without the account that was stolen and without the form: what a firm with nothing but the strangers would have."""
    lines = servers.ours.log().splitlines(keepends=True)
    ids = {line.split(": ")[1] for line in lines if "203.0.113." in line and SUZUKI in line}
    ids |= {line.split(": ")[1] for line in lines if "pickup" in line}
    kept = [line for line in lines if not any(f" {one}:" in line for one in ids)]
    path = servers.folder / "usual.log"
    path.write_text("".join(kept), "utf-8")
    return path
