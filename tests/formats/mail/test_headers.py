"""Encoded words and parameters as Japanese mail has them: made with Python's codecs, then broken as senders do."""

from __future__ import annotations

import base64
import email
import email.errors
import email.policy
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.public_data import labelled

from mimawari.formats.mail.encoded_words import readable
from mimawari.formats.mail.headers import parameters, read

TEXT = "請求書です"
UTF, SJIS, JIS = TEXT.encode(), TEXT.encode("cp932"), TEXT.encode("iso-2022-jp")


def word(data: bytes, label: str, form: str = "B") -> bytes:
    text = base64.b64encode(data) if form in "Bb" else b"".join(b"=%02X" % byte for byte in data)
    return f"=?{label}?{form}?".encode() + text + b"?="


@pytest.mark.parametrize(
    "raw",
    [
        word(UTF, "utf-8"), word(UTF, "UTF-8", "Q"), word(UTF, "utf-8", "b"), word(SJIS, "Shift_JIS"), word(SJIS, "x-sjis-jp"),
        word(SJIS, "Windows-31J"), word(SJIS, "MS932"), word(JIS, "ISO-2022-JP"), word(JIS, "csISO2022JP"),
        word(TEXT.encode("euc_jp"), "EUC-JP"), word(TEXT.encode("utf-7"), "utf-7"), word(UTF, "utf-8*ja"),
        # What the label says is not so.
        word(UTF, "iso-2022-jp"), word(JIS, "utf-8"), word(UTF, "shift_jis"), word(SJIS, "utf-8"), word(SJIS, "iso-2022-jp"),
        word(UTF, "us-ascii"), word(UTF, "iso-8859-1"), word(SJIS, "foo"),
        # Nothing says what it is.
        UTF, SJIS, JIS, TEXT.encode("euc_jp"),
        # Cut within a character, within four characters of base64, within a run of JIS; with and without a space between.
        word(UTF[:4], "utf-8") + b" " + word(UTF[4:], "UTF-8"), word(UTF[:4], "utf-8") + b"\r\n\t" + word(UTF[4:], "utf-8", "Q"),
        b"=?utf-8?B?" + base64.b64encode(UTF)[:5] + b"?= =?utf-8?B?" + base64.b64encode(UTF)[5:] + b"?=",
        word(JIS[:7], "iso-2022-jp") + b" " + word(JIS[7:], "iso-2022-jp"), word(UTF[:6], "utf-8") + word(UTF[6:], "utf-8"),
        word(JIS[:7], "iso-2022-jp") + b" " + word(b"\x1b$B" + JIS[7:], "ISO-2022-JP"),
        b"=?utf-8?B?" + base64.b64encode(UTF)[:8] + b" " + base64.b64encode(UTF)[8:] + b"?=",
        b"=?utf-8?B?" + base64.b64encode(UTF).rstrip(b"=") + b"?=",
    ],
)  # fmt: skip
def test_one_text_in_every_dress(raw: bytes) -> None:
    assert readable(raw) == TEXT


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (word("①㈱髙橋ｶﾅ～".encode("cp932"), "shift_jis"), "①㈱髙橋ｶﾅ～"),
        # NEC's row 13 and half-width katakana, which CP50221 adds to ISO-2022-JP.
        (word(b"\x1b$B-!-j;3ED\x1b(B", "iso-2022-jp"), "①㈱山田"),
        (word(b"\x1b(I654\x1b(B", "iso-2022-jp"), "ｶｵｴ"),
        (b"Re: " + word(UTF, "utf-8") + b" (1)", f"Re: {TEXT} (1)"),
        (word(b"a", "utf-8") + b" x " + word(b"b", "utf-8"), "a x b"),
        (word(b"a", "utf-8") + b" " + word("é".encode("latin-1"), "iso-8859-1"), "aé"),
        (b"=?utf-8?Q?what?_=E8=AB=8B?=", "what? 請"),
        (b"=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        (b"=?utf-8?Q?a b_c?=", "a b c"),
        (word(word(UTF, "utf-8"), "utf-8"), word(UTF, "utf-8").decode()),
        ("請求 ".encode("cp932") + word(UTF, "utf-8"), f"請求 {TEXT}"),
        (b"=?utf-8?B?6KuL", "=?utf-8?B?6KuL"),
        (b"a =? b ?= c", "a =? b ?= c"),
        (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        (b"=?utf-8?B??=", ""),
    ],
)
def test_words(raw: bytes, text: str) -> None:
    assert readable(raw) == text


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b"filename*=UTF-8''%E8%AB%8B%E6%B1%82.zip", "請求.zip"),
        (b"filename*=%E8%AB%8B%E6%B1%82.zip", "請求.zip"),
        (b"filename*=\"UTF-8''%E8%AB%8B%E6%B1%82.zip\"", "請求.zip"),
        (b"filename*=Shift_JIS'ja'%90%BF%8B%81.zip", "請求.zip"),
        (b"filename*=ISO-2022-JP''%1B%24B%40A5a%1B%28B.zip", "請求.zip"),
        (b"filename*0*=UTF-8''%E8%AB; filename*1*=%8B%E6; filename*2*=%B1%82.zip", "請求.zip"),
        (b"filename*0*=UTF-8''%E8%AB%8; filename*1*=B%E6%B1%82.zip", "請求.zip"),
        (b"filename*2*=%82.zip; filename*0*=UTF-8''%E8%AB; filename*1*=%8B%E6%B1", "請求.zip"),
        (b"filename*0*=UTF-8''%E8%AB%8B%E6%B1%82; filename*1=\".zip\"", "請求.zip"),
        (b'filename*0="=?utf-8?B?6KuL5rGC"; filename*1="?=.zip"', "請求.zip"),
        (b"filename=\"x.zip\"; filename*=UTF-8''%E8%AB%8B%E6%B1%82.zip", "請求.zip"),
        (b'filename="=?utf-8?B?6KuL?=\r\n =?utf-8?B?5rGC?=.zip"', "請求.zip"),
        (b"filename==?utf-8?B?6KuL?= =?utf-8?B?5rGC?=.zip", "請求.zip"),
        (b'filename="=?utf-8?B?6Ks=?= =?utf-8?B?i+axgg==?=.zip"', "請求.zip"),
        (b'filename="=?ISO-2022-JP?B?GyRCQEE1YRsoQg==?=.zip"', "請求.zip"),
        ('filename="請求.zip"'.encode("iso-2022-jp"), "請求.zip"),
        # A quote is a byte of these in ISO-2022-JP, a backslash in Shift_JIS.
        ('filename="「表」.zip"'.encode("iso-2022-jp"), "「表」.zip"),
        ('filename="表示.zip"'.encode("cp932"), "表示.zip"),
        ('filename="一覧表"; size=3'.encode("cp932"), "一覧表"),
        ("filename=請求.zip".encode(), "請求.zip"),
        (b'filename="%E8%AB%8B.zip"', "%E8%AB%8B.zip"),
    ],
)
def test_file_names(value: bytes, name: str) -> None:
    assert parameters(b"attachment; " + value)["filename"] == name


