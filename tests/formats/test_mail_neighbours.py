"""Passwords in the other mails of a thread: above, below and beside the archive; bounded, and nothing of it is reported."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inside import Inside, inside
from support.mail_files import attached, mixed, raw, reply, text
from support.office.ole_writer import compound_file

from mimawari.formats.mail.neighbours import DEPTH, MAILS, PASSWORDS
from mimawari.formats.message import FORMAT
from mimawari.formats.msg import FORMAT as MSG
from mimawari.model import Message

ZIP = attached('"a.zip"', b"PK\5\6" + bytes(18))
NAMES_IT = raw("From: b@example.com", "Subject: Re: x", "", "解凍パスワード：hanako22")


def mail_part(mail: bytes, name: str = "") -> bytes:
    """A part of :func:`mixed` that is a mail."""
    named = f'\r\nContent-Disposition: attachment; filename="{name}"' if name else ""
    return f"Content-Type: message/rfc822{named}\r\n\r\n".encode() + mail


def forwarded(mail: bytes, depth: int) -> bytes:
    for number in range(depth):
        mail = mixed(text("転送します。"), mail_part(mail), boundary=f"f{number}")
    return mail


def passwords(found: Inside, name: str = "a.zip") -> tuple[str, ...]:
    (blob,) = [blob for blob in found.blobs if blob.name == name]
    return blob.passwords


@pytest.mark.parametrize(
    "part",
    [
        mail_part(NAMES_IT),
        mail_part(forwarded(NAMES_IT, DEPTH - 1)),
        attached('"mail.eml"', NAMES_IT),
        b'Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: attachment; filename="pw.txt"\r\n\r\n'
        + "パスワード: hanako22".encode(),
    ],
    ids=["attached", "deep", "eml", "note"],
)
def test_what_is_attached_names_the_password_of_an_archive_beside_it(part: bytes) -> None:
    assert passwords(inside(FORMAT, mixed(text("お送りします。"), ZIP, part)))[0] == "hanako22"


def test_a_sibling_gets_the_password_and_its_own_come_first() -> None:
    found = inside(FORMAT, mixed(text("転送します。"), mail_part(reply("4432"), "1.eml"), mail_part(NAMES_IT, "2.eml")))
    (first, _) = found.blobs
    inner = next(inside(FORMAT, reply("4432"), passwords=first.passwords).blobs.__iter__())
    assert inner.passwords[0] == "4432"
    assert "hanako22" in inner.passwords


def test_an_own_password_comes_before_that_of_a_neighbour() -> None:
    found = passwords(inside(FORMAT, mixed(text("パスワード: 4432"), ZIP, mail_part(NAMES_IT))))
    assert found.index("4432") < found.index("hanako22")


def test_nothing_of_the_neighbours_is_told_by_the_mail_itself() -> None:
    found = inside(FORMAT, mixed(text("x"), ZIP, mail_part(NAMES_IT)))
    assert len(found.all(Message)) == 1
    assert found.gaps == []
    assert "hanako22" not in found.one(Message).text


def test_a_mail_without_any_inside_asks_nobody() -> None:
    assert passwords(inside(FORMAT, mixed(text("お送りします。"), ZIP))) == ()


def test_beyond_the_depth_nothing_is_read() -> None:
    assert passwords(inside(FORMAT, mixed(text("x"), ZIP, mail_part(forwarded(NAMES_IT, DEPTH))))) == ()


def test_mails_and_passwords_are_limited() -> None:
    many = [mail_part(raw("From: b@example.com", "Subject: x", "", f"パスワード: ab{number:03}")) for number in range(MAILS + 20)]
    found = passwords(inside(FORMAT, mixed(text("x"), ZIP, *many)))
    assert 0 < len(found) <= PASSWORDS
    assert f"ab{MAILS + 5:03}" not in found


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), b"\x00" * 5000])
def test_a_broken_neighbour_leaves_the_mail_as_it_is(data: bytes) -> None:
    whole = inside(FORMAT, mixed(text("パスワード: 4432"), ZIP, attached('"x.msg"', data), attached('"x.eml"', data)))
    assert passwords(whole)[0] == "4432"
    assert whole.one(Message).attachments == ("a.zip", "x.msg", "x.eml")


def outlook(body: str, inner: bytes = b"", at: str = "") -> dict[str, bytes]:
    """The streams of a message; *inner* is a file attached to it (MS-OXMSG 2.2)."""
    streams = {f"{at}__substg1.0_0037001F": "Re: x".encode("utf-16-le"), f"{at}__substg1.0_1000001F": body.encode("utf-16-le"),
               f"{at}__properties_version1.0": bytes(32)}  # fmt: skip
    if inner:
        place = f"{at}__attach_version1.0_#00000000/"
        name = ("a.zip" if inner[:2] == b"PK" else "m.eml").encode("utf-16-le")
        streams |= {
            f"{place}__properties_version1.0": bytes(8),
            f"{place}__substg1.0_3707001F": name,
            f"{place}__substg1.0_37010102": inner,
        }
    return streams


def with_message(streams: dict[str, bytes], body: str) -> bytes:
    """A message of Outlook with another one attached."""
    place = "__attach_version1.0_#00000001/"
    inner = outlook(body, at=f"{place}__substg1.0_3701000D/")
    return compound_file({**streams, f"{place}__properties_version1.0": bytes(8), **inner})


def test_a_message_in_a_message_of_outlook_names_it() -> None:
    found = inside(MSG, with_message(outlook("お送りします。", b"PK\5\6" + bytes(18)), "解凍パスワード：hanako22"))
    assert passwords(found)[0] == "hanako22"
    assert len(found.all(Message)) == 2


def test_outlook_and_plain_mails_in_each_other() -> None:
    whole = compound_file(outlook("お送りします。", NAMES_IT))
    assert "hanako22" in inside(MSG, whole).blobs[0].passwords
    mail = mixed(text("x"), ZIP, attached('"x.msg"', compound_file(outlook("解凍パスワード：hanako22"))))
    assert passwords(inside(FORMAT, mail))[0] == "hanako22"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.integers(0, 1 << 20), st.integers(0, 255))
def test_spoiled_mails_never_raise_anything_but_bad_evidence(place: int, byte: int) -> None:
    outer = bytearray(mixed(text("x"), ZIP, mail_part(forwarded(NAMES_IT, 2)), boundary="b9"))
    outer[place % len(outer)] = byte
    inside(FORMAT, bytes(outer))
    letter = bytearray(with_message(outlook("x", b"PK\5\6" + bytes(18)), "解凍パスワード：hanako22"))
    letter[place % len(letter)] = byte
    inside(MSG, bytes(letter))
    inside(MSG, bytes(letter[: place % len(letter)]))
