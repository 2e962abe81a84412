"""The people of every kind of mailbox: the same mails give the same people, however they are kept; what cannot be read is a gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.mail_files import attached, mixed, text
from support.mailboxes.msg_writer import msg
from support.pst_mail import Attached, Person, Written, pst

from mimawari import engine
from mimawari.engine import people as people_of
from mimawari.engine.executors import Lost
from mimawari.engine.gathering import Mailbox, Met, Other, gather
from mimawari.engine.people import Gathered, Gathering, lure_key
from mimawari.model import Datum, Firm, Gap, Reason, Sightings, Tie
from mimawari.sources import Evidence

OURS = "tanaka@midori.example.jp"
FIRM = Firm(domains=("midori.example.jp",))
COMES = f"""Received: from a.example.com by mail.midori.example.jp with ESMTP id 1 for <{OURS}>; Thu, 01 Jan 2026 10:00:00 +0900
From: =?utf-8?b?5bGx55SwIOWkqumDjg==?= <Yamada@Partner.co.jp>
Reply-To: <yamada-reply@partner.co.jp>
To: {OURS}, "Sato, Hanako" <sato@other.co.jp>
Cc: copied@third.co.jp
Date: Thu, 01 Jan 2026 10:00:00 +0900
Message-ID: <1@partner.co.jp>
Subject: x
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

お振込先：みどり銀行 北支店 普通 1234567

From: 鈴木 <suzuki@quoted.co.jp>
Sent: Wednesday, December 31, 2025 9:00 AM
To: 山田
Subject: y

前のメール
""".encode()
GOES = f"""From: 田中 <{OURS}>
To: Yamada <yamada@partner.co.jp>
Bcc: hidden@fourth.co.jp
Date: Sat, 03 Jan 2026 10:00:00 +0900
Message-ID: <2@midori.example.jp>
Subject: order
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Your order number: 12
""".encode()
EXPECTED = {
    "yamada@partner.co.jp": ({Tie.WROTE: 1, Tie.WRITTEN_TO: 1}, {Datum.BANK: 1, Datum.ORDER: 1}),
    "yamada-reply@partner.co.jp": ({Tie.WROTE: 1}, {Datum.BANK: 1}),
    "sato@other.co.jp": ({Tie.COPIED: 1}, {Datum.BANK: 1}),
    "copied@third.co.jp": ({Tie.COPIED: 1}, {Datum.BANK: 1}),
    "suzuki@quoted.co.jp": ({Tie.COPIED: 1}, {Datum.BANK: 1}),
    "hidden@fourth.co.jp": ({Tie.COPIED: 1}, {Datum.ORDER: 1}),
    OURS: ({Tie.COPIED: 1, Tie.WROTE: 1}, {Datum.BANK: 1, Datum.ORDER: 1}),
}
"""What RFC 5322 says of the two mails' headers, and what stands in their texts."""


def mbox(place: Path) -> Path:
    path = place / "Inbox"
    path.write_bytes(b"".join(b"From x Thu Jan  1 00:00:00 2026\n" + mail + b"\n" for mail in (COMES, GOES)))
    return path


def maildir(place: Path) -> Path:
    for name in ("cur", "new", "tmp"):
        (place / "Maildir" / name).mkdir(parents=True)
    (place / "Maildir" / "cur" / "1.a:2,S").write_bytes(COMES)
    (place / "Maildir" / "new" / "2.a").write_bytes(GOES)
    return place / "Maildir"


def files(place: Path) -> Path:
    (place / "mails").mkdir()
    (place / "mails" / "a.eml").write_bytes(COMES)
    (place / "mails" / "b.eml").write_bytes(GOES.replace(b"\n", b"\r\n"))
    return place / "mails"


def outlook_files(place: Path) -> Path:
    (place / "mails").mkdir()
    (place / "mails" / "a.msg").write_bytes(msg(COMES))
    (place / "mails" / "b.msg").write_bytes(msg(GOES))
    return place / "mails"


def outlook_data(place: Path) -> Path:
    path = place / "Outlook.pst"
    came, went = ("\r\n".join(mail.decode().split("\n\n")[0].split("\n")) + "\r\n\r\n" for mail in (COMES, GOES))
    texts = [mail.decode().partition("\n\n")[2].replace("\n", "\r\n") for mail in (COMES, GOES)]
    inbox = Written(subject="x", text=texts[0], headers=came, attached=(Attached("plan.pdf", b"%PDF-"),))
    sent = Written(subject="order", text=texts[1], headers=went, people=(Person("Yamada", "yamada@partner.co.jp"),))
    path.write_bytes(pst({"受信トレイ": [inbox], "送信済みアイテム": [sent]}))
    return path


