"""Which findings and gaps are of which mail, and what each mail comes to."""

from support.core import Seven
from support.letters import LURE, MALICIOUS, box, gap_in, letter, mailbox

from mimawari.judge import beside_items, items_of, level_of, level_of_item
from mimawari.model import Gap, Level, Origin, Reason, Source


def levels(source: Source) -> dict[str, Level]:
    return {item.letter.subject: level_of_item(item) for item in items_of(source)}


def test_a_lure_by_its_traits_alone_is_suspected() -> None:
    source = mailbox([letter(1)], LURE(box(1)))
    assert levels(source) == {"subject 1": Level.SUSPECTED}
    assert level_of(source) is Level.SUSPECTED


def test_a_lure_that_carries_something_malicious_is_exposed() -> None:
    source = mailbox([letter(1)], LURE(box(1)), MALICIOUS(box(1, "a.doc")))
    assert levels(source) == {"subject 1": Level.EXPOSED}
    assert level_of(source) is Level.EXPOSED


def test_what_another_mail_carries_does_not_speak_for_a_lure() -> None:
    source = mailbox([letter(1), letter(2)], LURE(box(1)), MALICIOUS(box(2, "a.doc")))
    assert levels(source) == {"subject 1": Level.SUSPECTED, "subject 2": Level.EXPOSED}
    assert level_of(source) is Level.SUSPECTED


def test_a_place_that_begins_with_the_same_digits_is_another_mail() -> None:
    source = mailbox([letter(1), letter(12)], MALICIOUS(box(12, "a.doc")))
    assert levels(source) == {"subject 12": Level.EXPOSED, "subject 1": Level.NO_SIGN}


def test_a_locked_attachment_makes_its_mail_undetermined_and_no_other() -> None:
    source = mailbox([letter(1), letter(2)], gap_in(box(1, "a.zip")), MALICIOUS(box(2, "b.doc")))
    assert levels(source) == {"subject 2": Level.EXPOSED, "subject 1": Level.UNDETERMINED}


def test_what_is_wrong_with_the_mailbox_is_of_no_mail() -> None:
    torn = Gap(Origin("BOX-1", "in.mbox", ("box",)), Reason.CORRUPT, "message", "cut off")
    source = mailbox([letter(1)], MALICIOUS(box(1)), torn)
    whole = beside_items(source)
    assert whole.gaps == (torn,)
    assert whole.findings == ()
    assert [gap for item in items_of(source) for gap in item.gaps] == []


def test_a_finding_about_a_host_counts_as_it_always_does() -> None:
    source = mailbox([], Seven(origin=Origin("BOX-1", "in.mbox")))
    assert level_of(source) is Level.SUSPECTED
