"""Lines, rows, stamps and counts: each against what was written, and against what somebody hostile might write."""

from __future__ import annotations

import csv
import io
import random
import tracemalloc
from pathlib import Path

import pytest
from support.exports import FIRM, SUMMARY, every, exported, gaps, only, summary, table, traced

from mimawari import knowledge
from mimawari.model import Gap, Looked, SendingProfile
from mimawari.sources import Evidence, account_export, mail_trace
from mimawari.sources.accounts import objects
from mimawari.sources.accounts.values import loads
from mimawari.sources.tables import distinct, rows, stamps, text
from mimawari.sources.tables.distinct import KEPT, Distinct, hashed
from mimawari.sources.tables.faults import Faults
from mimawari.sources.traces import gathered


def read(content: str, width: int) -> tuple[list[list[str]], int]:
    faults = Faults()
    found = [row for _, row in rows.rows(text.lines(io.BytesIO(content.encode()), "", faults), ",", width, faults)]
    return found, faults.total


def test_rows_are_those_of_the_standard_library() -> None:
    draw = random.Random(7)
    pieces = ["a", "請求", ",", '"', "\n", "\r\n", " ", "=1+1", ""]
    wanted = [["x", *("".join(draw.choices(pieces, k=5)) for _ in range(3))] for _ in range(300)]
    written = io.StringIO()
    csv.writer(written).writerows(wanted)
    # The end of a line within a field is given as one sign.
    assert read(written.getvalue(), 4) == ([[cell.replace("\r\n", "\n") for cell in row] for row in wanted], 0)


def test_a_quote_that_is_never_closed_costs_its_row() -> None:
    lines = [f"{number},b" for number in range(1000)]
    lines[10] = '"10,b'
    found, lost = read("\n".join(lines), 2)
    assert [row[0] for row in found] == [str(number) for number in range(1000) if number != 10]
    assert lost == 1


def test_two_stray_quotes_do_not_swallow_what_lies_between() -> None:
    lines = [f"{number},b" for number in range(100)]
    lines[10] = lines[50] = '5" monitor,x'
    assert read("\n".join(lines), 2) == ([line.split(",") for line in lines], 0)


def test_rows_of_another_width_are_counted() -> None:
    assert read("a,b\na\na,b,c\na,b,,\n\n", 2) == ([["a", "b"], ["a", "b"]], 2)


def test_a_field_beyond_the_librarys_limit() -> None:
    long = "x" * 300_000 + '"' + "," * 10
    assert read('a,"' + long.replace('"', '""') + '",c', 3) == ([["a", long, "c"]], 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_line_over_the_limit_is_left_out(encoding: str) -> None:
    faults = Faults()
    content = ("one\n" + "x" * (text.MAX_LINE * 3) + "\nthree\n").encode(encoding)
    found = [line for _, line in text.lines(io.BytesIO(content), "", faults)]
    assert (found, faults.total) == (["one", "three"], 1)


def test_lines_of_code_page_932_among_others_and_zero_bytes() -> None:
    faults = Faults()
    content = "請求\n".encode("cp932") + "請求\n".encode() + b"a\0b\n" + b"\x81\xff\n"
    found = [line for _, line in text.lines(io.BytesIO(content), "", faults)]
    assert found[:3] == ["請求", "請求", "ab"]
    assert faults.total == 2


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2026-11-10T02:14:08Z", "2026-11-10T02:14:08Z"),
        ("2026-11-10T02:14:08.1234567Z ", "2026-11-10T02:14:08Z"),
        ("2026-11-10T11:14:08+09:00", "2026-11-10T02:14:08Z"),
        ("2026/11/10 2:14:08", "2026-11-10T02:14:08Z"),
        ("2026/11/10 2:14", "2026-11-10T02:14:00Z"),
        ("2026/11/10 午後 0:14:08", "2026-11-10T12:14:08Z"),
        ("2026/11/10 11:14:08 JST", "2026-11-10T02:14:08Z"),
        ("2026/11/10 11:14:08 GMT+9", "2026-11-10T02:14:08Z"),
        ("11/11/2026 12:14:08 AM", "2026-11-11T00:14:08Z"),
        ("Tue, 10 Nov 2026 11:14:08 +0900", "2026-11-10T02:14:08Z"),
    ],
)
def test_stamps(written: str, utc: str) -> None:
    assert stamps.iso(stamps.Clock(0).read(written)) == utc


@pytest.mark.parametrize(
    "written",
    ["", "x", "2026-13-01T00:00:00Z", "2026-11-31 00:00", "2026-11-10 25:00", "13:00 PM", "1" * 5000, "2026/1/1 13:00 AM"][:9],
)
def test_what_is_no_stamp(written: str) -> None:
    with pytest.raises(ValueError):
        stamps.Clock(0).read(written)


def test_day_and_month_by_the_files_own_evidence() -> None:
    assert stamps.order_of(["1/2/2026 0:00", "1/13/2026 0:00"]) == stamps.MONTH_FIRST
    assert stamps.order_of(["1/2/2026 0:00", "13/1/2026 0:00"]) == stamps.DAY_FIRST
    assert stamps.order_of(["1/2/2026 0:00"]) == stamps.UNTOLD
    with pytest.raises(stamps.Ambiguous):
        stamps.Clock(0).read("1/2/2026 0:00")


def test_distinct_is_exact_and_then_near() -> None:
    found = Distinct()
    for number in range(3 * 5000):
        found.add(hashed(str(number % 5000)))
    assert found.count == 5000 < KEPT
    for number in range(100_000):
        found.add(hashed(str(number)))
    assert abs(found.count - 100_000) < 5000


