"""``Received`` fields as each kind of server writes them; expectations are read off the fields by eye."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari.formats.mail.facts import facts
from mimawari.formats.mail.headers import read
from mimawari.formats.mail.hops import HOPS, hop, hops

# The field, then: helo | name | address | by | protocol | whether the client signed in.
SERVERS = """
# Postfix
from mail.example.jp (mail.example.jp [192.0.2.1]) by mx.example.com (Postfix) with ESMTP id 4XyZ for <a@example.com>
= mail.example.jp | mail.example.jp | 192.0.2.1 | mx.example.com | ESMTP |
from [192.168.4.253] (host.example.net [192.0.2.7]) (using TLSv1 with cipher AES128-SHA (128/128 bits)) (No client
  certificate requested) (Authenticated sender: taro) by mx1.example.com (Postfix) with ESMTPSA id 5C0186DD4CD
= [192.168.4.253] | host.example.net | 192.0.2.7 | mx1.example.com | ESMTPSA | signed in
from [10.0.0.15] (unknown [192.0.2.119]) (Authenticated sender: taro@example.jp) by smtp.example.jp (Postfix) with
  ESMTP
= [10.0.0.15] |  | 192.0.2.119 | smtp.example.jp | ESMTP | signed in
from [192.0.2.230] (h230-2-0-192.example.it [192.0.2.230]) by smtp.example.it (Postfix) with ESMTPSA id A1
= [192.0.2.230] | h230-2-0-192.example.it | 192.0.2.230 | smtp.example.it | ESMTPSA | signed in
from PC01 (p1-ipbf.tokyo.example.ne.jp [IPv6:2001:db8::1]) by mfgw.example.ne.jp (Postfix) with ESMTPA id 1
= PC01 | p1-ipbf.tokyo.example.ne.jp | 2001:db8::1 | mfgw.example.ne.jp | ESMTPA | signed in
by mail.example.jp (Postfix, from userid 48) id 05A
=  |  |  | mail.example.jp |  |
# sendmail, as rental servers run it
from [192.168.1.5] (p1.example.ne.jp [192.0.2.9]) (authenticated bits=0) by www1.example.jp (8.16.1/8.16.1) with
  ESMTPSA id 223Ab (version=TLSv1.2 cipher=ECDHE-RSA bits=256 verify=NO)
