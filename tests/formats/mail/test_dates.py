"""Dates: RFC 5322's examples, other programs' habits, zones as written; against the standard library on the public mails."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

import pytest
from support.public_data import labelled

from mimawari.formats.mail.dates import dated
from mimawari.formats.mail.headers import read


@pytest.mark.parametrize(
    ("text", "moment", "zone"),
    [
        ("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00", "-0600"),
        ("Thu, 13 Feb 1969 23:32 -0330", "1969-02-13T23:32:00-03:30", "-0330"),
        ("Thu, 3 Mar 2022 11:22:33 +0900 (JST)", "2022-03-03T11:22:33+09:00", "+0900"),
        ("3 Mar 2022 11:22:33 GMT", "2022-03-03T11:22:33+00:00", "GMT"),
        ("Thu, 03 Mar 2022 11:22:33 JST", "2022-03-03T11:22:33+09:00", "JST"),
        ("Thu, 3 Mar 2022 11:22:33 -0000", "2022-03-03T11:22:33+00:00", "-0000"),
        ("Thu, 3 Mar 2022 11:22:33 -0900", "2022-03-03T11:22:33-09:00", "-0900"),
        ("Thu, 3 Mar 2022 11:22:33 +09:00", "2022-03-03T11:22:33+09:00", "+09:00"),
        ("Thu,  3-Mar-2022 11:22:33.123 +0530", "2022-03-03T11:22:33+05:30", "+0530"),
        ("Thu, 3 March 2022, 11:22:33", "2022-03-03T11:22:33", ""),
        ("Thu, 03 Mar 2022 11:22:33 GMT+0900", "2022-03-03T11:22:33+09:00", "+0900"),
        ("Thu, 3 Mar 2022 11:22:33 +9999", "2022-03-03T11:22:33", "+9999"),
        ("Thu, 3 Mar 2022 11:22:60 +0900", "2022-03-03T11:22:59+09:00", "+0900"),
        ("Thu, 31 Feb 2022 11:22:33 +0900", "", "+0900"),
        ("Thu, 3 Mar 22 11:22:33 +0900", "2022-03-03T11:22:33+09:00", ""),
        ("yesterday", "", ""),
        ("", "", ""),
    ],
)
def test_dates(text: str, moment: str, zone: str) -> None:
    assert dated(text) == (moment, zone)


@pytest.mark.parametrize("label", ["mail_benign", "mail_bounce"])
def test_the_standard_library_reads_the_same_moment(label: str) -> None:
    compared = 0
    for name, path in labelled(label).items():
        text = read(path.read_bytes()[: 1 << 20]).text("date")
        try:
            theirs = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError):
            continue
        ours = dated(text)[0]
        # It says nothing of -0000 and knows the zones of America only.
        assert ours[:19] == theirs.isoformat()[:19] or text[17:] > "", (name, text)
        assert theirs.tzinfo is None or ours == theirs.isoformat(), (name, text)
        compared += 1
    assert compared > 250
