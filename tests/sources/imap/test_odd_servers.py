"""Servers that no real one is like: what they say costs at most what they did not give, and is never believed too far."""

from __future__ import annotations

import base64
import re
from functools import partial
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.imap_reading import account, mail, read
from support.imap_server import HANG_UP, Answer, Server
from support.inside import content

from mimawari.model import BadEvidence, Reason
from mimawari.model.account import Account
from mimawari.sources import imap
from mimawari.sources.imap_account import session, wire

TEXT = mail(1)


def listing(*sizes: int, at: int = 1) -> bytes:
    return b"".join(b"* %d FETCH (UID %d RFC822.SIZE %d)\r\n" % (n, n, size) for n, size in enumerate(sizes, at))


def body(data: bytes, uid: int = 1, part: bytes = b"<0>", said: int | None = None) -> bytes:
    return b"* %d FETCH (UID %d BODY[]%s {%d}\r\n%s)\r\n" % (uid, uid, part, len(data) if said is None else said, data)


def examined(mails: int, validity: bytes = b"7") -> bytes:
    return b"* %d EXISTS\r\n* OK [UIDVALIDITY %s] ok\r\n" % (mails, validity)


def served(*mails: bytes, sizes: tuple[int, ...] | None = None, chunk: int = session.CHUNK) -> dict[str, Answer]:
    """A folder with *mails*; *sizes* are what it says of them, *chunk* is the most that it gives at once."""

    def uid_fetch(command: bytes) -> bytes:
        wanted = [int(uid) for uid in re.findall(rb"\d+", command.split(b" ")[2].replace(b":", b","))]
        many = range(wanted[0], wanted[-1] + 1) if b":" in command.split(b" ")[2] else wanted
        if b"RFC822.SIZE" in command:
            return b"".join(listing(told[uid - 1], at=uid) for uid in many)
        offset = int((re.search(rb"<(\d+)\.", command) or [b"", b"0"])[1])
        return b"".join(body(mails[uid - 1][offset:][:chunk], uid, b"<%d>" % offset) for uid in many)

    told = sizes or tuple(map(len, mails))
    return {"EXAMINE": examined(len(mails)), "FETCH": listing(*told), "UID FETCH": uid_fetch}


def outcome(server: Server) -> tuple[list[bytes], list[tuple[Reason, str]]]:
    blobs, gaps = read(account(server.locator))
    return [content(blob) for blob in blobs], [(gap.reason, gap.detail) for gap in gaps]


def test_the_usual() -> None:
    with Server(served(TEXT, mail(2))) as server:
        assert outcome(server) == ([TEXT, mail(2)], [])


def test_nothing_is_said_that_changes_anything() -> None:
    with Server(served(TEXT, mail(2))) as server:
        outcome(server)
        said = [one.split(b" ", 2)[1].strip() for one in server.said if b" " in one]
        assert set(said) <= {b"CAPABILITY", b"AUTHENTICATE", b"EXAMINE", b"FETCH", b"UID", b"LOGOUT"}
        assert all(b"BODY.PEEK[]" in one for one in server.said if b"BODY" in one)


def test_the_password_is_said_once_a_connection_and_as_it_is() -> None:
    with Server(served(TEXT)) as server:
        outcome(server)
        assert sum(base64.b64encode(b"\0taro\0secret") in one for one in server.said) == server.visits == 2


@pytest.mark.parametrize("sizes", [(10, 10), (5_000_000, 99), (0, 0)])
def test_sizes_that_are_wrong(sizes: tuple[int, int]) -> None:
    with Server(served(TEXT, mail(2), sizes=sizes)) as server:
        assert outcome(server) == ([TEXT, mail(2)], [])


def test_one_that_gives_less_than_was_asked_for() -> None:
    with Server(served(TEXT, mail(2), chunk=7)) as server:
        assert outcome(server) == ([TEXT, mail(2)], [])


def test_one_that_gives_all_though_a_part_was_asked_for() -> None:
    large = mail(1, b"x" * 3_000_000)
    answers = {**served(large), "UID FETCH": lambda command: listing(len(large)) if b"SIZE" in command else body(large, part=b"")}
    with Server(answers) as server:
        assert outcome(server) == ([large], [])


