"""Answers to FETCH and LIST as servers give them: other orders, literals, quoted strings, answers that nobody asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari.sources.imap_account import answers
from mimawari.sources.imap_account.answers import Fetched, Listed


def test_sizes_in_any_order() -> None:
    lines = [b"1 (UID 5 RFC822.SIZE 12)", b"2 (RFC822.SIZE 99 UID 7)", b"3 (FLAGS (\\Seen) UID 9)", b"4 (FLAGS ())", None]
    assert answers.sizes(lines) == {5: 12, 7: 99, 9: 0}


def test_a_flag_told_in_between_does_not_hide_a_size() -> None:
    assert answers.sizes([b"1 (UID 5 RFC822.SIZE 12)", b"1 (UID 5 FLAGS (\\Seen))"]) == {5: 12}


@pytest.mark.parametrize(
    "lines",
    [
        [(b"1 (UID 5 BODY[]<0> {3}", b"abc"), b")"],
        [(b"1 (BODY[]<0> {3}", b"abc"), b" UID 5)"],
        [(b"1 (FLAGS (\\Seen) body[]<0> {3}", b"abc"), b" UID 5 RFC822.SIZE 3)"],
        [b'1 (UID 5 BODY[]<0> "abc")'],
        [b"9 (FLAGS ())", (b"1 (UID 5 BODY[]<0> {3}", b"abc"), b")", b"2 (FLAGS (\\Seen))"],
        [(b"1 (UID 5 ENVELOPE {2}", b"xy"), (b" BODY[]<0> {3}", b"abc"), b")"],
    ],
)
def test_a_body_is_found(lines: list[answers.Line]) -> None:
    assert answers.bodies(lines) == {5: Fetched(b"abc", whole=False)}


def test_all_of_it_though_a_part_was_asked_for() -> None:
    lines: list[answers.Line] = [(b"1 (UID 5 BODY[] {3}", b"abc"), b")"]
    assert answers.bodies(lines) == {5: Fetched(b"abc", whole=True)}


@pytest.mark.parametrize("line", [b'1 (UID 5 BODY[]<9> "")', b"1 (UID 5 BODY[]<9> NIL)"])
def test_nothing_more(line: bytes) -> None:
    assert answers.bodies([line]) == {5: Fetched(b"", whole=False)}


def test_what_a_mail_holds_is_not_read_as_an_answer() -> None:
    inside = b"1 (UID 6 BODY[]<0> {1}\r\n"
    lines: list[answers.Line] = [(b"1 (UID 5 BODY[]<0> {24}", inside), b")"]
    assert answers.bodies(lines) == {5: Fetched(inside, whole=False)}


def test_two_mails_stay_two() -> None:
    lines: list[answers.Line] = [(b"1 (UID 5 BODY[]<0> {1}", b"a"), b")", (b"2 (UID 6 BODY[]<0> {1}", b"b"), b")"]
    assert {uid: body.data for uid, body in answers.bodies(lines).items()} == {5: b"a", 6: b"b"}


def test_folders() -> None:
    lines: list[answers.Line] = [
        b'(\\HasNoChildren) "/" INBOX',
        b'(\\Noselect \\HasChildren) "/" "Archive"',
        b'() "." "INBOX.a \\"b\\""',
        (b'(\\Sent) "/" {5}', b'x"y{2'),
        b"",
        b'() NIL "flat"',
        b'(\\NonExistent) "/" gone',
        b'() "\\\\" "a\\\\b"',
    ]
    assert list(answers.folders(lines)) == [
        Listed(b"INBOX", b"/"),
        Listed(b'INBOX.a "b"', b"."),
        Listed(b'x"y{2', b"/"),
        Listed(b"flat", b""),
        Listed(b"a\\b", b"\\"),
    ]


def test_a_name_is_quoted() -> None:
    assert answers.quoted(b'a "b" \\c') == b'"a \\"b\\" \\\\c"'


LINES = st.lists(
    st.one_of(st.none(), st.binary(max_size=60), st.tuples(st.binary(max_size=40), st.binary(max_size=20))), max_size=6
)


@given(LINES)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_nothing_breaks_it(lines: list[answers.Line]) -> None:
    answers.sizes(lines)
    answers.bodies(lines)
    list(answers.folders(lines))
