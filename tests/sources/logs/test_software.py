"""What each software's lines mean, from logs written by hand after its documentation."""

# ruff: noqa: E501  # lines of logs are as long as they are

from __future__ import annotations

from pathlib import Path

import pytest
from support.mail_logs import day_of, of, only, read

from mimawari.model import AccountUse, Asked, Firm, Gap, LogSpan, Passage, SendingProfile
from mimawari.sources.logs import passages

POSTFIX = """\
Nov 10 02:14:07 mail postfix/submission/smtpd[812]: connect from unknown[203.0.113.17]
Nov 10 02:14:08 mail postfix/submission/smtpd[812]: 9A1C22E0F1: client=unknown[203.0.113.17], sasl_method=LOGIN, sasl_username=Suzuki@Example.jp
Nov 10 02:14:08 mail postfix/cleanup[815]: 9A1C22E0F1: message-id=<1@host>
Nov 10 02:14:08 mail postfix/qmgr[700]: 9A1C22E0F1: from=<suzuki@example.jp>, size=18200, nrcpt=3 (queue active)
Nov 10 02:14:09 mail postfix/smtp[816]: 9A1C22E0F1: to=<a@example.com>, relay=mx.example.com[198.51.100.1]:25, delay=1.2, delays=0.1/0/0.5/0.6, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4Cx1)
Nov 10 02:14:09 mail postfix/smtp[817]: 9A1C22E0F1: to=<b@example.com>, relay=mx.example.com[198.51.100.1]:25, delay=1.2, delays=0.1/0/0.5/0.6, dsn=5.1.1, status=bounced (host mx.example.com[198.51.100.1] said: 550 5.1.1 <b@example.com>: User unknown (in reply to RCPT TO command))
Nov 10 02:14:09 mail postfix/smtp[818]: 9A1C22E0F1: to=<c@example.net>, relay=mx.example.net[198.51.100.2]:25, delay=4000, delays=0.1/3999/0.5/0.6, dsn=5.7.1, status=bounced (host mx.example.net[198.51.100.2] said: 554 5.7.1 Service unavailable; Client host [192.0.2.25] blocked using zen.spamhaus.org (in reply to RCPT TO command))
Nov 10 02:14:09 mail postfix/bounce[820]: 9A1C22E0F1: sender non-delivery notification: 9A1C22E0F9
Nov 10 02:14:09 mail postfix/cleanup[815]: 9A1C22E0F9: message-id=<2@mail>
Nov 10 02:14:09 mail postfix/qmgr[700]: 9A1C22E0F9: from=<>, size=3000, nrcpt=1 (queue active)
Nov 10 02:14:09 mail postfix/qmgr[700]: 9A1C22E0F1: removed
Nov 10 02:14:10 mail postfix/lmtp[821]: 9A1C22E0F9: to=<suzuki@example.jp>, relay=mail[private/dovecot-lmtp], delay=0.2, delays=0/0/0/0.2, dsn=2.0.0, status=sent (250 2.0.0 Saved)
Nov 10 02:14:10 mail postfix/qmgr[700]: 9A1C22E0F9: removed
Nov 10 02:20:00 mail postfix/smtpd[900]: 9A1C22E0F1: client=mx.example.com[198.51.100.1]
Nov 10 02:20:00 mail postfix/cleanup[815]: 9A1C22E0F1: message-id=<3@other>
Nov 10 02:20:00 mail postfix/qmgr[700]: 9A1C22E0F1: from=<x@example.com>, size=500, nrcpt=1 (queue active)
Nov 10 02:20:01 mail postfix/smtp[821]: 9A1C22E0F1: to=<y@example.net>, orig_to=<info@example.jp>, relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)
Nov 10 02:20:01 mail postfix/qmgr[700]: 9A1C22E0F1: removed
Nov 10 02:30:00 mail postfix/pickup[701]: 77AA: uid=33 from=<www-data@example.jp>
Nov 10 02:30:00 mail postfix/cleanup[815]: 77AA: message-id=<4@mail>
Nov 10 02:30:00 mail postfix/qmgr[700]: 77AA: from=<www-data@example.jp>, size=700, nrcpt=1 (queue active)
Nov 10 02:30:01 mail postfix/smtp[821]: 77AA: to=<z@example.net>, relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)
Nov 10 02:30:01 mail postfix/qmgr[700]: 77AA: removed
Nov 10 02:40:00 mail postfix/smtpd[901]: 88BBC: client=copier[192.168.1.9]
Nov 10 02:40:00 mail postfix/cleanup[815]: 88BBC: message-id=<5@copier>
Nov 10 02:40:00 mail postfix/qmgr[700]: 88BBC: from=<scan@example.jp>, size=700, nrcpt=1 (queue active)
Nov 10 02:40:01 mail postfix/smtp[821]: 88BBC: to=<z@example.net>, relay=mx.example.net[198.51.100.2]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)
Nov 10 02:40:01 mail postfix/qmgr[700]: 88BBC: removed
Nov 10 02:41:00 mail postfix/smtpd[901]: warning: unknown[203.0.113.99]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=tanaka@example.jp
Nov 10 02:42:00 mail CRON[33]: pam_unix(cron:session): session opened for user root
"""


