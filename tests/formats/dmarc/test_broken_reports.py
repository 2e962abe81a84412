"""Reports that cannot be understood are told, what is left of them is read, and hostile ones cost nothing."""

from __future__ import annotations

import gzip
from random import Random

import pytest
from support.dmarc_files import NAME, Report, Row, mailed, out, packed, zipped
from support.spoiling import cut, flipped, within

from mimawari.formats.budget import Allowance, Budget

CORRUPT = "a DMARC report that is not well-formed XML"
GAP = ("corrupt", "dmarc-report", CORRUPT)
TWO = Report(rows=(Row(), Row(address="203.0.113.9")))


def test_one_that_is_cut_off_keeps_its_rows_and_is_told() -> None:
    text = TWO.xml()
    found = out(text[: text.rfind("<record>") + 20].encode())
    assert [one.address for one in found.rows] == ["192.0.2.25"]
    assert found.gaps == (GAP,)


def test_one_that_is_only_named_as_a_report_is_told() -> None:
    found = out(b"<report><x/></report>")
    assert found.gaps == (("corrupt", "dmarc-report", "a DMARC report that does not tell for when it is"),)
    assert (found.rows, found.looked) == ((), 0)


@pytest.mark.parametrize(
    "given",
    [
        {"address": "mail.example.jp"},
        {"address": ""},
        {"address": "192.0.2.256"},
        {"count": "many"},
        {"count": "-3"},
        {"count": "9" * 20},
        {"header_from": ""},
    ],
)
def test_a_record_that_says_nothing_is_told_and_the_others_are_read(given: dict[str, str]) -> None:
    found = out(Report(rows=(Row(), Row(**given), Row(address="203.0.113.9"))).data())  # type: ignore[arg-type]
    assert [one.address for one in found.rows] == ["192.0.2.25", "203.0.113.9"]
    assert found.gaps == (("corrupt", "dmarc-report", "1 records of a DMARC report that cannot be understood"),)
    assert found.looked == 1


@pytest.mark.parametrize("begin", ["", "yesterday", "1" * 30, "99999999999999", "-5", "nan", "1e9", "9999-12-31T23:00:00-12:00"])
def test_one_without_a_time_is_told(begin: str) -> None:
    found = out(Report(begin=begin).data())
    assert found.rows == ()
    assert found.gaps == (("corrupt", "dmarc-report", "a DMARC report that does not tell for when it is"),)


MENDED = {
    "a sign that is no UTF-8": TWO.data().replace(b"dmarc@", b"dmarc\xff@"),
    "an address in angle brackets": TWO.data().replace(b"<email>dmarc@mx.example.net", b"<email><dmarc@mx.example.net>"),
    "a lone ampersand": TWO.data().replace(b"<org_name>mx", b"<org_name>A & B mx"),
    "an unknown entity": TWO.data().replace(b"<org_name>mx", b"<org_name>&nbsp;mx"),
    "a control character": TWO.data().replace(b"<org_name>mx", b"<org_name>\x01mx"),
    "a root that is never closed": TWO.data().replace(b"<feedback>", b'<xs:schema xmlns:xs="urn:x">\n<feedback>'),
    "something behind the root": TWO.data() + b"\n<!-- ok -->\n</xs:schema>",
    "text before the root": TWO.data().replace(b"<?xml", b"\n\n <?xml"),
}


@pytest.mark.parametrize("how", MENDED)
def test_what_reporters_are_known_to_get_wrong_is_put_right(how: str) -> None:
    found = out(MENDED[how])
    assert [one.address for one in found.rows] == ["192.0.2.25", "203.0.113.9"]
    assert (found.gaps, found.looked) == ((), 1)


LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))


@pytest.mark.parametrize(
    "before",
    [
        '<?xml version="1.0"?><!DOCTYPE feedback [<!ENTITY l0 "lol">' + LAUGHS + "]>\n",
        '<!DOCTYPE feedback SYSTEM "file:///etc/hostname">\n',
        '<!DOCTYPE feedback [<!ENTITY x SYSTEM "http://192.0.2.1/x">]>\n',
        "<!DOCTYPE feedback>\n",
    ],
)
def test_a_document_type_is_refused_and_nothing_of_it_is_expanded(before: str) -> None:
    with within(60):
        found = out(Report(before=before, reporter="&l9;&x;").data(), "a.xml")
    assert found.rows == ()
    assert [gap[:2] for gap in found.gaps] == [("unsupported", "dmarc-report")]


def test_too_many_elements_in_each_other_are_told() -> None:
    found = out(Report(policy="<a>" * 5000 + "</a>" * 5000).data())
    assert found.gaps == (("too-large", "dmarc-report", "a DMARC report with more than 64 elements inside each other"),)


def test_endless_texts_are_cut() -> None:
    with within(60):
        found = out(
            Report(rows=(Row(dkim_results=tuple(("x" * 5000, "pass") for _ in range(2000))),), reporter="y" * 3_000_000).data()
        )
    assert len(found.rows[0].reporter) == 255
    assert len(found.rows[0].dkim_domains) <= 100


def test_many_names_of_elements_cost_little() -> None:
    names = "".join(f"<n{number}>x</n{number}>" for number in range(50_000))
    with within(60):
        assert len(out(Report(policy=f"<p>none</p>{names}").data()).rows) == 1


def test_the_most_records_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.formats.dmarc.reading.RECORDS", 2)
    found = out(Report(rows=(Row(),) * 3).data())
    assert found.gaps == (("too-large", "dmarc-report", "a DMARC report of more than 2 records"),)


def test_a_large_one_is_read_as_a_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.formats.dmarc_report.MOST", 100)
    found = out(Report(rows=(Row(),) * 500).data())
    assert (len(found.rows), found.gaps, found.looked) == (500, (), 1)


def test_rows_of_one_whose_heading_comes_last_are_kept() -> None:
    text = TWO.xml()
    head = text[text.index("<report_metadata>") : text.index("<record>")]
    found = out(text.replace(head, "").replace("</feedback>", head + "</feedback>").encode())
    assert len(found.rows) == 2


def test_a_bomb_in_gzip_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimawari.formats.dmarc.reading.MOST", 20 << 20)
    data = gzip.compress(Report(policy="<p>none</p>" + " " * 40_000_000).data(), 9)
    with within(60):
        found = out(data, NAME + ".gz")
    assert found.gaps == (("too-large", "dmarc-report", "a DMARC report of more than 20 MiB"),)


def test_a_zip_of_many_members_is_told() -> None:
    data = zipped(*((f"{number}.xml", b"") for number in range(3_000)), (NAME, Report().data()))
    budget = Budget(Allowance(things=100))
    with within(60):
        found = out(data, "reports.zip", budget)
    assert any(wanted == "content" and reason == "too-large" for reason, wanted, _ in found.gaps)


def test_a_damaged_gzip_in_a_mail_is_told() -> None:
    found = out(mailed(NAME + ".gz", packed(Report())[:60]))
    assert found.gaps
    assert {gap[1] for gap in found.gaps} <= {"content", "dmarc-report"}


@pytest.mark.parametrize("seed", range(60))
def test_no_damage_is_silent_or_breaks_anything(seed: int) -> None:
    draw = Random(seed)
    whole = Report(rows=(Row(),) * 5).data()
    spoiled = cut(draw, whole) if seed % 2 else flipped(draw, whole)
    with within(60):
        found = out(spoiled)
    assert len(found.rows) <= 5
    assert len(found.rows) == 5 or found.gaps or not spoiled.lstrip().startswith(b"<")
