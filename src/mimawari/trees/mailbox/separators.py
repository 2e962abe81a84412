"""What stands between the mails of a mailbox file: the line that begins with ``From `` in all its dialects, or MMDF's.

RFC 4155 and the manual pages mbox(5) of qmail (mboxo, mboxrd, mboxcl, mboxcl2) and mmdf(5) of Mutt. Programs write what they
like behind ``From ``: Eudora ``???@???``, Thunderbird ``-`` or nothing at all, Gmail's Takeout a number and the date with its
zone before the year. So a line counts by how much of it and of what is around it looks like a separator: a date of all parts, an
empty line before it, a header after it. A mail's text may have such a line as well, but hardly with a header below.

Becky! ends each mail with a line that is a dot, and doubles a dot that begins a line (Thunderbird's import of Becky!'s mail).
"""

from __future__ import annotations

import re

from mimawari.trees.mailbox import header
from mimawari.trees.mailbox.header import KNOWN

LINE = 400
"""The longest line that is a separator."""

FROM, MMDF, DOT = b"From ", b"\1\1\1\1", b"."
_EOL, _FIELD = rb"(?:\r\n|\n|\r)", rb"[!-9;-~]{1,100}[ \t]{0,20}:"
_ANY = rb"From [^\r\n]{0,400}+" + _EOL
_BELOW = rb"(?:>" + _ANY + rb"){0,5}" + _FIELD
LIKE = {
    FROM: re.compile(rb"From (?<=[\r\n]From )[^\r\n]{0,400}+" + _EOL + _BELOW),
    MMDF: re.compile(MMDF + rb"(?<=[\r\n]\x01{4})" + _EOL + rb"(?:" + _ANY + rb")?" + _BELOW),
    DOT: re.compile(rb"\.(?<=[\r\n]\.)" + _EOL + _FIELD),
}
"""What every separator of a kind looks like, with the beginning of the header below it; most that looks so is one."""

_DAYS = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}"
_MONTHS = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DATE = re.compile(_DAYS + rb",? {1,3}(?:" + _MONTHS + rb" {1,3}\d{1,2}|\d{1,2}[ -]" + _MONTHS + rb")[ ,-].{0,20}\d{1,2}:\d\d")
_TIME, _YEAR = re.compile(rb"\d{1,2}:\d\d"), re.compile(rb"(?<!\d)(?:19|20)\d\d(?!\d)")
_WHOLE = re.compile(
    rb"From .{1,250}? (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2}"
    rb" {1,2}\d{1,2}:\d\d(?::\d\d)?(?: [\w+-]{1,6})? \d{4}(?: [\w+-]{1,6})?\s{0,4}"
)
_BREAK = re.compile(rb"\r\n|\n|\r")
_BLANK_BEFORE = (b"\n\n", b"\n\r\n", b"\r\r")


def after_line(data: bytes, at: int) -> int | None:
    """Where the line after the one at *at* begins; None where it is too long for a separator."""
    found = _BREAK.search(data, at, at + LINE)
    return found.end() if found else None


def is_blank_before(data: bytes, at: int) -> bool:
    """Whether *at* is the beginning of a line after an empty one."""
    return data[max(0, at - 3) : at].endswith(_BLANK_BEFORE)


def header_after(data: bytes, at: int, *, blank: bool) -> int | None:
    """Where the header below the ``From `` line at *at* begins; None if that is no separator. *blank*: an empty line is before."""
    below = after_line(data, at)
    if below is None or not data.startswith(FROM, at):
        return None
    below = _below_quoted(data, below)
    if not header.begins(data, below):
        return None
    line = data[at : after_line(data, at)]
    if blank and _WHOLE.fullmatch(line):
        return below
    is_dated = _DATE.search(line) and _YEAR.search(line)
    is_like = blank and (line.rstrip() in (b"From", b"From -") or (_TIME.search(line) and _YEAR.search(line)))
    return below if (is_dated or is_like) and header.is_known(data, below) else None


def _below_quoted(data: bytes, at: int) -> int:
    """Below lines that begin with ``>From ``: separators of mailboxes through which the mail came before."""
    for _ in range(5):
        below = after_line(data, at)
        if below is None or not data.startswith(b">From ", at):
            break
        at = below
    return at


def first_header(data: bytes, at: int) -> int | None:
    """As :func:`header_after` for the first line of a file; below one that is a separator as a whole anything may stand."""
    found = header_after(data, at, blank=True)
    below = after_line(data, at)
    if found is not None or below is None:
        return found
    return below if _WHOLE.fullmatch(data, at, below) else None


def header_after_mmdf(data: bytes, at: int) -> int | None:
    """Where the header below MMDF's line at *at* begins; None if it is none, or ends a mail."""
    below = after_line(data, at)
    if below is None or data[at:below].rstrip(b"\r\n") != MMDF:
        return None
    found = header_after(data, below, blank=True)
    if found is None and header.begins(data, below):
        found = below
    return found


def header_after_dot(data: bytes, at: int) -> int | None:
    """Where the header below a line with nothing but a dot begins; None if that is no separator."""
    below = after_line(data, at)
    if below is None or data[at:below].rstrip(b"\r\n") != DOT:
        return None
    return below if len(KNOWN & set(header.names(data, below))) >= 3 else None
