"""Outlook's messages: the public ones, as Outlook shows them; truncated and flipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import inside, recognises
from support.office.ole_writer import compound_file
from support.outlook_rtf import HELLO, plain
from support.public_data import labelled

from mimawari.formats.msg import FORMAT
from mimawari.model import Message
from mimawari.trees.outlook_rtf import MOST


def public(name: str) -> bytes:
    return labelled("mail_benign")[name].read_bytes()


@pytest.mark.parametrize(
    ("name", "subject", "sender", "date", "files"),
    [
        ("tika/testMSG.msg", "MIME registry use cases", "Jukka Zitting <jukka.zitting@gmail.com>", "2009-01-29T19:16:40Z", ()),
        ("tika/testMSG_att_doc.msg", "test pièce jointe 1", "Nicolas1 23456 <nicolas1.23456@free.fr>", "2009-04-22T14:36:33Z",
         ("test-unicode.doc", "pj1.txt")),
        ("msgreader/contactUnicode.msg", "コム ドット イグザンプル 殿", "xmailuser <xmailuser@xmailserver.test>",
         "2022-07-20T17:36:38Z", ()),
    ],
)  # fmt: skip
def test_what_a_message_says(name: str, subject: str, sender: str, date: str, files: tuple[str, ...]) -> None:
    found = inside(FORMAT, public(name))
    mail = found.one(Message)
    assert (mail.subject, mail.sender, mail.date, mail.attachments) == (subject, sender, date, files)
    assert [blob.name for blob in found.blobs if blob.name not in ("body.html", "body.rtf")] == list(files)


def test_a_message_in_a_message() -> None:
    found = inside(FORMAT, public("tika/testMSG_att_msg.msg"))
    assert [mail.subject for mail in found.all(Message)] == ["test email", "Test Attachment"]
    assert found.all(Message)[1].origin.path == ("Test Attachment",)
    assert found.all(Message)[1].within == ("msg",)
    assert [blob.content.size for blob in found.blobs] == [13539]


def test_every_public_message_is_known() -> None:
    known: list[Path] = [path for path in labelled("mail_benign").values() if path.suffix == ".msg"]
    assert len(known) > 30
    for path in known:
        assert recognises(FORMAT, path.read_bytes(), path.name)
        assert inside(FORMAT, path.read_bytes(), path.name).all(Message)


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"Subject: x"])
def test_what_is_none(data: bytes) -> None:
    assert not recognises(FORMAT, data)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.integers(0, 1 << 20), st.integers(0, 255), st.booleans())
def test_flipped_and_cut_messages_are_read(at: int, value: int, cut: bool) -> None:
    data = bytearray(public("tika/testMSG_att_doc.msg"))
    data[at % len(data)] = value
    inside(FORMAT, bytes(data[: at % len(data)]) if cut else bytes(data))


def only_rtf(packed: bytes) -> bytes:
    """A message whose text is there as RTF only."""
    names = {0x001A: "IPM.Note", 0x0037: "rtf"}
    texts = {f"__substg1.0_{number:04X}001F": value.encode("utf-16-le") for number, value in names.items()}
    return compound_file(texts | {"__substg1.0_10090102": packed, "__properties_version1.0": bytes(32)})


def test_a_text_that_is_there_as_rtf_only() -> None:
    found = inside(FORMAT, only_rtf(HELLO))
    assert found.one(Message).text == "hello world"
    assert [blob.name for blob in found.blobs] == ["body.rtf"]
    assert found.gaps == []


def test_a_damaged_rtf_is_a_gap() -> None:
    found = inside(FORMAT, only_rtf(b"LZFu" * 3))
    assert found.gaps == [("corrupt", "the text of an Outlook message is damaged")]


def test_a_very_long_rtf_is_read_as_far_as_is_told() -> None:
    found = inside(FORMAT, only_rtf(plain(b"{\\rtf1 " + b"x" * MOST + b"}")))
    assert found.gaps == [("too-large", "a very long text of a mail was not read to its end")]
    assert found.one(Message).text.startswith("xxx")
