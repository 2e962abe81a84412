"""People in headers: RFC 5322's own examples, what mail programs in Japan send, what Emotet sent, and broken ones."""

from __future__ import annotations

import email
import email.policy
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.public_data import labelled

from mimawari.formats.mail.facts import author, named
from mimawari.formats.mail.headers import read
from mimawari.formats.mail.people import people


def pairs(raw: bytes) -> list[tuple[str, str]]:
    return [(one.name, one.address) for one in people(raw)]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        # RFC 5322 appendix A, and A.5 with its comments.
        (b'"Joe Q. Public" <john.q.public@example.com>', [("Joe Q. Public", "john.q.public@example.com")]),
        (b'<boss@nil.test>, "Giant; \\"Big\\" Box" <sysservices@example.net>',
         [("", "boss@nil.test"), ('Giant; "Big" Box', "sysservices@example.net")]),
        (b"A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;",
         [("Ed Jones", "c@a.test"), ("", "joe@where.test"), ("John", "jdoe@one.test")]),
        (b"Undisclosed recipients:;", []),
        (b"(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;", []),
        (b"Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", [("Pete(A nice \\) chap)", "pete@silly.test")]),
        (b"Mary Smith <@node.test:mary@example.net>", [("Mary Smith", "mary@example.net")]),
    ],
)  # fmt: skip
def test_the_examples_of_the_standard(raw: bytes, found: list[tuple[str, str]]) -> None:
    assert pairs(raw) == found


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ('"山田, 太郎" <a@example.jp>'.encode(), "山田, 太郎"),
        ("山田太郎 <a@example.jp>".encode("iso-2022-jp"), "山田太郎"),
        # In ISO-2022-JP the bytes of these are quotes, commas and angle brackets.
        ("「山」、（表）＜亜＞ <a@example.jp>".encode("iso-2022-jp"), "山」、（表）＜亜＞"),
        # The second byte of these is a backslash in Shift_JIS.
        ('"ソ能表 予十" <a@example.jp>'.encode("cp932"), "ソ能表 予十"),
        ("髙橋①㈱ <a@example.jp>".encode("cp932"), "髙橋①㈱"),
        (b"=?utf-8?B?5bGx55Sw?= =?utf-8?B?5aSq6YOO?= <a@example.jp>", "山田太郎"),
        (b'"=?utf-8?B?5bGx55Sw?=" <a@example.jp>', "山田"),
        (b"=?utf-8?Q?Yamada,_Taro?= <a@example.jp>", "Yamada, Taro"),
        (b"=?UTF-8?B?IlRhcm8gWWFtYWRhIg==?= <a@example.jp>", "Taro Yamada"),
        (b"=?ISO-2022-JP?B?GyRCOzNFRBsoQg==?= =?ISO-2022-JP?B?GyRCQkBPOhsoQg==?= <a@example.jp>", "山田太郎"),
        (b"=?utf-8?q?Taro_=3Cvictim=40example=2Ecom=3E?= <a@example.jp>", "Taro <victim@example.com>"),
        ("ã\x81\x82ã\x81\x84 <a@example.jp>".encode(), "あい"),
        (b"Yamada, Taro <a@example.jp>", "Yamada, Taro"),
        (b"'Taro' <a@example.jp>", "Taro"),
        (b"\"'bob@example.com' via Group\" <a@example.jp>", "'bob@example.com' via Group"),
        (b"Taro Yamada (Sales) <a@example.jp>", "Taro Yamada (Sales)"),
        (b"a@example.jp (Taro Yamada)", "Taro Yamada"),
        (b"Taro a@example.jp", "Taro"),
        (b"Taro<a@example.jp>", "Taro"),
        (b"Re: Taro <a@example.jp>", "Re: Taro"),
        (b"Taro <mailto:a@example.jp>", "Taro"),
        (b"Taro @ Work <A@EXAMPLE.JP>", "Taro @ Work"),
        (b"=?utf-8?B?VGFybyA8YUBleGFtcGxlLmpwPg==?=", "Taro"),
        (b'"a@example.jp"', ""),
        (b'"" <a@example.jp>', ""),
    ],
)  # fmt: skip
def test_names_as_they_are_read(raw: bytes, name: str) -> None:
    assert pairs(raw) == [(name, "a@example.jp")]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b'""Taro Yamada"" <a@example.com>', "Taro Yamada"),
        (b'"Taro victim@example.jp" <a@example.com>', "Taro victim@example.jp"),
        (b"<victim@example.jp> <a@example.com>", "<victim@example.jp>"),
        (b'"Taro" <victim@example.jp> <a@example.com>', "Taro <victim@example.jp>"),
        (b"victim@example.jp <a@example.com>", "victim@example.jp"),
        (b"victim@example.jp, <a@example.com>", None),
        (b'"victim@example.jp <a@example.com>', '"victim@example.jp'),
        (b'"Taro, victim@example.jp" <a@example.com>', "Taro, victim@example.jp"),
    ],
)
def test_the_address_in_angle_brackets_is_never_lost(raw: bytes, name: str | None) -> None:
    found = pairs(raw)
    assert found[-1][1] == "a@example.com"
    assert name is None or found[-1][0].lstrip('"') == name.lstrip('"')


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"a@example.com; b@example.com; C <c@example.com>", ["a@example.com", "b@example.com", "c@example.com"]),
        (b'"No End" <a@example.com, b@example.com,, c@example.com', ["a@example.com", "b@example.com", "c@example.com"]),
        (b", a@example.com, ", ["a@example.com"]),
        (b"a@[192.0.2.1]", ["a@[192.0.2.1]"]),
        (b"root@localhost", ["root@localhost"]),
        (b"<>", []),
        (b"", []),
        (b"(only a comment)", []),
    ],
)
def test_lists_and_odd_ends(raw: bytes, found: list[str]) -> None:
    assert [address for _, address in pairs(raw)] == found