def test_memory_does_not_grow_with_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathered, "OPEN", 500)
    monkeypatch.setattr(distinct, "KEPT", 500)

    def peak(count: int) -> int:
        line = table(SUMMARY, [summary()]).splitlines()[1]
        body = "\n".join(line.replace("aaaa-1", f"n{number}") for number in range(count))
        path = tmp_path / "log.csv"
        path.write_text(",".join(SUMMARY) + "\n" + body, "utf-8")
        evidence = Evidence(str(path), firm=FIRM)
        itself = mail_trace.survey(evidence)
        tracemalloc.start()
        (profile,) = every(SendingProfile, mail_trace.look(evidence, itself, "log"))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert abs(sum(hour.messages for hour in profile.hours) - count) <= count // 5
        return most

    peak(9_000)  # what is remembered of addresses is there
    assert peak(9_000) < 1.25 * peak(3_000)


def test_depth_and_size_of_json(tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        loads("[" * 100_000)
    assert loads('{"a": "' + "[" * 500 + '"}') == {"a": "[" * 500}, "in a text they nest nothing"
    good = '{"CreationTime": "2026-11-05T00:00:00", "Operation": "x"}'
    deep = '{"CreationTime": ' + "[" * 500 + "]" * 500 + "}"
    seen = exported(tmp_path, "\n".join([good, deep, '{"a" 1}', good, good[:20]]))
    assert only(Looked, seen).count == 2
    assert gaps(seen) == {"3 records that cannot be read": "account-record"}


def test_records_are_found_wherever_a_block_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.json"
    path.write_text('[{"a": "}\\\\\\"{", "b": [1, {"c": "請"}]},\n {"a": "\\\\"}, {"a": ""}]', "utf-8")
    for size in range(1, 60):
        monkeypatch.setattr(objects, "_BLOCK", size)
        faults = Faults()
        found = [record["a"] for _, record in objects.records(path, faults)]
        assert (found, faults.total) == (['}\\"{', "\\", ""], 0), size


def test_a_record_over_the_limit_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "MAX_ITEM", 1000)
    path = tmp_path / "x.json"
    path.write_text('{"a": "' + "x" * 2000 + '"}\n{"a": "y"}', "utf-8")
    faults = Faults()
    assert [record["a"] for _, record in objects.records(path, faults)] == ["y"]
    assert faults.total == 1


@pytest.mark.parametrize("behind", ["; evil()", "]; evil()", ',"x"', '{"a": "b"} x'])
def test_what_is_no_record_is_a_hole(tmp_path: Path, behind: str) -> None:
    good = '[{"CreationTime": "2026-11-05T00:00:00", "Operation": "x"}]'
    assert gaps(exported(tmp_path, good)) == {}
    assert "1 parts that are no records" in gaps(exported(tmp_path, good + behind))


def test_what_stands_behind_the_list_of_a_wrapper_is_none(tmp_path: Path) -> None:
    good = '{"value": [{"CreationTime": "2026-11-05T00:00:00", "Operation": "x"}], "nextPageToken": "abc", "n": 1}'
    assert gaps(exported(tmp_path, good)) == {}


BOMB = "<!DOCTYPE x [<!ENTITY a 'b'>]><feed xmlns:apps='http://schemas.google.com/apps/2006'>&a;</feed>"


@pytest.mark.parametrize("content", [BOMB, "<feed xmlns:apps='http://schemas.google.com/apps/2006'>" * 200])
def test_hostile_filters(tmp_path: Path, content: str) -> None:
    from mimawari.model import BadEvidence

    with pytest.raises(BadEvidence):
        exported(tmp_path, content)


def spoilt(content: bytes) -> list[bytes]:
    draw = random.Random(3)
    cut = [content[:at] for at in range(0, len(content), 97)]
    flipped = []
    for _ in range(60):
        data = bytearray(content)
        for _ in range(5):
            data[draw.randrange(len(data))] = draw.randrange(256)
        flipped.append(bytes(data))
    return cut + flipped


def test_cut_and_flipped_files_end_in_gaps(tmp_path: Path) -> None:
    content = table(SUMMARY, [summary(network_message_id=str(number)) for number in range(10)])
    for data in [*spoilt(content.encode()), *spoilt(content.encode("utf-16"))]:
        (tmp_path / "x").write_bytes(data)
        evidence = Evidence(str(tmp_path / "x"), firm=FIRM)
        account_export.recognises(evidence)
        if mail_trace.recognises(evidence):
            assert any(isinstance(one, Looked | Gap) for one in mail_trace.look(evidence, mail_trace.survey(evidence), "log"))


def test_formulas_are_only_text(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://example.com","x")'
    (profile,) = every(SendingProfile, traced(tmp_path, table(SUMMARY, [summary(message_subject=formula)])))
    assert profile.subjects == ((formula, 1),)


FAULTS = (
    "rows that cannot be read",
    "rows that are not understood",
    "rows whose day and month cannot be told apart",
    "records that cannot be read",
    "records that are too large",
    "lines with zero bytes",
    "parts that are no records",
    "lines that are too long for a log",
    "rules and rights of which the export left a list out",
    "further mails that answer the same question",
)


@pytest.mark.parametrize("what", FAULTS)
def test_every_fault_has_its_japanese(what: str) -> None:
    assert knowledge.load().details.japanese(f"7 {what}")
