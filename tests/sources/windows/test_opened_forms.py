"""The forms that tell of opened files: shortcuts, trust records, lists, Windows' mark. Public files, and damaged ones."""

from __future__ import annotations

import io
import struct
import warnings
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.pc import shortcut
from support.public_data import labelled

from mimawari.examples.hive_writer import Key, Value, build, text
from mimawari.examples.lnk_writer import shortcut as wide_shortcut
from mimawari.model import BadEvidence, Way
from mimawari.sources.windows.hive import open_hive
from mimawari.sources.windows.office_lists import office_traces
from mimawari.sources.windows.passing_copies import kept
from mimawari.sources.windows.paths import environment
from mimawari.sources.windows.shell_link import linked_path
from mimawari.sources.windows.traces import Refusals, Trace
from mimawari.sources.windows.zone_mark import Mark, mark_of

NAME = r"C:\Users\shop\Documents\a.xlsx"


def traces(data: bytes, profile: str = r"C:\Users\nfury") -> list[Trace]:
    hive = open_hive(io.BytesIO(data), [])
    return list(office_traces(hive, "HKU\\x", environment(profile), Refusals()))


def day(filetime: int | None) -> str:
    return (datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=(filetime or 0) // 10)).strftime("%Y-%m-%d %H:%M")


def test_a_public_hive_of_office_2010() -> None:
    """Its records and list name the same documents; the minute is that of the key's last write, 2012-03-12 21:23:43."""
    found = traces(labelled("hive_benign")["plaso/NTUSER-WIN7.DAT"].read_bytes())
    trusted = {trace.path: trace for trace in found if trace.way is Way.TRUSTED}
    folder = r"C:\Users\nfury\Documents\StarFury\StarFury"
    assert set(trusted) == {
        rf"{folder}\StarFury.docx",
        rf"{folder}\Earthforce SA-26 Thunderbolt Star Fury.docx",
        rf"{folder}\SA-23E Mitchell-Hyundyne Starfury.docx",
    }
    assert set(trusted) < {trace.path for trace in found if trace.way is Way.LIST}
    listed = {trace.path: trace for trace in found if trace.way is Way.LIST}
    for name, minute in (("StarFury", "2012-03-12 20:52"), ("Earthforce SA-26 Thunderbolt Star Fury", "2012-03-12 20:53")):
        path = rf"{folder}\{name}.docx"
        assert day(trusted[path].time) == day(listed[path].time) == minute
    assert day(max(trace.time or 0 for trace in trusted.values())) == "2012-03-12 21:23", "as the key itself"
    assert not any(trace.allowed_macros for trace in found), "only editing was allowed"
    assert listed[rf"{folder}\StarFury.docx"].at == (r"HKU\x\Software\Microsoft\Office\14.0\Word\File MRU", "Item 3")


def test_a_published_record_of_macros_allowed() -> None:
    """The bytes that a question of August 2019 shows (Stack Overflow 57519230)."""
    data = bytes.fromhex("36D0562E1452D5010060EE78DEFFFFFFC4008E01FFFFFF7F")
    root = Key()
    key = root.at(r"Software\Microsoft\Office\16.0\Excel\Security\Trusted Documents\TrustRecords")
    key.put(Value("%USERPROFILE%/Downloads/a.xlsm", 3, data))
    (trace,) = traces(build(root))
    assert trace.allowed_macros
    assert day(trace.time).startswith("2019-08-")
    assert trace.path == r"C:\Users\nfury\Downloads\a.xlsm"


@pytest.mark.parametrize(
    "name", ["regipy/NTUSER.DAT", "plaso/NTUSER.DAT", "plaso/NTUSER-CCLEANER.DAT", "plaso/NTUSER-RunTests.DAT"]
)
def test_other_public_hives(name: str) -> None:
    found = traces(labelled("hive_benign")[name].read_bytes())
    assert len(found) == (4 if name == "regipy/NTUSER.DAT" else 0)
    assert not any(trace.allowed_macros for trace in found)


def test_public_shortcuts_as_another_reader_has_them() -> None:
    from LnkParse3.lnk_file import LnkFile

    compared = 0
    for path in labelled("lnk_benign").values():
        data = path.read_bytes()
        with warnings.catch_warnings(action="ignore"):
            info = LnkFile(io.BytesIO(data)).info
        if info and info.local_base_path() and not info.common_path_suffix():
            compared += 1
            assert linked_path(data).encode("cp1252", "replace") == info.local_base_path().encode("cp1252", "replace"), path
    assert compared > 30


@pytest.mark.parametrize("link", [shortcut(1, NAME), wide_shortcut(NAME, 1, 1)], ids=["narrow", "wide"])
def test_a_cut_link_names_a_beginning_or_nothing(link: bytes) -> None:
    assert linked_path(link) == NAME
    assert all(NAME.startswith(linked_path(link[:end])) for end in range(len(link)))


def test_a_link_to_a_share() -> None:
    share = r"\\server\受注".encode("cp932") + b"\0"
    network = struct.pack("<5I", 20 + len(share), 2, 20, 0, 0x20000) + share
    suffix = b"a.doc" + b"\0"
    info = struct.pack("<7I", 28 + len(network) + len(suffix), 28, 2, 0, 0, 28, 28 + len(network)) + network + suffix
    head = struct.pack("<I16sI", 0x4C, bytes.fromhex("0114020000000000c000000000000046"), 2).ljust(0x4C, b"\0")
    assert linked_path(head + info) == r"\\server\受注\a.doc"


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_damaged_links(data: st.DataObject) -> None:
    link = bytearray(data.draw(st.sampled_from([shortcut(1, NAME), wide_shortcut(NAME, 1, 1)])))
    for _ in range(data.draw(st.integers(1, 6))):
        link[data.draw(st.integers(0, len(link) - 1))] = data.draw(st.integers(0, 255))
    assert len(linked_path(bytes(link))) <= 2 * len(link)


def office() -> bytes:
    root = Key()
    excel = root.at(r"Software\Microsoft\Office\16.0\Excel")
    excel.at("File MRU").put(*(text(f"Item {at}", f"[F00000000][T01D8378CE8FAC7C7][O00000000]*C:\\{at}.xls") for at in range(20)))
    excel.at(r"User MRU\LiveId_1\File MRU").put(text("Item 1", "[F00000000][T01D8378CE8FAC7C7][O00000000]*C:\\x.xls"))
    key = excel.at(r"Security\Trusted Documents\TrustRecords")
    key.put(*(Value(f"%USERPROFILE%/a{at}.xls", 3, struct.pack("<QqII", 1, 2, 3, 0x7FFFFFFF)) for at in range(20)))
    return build(root)


OFFICE = office()


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_damaged_hives(data: st.DataObject) -> None:
    hive = bytearray(OFFICE)
    for _ in range(data.draw(st.integers(1, 12))):
        hive[data.draw(st.integers(4096, len(hive) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert len(traces(bytes(hive))) <= 200
    except BadEvidence as bad:
        assert "Office" not in bad.detail


def test_what_is_damaged_is_told() -> None:
    at = OFFICE.index(b"File MRU") - 76
    hive = OFFICE[:at] + b"xx" + OFFICE[at + 2 :]
    refusals = Refusals()
    found = list(office_traces(open_hive(io.BytesIO(hive), []), "HKU\\x", {}, refusals))
    assert len(found) == 21, "the other list and the records are read all the same"
    assert list(refusals.found) == [r"HKU\x\Software\Microsoft\Office\16.0\Excel\File MRU"]


@pytest.mark.parametrize(
    ("stream", "mark"),
    [
        (b"[ZoneTransfer]\r\nZoneId=3\r\n", Mark(3)),
        (
            b"[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=https://mail.google.com/x\r\nHostUrl=https://mail-attachment.googleusercontent.com/attachment/u/0/?ui=2&ik=secret\r\n",
            Mark(3, ("mail-attachment.googleusercontent.com", "mail.google.com")),
        ),
        (b"[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=about:internet\r\n", Mark(3)),
        (
            b"[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=C:\\Users\\shop\\Downloads\\" + "資料.zip".encode("cp932") + b"\r\n",
            Mark(3, (), "資料.zip"),
        ),
        (
            b"[ZoneTransfer]\r\nLastWriterPackageFamilyName=microsoft.windowscommunicationsapps_8wekyb3d8bbwe\r\nZoneId=3\r\n",
            Mark(3, ("microsoft.windowscommunicationsapps",)),
        ),
        ("﻿[ZoneTransfer]\nZoneId=1\n".encode(), Mark(1)),
        (b"\xff\xfe" + "[ZoneTransfer]\r\nZoneId=4\r\n".encode("utf-16-le"), Mark(4)),
        (b"ZoneId=3 x\r\nHostUrl=https://[::1\r\n", None),
        (b"[ZoneTransfer]\r\nZoneId=9\r\n", None),
        (b"", None),
    ],
)
def test_marks(stream: bytes, mark: Mark | None) -> None:
    assert mark_of(stream) == mark


@given(st.binary(max_size=200), st.sampled_from([b"", b"ZoneId=3\nHostUrl=", b"\xff\xfe"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_as_a_mark(data: bytes, before: bytes) -> None:
    found = mark_of(before + data)
    assert found is None or found.zone in range(5)


@pytest.mark.parametrize("piece", ["\\temp\\temp1_", "a\\", "\\temp\\", "content.outlook\\", "\\temp\\rar$di0."])
def test_long_paths_take_no_time(piece: str) -> None:
    assert kept("C:\\" + piece * 20_000) is None or piece != "a\\"
