"""Hashes as they are written and copied, and what only looks like one."""

from pathlib import Path

import pytest
from support.listing import BAD, MD5, SHA1, SHA256, brought, faults, hit, hits, other, tally

from mimawari.signatures.indicators.digits import bare, may_be_meant

WIDE = str.maketrans("0123456789abcdef", "０１２３４５６７８９ａｂｃｄｅｆ")
NOT_READ = "lines that are neither hashes nor file names"


def grouped(text: str, width: int, sign: str) -> str:
    return sign.join(text[at : at + width] for at in range(0, len(text), width))


@pytest.mark.parametrize(
    "line",
    [
        grouped(SHA256, 2, " "), grouped(SHA256.upper(), 2, ":"), grouped(SHA256, 2, "-"), grouped(SHA256, 4, " "),
        grouped(SHA256, 8, " "), SHA256.translate(WIDE), SHA256[:9] + "​" + SHA256[9:], f"SHA-256: {grouped(SHA256, 2, ' ')}",
        f"{grouped(SHA1, 2, ':')}", grouped(MD5, 2, " "), f"{grouped(SHA256, 2, ':')}  a.doc",
    ],
)  # fmt: skip
def test_a_hash_that_is_written_in_another_way_is_read(tmp_path: Path, line: str) -> None:
    found = brought(tmp_path, f"{line}\n")
    assert [one.row.reference for one in hits(found)] == ["list.txt:1"]
    assert tally(found).lacks == ()


def test_a_column_of_such_hashes(tmp_path: Path) -> None:
    found = brought(tmp_path, f"sha256,family\n{grouped(SHA256, 2, ':')},Emotet\n")
    assert (hit(found).row.family, tally(found).lacks) == ("emotet", ())


@pytest.mark.parametrize(
    "line",
    [
        SHA256[:60], grouped(SHA256[:60], 2, " "), grouped(SHA256[:62], 2, ":"), "QjmF/vrbLZBzNUI1aDIWRkFVmNJn3sQGIHJV3ovsK58=",
        "sha256-QjmF/vrbLZBzNUI1aDIWRkFVmNJn3sQGIHJV3ovsK58=", SHA256.replace("a", "а"), f"{SHA256[:60]},evil_invoice.doc",
        f"{SHA256[:60]}  evil_invoice.doc", SHA256[:-1] + "g",
    ],
)  # fmt: skip
def test_what_is_meant_for_a_hash_and_is_none_is_a_row_that_cannot_be_read(tmp_path: Path, line: str) -> None:
    found = brought(tmp_path, f"{line}\n{other(1)}\n")
    assert faults(found) == {NOT_READ: (1, 1)}
    assert (dict(tally(found).elsewhere), dict(tally(found).rows)) == ({}, {"sha256": 1})


def test_a_table_whose_hash_is_too_short_does_not_become_a_list_of_names(tmp_path: Path) -> None:
    found = brought(tmp_path, f"sha256,name\n{SHA256[:60]},evil_invoice.doc\n{other(1)},b.doc\n")
    assert faults(found) == {NOT_READ: (1, 2)}
    assert (tally(found).form, dict(tally(found).rows)) == ("csv", {"sha256": 1})


def test_the_row_with_a_name_of_which_the_hash_cannot_be_read(tmp_path: Path) -> None:
    found = brought(tmp_path, f"sha256,filename\n{SHA256[:60]},evil_invoice.doc\n,other_invoice.doc\n")
    assert faults(found) == {NOT_READ: (1, 2)}
    assert dict(tally(found).rows) == {"name": 1}


@pytest.mark.parametrize("encoding", ["utf-32", "utf-16"])
def test_lists_in_wide_letters(tmp_path: Path, encoding: str) -> None:
    found = brought(tmp_path, f"{SHA256}\r\n".encode(encoding))
    assert hits(found, "a.bin", BAD)
    assert tally(found).lacks == ()


@pytest.mark.parametrize(
    "text",
    [
        "2001:0db8:0000:0000:0000:ff00:0042:8329", "550e8400-e29b-41d4-a716-446655440000", "a bad deed, fed a cafe",
        "2022-03-15 01:02:03 - 2022-03-15 01:02:04", "00:11:22:33:44:55", "Subjects observed in the campaign of 2022",
        "internationalisation", "CVE-2017-11882, CVE-2021-40444",
    ],
)  # fmt: skip
def test_near_misses_stay_what_they_are(text: str) -> None:
    assert bare(text) == text
    assert not may_be_meant(text)


@pytest.mark.parametrize("piece", ["0", "a", "ab ", "ab:", "１", ",", "a,", "abcd ", "+", "aA1,"])
def test_a_long_line_of_anything_takes_no_time(piece: str) -> None:
    line = piece * (16_000 // len(piece))
    assert isinstance(may_be_meant(bare(line)), bool)
