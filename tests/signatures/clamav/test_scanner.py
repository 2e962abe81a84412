"""What becomes of the daemon's answers: matches, hints, gaps; and never a clean bill for what it did not look at."""

import tracemalloc
from dataclasses import dataclass
from io import BytesIO, RawIOBase
from typing import BinaryIO, cast

import pytest
from support.clamd_double import Act, Double, hangs_up, says

from mimawari import knowledge
from mimawari.formats.kept import Kept
from mimawari.model import BadEvidence, Blob, Content, Gap, Match, Origin, Reason
from mimawari.signatures import Lack
from mimawari.signatures.clamav import scanner
from mimawari.signatures.clamav.address import Address
from mimawari.signatures.clamav.limits import ASSUMED, Limits
from mimawari.signatures.clamav.scanner import Daemon, Scanner
from mimawari.signatures.clamav.session import Session
from mimawari.signatures.clamav.version import Version

KNOWN = knowledge.load()
VERSION = Version("1.4.3", "27550", "2026-11-20")
ADVICE = {Reason.TOO_LARGE: KNOWN.remedies["too-large-clamav"]}
SMALL = Limits("MaxFileSize", 1000, are_known=True)


def blob(content: bytes | Content, name: str = "a.bin") -> Blob:
    held = Kept.of(content) if isinstance(content, bytes) else content
    return Blob(Origin("s", "l", (name,)), name, held)


def seen(act: Act, content: bytes | Content = b"content", limits: Limits = SMALL) -> tuple[list[Match | Gap], bytes]:
    with Double([act]) as double:
        one = Scanner(Daemon(Session(double.address, first=0, patience=0), VERSION, limits), (), KNOWN.aliases, ADVICE)
        return list(one.matches(blob(content))), (double.shown or [b""])[0]


def told(act: Act, content: bytes | Content = b"content", limits: Limits = SMALL) -> list[tuple[Reason, str]]:
    found, _ = seen(act, content, limits)
    assert all(isinstance(one, Gap) and one.wanted == "signature" and one.origin.path == ("a.bin",) for one in found)
    return [(one.reason, one.detail) for one in found if isinstance(one, Gap)]


OK = says(b"stream: OK")


def test_nothing_found() -> None:
    assert seen(OK) == ([], b"content")


def test_malware() -> None:
    (match,), _ = seen(says(b"stream: Doc.Downloader.Emotet-7072230-0 FOUND"))
    assert isinstance(match, Match)
    assert (match.name, match.size, match.within) == ("a.bin", 7, ())
    assert (match.row.name, match.row.collection, match.row.date) == (
        "Doc.Downloader.Emotet-7072230-0",
        "ClamAV 27550",
        "2026-11-20",
    )
    assert (match.row.family, match.row.strength.word, match.row.words) == ("emotet", "strong", None)


@pytest.mark.parametrize(
    ("answer", "reason", "detail"),
    [
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND", Reason.TOO_LARGE, "MaxFileSize"),
        (b"stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND", Reason.TOO_LARGE, "MaxRecursion"),
        (b"stream: Heuristics.Limits.Exceeded.MaxScanTime FOUND", Reason.TIMED_OUT, "MaxScanTime"),
        (b"stream: Heuristics.Limits.Exceeded.EmailMIMEPartsPerMessage FOUND", Reason.TOO_LARGE, "EmailMIMEPartsPerMessage"),
        (b"stream: Heuristics.Limits.Exceeded FOUND", Reason.TOO_LARGE, "Max"),
    ],
)
def test_a_limit_that_it_tells_is_a_gap_and_no_malware(answer: bytes, reason: Reason, detail: str) -> None:
    assert told(says(answer)) == [(reason, f"ClamAV left out what is beyond its limit {detail}")]


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (b"INSTREAM size limit exceeded. ERROR", "ClamAV took none of it, it is larger than its limit StreamMaxLength"),
        (b"stream: Can't allocate memory ERROR", "ClamAV answered: stream: Can't allocate memory ERROR"),
        (b"UNKNOWN COMMAND", "ClamAV answered: UNKNOWN COMMAND"),
        (b"", "ClamAV answered: "),
        (b"stream:  FOUND", "ClamAV answered: stream:  FOUND"),
        (b"stream: FOUND", "ClamAV answered: stream: FOUND"),
        (b"stream: OKAY", "ClamAV answered: stream: OKAY"),
        (b"fine: OK", "ClamAV answered: fine: OK"),
        (b"x" * 4000, "ClamAV answered: " + "x" * 120),
    ],
)
def test_any_other_answer_is_a_gap(answer: bytes, detail: str) -> None:
    ((_, said),) = told(says(answer))
    assert said == detail


def test_no_answer_is_a_gap() -> None:
    assert told(hangs_up) == [(Reason.FAILED, "ClamAV ended the connection without an answer")]


def test_of_what_is_too_large_the_first_part_is_shown() -> None:
    found, shown = seen(says(b"stream: Win.Trojan.Agent-1 FOUND"), b"a" * 1000 + b"b")
    assert shown == b"a" * 1000
    match, gap = found
    assert isinstance(match, Match)
    assert isinstance(gap, Gap)
    assert (gap.reason, gap.detail) == (Reason.TOO_LARGE, "ClamAV looks at the first 1000 bytes only (MaxFileSize)")
    assert gap.remedy == KNOWN.remedies["too-large-clamav"]


def test_what_just_fits_has_no_gap() -> None:
    assert seen(OK, b"a" * 1000) == ([], b"a" * 1000)


