"""Clues name the mails by what the provider finds them with: a few ids, in order, and never more than a line of them."""

from __future__ import annotations

import pytest

from mimawari import inquiry, knowledge
from mimawari.inquiry.identifiers import FEW, identifiers
from mimawari.model import (
    Clue,
    Firm,
    Form,
    Hop,
    Mailbox,
    Message,
    Origin,
    OwnAccount,
    Passage,
    Relay,
    ReportedMail,
    Returned,
)

KNOWN = knowledge.load(None)
FIRM = Firm(
    domains=("example.jp",), accounts=(OwnAccount("a@example.jp"),),
    relays=(Relay("mail.isp.example.net", ("192.0.2.25",), True),),
)  # fmt: skip
AT = Origin("m", "m")
TAKEN = Hop(
    helo="mail.isp.example.net", name="mail.isp.example.net", address="192.0.2.25", by="mx.birch.example.com", identifier="THEIRS1"
)
HANDED_IN = Hop(
    helo="pc", address="203.0.113.9", by="mail.isp.example.net", protocol="ESMTPSA", authenticated=True, account="a@example.jp",
    identifier="OURS1",
)  # fmt: skip
MAIL = ReportedMail(
    origin=AT, id="m1", form=Form.ORIGINAL, passed_on_by="ito@birch.example.com",
    message=Message(
        origin=AT, message_id="<1@example.jp>", author=Mailbox("", "a@example.jp"), received=(TAKEN, HANDED_IN),
        date="2026-11-10T09:00:00+09:00", envelope_sender="<a@example.jp>",
    ),
)  # fmt: skip


def clues(*heard: ReportedMail | Passage | Returned) -> dict[str, Clue]:
    return {clue.kind: clue for clue in inquiry.clues(heard, FIRM, KNOWN)}


@pytest.mark.parametrize("name", ["our-mta-hop", "auth-sender"])
def test_the_queue_id_is_that_of_the_providers_own_server(name: str) -> None:
    """That of the recipient's server tells the provider nothing."""
    facts = clues(MAIL)[name].facts
    assert facts["queue_id"] == "OURS1"
    assert facts["message_id"] == "<1@example.jp>"


def test_what_the_log_knows_is_named_as_the_log_has_it() -> None:
    passage = Passage(
        origin=Origin("l", "l"), key="<1@example.jp>", how="message-id", time="2026-11-10T00:00:00Z", way="login",
        software="postfix", message_id="<1@example.jp>", queue_id="4XyzQ1", account="a@example.jp",
    )  # fmt: skip
    assert clues(MAIL, passage)["in-our-log"].facts["queue_id"] == "4XyzQ1"


def test_bounces_name_those_of_the_mails_that_came_back() -> None:
    heard = [
        Returned(
            origin=Origin("b", "b", (str(number),)), id=str(number), form="dsn", to="a@example.jp", time="2026-11-10T00:00:00Z",
            reporting="mail.isp.example.net", queue_id=f"Q{number}", returned="header",
        )
        for number in range(9)
    ]  # fmt: skip
    assert clues(*reversed(heard))["dsn-ours"].facts["queue_id"] == "Q0 Q1 Q2 Q3 Q4"


def test_few_sorted_and_none_that_could_be_taken_for_two() -> None:
    many = [(f"Q{number}", "") for number in range(9, 0, -1)]
    assert identifiers(many)["queue_id"].split() == [f"Q{number}" for number in range(1, FEW + 1)]
    assert identifiers([("", "<a b@example.jp>"), ("", "x" * 1000), ("", "<c@example.jp>")]) == {
        "queue_id": "", "message_id": "<c@example.jp>",
    }  # fmt: skip
