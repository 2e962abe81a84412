"""The built evidence says what the incidents say: read here by naive means, with neither the builder's words nor the program."""

from __future__ import annotations

import csv
import email
import email.policy
import gzip
import io
import itertools
import json
import re
import tomllib
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.headerregistry import Address
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import dkim  # type: ignore[import-untyped]
import jsonschema
import pytest
from support.incidents import Built, build

HERE = Path(__file__).parent
INCIDENTS = sorted(HERE.glob("*.toml"))
pytestmark = pytest.mark.slow
SCHEMA = HERE.parents[1] / "src/mimawari/faces/schema/report-1.json"
Piece = dict[str, Any]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Built]:
    """Each incident is built once."""
    root = tmp_path_factory.mktemp("built")
    return cache(lambda path: build(path, root / path.stem))


def told(path: Path) -> Piece:
    return tomllib.loads(path.read_text("utf-8"))


def of(*kinds: str, form: str = "") -> list[Any]:
    """Every piece of those kinds with its incident, as parameters."""
    found = [
        pytest.param(path, piece, id=f"{path.stem[:2]}-{piece['id']}")
        for path in INCIDENTS
        for piece in told(path)["evidence"]
        if piece["kind"] in kinds and (not form or piece.get("form") == form)
    ]
    assert found
    return found


