"""Who signed in, by the comments that servers write into Received; the fields are written after public forms, with other names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari.formats.mail.hops import hop


@pytest.mark.parametrize(
    ("field", "account"),
    [
        # Postfix, smtpd_sasl_authenticated_header
        (("from [203.0.113.17] (unknown [203.0.113.17]) (Authenticated sender: suzuki@sakura.example.jp) by mail.sakura.example.jp"
         " (Postfix) with ESMTPSA id 9A1C22E0F1"), "suzuki@sakura.example.jp"),
        (("from a (b [192.0.2.1]) (using TLSv1.3 with cipher X (256/256 bits)) (No client certificate requested)"
         " (Authenticated sender: TARO) by m (Postfix) with ESMTPSA id 1"), "TARO"),
        # sendmail, MDaemon, webmail
        ("from a.example.jp (p1 [192.0.2.9]) (authenticated as taro@example.jp) by w (8.16.1/8.16.1) with ESMTP id 2",
         "taro@example.jp"),
        ("from a (b [192.0.2.9]) (user=taro mech=LOGIN bits=0) by w (8.14.4/8.14.4) with ESMTP id 2", "taro"),
        ("from 192.0.2.1 (SquirrelMail authenticated user hana) by mail.example.org with HTTP", "hana"),
        ("from pc ([192.0.2.1]) (authenticated: hana@example.jp) by x with ESMTP", "hana@example.jp"),
        # Courier
        ("from pc ([192.0.2.1]) (AUTH: LOGIN Taro@Example.jp, TLS: TLSv1.2,256bits,X) by mx with ESMTPSA id 000",
         "taro@example.jp"),
        # qmail with its patches
        ("from unknown (HELO pc) (taro@192.0.2.77 with login) by smtp.example.co.jp with SMTP", "taro"),
        ("from unknown (HELO pc) (smtpauth taro@example.jp) by m with SMTP", "taro@example.jp"),
        ("from unknown (HELO pc) (smtp-auth username taro@example.jp, mechanism cram-md5) by m with SMTP", "taro@example.jp"),
        # CommuniGate
        ("from [192.0.2.1] (account taro@example.jp HELO pc) by example.jp (CommuniGate Pro SMTP 6.1) with ESMTPSA id 123",
         "taro@example.jp"),
    ],
)  # fmt: skip
def test_who_signed_in(field: str, account: str) -> None:
    found = hop(field)
    assert (found.account, found.authenticated) == (account, True)


@pytest.mark.parametrize(
    "field",
    [
        "from a (b [192.0.2.1]) by m (Postfix) with ESMTP id 1 for <c@example.com>",
        "from a (b [192.0.2.1]) (authenticated: no) by m with ESMTP id 1",
        "from a (b [192.0.2.1]) (auth: none) by m with ESMTP id 1",
        "from Authenticated-sender (b [192.0.2.1]) by m with ESMTP id 1",
        "from a (HELO pc) (taro@192.0.2.77) by m with SMTP",
        "from a (b [192.0.2.1]) by m with ESMTP id authenticated for <account@example.com>",
    ],
)
def test_who_did_not(field: str) -> None:
    found = hop(field)
    assert (found.account, found.authenticated) == ("", False)


def test_signed_in_without_a_name() -> None:
    found = hop("from a (b [192.0.2.1]) (authenticated bits=0) by m (8.16.1/8.16.1) with ESMTPSA id 1")
    assert (found.account, found.authenticated) == ("", True)


@pytest.mark.parametrize(
    ("field", "identifier", "recipient"),
    [
        ("from a (b [192.0.2.1]) by m (Postfix) with ESMTP id 4XyZ for <A@example.com>; Tue, 10 Nov 2026 09:11:00 +0900", "4XyZ",
         "a@example.com"),
        (("from b ([192.0.2.36] helo=c) by m with esmtpsa (TLS1.3) (Exim 4.94.2) (envelope-from <a@example.org>) id 1nPabc-0001 for"
         " d@example.org; Tue, 10 Nov 2026 09:11:00 +0900"), "1nPabc-0001", "d@example.org"),
        ("from a.example.com (192.0.2.1) by b.example.com with Microsoft SMTP Server (version=TLS1_2, cipher=X) id 15.20.1.2; x",
         "15.20.1.2", ""),
        ("by m (Postfix, from userid 48) id 05A; x", "05A", ""),
        ("from a (b [192.0.2.1]) by m", "", ""),
    ],
)  # fmt: skip
def test_queue_and_recipient(field: str, identifier: str, recipient: str) -> None:
    found = hop(field)
    assert (found.identifier, found.recipient) == (identifier, recipient)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.lists(
        st.sampled_from(["(authenticated", "(auth", ":", " login ", "@192.0.2.1 with", "(", ")", "account", " ", "a" * 50]),
        max_size=80,
    )
)
def test_any_comment_is_read(pieces: list[str]) -> None:
    hop("from a (" + "".join(pieces) + ") by b")
