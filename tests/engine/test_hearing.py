"""What the evidence testifies, gathered: whose a mailbox is, what is not kept, and what was not heard."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.mail_files import raw
from support.reported import blob_of, fake, mails_in

from mimawari import app, knowledge, model, sources
from mimawari.engine import Inquest, Settings, hearing
from mimawari.engine.hearing import Hearing
from mimawari.engine.inquest import Role
from mimawari.engine.witness import Witness
from mimawari.model import Asked, Firm, HeldMail, LogSpan, MailboxSpan, Origin, Reason, SigningKey

OWN, OTHER, MORI = "tanaka@sakura.example.jp", "suzuki@sakura.example.jp", "mori@nori.example.net"
FIRM = Firm(domains=("sakura.example.jp",))
WANTED = "<3@sakura.example.jp>"


def gathered() -> Hearing:
    return Hearing(Inquest(FIRM), knowledge.load(), "v")


def mail(number: int, sender: str, to: str) -> bytes:
    """A mail as it lies in a mailbox; one from outside says on which way it came."""
    by = f"from a (a [203.0.113.9]) by m with ESMTP for <{to}>; Tue, {number:02} Nov 2026 09:11:00 +0900"
    return raw(
        *((f"Received: {by}",) if sender == MORI else ()),
        f"From: {sender}", f"To: {to}", "Subject: x", f"Date: Tue, {number:02} Nov 2026 09:11:00 +0900",
        f"Message-ID: <{number}@sakura.example.jp>", "Content-Type: text/plain", "", "x",
    )  # fmt: skip


def piece(*mails: bytes) -> tuple[model.Testimony, ...]:
    """What one piece of a mailbox gives that is asked for the mail :data:`WANTED`."""
    witness = Witness(Inquest(FIRM, asked=Asked(message_ids=frozenset({WANTED}))), Role.OURS)
    for data in mails:
        blob = blob_of(data)
        list(witness.over((one for blob, opened in mails_in(blob) for one in (opened, *witness.ask(blob, opened))), blob))
    return witness.given()


def test_whose_a_mailbox_is_shows_when_all_its_pieces_are_heard() -> None:
    """Suzuki wrote more than Tanaka in the second piece, and yet what lies in Tanaka's mailbox is Tanaka's."""
    told = gathered()
    told.take("box", piece(mail(1, MORI, OWN), mail(2, MORI, OWN), mail(3, OWN, MORI)))
    told.take("box", piece(mail(4, OTHER, OWN), mail(5, OTHER, OWN), mail(6, MORI, OWN)))
    told.close("box", is_whole=True)
    [span] = [one for one in told.testimony if isinstance(one, MailboxSpan)]
    [held] = [one for one in told.testimony if isinstance(one, HeldMail)]
    assert (span.mailbox, span.mails, span.sent, span.whole) == (OWN, 6, 1, True)
    assert (span.begins, span.ends) == ("2026-11-01T00:11:00Z", "2026-11-06T00:11:00Z")
    assert (held.mailbox, held.key, held.sent) == (OWN, WANTED, True)


def test_what_somebody_else_wrote_was_not_sent_by_the_mailbox() -> None:
    told = gathered()
    told.take("box", piece(mail(1, MORI, OWN), mail(2, MORI, OWN), mail(3, OTHER, OWN)))
    told.close("box", is_whole=False)
    [span] = [one for one in told.testimony if isinstance(one, MailboxSpan)]
    [held] = [one for one in told.testimony if isinstance(one, HeldMail)]
    assert (span.mailbox, span.sent, span.whole) == (OWN, 0, False)
    assert (held.mailbox, held.sent) == (OWN, False)


def spans() -> Iterator[LogSpan]:
    for number in range(1, 5):
        yield LogSpan(origin=Origin("log", f"log{number}"), software="postfix", begins="", ends="", lines=number)


def test_too_much_is_told_and_whose_a_mailbox_is_is_known_nevertheless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "MOST", 3)
    told = gathered()
    told.take("log", spans())
    told.take("box", piece(mail(1, MORI, OWN)))
    told.close("box", is_whole=True)
    assert [one.mailbox for one in told.testimony if isinstance(one, MailboxSpan)] == [OWN]
    [gap] = told.source().gaps
    assert (gap.reason, gap.wanted) == (Reason.TOO_LARGE, "testimony")
    assert gap.detail.startswith("1 more")


def test_a_run_that_heard_nothing_says_so() -> None:
    [gap] = gathered().source().gaps
    assert (gap.reason, gap.wanted) == (Reason.MISSING, "testimony")


def test_what_could_not_be_heard_of_a_reported_mail_is_a_gap_with_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "fake.eml"
    path.write_bytes(fake("x", fields=("DKIM-Signature: v=1; a=rsa-sha256; d=sakura.example.jp; s=s1; h=from; bh=AAAA; b=AAAA",)))
    firm = replace(FIRM, keys=(SigningKey("sakura.example.jp", "s1", "p=MIIBIjANBgkqhkiG9w0B"),))
    monkeypatch.setitem(sys.modules, "dkim", None)
    found = list(app.check([app.evidence(str(path))], Settings(reraise=True, inquest=Inquest(firm)), jobs=0))
    [gap] = [gap for source in found for gap in source.gaps if gap.wanted == "testimony"]
    assert gap.reason is Reason.UNSUPPORTED
    assert gap.remedy and "dkimpy" in gap.remedy.en and "dkimpy" in gap.remedy.ja
    assert app.knowledge.load().detail(gap.detail).ja.startswith("dkimpyがインストールされていない")


LOOSE, MAILBOXES, LOGS = {"mail", "mail-folder", "single-file"}, {"mbox", "maildir", "thunderbird", "outlook-data", "imap"}, {
    "mail-log", "mail-trace"
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(sources.load()))
def test_loose_mails_were_reported_and_mailboxes_are_the_firms(name: str) -> None:
    """Reported mails come first, then mailboxes, then logs."""
    kind, place = sources.load()[name], app.evidence("place")
    role = Role.REPORTED if name in LOOSE else Role.OURS if name in MAILBOXES else Role.BESIDE
    assert Inquest(FIRM).role(place, kind) is role
    assert Inquest(FIRM).turn(place, kind) == (1 if name in MAILBOXES else 2 if name in LOGS else 0)
    assert Inquest(FIRM, reported=frozenset({"place"})).turn(place, kind) == 0
    assert Inquest(FIRM, ours=frozenset({"place"})).turn(place, kind) == 1
