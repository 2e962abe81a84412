"""A real server: every mail comes once and as it is, and nothing changes there."""

from __future__ import annotations

import imaplib
from dataclasses import replace

import pytest
from support.dovecot import PASSWORD, USER, Dovecot
from support.imap_reading import at, mail, other, pieces, read
from support.inside import content

from mimawari.model import Blob, Gap, Reason
from mimawari.sources import imap
from mimawari.sources.imap_account import letters, session
from mimawari.sources.imap_account.letters import OnDisk

LINE = b"0123456789" * 7 + b"\r\n"


def test_every_mail_comes_once_and_as_it_is(dovecot: Dovecot) -> None:
    mails = [mail(n, LINE * (n * 37 % 400)) for n in range(1, 701)]
    dovecot.deliver(*mails)
    blobs, gaps = read(at(dovecot))
    assert gaps == []
    assert [content(blob) for blob in blobs] == mails
    assert [blob.origin.path for blob in blobs] == [("INBOX", str(n), f"<{n}@example.com>") for n in range(1, 701)]
    assert {(blob.name, blob.media_type) for blob in blobs} == {("mail.eml", "message/rfc822")}


def test_a_piece_says_by_its_key_which_mails_it_covers(dovecot: Dovecot) -> None:
    dovecot.deliver(*(mail(n) for n in range(1, 612)))
    with other(dovecot) as client:
        client.uid("STORE", "7,500", "+FLAGS", "(\\Deleted)")
        client.expunge()
    survey = imap.survey(at(dovecot))
    validity = survey.pieces[0].key.split(";")[0]
    assert [piece.key for piece in survey.pieces] == [f"{validity};1:6,8:301", f"{validity};302:499,501:602", f"{validity};603:611"]
    assert {piece.wants for piece in survey.pieces} == {("content", "message")}


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
def test_flags_and_recent_are_as_before(dovecot: Dovecot, scheme: str) -> None:
    dovecot.deliver(*(mail(n) for n in range(1, 6)))
    with other(dovecot) as client:
        client.uid("STORE", "2", "+FLAGS", "(\\Seen $label)")
    dovecot.deliver(mail(6))
    assert len(read(at(dovecot, scheme=scheme))[0]) == 6
    assert [path.name for path in (dovecot.folder() / "new").iterdir()] != [], "it is still in new"
    client = imaplib.IMAP4("127.0.0.1", dovecot.port, timeout=20)
    with client:
        client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        client.select("INBOX")
        assert client.response("RECENT")[1] == [b"1"]
        flags = [str(one) for one in client.fetch("1:*", "(FLAGS)")[1]]
    assert [("\\Seen" in one, "$label" in one, "\\Recent" in one) for one in flags] == [
        (False, False, False), (True, True, False), *[(False, False, False)] * 3, (False, False, True),
    ]  # fmt: skip


def test_only_what_is_new_is_read_and_the_source_stays_the_same(dovecot: Dovecot) -> None:
    dovecot.deliver(*(mail(n) for n in range(1, 11)))
    first = imap.survey(at(dovecot))
    keys = tuple(piece.key for piece in first.pieces)
    assert imap.survey(at(dovecot, done=keys)).pieces == ()
    dovecot.deliver(mail(11))
    second = imap.survey(at(dovecot, done=keys))
    assert second.source == first.source
    assert [piece.key.split(";")[1] for piece in second.pieces] == ["11"]
    again = imap.survey(at(dovecot, done=(*keys, "again;INBOX;3,5", "survey", "minimum")))
    assert [piece.key.split(";")[1] for piece in again.pieces] == ["3,5,11"]


