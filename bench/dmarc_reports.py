"""The DMARC reports that a small firm gets, always the same for a number.

    python bench/dmarc_reports.py FOLDER COUNT

writes COUNT of them: six of ten in gzip, two in zip, one as XML, one attached to a mail. Each has between one and sixty rows,
most have few: the firm's server, a forwarder, a newsletter service, servers of others that fail.
"""

from __future__ import annotations

import gzip
import io
import random
import sys
import zipfile
from base64 import encodebytes
from pathlib import Path

SEED = 20260101
_REPORTERS = ("google.com", "enterprise.example.com", "mail.example.net", "provider.example.jp", "isp.example.org")
_ROW = """  <record>
    <row>
      <source_ip>{address}</source_ip>
      <count>{count}</count>
      <policy_evaluated>
        <disposition>none</disposition>
        <dkim>{dkim}</dkim>
        <spf>{spf}</spf>
      </policy_evaluated>
    </row>
    <identifiers>
      <header_from>shop.example.jp</header_from>
    </identifiers>
    <auth_results>
      <dkim>
        <domain>shop.example.jp</domain>
        <result>{dkim}</result>
        <selector>s1</selector>
      </dkim>
      <spf>
        <domain>shop.example.jp</domain>
        <result>{spf}</result>
      </spf>
    </auth_results>
  </record>
"""
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<feedback>
  <report_metadata>
    <org_name>{reporter}</org_name>
    <email>noreply-dmarc@{reporter}</email>
    <report_id>{number}</report_id>
    <date_range>
      <begin>{begin}</begin>
      <end>{end}</end>
    </date_range>
  </report_metadata>
  <policy_published>
    <domain>shop.example.jp</domain>
    <adkim>r</adkim>
    <aspf>r</aspf>
    <p>none</p>
    <sp>none</sp>
    <pct>100</pct>
  </policy_published>
"""


def report(number: int) -> tuple[str, bytes, int]:
    """File name, XML and how many rows there are in it."""
    draw = random.Random(SEED + number)
    reporter, begin = _REPORTERS[number % len(_REPORTERS)], 1_735_689_600 + number // 5 * 86_400
    rows = min(60, 1 + int(draw.expovariate(0.15)))
    text = _HEAD.format(reporter=reporter, number=10**12 + number, begin=begin, end=begin + 86_399)
    for _ in range(rows):
        good = draw.random() < 0.6
        address = f"192.0.2.{draw.randrange(20, 30)}" if good else f"203.0.113.{draw.randrange(256)}"
        word = "pass" if good else "fail"
        text += _ROW.format(address=address, count=draw.randrange(1, 90), dkim=word, spf=word)
    return f"{reporter}!shop.example.jp!{begin}!{begin + 86_399}!{number}.xml", (text + "</feedback>\n").encode(), rows


def packed(number: int) -> tuple[str, bytes, int]:
    """The same as it arrives."""
    name, data, rows = report(number)
    how = number % 10
    if how < 6:
        return f"{name}.gz", gzip.compress(data, mtime=0), rows
    if how < 8:
        return f"{name[:-4]}.zip", _zip(name, data), rows
    return (name, data, rows) if how == 8 else (f"{name[:-4]}.eml", _mail(name, data), rows)


def _zip(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
    return stream.getvalue()


def _mail(name: str, data: bytes) -> bytes:
    return (
        f"From: noreply-dmarc@{name.split('!')[0]}\nTo: dmarc@shop.example.jp\nSubject: Report domain: shop.example.jp\n"
        f"Message-ID: <{name.split('!')[-1][:-4]}@example.net>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nMIME-Version: 1.0\n"
        f'Content-Type: application/gzip; name="{name}.gz"\nContent-Disposition: attachment; filename="{name}.gz"\n'
        "Content-Transfer-Encoding: base64\n\n"
    ).encode() + encodebytes(gzip.compress(data, mtime=0))


def write(folder: Path, count: int) -> int:
    """*count* of them; how many rows they have together."""
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for number in range(count):
        name, data, rows = packed(number)
        (folder / name).write_bytes(data)
        total += rows
    return total


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]), int(sys.argv[2]))} rows\n")
