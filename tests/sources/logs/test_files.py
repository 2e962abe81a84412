"""Files, folders, rotations, years, damage: what is read, in which order, and what is told of the rest."""

# ruff: noqa: E501  # lines of logs are as long as they are

from __future__ import annotations

import bz2
import gzip
import lzma
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.mail_logs import CHANGED, of, only, read, seen

from mimawari import app
from mimawari.engine import Settings
from mimawari.model import AccountUse, Firm, Gap, Level, LogSpan, Looked, OwnAccount, SendingProfile
from mimawari.sources import Evidence, mail_log
from mimawari.sources.logs import sending, signing_in


def day(stamp: str, number: int, host: str = "mail") -> str:
    """The lines of one mail that a@example.jp sent."""
    head = f"{stamp} {host} postfix"
    return (
        f"{head}/smtpd[1]: AAA{number:03}: client=pc[192.0.2.71], sasl_method=PLAIN, sasl_username=a@example.jp\n"
        f"{head}/cleanup[2]: AAA{number:03}: message-id=<{number}@pc>\n"
        f"{head}/qmgr[3]: AAA{number:03}: from=<a@example.jp>, size=900, nrcpt=1 (queue active)\n"
        f"{head}/smtp[4]: AAA{number:03}: to=<b@example.com>, relay=mx[198.51.100.1]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (ok)\n"
        f"{head}/qmgr[3]: AAA{number:03}: removed\n"
    )


def test_a_packed_log_is_the_same_log(tmp_path: Path) -> None:
    from backports import zstd

    text = day("Nov 10 10:00:00", 1).encode()
    packs: tuple[Callable[[bytes], bytes], ...] = (bytes, gzip.compress, bz2.compress, lzma.compress, zstd.compress)
    for number, pack in enumerate(packs):
        path = tmp_path / f"file{number}"
        path.write_bytes(pack(text))
        os.utime(path, (CHANGED, CHANGED))
        assert mail_log.recognises(Evidence(str(path)))
        found = seen(path)
        assert of(Gap, found) == []
        assert only(LogSpan, found).lines == 5
        assert only(SendingProfile, found).hours[0].hour == "2026-11-10T01:00:00Z"


def test_a_log_says_how_much_text_there_is_to_read(tmp_path: Path) -> None:
    text = day("Nov 10 10:00:00", 1).encode()
    plain, packed = tmp_path / "maillog", tmp_path / "maillog.gz"
    plain.write_bytes(text)
    assert [piece.size for piece in mail_log.survey(Evidence(str(plain))).pieces] == [len(text)]
    packed.write_bytes(gzip.compress(text))
    (piece,) = mail_log.survey(Evidence(str(tmp_path))).pieces
    assert piece.size >= 2 * len(text)


def test_what_is_left_of_a_damaged_file_is_read(tmp_path: Path) -> None:
    text = "".join(day(f"Nov 10 {hour:02}:{minute:02}:00", minute) for hour in range(24) for minute in range(60))
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(text.encode())[:9000])
    os.utime(path, (CHANGED, CHANGED))
    found = seen(path)
    assert [(gap.reason, gap.wanted) for gap in of(Gap, found)] == [("corrupt", "mail-log")]
    assert 100 < only(LogSpan, found).lines < 7200


@pytest.mark.parametrize(
    ("stamps", "changed", "begins", "ends"),
    [
        # Over New Year, and a line that came late.
        (("Dec 31 23:59:59", "Jan  1 00:00:01", "Dec 31 23:59:58", "Jan  1 00:00:02"), (2026, 1, 5), "2025-12-31T14:59:58Z", "2025-12-31T15:00:02Z"),
        # The file was copied a year later: nothing tells.
        (("Nov  9 10:00:00", "Nov 10 10:00:00"), (2026, 11, 10), "2026-11-09T01:00:00Z", "2026-11-10T01:00:00Z"),
        # Stamps behind the day of the file are of the year before.
        (("Nov  9 10:00:00", "Nov 10 10:00:00"), (2026, 10, 1), "2025-11-09T01:00:00Z", "2025-11-10T01:00:00Z"),
        # Two New Years in one file.
        (("Dec 30 10:00:00", "Dec 20 10:00:00", "Jul  1 10:00:00", "Mar  1 10:00:00"), (2026, 4, 1), "2024-12-20T01:00:00Z", "2026-03-01T01:00:00Z"),
    ],
)  # fmt: skip
def test_years_that_no_stamp_tells(
    tmp_path: Path, stamps: tuple[str, ...], changed: tuple[int, int, int], begins: str, ends: str
) -> None:
    text = "".join(day(stamp, number) for number, stamp in enumerate(stamps))
    span = only(LogSpan, read(tmp_path / "x", text, changed=datetime(*changed, tzinfo=UTC).timestamp()))
    assert (span.begins, span.ends) == (begins, ends)