KINDS: dict[str, Callable[[Path], Path]] = {
    "mbox": mbox, "maildir": maildir, "files": files, "msg": outlook_files, "pst": outlook_data,
}  # fmt: skip


def met(path: Path, gathering: Gathering | None = None) -> list[Met]:
    given = gathering or Gathering(FIRM)
    return list(gather([Evidence(str(path))], engine.Settings(reraise=True), given, engine.Inline()))


def added(found: list[Met]) -> dict[str, Sightings]:
    """By address; what several pieces say is added up by whoever asks."""
    every = [one for each in found if isinstance(each, tuple) for one in each[1].people]
    assert len({one.address for one in every}) == len(every), "the mails lie in one piece"
    return {one.address: one for one in every}


def gaps(found: list[Met]) -> list[Gap]:
    return [gap for each in found if isinstance(each, tuple) for gap in each[1].gaps]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_people_in_every_kind_of_mailbox(kind: str, tmp_path: Path) -> None:
    found = met(KINDS[kind](tmp_path))
    people = added(found)
    told = {
        address: (dict(one.ties), {datum: n for datum, n in one.data if datum is not Datum.ATTACHMENT})
        for address, one in people.items()
    }
    assert told == EXPECTED
    assert (people["yamada@partner.co.jp"].first, people["yamada@partner.co.jp"].last) == ("2026-01-01", "2026-01-03")
    assert dict(people["yamada@partner.co.jp"].names) == {"山田 太郎": 1, "Yamada": 1}
    assert (people["yamada@partner.co.jp"].japanese, people["yamada@partner.co.jp"].other) == (1, 1)
    assert (dict(people["sato@other.co.jp"].data).get(Datum.ATTACHMENT) == 1) == (kind == "pst")
    assert gaps(found) == []
    assert sum(each[1].mails for each in found if isinstance(each, tuple)) == 2
    assert [type(one) for one in found if not isinstance(one, tuple)] == [Mailbox]


def test_without_a_firm_what_was_sent_is_known_by_the_way(tmp_path: Path) -> None:
    assert {address: dict(one.ties) for address, one in added(met(mbox(tmp_path), Gathering())).items()} == {
        address: ties for address, (ties, _) in EXPECTED.items()
    }


@pytest.mark.parametrize("by", ["id", "place"])
def test_who_sent_a_lure_is_reported_and_no_tie(by: str, tmp_path: Path) -> None:
    path = mbox(tmp_path)
    survey = next(one for one in met(path) if isinstance(one, Mailbox)).survey
    key = "<1@partner.co.jp>" if by == "id" else lure_key(survey.source, ("Inbox", "0", "<1@partner.co.jp>"))
    people = added(met(path, Gathering(FIRM, frozenset((key,)))))
    yamada = people["yamada@partner.co.jp"]
    assert (yamada.reported, dict(yamada.ties), dict(yamada.data)) == (1, {Tie.WRITTEN_TO: 1}, {Datum.ORDER: 1})
    assert [name for name, _ in yamada.names] == ["Yamada"], "a name of our own mail to them, and none of the lure"
    assert (people["sato@other.co.jp"].names, people["suzuki@quoted.co.jp"].names) == ((), ())
    assert (people["copied@third.co.jp"].ties, people["copied@third.co.jp"].data) == (((Tie.COPIED, 1),), ())


def boxed(place: Path, *mails: bytes) -> list[Met]:
    path = place / "box"
    path.write_bytes(b"".join(b"From x Thu Jan  1 00:00:00 2026\n" + mail + b"\n" for mail in mails))
    return met(path)


def test_an_attachment_is_counted_and_not_opened(tmp_path: Path) -> None:
    """What is in it would be found as a telephone number."""
    header = f"From: a@x.co.jp\r\nTo: {OURS}\r\nSubject: s\r\nMIME-Version: 1.0\r\n".encode()
    mail = mixed(text("see the file"), attached("a.txt", b"Tel 03-1234-5678"), header=header)
    people = added(boxed(tmp_path, mail))
    assert {address: dict(one.data) for address, one in people.items()} == {
        "a@x.co.jp": {Datum.ATTACHMENT: 1}, OURS: {Datum.ATTACHMENT: 1},
    }  # fmt: skip


def test_people_of_an_attached_mail_are_named(tmp_path: Path) -> None:
    head = f"From: a@x.co.jp\nTo: {OURS}\nReceived: from x by y; Thu, 01 Jan 2026 10:00:00 +0900\nMIME-Version: 1.0\n".encode()
    inner = b"--b\nContent-Type: text/plain\n\nsee below\n--b\nContent-Type: message/rfc822\n\nFrom: inner@z.co.jp\nTo: q@z.co.jp\n"
    mail = head + b'Content-Type: multipart/mixed; boundary="b"\n\n' + inner + b"Subject: s\n\nbody\n--b--\n"
    people = added(boxed(tmp_path, mail))
    assert {address: dict(one.ties) for address, one in people.items() if address.endswith("z.co.jp")} == {
        "inner@z.co.jp": {Tie.COPIED: 1}, "q@z.co.jp": {Tie.COPIED: 1},
    }  # fmt: skip


