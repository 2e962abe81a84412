"""Mail programs of which only is told that they are there, and programs that were started from elsewhere."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from support.held import LOCAL, ROAMING, SECRET, hive, places, seen, stores
from support.pc import Pc

from mimawari import knowledge
from mimawari.examples.hive_writer import binary, text
from mimawari.model import Held, Reason
from mimawari.sources.windows.holdings import room

TURUKAME = r"Software\Hidemaruo\TuruKame"
ASSIST = r"Software\Microsoft\Windows\CurrentVersion\Explorer\UserAssist"


def test_hidemaru_mail(tmp_path: Path) -> None:
    pc = (
        Pc()
        .put("Users/shop/Documents/秀丸/mail.example.jp/account.bin", SECRET.encode())
        .put("Users/shop/Documents/秀丸/AdrBook.txt", b"x")
    )
    pc.put("Users/shop/Documents/秀丸/mail.example.jp/受信/受信202203.txt", SECRET.encode()).put(
        "Users/shop/Documents/秀丸/Temp/x", b"x"
    )
    hive(pc, rf"{TURUKAME}\Config", text("HomeDir", "C:\\Users\\shop\\Documents\\秀丸\\"))
    found, (gap,) = seen(pc, tmp_path / "a")
    assert (gap.reason, gap.detail) == (Reason.UNSUPPORTED, "mail program whose accounts are not read: 秀丸メール")
    assert gap.origin.path[-1] == "C:\\Users\\shop\\Documents\\秀丸\\mail.example.jp\\account.bin"
    assert not [one for one in found if one.held is Held.MAIL_ACCOUNT]
    assert stores(pc, tmp_path / "b") == [
        (Held.ADDRESS_BOOK, "秀丸メール", "AdrBook.txt"), (Held.MAILBOX, "秀丸メール", "mail.example.jp"),
    ]  # fmt: skip


@pytest.mark.parametrize(("home", "elsewhere"), [("", []), ("D:\\mail\\", ["D:\\mail"]), ("C:\\nothing\\", [])])
def test_hidemaru_mail_without_its_folder(tmp_path: Path, home: str, elsewhere: list[str]) -> None:
    pc = Pc()
    hive(pc, TURUKAME, text("x", "1"))
    hive(pc, rf"{TURUKAME}\Config", text("HomeDir", home))
    found, gaps = seen(pc, tmp_path)
    assert found == []
    assert [path for path in places(gaps) if "TuruKame" not in path] == elsewhere
    assert "mail program whose accounts are not read: 秀丸メール" in {gap.detail for gap in gaps}


def test_the_editor_of_the_same_maker_is_no_mail_program(tmp_path: Path) -> None:
    pc = Pc()
    hive(pc, r"Software\Hidemaruo\Hidemaru\Env", text("MacroPath", "C:\\x"))
    assert seen(pc, tmp_path) == ([], [])


@pytest.mark.parametrize("path", ["Users/shop/Documents/Shuriken/x/inbox.mbx", f"{ROAMING}/Justsystem/Shuriken2018/x.dat"])
def test_shuriken_by_its_folder(tmp_path: Path, path: str) -> None:
    _, (gap,) = seen(Pc().put(path, SECRET.encode()), tmp_path)
    assert gap.detail == "mail program whose accounts are not read: Shuriken"
    assert gap.origin.path[-1].rpartition("\\")[2].startswith("Shuriken")


@pytest.mark.parametrize(("key", "count"), [("Shuriken", 1), ("Shuriken2018", 1), ("ATOK", 0)])
def test_shuriken_by_its_key(tmp_path: Path, key: str, count: int) -> None:
    pc = Pc()
    hive(pc, rf"Software\Justsystem\{key}", text("x", "1"))
    assert len(seen(pc, tmp_path)[1]) == count


@pytest.mark.parametrize("path", [
    "EdMax/edmax.exe", "Program Files (x86)/EdMax/edmax.exe", f"{LOCAL}/VirtualStore/Program Files (x86)/EdMax/Account1/inbox.mbx",
])  # fmt: skip
def test_edmax_by_its_folder(tmp_path: Path, path: str) -> None:
    _, (gap,) = seen(Pc().put(path, SECRET.encode()), tmp_path)
    assert gap.detail == "mail program whose accounts are not read: EdMax"
    assert gap.origin.path[-1].endswith("\\EdMax")


def test_a_folder_of_many_files_is_asked_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ENTRIES", 3)
    pc = Pc()
    for count in range(5):
        pc.put(f"EdMax/{count}.txt", b"x")
    gaps = seen(pc, tmp_path)[1]
    assert {gap.reason for gap in gaps} == {Reason.TOO_LARGE}


def started(pc: Pc, *paths: str) -> Pc:
    values = [binary(codecs.encode(path, "rot13"), b"\0" * 72) for path in paths]
    hive(pc, rf"{ASSIST}\{{CEBFF5CD-ACE2-4F4F-9178-9926F41749EA}}\Count", *values)
    return pc


@pytest.mark.parametrize("path", [
    r"E:\edmax\EdMax.exe", r"C:\Users\shop\Desktop\edmax\edmax.exe", r"E:\PortableApps\ThunderbirdPortable\ThunderbirdPortable.exe",
    r"C:\tools\FileZillaPortable\FileZillaPortable.exe", r"\\nas\tools\WinSCP.exe", r"F:\becky\B2.exe", r"E:\秀丸\TuruKame.exe",
])  # fmt: skip
def test_programs_that_were_started_from_elsewhere(tmp_path: Path, path: str) -> None:
    found, (gap,) = seen(started(Pc(), path, "HRZR_PGYFRFFVBA"), tmp_path)
    assert (found, gap.reason) == ([], Reason.MISSING)
    assert gap.origin.path[-1] == path
    assert "accounts that lie beside it were not read" in gap.detail
    assert "USB" in knowledge.load().detail(gap.detail).ja


@pytest.mark.parametrize("path", [
    r"{7C5A40EF-A0FB-4BFC-874A-C0F2E0B9FA8E}\EdMax\edmax.exe", r"C:\Program Files\Mozilla Thunderbird\thunderbird.exe",
    r"D:\Program Files\Mozilla Thunderbird\thunderbird.exe", r"E:\game\game.exe", r"E:\GamePortable.exe", r"C:\tools\winscp.exe",
])  # fmt: skip
def test_programs_that_keep_nothing_beside_them_or_were_looked_at(tmp_path: Path, path: str) -> None:
    assert seen(started(Pc(), path), tmp_path) == ([], [])


def test_many_programs_from_elsewhere(tmp_path: Path) -> None:
    pc = started(Pc(), *(rf"E:\{count}\edmax.exe" for count in range(60)))
    gaps = seen(pc, tmp_path)[1]
    assert len(gaps) == 51
    assert [gap.reason for gap in gaps if gap.reason is not Reason.MISSING] == [Reason.TOO_LARGE]


def test_a_path_that_is_longer_than_what_is_kept(tmp_path: Path) -> None:
    _, (gap,) = seen(started(Pc(), "E:\\" + "x" * 300 + "\\edmax.exe"), tmp_path)
    assert gap.origin.path[-1] == "E:\\" + "x" * 250


def test_a_name_that_would_break_a_line_is_cut_clean(tmp_path: Path) -> None:
    _, (gap,) = seen(started(Pc(), "E:\\a\x1b[2J\n\\edmax.exe"), tmp_path)
    assert gap.origin.path[-1] == "E:\\a[2J\\edmax.exe"


def test_a_portable_thunderbird_on_this_drive_is_read(tmp_path: Path) -> None:
    prefs = (
        'user_pref("mail.account.account1.server", "server1");\nuser_pref("mail.account.account1.identities", "id1");\n'
        'user_pref("mail.server.server1.type", "imap");\nuser_pref("mail.server.server1.hostname", "imap.example.jp");\n'
        f'user_pref("mail.identity.id1.useremail", "a@example.jp");\nuser_pref("x.password", "{SECRET}");\n'
    )
    pc = started(Pc(), r"C:\Tools\ThunderbirdPortable\ThunderbirdPortable.exe", r"E:\t\ThunderbirdPortable.exe")
    pc.put("Tools/ThunderbirdPortable/Data/profile/prefs.js", prefs.encode())
    found, (gap,) = seen(pc, tmp_path)
    assert [(one.account, one.place, one.program) for one in found] == [("a@example.jp", "imap.example.jp", "Thunderbird")]
    assert gap.origin.path[-1] == r"E:\t\ThunderbirdPortable.exe"


@pytest.mark.parametrize("folder", ["C:\\a\0b", "C:\\" + "x" * 5_000, "C:\\..\\..\\x", "C:" + "\\x" * 400])
def test_a_path_that_no_file_has_is_told_like_any(tmp_path: Path, folder: str) -> None:
    _, gaps = seen(started(Pc(), rf"{folder}\ThunderbirdPortable.exe"), tmp_path)
    assert [gap.reason for gap in gaps] == [Reason.MISSING]
