"""The built logs hold what the incidents count."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from support.incidents import Built
from support.incidents.naive import INCIDENTS, Piece, of, stamps, text_of, zone

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("path", "piece"), of("mail-log"))
def test_a_log_tells_what_was_told(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    text = text_of(built(path).evidence[piece["id"]])
    holds_what_it_must_and_not_what_it_must_not(text, piece)
    if not piece["software"].endswith("csv"):
        is_in_order_and_without_a_gap(text, piece)
    hours_count_up(text, piece)


def holds_what_it_must_and_not_what_it_must_not(text: str, piece: Piece) -> None:
    for wanted in piece["contains_message_ids"]:
        assert all(name in text for name in re.findall(r"<[^<>]+>", wanted))
    for wanted in piece["lacks_message_ids"]:
        domain = re.match(r"<\*(@\S+)>$", wanted)
        assert (domain[1] if domain else wanted.strip("<>")) not in text
    if piece["sample_lines"]:
        have = bare(text)
        assert not [line for line in bare("\n".join(piece["sample_lines"])) if line not in have]


def bare(text: str) -> set[str]:
    """Lines without what a sample cannot foresee: process numbers, sessions, the rest of a delivery."""
    text = re.sub(r"\[\d+\]:|mpid=\d+|session=<[^>]+>|\d\w{5}-\w{6}-\w\w|size=\d+|^(\w{3}) 0", r"\1 ", text, flags=re.MULTILINE)
    text = re.sub(r"delay=.*|^\S+ +\S+ \S+ (?=mail dovecot)|^\S+ \S+ (?=<=)|TLS, .*", "", text, flags=re.MULTILINE)
    return {re.sub(r" +|\[\d[0-9a-f.:]+\]|S=.*", " ", line) for line in text.splitlines()}


def is_in_order_and_without_a_gap(text: str, piece: Piece) -> None:
    begin, end = (datetime.fromisoformat(one).timestamp() for one in piece["period"])
    times = list(stamps(text, piece))
    assert times == sorted(times)
    assert begin <= times[0]
    assert times[-1] < end
    edges = [begin, *times, end]
    assert max(later - earlier for earlier, later in itertools.pairwise(edges)) < 3900


def hours_count_up(text: str, piece: Piece) -> None:
    for event in piece["events"]:
        seen = handed_in(text, piece, event)
        for hour in event["hours"]:
            clients = seen[hour["hour"][:13]]
            usual = usual_in(piece, event, hour["hour"])
            assert hour["messages"] + usual[0] <= sum(clients.values()) <= hour["messages"] + usual[1], hour
            if not usual[1]:
                assert len([one for one in clients if one]) == hour["distinct_clients"], hour
        if isinstance(event["clients"], str) and event["clients"][0].isdigit() and event["clients"].split()[1] == "distinct":
            assert len({client for hour in seen.values() for client in hour if is_abroad(client)}) == int(
                event["clients"].split()[0]
            )


def is_abroad(client: str) -> bool:
    return not client.startswith("192.0.2.")


def usual_in(piece: Piece, event: Piece, hour: str) -> tuple[int, int]:
    """What the account sends besides, by the baseline, in an hour of its usual clients."""
    when = datetime.fromisoformat(hour[:13] + ":00:00").replace(tzinfo=zone(piece)).astimezone(timezone(timedelta(hours=9)))
    rows = [row for row in piece["baseline"] if row["account"] == event["account"] and when.weekday() < 5 and not ended(row, when)]
    for row in rows:
        first, last = map(int, re.findall(r"\d\d", row["hours"])[:2]) if row["hours"] else (0, 0)
        if first <= when.hour < last and set(row["clients"]) & set(event["clients"]):
            return tuple(row["messages_per_hour"])
    return 0, 0


def ended(row: Piece, when: datetime) -> bool:
    return "last_day" in row and when.date().isoformat() > row["last_day"]


MONTHS = {"Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11}
HANDED_IN = {
    "postfix": r"^(\w{3} [ \d]\d \d\d):.*smtpd\[\d+\]: \w+: client=\S+\[([^\]]+)\], sasl_method=\w+, sasl_username=ACCOUNT$",
    "local": r"^(\w{3} [ \d]\d \d\d):.*pickup\[\d+\]: \w+: UID from=()",
    "dovecot": r"^(\w{3} [ \d]\d \d\d):.*imap-login: Login: user=<ACCOUNT>,.* rip=([^,]+),",
    "exim": r"^(\d{4}-\d\d-\d\d \d\d):.* <= ACCOUNT H=.*\[([^\]]+)\] P=esmtpsa .*A=dovecot_login:ACCOUNT ",
}


def handed_in(text: str, piece: Piece, event: Piece) -> dict[str, Counter[str]]:
    """Mails (or sign-ins) by hour and client; those of clients that are the event's own, where it names them one by one."""
    found: dict[str, Counter[str]] = {}
    for hour, client in rows_of(text, piece, event):
        if isinstance(event["clients"], str) and not is_abroad(client) and "192.0.2." not in event["clients"]:
            continue
        if isinstance(event["clients"], list) and client and not any(client == one.split()[0] for one in event["clients"]):
            continue
        found.setdefault(hour, Counter())[client] += 1
    return found


