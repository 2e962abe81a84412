"""What a header tells beside people and hops: threads, results of servers, whether it calls itself bulk."""

from __future__ import annotations

import pytest
from support.public_data import labelled

from mimawari.formats.mail.facts import Facts, facts, ids
from mimawari.formats.mail.headers import read


def told(*lines: str) -> Facts:
    return facts(read("\r\n".join((*lines, "", "body")).encode()))


def test_a_header_with_everything() -> None:
    found = told(
        "Return-Path: <bounce@example.net>",
        "Received: from [192.0.2.5] (p5.example.jp [192.0.2.5]) by smtp.example.jp with ESMTPSA; Thu, 3 Mar 2022 11:22:40 +0900",
        'From: ""山田 太郎"" <Other@Example.it>',
        "To: 花子 <hanako@example.jp>",
        "Cc: jiro@example.jp",
        "Reply-To: <reply@example.org>",
        "Date: Thu, 3 Mar 2022 11:22:33 -0100",
        "In-Reply-To: <a@example.jp>",
        "References: <b@example.jp>",
        "\t<a@example.jp> <b@example.jp>",
        "X-Mailer: iPhone Mail (19D52)",
    )
    assert found["sender_field"] == '""山田 太郎"" <Other@Example.it>'
    assert str(found["author"]) == "山田 太郎 <other@example.it>"
    assert [str(one) for one in found["people"]] == ["花子 <hanako@example.jp>", "jiro@example.jp"]
    assert (found["reply_to"], found["envelope_sender"]) == ("reply@example.org", "bounce@example.net")
    assert (found["date"], found["zone"]) == ("2022-03-03T11:22:33-01:00", "-0100")
    assert (found["in_reply_to"], found["references"]) == ("<a@example.jp>", ("<b@example.jp>", "<a@example.jp>"))
    assert (found["received"][0].is_literal, found["received"][0].authenticated) == (True, True)
    assert (found["mailer"], found["bulk"]) == ("iPhone Mail (19D52)", "")


def test_an_empty_header() -> None:
    assert {value for value in told("Subject: x").values() if value} == set()


def test_the_field_stays_as_it_was_sent_and_the_quotes_in_an_encoded_word_are_seen_in_neither_name() -> None:
    found = told("From: =?UTF-8?B?IlRhcm8gWWFtYWRhIg==?= <a@example.com>")
    assert found["sender_field"] == "=?UTF-8?B?IlRhcm8gWWFtYWRhIg==?= <a@example.com>"
    assert str(found["author"]) == "Taro Yamada <a@example.com>"


@pytest.mark.parametrize(
    ("field", "found"),
    [
        (b"<a@example.com> <b@example.com>", ["<a@example.com>", "<b@example.com>"]),
        (b"a@example.com", ["<a@example.com>"]),
        (b'"Your message of" <a@example.com> (Taro)', ["<a@example.com>"]),
        (b"<20220303.112233.example.ne.jp@[192.0.2.87]>", ["<20220303.112233.example.ne.jp@[192.0.2.87]>"]),
        (b"no id at all", []),
        (b"", []),
    ],
)
def test_message_ids(field: bytes, found: list[str]) -> None:
    assert ids(field) == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["Return-Path: <>"], "<>"),
        (["Return-Path: Taro@Example.jp"], "taro@example.jp"),
        (["From taro@example.jp Thu Mar  3 11:22:33 2022", "Subject: x"], "taro@example.jp"),
        (["From MAILER-DAEMON Thu Mar  3 11:22:33 2022", "Subject: x"], ""),
        (["From taro@example.jp Thu Mar  3 11:22:33 2022", "Return-Path: <b@example.jp>"], "b@example.jp"),
    ],
)
def test_who_it_was_sent_by_on_the_envelope(lines: list[str], found: str) -> None:
    assert told(*lines)["envelope_sender"] == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        # RFC 8601, appendix B
        (["Authentication-Results: example.com; auth=pass (cram-md5) smtp.auth=sender@example.com;",
          "\tspf=pass smtp.mailfrom=example.com",
          "Authentication-Results: example.com; sender-id=pass header.from=example.com; dkim=pass (good signature) header.d=a"],
         ("auth=pass", "spf=pass", "sender-id=pass", "dkim=pass")),
        (["Authentication-Results: spf=pass (sender IP is 192.0.2.9) smtp.mailfrom=example.jp; dkim=none (message not signed)",
          " header.d=none;dmarc=bestguesspass action=none header.from=example.jp;compauth=pass reason=109"],
         ("spf=pass", "dkim=none", "dmarc=bestguesspass", "compauth=pass")),
        (["Received-SPF: SoftFail (mx.example.jp: domain of transitioning) client-ip=192.0.2.9;"], ("spf=softfail",)),
        (["Authentication-Results: mx.example.jp; none"], ()),
        (["Authentication-Results: mx.example.jp; x.dkim=pass; header.spf=pass"], ()),
    ],
)  # fmt: skip
def test_what_servers_found(lines: list[str], found: tuple[str, ...]) -> None:
    assert told(*lines)["authentication"] == found


