"""What to do: by level, and otherwise where all that was found is of the past."""

from __future__ import annotations

from mimawari.faces.text.account_sentences import is_open
from mimawari.faces.text.file_sentences import is_brought, only_files, only_places
from mimawari.faces.text.mail_sentences import is_told, only_mail, row
from mimawari.faces.text.mails import weighty
from mimawari.faces.text.sentences import is_past, is_whole, only_records
from mimawari.faces.text.view import View, level_word, of_account
from mimawari.model import Level

_PAST = "past"


def first(view: View) -> str:
    """The one thing that comes first."""
    return view.say(view.known.advice[_PAST if _is_over(view) else _row(view)].first)


def steps(view: View) -> tuple[str, ...]:
    """All steps in order. What was stolen in the past is stolen, however the PC stands now."""
    level, then = view.verdict.level, view.known.advice[_PAST].steps
    own = () if _is_over(view) else view.known.advice[_row(view)].steps
    more = then if view.verdict.past and level is not Level.INFECTED else ()
    if weighty(view) and not _row(view).startswith("mail-"):
        more = (*more, *view.known.advice["mail-exposed"].steps)
    return tuple(dict.fromkeys(view.say(step) for step in (*own, *more)))


def _row(view: View) -> str:
    """The row of the advice: files and mails have their own."""
    level = view.verdict.level
    own = _own(view)
    return own if own in view.known.advice else level


def _own(view: View) -> str:
    if misused := of_account(view.verdict):
        return misused
    if is_open(view):
        return "open"
    if only_records(view):
        return f"record-{view.verdict.level}"
    level, is_of_files = view.verdict.level, only_files(view) or only_places(view)
    if is_brought(view):
        return "brought"
    if level_word(view.verdict, view.sources) == "code":
        return "code"
    if only_mail(view) or is_told(view) or (is_of_files and level is Level.SUSPECTED):
        return row(view)
    if only_places(view):
        return f"scan-{level}"
    return f"file-{level}" if only_files(view) else level


def _is_over(view: View) -> bool:
    """Whether it was, and nothing speaks for now where all was looked at."""
    return is_past(view) and is_whole(view)
