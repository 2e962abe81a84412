"""With Debian's own daemon: that it says what is taken for its answer, and skips what is taken for skipped."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.archives import Member, zipped
from support.clamd import EMOTET, OTHER, SMALL, SPAM, Clamd

from mimawari import knowledge
from mimawari.formats.kept import Kept
from mimawari.model import Blob, Gap, Match, Origin, Reason
from mimawari.signatures import Chosen
from mimawari.signatures.clamav import ready
from mimawari.signatures.clamav.address import address
from mimawari.signatures.clamav.scanner import Daemon, Scanner
from mimawari.signatures.clamav.session import Session

KNOWN = knowledge.load()
MADE = datetime(2026, 11, 20, 12, tzinfo=UTC)
LIMIT = 512 << 10


@pytest.fixture(scope="module")
def quiet() -> Iterator[Clamd]:
    """As Debian sets it up: what is beyond a limit is left out without a word."""
    with Clamd(SMALL, MADE) as daemon:
        yield daemon


@pytest.fixture(scope="module")
def telling() -> Iterator[Clamd]:
    with Clamd(SMALL | {"AlertExceedsMax": "yes", "AlertEncrypted": "yes"}, MADE) as daemon:
        yield daemon


def scanner(daemon: Clamd, where: str = "", today: str = "2026-11-26", is_known: bool = True) -> Scanner:
    chosen = Chosen(clamd=where or daemon.socket, clamd_config=daemon.config if is_known else None, today=today)
    found = ready(chosen, KNOWN)
    assert found
    return found


def shown(one: Scanner, data: bytes) -> list[str]:
    """Names of signatures, and details of gaps."""
    blob = Blob(Origin("s", "l", ("a",)), "a", Kept.of(data))
    return [seen.row.name if isinstance(seen, Match) else seen.detail for seen in one.matches(blob)]


def nested(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = zipped(Member(b"n", data))
    return data


def test_markers_are_found(quiet: Clamd) -> None:
    for where in (quiet.socket, quiet.place):
        one = scanner(quiet, where)
        assert shown(one, b"some text " + EMOTET) == ["Win.Trojan.Emotet-1-0.UNOFFICIAL"]
        assert shown(one, b"some text") == []
        assert shown(one, SPAM) == ["Sanesecurity.Spam.3.UNOFFICIAL"]
        assert shown(one, nested(OTHER, 2)) == ["Doc.Downloader.Agent-2-0.UNOFFICIAL"]
        assert shown(one, b"") == shown(one, b"x") == []


def test_its_version_and_the_age_of_its_signatures(quiet: Clamd) -> None:
    one = scanner(quiet)
    (of,) = one.sets
    assert (of.as_of, of.version.split("/")[1:3]) == ("2026-11-20", ["27550", "2026-11-20"])
    assert one.lacks == ()
    assert scanner(quiet, today="2026-11-27").sets == one.sets, "its folder is seen"
    assert scanner(quiet, today="2026-11-27", is_known=False).sets != scanner(quiet, is_known=False).sets
    assert [lack.detail for lack in scanner(quiet, today="2026-11-27").lacks] == []
    (old,) = scanner(quiet, today="2026-11-28").lacks
    assert (old.what, old.reason, old.detail) == ("ClamAV", Reason.MISSING, "ClamAV's signatures are old, they are of 2026-11-20")
    assert old.remedy == KNOWN.remedies["missing-clamav-signatures"]
    (early,) = scanner(quiet, today="2026-11-01").lacks
    assert early.detail == "ClamAV's signatures are newer than today, by the clock of this PC"
    assert scanner(quiet, today="").lacks == ()


def test_signatures_that_nobody_dates() -> None:
    with Clamd() as daemon:
        one = scanner(daemon)
        assert [lack.detail for lack in one.lacks] == ["nobody tells how old ClamAV's signatures are"]
        assert shown(one, EMOTET) == ["Win.Trojan.Emotet-1-0.UNOFFICIAL"]


def test_a_daemon_says_ok_to_what_it_does_not_look_at(quiet: Clamd) -> None:
    """The reason for all of this: shown whole, what is beyond its limit is OK."""
    session = Session(address(quiet.socket))
    assert session.shown([OTHER.rjust(LIMIT)], 30) == "stream: Doc.Downloader.Agent-2-0.UNOFFICIAL FOUND"
    assert session.shown([OTHER.ljust(LIMIT + 1)], 30) == "stream: OK"
    assert session.shown([nested(OTHER, 5)], 30) == "stream: OK"
    assert session.shown([zipped(Member(b"n", OTHER.rjust(LIMIT + 100)))], 30) == "stream: OK"


@pytest.mark.parametrize("where", ["socket", "place"])
def test_what_is_beyond_a_limit_is_a_gap(quiet: Clamd, where: str) -> None:
    one = scanner(quiet, getattr(quiet, where))
    gap = "ClamAV looks at the first 512 kB only (MaxFileSize)"
    assert shown(one, OTHER.rjust(LIMIT)) == ["Doc.Downloader.Agent-2-0.UNOFFICIAL"]
    assert shown(one, b"a" * (LIMIT + 1)) == [gap]
    assert shown(one, OTHER.rjust(LIMIT + 1)) == [gap]
    assert shown(one, OTHER.ljust(3 << 20)) == ["Doc.Downloader.Agent-2-0.UNOFFICIAL", gap]


def test_a_limit_that_it_tells_is_a_gap(telling: Clamd) -> None:
    one = scanner(telling)
    assert shown(one, nested(OTHER, 5)) == ["ClamAV left out what is beyond its limit MaxRecursion"]
    assert shown(one, EMOTET) == ["Win.Trojan.Emotet-1-0.UNOFFICIAL"]


def test_what_is_locked_is_no_malware(telling: Clamd) -> None:
    locked = zipped(Member(b"n", OTHER, password=b"0912"))
    blob = Blob(Origin("s", "l", ("a",)), "a", Kept.of(locked))
    (match,) = scanner(telling).matches(blob)
    assert isinstance(match, Match)
    assert (match.row.name, match.row.strength.word) == ("Heuristics.Encrypted.Zip", "hint")


@pytest.mark.parametrize("where", ["socket", "place"])
def test_where_its_limits_are_not_known_a_refusal_is_a_gap(quiet: Clamd, where: str) -> None:
    one = scanner(quiet, getattr(quiet, where), is_known=False)
    assert shown(one, b"a" * (5 << 20)) == ["ClamAV took none of it, it is larger than its limit StreamMaxLength"]
    assert shown(one, EMOTET) == ["Win.Trojan.Emotet-1-0.UNOFFICIAL"]


def test_settings_of_another_daemon_are_not_its_own(quiet: Clamd, telling: Clamd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.signatures.clamav.found.CONFIGS", ("/nowhere/clamd.conf", str(telling.config)))
    assert limits_of(scanner(telling, is_known=False)) == (LIMIT, True)
    assert limits_of(scanner(telling, telling.place, is_known=False)) == (LIMIT, True)
    assert limits_of(scanner(quiet, is_known=False)) == (25 << 20, False)


def limits_of(one: Scanner) -> tuple[int, bool]:
    daemon = one._daemon
    assert isinstance(daemon, Daemon)
    return daemon.limits.size, daemon.limits.are_known


def test_it_is_found_by_its_settings(quiet: Clamd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.signatures.clamav.found.CONFIGS", (str(quiet.config),))
    monkeypatch.setattr("mimawari.signatures.clamav.found.USUAL", ())
    assert shown(scanner(quiet, "auto", is_known=False), EMOTET) == ["Win.Trojan.Emotet-1-0.UNOFFICIAL"]


def test_it_is_found_where_it_usually_is(quiet: Clamd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.signatures.clamav.found.CONFIGS", ())
    monkeypatch.setattr("mimawari.signatures.clamav.found.USUAL", ("/nowhere/clamd.ctl", quiet.socket))
    assert shown(scanner(quiet, "auto", is_known=False), EMOTET) == ["Win.Trojan.Emotet-1-0.UNOFFICIAL"]
    monkeypatch.setattr("mimawari.signatures.clamav.found.USUAL", ("/nowhere/clamd.ctl",))
    one = scanner(quiet, "auto", is_known=False)
    assert [lack.detail for lack in one.lacks] == ["ClamAV is not running, or listens elsewhere"]
    assert shown(one, EMOTET) == ["ClamAV is not running, or listens elsewhere"]


def test_settings_that_cannot_be_read_are_a_lack(quiet: Clamd, tmp_path: Path) -> None:
    one = ready(Chosen(clamd=quiet.socket, clamd_config=tmp_path / "none.conf"), KNOWN)
    assert one
    assert [(lack.reason, lack.detail) for lack in one.lacks] == [(Reason.MISSING, "ClamAV's settings cannot be read")]
    assert limits_of(one) == (25 << 20, False)


def test_kinds_that_it_leaves_out_are_a_lack() -> None:
    with Clamd({"ScanOLE2": "no", "ScanPDF": "no"}, MADE) as daemon:
        (lack,) = scanner(daemon).lacks
        assert lack.detail == "ClamAV is set not to look into some kinds of files (ScanOLE2, ScanPDF)"


def test_another_machine_is_never_asked() -> None:
    one = ready(Chosen(clamd="192.0.2.1:3310"), KNOWN)
    assert one
    assert shown(one, b"x") == ["ClamAV on another machine: what is checked does not leave this one"]


def test_nobody_who_was_not_chosen_is_asked() -> None:
    assert ready(Chosen(), KNOWN) is None


def test_it_may_end_and_come_back() -> None:
    with Clamd(SMALL, MADE) as daemon:
        one = scanner(daemon)
        assert shown(one, EMOTET) == ["Win.Trojan.Emotet-1-0.UNOFFICIAL"]
        daemon.kill()
        again = threading.Timer(0.5, daemon.start)
        again.start()
        assert shown(one, EMOTET) == ["Win.Trojan.Emotet-1-0.UNOFFICIAL"]
        again.join(30)


def test_a_line_that_it_closed_for_idleness_is_begun_anew() -> None:
    with Clamd({"IdleTimeout": "1", "CommandReadTimeout": "1"}, MADE) as daemon:
        one = scanner(daemon)
        assert shown(one, b"text") == []
        time.sleep(2.5)
        assert shown(one, EMOTET) == ["Win.Trojan.Emotet-1-0.UNOFFICIAL"]


def test_many_contents_in_a_row(quiet: Clamd) -> None:
    one = scanner(quiet)
    found = [shown(one, EMOTET if number % 7 == 0 else b"text %d" % number) for number in range(300)]
    assert [bool(names) for names in found] == [number % 7 == 0 for number in range(300)]


def test_every_gap_has_advice_of_its_own(quiet: Clamd) -> None:
    blob = Blob(Origin("s", "l", ("a",)), "a", Kept.of(b"a" * (LIMIT + 1)))
    (gap,) = scanner(quiet).matches(blob)
    assert isinstance(gap, Gap)
    assert gap.remedy == KNOWN.remedies["too-large-clamav"]


@pytest.mark.parametrize(
    "given",
    [
        {"StreamMaxLength": "512K"},
        {"MaxFileSize": "512K"},
        {"MaxScanSize": "512K"},
        {"StreamMaxLength": "0", "MaxScanSize": "0", "MaxFileSize": "524288"},
        {"StreamMaxLength": "512k", "MaxScanSize": "4G", "MaxFileSize": "2000M"},
    ],
)
def test_a_limit_is_where_it_is_taken_to_be(given: dict[str, str]) -> None:
    """A content as long as the limit is looked at to its last byte."""
    with Clamd(given, MADE) as daemon:
        one = scanner(daemon)
        assert limits_of(one) == (LIMIT, True)
        assert shown(one, OTHER.rjust(LIMIT)) == ["Doc.Downloader.Agent-2-0.UNOFFICIAL"]
        (gap,) = shown(one, OTHER.rjust(LIMIT + 1))
        assert gap.startswith("ClamAV looks at the first 512 kB only")


def test_without_a_limit_there_is_none() -> None:
    with Clamd({"StreamMaxLength": "0", "MaxScanSize": "0", "MaxFileSize": "0"}, MADE) as daemon:
        assert shown(scanner(daemon), OTHER.rjust(30 << 20)) == ["Doc.Downloader.Agent-2-0.UNOFFICIAL"]


def test_the_limits_that_it_has_without_settings() -> None:
    """By what ``clamd`` itself does: 100 MB since 0.105."""
    with Clamd({}, MADE) as daemon:
        one = scanner(daemon)
        assert limits_of(one) == (100 << 20, True)
        session = Session(address(daemon.socket))
        assert session.shown([bytes(1 << 16)] * 1600, 120) == "stream: OK"
        assert session.shown([bytes(1 << 16)] * 1601, 120) == "INSTREAM size limit exceeded. ERROR"