def rows_of(text: str, piece: Piece, event: Piece) -> Iterator[tuple[str, str]]:
    software = piece["software"]
    if software.endswith("csv"):
        for row in csv.DictReader(io.StringIO(text)):
            if row.get("sender_address") == event["account"]:
                yield row["origin_timestamp_utc"][:13], row["original_client_ip"]
            if row.get("Sender") == event["account"] and row["Event target"] == "SMTP_INBOUND":
                yield row["Event date"][:13].replace("/", "-").replace(" ", "T"), row["Event target IP address"]
        return
    uid = re.search(r"uid=\d+", f"{event['account']} {event['clients']}")
    shape = (
        HANDED_IN["local" if uid else software]
        .replace("ACCOUNT", re.escape(event["account"]))
        .replace("UID", uid[0] if uid else "")
    )
    for when, client in re.findall(shape, text, re.MULTILINE):
        year = event["hours"][0]["hour"][:4]
        day = when.replace(" ", "T") if when[0] == "2" else f"{year}-{MONTHS[when[:3]]:02d}-{int(when[4:6]):02d}T{when[-2:]}"
        yield day, client


def test_the_stolen_password_of_the_first_incident_in_numbers(built: Callable[[Path], Built]) -> None:
    """Recipients and refusals as well, where the incident counts them."""
    text = text_of(built(INCIDENTS[0]).evidence["l1"])
    ids = set(re.findall(r"smtpd\[\d+\]: (\w+): client=\S+, sasl_method=LOGIN, sasl_username=suzuki@", text))
    assert len(ids) == 180 + 310 + 340 + 260
    counts = re.findall(r"qmgr\[\d+\]: (\w+): from=<suzuki@sakura.example.jp>, size=(\d+), nrcpt=(\d+)", text)
    assert sum(int(n) for name, _, n in counts if name in ids) == 900 + 1550 + 1700 + 1300
    assert all(18200 <= int(size) <= 18340 for name, size, _ in counts if name in ids)
    said = [line for name, line in re.findall(r"smtp\[\d+\]: (\w+): (to=.*)", text) if name in ids]
    assert sum("said: 550 5.1.1" in line for line in said) == 1690
    assert sum("blocked using Spamhaus" in line for line in said) == 410


def test_seventy_mails_waited_for_a_server_that_was_down(built: Callable[[Path], Built]) -> None:
    (path,) = (one for one in INCIDENTS if one.name.startswith("44"))
    text = text_of(built(path).evidence["l1"])
    waiting = set(re.findall(r": (\w+): to=<\w+@nori.example.net>, relay=none, .*status=deferred", text))
    late = re.findall(
        r"^Nov 11 03:0[0-4].*: (\w+): to=<\w+@nori\.example\.net>,.* delay=(\d+)\.\d+,.*status=sent", text, re.MULTILINE
    )
    assert len(waiting) == 70
    assert {name for name, _ in late} <= waiting
    assert len(late) == 61
    assert all(32400 <= int(delay) <= 144000 for _, delay in late)
    assert len(re.findall(r"^Nov 11 0[12]:.*status=expired, returned to sender", text, re.MULTILINE)) == 9
    who = Counter(re.search(rf"{name}: from=<(\w+)@", text)[1] for name in waiting)  # type: ignore[index]
    assert who == {"tanaka": 22, "suzuki": 36, "sato": 12}
