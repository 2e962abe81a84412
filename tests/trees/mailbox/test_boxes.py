"""Where mails lie in a mailbox file: every dialect, text that looks like a separator, damage, and wherever one begins to read."""

from __future__ import annotations

import io
import mailbox
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.mbox_files import DATE, DIALECTS, mail, written

from mimawari.model import BadEvidence
from mimawari.trees.mailbox.boxes import Box, Lying, is_box

SEPARATOR = f"From taro@example.com {DATE}\n".encode()
TRAPS = (
    "From here on it is easy.\n",
    f"text\n\nFrom taro@example.com {DATE}\nwas the first line of the mailbox.\n",
    "text\n\nFrom 10:30 on, in 2022, we are at the fair.\nSee you there\n",
    "text\n\nFrom 10:30 on, in 2022, we are at the fair.\nNote: bring the keys\n\nTaro\n",
    ">From the first\n>>From the second\n",
    "From\n\nFrom \n\nFrom - \n",
    "\n\n\n",
)
MAILS = [mail(number, body) for number, body in enumerate(("one\n", *TRAPS, "last"))]


def lying(data: bytes) -> list[Lying]:
    return list(Box(io.BytesIO(data)).mails())


def contents(data: bytes) -> list[bytes]:
    return [data[one.start : one.end] for one in lying(data)]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_mail_of_a_dialect_is_found_at_its_place(dialect: str, line_end: bytes) -> None:
    if dialect.startswith("mboxcl") and line_end != b"\n":
        pytest.skip("only for line ends that the writer counts")
    box = written(MAILS, dialect, line_end)
    assert is_box(io.BytesIO(box.data))
    assert [one.place for one in lying(box.data)] == list(box.places)
    assert [one.rstrip(b"\r\n") for one in contents(box.data)] == [one.rstrip(b"\r\n") for one in box.mails]
    assert not any(one.is_torn for one in lying(box.data))


@pytest.mark.parametrize("dialect", ["mboxo", "mboxrd", "thunderbird", "zoned"])
def test_the_standard_library_finds_the_same_mails(dialect: str, tmp_path: Path) -> None:
    box = written(MAILS, dialect)
    path = tmp_path / "box"
    path.write_bytes(box.data)
    with closing(mailbox.mbox(path, create=False)) as theirs:
        found = [theirs.get_bytes(key).rstrip() for key in theirs.keys()]  # noqa: SIM118  # iterating gives the mails
    # The standard library takes the trap whose line has a date of all parts, quoted by the writer, as we do: not at all.
    assert found == [one.rstrip() for one in contents(box.data)]


def test_separators_without_a_whole_header_are_text_where_the_length_is_told() -> None:
    inner = f"From taro@example.com {DATE}\nFrom: taro@example.com\nthat is how mine begin\n"
    mails = [mail(1), mail(2, f"look at my mailbox:\n\n{inner}\n{inner}\nthat was it"), mail(3)]
    box = written(mails, "mboxcl2")
    assert [one.place for one in lying(box.data)] == list(box.places)


def test_a_length_that_fits_does_not_swallow_a_whole_mail() -> None:
    """The first mail's length leads right to the third one."""
    plain = written([mail(1), mail(2), mail(3)], "mboxo")
    first = plain.data[: plain.places[2]]
    length = len(first) - first.index(b"\n\n") - 2
    box = written([mail(1, Content_Length=str(length)), mail(2), mail(3)], "mboxo")
    assert [one.place for one in lying(box.data)] == list(box.places)


class Shrinking(io.BytesIO):
    """A file of which only a part is left after some reads, though its end was told before."""

    def __init__(self, data: bytes, reads: int, left: int) -> None:
        super().__init__(data)
        self.reads, self.left = reads, left

    def read(self, size: int | None = -1) -> bytes:
        self.reads -= 1
        if self.reads < 0:
            self.truncate(self.left)
        return super().read(size)


@pytest.mark.parametrize("left", [0, 1, 5_000, 100_000])
@pytest.mark.parametrize("reads", [1, 2, 5, 9])
def test_a_mailbox_that_gets_shorter_meanwhile_comes_to_an_end(reads: int, left: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Box, "block", 4096)
    box = written([mail(number, "text\n" * 2_000) for number in range(40)], "mboxo")
    with pytest.raises(BadEvidence):
        list(Box(Shrinking(box.data, reads, left)).starts())


