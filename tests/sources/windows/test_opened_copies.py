"""Passing copies that programs make of what is opened with them, and Windows' marks, in a whole copy of a PC."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.evidence import check, ntfs_image, only, read
from support.pc import DAY, NOON, Pc, filetime
from support.tools import need
from support.volumes import run

from mimawari.examples.hive_writer import text
from mimawari.model import OpenedFile, Way

LOCAL = "Users/shop/AppData/Local"
EXCEL = r"Software\Microsoft\Office\16.0\Excel"


def files(pc: Pc, folder: Path) -> list[OpenedFile]:
    return only(read(pc.write(folder))[1], OpenedFile)


@pytest.mark.parametrize(
    ("path", "program", "container"),
    [
        (f"{LOCAL}/Microsoft/Windows/INetCache/Content.Outlook/A1B2C3D4/請求書.xlsm", "outlook", ""),
        (f"{LOCAL}/Microsoft/Windows/Temporary Internet Files/Content.Outlook/PHS51UW7/a (002).doc", "outlook", ""),
        ("Users/shop/Local Settings/Temporary Internet Files/OLK5A/a.doc", "outlook", ""),
        (f"{LOCAL}/Microsoft/Olk/Attachments/ooa-05c63a9f-9693-4dd2-8ce7-c04745b9bf11/38ce46/a.xlsx", "new-outlook", ""),
        (
            f"{LOCAL}/Packages/microsoft.windowscommunicationsapps_8wekyb3d8bbwe/LocalState/Files/S0/4/Attachments/a[39].xls",
            "mail-app",
            "",
        ),
        (f"{LOCAL}/Temp/pid-15192/a.doc", "thunderbird", ""),
        (f"{LOCAL}/Temp/Temp1_2022-04-25 (7).zip/2022-04-25/a.lnk", "zip-view", "2022-04-25 (7).zip"),
        (f"{LOCAL}/Temp/0A1B2C3D-1111-2222-3333-0123456789AB_写真.zip.9ab/a.lnk", "zip-view", "写真.zip"),
        (f"{LOCAL}/Temp/{{0A1B2C3D-1111-2222-3333-0123456789AB}}_a.7z/a.js", "zip-view", "a.7z"),
        (f"{LOCAL}/Temp/7zO8A1B2C3D/a.vbs", "7-zip", ""),
        (f"{LOCAL}/Temp/Rar$DIa25472.41565.rartemp/a.doc", "winrar", ""),
        (f"{LOCAL}/Temp/Rar$EXb0.576/sub/a.exe", "winrar", ""),
        (f"{LOCAL}/Temp/BNZ.5f3a91b2/a.doc", "bandizip", ""),
        (
            f"{LOCAL}/Temp/OneNote/16.0/Exported/{{6F7C3F0B-1D2E-4B7A-9C55-0A1B2C3D4E5F}}/NT/0/click.wsf",
            "onenote",
            "",
        ),
    ],
)
def test_passing_copies(path: str, program: str, container: str, tmp_path: Path) -> None:
    pc = Pc().put(path, b"content")
    if "Local Settings" in path:
        pc.put("Users/shop/Local Settings/Application Data/a.txt", b"of Windows XP")
    (file,) = files(pc, tmp_path)
    assert file.path == "C:\\" + path.replace("/", "\\")
    assert (file.kept_by, file.container, file.ways, file.user) == (program, container, (Way.COPY,), "shop")
    assert (file.is_there, file.size, file.was_opened) == (True, 7, True)
    assert file.origin.path == (file.path,)


@pytest.mark.parametrize(
    "path",
    [
        f"{LOCAL}/Temp/a.doc",
        f"{LOCAL}/Temp/7zS8A1B2C3D/setup.exe",
        f"{LOCAL}/Temp/pid-agent/a.doc",
        f"{LOCAL}/Temp/Temp1/a.doc",
        f"{LOCAL}/Temp/{{0A1B2C3D-1111-2222-3333-0123456789AB}}/setup.msi",
        f"{LOCAL}/Temp/Rar$/a.doc",
        f"{LOCAL}/Microsoft/Windows/INetCache/IE/A1B2C3D4/a[1].htm",
        f"{LOCAL}/Temp/OneNote/16.0/x.tmp",
        "Users/shop/Documents/Content.Outlook/A1/a.doc",
        "Users/shop/Downloads/a.doc",
    ],
)
def test_other_folders_tell_nothing(path: str, tmp_path: Path) -> None:
    assert files(Pc().put(path, b"content"), tmp_path) == []


def test_a_copy_out_of_an_archive_has_the_archive_s_time(tmp_path: Path) -> None:
    """The copy of a mail program was written when it was opened; a folder keeps no time of making."""
    zipped, mailed = f"{LOCAL}/Temp/Temp1_a.zip/a.doc", f"{LOCAL}/Microsoft/Windows/INetCache/Content.Outlook/A1B2C3D4/b.doc"
    found = files(Pc().put(zipped, b"x", NOON - 900 * DAY).put(mailed, b"x", NOON), tmp_path)
    assert [file.time for file in found] == [filetime(NOON), None]


def test_marks_on_a_volume_tell_web_mail_from_the_shop_s_own(tmp_path: Path) -> None:
    """Saved from web mail and opened; saved alone; opened alone. Only the first is told, and only where marks are kept."""
    need("ntfscp")
    pc = Pc()
    for name in ("見積.xls", "保存のみ.xls", "自作.xls"):
        pc.put(f"Users/shop/Desktop/{name}", b"x")
    pc.hives["shop"].at(rf"{EXCEL}\File MRU").put(
        *(
            text(f"Item {at}", rf"[F00000000][T{filetime(NOON):016X}][O00000000]*C:\Users\shop\Desktop\{name}")
            for at, name in enumerate(("見積.xls", "自作.xls"))
        )
    )
    pc.write(tmp_path)
    assert not [finding for finding in check(tmp_path).findings if finding.kind == "attachment-opened"]
    image, mark = tmp_path / "disk.img", tmp_path / "mark"
    ntfs_image(tmp_path / "C", image, 0xDEADBEEF)
    mark.write_bytes(b"[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://mail-attachment.googleusercontent.com/attachment/?key=1\r\n")
    for name in ("見積.xls", "保存のみ.xls"):
        run("ntfscp", "-f", "-q", "-N", "Zone.Identifier", image, mark, f"Users/shop/Desktop/{name}")
    (finding,) = [finding for finding in check(image).findings if finding.kind == "attachment-opened"]
    assert (finding.facts["name"], finding.facts["came"], finding.facts["traces"]) == ("見積.xls", "mail", "list mark")
    found = {file.name: file for file in only(read(image)[1], OpenedFile)}
    assert set(found) == {"見積.xls", "保存のみ.xls", "自作.xls"}
    assert (found["保存のみ.xls"].was_opened, found["保存のみ.xls"].sources) == (False, ("mail-attachment.googleusercontent.com",))
    assert (found["自作.xls"].zone, found["自作.xls"].is_there) == (None, True)
