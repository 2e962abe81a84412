"""The public bounces, of many systems and many of them Japanese, and the public mails that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.bounce_files import read
from support.public_data import labelled

from mimawari.formats.bounces import may_be_bounce, returned
from mimawari.model import BadEvidence, Gap
from mimawari.model.testimony import Returned

OTHERS = ("arf-", "rfc3834-", "is-not-bounce")
"""How the collection names complaints, answers of programs for people, and what is none."""
NOT_ONE = {
    "make-test-36.eml": "a person forwards one",
    "lhost-fml-03.eml": "a list server reports a loop to the list's owner",
    "lhost-postfix-75.eml": "a server reports a session to its own postmaster",
}
UNREAD = {"lhost-amazonses-09.eml": "JSON of Amazon SNS", "lhost-amazonses-10.eml": "JSON of Amazon SNS"}
NOT_WHOLE = {"rb-issue-368-bug.eml": "a line of a mailbox stands before the mail that comes back"}


def bounces(path: Path) -> tuple[list[Returned], list[Gap]]:
    blob, message = read(path.read_bytes())
    found = list(returned(blob, message)) if may_be_bounce(message) else []
    return [one for one in found if isinstance(one, Returned)], [one for one in found if isinstance(one, Gap)]


def test_each_is_told_with_who_was_not_reached() -> None:
    missed, wrong, nameless = [], [], []
    for name, path in labelled("mail_bounce").items():
        short = name.partition("/")[2].partition(" ")[0]
        found, gaps = bounces(path)
        if short.startswith(OTHERS) or short in NOT_ONE:
            wrong += [short] * len(found)
        elif short not in UNREAD:
            missed += [] if found else [short]
            nameless += [short for one in found if not one.recipients or not one.to or gaps]
    assert (missed, wrong, nameless) == ([], [], [])


def test_the_message_id_comes_back_wherever_the_mail_does() -> None:
    lost = []
    for name, path in labelled("mail_bounce").items():
        for one in bounces(path)[0]:
            plain = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").lower()
            if (
                plain.count(b"\nmessage-id:") > 1
                and not one.message_id
                and name.partition("/")[2].partition(" ")[0] not in NOT_WHOLE
            ):
                lost.append(name)
    assert lost == []


def test_no_other_mail_is_taken_for_one() -> None:
    count = 0
    for name, path in labelled("mail_benign").items():
        try:
            found, gaps = bounces(path)
        except (StopIteration, BadEvidence):
            continue
        count += 1
        assert not gaps, name
        if found:
            # Collections of odd mails have reports among them.
            assert b"delivery-status" in path.read_bytes().lower(), name
    if count < 300:
        pytest.fail(f"only {count} mails were read")