def test_who_signed() -> None:
    found = told(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=Example.JP; s=20220101; bh=d=; b=abc",
        "DKIM-Signature: v=1; a=rsa-sha256;",
        "\td=example.net; s=x",
    )
    assert found["signed_by"] == ("example.jp", "example.net")


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["List-Id: <shop.example.jp>"], "list"),
        (["List-Unsubscribe: <https://example.jp/u>", "Precedence: bulk"], "list"),
        (["Precedence: list"], "list"),
        (["X-ML-Name: shop"], "list"),
        (["Precedence: bulk"], "bulk"),
        (["Precedence: Junk"], "bulk"),
        (["Feedback-ID: 1:2:3"], "bulk"),
        (["X-Mailer: MailChimp Mailer - **CIDabc**"], "bulk"),
        (["Auto-Submitted: auto-replied (vacation)"], "auto"),
        (["Auto-Submitted: auto-generated"], "auto"),
        (["Precedence: auto_reply"], "auto"),
        (["Content-Type: multipart/report; report-type=delivery-status; boundary=x"], "auto"),
        (["Auto-Submitted: no"], ""),
        (["Precedence: normal"], ""),
        (["X-Mailer: Microsoft Outlook 16.0"], ""),
        (["X-Mailer: Becky! ver. 2.81.06 [ja]"], ""),
        (["Subject: List-Id: no field"], ""),
    ],
)
def test_whether_it_calls_itself_bulk(lines: list[str], found: str) -> None:
    assert told(*lines)["bulk"] == found


def test_headers_of_megabytes_are_bounded() -> None:
    many = told(*(f"References: {'<a@b> ' * 2000}" for _ in range(50)), *("To: " + "a@example.com, " * 4000 for _ in range(50)))
    assert many["references"] == ("<a@b>",)
    assert len(told("To: " + ", ".join(f"p{n}@example.com" for n in range(5000)))["people"]) == 1000
    assert len(told("References: " + " ".join(f"<{n}@b>" for n in range(5000)))["references"]) == 200
    told(*(f"{name}: {piece * 60_000}" for name in ("References", "In-Reply-To", "Date", "Return-Path") for piece in "a<;= "))


def test_every_public_mail_tells_who_wrote_it_and_how_it_came() -> None:
    mails = [path.read_bytes()[: 1 << 20] for path in labelled("mail_bounce").values() if path.suffix == ".eml"]
    found = [(read(data), facts(read(data))) for data in mails]
    assert len(found) > 300
    for headers, one in found:
        assert len(one["received"]) <= len(headers.fields.get("received", ()))
        assert bool(one["author"]) == (b"@" in headers.raw("from") or len(headers.raw("from").strip(b"<> ")) > 0)
        assert bool(one["zone"]) <= bool(one["date"])