def test_message_ids_that_bear_a_date_tell_the_year(tmp_path: Path) -> None:
    text = "".join(day(f"Nov 10 10:00:0{one}", one).replace(f"<{one}@", f"<20231110100000.{one}@") for one in range(4))
    assert only(LogSpan, read(tmp_path / "x", text)).begins == "2023-11-10T01:00:00Z"


@pytest.mark.parametrize(
    ("stamp", "told"),
    [("2026-11-10T10:00:00.123456+09:00", True), ("2026-11-10T10:00:00+0900", True), ("2026-11-10T01:00:00Z", True), ("Nov 10 10:00:00", False),
     ("<22>Nov 10 10:00:00", False), ("Nov 10 10:00:00.123456", False)],
)  # fmt: skip
def test_stamps(tmp_path: Path, stamp: str, told: bool) -> None:
    span = only(LogSpan, read(tmp_path / "x", day(stamp, 1)))
    assert (span.begins, span.zone_told) == ("2026-11-10T01:00:00Z", told)


def test_the_zone_is_the_firms_where_no_stamp_tells(tmp_path: Path) -> None:
    span = only(LogSpan, read(tmp_path / "x", day("Nov 10 10:00:00", 1), firm=Firm(zone=0)))
    assert (span.begins, span.zone) == ("2026-11-10T10:00:00Z", 0)


def folder(tmp_path: Path, files: dict[str, str]) -> Path:
    where = tmp_path / "log"
    where.mkdir()
    for name, text in files.items():
        data = text.encode()
        (where / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        os.utime(where / name, (CHANGED, CHANGED))
    return where


def test_a_rotation_is_one_log(tmp_path: Path) -> None:
    """A mail that begins in one file and ends in the next is one."""
    first, rest = day("Nov  8 10:00:00", 1).split("\n", 1)
    where = folder(
        tmp_path, {"maillog.2.gz": first + "\n", "maillog.1": rest, "maillog": day("Nov 10 10:00:00", 2), "maillog.err": ""}
    )
    assert mail_log.recognises(Evidence(str(where)))
    found = seen(where)
    profile = only(SendingProfile, found)
    assert [(hour.hour, hour.messages, hour.distinct) for hour in profile.hours] == [
        ("2026-11-08T01:00:00Z", 1, 1), ("2026-11-10T01:00:00Z", 1, 1)]  # fmt: skip
    assert profile.origin.path == ("maillog.2.gz", "1")
    assert only(LogSpan, found).lines == 10


def test_a_missing_number_is_a_hole(tmp_path: Path) -> None:
    whole = {"maillog.2": day("Nov  8 10:00:00", 1), "maillog.1": day("Nov  8 20:00:00", 2), "maillog": day("Nov  9 06:00:00", 3)}
    assert only(LogSpan, seen(folder(tmp_path, whole))).holes == ()
    (tmp_path / "log" / "maillog.1").unlink()
    assert only(LogSpan, seen(tmp_path / "log")).holes == (("2026-11-08T01:00:00Z", "2026-11-08T21:00:00Z"),)


def test_a_silence_is_a_hole_and_a_weekend_is_not(tmp_path: Path) -> None:
    # 2 November 2026 is a Monday. Somebody sends on every working day of four weeks.
    days = [one for one in range(2, 28) if (one - 2) % 7 < 5]
    every = "".join(day(f"Nov {one:2} {hour:02}:00:00", hour) for one in days for hour in range(9, 19))
    changed = datetime(2026, 11, 28, tzinfo=UTC).timestamp()
    assert only(LogSpan, read(tmp_path / "x", every, changed=changed)).holes == ()
    gone = "".join(line for line in every.splitlines(keepends=True) if not line.startswith(("Nov 11", "Nov 12")))
    assert only(LogSpan, read(tmp_path / "y", gone, changed=changed)).holes == (("2026-11-10T10:00:00Z", "2026-11-13T00:00:00Z"),)


def test_a_folder_of_other_things_too_is_none(tmp_path: Path) -> None:
    where = folder(tmp_path, {"maillog": day("Nov 10 10:00:00", 1), "notes.txt": "to do: call the provider\n"})
    assert not mail_log.recognises(Evidence(str(where)))


@pytest.mark.parametrize(
    "text",
    [
        "Nov 10 10:00:00 mail sshd[1]: Failed password for root from 203.0.113.5 port 22 ssh2\n" * 20,
        "Nov 10 10:00:00 fw kernel: IN=eth0 OUT= SRC=203.0.113.5 DST=192.0.2.1 PROTO=TCP DPT=25\n" * 20,
        "The log says:\nNov 10 10:00:00 mail postfix/qmgr[1]: AAAAA: removed\nWhat does it mean?\nPlease tell me.\n",
        "",
        "2026-11-10 10:00:00 INFO the service is up\n" * 20,
    ],
)
def test_other_texts_are_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "maillog"
    path.write_text(text)
    assert not mail_log.recognises(Evidence(str(path)))


def test_lines_of_no_known_form_are_told(tmp_path: Path) -> None:
    strange = "Nov 10 10:00:00 mail postfix/smtp[4]: AAAAA: to=<b@example.com>, status=sent in a form of its own\n"
    (gap,) = of(Gap, read(tmp_path / "x", day("Nov 10 10:00:00", 1) + strange))
    assert (gap.reason, gap.wanted, gap.detail) == ("unsupported", "mail-log", "1 of 6 lines of postfix are of no known form")
    many = "".join(day("Nov 10 10:00:00", one) for one in range(20))
    (gap,) = of(Gap, read(tmp_path / "y", many + strange))
    assert gap.wanted == "mail-log-line"


def test_a_spray_stays_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "_ACCOUNTS", 10)
    monkeypatch.setattr(signing_in, "_NETWORKS", 5)
    text = "".join(
        f"Nov 10 10:00:00 mail dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<u{one % 500}>, method=PLAIN, "
        f"rip=10.{one % 7}.{one % 250}.1, lip=192.0.2.25, session=<x>\n"
        for one in range(3000)
    )
    good = (
        "Nov 10 10:00:01 mail dovecot: imap-login: Login: user=<u499>, method=PLAIN, rip=203.0.113.4, lip=192.0.2.25, session=<x>\n"
    )
    uses = of(AccountUse, read(tmp_path / "x", text + good))
    assert len({one.account for one in uses}) <= 12
    assert len(uses) <= 12 * 6
    assert sum(one.failures for one in uses) == 3000
    assert [(one.account, one.network) for one in uses if one.successes] == [("u499", "203.0.113.0/24")]