def test_postfix(tmp_path: Path) -> None:
    asked = Asked(message_ids=frozenset({"<1@host>", "<3@other>", "<9@nowhere>"}), queue_ids=frozenset({"9A1C22E0F1"}))
    found = read(tmp_path / "x", POSTFIX, asked)
    assert of(Gap, found) == []
    span = only(LogSpan, found)
    assert (span.begins, span.ends, span.zone, span.zone_told) == ("2026-11-09T17:14:07Z", "2026-11-09T17:41:00Z", 540, False)
    profiles = {(one.account, one.way): one for one in of(SendingProfile, found)}
    assert set(profiles) == {("suzuki@example.jp", "login"), ("www-data@example.jp", "local"), ("scan@example.jp", "network")}
    (hour,) = profiles["suzuki@example.jp", "login"].hours
    assert (hour.hour, hour.messages, hour.recipients, hour.distinct) == ("2026-11-09T17:00:00Z", 1, 3, 3)
    assert (hour.unknown, hour.refused, hour.delayed, hour.clients, hour.literals) == (1, 1, 1, 1, None)
    (net,) = profiles["suzuki@example.jp", "login"].networks
    assert (net.network, net.sample, net.methods) == ("203.0.113.0/24", "203.0.113.17", ("LOGIN",))
    use = only(AccountUse, found)
    assert (use.account, use.service, use.network, use.failures) == ("tanaka@example.jp", "smtp", "203.0.113.0/24", 1)
    told = {(one.key, one.message_id): one for one in of(Passage, found)}
    assert set(told) == {
        ("<1@host>", "<1@host>"),
        ("<3@other>", "<3@other>"),
        ("9A1C22E0F1", "<1@host>"),
        ("9A1C22E0F1", "<3@other>"),
    }
    one = told["<1@host>", "<1@host>"]
    assert (one.way, one.account, one.client, one.recipients) == (
        "login", "suzuki@example.jp", "203.0.113.17", ("a@example.com", "b@example.com", "c@example.net"))  # fmt: skip
    other = told["<3@other>", "<3@other>"]
    assert (other.way, other.account, other.original_to) == ("incoming", "", ("info@example.jp",))


def test_a_moment_tells_who_sent_then(tmp_path: Path) -> None:
    moments = (("m1", "2026-11-09T17:10:00Z", "suzuki@example.jp"), ("m2", "2026-11-09T18:10:00Z", "suzuki@example.jp"))
    found = of(Passage, read(tmp_path / "x", POSTFIX, Asked(moments=moments)))
    assert [(one.key, one.how, one.message_id) for one in found] == [("moment:m1", "moment", "<1@host>")]


def test_of_more_mails_with_one_message_id_than_are_told_the_rest_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "_A_KEY", 2)
    text = "".join(line.replace(f"<{number}@pc>", "<1@pc>") for number in range(5) for line in day_of("Nov 10 10:00:00", number))
    found = read(tmp_path / "x", text, asked=Asked(message_ids=frozenset({"<1@pc>"})))
    assert [one.queue_id for one in of(Passage, found)] == ["AAA000", "AAA001"]
    (gap,) = of(Gap, found)
    assert (gap.reason, gap.wanted, gap.detail) == ("too-large", "passage", "3 further mails that answer the same question")


