"""A mailbox in an archive or attached to a mail: each of its mails is opened."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.mbox_files import DIALECTS, mail, written

from mimawari.formats import Head
from mimawari.formats.budget import Budget
from mimawari.formats.kept import Kept
from mimawari.formats.mbox import opened, recognises
from mimawari.model import Blob, Origin

MAILS = [mail(number) for number in range(5)]


def blob(data: bytes) -> Blob:
    return Blob(Origin("S", "a.zip", ("inbox",)), "inbox", Kept.of(data), within=("zip",))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_mail_comes_out(dialect: str) -> None:
    made = written(MAILS, dialect)
    one = blob(made.data)
    assert recognises(Head.of(one))
    found = [inner for inner in opened(one, Budget()) if isinstance(inner, Blob)]
    assert [inner.origin.path for inner in found] == [("inbox", f"{place}.eml") for place in made.places]
    assert {(inner.within, inner.media_type) for inner in found} == {(("zip", "mbox"), "message/rfc822")}
    for inner, expected in zip(found, made.mails, strict=True):
        with inner.content.open() as stream:
            assert stream.read().rstrip() == expected.rstrip()


@pytest.mark.parametrize(
    "data", [b"", mail(1), b"From here on\n\ntext", b"From Monday 10:00 2022\nNote: x\n", b"\1\1\1\1", bytes(99)]
)
def test_other_things_are_none(data: bytes) -> None:
    assert not recognises(Head.of(blob(data)))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 2000))
def test_damage_breaks_nothing(data: bytes, at: int) -> None:
    whole = written(MAILS, "mboxo").data
    one = blob(whole[:at] + data + whole[at + len(data) :])
    if recognises(Head.of(one)):
        found = [inner.content.size for inner in opened(one, Budget()) if isinstance(inner, Blob)]
        assert sum(found) <= len(whole) + len(data)
