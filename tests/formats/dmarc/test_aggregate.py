"""What a row of an aggregate report says (RFC 7489 7.2 and appendix C, RFC 9990), and through what it is reached."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest
from support.archives import cabinet
from support.dmarc_files import NAME, Report, Row, mailed, out, packed, zipped

from mimawari.formats import Head, recognised
from mimawari.formats.kept import Kept
from mimawari.model import Blob, DmarcRow, Origin


def row(**given: object) -> DmarcRow:
    """The row of a report of one record."""
    (found,) = out(Report(rows=(Row(**given),)).data()).rows  # type: ignore[arg-type]
    return found


def test_a_row_says_what_its_record_says() -> None:
    (found,) = out(Report().data()).rows
    assert found == DmarcRow(
        origin=Origin("s", "given", ("1",)),
        reporter="mx.example.net",
        report="r-1",
        begins="2026-01-01T00:00:00Z",
        ends="2026-01-01T23:59:59Z",
        address="192.0.2.25",
        count=3,
        author_domain="example.jp",
        envelope_domain="mail.example.jp",
        disposition="none",
        dkim="pass",
        spf="fail",
        dkim_domains=("example.jp",),
        spf_domains=(),
        policy="reject",
    )


def test_each_record_is_a_row_of_its_own_though_it_says_the_same() -> None:
    found = out(Report(rows=(Row(), Row(), Row(address="203.0.113.9"))).data())
    assert [one.origin.path for one in found.rows] == [("1",), ("2",), ("3",)]
    assert len(set(found.rows)) == 3
    assert (found.gaps, found.looked) == ((), 1)


def test_results_are_those_that_passed_aligned_or_not() -> None:
    found = row(dkim="fail", dkim_results=(("example.jp", "fail"), ("list.example.net", "Pass"), ("list.example.net", "pass")))
    assert (found.dkim, found.dkim_domains) == ("fail", ("list.example.net",))
    assert row(spf_results=(("MAIL.example.jp.", "pass"),)).spf_domains == ("mail.example.jp",)


def test_overrides_are_named() -> None:
    assert row(reasons=("mailing_list", "forwarded", "mailing_list")).reasons == ("mailing_list", "forwarded")


def test_the_envelope_is_what_spf_was_asked_of_where_no_other_is_told() -> None:
    assert row(envelope_from=None).envelope_domain == "mail.example.jp"
    assert row(envelope_from="").envelope_domain == "mail.example.jp"
    assert row(envelope_from=None, spf_scope="mfrom").envelope_domain == "mail.example.jp"
    assert row(envelope_from=None, spf_scope="helo").envelope_domain == ""
    assert row(envelope_from="someone@Other.example.com").envelope_domain == "other.example.com"


def test_below_the_domain_its_own_policy_counts() -> None:
    assert row(header_from="example.jp").policy == "reject"
    assert row(header_from="shop.example.jp").policy == "quarantine"
    report = Report(rows=(Row(header_from="shop.example.jp"),), policy="<p>none</p>")
    assert out(report.data()).rows[0].policy == "none"


def test_a_report_on_another_domain_is_read_all_the_same() -> None:
    report = Report(rows=(Row(header_from="example.com"),), domain="example.com")
    assert out(report.data()).rows[0].author_domain == "example.com"


@pytest.mark.parametrize("address", ["2001:db8::25", "2001:DB8:0:0::25", "::ffff:192.0.2.25", " 192.0.2.25 "])
def test_addresses_are_written_in_one_way(address: str) -> None:
    assert row(address=address).address == ("192.0.2.25" if "192" in address else "2001:db8::25")


@pytest.mark.parametrize(
    ("begin", "expected"),
    [
        ("1767225600", "2026-01-01T00:00:00Z"),
        ("1767225600.5", "2026-01-01T00:00:00Z"),
        ("1767225600000", "2026-01-01T00:00:00Z"),
        ("2026-01-01T09:00:00+09:00", "2026-01-01T00:00:00Z"),
        ("2026-01-01 00:00:00", "2026-01-01T00:00:00Z"),
        ("302832000", "1979-08-07T00:00:00Z"),
    ],
)
def test_times_are_utc_however_they_are_written(begin: str, expected: str) -> None:
    assert out(Report(begin=begin).data()).rows[0].begins == expected


def test_a_reporter_without_a_name_is_known_by_its_address() -> None:
    assert out(Report(reporter="").data()).rows[0].reporter == "mx.example.net"


@pytest.mark.parametrize(
    "root",
    [
        'feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0"',
        'feedback xmlns="http://dmarc.org/dmarc-xml/0.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
        "Feedback",
    ],
)
def test_every_namespace_is_read(root: str) -> None:
    assert len(out(Report(root=root).data(), "a.xml").rows) == 1


def test_a_prefix_does_not_matter() -> None:
    text = Report().xml().replace("</", "</d:").replace("<", "<d:").replace("<d:/d:", "</d:").replace("<d:?xml", "<?xml")
    text = text.replace("<d:feedback>", '<d:feedback xmlns:d="urn:ietf:params:xml:ns:dmarc-2.0">')
    assert len(out(text.encode(), "a.xml").rows) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom"])
def test_every_encoding_is_read(encoding: str) -> None:
    before = '<?xml version="1.0"?>\n'
    text = Report(before=before).xml()
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    assert len(out(data, "a.xml").rows) == 1


def test_comments_and_instructions_may_stand_before_the_root() -> None:
    before = '<?xml version="1.0"?>\n<!-- written by hand -->\n<?xml-stylesheet type="text/xsl" href="a.xsl"?>\n'
    assert len(out(Report(before=before).data(), "a.xml").rows) == 1


WAYS = {
    "xml": Report().data(),
    "gz": packed(Report()),
    "gz of a gz": gzip.compress(packed(Report())),
    "zip": zipped((NAME, Report().data())),
    "zip of a gz": zipped((NAME + ".gz", packed(Report()))),
    "cab": cabinet((NAME, Report().data())),
    "mail": mailed(NAME + ".gz", packed(Report())),
    "mail, zip": mailed("a.zip", zipped((NAME, Report().data())), "application/zip"),
    "mail, xml": mailed(NAME, Report().data(), "text/xml"),
    "mail, called something else": mailed("report.bin", packed(Report()), "application/octet-stream"),
    "mailbox": b"From dmarc@mx.example.net Thu Jan  1 00:00:00 2026\n"
    + mailed(NAME + ".gz", packed(Report())).replace(b"\r\n", b"\n"),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_reached_through_everything(way: str) -> None:
    found = out(WAYS[way], "given")
    assert [replace(one, origin=Origin("s", "given")) for one in found.rows] == [
        replace(one, origin=Origin("s", "given")) for one in out(Report().data()).rows
    ]
    assert (found.gaps, found.looked) == ((), 1)


@pytest.mark.parametrize(
    "data",
    [
        b"<feedback><rating>5</rating><comment>good</comment></feedback>",
        b"<html><body><feedback>report_metadata</feedback></body></html>",
        b"<!DOCTYPE html><feedback>report_metadata</feedback>",
        b"<feedbacks><report_metadata/></feedbacks>",
        b"<rss><channel><item>&lt;feedback&gt;&lt;report_metadata&gt;</item></channel></rss>",
        b"feedback report_metadata",
        b'{"feedback": "<record>"}',
        b"",
        b"<",
    ],
)
def test_what_only_looks_like_a_report_is_none(data: bytes) -> None:
    names = [one.name for one in recognised(Head.of(Blob(Origin("s", "x"), "a.xml", Kept.of(data))))]
    assert "dmarc-report" not in names


def test_a_report_without_records_is_looked_at() -> None:
    found = out(Report(rows=()).data())
    assert (found.rows, found.gaps, found.looked) == ((), (), 1)