def test_what_a_content_filter_hands_back_is_the_same_mail(tmp_path: Path) -> None:
    text = """\
Nov 10 02:14:08 mail postfix/smtpd[812]: AAAA1: client=unknown[203.0.113.17], sasl_method=PLAIN, sasl_username=a@example.jp
Nov 10 02:14:08 mail postfix/cleanup[815]: AAAA1: message-id=<1@host>
Nov 10 02:14:08 mail postfix/qmgr[700]: AAAA1: from=<a@example.jp>, size=18200, nrcpt=1 (queue active)
Nov 10 02:14:09 mail postfix/smtpd[813]: BBBB2: client=localhost[127.0.0.1]
Nov 10 02:14:09 mail postfix/cleanup[815]: BBBB2: message-id=<1@host>
Nov 10 02:14:09 mail postfix/qmgr[700]: BBBB2: from=<a@example.jp>, size=18900, nrcpt=1 (queue active)
Nov 10 02:14:09 mail postfix/smtp[816]: AAAA1: to=<a@example.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=1.2, delays=0.1/0/0.5/0.6, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as BBBB2)
Nov 10 02:14:09 mail postfix/qmgr[700]: AAAA1: removed
Nov 10 02:14:11 mail postfix/smtp[816]: BBBB2: to=<a@example.com>, relay=mx[198.51.100.1]:25, delay=1.2, delays=0.1/0/0.5/0.6, dsn=5.1.1, status=bounced (550 5.1.1 no such user)
Nov 10 02:14:11 mail postfix/qmgr[700]: BBBB2: removed
"""
    found = read(tmp_path / "x", text, Asked(message_ids=frozenset({"<1@host>"})))
    profile = only(SendingProfile, found)
    (hour,) = profile.hours
    assert (profile.way, hour.messages, hour.recipients, hour.distinct, hour.unknown) == ("login", 1, 1, 1, 1)
    passage = only(Passage, found)
    assert (passage.way, passage.account, passage.recipients, passage.status) == (
        "login",
        "a@example.jp",
        ("a@example.com",),
        "bounced",
    )


def test_header_checks_tell_helo_and_from(tmp_path: Path) -> None:
    text = """\
Nov 10 02:14:08 mail postfix/smtpd[812]: AAAA1: client=unknown[203.0.113.17], sasl_method=PLAIN, sasl_username=a@example.jp
Nov 10 02:14:08 mail postfix/cleanup[815]: AAAA1: message-id=<1@host>
Nov 10 02:14:08 mail postfix/cleanup[815]: AAAA1: info: header From: "B" <b@example.com> from unknown[203.0.113.17]; from=<a@example.jp> to=<c@example.net> proto=ESMTP helo=<[203.0.113.17]>
Nov 10 02:14:08 mail postfix/cleanup[815]: AAAA1: info: header Subject: hello from me from unknown[203.0.113.17]; from=<a@example.jp> to=<c@example.net> proto=ESMTP helo=<[203.0.113.17]>
Nov 10 02:14:08 mail postfix/qmgr[700]: AAAA1: from=<a@example.jp>, size=18200, nrcpt=1 (queue active)
"""
    profile = only(SendingProfile, read(tmp_path / "x", text))
    assert (profile.hours[0].literals, profile.hours[0].differing) == (1, 1)
    assert (profile.authors, profile.subjects) == ((("b@example.com", 1),), (("hello from me", 1),))


EXIM = """\
2026-11-10 02:14:08 1vIab1-0000Dq-8i <= info@example.jp H=([203.0.113.17]) [203.0.113.17]:50123 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no A=dovecot_login:info@example.jp S=18230 id=1@host T="Invoice \\"now\\" for you" for a@example.com b@example.com
2026-11-10 02:14:09 1vIab1-0000Dq-8i => a@example.com R=dnslookup T=remote_smtp H=mx.example.com [198.51.100.1] X=TLS1.3:x:256 CV=yes C="250 2.0.0 Ok" QT=1s
2026-11-10 02:14:09 1vIab1-0000Dq-8i ** b@example.com R=dnslookup T=remote_smtp H=mx.example.com [198.51.100.1]: SMTP error from remote mail server after RCPT TO:<b@example.com>: 550 5.1.1 User unknown
2026-11-10 02:14:10 1vIab2-0000Dr-2A <= <> R=1vIab1-0000Dq-8i U=Debian-exim P=local S=2000
2026-11-10 02:14:10 1vIab1-0000Dq-8i Completed
2026-11-10 02:14:10 1vIab2-0000Dr-2A => info <info@example.jp> R=localuser T=local_delivery
2026-11-10 02:14:10 1vIab2-0000Dr-2A Completed
2026-11-10 02:15:08 1vIab3-0000Dq-8i <= x@example.com H=mx.example.com [198.51.100.1]:50123 P=esmtps S=800 id=2@other
2026-11-10 02:15:09 1vIab3-0000Dq-8i => info <info@example.jp> R=localuser T=local_delivery
2026-11-10 02:15:10 1vIab3-0000Dq-8i Completed
2026-11-10 02:16:00 login authenticator failed for (x) [203.0.113.5]: 535 Incorrect authentication data (set_id=info@example.jp)
"""