def test_a_length_that_leads_nowhere_is_not_believed() -> None:
    for length in (0, 5, 10**11):
        box = written([mail(1), mail(2, Content_Length=str(length)), mail(3)], "mboxo")
        assert [one.place for one in lying(box.data)] == list(box.places)


def test_a_length_cannot_hide_the_mails_behind_it() -> None:
    """A sender may write any: where the mailbox's own program tells none, none is believed, though it ends at a separator."""
    plain = written([mail(1), mail(2), mail(3), mail(4)], "mboxo")
    second = plain.data[plain.places[1] : plain.places[3]]
    length = len(second) - second.index(b"\n\n") - 2
    hidden = written([mail(1), mail(2, Content_Length=str(length)), mail(3), mail(4)], "mboxo")
    assert [one.place for one in lying(hidden.data)] == list(hidden.places)


def test_a_separator_without_an_empty_line_before_it() -> None:
    data = SEPARATOR + mail(1) + SEPARATOR + mail(2)
    assert contents(data) == [mail(1), mail(2)]


def test_a_separator_needs_a_header_below_it() -> None:
    data = SEPARATOR + mail(1) + b"\n" + SEPARATOR + b"\nquoted text\n"
    assert len(lying(data)) == 1


def test_lines_of_other_mailboxes_below_a_separator_are_not_the_mail() -> None:
    data = SEPARATOR + b">From hanako@example.jp Wed Mar  2 10:20:30 2022\n" + mail(1)
    assert contents(data) == [mail(1)]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n\n", b"\r\n", b"  \n"])
def test_what_says_nothing_may_come_first(before: bytes) -> None:
    box = written(MAILS, "mboxo", before=before)
    assert is_box(io.BytesIO(box.data))
    assert [one.place for one in lying(box.data)] == list(box.places)


@pytest.mark.parametrize(
    "rubbish",
    [bytes(512), b"AAECAwQFBgcICQoLDA0ODw==\n--b--\n", "途中から始まります。\n".encode()],
    ids=["zeros", "middle", "text"],
)
def test_what_lies_before_the_first_separator_is_told(rubbish: bytes) -> None:
    box = written([mail(1), mail(2)], "mboxo", before=rubbish + b"\n")
    assert is_box(io.BytesIO(box.data))
    first, *others = lying(box.data)
    assert (first.place, first.is_torn) == (0, True)
    assert [one.place for one in others] == list(box.places)


def test_a_first_mail_without_its_separator_is_a_mail() -> None:
    box = written([mail(2), mail(3)], "mboxo", before=mail(1) + b"\n")
    assert is_box(io.BytesIO(box.data))
    assert [(one.place, one.is_torn) for one in lying(box.data)] == [(0, False), *((place, False) for place in box.places)]


def test_a_mail_that_quotes_a_mailbox_before_its_last_part_is_no_mailbox() -> None:
    quoted = written([mail(8)], "mboxo").data
    head = b'From: a@example.com\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    data = head + b"--b\n\n\n" + quoted + b"\n--b\nContent-Type: application/zip\n\nUEs=\n--b--\n"
    assert not is_box(io.BytesIO(data))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        bytes(5000),
        b"From here on\n",
        b"From Monday, Jan 3 2022 10:00 we are closed.\nPlease: come later\n",
        b"Dear all,\n\nFrom 10:30 on, in 2022, we are at the fair.\nNote: bring the keys\n",
        b"Subject: a mail\nFrom: a@example.com\n\ntext\n",
        b"PK\3\4" + bytes(60) + b"\n\n" + SEPARATOR + mail(1),
        b"\1\1\1\1",
        b"\1\1\1\1\nno header here\n",
    ],
)
def test_other_files_are_no_mailbox(data: bytes) -> None:
    assert not is_box(io.BytesIO(data))