def test_a_folder_that_was_made_anew_is_read_from_the_beginning(dovecot: Dovecot) -> None:
    dovecot.deliver(*(mail(n) for n in range(1, 4)))
    first = imap.survey(at(dovecot))
    stranger = tuple(f"1;{piece.key.split(';')[1]}" for piece in first.pieces)
    assert [piece.key for piece in imap.survey(at(dovecot, done=stranger)).pieces] == [piece.key for piece in first.pieces]
    list_of_uids = dovecot.folder() / "dovecot-uidlist"
    list_of_uids.write_text(list_of_uids.read_text("utf-8").replace(f"V{first.pieces[0].key.split(';')[0]} ", "V77 "), "utf-8")
    for index in dovecot.folder().glob("dovecot.index*"):
        index.unlink()
    second = imap.survey(at(dovecot, done=tuple(piece.key for piece in first.pieces)))
    assert [piece.key for piece in second.pieces] == ["77;1:3"]
    assert second.source != first.source
    gaps = list(pieces(at(dovecot), first))
    assert [(gap.reason, gap.detail) for gap in gaps if isinstance(gap, Gap)] == [
        (Reason.MISSING, "the folder was made anew meanwhile")
    ]


def test_an_empty_folder_was_looked_at(dovecot: Dovecot) -> None:
    survey = imap.survey(at(dovecot))
    assert (survey.pieces, survey.gaps) == ((), ())
    assert {looked.kind for looked in survey.looked} == {"content", "message"}


@pytest.mark.parametrize("name", ["送信済み/2026", "INBOX", "inbox", "a \"quoted\" & 'odd' \\ name", "&amp"])
def test_folders_are_named_as_people_write_them(dovecot: Dovecot, name: str) -> None:
    with other(dovecot) as client:
        from mimawari.sources.imap_account import answers, utf7

        client.create(answers.quoted(utf7.encoded(name)).decode("ascii"))
        client.append(answers.quoted(utf7.encoded(name)).decode("ascii"), "", "", mail(1))
    blobs, gaps = read(at(dovecot, name.replace("&", "%26").replace("\\", "%5C")))
    assert gaps == []
    assert [blob.origin.path[:2] for blob in blobs] == [(name, "1")]


def test_all_folders_are_sources_of_their_own(dovecot: Dovecot) -> None:
    dovecot.deliver(mail(1))
    dovecot.deliver(mail(2), mail(3), folder=".&kAFP4W4IMH8-")
    whole = at(dovecot, "*", done=("INBOX\0001;1:9", "送信済み\0002;5"))
    survey = imap.survey(whole)
    assert survey.gaps == ()
    assert [(child.inside, child.done, child.secret, child.forced) for child in survey.children] == [
        ("INBOX", ("1;1:9",), PASSWORD, "imap"), ("送信済み", ("2;5",), PASSWORD, "imap"),
    ]  # fmt: skip
    assert {child.locator for child in survey.children} == {whole.locator}
    child = replace(survey.children[1], done=())
    found = imap.survey(child)
    blobs = [one for one in pieces(child, found) if isinstance(one, Blob)]
    assert [blob.origin.path for blob in blobs] == [
        ("送信済み", "送信済み", uid, f"<{int(uid) + 1}@example.com>") for uid in ("1", "2")
    ]
    again = [one for one in imap.reopen(child, found, (blobs[1].origin.path,)) if isinstance(one, Blob)]
    assert [(one.origin, content(one)) for one in again] == [(blobs[1].origin, mail(3))]


def test_mails_are_opened_again_by_their_paths(dovecot: Dovecot) -> None:
    dovecot.deliver(*(mail(n) for n in range(1, 9)))
    evidence = at(dovecot)
    survey = imap.survey(evidence)
    blobs = [one for one in pieces(evidence, survey) if isinstance(one, Blob)]
    wanted = tuple(blobs[n].origin.path for n in (6, 1, 3))
    with other(dovecot) as client:
        client.uid("STORE", "4", "+FLAGS", "(\\Deleted)")
        client.expunge()
    seen = list(imap.reopen(evidence, survey, wanted))
    assert [(one.origin.path, content(one)) for one in seen if isinstance(one, Blob)] == [
        (blobs[1].origin.path, mail(2)), (blobs[6].origin.path, mail(7)),
    ]  # fmt: skip
    assert [(gap.origin.path, gap.reason) for gap in seen if isinstance(gap, Gap)] == [(blobs[3].origin.path, Reason.MISSING)]