def text_of(place: Path) -> str:
    """A log's text, oldest file first, packed ones opened."""
    files = sorted(place.iterdir(), key=lambda one: one.stat().st_mtime) if place.is_dir() else [place]
    datas = [gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes() for file in files]
    return "".join(data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8-sig") for data in datas)


@pytest.mark.parametrize("path", INCIDENTS, ids=lambda one: one.stem)
def test_every_piece_lies_somewhere(path: Path, built: Callable[[Path], Built]) -> None:
    found = built(path)
    assert list(found.evidence) == [piece["id"] for piece in told(path)["evidence"]]
    assert all(place.exists() and place in found.locators for place in found.evidence.values())
    profile = tomllib.loads(found.us.read_text("utf-8"))
    assert {name: value for name, value in profile.items() if name != "keys"} == told(path)["us"]


@pytest.mark.parametrize("number", ["01", "23", "47", "51"])
def test_a_seed_gives_the_same_bytes(number: str, tmp_path: Path) -> None:
    (path,) = (one for one in INCIDENTS if one.name.startswith(number))
    first, again, other = (all_of(build(path, tmp_path / name, seed)) for name, seed in (("a", 3), ("b", 3), ("c", 4)))
    assert first == again
    assert first != other


def all_of(found: Built) -> dict[str, bytes]:
    root = found.us.parent
    return {str(file.relative_to(root)): file.read_bytes() for file in sorted(root.rglob("*")) if file.is_file()}


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


def zone(piece: Piece) -> timezone:
    return timezone(timedelta(hours=9)) if piece["time_zone_of_stamps"] == "+09:00" else UTC


def stamps(text: str, piece: Piece) -> Iterator[float]:
    """When each line was written: the year counts up whenever the month goes back."""
    year, last, days = int(piece["period"][0][:4]), 0, dict[str, float]()
    for line in text.splitlines():
        day, time = (line[:10], line[11:19]) if line[:2] == "20" else (line[:6], line[7:15])
        if day not in days:
            month = int(day[5:7]) if line[:2] == "20" else "JanFebMarAprMayJunJulAugSepOctNovDec".index(day[:3]) // 3 + 1
            year, last = year + (month < last), month
            days = {day: datetime(year, month, int(day[-2:]), tzinfo=zone(piece)).timestamp()}
        yield days[day] + int(time[:2]) * 3600 + int(time[3:5]) * 60 + int(time[6:])


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


def parsed(data: bytes) -> EmailMessage:
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.mark.parametrize(("path", "piece"), [*of("reported-mail", form="eml"), *of("reported-mail", form="forward-inline")])
def test_a_mail_is_what_was_told(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    data = built(path).evidence[piece["id"]].read_bytes()
    mail, head = parsed(data), piece["headers"]
    (author,) = mail["From"].addresses
    assert author == Address(head["From-display"], addr_spec=head["From"])
    assert [one.addr_spec for one in mail["To"].addresses] == head["To"]
    assert mail["Subject"] == head["Subject"]
    assert mail["Date"].datetime == datetime.fromisoformat(head["Date"])
    assert mail["Date"].datetime.utcoffset() == datetime.fromisoformat(head["Date"]).utcoffset()
    for name in ("Message-ID", "Reply-To", "In-Reply-To", "Return-Path"):
        assert str(mail.get(name, "")) == head[name]
    assert mail.get("References", "").split() == head["References"]
    results = [re.sub(r"\s+", " ", one) for one in mail.get_all("Authentication-Results", [])]
    assert results == head["Authentication-Results"]


@pytest.mark.parametrize(("path", "piece"), [*of("reported-mail", form="eml"), *of("reported-mail", form="forward-inline")])
def test_the_trace_is_what_was_told(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    mail = parsed(built(path).evidence[piece["id"]].read_bytes())
    lines = [re.sub(r"\s+", " ", one) for one in mail.get_all("Received", [])]
    assert len(lines) == len(piece["received"])
    for line, hop in zip(lines, piece["received"], strict=True):
        assert f"by {hop['by']} " in line
        assert f"id {hop['id']}" in line
        assert hop["ip"] in line
        assert ("Authenticated sender" in line) == bool(hop.get("auth"))
        assert hop.get("auth", "") in line
        assert datetime.fromisoformat(hop["time"]) == email.utils.parsedate_to_datetime(line.rpartition("; ")[2])
        if hop.get("wire") and not hop["wire"].startswith("..."):
            assert hop["wire"] in line
    names = [name for name, _ in mail.items()]
    if piece["headers"]["Authentication-Results"]:
        first = names.index("Authentication-Results")
        places = [place for place, name in enumerate(names) if name == "Received"]
        boundary = next(n for n, hop in enumerate(piece["received"]) if hop["by"] == piece["boundary"]["host"])
        assert places[boundary] == first + 1


@pytest.mark.parametrize(("path", "piece"), of("reported-mail", form="eml"))
def test_quoted_mails_stand_below(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    part = parsed(built(path).evidence[piece["id"]].read_bytes()).get_body(("plain",))
    assert part is not None
    text = re.sub(r"^> ?", "", part.get_content(), flags=re.MULTILINE)
    assert text.count("-----Original Message-----") == len(piece["quoted"])
    for quoted in piece["quoted"]:
        for line in (*quoted["lines"], quoted["subject"], quoted["from"]):
            assert re.sub(r"\s", "", line) in re.sub(r"\s", "", text)


@pytest.mark.parametrize(("path", "piece"), [*of("reported-mail", form="eml"), *of("reported-mail", form="forward-inline")])
def test_signatures_hold_where_they_are_told_to(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    found = built(path)
    keys = {
        f"{one['selector']}._domainkey.{one['domain']}.": one["record"]
        for one in tomllib.loads(found.us.read_text()).get("keys", [])
    }
    data = found.evidence[piece["id"]].read_bytes()
    assert (b"\nDKIM-Signature:" in data) == (piece["dkim_signature"] != "none")
    if piece["dkim_signature"] != "none":
        holds = dkim.verify(data, dnsfunc=lambda name, timeout=5: keys[name.decode()].encode())
        assert holds == piece["dkim_signature"].startswith("valid")


@pytest.mark.parametrize(("path", "piece"), of("dmarc"))
def test_reports_of_dmarc_sum_up(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    reports = [ET.fromstring(xml_of(file)) for file in sorted(built(path).evidence[piece["id"]].iterdir())]
    begins = {int(one.findtext("report_metadata/date_range/begin", "")) for one in reports}
    days = (datetime.fromisoformat(piece["period"][1]) - datetime.fromisoformat(piece["period"][0])).days
    assert len(begins) == len(reports) == days
    counts = [(r.findtext("row/source_ip", ""), int(r.findtext("row/count", ""))) for one in reports for r in one.iter("record")]
    for row in piece["rows"]:
        first = row["source_ip"].split()[0]
        found = [count for ip, count in counts if ip == first]
        span = re.search(r"(\d[\d,]*) to (\d[\d,]*)(?:$|, weekends)", row.get("day", ""))
        if span:
            assert found
            assert max(found) <= max(
                int(span[2].replace(",", "")), *(r["count"] for r in piece["rows"] if r["source_ip"] == row["source_ip"])
            )
        else:
            assert found.count(row["count"]) == (1 if row.get("day", "each").startswith("20") else days)
        many = re.search(r"\((\d+) rows\)", row["source_ip"])
        if many:
            assert len({ip for ip, _ in counts if ip.startswith("203.0.113.")}) == int(many[1])


def xml_of(file: Path) -> bytes:
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as opened:
            return opened.read(opened.namelist()[0])
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()


@pytest.mark.parametrize(("path", "piece"), of("host-report"))
def test_a_report_on_a_pc_has_the_published_shape(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    file = built(path).evidence[piece["id"]]
    if file.suffix == ".txt":
        text = file.read_bytes().decode()
        assert text.startswith("[EmoCheck v2.4.0]\r\n")
        assert "検知しませんでした。\r\n" in text
        return
    report = json.loads(file.read_text("ascii"))
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(report)
    (source,) = report["sources"]
    assert (source["host"], source["level"], report["verdict"]["level"]) == (piece["host"], piece["level"], piece["level"])
    assert Counter((one["kind"], one["strength"]) for one in report["findings"]) == Counter(
        (one["kind"], one["strength"]) for one in piece["findings"]
    )
    assert [(one["reason"], one["wanted"]) for one in report["gaps"]] == [(one["reason"], one["wanted"]) for one in piece["gaps"]]


@pytest.mark.parametrize(("path", "piece"), of("bounce"))
def test_so_many_mails_came_back(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    mails = [email.message_from_bytes(data) for data in letters(built(path).evidence[piece["id"]])]
    assert len(mails) == sum(group["count"] for group in piece["groups"])
    reports = [one for one in mails if one.get_content_type() == "multipart/report"]
    assert len(reports) == sum(group["count"] for group in piece["groups"] if group["rfc3464"])
    own = [one for one in reports if "Reporting-MTA: dns; mail.sakura.example.jp" in one.as_string()]
    assert len(own) == sum(group["count"] for group in piece["groups"] if group["in_our_log"])
    log = text_of(built(path).evidence["l1"])
    names = set(re.findall(r"message-id=(\S+)$", log, re.MULTILINE))
    sent = set(re.findall(r"smtpd\[\d+\]: (\w+): client=\S+ sasl_method=", log))
    assert {one["Message-ID"] for one in mails} <= names
    for one in own:
        name = re.search(r"X-Postfix-Queue-ID: (\w+)", one.as_string())
        assert name
        assert name[1] in sent
    strangers = [one for one in mails if one not in own]
    assert not {re.findall(r"^Message-ID: (\S+)", one.as_string(), re.MULTILINE)[-1] for one in strangers} & names


def letters(file: Path) -> list[bytes]:
    """The mails of an mbox."""
    return [one.removesuffix(b"\n") for one in re.split(rb"^From .*\n", file.read_bytes(), flags=re.MULTILINE)[1:]]


def boxes(place: Path) -> Iterator[tuple[str, str, bytes]]:
    """Account, Message-ID and content of every mail of a mailbox."""
    for account in sorted(place.iterdir()):
        files = sorted(account.rglob("cur/*"))
        mails = (
            [file.read_bytes() for file in files] if files else [one for file in sorted(account.iterdir()) for one in letters(file)]
        )
        for data in mails:
            name = re.search(rb"^Message-ID: (\S+)", data, re.MULTILINE)
            assert name
            yield account.name, name[1].decode(), data


@pytest.mark.parametrize(("path", "piece"), of("mailbox"))
def test_threads_lie_with_those_who_had_them_and_nobody_else(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    lines = {one["message_id"]: one["lines"] for other in told(path)["evidence"] for one in other.get("quoted", [])}
    found: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for account, name, data in boxes(built(path).evidence[piece["id"]]):
        counts[account] += 1
        found.setdefault(name, []).append(account)
        if name in lines:
            assert parsed(data).get_content().splitlines() == lines[name]
    assert {one["message_id"]: sorted(found.get(one["message_id"], [])) for one in piece["threads"]} == {
        one["message_id"]: sorted(one["lies_in"]) for one in piece["threads"]
    }
    wanted = {one["message_id"] for one in piece["threads"]}
    assert not (set(lines) - wanted) & set(found)
    assert set(counts) == set(piece["accounts"])
    assert min(counts.values()) > 100


@pytest.mark.parametrize(("path", "piece"), of("sent-folder"))
def test_a_sent_folder_holds_what_was_told(path: Path, piece: Piece, built: Callable[[Path], Built]) -> None:
    us = told(path)["us"]["sent_profile"]
    mails = {name: parsed(data) for _, name, data in boxes(built(path).evidence[piece["id"]])}
    for one in piece.get("contains", []):
        mail = mails[one["message_id"]]
        assert (mail["Subject"], mail["Date"].datetime) == (one["subject"], datetime.fromisoformat(one["date"]))
        assert [to.addr_spec for to in mail["To"].addresses] == one["to"]
    usual = [name for name in mails if re.fullmatch(us["message_id"], name)]
    if "uuid" not in piece.get("message_id_pattern", ""):
        assert len(usual) == len(mails) > 100
    zones = Counter(mail["Date"].datetime.utcoffset() for mail in mails.values())
    assert (set(zones) == {timedelta(hours=9)}) == (piece["zone"] == "+0900")


@pytest.mark.parametrize("number", ["50", "69"])
def test_every_mail_of_the_log_lies_in_the_sent_folder(number: str, built: Callable[[Path], Built]) -> None:
    (path,) = (one for one in INCIDENTS if one.name.startswith(number))
    sent = next(one for one in told(path)["evidence"] if one["kind"] == "sent-folder")
    text = text_of(built(path).evidence["l1"])
    dates = {name: parsed(data)["Date"].datetime for _, name, data in boxes(built(path).evidence[sent["id"]])}
    begin = datetime.fromisoformat(sent["period"][0]).replace(tzinfo=timezone(timedelta(hours=9))).timestamp()
    log = next(one for one in told(path)["evidence"] if one["kind"] == "mail-log")
    names = dict(re.findall(r"cleanup\[\d+\]: (\w+): message-id=(\S+)", text))
    shape = rf"^(.{{15}}) .*: (\w+): client=\S+ sasl_method=\w+, sasl_username={re.escape(sent['account'])}$"
    seen = 0
    for when, queue in re.findall(shape, text, re.MULTILINE):
        (time,) = stamps(when, log)
        if time >= begin:
            seen += 1
            assert dates[names[queue]].timestamp() == time
    assert seen > 100


def test_what_the_tenant_of_the_second_incident_exports(built: Callable[[Path], Built]) -> None:
    place = built(INCIDENTS[1]).evidence["a1"]
    rows = list(csv.DictReader(io.StringIO((place / "AuditLog.csv").read_text("utf-8-sig"))))
    data = [json.loads(row["AuditData"]) for row in rows]
    assert sum(one["OperationCount"] for one in data if one["Operation"] == "MailItemsAccessed") == 1840
    assert {"New-InboxRule", "Consent to application.", "UserLoggedIn", "MailItemsAccessed"} == {row["Operations"] for row in rows}
    (rule,) = csv.DictReader(io.StringIO((place / "InboxRules.csv").read_text("utf-8-sig")))
    assert (rule["Name"], rule["MoveToFolder"], rule["SubjectOrBodyContainsWords"]) == (".", "RSS Feeds", "振込;請求;invoice")