def test_exim(tmp_path: Path) -> None:
    found = read(tmp_path / "x", EXIM, Asked(message_ids=frozenset({"<1@host>", "<2@other>"})))
    assert of(Gap, found) == []
    profile = only(SendingProfile, found)
    (hour,) = profile.hours
    assert (profile.account, profile.way, hour.hour, hour.messages, hour.recipients) == (
        "info@example.jp",
        "login",
        "2026-11-09T17:00:00Z",
        1,
        2,
    )
    assert (hour.distinct, hour.unknown, hour.literals) == (2, 1, 1)
    assert profile.networks[0].helos == ("[203.0.113.17]",)
    assert profile.networks[0].methods == ("dovecot_login",)
    assert profile.subjects == (('Invoice \\"now\\" for you', 1),)
    assert [(one.key, one.way, one.account) for one in of(Passage, found)] == [
        ("<1@host>", "login", "info@example.jp"),
        ("<2@other>", "incoming", ""),
    ]
    use = only(AccountUse, found)
    assert (use.account, use.failures) == ("info@example.jp", 1)
    assert only(LogSpan, found).domains == ("example.jp",)


SENDMAIL = """\
Nov 10 02:14:00 mail sm-mta[500]: AUTH=server, relay=[203.0.113.17], authid=suzuki, mech=LOGIN, bits=0
Nov 10 02:14:08 mail sm-mta[500]: 6A9HE80F000500: from=<suzuki@example.jp>, size=900, class=0, nrcpts=2, msgid=<1@host>, proto=ESMTPA, daemon=MTA, relay=[203.0.113.17]
Nov 10 02:14:09 mail sm-mta[501]: 6A9HE80F000500: to=<a@example.com>,<b@example.com>, ctladdr=<suzuki@example.jp> (1001/1001), delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=120000, relay=mx.example.com. [198.51.100.1], dsn=2.0.0, stat=Sent (ok)
Nov 10 02:14:20 mail sm-mta[500]: 6A9HE80G000500: from=<suzuki@example.jp>, size=900, class=0, nrcpts=1, msgid=<2@host>, proto=ESMTPA, daemon=MTA, relay=[203.0.113.17]
Nov 10 02:14:21 mail sm-mta[502]: 6A9HE80G000500: to=<c@example.com>, delay=01:00:01, xdelay=00:00:01, mailer=esmtp, pri=120000, relay=mx.example.com. [198.51.100.1], dsn=5.1.1, stat=User unknown
Nov 10 02:20:00 mail sm-mta[510]: 6A9HK000000510: from=<x@example.com>, size=900, class=0, nrcpts=1, msgid=<3@other>, proto=ESMTP, daemon=MTA, relay=mx.example.com [198.51.100.1]
Nov 10 02:20:01 mail sm-mta[511]: 6A9HK000000510: to=<suzuki@example.jp>, delay=00:00:01, xdelay=00:00:00, mailer=local, pri=30000, dsn=2.0.0, stat=Sent
Nov 10 02:21:00 mail sm-mta[520]: 6A9HL000000520: AUTH failure (LOGIN): authentication failure (-13) SASL(-13): authentication failure: checkpass failed, user=tanaka, relay=[203.0.113.5]
"""


def test_sendmail(tmp_path: Path) -> None:
    found = read(tmp_path / "x", SENDMAIL, Asked(message_ids=frozenset({"<3@other>"})))
    assert of(Gap, found) == []
    profile = only(SendingProfile, found)
    (hour,) = profile.hours
    assert (profile.account, profile.way, hour.messages, hour.recipients, hour.distinct) == ("suzuki", "login", 2, 3, 3)
    assert (hour.unknown, hour.delayed, hour.literals) == (1, 1, None)
    assert profile.networks[0].methods == ("LOGIN",)
    assert only(Passage, found).way == "incoming"
    assert [(one.account, one.failures) for one in of(AccountUse, found)] == [("tanaka", 1)]


