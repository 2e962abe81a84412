"""Files that a user opened, sought in a whole copy of a PC: each once, whatever tells of it."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from support.evidence import check, gaps, only, read
from support.pc import DAY, NOON, SID, Pc, filetime, shortcut

from mimawari import app
from mimawari.examples.hive_writer import Key, Value, text
from mimawari.examples.lnk_writer import shortcut as wide_shortcut
from mimawari.model import BadEvidence, Level, OpenedFile, Reason, Way
from mimawari.sources.windows import opened
from mimawari.sources.windows.installation import Installation
from mimawari.sources.windows.machine import Profile
from mimawari.sources.windows.opened_traces import Traces
from mimawari.trees import Volume
from mimawari.trees.directory import DirectoryTree

LOCAL = "Users/shop/AppData/Local"
RECENT = "Users/shop/AppData/Roaming/Microsoft/Windows/Recent"
EXCEL = r"Software\Microsoft\Office\16.0\Excel"
MINUTE = NOON // 60_000_000_000


def files(pc: Pc, folder: Path) -> dict[str, OpenedFile]:
    """What is found on *pc*, by path."""
    found = only(read(pc.write(folder))[1], OpenedFile)
    assert len({file.path.casefold() for file in found}) == len(found)
    return {file.path: file for file in found}


def record(allowed: int, minute: int = MINUTE) -> bytes:
    """A trust record, as public hives have it."""
    return struct.pack("<QqII", filetime(NOON), -144_000_000_000, minute, allowed)


def listed(path: str, when: int = NOON) -> str:
    return f"[F00000000][T{filetime(when):016X}][O00000000]*{path}"


def test_recent_shortcuts(tmp_path: Path) -> None:
    pc = Pc().put(f"{RECENT}/見積.xls.lnk", shortcut(1, r"C:\Users\shop\Downloads\見積.xls"), NOON + DAY)
    pc.put(
        "Users/shop/AppData/Roaming/Microsoft/Office/Recent/丸①.LNK", wide_shortcut(r"D:\受信\丸①🐈.docm", 2, filetime(NOON)), NOON
    )
    pc.put(f"{RECENT}/フォルダー.lnk", shortcut(1, r"C:\Users\shop\Downloads"))
    pc.put(f"{RECENT}/broken.lnk", shortcut(1)[:90]).put(f"{RECENT}/none.lnk", b"").put(f"{RECENT}/desktop.ini", shortcut(1))
    found = files(pc, tmp_path)
    assert set(found) == {r"C:\Users\shop\Downloads\見積.xls", r"D:\受信\丸①🐈.docm"}
    file = found[r"C:\Users\shop\Downloads\見積.xls"]
    assert (file.ways, file.programs, file.time, file.is_there) == ((Way.SHORTCUT,), ("Explorer",), filetime(NOON + DAY), False)
    assert file.origin.path == (r"C:\Users\shop\AppData\Roaming\Microsoft\Windows\Recent\見積.xls.lnk",)
    assert found[r"D:\受信\丸①🐈.docm"].programs == ("Office",)


def test_office_lists_and_trust_records(tmp_path: Path) -> None:
    pc = Pc()
    excel = pc.hives["shop"].at(EXCEL)
    excel.at("File MRU").put(
        text("Max Display", "25"),
        text("Item 1", listed(r"C:\Users\shop\Downloads\請求書.xlsm", NOON + 2 * DAY)),
        text("Item 2", "no list's form"),
        text("Item Metadata 1", listed(r"C:\never.xls")),
    )
    account = rf"{EXCEL}\User MRU\ADAL_0123\File MRU"
    pc.hives["shop"].at(account).put(text("Item 1", listed("https://example.sharepoint.com/a/b.xlsx")))
    trusted = excel.at(r"Security\Trusted Documents\TrustRecords")
    trusted.put(
        Value("%USERPROFILE%/Downloads/%E8%AB%8B%E6%B1%82%E6%9B%B8.xlsm", 3, record(0x7FFFFFFF)),
        Value("%USERPROFILE%/Documents/a%20b.xls", 3, record(1)),
        Value("file:///D:/x.xls", 3, record(0x7FFFFFFF, 0)),
        Value("%USERPROFILE%/Documents/short.xls", 3, record(1)[:20]),
    )
    found = files(pc, tmp_path)
    assert set(found) == {
        r"C:\Users\shop\Downloads\請求書.xlsm",
        r"C:\Users\shop\Documents\a b.xls",
        r"D:\x.xls",
        "https://example.sharepoint.com/a/b.xlsx",
    }
    both = found[r"C:\Users\shop\Downloads\請求書.xlsm"]
    assert (both.ways, both.programs, both.allowed_macros) == ((Way.LIST, Way.TRUSTED), ("Excel",), True)
    assert (both.time, both.name, both.extension) == (filetime(NOON + 2 * DAY), "請求書.xlsm", "xlsm")
    assert both.origin.path == (rf"HKU\{SID}-1001\{EXCEL}\File MRU", "Item 1")
    edited = found[r"C:\Users\shop\Documents\a b.xls"]
    assert (edited.allowed_macros, edited.time) == (False, filetime(MINUTE * 60_000_000_000))
    assert (found[r"D:\x.xls"].allowed_macros, found[r"D:\x.xls"].time) == (True, None)
    assert found["https://example.sharepoint.com/a/b.xlsx"].name == "b.xlsx"


def test_winrar_s_list_of_archives(tmp_path: Path) -> None:
    pc = Pc()
    pc.hives["shop"].at(r"Software\WinRAR\ArcHistory").put(text("0", r"C:\Users\shop\Downloads\資料.zip"), text("1", "none"))
    (file,) = files(pc, tmp_path).values()
    assert (file.name, file.programs, file.ways, file.time) == ("資料.zip", ("WinRAR",), (Way.LIST,), None)


def test_all_that_tells_of_one_file_is_one_thing(tmp_path: Path) -> None:
    copy = f"{LOCAL}/Microsoft/Windows/INetCache/Content.Outlook/A1B2C3D4/請求書.doc"
    path = "C:\\" + copy.replace("/", "\\")
    pc = Pc().put(copy, b"content", NOON)
    pc.put(f"{copy}:Zone.Identifier", b"[ZoneTransfer]\r\nZoneId=3\r\n")
    pc.put(f"{RECENT}/請求書.doc.lnk", shortcut(1, path.upper()), NOON + 60_000_000_000)
    pc.hives["shop"].at(r"Software\Microsoft\Office\16.0\Word\File MRU").put(text("Item 1", listed(path)))
    (file,) = files(pc, tmp_path).values()
    assert file.ways == (Way.COPY, Way.LIST, Way.MARK, Way.SHORTCUT)
    assert (file.path, file.programs, file.zone) == (path, ("Explorer", "Word"), 3)
    assert file.time == filetime(NOON + 60_000_000_000)


def test_two_users_are_two(tmp_path: Path) -> None:
    pc = Pc(users=("shop", "山田"))
    for user in pc.users:
        pc.hives[user].at(rf"{EXCEL}\File MRU").put(text("Item 1", listed(r"C:\Users\Public\a.xls")))
    found = only(read(pc.write(tmp_path))[1], OpenedFile)
    assert sorted((file.user, file.path) for file in found) == [
        ("shop", r"C:\Users\Public\a.xls"),
        ("山田", r"C:\Users\Public\a.xls"),
    ]


def test_a_pc_without_any_trace_is_looked_at_without_a_gap(tmp_path: Path) -> None:
    source = check(Pc().write(tmp_path))
    assert source.looked_at["opened-file"] == 0
    assert not any(gap.wanted == "opened-file" for gap in source.gaps)
    assert app.level_of(source) is Level.NO_SIGN


def test_opened_attachments_raise_no_level(tmp_path: Path) -> None:
    pc = Pc()
    for number in range(300):
        pc.put(f"{LOCAL}/Microsoft/Windows/INetCache/Content.Outlook/A1B2C3D4/請求書 ({number}).xlsm", b"x")
    source = check(pc.write(tmp_path))
    assert app.level_of(source) is Level.NO_SIGN
    assert sum(finding.kind == "attachment-opened" for finding in source.findings) == 300, "each is kept: one may be a mail's"


def test_too_many_are_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pc = Pc()
    for number in range(6):
        pc.put(f"{LOCAL}/Microsoft/Windows/INetCache/Content.Outlook/A1B2C3D4/{number}.doc", b"x")
    pc.write(tmp_path)
    monkeypatch.setattr(opened, "MOST", 6)
    seen = read(tmp_path)[1]
    assert ("too-large", "opened-file") not in gaps(seen)
    assert len(only(seen, OpenedFile)) == 6
    monkeypatch.setattr(opened, "MOST", 5)
    seen = read(tmp_path)[1]
    assert ("too-large", "opened-file") in gaps(seen)
    assert len(only(seen, OpenedFile)) == 5


def test_more_folders_than_may_be_are_cut(tmp_path: Path) -> None:
    """Folders without a file in them give no trace; the count is of all that is listed."""
    pc = Pc().put(f"{LOCAL}/Temp/Temp1_a.zip/a.doc", b"x").write(tmp_path)
    for number in range(50):
        (pc / "C" / LOCAL / f"Temp/Temp1_a.zip/{number}/x/y").mkdir(parents=True)
    one = Installation(Volume(DirectoryTree(tmp_path / "C")))
    user = Profile("shop", r"C:\Users\shop")
    whole, cut = Traces(one, user), Traces(one, user, most=40)
    assert [trace.path.rpartition("\\")[2] for trace in whole.every()] == ["a.doc"]
    assert not whole.is_cut
    assert len(list(cut.every())) <= 1
    assert cut.is_cut


def test_a_folder_that_may_not_be_listed_is_told_and_no_hole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = DirectoryTree.list

    def denied(tree: DirectoryTree, path: str) -> object:
        if path.endswith("Content.Outlook"):
            raise BadEvidence(Reason.DENIED, "folder: Permission denied")
        return plain(tree, path)

    pc = Pc().put(f"{LOCAL}/Microsoft/Windows/INetCache/Content.Outlook/A1B2C3D4/a.doc", b"x")
    pc.put(f"{LOCAL}/Temp/Temp1_a.zip/b.doc", b"x").write(tmp_path)
    monkeypatch.setattr(DirectoryTree, "list", denied)
    source = check(tmp_path)
    assert ("denied", "opened-file") in {(gap.reason.value, gap.wanted) for gap in source.gaps}
    assert [finding.facts["name"] for finding in source.findings] == ["b.doc"]
    assert app.level_of(source) is Level.NO_SIGN


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    pc = Pc().put(f"{LOCAL}/Temp/x.txt", b"x").write(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.doc").write_bytes(b"x")
    (pc / "C" / LOCAL / "Temp/Temp1_a.zip").symlink_to(tmp_path / "elsewhere")
    assert only(read(tmp_path)[1], OpenedFile) == []


def test_hostile_records_are_passed_over(tmp_path: Path) -> None:
    pc = Pc()
    excel = pc.hives["shop"].at(EXCEL)
    excel.at("File MRU").put(
        text("Item 1", f"[F00000000][T{(1 << 64) - 1:016X}][O00000000]*C:\\far.xls"),
        text("Item 2", listed("C:\\" + "..\\" * 2_000 + "a.xls")),
        text("Item 3", listed("x" * 9_000)),
        text("Item 4", listed("C:\\Users\\shop\\a\0b.xls")),
        Value("Item 5", 3, b"\xff" * 40),
    )
    excel.at(r"Security\Trusted Documents\TrustRecords").put(
        Value("%USERPROFILE%/Downloads/%FF%00%zz.xls", 3, record(0x7FFFFFFF, 0xFFFFFFFF)), Value("%" * 3_000, 3, record(1))
    )
    pc.software.keys.append(Key("Extra"))
    source = check(pc.write(tmp_path))
    assert source.looked_at["opened-file"] >= 4
    assert app.level_of(source) is Level.NO_SIGN
