"""Connections to a real server: killed, refused, encrypted, and where too many are open."""

from __future__ import annotations

import threading
import time

import pytest
from support.dovecot import PASSWORD, Dovecot
from support.imap_reading import account, at, looked, mail, other, pieces, read
from support.inside import content

from mimawari.model import Blob, Gap, Reason
from mimawari.sources import imap
from mimawari.sources.imap_account import line, session

LINE = b"0123456789" * 7 + b"\r\n"


@pytest.mark.parametrize("after", [1, 40, 333])
def test_it_may_be_killed_and_come_back(dovecot: Dovecot, after: int) -> None:
    mails = [mail(n, LINE * 40) for n in range(1, 401)]
    dovecot.deliver(*mails)
    got: list[Blob] = []
    for seen in looked(at(dovecot)):
        assert not isinstance(seen, Gap)
        if isinstance(seen, Blob):
            got.append(seen)
        if len(got) == after:
            dovecot.kill()
            threading.Timer(0.6, dovecot.start).start()
    assert [content(blob) for blob in got] == mails, "each once, in order"


def test_it_may_be_killed_within_a_mail(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    big = mail(1, LINE * 80_000)
    dovecot.deliver(big, mail(2))
    asked: list[int] = []
    plain = session.Session.read

    def read_and_kill(self: session.Session, wanted: list[int], offset: int = 0) -> object:
        asked.append(offset)
        if len(asked) == 4:
            dovecot.kill()
            threading.Timer(0.3, dovecot.start).start()
        return plain(self, wanted, offset)

    monkeypatch.setattr(session.Session, "read", read_and_kill)
    blobs, gaps = read(at(dovecot))
    assert gaps == []
    assert [content(blob) for blob in blobs] == [big, mail(2)]
    assert sorted(set(asked)) == sorted({*range(0, len(big), session.CHUNK)}) and len(asked) > len(set(asked))


def test_where_it_stays_away_what_is_left_is_a_gap(dovecot: Dovecot) -> None:
    dovecot.deliver(*(mail(n) for n in range(1, 651)))
    evidence = at(dovecot)
    survey = imap.survey(evidence)
    got, gaps, begun = [], [], time.monotonic()
    for one in pieces(evidence, survey):
        if isinstance(one, Blob):
            got.append(one.origin.path[1])
        elif isinstance(one, Gap):
            gaps.append(one)
        if len(got) == 10:
            dovecot.kill()
    assert got[:10] == [str(n) for n in range(1, 11)]
    last = int(got[-1])
    assert [(gap.origin.path, gap.reason, gap.wanted) for gap in gaps] == [
        (("INBOX", f"{last + 1}:300"), Reason.FAILED, "message"),
        (("INBOX", "301:600"), Reason.FAILED, "message"),
        (("INBOX", "601:650"), Reason.FAILED, "message"),
    ]
    assert time.monotonic() - begun < 20, "only the first waits for it"


def test_where_only_few_connections_are_allowed_it_waits_for_its_turn() -> None:
    with Dovecot(connections=1) as server:
        server.deliver(*(mail(n) for n in range(1, 4)))
        holding = other(server)
        threading.Timer(1.0, holding.logout).start()
        assert len(read(at(server))[0]) == 3
        assert "mail_max_userip_connections" in server.log()


def test_where_its_turn_never_comes_it_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "WAIT", 0.5)
    with Dovecot(connections=1) as server, other(server):
        survey = imap.survey(at(server))
        assert [(gap.reason, gap.detail) for gap in survey.gaps] == [(Reason.FAILED, "the server takes no more connections")]


@pytest.mark.parametrize("mechanisms", ["plain", "login"])
def test_a_password_of_any_characters(mechanisms: str) -> None:
    with Dovecot(mechanisms=mechanisms, ssl="no") as server:
        survey = imap.survey(at(server))
        reasons = [gap.reason for gap in survey.gaps]
        assert reasons == ([] if mechanisms == "plain" else [Reason.UNSUPPORTED])