@pytest.mark.parametrize(
    "answer",
    [
        body(TEXT, said=4_000_000_000),
        body(TEXT, said=100_000) + HANG_UP,
        b"* 1 FETCH (UID 1 BODY[]<0> {10}\r\nabc" + HANG_UP,
        b"* 1 FETCH (UID 1 BODY[]<0> " + b"x" * 3_000_000,
        HANG_UP,
        b"nonsense\r\n",
        b"* BYE\r\n" + HANG_UP,
        b"* 1 FETCH (UID 9 FLAGS ())\r\n" * 40_000,
        b"\xff\xfe\0\r\n",
    ],
    ids=["4 GB", "less than said", "cut off", "an endless line", "nothing", "nonsense", "bye", "too many", "bytes"],
)
def test_a_mail_that_does_not_come_is_a_gap(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "SECONDS", 2.0)
    monkeypatch.setattr(wire, "ANSWER", 2 << 20)

    def fetch(command: bytes) -> bytes:
        if b"RFC822.SIZE" in command:
            return listing(len(TEXT), len(TEXT))
        return body(mail(2), 2) if command.split(b" ")[2] == b"2" else answer

    with Server({**served(TEXT, mail(2)), "UID FETCH": fetch}) as server:
        mails, gaps = outcome(server)
        assert mails == [mail(2)]
        assert [reason for reason, _ in gaps] == [Reason.FAILED]


def test_a_mail_that_the_server_refuses_is_a_gap_and_one_that_is_gone_is_none() -> None:
    def fetch(command: bytes) -> bytes:
        uids = command.split(b" ")[2]
        if b"RFC822.SIZE" in command:
            return listing(len(TEXT), len(TEXT), len(TEXT)) if uids != b"3" else b""
        return body(TEXT) if uids == b"1" else (body(TEXT) if uids == b"1:3" else b"") + b"TAG NO [SERVERBUG] no\r\n"

    with Server({**served(TEXT, TEXT, TEXT), "UID FETCH": fetch}) as server:
        assert outcome(server) == ([TEXT], [(Reason.FAILED, "the server does not give this mail")])


def test_mails_that_end_while_they_are_read() -> None:
    """The second chunk does not come: what is half there is not told as a mail."""
    large = mail(1, b"x" * 1_500_000)

    def fetch(command: bytes) -> bytes:
        if b"RFC822.SIZE" in command:
            return listing(len(large))
        return body(large[: session.CHUNK]) if b"<0." in command else b""

    with Server({**served(large), "UID FETCH": fetch}) as server:
        assert outcome(server) == ([], [(Reason.FAILED, "the server does not give this mail")])


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"AUTHENTICATE": b"TAG NO [AUTHENTICATIONFAILED] no\r\n"}, Reason.DENIED),
        ({"AUTHENTICATE": b"TAG BAD no\r\n"}, Reason.DENIED),
        ({"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n", "LOGIN": b"TAG NO no\r\n"}, Reason.DENIED),
        ({"CAPABILITY": b"* CAPABILITY POP3\r\n"}, Reason.FAILED),
        ({"EXAMINE": b"TAG NO [NONEXISTENT] no\r\n"}, Reason.MISSING),
        ({"EXAMINE": b"TAG NO no\r\n", "LIST": b"TAG NO no\r\n"}, Reason.DENIED),
        ({"EXAMINE": HANG_UP}, Reason.FAILED),
        ({"EXAMINE": b"* OK [UIDVALIDITY 7] ok\r\n"}, Reason.FAILED),
        ({"EXAMINE": b"* x\r\n" * 300_000}, Reason.FAILED),
        ({"EXAMINE": examined(3), "FETCH": b""}, Reason.FAILED),
        ({"EXAMINE": examined(3), "FETCH": b"TAG NO no\r\n"}, Reason.FAILED),
        ({"EXAMINE": examined(10**18), "FETCH": b""}, Reason.FAILED),
        ({"EXAMINE": examined(10**18), "FETCH": listing(5, 5)}, Reason.CORRUPT),
        ({"EXAMINE": examined(3), "FETCH": listing(5, 5)}, Reason.FAILED),
        ({"FETCH": b"* 1 FETCH (UID 99999999999999999999999 RFC822.SIZE 1)\r\n"}, Reason.FAILED),
    ],
)
def test_an_account_that_cannot_be_read_is_a_gap(answers: dict[str, Answer], reason: Reason) -> None:
    with Server(answers) as server:
        survey = imap.survey(account(server.locator))
        assert [(gap.reason, gap.wanted) for gap in survey.gaps] == [(reason, "message")]
        assert survey.kind == "imap"


@given(
    st.lists(st.binary(max_size=60), max_size=6),
    st.sampled_from(["FETCH", "UID FETCH", "LIST", "EXAMINE", "CAPABILITY", "greeting"]),
)
@settings(max_examples=50, derandomize=True, deadline=None)
def test_no_answer_breaks_anything_but_the_connection(lines: list[bytes], where: str) -> None:
    nonsense = b"\r\n".join(b"* " + line if number % 2 else line for number, line in enumerate(lines)) + HANG_UP
    greeting = nonsense[: -len(HANG_UP)] if where == "greeting" else b"* OK\r\n"
    with Server({**served(TEXT), where: nonsense}, greeting) as server, mock.patch.object(wire, "SECONDS", 0.3):
        try:
            opened = session.Session(Account.of(server.locator), "secret")
        except (session.Dropped, BadEvidence):
            return
        for ask in (opened.folders, partial(opened.examine, b"INBOX"), partial(opened.sizes, 1, 1), partial(opened.read, [1])):
            try:
                ask()
            except (session.Dropped, BadEvidence):
                break
        opened.drop()


