"""The built evidence says what the incidents say: mails, reports, exports and the firm's profile."""

from __future__ import annotations

import csv
import email
import email.policy
import gzip
import io
import json
import re
import tomllib
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address
from pathlib import Path
from xml.etree import ElementTree as ET

import dkim
import jsonschema
import pytest
from support.incidents import Built, build
from support.incidents.naive import INCIDENTS, SCHEMA, Piece, of, parsed, told

pytestmark = pytest.mark.slow


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


def test_what_the_tenant_of_the_second_incident_exports(built: Callable[[Path], Built]) -> None:
    place = built(INCIDENTS[1]).evidence["a1"]
    rows = list(csv.DictReader(io.StringIO((place / "AuditLog.csv").read_text("utf-8-sig"))))
    data = [json.loads(row["AuditData"]) for row in rows]
    assert sum(one["OperationCount"] for one in data if one["Operation"] == "MailItemsAccessed") == 1840
    assert {"New-InboxRule", "Consent to application.", "UserLoggedIn", "MailItemsAccessed"} == {row["Operations"] for row in rows}
    (rule,) = csv.DictReader(io.StringIO((place / "InboxRules.csv").read_text("utf-8-sig")))
    assert (rule["Name"], rule["MoveToFolder"], rule["SubjectOrBodyContainsWords"]) == (".", "RSS Feeds", "振込;請求;invoice")
