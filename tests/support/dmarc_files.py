"""Writes aggregate and failure reports of DMARC as RFC 7489, RFC 9990 and RFC 6591 describe them, and as reporters are known to."""

from __future__ import annotations

import gzip
import io
import zipfile
from base64 import encodebytes
from dataclasses import dataclass, field
from pathlib import Path

from support.inside import blob_of

from mimawari.engine.opening import opened
from mimawari.formats.budget import Budget
from mimawari.model import DmarcRow, FailureReport, Gap, Looked

NAME = "mx.example.net!example.jp!1767225600!1767311999.xml"
FAILED = """Feedback-Type: auth-failure\r
User-Agent: Example/1.0\r
Version: 1\r
Original-Mail-From: <bounce@example.com>\r
Arrival-Date: Thu, 1 Jan 2026 10:00:00 +0900\r
Reporting-MTA: dns; mx.example.net\r
Source-IP: 203.0.113.9\r
Delivery-Result: delivered\r
Auth-Failure: dmarc\r
Reported-Domain: example.jp\r
"""


@dataclass(frozen=True)
class Row:
    """A record. ``dkim_results`` and ``spf_results`` are domain and result of each, ``spf_scope`` as in the schema."""

    address: str = "192.0.2.25"
    count: str = "3"
    disposition: str = "none"
    dkim: str = "pass"
    spf: str = "fail"
    header_from: str = "example.jp"
    envelope_from: str | None = "mail.example.jp"
    dkim_results: tuple[tuple[str, str], ...] = (("example.jp", "pass"),)
    spf_results: tuple[tuple[str, str], ...] = (("mail.example.jp", "fail"),)
    spf_scope: str = ""
    reasons: tuple[str, ...] = ()

    def xml(self) -> str:
        reasons = "".join(f"<reason><type>{one}</type><comment>x</comment></reason>" for one in self.reasons)
        envelope = "" if self.envelope_from is None else f"<envelope_from>{self.envelope_from}</envelope_from>"
        scope = f"<scope>{self.spf_scope}</scope>" if self.spf_scope else ""
        dkim = "".join(f"<dkim><domain>{name}</domain><result>{what}</result></dkim>" for name, what in self.dkim_results)
        spf = "".join(f"<spf><domain>{name}</domain>{scope}<result>{what}</result></spf>" for name, what in self.spf_results)
        return (
            f"<record><row><source_ip>{self.address}</source_ip><count>{self.count}</count><policy_evaluated>"
            f"<disposition>{self.disposition}</disposition><dkim>{self.dkim}</dkim><spf>{self.spf}</spf>{reasons}</policy_evaluated></row>"
            f"<identifiers>{envelope}<header_from>{self.header_from}</header_from></identifiers>"
            f"<auth_results>{dkim}{spf}</auth_results></record>\n"
        )


@dataclass(frozen=True)
class Report:
    """A whole report: 2026-01-01, UTC."""

    rows: tuple[Row, ...] = (Row(),)
    reporter: str = "mx.example.net"
    begin: str = "1767225600"
    end: str = "1767311999"
    domain: str = "example.jp"
    policy: str = "<p>reject</p><sp>quarantine</sp>"
    root: str = "feedback"
    before: str = '<?xml version="1.0" encoding="UTF-8"?>\n'
    close: str = field(default="")

    def xml(self) -> str:
        return (
            f"{self.before}<{self.root}>\n<report_metadata><org_name>{self.reporter}</org_name><email>dmarc@mx.example.net</email>"
            f"<report_id>r-1</report_id><date_range><begin>{self.begin}</begin><end>{self.end}</end></date_range></report_metadata>\n"
            f"<policy_published><domain>{self.domain}</domain>{self.policy}</policy_published>\n"
            f"{''.join(row.xml() for row in self.rows)}{self.close or f'</{self.root.split()[0]}>'}"
        )

    def data(self) -> bytes:
        return self.xml().encode()


def zipped(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members:
            made.writestr(name, data)
    return stream.getvalue()


def mailed(name: str, data: bytes, media_type: str = "application/gzip", subject: str = "Report Domain: example.jp") -> bytes:
    """A mail with it as its only part, as RFC 7489 7.2.1.1 has it."""
    return (
        f"From: dmarc@mx.example.net\r\nTo: dmarc@example.jp\r\nSubject: {subject} Submitter: mx.example.net Report-ID: <r-1>\r\n"
        "Message-ID: <r-1@mx.example.net>\r\nDate: Fri, 2 Jan 2026 00:10:00 +0000\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: {media_type}\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    ).encode() + encodebytes(data).replace(b"\n", b"\r\n")


def failure(
    fields: str = FAILED, back: str = "", kind: str = "message/feedback-report", report_type: str = "feedback-report"
) -> bytes:
    """A mail in the form of RFC 6591."""
    returned = back or (
        "Received: from pc.example.com ([203.0.113.9]) by mx.example.net with ESMTP id 1; Thu, 1 Jan 2026 10:00:00 +0900\r\n"
        "From: Yamada <yamada@example.jp>\r\nTo: sato@example.net\r\nSubject: invoice\r\nMessage-ID: <abc@pc.example.com>\r\n"
    )
    return (
        "From: dmarc@mx.example.net\r\nTo: dmarc@example.jp\r\nSubject: FW: invoice\r\nMessage-ID: <f1@mx.example.net>\r\n"
        "Date: Thu, 1 Jan 2026 01:05:00 +0000\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/report; report-type={report_type}; boundary="b1"\r\n\r\n'
        "--b1\r\nContent-Type: text/plain\r\n\r\nThis is an authentication failure report.\r\n"
        f"--b1\r\nContent-Type: {kind}\r\n\r\n{fields}\r\n"
        f"--b1\r\nContent-Type: text/rfc822-headers\r\n\r\n{returned}\r\n--b1--\r\n"
    ).encode()


@dataclass(frozen=True)
class Out:
    """What the engine makes of it."""

    rows: tuple[DmarcRow, ...]
    failures: tuple[FailureReport, ...]
    gaps: tuple[tuple[str, str, str], ...]
    looked: int


def out(data: bytes, name: str = NAME, budget: Budget | None = None) -> Out:
    """Opened to any depth, as the engine does it."""
    seen = list(opened([blob_of(data, name)], budget or Budget(), reraise=True))
    return Out(
        tuple(one for one in seen if isinstance(one, DmarcRow)),
        tuple(one for one in seen if isinstance(one, FailureReport)),
        tuple((str(one.reason), one.wanted, one.detail) for one in seen if isinstance(one, Gap)),
        sum(one.count for one in seen if isinstance(one, Looked) and one.kind == "dmarc-report"),
    )


def put(folder: Path, **files: bytes) -> Path:
    """The files in a folder that is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def packed(report: Report) -> bytes:
    return gzip.compress(report.data(), mtime=0)