def test_a_wrong_password_is_denied(dovecot: Dovecot) -> None:
    survey = imap.survey(account(dovecot.locator(), "wrong"))
    assert [(gap.reason, gap.wanted) for gap in survey.gaps] == [(Reason.DENIED, "message")]
    assert survey.kind == "imap" and survey.pieces == ()
    assert "wrong" not in repr(survey)


def test_a_wrong_password_is_tried_once(dovecot: Dovecot) -> None:
    """Else the server would lock the account, or this machine out."""
    for folder in ("", "Sent", "*"):
        assert [gap.reason for gap in imap.survey(account(dovecot.locator(folder), "wrong")).gaps] == [Reason.DENIED]
    assert imap.survey(at(dovecot)).gaps == ()
    assert dovecot.log().count("auth failed") == 1


def test_a_folder_that_is_not_there_is_missing(dovecot: Dovecot) -> None:
    assert [gap.reason for gap in imap.survey(at(dovecot, "nowhere")).gaps] == [Reason.MISSING]


def test_a_server_that_is_not_there_has_failed(dovecot: Dovecot) -> None:
    dovecot.kill()
    assert [gap.reason for gap in imap.survey(at(dovecot)).gaps] == [Reason.FAILED]
    assert [gap.reason for gap in imap.survey(at(dovecot, "*")).gaps] == [Reason.FAILED]


class TestEncryption:
    """Away from this machine a connection is encrypted, by a server that proves to be the one that is meant."""

    @pytest.fixture(autouse=True)
    def _away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(session, "is_here", lambda _: False)

    @staticmethod
    def survey(server: Dovecot, scheme: str, host: str = "localhost") -> list[tuple[Reason, str]]:
        locator = server.locator(scheme=scheme).replace("127.0.0.1", host)
        return [(gap.reason, gap.detail) for gap in imap.survey(account(locator, PASSWORD)).gaps]

    @pytest.mark.parametrize("scheme", ["imap", "imaps"])
    def test_a_certificate_that_is_trusted(self, dovecot: Dovecot, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.home / "ca.pem"))
        assert self.survey(dovecot, scheme) == []
        assert "TLS" in dovecot.log().split("Login: user")[1].splitlines()[0]

    @pytest.mark.parametrize("scheme", ["imap", "imaps"])
    def test_one_that_nobody_vouches_for(self, dovecot: Dovecot, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        assert self.survey(dovecot, scheme) == [(Reason.FAILED, "the server's certificate is not valid")]
        assert "Login: user" not in dovecot.log(), "the password was not said"

    @pytest.mark.parametrize("scheme", ["imap", "imaps"])
    def test_one_of_another_server(self, dovecot: Dovecot, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.home / "ca.pem"))
        assert self.survey(dovecot, scheme, "127.0.0.1") == [(Reason.FAILED, "the server's certificate is not valid")]
        assert "Login: user" not in dovecot.log()

    def test_no_encryption_at_all(self) -> None:
        with Dovecot(ssl="no") as server:
            assert self.survey(server, "imap") == [(Reason.UNSUPPORTED, "the server offers no encryption")]
            assert "Login: user" not in server.log()


def test_on_this_machine_no_encryption_is_needed() -> None:
    with Dovecot(ssl="no") as server:
        server.deliver(mail(1))
        assert len(read(at(server))[0]) == 1
        assert "TLS" not in server.log().split("Login: user")[1].splitlines()[0]


HERE = ("localhost", "127.0.0.1", "127.9.9.9", "::1")
ELSEWHERE = ("192.0.2.1", "localhost.example.jp", "127.0.0.1.example.jp", "2001:db8::1", "")


@pytest.mark.parametrize(("host", "here"), [*((host, True) for host in HERE), *((host, False) for host in ELSEWHERE)])
def test_what_is_this_machine(host: str, here: bool) -> None:
    assert session.is_here(host) is here


def test_the_password_is_in_no_text_of_the_evidence(dovecot: Dovecot) -> None:
    evidence = at(dovecot)
    assert PASSWORD not in repr(evidence) and PASSWORD not in repr(imap.survey(evidence))