def test_qmail(tmp_path: Path) -> None:
    # 2026-11-09 17:14:08 UTC is 1794244448; a TAI64N label is 2**62 + 10 more (tai64.html, qmail's datetime).
    stamp = f"@{(1 << 62) + 1794244448 + 10:016x}00000000"
    body = ("new msg 5", "info msg 5: bytes 900 from <a@example.jp> qp 7 uid 89", "starting delivery 1: msg 5 to remote x@example.com",
            "status: local 0/10 remote 1/20", "starting delivery 2: msg 5 to remote y@example.com",
            "delivery 1: success: 198.51.100.1_accepted_message./Remote_host_said:_250_ok/",
            "delivery 2: failure: 198.51.100.1_does_not_like_recipient./Remote_host_said:_550_5.1.1_User_unknown/", "end msg 5",
            "new msg 5", "info msg 5: bytes 10 from <q@example.com> qp 8 uid 89", "starting delivery 3: msg 5 to local b@example.jp",
            "delivery 3: success: did_1+0+0/", "end msg 5")  # fmt: skip
    found = read(tmp_path / "x", "".join(f"{stamp} {line}\n" for line in body))
    assert of(Gap, found) == []
    profile = only(SendingProfile, found)
    (hour,) = profile.hours
    assert (profile.account, hour.hour, hour.messages, hour.recipients, hour.unknown, hour.clients) == (
        "a@example.jp", "2026-11-09T17:00:00Z", 1, 2, 1, None)  # fmt: skip
    assert only(LogSpan, found).zone_told


def test_dovecot(tmp_path: Path) -> None:
    text = """\
Nov  9 22:30:00 mail dovecot: imap-login: Login: user=<a@example.jp>, method=PLAIN, rip=203.0.113.7, lip=192.0.2.25, mpid=1, TLS, session=<x>
Nov 10 03:00:00 mail dovecot: imap-login: Login: user=<A@example.jp>, method=PLAIN, rip=203.0.113.8, lip=192.0.2.25, mpid=1, TLS, session=<x>
Nov 10 09:00:00 mail dovecot: pop3-login: Login: user=<a@example.jp>, method=PLAIN, rip=192.0.2.71, lip=192.0.2.25, mpid=1, TLS, session=<x>
Nov 10 09:00:00 mail dovecot: imap(a@example.jp)<9><x>: Logged out in=50 out=700
Nov 10 09:00:01 mail dovecot: auth: passwd-file(b@example.jp,203.0.113.50,<y>): unknown user
Nov 10 09:00:02 mail dovecot: imap-login: Disconnected (auth failed, 3 attempts in 9 secs): user=<b@example.jp>, method=PLAIN, rip=203.0.113.50, lip=192.0.2.25, TLS, session=<y>
Nov 10 09:00:03 mail dovecot: auth: sql(c@example.jp,203.0.113.60,<z>): Password mismatch
"""
    found = read(tmp_path / "x", text)
    assert of(Gap, found) == []
    uses = {(one.account, one.service, one.network): one for one in of(AccountUse, found)}
    night = uses["a@example.jp", "imap", "203.0.113.0/24"]
    assert (night.successes, night.failures, night.addresses, night.nights, night.days) == (2, 0, 2, 1, 2)
    assert uses["a@example.jp", "pop3", "192.0.2.0/24"].nights == 0
    assert uses["b@example.jp", "imap", "203.0.113.0/24"].failures == 3
    assert uses["c@example.jp", "", "203.0.113.0/24"].failures == 1
    assert only(LogSpan, found).tells == ("reading", "sign-in")


def test_a_client_of_the_firm_that_need_not_sign_in(tmp_path: Path) -> None:
    """In an incident's log the office has public addresses: the firm's profile says so. What another sends in is incoming."""
    text = POSTFIX.replace("copier[192.168.1.9]", "copier[192.0.2.71]")
    ways = [one.way for one in of(SendingProfile, read(tmp_path / "x", text))]
    assert "network" not in ways
    ways = [one.way for one in of(SendingProfile, read(tmp_path / "x", text, firm=Firm(lan=("192.0.2.64/26",))))]
    assert "network" in ways


def test_exim_names_of_mails_may_have_any_letter(tmp_path: Path) -> None:
    """The line is one of its own file whatever the name of the mail begins with, also behind a stamp with fractions of a second."""
    ids = ("1xT0ab-0000Dq-8i", "T0abcd-0000Dq-8i", "1T0abc-0000Dq-8i")
    lines = [f"{stamp} {one} Completed\n" for one in ids for stamp in ("2026-11-10 02:14:10", "2026-11-10 02:14:10.123")]
    assert only(LogSpan, read(tmp_path / "mainlog", "".join(lines))).lines == len(lines)
