"""A mailbox file as a source: pieces that lose no mail and tell none twice, places that lead back, gaps for what is not read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from support import public_data
from support.mail_looking import Looked, recognised
from support.mbox_files import DIALECTS, mail, written

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import Blob, Gap, Item, Level, Reason
from mimawari.sources import Evidence, mbox
from mimawari.sources.mail import sharing, telling

MAILS = [mail(number, "x" * (number * 37 % 400)) for number in range(60)]


@pytest.fixture
def box(tmp_path: Path) -> Path:
    path = tmp_path / "受信トレイ"
    path.write_bytes(written(MAILS, "mboxrd").data)
    return path


@pytest.mark.parametrize("size", [1, 100, 1000, 5000, 10**6])
@pytest.mark.parametrize("dialect", ["mboxrd", "mboxcl2", "thunderbird-bare", "mmdf"])
def test_no_mail_is_lost_or_told_twice_whatever_the_pieces(
    size: int, dialect: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "BYTES", size)
    monkeypatch.setattr(sharing, "PIECES", 10**9)
    made = written(MAILS, dialect)
    path = tmp_path / "box"
    path.write_bytes(made.data)
    found = Looked(mbox.KIND, path)
    assert found.ways == [("box", str(place), f"<{number}@example.com>") for number, place in enumerate(made.places)]
    assert [found.content(way).rstrip() for way in found.ways] == [one.rstrip() for one in made.mails]
    assert found.told == []
    keys = [piece.key for piece in found.survey.pieces]
    assert len(keys) == (60 if size == 1 else len(set(keys)))
    assert (len(keys) == 1) == (size == 10**6)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_is_recognised_by_content(dialect: str, tmp_path: Path) -> None:
    path = tmp_path / "dialect.txt"
    path.write_bytes(written(MAILS[:3], dialect).data)
    assert recognised(Evidence(str(path))) == "mbox"


def test_a_mail_is_no_mailbox(tmp_path: Path) -> None:
    path = tmp_path / "Inbox"
    path.write_bytes(mail(1))
    assert recognised(Evidence(str(path))) == "mail"


def test_a_blob_is_a_mail_without_the_separator(box: Path) -> None:
    blob = Looked(mbox.KIND, box).blobs[3]
    assert (blob.name, blob.media_type) == ("mail.eml", "message/rfc822")
    with blob.content.open() as stream:
        assert stream.read(5) == b"From:"
    assert blob.content.size < 1000


def test_mails_are_given_once_more(box: Path) -> None:
    found = Looked(mbox.KIND, box)
    wanted = [found.ways[5], found.ways[59], found.ways[0]]
    assert sorted(found.again(wanted)) == sorted(wanted)
    below = Looked(mbox.KIND, box.parent, box.name)
    assert below.ways[0] == (box.name, box.name, "0", "<0@example.com>")
    assert below.again([below.ways[7]]) == [below.ways[7]]


def test_a_mailbox_that_changed_is_a_gap(box: Path) -> None:
    found = Looked(mbox.KIND, box)
    box.write_bytes(written([mail(99, "y" * 5000)], "mboxrd").data)
    assert found.kind.reopen is not None
    (gap,) = found.kind.reopen(found.evidence, found.survey, (found.ways[5],))
    assert isinstance(gap, Gap)
    assert (gap.origin.path, gap.reason) == (found.ways[5][:2], Reason.CORRUPT)
    assert gap.detail == "no mail begins at this place any more"


def test_the_same_content_is_the_same_source_wherever_it_lies(box: Path, tmp_path: Path) -> None:
    other = tmp_path / "copy"
    other.write_bytes(box.read_bytes())
    assert mbox.survey(Evidence(str(other))).source == mbox.survey(Evidence(str(box))).source
    other.write_bytes(box.read_bytes() + b"\n")
    assert mbox.survey(Evidence(str(other))).source != mbox.survey(Evidence(str(box))).source


def test_a_mail_that_is_too_large_is_a_gap_and_the_others_are_looked_at(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "LARGEST", 450)
    found = Looked(mbox.KIND, box)
    assert 0 < len(found.gaps) < 60
    assert len(found.blobs) == 60
    large = {gap.origin.path for gap in found.gaps}
    assert {blob.origin.path for blob in found.blobs if blob.content.size > 450} == large
    monkeypatch.setattr(telling, "FIRST", 300)
    assert {blob.origin.path for blob in Looked(mbox.KIND, box).blobs if blob.content.size == 300} >= large
    assert {(reason, detail) for _, reason, detail in found.told} == {("too-large", "a mail of more than 0 MiB")}
    assert {gap.wanted for gap in found.gaps} == {"message"}


def test_a_mailbox_that_gets_shorter_after_the_survey_is_a_gap(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MAILS", 10)
    evidence = Evidence(str(box))
    found = mbox.survey(evidence)
    first = [one for one in mbox.look(evidence, found, found.pieces[0].key) if isinstance(one, Blob)]
    os.truncate(box, int(first[5].origin.path[1]))
    for piece in found.pieces:
        gaps = [one for one in mbox.look(evidence, found, piece.key) if isinstance(one, Gap)]
        assert [gap.detail for gap in gaps] == ["no mail begins at this place any more"]
    assert len(found.pieces) == 6


def test_what_comes_before_the_first_mail_is_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes(written(MAILS[:2], "mboxo", before=b"QUJD\n--b--\n\n").data)
    found = Looked(mbox.KIND, path)
    assert found.told == [(("box", "0"), "corrupt", "a mailbox that begins in the middle of a mail")]
    assert len(found.blobs) == 2


def test_attachments_that_becky_keeps_elsewhere_are_gaps(tmp_path: Path) -> None:
    path = tmp_path / "1.bmf"
    mails = [mail(1), mail(2, "text\nX-Becky-Include: 3fa1\\見積書.doc"), mail(3)]
    path.write_bytes(b"".join(one + b".\n" for one in mails))
    assert recognised(Evidence(str(path))) == "mbox"
    found = Looked(mbox.KIND, path)
    assert [way[-1] for way in found.ways] == ["<1@example.com>", "<2@example.com>", "<3@example.com>"]
    assert [(way[-1], *told) for way, *told in found.told] == [("<2@example.com>", "missing", "an attachment that lies elsewhere")]


def test_pieces_are_few_however_large_the_mailbox() -> None:
    begins = sharing.Borders(10**12)
    assert sum(begins.begins(at) for at in range(0, 10**12, 10**7)) <= sharing.PIECES
    begins = sharing.Borders(10**6)
    assert sum(begins.begins(at) for at in range(0, 10**6, 500)) == 6


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="only for users that can be denied something")
def test_a_file_that_may_not_be_read_is_not_recognised(box: Path) -> None:
    box.chmod(0)
    assert not mbox.recognises(Evidence(str(box)))


def test_the_engine_tells_each_mail_once(box: Path) -> None:
    told: list[Item] = []
    (source,) = app.check([Evidence(str(box))], Settings(reraise=True), jobs=0, told=told.append)
    assert (source.kind, source.looked_at["message"]) == ("mbox", 60)
    assert {item.letter.subject for item in told} == {f"mail {number}" for number in range(60)}
    assert len(told) == 60
    assert app.level_of(source) is Level.NO_SIGN


def test_public_mailboxes() -> None:
    """How many mails there are was counted by eye."""
    expected = {"complex.mbox": 3, "headers.mbox": 1, "multiline.mbox": 1, "testMBOX_complex.mbox": 1, "single_mail.mbox": 1}
    found = {name.rsplit("/", 1)[1]: path for name, path in public_data.labelled("mail_benign").items()}
    for name, count in expected.items():
        looked = Looked(mbox.KIND, found[name])
        assert (name, len(looked.blobs), looked.gaps) == (name, count, [])
