"""Aggregate reports of DMARC (RFC 7489, appendix C): one a day and reporter, packed as they come by mail."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from datetime import date, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from support.incidents.reading import Piece, moment
from support.incidents.world import DAY, World

_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<feedback>
  <version>1.0</version>
  <report_metadata>
    <org_name>{reporter}</org_name>
    <email>noreply-dmarc@{reporter}</email>
    <report_id>{number}</report_id>
    <date_range><begin>{begin}</begin><end>{end}</end></date_range>
  </report_metadata>
  <policy_published>
    <domain>sakura.example.jp</domain>
    <adkim>r</adkim><aspf>r</aspf><p>none</p><sp>none</sp><pct>100</pct>
  </policy_published>
"""


def write(world: World, piece: Piece, folder: Path) -> Path:
    """A folder with one file for each day: plain, gzip and ZIP in turn."""
    place = folder / str(piece["id"])
    place.mkdir()
    rng = world.rng(piece["id"])
    reporter = piece["reporter"].split()[0]
    begin, end = moment(piece["period"][0]), moment(piece["period"][1])
    for number, start in enumerate(range(begin, end, DAY)):
        day = date(1970, 1, 1) + timedelta(days=start // DAY)
        rows = [text for row in piece["rows"] for text in _records(row, day, rng)]
        if rows:
            head = _HEAD.format(reporter=reporter, number=f"{start}.{rng.getrandbits(32)}", begin=start, end=start + DAY - 1)
            _put(place, f"{reporter}!sakura.example.jp!{start}!{start + DAY - 1}", head + "".join(rows) + "</feedback>\n", number)
    return place


def _put(place: Path, name: str, text: str, number: int) -> None:
    if number % 3 == 1:
        (place / f"{name}.xml.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    elif number % 3 == 2:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr(zipfile.ZipInfo(f"{name}.xml", (2026, 11, 12, 0, 0, 0)), text)
        (place / f"{name}.zip").write_bytes(out.getvalue())
    else:
        (place / f"{name}.xml").write_text(text)


def count_on(row: Piece, day: date, rng: Random) -> int:
    """How many mails a row counts on a day: as told, between the values told, or none."""
    told = row.get("day", "each day")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", told):
        return int(row["count"]) if date.fromisoformat(told) == day else 0
    if told.startswith("each Tuesday"):
        return rng.randint(1950, 2050) if day.weekday() == 1 and day >= date(2026, 2, 3) else 0
    span = re.search(r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d) \(values (\d+) to (\d+), weekends (\d+) to (\d+)\)", told)
    if span is None:
        return int(row["count"])
    if not date.fromisoformat(span[1]) <= day <= date.fromisoformat(span[2]):
        return 0
    low, high = (span[5], span[6]) if day.weekday() > 4 else (span[3], span[4])
    return rng.randint(int(low), int(high))


def addresses(row: Piece) -> list[str]:
    """The one that a row is about, or all of its range."""
    found = re.match(r"(\S+) to (\S+)", row["source_ip"])
    if found is None:
        return [row["source_ip"]]
    return [str(IPv4Address(number)) for number in range(int(IPv4Address(found[1])), int(IPv4Address(found[2])) + 1)]


def _records(row: Piece, day: date, rng: Random) -> list[str]:
    count = count_on(row, day, rng)
    reason = f"<reason><type>{row['reason']}</type><comment></comment></reason>" if "reason" in row else ""
    dkim = row["auth_dkim"].split()
    signed = (
        f"<dkim><domain>{dkim[0]}</domain><selector>{dkim[1]}</selector><result>{dkim[2]}</result></dkim>" if len(dkim) == 3 else ""
    )
    domain, result = row["auth_spf"].split()
    return [
        f"""  <record>
    <row><source_ip>{address}</source_ip><count>{count}</count>
      <policy_evaluated><disposition>{row["disposition"]}</disposition><dkim>{row["dkim"]}</dkim><spf>{row["spf"]}</spf>{reason}</policy_evaluated>
    </row>
    <identifiers><envelope_from>{escape(row["envelope_from"])}</envelope_from><header_from>{row["header_from"]}</header_from></identifiers>
    <auth_results>{signed}<spf><domain>{domain}</domain><scope>mfrom</scope><result>{result}</result></spf></auth_results>
  </record>
"""
        for address in addresses(row)
        if count
    ]