@pytest.mark.parametrize(
    "field", ["List-Post: <mailto:users@lists.x.org>", "List-Id: Users <users.lists.x.org>", "X-BeenThere: users@lists.x.org",
              "Mailing-List: list users@lists.x.org; contact a"],
)  # fmt: skip
def test_the_address_of_a_mailing_list(field: str, tmp_path: Path) -> None:
    mail = f"From: a@x.co.jp\nTo: users@lists.x.org\n{field}\nDate: Thu, 01 Jan 2026 10:00:00 +0900\nSubject: s\n\nbody\n"
    people = added(boxed(tmp_path, mail.encode()))
    assert {address: one.listed for address, one in people.items()} == {"a@x.co.jp": 0, "users@lists.x.org": 1}
    assert people["a@x.co.jp"].bulk == 0


def test_a_locked_mail_is_a_gap_and_its_people_count(tmp_path: Path) -> None:
    locked = COMES.partition(b"\n\n")[0] + b"\n\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n"
    found = boxed(tmp_path, locked)
    assert "sato@other.co.jp" in added(found)
    assert [(gap.reason, gap.wanted) for gap in gaps(found)] == [(Reason.ENCRYPTED, "people")]
    assert gaps(found)[0].remedy is not None


def test_of_many_alike_some_gaps_are_told_and_all_are_counted(tmp_path: Path) -> None:
    cut = b"From: a@x.co.jp\nTo: b@x.co.jp\nSubject: cut"
    (tmp_path / "mails").mkdir()
    for number in range(30):
        (tmp_path / "mails" / f"{number}.eml").write_bytes(cut)
    told = gaps(met(tmp_path / "mails"))
    assert len(told) == people_of.MOST_GAPS + 1
    assert told[-1].detail == "10 more mails could not be read"


def test_a_data_file_of_outlook_that_is_cut_off_has_gaps(tmp_path: Path) -> None:
    path = outlook_data(tmp_path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert gaps(met(path))


def test_what_is_no_mailbox_is_told_as_that(tmp_path: Path) -> None:
    (tmp_path / "empty.mbox").write_bytes(b"")
    (found,) = met(tmp_path / "empty.mbox")
    assert isinstance(found, Other)
    (gone,) = met(tmp_path / "gone.mbox")
    assert isinstance(gone, Other)
    assert [gap.reason for gap in gone.gaps] == [Reason.MISSING]


class Failing:
    """Loses the task of a whole piece, and of one of its mails."""

    def __init__(self) -> None:
        self._inline = engine.Inline()

    def submit(self, tag: object, task: Callable[..., object], *given: object, size: int = 0) -> None:
        work = tag[1] if isinstance(tag, tuple) else None
        is_lost = task is people_of.people_piece and work is not None and (not work.again or "0" in work.again[0])
        self._inline.submit(tag, _lost if is_lost else task, *given, size=size)

    def results(self) -> Iterator[tuple[object, object]]:
        return self._inline.results()


def _lost(*_: object) -> Lost:
    return Lost(Reason.TIMED_OUT, "more than 900 s")


def test_a_lost_piece_loses_only_the_mail_that_is_at_fault(tmp_path: Path) -> None:
    found = list(gather([Evidence(str(mbox(tmp_path)))], engine.Settings(reraise=True), Gathering(FIRM), Failing()))
    assert set(added(found)) == {OURS, "yamada@partner.co.jp", "hidden@fourth.co.jp"}
    (gap,) = gaps(found)
    assert (gap.reason, gap.wanted, "<1@partner.co.jp>" in gap.origin.path) == (Reason.TIMED_OUT, "people", True)


def test_real_workers_give_the_same(tmp_path: Path) -> None:
    with engine.Pool(1, engine.Limits()) as pool:
        found = list(gather([Evidence(str(mbox(tmp_path)))], engine.Settings(), Gathering(FIRM), pool))
    assert set(added(found)) == set(EXPECTED)


def test_more_addresses_than_are_kept_are_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_of, "MOST_PEOPLE", 3)
    found = met(mbox(tmp_path))
    assert len(added(found)) == 3
    assert [gap.reason for gap in gaps(found)] == [Reason.TOO_LARGE]


def test_no_text_is_in_what_a_worker_gives(tmp_path: Path) -> None:
    for each in met(mbox(tmp_path)):
        if isinstance(each, tuple) and isinstance(each[1], Gathered):
            assert "1234567" not in repr(each)
            assert "前のメール" not in repr(each)
