"""The boundary, alignment and look-alikes of single mails: what counts, and what only looks as if it did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimawari import inquiry, knowledge
from mimawari.inquiry.lookalike import distance, looks_like
from mimawari.judge.us import us
from mimawari.model import (
    Firm,
    Form,
    Habits,
    Hop,
    Mailbox,
    Message,
    Method,
    Origin,
    OwnAccount,
    Relay,
    Report,
    ReportedMail,
    Results,
    Signature,
)

KNOWN = knowledge.load(None)
AT = Origin("m", "m")
FIRM = Firm(
    domains=("maple.example.jp",),
    accounts=(OwnAccount("ueda@maple.example.jp", machines=("PC-UEDA",)),),
    wan=("192.0.2.10",),
    lan=("192.0.2.64/26",),
    relays=(Relay("mail.maple.example.jp", ("192.0.2.25",)),),
    spf="v=spf1 ip4:192.0.2.25 ip4:198.51.100.0/28 -all",
)
RECIPIENT = Hop(
    helo="x", name="x.isp.example.net", address="203.0.113.9", by="mx.birch.example.net", recipient="ito@birch.example.net"
)
OURS = Hop(helo="mail.maple.example.jp", name="mail.maple.example.jp", address="192.0.2.25", by="mx.birch.example.net")


def method(name: str, result: str, **given: str) -> Method:
    return Method(name, result, tuple((key.replace("_", "."), value) for key, value in given.items()))


PASS = (method("spf", "pass", smtp_mailfrom="maple.example.jp"), method("dkim", "pass", header_d="maple.example.jp"))
FAIL = (method("spf", "fail", smtp_mailfrom="maple.example.jp"), method("dmarc", "fail", header_from="maple.example.jp"))


def reported(
    *hops: Hop,
    results: tuple[Results, ...] = (),
    author: str = "ueda@maple.example.jp",
    signatures: tuple[Signature, ...] = (),
) -> ReportedMail:
    message = Message(
        origin=AT,
        message_id="<1@x.example.net>",
        author=Mailbox("", author),
        received=hops,
        date="2026-11-10T09:00:00+09:00",
        envelope_sender=f"<{author}>",
    )
    return ReportedMail(
        origin=AT,
        id="m1",
        form=Form.ORIGINAL,
        message=message,
        results=results,
        passed_on_by="ito@birch.example.net",
        signatures=signatures,
    )


def names(mail: ReportedMail, firm: Firm = FIRM) -> set[str]:
    return {clue.kind for clue in inquiry.clues([mail], firm, KNOWN)}


def test_a_result_of_the_recipient_counts() -> None:
    assert "aligned-pass" in names(reported(OURS, results=(Results("mx.birch.example.net", 0, PASS),)))
    assert "aligned-fail" in names(reported(RECIPIENT, results=(Results("mx.birch.example.net", 0, FAIL),)))


def test_a_result_of_the_sender_does_not_count_whatever_name_it_bears() -> None:
    forged = Hop(by="mail.maple.example.jp", address="192.0.2.71", account="ueda@maple.example.jp", authenticated=True)
    for above in (1, 2):
        found = names(reported(RECIPIENT, forged, results=(Results("mx.birch.example.net", above, PASS),)))
        assert not found & {"aligned-pass", "auth-sender", "our-mta-hop"}
        assert {"foreign-hop", "forged-below", "auth-sender-claimed"} <= found


def test_the_uppermost_result_goes_before_one_below() -> None:
    results = (Results("mx.birch.example.net", 0, FAIL), Results("mx.birch.example.net", 1, PASS))
    assert "aligned-fail" in names(reported(RECIPIENT, results=results))


def test_inner_servers_of_the_recipient_are_no_boundary() -> None:
    store = Hop(
        helo="filter.birch.example.net", name="filter.birch.example.net", address="198.51.100.63", by="store.birch.example.net"
    )
    inner = Hop(helo="mx.birch.example.net", name="mx.birch.example.net", address="198.51.100.60", by="filter.birch.example.net")
    clue = next(one for one in inquiry.clues([reported(store, inner, RECIPIENT)], FIRM, KNOWN) if one.kind == "foreign-hop")
    assert clue.facts["address"] == "203.0.113.9"


def test_a_name_that_the_client_only_says_does_not_move_the_boundary() -> None:
    liar = Hop(helo="filter.birch.example.net", address="203.0.113.9", by="mx.birch.example.net")
    forged = Hop(helo="mail.maple.example.jp", name="mail.maple.example.jp", address="192.0.2.25", by="filter.birch.example.net")
    assert "our-mta-hop" not in names(reported(liar, forged))
    assert "foreign-hop" in names(reported(liar, forged))


@pytest.mark.parametrize(("address", "is_foreign"), [("203.0.113.17", True), ("192.0.2.71", False), ("192.0.2.10", False)])
def test_who_signed_in_counts_where_our_server_says_so(address: str, is_foreign: bool) -> None:
    submission = Hop(
        by="mail.maple.example.jp", address=address, account="ueda@maple.example.jp", authenticated=True, protocol="ESMTPSA"
    )
    found = names(reported(OURS, submission))
    assert "auth-sender" in found
    assert ("foreign-login" in found) == is_foreign


def test_a_server_that_only_the_spf_record_names_is_ours() -> None:
    hop = Hop(helo="out.rental.example.net", name="out.rental.example.net", address="198.51.100.5", by="mx.birch.example.net")
    other = Hop(by="out.rental.example.net", address="203.0.113.9", account="taro@other.example.net", authenticated=True)
    assert {"our-mta-hop", "auth-other"} <= names(reported(hop, other))


def test_a_mail_that_came_in_without_a_login_is_not_of_an_account() -> None:
    passed_on = Hop(by="mail.maple.example.jp", address="203.0.113.80", name="smtp.rowan.example.net", protocol="ESMTPS")
    found = names(reported(OURS, passed_on, author="rosa@rowan.example.net"))
    assert {"our-mta-hop", "incoming-only", "from-foreign"} <= found
    assert not found & {"auth-sender", "foreign-login"}


@pytest.mark.parametrize("domain", ["maple.example.jp", "mail.maple.example.jp", "example.jp"])
def test_alignment_is_relaxed(domain: str) -> None:
    found = names(reported(OURS, results=(Results("mx.birch.example.net", 0, (method("dkim", "pass", header_d=domain),)),)))
    assert "aligned-pass" in found


@pytest.mark.parametrize("domain", ["maple.example.jp.evil.example.net", "notmaple.example.net", "jp"])
def test_what_only_ends_or_begins_alike_is_not_aligned(domain: str) -> None:
    found = names(reported(OURS, results=(Results("mx.birch.example.net", 0, (method("dkim", "pass", header_d=domain),)),)))
    assert "aligned-fail" in found


def test_a_signature_that_was_tried_here_goes_before_the_recipients_word() -> None:
    mail = reported(
        RECIPIENT, results=(Results("mx.birch.example.net", 0, FAIL),), signatures=(Signature("maple.example.jp", "s1", "valid"),)
    )
    assert {"aligned-pass", "spf-fail"} <= names(mail)


@pytest.mark.parametrize("state", ["invalid", "no-key", "unread"])
def test_a_signature_that_is_only_there_passes_nothing(state: str) -> None:
    mail = reported(
        RECIPIENT, results=(Results("mx.birch.example.net", 0, FAIL),), signatures=(Signature("maple.example.jp", "s1", state),)
    )
    assert "aligned-pass" not in names(mail)


@pytest.mark.parametrize("form", [Form.INLINE, Form.PASTED, Form.PICTURE])
def test_a_header_that_is_not_the_mails_own_says_nothing(form: Form) -> None:
    mail = reported(RECIPIENT, results=(Results("mx.birch.example.net", 0, PASS),))
    weak = ReportedMail(origin=AT, id="m1", form=form, message=mail.message, results=mail.results)
    assert names(weak) == {"weak-form"}


@pytest.mark.parametrize(
    "address",
    ["a@maple-example-jp.example.net", "a@maple.example.net", "a@maple.example.com", "a@mapie.example.net",
     "a@rnaple.example.net", "a@mapel.example.net", "a@maplle.example.net", "a@mаple.example.net"],
)  # fmt: skip
def test_domains_that_look_like_ours(address: str) -> None:
    assert looks_like(address, FIRM, KNOWN) == "maple.example.jp"


@pytest.mark.parametrize(
    "address",
    [
        "a@maple.example.jp",
        "a@news.maple.example.jp",
        "a@birch.example.net",
        "a@apples.example.net",
        "a@example.com",
        "a@sample.example.com",
        "",
    ],
)
def test_domains_that_do_not(address: str) -> None:
    assert looks_like(address, FIRM, KNOWN) == ""


@pytest.mark.parametrize(
    ("one", "other", "apart"), [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "abcd", 1), ("kitten", "sitting", 3), ("", "ab", 2)]
)
def test_distance(one: str, other: str, apart: int) -> None:
    assert distance(one, other) == distance(other, one) == apart


def signed(hour: str, *below: Hop, name: str = "dkim") -> ReportedMail:
    """A mail from a pool that the SPF record names, at an hour of the firm's clock, passing by *name* only."""
    pool = Hop(
        helo="out8.cloud.example.net",
        name="out8.cloud.example.net",
        address="198.51.100.5",
        by="mx.birch.example.net",
        time=f"2026-11-10T{hour}:00+09:00",
    )
    given = {"header_d" if name == "dkim" else "smtp_mailfrom": "maple.example.jp"}
    return reported(pool, *below, results=(Results("mx.birch.example.net", 0, (method(name, "pass", **given),)),))


