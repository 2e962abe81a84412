"""What of an account's last report stands: nothing that failed, nothing twice, and no verdict on a mail gets lost."""

from __future__ import annotations

import pytest

from mimawari.faces.cli.recall import Recalled, recalled
from mimawari.model import Gap, Letter, Looked, Origin, Part, ReadFinding, Reason, Run, Source, Strength, Words

ENDED = "2026-11-26T12:00:00Z"
NEW, OLD = "2026-11-25T09:00:00+09:00", "2026-10-01T09:00:00+09:00"
WORDS = Words(en="a", ja="あ")


def origin(uid: int, *below: str) -> Origin:
    return Origin("s", "imap://a@b", ("INBOX", str(uid), f"<{uid}@example.com>", *below))


def locked(uid: int) -> Gap:
    return Gap(origin(uid, "a.zip"), Reason.ENCRYPTED, "content", "a password is needed")


def finding(uid: int, strength: Strength = Strength.STRONG) -> ReadFinding:
    return ReadFinding(name="lure-mail", origin=origin(uid), strength=strength, words=WORDS)


def part(key: str, *things: Gap | ReadFinding, mails: int = 0, sent: str = NEW, hidden: int = 0) -> Part:
    """A part; *hidden* gaps are counted but not kept."""
    gaps = tuple(one for one in things if isinstance(one, Gap))
    findings = tuple(one for one in things if isinstance(one, ReadFinding))
    counts: dict[str, int] = {}
    for gap in gaps:
        counts[f"{gap.reason}-{gap.wanted}"] = counts.get(f"{gap.reason}-{gap.wanted}", hidden) + 1
    hints = sum(one.strength is Strength.HINT for one in findings)
    uids = sorted({int(one.origin.path[1]) for one in things if one.origin.path[1].isdecimal()})
    return Part(
        "s", key, "1", findings, gaps, (Looked("content", mails + len(gaps)), Looked("message", mails)),
        hints=(("lure-mail", hints),) if hints else (), gap_counts=tuple(sorted(counts.items())), content=f"of {key}",
        letters=tuple(Letter(origin(uid).path, date=sent) for uid in uids),
    )  # fmt: skip


def of(*parts: Part, eager: bool = False) -> Recalled:
    return recalled(Source("s", "imap://a@b", "imap", parts=parts, runs=(Run("r", ENDED, ENDED),)), eager)


def keys(found: Recalled) -> list[str]:
    return [one.key for one in found.parts]


def test_what_was_done_stands_as_it_was() -> None:
    first, second = part("7;1:300", mails=298), part("again;INBOX;5,9", finding(5), mails=2)
    found = of(first, second, part("survey"), part("minimum"))
    assert found == Recalled((first, second), ("7;1:300",))
    assert found.mails == 300


@pytest.mark.parametrize("reason", [Reason.FAILED, Reason.TIMED_OUT])
@pytest.mark.parametrize("wanted", ["content", "message"])
def test_a_piece_in_which_something_failed_is_done_again(reason: Reason, wanted: str) -> None:
    failed = part("7;1:300", Gap(origin(7), reason, wanted))
    assert of(failed, part("7;301:400")) == Recalled((part("7;301:400"),), ("7;301:400",))


@pytest.mark.parametrize(
    ("reason", "wanted", "stands"),
    [
        (Reason.TOO_LARGE, "message", True), (Reason.CORRUPT, "content", True), (Reason.ENCRYPTED, "content", True),
        (Reason.UNSUPPORTED, "content", True), (Reason.DENIED, "message", False), (Reason.MISSING, "message", False),
    ],
)  # fmt: skip
def test_only_what_may_go_better_is_done_again(reason: Reason, wanted: str, stands: bool) -> None:
    assert bool(of(part("7;1:300", Gap(origin(7), reason, wanted))).parts) is stands


def test_mails_of_a_second_round_that_failed_are_read_again() -> None:
    found = of(part("7;1:300"), part("again;INBOX;5,9", Gap(origin(5), Reason.FAILED, "content")), part("again;INBOX;11", mails=1))
    assert keys(found) == ["7;1:300", "again;INBOX;11"]
    assert found.done == ("7;1:300", "again;;5,9")


def test_a_second_round_without_its_first_is_read_again_with_it() -> None:
    """Else the mails would be in the report twice."""
    failed = part("7;1:300", Gap(origin(7), Reason.FAILED, "content"))
    found = of(failed, part("7;301:400"), part("again;INBOX;5,305", finding(5), finding(305), mails=2))
    assert keys(found) == ["7;301:400", "again;INBOX;305"]
    assert found.parts[1].findings == (finding(305),)
    assert found.done == ("7;301:400", "again;;5")


def test_a_mail_that_stayed_locked_is_read_again_and_the_others_stand() -> None:
    found = of(part("7;1:300"), part("again;INBOX;5,9,11", finding(5), locked(9), finding(11, Strength.HINT), mails=3))
    (first, rest) = found.parts
    assert (first.key, rest.key) == ("7;1:300", "again;INBOX;5,11")
    assert (rest.findings, rest.gaps, rest.gap_counts) == ((finding(5), finding(11, Strength.HINT)), (), ())
    assert rest.hints == (("lure-mail", 1),)
    assert rest.looked == (Looked("content", 3), Looked("message", 2))
    assert [letter.path[1] for letter in rest.letters] == ["5", "11"]
    assert rest.content != "of again;INBOX;5,9,11"
    assert found.done == ("7;1:300", "again;;9")


def test_an_old_one_stands_unless_there_are_new_passwords() -> None:
    parts = part("7;1:300"), part("again;INBOX;5,9", finding(5), locked(9), mails=2, sent=OLD)
    assert of(*parts) == Recalled(parts, ("7;1:300",))
    assert of(*parts, eager=True).done == ("7;1:300", "again;;9")


@pytest.mark.parametrize("sent", ["", "yesterday", "2026-11-26"])
def test_one_of_an_unknown_or_plain_date_counts_as_new(sent: str) -> None:
    assert of(part("7;1:300"), part("again;INBOX;5,9", locked(9), mails=2, sent=sent)).done == ("7;1:300", "again;;9")


def test_a_part_of_which_not_all_is_kept_stands_whole() -> None:
    crowded = part("again;INBOX;5,9", locked(9), mails=2, hidden=30)
    assert of(part("7;1:300"), crowded) == Recalled((part("7;1:300"), crowded), ("7;1:300",))


def test_pieces_all_of_whose_mails_are_read_again_go() -> None:
    """The next check has a piece of the same key."""
    found = of(part("7;1:300"), part("7;9"), part("again;INBOX;9", locked(9), mails=1))
    assert keys(found) == ["7;1:300"]
    assert found.done == ("7;1:300", "again;;9")


def test_a_folder_of_a_whole_account_has_its_name_before_each_path() -> None:
    one = Gap(Origin("s", "imap://a@b/*", ("INBOX", "INBOX", "9", "<9@example.com>")), Reason.ENCRYPTED, "content")
    again = Part("s", "again;INBOX;5,9", "1", gaps=(one,), gap_counts=(("encrypted-content", 1),), looked=(Looked("message", 2),))
    source = Source("s", "imap://a@b/*", "imap", inside="INBOX", parts=(part("7;1:300"), again), runs=(Run("r", ENDED, ENDED),))
    found = recalled(source)
    assert keys(found) == ["7;1:300", "again;INBOX;5"]
    assert found.done == ("7;1:300", "again;;9")