def test_what_a_server_repeats_is_not_told() -> None:
    with Server({"AUTHENTICATE": b"TAG NO secret is wrong\r\n", "EXAMINE": b"TAG NO secret\r\n"}) as server:
        assert "secret" not in repr(imap.survey(account(server.locator)))


@pytest.mark.parametrize(
    "greeting", [b"* BYE Maximum number of connections\r\n", b"", b"SSH-2.0-x\r\n", b"+OK POP3\r\n", b"\x16\x03\x01"]
)
def test_a_greeting_of_something_else(greeting: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    from mimawari.sources.imap_account import line

    monkeypatch.setattr(wire, "SECONDS", 0.5)
    monkeypatch.setattr(line, "WAIT", 0.5)
    with Server(greeting=greeting) as server:
        reasons = [gap.reason for gap in imap.survey(account(server.locator)).gaps]
        assert reasons in ([Reason.FAILED], [Reason.TIMED_OUT])


def test_starttls_that_is_offered_and_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is the password said where a server says that it can encrypt, and then goes on in the clear."""
    answers = {"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n", "STARTTLS": b"TAG NO no\r\n"}
    monkeypatch.setattr(wire, "SECONDS", 0.5)
    for more in (b"TAG NO no\r\n", b"TAG OK go\r\n", b"TAG OK go\r\n* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] injected\r\n"):
        with Server({**answers, "STARTTLS": more}) as server:
            survey = imap.survey(account(server.locator))
            assert [gap.reason for gap in survey.gaps] in ([Reason.FAILED], [Reason.TIMED_OUT])
            assert not [one for one in server.said if b"AUTHENTICATE" in one or b"LOGIN" in one]


def test_a_folder_whose_name_holds_a_line_end_is_never_asked_for() -> None:
    name = b'x"\r\nA1 DELETE "INBOX'
    listed = b'* LIST () "/" {%d}\r\n%s\r\n* LIST () "/" INBOX\r\n' % (len(name), name)
    with Server({"LIST": listed, "EXAMINE": b"TAG NO [NONEXISTENT] no\r\n"}) as server:
        whole = account(server.locator + "/*")
        survey = imap.survey(whole)
        assert [child.inside for child in survey.children] == ["INBOX", name.decode()]
        assert [gap.reason for gap in imap.survey(survey.children[1]).gaps] == [Reason.MISSING]
        assert not [one for one in server.said if one.startswith(b"A1 ")]


def test_two_folders_of_one_name() -> None:
    with Server({"LIST": b'* LIST () "/" "&AOk-"\r\n* LIST () "/" "\xc3\xa9"\r\n'}) as server:
        survey = imap.survey(account(server.locator + "/*"))
        assert [child.inside for child in survey.children] == ["é"]
        assert [(gap.reason, gap.detail) for gap in survey.gaps] == [(Reason.UNSUPPORTED, "several folders with one name")]


@pytest.mark.parametrize("said", [b"Sent", b"INBOX/Sent", b"INBOX.Sent"])
def test_a_folder_below_the_inbox_is_found_by_its_own_name(said: bytes) -> None:
    def examine(command: bytes) -> bytes:
        return examined(1) if command == b'EXAMINE "%s"' % said else b"TAG NO [NONEXISTENT] no\r\n"

    between = b"." if b"." in said else b"/"
    listed = b'* LIST () "%s" INBOX\r\n* LIST () "%s" "%s"\r\n' % (between, between, said)
    with Server({**served(TEXT), "EXAMINE": examine, "LIST": listed}) as server:
        for name in ("Sent", "inbox/Sent" if said != b"Sent" else "Sent"):
            survey = imap.survey(account(f"{server.locator}/{name}"))
            assert (survey.gaps, len(survey.pieces)) == ((), 1)


def test_a_giant_is_divided_into_few_pieces() -> None:
    def fetch(command: bytes) -> bytes:
        first, last = map(int, command.split(b" ")[1].split(b":"))
        return b"".join(b"* %d FETCH (UID %d RFC822.SIZE 44000)\r\n" % (n, n) for n in range(first, last + 1))

    with Server({"EXAMINE": examined(100_000), "FETCH": fetch}) as server:
        survey = imap.survey(account(server.locator))
        assert 240 <= len(survey.pieces) <= 260
        assert survey.pieces[0].key == "7;1:400"
        assert survey.pieces[-1].key.endswith(":100000")