def test_of_too_many_accounts_the_firms_own_are_told_and_the_rest_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_PROFILES", 3)
    text = "".join(
        day(f"Nov 10 10:{minute:02}:{number:02}", 60 * number + minute).replace("a@example.jp", f"a{number}@example.jp")
        for number in range(6)
        for minute in range(number + 1)
    )
    firm = Firm(accounts=(OwnAccount("a0@example.jp"),))
    found = read(tmp_path / "x", text, firm=firm)
    told = {one.account: sum(hour.messages for hour in one.hours) for one in of(SendingProfile, found)}
    assert told == {"a0@example.jp": 1, "a4@example.jp": 5, "a5@example.jp": 6}
    (gap,) = of(Gap, found)
    assert (gap.reason, gap.wanted) == ("too-large", "sending-profile")
    assert gap.detail == "3 accounts that sent least are not told one by one"


def test_a_log_is_looked_at_by_the_whole_program(tmp_path: Path) -> None:
    path = tmp_path / "maillog"
    path.write_text(day("Nov 10 10:00:00", 1))
    (source,) = app.check([Evidence(str(path))], Settings(reraise=True), jobs=0)
    assert source.kind == "mail-log"
    assert app.level_of(source) is Level.NO_SIGN
    path.write_bytes(gzip.compress(day("Nov 10 10:00:00", 1).encode() * 500)[:300])
    (source,) = app.check([Evidence(str(path))], Settings(reraise=True), jobs=0)
    assert app.level_of(source) is Level.UNDETERMINED


def test_it_says_how_much_it_looked_at(tmp_path: Path) -> None:
    found = of(Looked, read(tmp_path / "x", day("Nov 10 10:00:00", 1)))
    assert sorted((one.kind, one.count) for one in found) == [("mail-log", 5), ("sending-profile", 1)]


@pytest.mark.parametrize(
    "data", [b"\0" * 5000, bytes(range(256)) * 50, b"Nov 10 10:00:00 mail postfix/smtpd[1]: AAAAA: client=" + b"x" * 300_000]
)
def test_hostile_bytes_raise_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(day("Nov 10 10:00:00", 1).encode() + data + b"\n" + day("Nov 10 10:00:00", 2).encode())
    assert only(LogSpan, seen(path)).lines >= 10


@pytest.mark.parametrize(
    ("plain", "odd"), [("delay=1,", "delay=1.2.3,"), ("size=900,", f"size={'9' * 30},"), ("size=900,", "size=٩٠٠,"), ("nrcpt=1 ", f"nrcpt={'9' * 30} ")]
)  # fmt: skip
def test_a_number_that_is_none_does_not_hide_the_rest(tmp_path: Path, plain: str, odd: str) -> None:
    text = day("Nov 10 10:00:00", 1) + day("Nov 10 11:00:00", 2)
    assert plain in text
    profile = only(SendingProfile, read(tmp_path / "x", text.replace(plain, odd, 1)))
    assert [one.messages for one in profile.hours] == [1, 1]