def answers(mail: ReportedMail, firm: Firm) -> set[tuple[str, str]]:
    answered = us(inquiry.clues([mail], firm, KNOWN), Report(), KNOWN).answers
    return {(one.answer.value, one.strength.word if one.strength else "") for one in answered}


STRANGE = replace(FIRM, habits=Habits(message_ids=(r"<[0-9a-f]{12}@maple\.example\.jp>",)))


def test_our_own_signature_by_night_on_a_mail_unlike_ours_is_our_account() -> None:
    assert answers(signed("02:11"), STRANGE) == {("our-account", "strong")}


@pytest.mark.parametrize("hour", ["21:59", "06:00", "14:00"])
def test_by_day_it_may_be_a_new_program_of_ours(hour: str) -> None:
    assert answers(signed(hour), STRANGE) == {("unknown", "")}


def test_what_passes_by_address_alone_passes_for_every_customer_of_the_pool() -> None:
    assert answers(signed("02:11", name="spf"), STRANGE) == {("unknown", "")}


def test_a_firm_that_writes_by_night_has_no_night() -> None:
    assert answers(signed("02:11"), replace(STRANGE, habits=replace(STRANGE.habits, hours=(1, 2, 3)))) == {("unknown", "")}


def test_a_neighbour_that_the_provider_names_is_not_our_account() -> None:
    handed_in = Hop(by="out8.cloud.example.net", address="203.0.113.9", account="taro@other.example.net", authenticated=True)
    assert "our-account" not in {answer for answer, _ in answers(signed("02:11", handed_in), STRANGE)}


def test_a_mail_that_looks_as_ours_do_is_not_our_account() -> None:
    alike = replace(FIRM, habits=Habits(message_ids=(r"<1@x\.example\.net>",)))
    assert answers(signed("02:11"), alike) == {("unknown", "")}


def test_the_greeting_of_our_own_server_is_no_habit_of_a_client() -> None:
    known = replace(FIRM, habits=Habits(message_ids=(r"<1@x\.example\.net>",), helos=("pc-ueda",)))
    clues = {one.kind: one for one in inquiry.clues([reported(OURS, replace(OURS, by=OURS.name))], known, KNOWN)}
    assert "profile-differs" not in clues
    stranger = Hop(helo="win-x", address="203.0.113.9", by="mail.maple.example.jp", authenticated=True)
    clues = {one.kind: one for one in inquiry.clues([reported(OURS, stranger)], known, KNOWN)}
    assert clues["profile-differs"].facts["traits"] == "EHLO"
