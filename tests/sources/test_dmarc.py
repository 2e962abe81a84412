"""A file or a folder of DMARC reports is one source; where anything else lies among them it is not."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from support.dmarc_files import NAME, Report, Row, failure, mailed, packed, put, zipped

from mimawari import app
from mimawari.engine import Settings
from mimawari.engine.opening import opened
from mimawari.formats.budget import Budget
from mimawari.model import Blob, DmarcRow, FailureReport, Gap, Level, Reason, Source
from mimawari.sources import Evidence, dmarc, load

TLS = b'{"organization-name":"x","date-range":{},"report-id":"1","policies":[]}'
REPORT = Report()


def kind(path: Path) -> str:
    evidence = Evidence(str(path))
    return next(one.name for one in load().values() if not one.is_here and not one.schemes and one.recognises(evidence))


def check(path: Path) -> Source:
    (source,) = app.check([Evidence(str(path))], Settings(reraise=True), jobs=0)
    return source


def rows(path: Path) -> list[DmarcRow]:
    place = Evidence(str(path))
    found = dmarc.survey(place)
    seen = [one for piece in found.pieces for one in dmarc.look(place, found, piece.key)]
    return [one for one in opened(seen, Budget(), reraise=True) if isinstance(one, DmarcRow)]


FILES = {
    "a.xml": REPORT.data(),
    "b.xml.gz": packed(REPORT),
    "c.zip": zipped((NAME, REPORT.data())),
    "d.eml": mailed(NAME + ".gz", packed(REPORT)),
    "e.eml": failure(),
    "f.gz.gz": gzip.compress(packed(REPORT)),
    NAME: b"<broken",
}


@pytest.mark.parametrize("name", FILES)
def test_each_form_is_recognised_by_its_content(tmp_path: Path, name: str) -> None:
    put(tmp_path, **{name: FILES[name]})
    assert kind(tmp_path / name) == "dmarc"
    assert kind(tmp_path) == "dmarc"


OTHERS = {
    "page.xml": b"<feedback><rating>5</rating></feedback>",
    "note.txt": b"Report Domain: example.jp",
    "mail.eml": b"From: a@example.jp\nTo: b@example.jp\nSubject: DMARC\nMessage-ID: <1@example.jp>\n\nDo we have a DMARC record?\n",
    "answer.eml": b"From: a@example.jp\nTo: b@example.jp\nSubject: Re: DMARC failure report\nMessage-ID: <2@example.jp>\n\n?\n",
    "quote.eml": b"From: a@example.jp\nTo: b@example.jp\nSubject: Fwd: Report Domain: x\nMessage-ID: <3@example.jp>\n\n?\n",
    "photo.png": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "log.gz": gzip.compress(b"Jan  1 00:00:00 mail postfix/smtpd[1]: connect from x\n"),
    "docs.zip": zipped(("a.txt", b"hello")),
    "empty.xml": b"",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_none_and_one_among_reports_makes_the_folder_none(tmp_path: Path, name: str) -> None:
    put(tmp_path, **{name: OTHERS[name]})
    assert kind(tmp_path / name) != "dmarc"
    put(tmp_path, **FILES)
    assert kind(tmp_path) != "dmarc"


def test_reports_on_tls_may_lie_among_them_but_alone_they_are_none(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", **{"t.json": TLS, "t.json.gz": gzip.compress(TLS)})
    assert kind(folder) != "dmarc"
    put(folder, **{"a.xml": REPORT.data()})
    assert kind(folder) == "dmarc"
    source = check(folder)
    assert app.level_of(source) is Level.NO_SIGN


def test_a_folder_is_read_with_those_in_it(tmp_path: Path) -> None:
    put(tmp_path / "2026" / "01", **{"a.xml": REPORT.data()})
    put(tmp_path / "2026" / "02", **{"b.gz": packed(Report(rows=(Row(), Row())))})
    put(tmp_path, **{".DS_Store": b"\0\0\0\1Bud1"})
    assert kind(tmp_path) == "dmarc"
    found = rows(tmp_path)
    assert [one.origin.path[:3] for one in found] == [("2026", "01", "a.xml"), ("2026", "02", "b.gz"), ("2026", "02", "b.gz")]


def test_many_reports_fall_into_pieces_and_none_is_lost(tmp_path: Path) -> None:
    put(tmp_path, **{f"{number:04}.xml": Report(reporter=f"r{number}").data() for number in range(950)})
    place = Evidence(str(tmp_path))
    found = dmarc.survey(place)
    assert 2 <= len(found.pieces) <= 10
    assert {one.reporter for one in rows(tmp_path)} == {f"r{number}" for number in range(950)}


def test_all_that_was_looked_at_and_nothing_found_is_no_sign(tmp_path: Path) -> None:
    source = check(put(tmp_path / "in", **{name: data for name, data in FILES.items() if name != NAME}))
    assert source.kind == "dmarc"
    assert app.level_of(source) is Level.NO_SIGN
    assert {one.kind: one.count for part in source.parts for one in part.looked}["dmarc-report"] == len(FILES) - 1


@pytest.mark.parametrize(
    ("name", "data", "reason", "wanted"),
    [
        (NAME, REPORT.data()[:400], Reason.CORRUPT, "dmarc-report"),
        ("a.xml.gz", packed(REPORT)[:120], Reason.CORRUPT, "content"),
        ("b.xml", Report(begin="x").data(), Reason.CORRUPT, "dmarc-report"),
        ("c.xml", Report(before="<!DOCTYPE feedback [<!ENTITY a 'b'>]>").data(), Reason.UNSUPPORTED, "dmarc-report"),
    ],
)
def test_one_that_cannot_be_understood_leaves_the_source_undetermined(
    tmp_path: Path, name: str, data: bytes, reason: Reason, wanted: str
) -> None:
    source = check(put(tmp_path / "in", **{"good.xml": REPORT.data(), name: data}))
    assert source.kind == "dmarc"
    assert (reason, wanted) in {(gap.reason, gap.wanted) for gap in source.gaps}
    assert app.level_of(source) is Level.UNDETERMINED


def test_one_that_is_forced_and_holds_no_report_is_undetermined(tmp_path: Path) -> None:
    path = put(tmp_path / "in", **{"a.txt": b"hello"}) / "a.txt"
    (source,) = app.check([Evidence(f"dmarc:{path}", forced="dmarc")], Settings(reraise=True), jobs=0)
    assert app.level_of(source) is Level.UNDETERMINED


def test_links_are_told_and_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "in", **{"a.xml": REPORT.data()})
    put(tmp_path / "out", **{"b.xml": REPORT.data()})
    (tmp_path / "in" / "link.xml").symlink_to(tmp_path / "out" / "b.xml")
    source = check(tmp_path / "in")
    assert [gap.detail for gap in source.gaps] == ["a link, not followed"]


def test_reports_that_go_while_it_is_read_are_told(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", **{"a.xml": REPORT.data(), "b.xml": REPORT.data()})
    place = Evidence(str(folder))
    found = dmarc.survey(place)
    (folder / "b.xml").unlink()
    seen = list(dmarc.look(place, found, found.pieces[0].key))
    assert sum(isinstance(one, Blob) for one in seen) == 1
    assert [one.detail for one in seen if isinstance(one, Gap)] == ["reports were moved or deleted during the check"]


def test_an_empty_one_and_one_beyond_all_measure_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dmarc, "LARGEST", 2000)
    folder = put(tmp_path / "in", **{"a.xml": Report(rows=(Row(),) * 9).data(), "b.xml": b""})
    place = Evidence(f"dmarc:{folder}", forced="dmarc")
    found = dmarc.survey(place)
    gaps = [one for one in dmarc.look(place, found, found.pieces[0].key) if isinstance(one, Gap)]
    assert [(one.reason, one.wanted) for one in gaps] == [(Reason.TOO_LARGE, "dmarc-report"), (Reason.MISSING, "dmarc-report")]


def test_the_same_reports_are_the_same_source_wherever_they_lie(tmp_path: Path) -> None:
    one, other = (put(tmp_path / name, **{"a.xml": REPORT.data()}) for name in ("x", "y"))
    assert dmarc.survey(Evidence(str(one))).source == dmarc.survey(Evidence(str(other))).source
    put(other, **{"b.xml": REPORT.data()})
    assert dmarc.survey(Evidence(str(one))).source != dmarc.survey(Evidence(str(other))).source


def test_a_failure_report_in_a_folder_comes_out(tmp_path: Path) -> None:
    put(tmp_path, **{"e.eml": failure()})
    place = Evidence(str(tmp_path))
    found = dmarc.survey(place)
    seen = opened(list(dmarc.look(place, found, found.pieces[0].key)), Budget(), reraise=True)
    assert sum(isinstance(one, FailureReport) for one in seen) == 1