def test_where_the_limits_are_not_known_that_is_said() -> None:
    limits = Limits(ASSUMED.name, 1 << 20)
    assert told(OK, b"a" * ((1 << 20) + 1), limits) == [
        (Reason.TOO_LARGE, "ClamAV's limits are not known, it was shown the first 1 MB only")
    ]


def test_time_that_ran_out_is_a_gap_even_where_it_says_ok() -> None:
    assert told(OK, limits=Limits("MaxFileSize", 1000, 1e-9, are_known=True)) == [
        (Reason.TIMED_OUT, "ClamAV left out what is beyond its limit MaxScanTime")
    ]
    assert told(OK, limits=Limits("MaxFileSize", 1000, 0.0, are_known=True)) == []


def test_it_waits_a_little_longer_than_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "_BEYOND", 0.2)
    assert told(lambda *_: None, limits=Limits("MaxFileSize", 1000, 0.1, are_known=True)) == [
        (Reason.TIMED_OUT, "ClamAV did not answer within 0.3 s")
    ]


def test_what_is_empty_is_not_shown() -> None:
    assert seen(hangs_up, b"") == ([], b"")


@dataclass(frozen=True, eq=False)
class Torn:
    """Content that can be read up to a point."""

    fault: Exception | None
    size: int = 500
    good: int = 100

    def open(self) -> BinaryIO:
        return _TornStream(b"g" * self.good, self.fault)


class _TornStream(BytesIO):
    def __init__(self, data: bytes, fault: Exception | None) -> None:
        super().__init__(data)
        self._fault = fault

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if not data and self._fault:
            raise self._fault
        return data


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (BadEvidence(Reason.DENIED, "locked"), Reason.DENIED),
        (TimeoutError("the share is gone"), Reason.FAILED),
        (None, Reason.CORRUPT),
    ],
)
def test_what_can_be_read_in_part_is_shown_in_part(fault: Exception | None, reason: Reason) -> None:
    found, shown = seen(says(b"stream: Win.Trojan.Agent-1 FOUND"), Torn(fault))
    assert shown == b"g" * 100
    assert [type(one) for one in found] == [Match, Gap]
    assert told(OK, Torn(fault)) == [(reason, "only the first 100 bytes of it could be read for ClamAV")]
    assert told(OK, Torn(fault), Limits("MaxFileSize", 50, are_known=True)) == [
        (Reason.TOO_LARGE, "ClamAV looks at the first 50 bytes only (MaxFileSize)")
    ]


def test_what_it_refused_is_one_gap() -> None:
    assert len(told(says(b"INSTREAM size limit exceeded. ERROR"), b"a" * 2000)) == 1


@dataclass(frozen=True, eq=False)
class Zeros:
    size: int

    def open(self) -> BinaryIO:
        return cast("BinaryIO", _ZeroStream())


class _ZeroStream(RawIOBase):
    def read(self, size: int = -1, /) -> bytes:
        return bytes(size)


def test_a_large_content_takes_no_memory() -> None:
    with Double([OK], keeps=False) as double:
        limits = Limits("MaxFileSize", 1 << 30, are_known=True)
        one = Scanner(Daemon(Session(double.address), VERSION, limits), (), {}, {})
        tracemalloc.start()
        assert list(one.matches(blob(Zeros(100 << 20)))) == []
        assert tracemalloc.get_traced_memory()[1] < 3 << 20
        tracemalloc.stop()


def test_without_a_daemon_each_content_says_so() -> None:
    lack = Lack("ClamAV", Reason.MISSING, "ClamAV is not running, or listens elsewhere")
    one = Scanner(lack, (), {}, {Reason.MISSING: KNOWN.remedies["missing-clamav"]})
    (gap,) = one.matches(blob(b"x"))
    assert isinstance(gap, Gap)
    assert (gap.reason, gap.wanted, gap.detail) == (Reason.MISSING, "signature", lack.detail)
    assert [(each.what, each.detail, each.remedy) for each in one.lacks] == [
        ("ClamAV", lack.detail, KNOWN.remedies["missing-clamav"])
    ]
    assert one.sets == ()


def test_its_set() -> None:
    (one,) = Scanner(Daemon(Session(Address(path="nowhere")), VERSION, SMALL), (), {}, {}).sets
    assert (one.by, one.version, one.as_of) == ("clamav", "1.4.3/27550/2026-11-20", "2026-11-20")
    assert (one.name, one.title, one.place) == ("ClamAV", "ClamAV 1.4.3/27550", "nowhere")


def test_a_daemon_that_was_away_from_the_beginning_is_one_gap_of_all_contents() -> None:
    """That it is away now, for another reason, is said of this content."""
    away = Lack("ClamAV", Reason.MISSING, "ClamAV is not running, or listens elsewhere")
    other = Lack("ClamAV", Reason.TIMED_OUT, "another")
    session = Session(Address(path="/nowhere/clamd.ctl"), first=0, patience=0)
    advice = {Reason.MISSING: KNOWN.remedies["missing-clamav"]}
    for lack, origin in ((away, Origin("", "", ("ClamAV",))), (other, Origin("s", "l", ("a.bin",)))):
        one = Scanner(Daemon(session, VERSION, SMALL), (lack,), {}, advice)
        (gap,) = one.matches(blob(b"x"))
        assert isinstance(gap, Gap)
        assert (gap.origin, gap.reason, gap.detail) == (origin, away.reason, away.detail)
        assert gap.remedy == advice[Reason.MISSING]
    (lack,) = Scanner(Daemon(session, VERSION, SMALL), (away,), {}, advice).lacks
    (gap,) = Scanner(Daemon(session, VERSION, SMALL), (away,), {}, advice).matches(blob(b"x"))
    assert gap == lack.gap