def test_who_has_only_a_name_has_no_address() -> None:
    assert pairs(b"MAILER-DAEMON <>") == [("MAILER-DAEMON", "")]
    assert pairs("山田 太郎".encode()) == [("山田 太郎", "")]


def test_the_author() -> None:
    assert str(author(read(b"From: Taro\r\nSender: Hanako <h@example.jp>\r\n\r\n"))) == "Hanako <h@example.jp>"
    assert str(author(read(b"From: Taro <t@example.jp>\r\nSender: h@example.jp\r\n\r\n"))) == "Taro <t@example.jp>"
    assert author(read(b"Subject: x\r\n\r\n")) is None


def test_everyone_once() -> None:
    header = b"To: a@example.com, B <b@example.com>\r\nTo: A@example.com\r\nCc: B <b@example.com>, c@example.com\r\n\r\n"
    assert [one.address for one in named(read(header), "to", "cc")] == ["a@example.com", "b@example.com", "c@example.com"]


# RFC 5322's appendix A.6.3 in it has spaces around the dots of an address, which nobody sends.
DIFFER = ("mail/example11",)


@pytest.mark.parametrize("label", ["mail_benign", "mail_bounce"])
@pytest.mark.parametrize("field", ["from", "to", "cc"])
def test_the_standard_library_finds_no_address_that_is_not_found(label: str, field: str) -> None:
    compared = 0
    for name, path in labelled(label).items():
        data = path.read_bytes()[: 1 << 20].replace(b"\r\r\n", b"\n")
        if path.suffix != ".eml" or b"\n" not in data or name.startswith(DIFFER):
            continue
        found = {one.address for one in named(read(data), field)}
        names = " ".join(one.name.lower() for one in named(read(data), field))
        theirs = {one for one in standard(data, field) if "@" in one}
        assert all(one in found or one in names for one in theirs), (name, theirs, found)
        compared += 1
    assert compared > 250


def standard(data: bytes, field: str) -> set[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mail = email.message_from_bytes(data, policy=email.policy.default)
        try:
            found = [one.addr_spec for value in mail.get_all(field, [])[:1] for one in value.addresses]
        except (AttributeError, IndexError):
            return set()
    # What is not ASCII it leaves in surrogates, and what is no address it quotes.
    return {one.lower() for one in found if one.isascii() and '"' not in one}


@pytest.mark.parametrize(
    "piece", [b'"', b"(", b"<", b",", b'"\\', b"=?a?b?", b"a@", b"(a", b"((a)", b"<a@b>", b";:", b"=?utf-8?q?a?= ", b"a b, "]
)
def test_long_nonsense_is_read_quickly(piece: bytes) -> None:
    people(piece * (65536 // len(piece)))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(st.sampled_from('ab@.<>"\\,;:()= ?山\x1b$B(')), st.integers(0, 20))
def test_an_address_in_angle_brackets_at_the_end_survives_any_name(name: str, at: int) -> None:
    found = people(f"{name[:at]} <a@example.com>".encode())
    unclosed = name[:at].count('"') % 2 or "\\" in name[:at] or "(" in name[:at] or "<" in name[:at] or "\x1b" in name[:at]
    assert unclosed or found[-1].address == "a@example.com"
