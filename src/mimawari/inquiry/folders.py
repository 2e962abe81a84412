"""What Sent folders say: that a reported mail lies there, and that they hold all that the log says was sent."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.inquiry.case import Case, moment
from mimawari.inquiry.letters import Letter
from mimawari.inquiry.passing import is_that_mail
from mimawari.inquiry.sending import Account, subject_of
from mimawari.model import Clue, MailboxSpan


def folders(letters: tuple[Letter, ...], them: tuple[Account, ...], case: Case) -> Iterator[Clue]:
    """Both."""
    for letter in letters:
        keys = {letter.mail.message.message_id} - {""}
        if letter.mail.form.value == "inline" and letter.mail.quoted:
            keys.add(min(letter.mail.quoted, key=lambda one: one.number).key)
        for held in case.held:
            people = [one.address for one in held.people if one.address]
            if held.key in keys and held.sent and letter.is_from_us and is_that_mail(letter, held.date, people, case):
                yield case.clue("in-sent-folder", held.origin, letter.mail.id, letter.time, account=held.mailbox.lower())
    for box in case.boxes:
        for one in them:
            if one.name == box.mailbox.lower() and one.foreign and _holds_all(box, one):
                yield case.clue("in-sent-folder", box.origin, subject_of(one.name), account=one.name)


def _holds_all(box: MailboxSpan, one: Account) -> bool:
    """Whether the folder holds as many mails of its time as the log counts."""
    begins, ends = moment(box.begins), moment(box.ends)
    if begins is None or ends is None or not box.whole or not box.sent:
        return False
    first, last = one.sending.local(box.begins), one.sending.local(box.ends)
    if first is None or last is None or not any(first <= when <= last for when in one.sending.hours):
        return False
    return box.sent >= sum(hour.messages for when, hour in one.sending.hours.items() if first <= when <= last)
