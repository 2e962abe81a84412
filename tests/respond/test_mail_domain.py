"""SPF, DKIM, DMARC and mail servers: RFC 7208, 6376, 7489, 7505."""

from __future__ import annotations

import pytest

from mimawari import app
from mimawari.model import Gap, Origin, Reason, Setting, Ward
from mimawari.respond.mail_domain import dmarc, domain_lines, servers, spf

GOOD, WEAK, BAD, UNKNOWN = Ward.GOOD, Ward.WEAK, Ward.BAD, Ward.UNKNOWN
OURS = "sakura.example"


@pytest.mark.parametrize(
    ("records", "lookups", "ward"),
    [
        (["v=spf1 include:x.example -all"], ["1"], GOOD),
        (["v=spf1 include:x.example ~all"], ["10"], GOOD),
        (["v=spf1 redirect=x.example"], ["1"], GOOD),
        (["V=SPF1 IP4:192.0.2.1 -ALL"], ["0"], GOOD),
        (["v=spf1 include:x.example ~all"], ["11"], BAD),
        (["v=spf1 +all"], ["0"], BAD),
        (["v=spf1 all"], ["0"], BAD),
        (["v=spf1 mx ?all"], ["1"], WEAK),
        (["v=spf1 mx"], ["1"], WEAK),
        (["v=spf1 include:all.example -all"], ["1"], GOOD),
        (["v=spf1 mx -all", "v=spf1 a -all"], ["1"], BAD),
        ([""], [], BAD),
    ],
)
def test_spf(records: list[str], lookups: list[str], ward: Ward) -> None:
    found = spf(records, lookups)
    assert found is not None
    assert found[0] is ward


def test_spf_of_which_nobody_knows_the_lookups_is_unknown() -> None:
    assert spf([], []) is None
    assert spf(["v=spf1 include:x.example -all"], []) is None
    assert spf(["v=spf1 +all"], []) is not None


@pytest.mark.parametrize(
    ("records", "ward"),
    [
        (["v=DMARC1; p=reject; rua=mailto:a@sakura.example"], GOOD),
        (["v=DMARC1; p=quarantine"], GOOD),
        (["v=DMARC1;p=none;rua=mailto:a@sakura.example"], WEAK),
        (["v=DMARC1; p=none"], BAD),
        (["v=DMARC1; p=none; rua="], BAD),
        (["v=DMARC1; p=reject; pct=50"], WEAK),
        (["v=DMARC1; p=reject; pct=100"], GOOD),
        (["v=DMARC1; sp=reject"], BAD),
        (["v=DMARC1; p=rejected"], BAD),
        (["v=DMARC1; p=reject", "v=DMARC1; p=none"], BAD),
        ([""], BAD),
    ],
)
def test_dmarc(records: list[str], ward: Ward) -> None:
    found = dmarc(records)
    assert found is not None
    assert found[0] is ward


@pytest.mark.parametrize(
    ("above", "ward"),
    [("v=DMARC1; p=reject", GOOD), ("v=DMARC1; p=reject; sp=none", BAD), ("v=DMARC1; p=none; sp=quarantine", GOOD)],
)
def test_the_domain_above_decides_for_those_below_by_its_sp(above: str, ward: Ward) -> None:
    """RFC 7489 6.3: sp is for subdomains; without it p."""
    found = dmarc([], [above])
    assert found is not None
    assert found[0] is ward


@pytest.mark.parametrize(
    ("records", "ward"), [(["10 mx.example."], GOOD), (["0 ."], GOOD), (["0 .", "10 mx.example."], BAD), ([""], WEAK)]
)
def test_mail_servers(records: list[str], ward: Ward) -> None:
    found = servers(records)
    assert found is not None
    assert found[0] is ward


def record(row: str, value: str, program: str = OURS) -> Setting:
    return Setting(origin=Origin("dns", program), id=row, value=value, program=program)


def wards(*settings: Setting, gaps: tuple[Gap, ...] = ()) -> dict[str, Ward]:
    return {one.id: one.ward for one in domain_lines([OURS], settings, gaps, app.known())}


def test_without_any_answer_every_line_is_there_and_unknown() -> None:
    assert wards() == dict.fromkeys(("spf", "dkim", "dmarc", "mail-servers"), UNKNOWN)


@pytest.mark.parametrize(
    ("value", "ward"),
    [("v=DKIM1; p=MIGf", GOOD), ("v=DKIM1; t=y; p=MIGf", WEAK), ("v=DKIM1; t=s; p=MIGf", GOOD), ("p=", BAD), ("", BAD)],
)
def test_dkim(value: str, ward: Ward) -> None:
    assert wards(record("dkim", value, f"s1._domainkey.{OURS}"))["dkim"] is ward


def test_a_key_that_nobody_answered_for_is_unknown_though_another_is_there() -> None:
    gap = Gap(Origin("dns", f"s2._domainkey.{OURS}"), Reason.TIMED_OUT, "dns")
    assert wards(record("dkim", "p=MIGf", f"s1._domainkey.{OURS}"), gaps=(gap,))["dkim"] is UNKNOWN


def test_a_domain_without_mail_needs_no_dkim() -> None:
    assert "dkim" not in wards(record("mail-servers", "0 ."))


def test_a_key_of_another_domain_is_not_ours() -> None:
    assert wards(record("dkim", "p=MIGf", "s1._domainkey.notsakura.example"))["dkim"] is UNKNOWN