@pytest.mark.parametrize("line_end", [b"\r\n", b"\n", b"\r"], ids=["crlf", "lf", "cr"])
def test_becky_ends_each_mail_with_a_dot(line_end: bytes) -> None:
    """As Thunderbird's import reads it: a line that is a dot ends a mail, dots at the beginning of a line are doubled."""
    mails = [one.replace(b"\n.", b"\n..").replace(b"\n", line_end) for one in (*MAILS, mail(20, ".\n.a\n"))]
    data = b"".join(one + b"." + line_end for one in mails)
    assert is_box(io.BytesIO(data))
    assert contents(data) == mails
    ends = [len(b"".join(one + b"." + line_end for one in mails[:number])) - 1 - len(line_end) for number in range(1, len(mails))]
    assert [one.place for one in lying(data)] == [0, *ends]
    for number, one in enumerate(lying(data)):
        assert list(Box(io.BytesIO(data)).mails(one.place)) == lying(data)[number:]


@pytest.mark.parametrize("text", ["a\n.\nb\n", "the end\n.\n", "a\n.\nSubject: b\n\nc\n"])
def test_a_dot_alone_makes_no_mailbox(text: str) -> None:
    assert not is_box(io.BytesIO(mail(1, text)))


def test_a_protocol_between_the_parts_of_a_mail_is_no_mailbox() -> None:
    head = b'From: a@example.com\nSubject: s\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\n'
    assert not is_box(io.BytesIO(head + mail(1) + b".\n" + mail(2) + b"\n--b\nContent-Type: application/zip\n\nUEs=\n--b--\n"))


def test_a_header_longer_than_what_is_looked_at() -> None:
    long = mail(1, X_Long="\n " + "\n ".join("x" * 70 for _ in range(2000)))
    assert len(long) > 100_000
    assert contents(SEPARATOR + long + b"\n" + SEPARATOR + mail(2)) == [long, mail(2)]


def test_a_truncated_mailbox_keeps_the_mails_before() -> None:
    box = written(MAILS, "mboxo")
    for end in range(0, len(box.data), 7):
        found = lying(box.data[:end])
        whole = [place for place, following in pairwise((*box.places, len(box.data))) if following <= end]
        assert [one.place for one in found][: len(whole)] == whole
        assert all(one.start <= one.end <= end for one in found)


def test_a_place_where_no_mail_begins_is_an_error() -> None:
    box = Box(io.BytesIO(written(MAILS, "mboxo").data))
    with pytest.raises(BadEvidence):
        next(box.mails(5))


FRAGMENTS = [
    SEPARATOR, SEPARATOR.replace(b"\n", b"\r\n"), b"From \n", b"From - \n", b"From 10:30 2022\n", b"\1\1\1\1\n", b"\n", b"\r\n",
    b"\r", b"Subject: a\n",
    b"Received: b\nMessage-ID: <c>\n", b"Content-Length: 9\n\n", b">From \n", b"text", b"\0\xff", mail(1), b"x" * 300,
]  # fmt: skip


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Box, "block", 64)


@pytest.mark.usefixtures("small_blocks")
def test_blocks_end_anywhere() -> None:
    mails = [mail(number, "x" * 7000 + "\n") for number in range(12)]
    for dialect in ("mboxo", "mboxcl2", "mmdf"):
        box = written(mails, dialect)
        assert [one.place for one in lying(box.data)] == list(box.places)


@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=30))
def test_from_whichever_mail_one_begins_the_rest_is_the_same(fragments: list[bytes]) -> None:
    data = b"".join(fragments)
    box = Box(io.BytesIO(data))
    every = list(box.mails())
    for number, one in enumerate(every):
        assert list(Box(io.BytesIO(data)).mails(one.place)) == every[number:]
    for first, second in pairwise(every):
        assert first.place <= first.start <= first.end <= second.place


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=6), st.sampled_from(sorted(DIALECTS)))
def test_flipped_bytes_lose_no_more_than_they_touch(flips: list[tuple[int, int]], dialect: str) -> None:
    data = bytearray(written([mail(number) for number in range(20)], dialect).data)
    for at, value in flips:
        data[at % len(data)] = value
    found = lying(bytes(data))
    assert len(found) >= 20 - 2 * len(flips) or dialect.startswith("mmdf")
    assert all(0 <= one.start <= one.end <= len(data) for one in found)