= [192.168.1.5] | p1.example.ne.jp | 192.0.2.9 | www1.example.jp | ESMTPSA | signed in
from localhost (IDENT:taro@gate.example.jp [192.0.2.3] (may be forged)) by a.example.jp (8.9.3/8.9.3) with SMTP id A
= localhost | gate.example.jp | 192.0.2.3 | a.example.jp | SMTP |
from python (gw01.example.net [192.0.2.13]) (authenticated) by example.net (8.11.6/8.11.6/X) with ESMTP id g8
= python | gw01.example.net | 192.0.2.13 | example.net | ESMTP | signed in
# Exim
from [192.0.2.185] (helo=forty.example.com) by list1.example.net with smtp (Exim 3.31-VA-mm2 #1 (Debian)) id 17n8hW
= forty.example.com |  | 192.0.2.185 | list1.example.net | SMTP |
from host.example.net ([192.0.2.36] helo=[10.0.0.2]) by mail.example.org with esmtpsa (TLS1.3) tls TLS_AES (Exim
  4.94.2) (envelope-from <a@example.org>) id 1nPabc
= [10.0.0.2] | host.example.net | 192.0.2.36 | mail.example.org | ESMTPSA | signed in
from [192.0.2.225] (port=58540 helo=nijo.example.jp) by mx.example.ru with esmtp id 1fTo7g
= nijo.example.jp |  | 192.0.2.225 | mx.example.ru | ESMTP |
from mailnull by a.example.net with local (Exim 4.77) id 2N
= mailnull |  |  | a.example.net | LOCAL |
# qmail and its children
from unknown (HELO ?192.168.2.138?) (192.0.2.14) by mail05.example.com (qp 90525) with SMTP
= [192.168.2.138] |  | 192.0.2.14 | mail05.example.com | SMTP |
from dsl.example.net (HELO PC-TARO) (taro@192.0.2.2) by mail.example.net with ESMTPA
= PC-TARO | dsl.example.net | 192.0.2.2 | mail.example.net | ESMTPA | signed in
from unknown (HELO example.co.jp) (taro@192.0.2.77 with login) by smtp.mail.example.co.jp with SMTP
= example.co.jp |  | 192.0.2.77 | smtp.mail.example.co.jp | SMTP | signed in
from 127.0.0.1  (EHLO sonic.example.net) (192.0.2.3)  by mta.example.com with SMTPS
= sonic.example.net |  | 192.0.2.3 | mta.example.com | SMTPS |
from mail0.example.com (HELO mail0.example.com) (192.0.2.222) by tower.example.com with DHE-RSA-AES256-GCM-SHA384
  encrypted SMTP
= mail0.example.com | mail0.example.com | 192.0.2.222 | tower.example.com | SMTP |
# Courier
from [192.168.0.4] (pc.example.jp [::ffff:192.0.2.8]) (AUTH: LOGIN taro@example.jp, TLS: TLSv1.2) by mail.example.jp
  with ESMTPSA id 1
= [192.168.0.4] | pc.example.jp | 192.0.2.8 | mail.example.jp | ESMTPSA | signed in
# Exchange and what came before it
from TYAPR01.prod.example.com (2001:db8:400:1::5) by OS3.prod.example.com (2001:db8:604:4c::12) with Microsoft SMTP
  Server (version=TLS1_2, cipher=TLS_ECDHE) id 15.20.5038.14
= TYAPR01.prod.example.com |  | 2001:db8:400:1::5 | OS3.prod.example.com | SMTP |
from EX01.example.local ([fe80::1:2]) by EX02.example.local ([fe80::3%12]) with mapi id 14.03.0123.003
= EX01.example.local |  | fe80::1:2 | EX02.example.local | MAPI |
from nahou.corp.example.com ([192.0.2.237]) by NAHOU.corp.example.com with Microsoft SMTPSVC(5.0.2195.2966)
= nahou.corp.example.com |  | 192.0.2.237 | NAHOU.corp.example.com | SMTPSVC |
# Gmail
from [192.168.1.3] (p2.example.ne.jp. [192.0.2.135]) by smtp.gmail.com with ESMTPSA id uj1sm59 for <a@example.jp>
  (version=TLSv1 cipher=RC4-SHA bits=128/128)
= [192.168.1.3] | p2.example.ne.jp | 192.0.2.135 | smtp.gmail.com | ESMTPSA | signed in
by 2002:a05:6512:3d8f:0:0:0:0 with SMTP id k15
=  |  |  | 2002:a05:6512:3d8f:0:0:0:0 | SMTP |
# Delivery, gateways, webmail
from mx.example.jp by imap.example.jp with LMTP id sOCyGc (envelope-from <a@example.jp>)
= mx.example.jp |  |  | imap.example.jp | LMTP |
from localhost (a.example.jp [local]) by a.example.jp (OpenSMTPD) with ESMTPA id fda43b42
= localhost | a.example.jp |  | a.example.jp | ESMTPA | signed in
from jalapeno [127.0.0.1] by localhost with IMAP (fetchmail-5.9.0) for jm@localhost (single-drop)
= jalapeno |  | 127.0.0.1 | localhost | IMAP |
from [192.0.2.40] by webmail.example.com with HTTP
= [192.0.2.40] |  | 192.0.2.40 | webmail.example.com | HTTP |
from 192.0.2.105 [192.0.2.105] by Mr-Mailman with SMTPBeamer v3.30
= 192.0.2.105 |  | 192.0.2.105 | Mr-Mailman | SMTPBEAMER |
# Near misses of being signed in
from auth.example.jp (auth.example.jp [192.0.2.4]) by mx.example.jp (Postfix) with ESMTP
= auth.example.jp | auth.example.jp | 192.0.2.4 | mx.example.jp | ESMTP |
from auth02.example.jp (auth02.example.jp [192.0.2.4]) (not authenticated) by mx.example.jp with ESMTP
= auth02.example.jp | auth02.example.jp | 192.0.2.4 | mx.example.jp | ESMTP |
from by (by.example.jp [192.0.2.4]) by mx.example.jp with ESMTP
= by | by.example.jp | 192.0.2.4 | mx.example.jp | ESMTP |
"""


def written() -> list[tuple[str, list[str]]]:
    rows, field = [], ""
    for line in SERVERS.splitlines():
        if line.startswith("= "):
            rows.append((" ".join(field.split()), [piece.strip() for piece in (line[2:] + " |" * 5).split("|")[:6]]))
            field = ""
        elif not line.startswith("#"):
            field += f" {line}"
    return rows


@pytest.mark.parametrize(("field", "read_off"), written())
def test_fields(field: str, read_off: list[str]) -> None:
    one = hop(f"{field}; Thu, 3 Mar 2022 11:22:33 +0900 (JST)")
    assert [one.helo, one.name, one.address, one.by, one.protocol, "signed in" if one.authenticated else ""] == read_off
    assert one.time == "2022-03-03T11:22:33+09:00"


def test_what_only_an_own_process_did_is_left_out_and_the_newest_is_the_first() -> None:
    fields = ["(qmail 27266 invoked from network); 8 Oct 2022 14:45:28 -0000", "from b by c", "from a by b"]
    assert [(one.helo, one.by) for one in hops(fields)] == [("b", "c"), ("a", "b")]


def test_a_field_that_tells_who_signed_in_speaks_of_the_oldest_hop() -> None:
    header = b"Received: from b by c with ESMTP\r\nReceived: from a by b with ESMTP\r\n"
    header += b"X-Authenticated-Sender: b: taro@example.jp\r\n\r\n"
    assert [one.authenticated for one in facts(read(header))["received"]] == [False, True]


def test_many_hops_and_long_fields_are_bounded() -> None:
    assert len(hops(["from a by b"] * 500)) == HOPS
    assert hop("from " + "a" * 100_000).helo == "a" * 255


@pytest.mark.parametrize("piece", ["(", "((", "(()", "a ", "[", "from ", "(a", ")", "1.", "::", "with ", "auth:", ";"])
def test_nonsense(piece: str) -> None:
    hop(piece * (100_000 // len(piece)))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(st.sampled_from("from byith()[]:.;=@?0123456789abHELO \t"), max_size=300))
def test_any_text_is_read(text: str) -> None:
    hop(text)