def test_a_large_mail_comes_in_pieces_and_is_not_held(dovecot: Dovecot) -> None:
    sizes = (session.CHUNK, session.CHUNK - 1, session.CHUNK + 1, letters.HELD, letters.HELD + 1, 9 << 20)
    head = len(mail(1, b""))
    mails = [mail(n, (LINE * (size // len(LINE) + 1))[: size - head - 2] + b"\r\n") for n, size in enumerate(sizes, 1)]
    assert [len(one) for one in mails] == list(sizes)
    dovecot.deliver(*mails)
    blobs, gaps = read(at(dovecot))
    assert gaps == []
    assert [content(blob) for blob in blobs] == mails
    assert [blob.content.size for blob in blobs] == list(sizes)
    assert [isinstance(blob.content, OnDisk) for blob in blobs] == [size > letters.HELD for size in sizes]
    with blobs[-1].content.open() as one, blobs[-1].content.open() as two:
        one.seek(5 << 20)
        assert (two.read(10), one.read(10)) == (mails[-1][:10], mails[-1][5 << 20 :][:10])


def test_one_that_is_too_large_is_a_gap(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "LARGEST", 2 << 20)
    dovecot.deliver(mail(1), mail(2, LINE * 40_000), mail(3))
    blobs, gaps = read(at(dovecot))
    assert [blob.origin.path[1] for blob in blobs] == ["1", "3"]
    assert [(gap.origin.path, gap.reason, gap.wanted) for gap in gaps] == [(("INBOX", "2"), Reason.TOO_LARGE, "message")]


def test_a_mail_that_is_deleted_meanwhile_is_no_gap(dovecot: Dovecot) -> None:
    dovecot.deliver(*(mail(n) for n in range(1, 101)))
    evidence = at(dovecot)
    survey = imap.survey(evidence)
    seen = pieces(evidence, survey)
    first = [next(seen) for _ in range(5)]
    with other(dovecot) as client:
        client.uid("STORE", "60:70", "+FLAGS", "(\\Deleted)")
        client.expunge()
    rest = list(seen)
    assert [one for one in [*first, *rest] if isinstance(one, Gap)] == []
    uids = [int(one.origin.path[1]) for one in [*first, *rest] if isinstance(one, Blob)]
    assert uids == [n for n in range(1, 101) if n not in range(60, 71)]


def test_a_mail_that_the_server_may_not_read_costs_that_mail_only(dovecot: Dovecot) -> None:
    mails = [mail(n) for n in range(1, 6)]
    dovecot.deliver(*mails)
    with other(dovecot) as client:
        client.noop()
    (path,) = (dovecot.folder() / "cur").glob("*000003P1*")
    path.chmod(0)
    blobs, gaps = read(at(dovecot))
    assert "Permission denied" in dovecot.log()
    assert [content(blob) for blob in blobs] == mails[:2] + mails[3:]
    assert [(one.origin.path, one.reason, one.wanted) for one in gaps] == [(("INBOX", "3"), Reason.FAILED, "message")]


def test_a_line_of_a_mailbox_file_before_the_header_is_left_out(dovecot: Dovecot) -> None:
    dovecot.deliver(b"From someone@example.com Thu Mar  3 11:22:33 2022\r\n" + mail(1), b"From nothing\r\n\r\n" + mail(2))
    blobs, _ = read(at(dovecot))
    assert [content(blob) for blob in blobs] == [mail(1), b"From nothing\r\n\r\n" + mail(2)]
    assert blobs[0].origin.path == ("INBOX", "1", "<1@example.com>")
