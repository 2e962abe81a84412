"""A proposal of a profile from what mailboxes tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimawari import firm
from mimawari.firm.learning import learnt
from mimawari.model import Firm, Habits, MailboxSpan, Origin, OwnAccount, SentHabit

HERE = Origin("BOX", "box")
SHAPE = r"<[0-9a-f]{12}@sakura\.example\.jp>"


def habit(mailbox: str, mails: int = 100, **more: object) -> SentHabit:
    given: dict[str, object] = {
        "message_ids": ((SHAPE, mails - 1), (r"<odd@x>", 1)), "mailers": (("Microsoft Outlook 16.0", mails),),
        "zones": (("+0900", mails),), "hours": ((9, mails - 2), (3, 2)),
    }  # fmt: skip
    return SentHabit(origin=HERE, mailbox=mailbox, mails=mails, **{**given, **more})  # type: ignore[arg-type]


def test_what_is_learnt() -> None:
    found = learnt([habit("tanaka@sakura.example.jp"), habit("sato@sakura.example.jp")])
    assert found == Firm(
        domains=("sakura.example.jp",),
        accounts=(OwnAccount("sato@sakura.example.jp"), OwnAccount("tanaka@sakura.example.jp")),
        habits=Habits(message_ids=(SHAPE,), mailers=("Microsoft Outlook 16.0",), zones=("+0900",), hours=(9,)),
        learnt=True,
    )


def test_the_order_does_not_matter() -> None:
    one, other = habit("tanaka@sakura.example.jp", 10), habit("sato@sakura.example.jp", 400, zones=(("-0500", 400),))
    assert learnt([one, other]) == learnt([other, one])
    assert learnt([one, other]).zone == -300


def test_once_is_no_habit() -> None:
    """Neither a single mail, nor two in a hundred thousand."""
    assert learnt([habit("a@sakura.example.jp", 2)]).habits == Habits()
    rare = habit("a@sakura.example.jp", 1000, mailers=(("Microsoft Outlook 16.0", 990), ("Foxmail", 10)))
    assert learnt([rare]).habits.mailers == ("Microsoft Outlook 16.0",)


def test_a_domain_of_everybody_is_no_firms() -> None:
    for address in ("sakura@eonet.ne.jp", "sakura@muse.ocn.ne.jp", "sakura@gmail.com"):
        found = learnt([habit(address)])
        assert (found.domains, found.accounts) == ((), (OwnAccount(address),))


@pytest.mark.parametrize(
    "told",
    [
        {"zones": (("+9999", 90), ("EDT", 80), ("GMT", 70))},
        {"message_ids": ((r"<[0-9a-z]{4,16}\." * 20 + "@x>", 90),)},
        {"mailers": (('Mail "of\n[[accounts]] ours', 90),)},
        {"mailbox": "root@localhost"},
        {"mailbox": '"a b"@sakura.example.jp'},
        {"mailbox": "info@muse.ocn.ne.jp"},
    ],
)
def test_whatever_stands_in_mails_the_proposal_can_be_written_and_read(told: dict[str, object]) -> None:
    found = learnt([habit(**{"mailbox": "a@sakura.example.jp", **told})])  # type: ignore[arg-type]
    assert firm.parse(firm.text(found, "ja")) == replace(found, learnt=False)


def test_a_zone_that_has_a_name_is_told_by_its_offset() -> None:
    found = learnt([habit("a@sakura.example.jp", zones=(("+9999", 90), ("EDT", 80), ("GMT", 70)))])
    assert (found.habits.zones, found.zone) == (("+0000",), 0)


def test_a_mailbox_that_sent_nothing_is_an_account_too() -> None:
    span = MailboxSpan(origin=HERE, mailbox="info@sakura.example.jp", begins="", ends="", mails=5)
    assert learnt([], [span]).accounts == (OwnAccount("info@sakura.example.jp"),)


def test_nothing_told_nothing_learnt() -> None:
    assert learnt([]) == Firm(learnt=True)
    assert learnt([habit("")]).domains == ()
