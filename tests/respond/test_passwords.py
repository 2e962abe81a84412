"""The password plan: what opens all others first, each thing once, and nothing that could not be read passed over."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from support import reports

from mimawari import knowledge
from mimawari.judge import judge
from mimawari.model import (
    TO_CHECK,
    Certainty,
    Gap,
    Held,
    Holding,
    Looked,
    Origin,
    Part,
    PasswordPlan,
    Plan,
    Reason,
    Report,
    Source,
    Use,
    Words,
)
from mimawari.respond.passwords import passwords
from mimawari.respond.planning import planned

KNOWN = knowledge.load()


def held(
    kind: Held, *, place: str = "", account: str = "", service: str = "", count: int = 1, user: str = "yama", program: str = "P"
) -> Holding:
    return Holding(
        origin=Origin("s", "x"), held=kind, user=user, program=program, account=account, place=place, service=service, count=count
    )


def site(place: str, count: int = 1) -> Holding:
    return held(Held.SAVED_LOGIN, place=place, service="https", count=count, program="Google Chrome")


def with_held(source: Source, *every: Holding, gaps: tuple[Gap, ...] = (), looked: bool = True) -> Source:
    part = Part(source.id, "holdings", "1", holdings=every, gaps=gaps, looked=(Looked("holding", len(every)),) if looked else ())
    return replace(source, parts=(*source.parts, part))


def plan_for(*sources: Source, hosts: tuple[str, ...] = ()) -> PasswordPlan:
    report = Report.of(sources)
    verdict = judge(report, KNOWN)
    return passwords(report, verdict, planned(report, verdict, KNOWN), KNOWN, hosts=hosts)


def infected(*every: Holding, gaps: tuple[Gap, ...] = (), looked: bool = True) -> Source:
    return with_held(reports.infected(), *every, gaps=gaps, looked=looked)


NAME = reports.infected().host


def test_the_order_is_that_of_power() -> None:
    every = (
        site("www.facebook.com"), site("rms.rakuten.co.jp"), site("dashboard.stripe.com"), site("secure.xserver.ne.jp"),
        site("accounts.google.com"), site("www.amazon.co.jp"), site("unknown.example"), site("www.rakuten-bank.co.jp"),
        held(Held.MAIL_ACCOUNT, account="yama@example.jp", place="mail.example.jp", service="imap"),
        held(Held.REMOTE_LOGIN, place="server01", service="rdp"), held(Held.REMOTE_LOGIN, place="www.example.jp", service="ftp"),
    )  # fmt: skip
    made = plan_for(infected(*every))
    assert [(one.use, one.place) for one in made.changes] == [
        (Use.MAIL, "yama@example.jp"), (Use.IDENTITY, "accounts.google.com"), (Use.HOSTING, "secure.xserver.ne.jp"),
        (Use.HOSTING, "www.example.jp"), (Use.PAYMENT, "dashboard.stripe.com"), (Use.BANK, "www.rakuten-bank.co.jp"),
        (Use.SHOP, "rms.rakuten.co.jp"), (Use.REMOTE, "server01"), (Use.SOCIAL, "www.facebook.com"),
        (Use.PURCHASE, "www.amazon.co.jp"), (Use.OTHER, "unknown.example"),
    ]  # fmt: skip
    assert made.hosts == (NAME,)


@pytest.mark.parametrize(
    ("service", "place", "use"),
    [
        ("ftp", "www.example.jp", Use.HOSTING), ("sftp", "www.example.jp", Use.HOSTING), ("ssh", "www.example.jp", Use.HOSTING),
        ("ftp", "192.168.1.20", Use.REMOTE), ("ssh", "nas", Use.REMOTE), ("rdp", "rdp.example.jp", Use.REMOTE),
        ("vpn", "vpn.example.jp", Use.REMOTE), ("smb", "nas", Use.REMOTE),
    ],
)  # fmt: skip
def test_a_way_to_the_website_stands_with_the_servers_and_one_in_the_house_does_not(service: str, place: str, use: Use) -> None:
    (one,) = plan_for(infected(held(Held.REMOTE_LOGIN, place=place, service=service))).changes
    assert one.use is use
    assert ("website" in " ".join(words.en for words in one.how)) is (use is Use.HOSTING)


def test_pages_of_one_service_are_one_change_and_a_longer_name_wins() -> None:
    made = plan_for(
        infected(site("rms.rakuten.co.jp"), site("glogin.rms.rakuten.co.jp", 2), site("www.rakuten.co.jp"), site("norakuten.co.jp"))
    )
    assert [(one.key, one.use, one.logins) for one in made.changes] == [
        ("change@rms.rakuten.co.jp", Use.SHOP, 3),
        ("change@rakuten.co.jp", Use.PURCHASE, 1),
        ("change@norakuten.co.jp", Use.OTHER, 1),
    ]


def test_a_mail_account_that_three_programs_have_is_one() -> None:
    every = [held(Held.MAIL_ACCOUNT, account=name, place=place, service="imap", program=program) for name, place, program in (
        ("Yama@example.jp", "imap.example.jp", "Outlook"), ("yama@example.jp", "imap.example.jp", "Thunderbird"),
        ("yama@example.jp", "smtp.example.jp", "Thunderbird"),
    )]  # fmt: skip
    (one,) = plan_for(infected(*every)).changes
    assert (one.key, one.programs, one.logins) == ("change@yama@example.jp", ("Outlook", "Thunderbird"), 1)
    assert "forwarding" in " ".join(words.en for words in one.how)


def test_newer_evidence_of_the_same_pc_does_not_double_the_count() -> None:
    first = infected(site("a.example", 3))
    second = replace(infected(site("a.example", 2)), id="later", seen_at="2030-01-01T00:00:00Z")
    second = replace(second, parts=tuple(replace(part, source="later") for part in second.parts))
    (one,) = plan_for(first, second).changes
    assert one.logins == 3


def test_what_was_there_before_the_pc_was_made_anew_is_not_forgotten() -> None:
    later = replace(reports.infected(), id="later", seen_at="2030-01-01T00:00:00Z", parts=())
    later = with_held(replace(later, ought=()))
    made = plan_for(infected(site("a.example")), later, hosts=(NAME,))
    assert [one.place for one in made.changes] == ["a.example"]


@pytest.mark.parametrize("place", ["192.168.1.1", "10.0.0.1", "nas", "router.local", "127.0.0.1", "[fe80::1]"])
def test_devices_in_the_house(place: str) -> None:
    (one,) = plan_for(infected(site(place))).changes
    assert (one.use, one.what.en, one.place) == (Use.OTHER, "in-house device", place)


@pytest.mark.parametrize("place", ["8.8.8.8", "nas.example.jp"])
def test_what_is_no_device_in_the_house(place: str) -> None:
    (one,) = plan_for(infected(site(place))).changes
    assert one.what.en == place


@pytest.mark.parametrize(
    ("service", "place", "what"), [("app", "com.example.app", "app of"), ("extension", "abcdefgh", "extension")]
)
def test_an_app_and_an_extension_are_no_devices_and_no_pages(service: str, place: str, what: str) -> None:
    (one,) = plan_for(infected(held(Held.SAVED_LOGIN, place=place, service=service))).changes
    assert one.what.en.startswith(what)
    assert (one.use, one.place) == (Use.OTHER, place)


def test_counts_of_what_has_no_password_of_its_own() -> None:
    every = (
        held(Held.SAVED_CARD, count=2), held(Held.WIRELESS, count=3, user=""), held(Held.MAILBOX), held(Held.ADDRESS_BOOK),
        held(Held.ADDRESS_BOOK, program="Q"),
    )  # fmt: skip
    made = plan_for(infected(*every))
    assert (made.changes, made.cards, made.networks, made.mailboxes, made.address_books) == ((), 2, 3, 1, 2)


def test_a_page_stands_only_where_it_was_read_and_with_its_source() -> None:
    google, unknown = plan_for(infected(site("accounts.google.com"), site("unknown.example"))).changes
    assert google.page.startswith("https://support.google.com/")
    assert google.cited
    assert (unknown.page, unknown.cited) == ("", None)


def told_of(place: str) -> list[Words]:
    (change,) = plan_for(infected(site(place))).changes
    return [how for how in change.how if how.en.startswith("Once signed in: ")]


def test_a_site_of_a_customer_of_a_service_is_a_change_of_its_own() -> None:
    plan = plan_for(infected(site("dashboard.stores.jp"), site("supplier.stores.jp"), site("board.sakura.ne.jp")))
    told = {change.place: change for change in plan.changes}
    assert (told["dashboard.stores.jp"].what.ja, told["supplier.stores.jp"].what.ja) == ("STORES", "STORESにあるサイト")
    assert told["dashboard.stores.jp"].page and not told["supplier.stores.jp"].page
    assert not any(how.ja.startswith("ログイン後の操作：") for how in told["board.sakura.ne.jp"].how)
    assert any("他社のサイトなら" in how.ja for how in told["supplier.stores.jp"].how)


def test_the_menus_of_a_service_are_told() -> None:
    assert told_of("pay.amazon.com") == [
        Words(
            en="Once signed in: Seller Central: Settings > Login Settings",
            ja="ログイン後の操作：セラーセントラルの Settings > Login Settings（メニュー名は英語の案内ページの表記です）",
        )
    ]
    assert told_of("unknown.example") == []


def test_menus_that_were_not_read_at_the_service_are_marked() -> None:
    (wix,) = [one for one in KNOWN.services if one.id == "wix"]
    assert wix.cited
    cited = replace(wix.cited, certainty=Certainty.SECOND_HAND)
    known = replace(KNOWN, services=(replace(wix, change="", cited=cited),))
    report = Report.of((infected(site("www.wix.com")),))
    verdict = judge(report, KNOWN)
    (change,) = passwords(report, verdict, planned(report, verdict, KNOWN), known).changes
    (told,) = [how for how in change.how if how.en.startswith("Once signed in: ")]
    assert told.en.endswith(f" {TO_CHECK.en}")
    assert told.ja.endswith(TO_CHECK.ja)
    assert change.page == ""


def test_a_mail_account_has_the_menus_of_its_provider() -> None:
    (change,) = plan_for(infected(held(Held.MAIL_ACCOUNT, account="yama@example.sakura.ne.jp"))).changes
    assert "メール一覧 > 設定 > パスワード設定" in "".join(how.ja for how in change.how)


def test_what_could_not_be_read_is_told() -> None:
    lack = Gap(Origin("s", "x", ("C:\\Login Data",)), Reason.DENIED, "holding")
    made = plan_for(infected(held(Held.CREDENTIALS, count=4), site(""), gaps=(lack,)))
    said = " ".join(words.en for words in made.unread)
    assert "C:\\Login Data: no permission to read it" in said
    assert "keeps 4 sign-ins" in said
    assert "1 saved logins whose site cannot be read" in said
    assert made.changes == ()


def test_a_pc_of_which_nobody_looked_at_what_it_kept_is_told() -> None:
    made = plan_for(infected(looked=False))
    assert [f"{NAME}: nobody has looked" in words.en for words in made.unread] == [True]
    assert plan_for(infected()).unread == ()


def test_only_suspected_is_said_so_and_comes_after_what_is_certain() -> None:
    other = with_held(replace(reports.suspected(), host="PC9", id="s9", machine="pc9"), site("a.example"))
    sure = infected(site("b.example"))
    made = plan_for(sure, other, hosts=(NAME, "PC9"))
    assert [(one.place, one.suspected) for one in made.changes] == [("b.example", False), ("a.example", True)]


def test_a_name_is_found_whatever_its_case_and_other_pcs_are_left_out() -> None:
    report = (
        infected(site("a.example")),
        with_held(replace(reports.no_sign("PC9"), id="c9", machine="pc9"), site("c.example")),
    )
    assert [one.place for one in plan_for(*report).changes] == ["a.example"]
    assert [one.place for one in plan_for(*report, hosts=("pc9.office.example",)).changes] == ["c.example"]
    assert passwords(Report.of(report), judge(Report.of(report), KNOWN), Plan(situations=()), KNOWN) == PasswordPlan(hosts=())


def test_the_same_things_in_any_order_give_the_same_plan() -> None:
    every = (site("b.example"), site("a.example"), held(Held.MAIL_ACCOUNT, account="a@example.jp"), site("rms.rakuten.co.jp"))
    assert plan_for(infected(*every)) == plan_for(infected(*reversed(every)))


@pytest.mark.parametrize(
    "account", ["a;calc&@example.jp", "$(calc)@example.jp", "a b@example.jp", "-x@example.jp", "あ@example.jp", "a|b"]
)
def test_a_key_that_is_copied_into_a_command_line_is_nothing_but_a_name(account: str) -> None:
    (one,) = plan_for(infected(held(Held.MAIL_ACCOUNT, account=account))).changes
    assert re.fullmatch(r"change@x-[0-9a-f]{16}", one.key)
    assert one.place == account
    assert plan_for(infected(held(Held.MAIL_ACCOUNT, account=account))).changes == (one,)


def of_plan(plan: Plan, *sources: Source) -> PasswordPlan:
    report = Report.of(sources)
    return passwords(report, judge(report, KNOWN), plan, KNOWN)


def test_an_account_that_the_plan_names_is_listed_where_no_pc_is_concerned() -> None:
    made = of_plan(Plan(situations=(), accounts=("Mori@example.jp",)), reports.no_sign("PC9"))
    (one,) = made.changes
    assert (one.key, one.use, one.place, one.hosts) == ("change@mori@example.jp", Use.MAIL, "Mori@example.jp", ())
    doors = " ".join(words.en for words in one.how)
    assert all(word in doors for word in ("sessions", "app passwords", "forwarding", "rules", "same password"))
    assert (made.hosts, made.accounts, made.others) == ((), ("Mori@example.jp",), ("PC9",))


def test_an_account_that_the_plan_names_comes_first_and_once() -> None:
    every = [
        held(Held.MAIL_ACCOUNT, account=name, service="imap", program="Outlook") for name in ("a@example.jp", "Mori@example.jp")
    ]
    plan = Plan(situations=(), hosts=(NAME,), accounts=("mori@example.jp", "z@example.jp"))
    made = of_plan(plan, infected(*every, site("a.example")))
    assert [one.key for one in made.changes] == [
        "change@mori@example.jp", "change@z@example.jp", "change@a@example.jp", "change@a.example",
    ]  # fmt: skip
    assert [one.programs for one in made.changes[:3]] == [("Outlook",), (), ("Outlook",)]
    assert made.others == (), "the only PC is in the list"


def test_an_account_of_a_known_service_has_its_page_and_its_name() -> None:
    (one,) = of_plan(Plan(situations=(), accounts=("shop@gmail.com",))).changes
    assert "Google" in one.what.en
    assert one.page
    assert one.cited


def test_without_accounts_no_other_pc_is_spoken_of() -> None:
    made = of_plan(Plan(situations=(), hosts=(NAME,)), infected(), reports.no_sign("PC9"))
    assert (made.accounts, made.others) == ((), ())