def test_the_line_of_a_mailbox_is_kept_apart() -> None:
    headers = read(b"\xef\xbb\xbf\r\nFrom a@example.com Thu Mar  3 11:22:33 2022\r\nSubject: x\r\n\r\n")
    assert (headers.envelope, headers.text("subject")) == (b"From a@example.com Thu Mar  3 11:22:33 2022", "x")
    assert read(b"Subject: x\r\n\r\n").envelope == b""


def test_a_line_that_is_no_field_does_not_hide_those_behind_it() -> None:
    header = b"Received: from a by b\r\nquite Delivered-To: x\r\nSubject: y\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n"
    assert read(header).text("subject") == "y"
    assert read(header).parameter("boundary") == "z"
    assert read(header).length == len(header)
    # Where no field follows, the text begins; as it does where there was no field at all.
    assert read(b"Subject: y\r\nhello there\r\nyou\r\n").length == len(b"Subject: y\r\n")
    assert read(b"hello there\r\nSubject: y\r\n\r\n").fields == {}


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(st.sampled_from("請求書①㈱髙橋ｶﾅ～－é😀 a?=_\"'<>"), min_size=1, max_size=30), st.integers(0, 40))
def test_any_text_comes_back_however_its_words_are_cut(text: str, at: int) -> None:
    data = text.encode()
    assert readable(word(data[:at], "utf-8") + b" " + word(data[at:], "utf-8")) == text
    coded = base64.b64encode(data)
    assert readable(b"=?utf-8?B?" + coded[:at] + b"?=\r\n =?utf-8?B?" + coded[at:] + b"?=") == text


@pytest.mark.parametrize("label", ["mail_benign", "mail_bounce"])
def test_subjects_are_those_that_the_standard_library_reads(label: str) -> None:
    compared = 0
    for name, path in labelled(label).items():
        data = path.read_bytes()[: 1 << 20]
        if path.suffix != ".eml" or b"\n" not in data:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mail = email.message_from_bytes(data, policy=email.policy.default)
            theirs = str(mail["subject"] or "")
        ours = read(data).text("subject")
        # Raw bytes it leaves in surrogates; words that are cut within a character, or cut off, it gives as they are; a line that is
        # no field ends its header.
        broken = any(isinstance(one, email.errors.MissingHeaderBodySeparatorDefect) for one in mail.defects)
        fair = not broken and theirs.isprintable() and "\ufffd" not in theirs + ours and "=?" not in theirs + ours
        assert not fair or "".join(ours.split()) == "".join(theirs.split()), name
        compared += fair
    assert compared > 250
