"""What is read of a Windows that is not running: each fact once, and a gap for each thing that could not be read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from support.evidence import check, only, read
from support.pc import DAY, NOON, SID, Pc, filetime, shortcut

from mimawari import app
from mimawari.examples.hive_writer import expandable
from mimawari.model import (
    BadEvidence,
    File,
    Host,
    Level,
    Place,
    ProgramFolders,
    Reason,
    RegistryValue,
    RunValue,
    Service,
    SystemDirectory,
    Task,
)
from mimawari.sources import Evidence, folder

DLL = r"C:\Users\shop\AppData\Local\Ckninfw\ialkqu.czi"


@pytest.fixture
def pc() -> Pc:
    return Pc(users=("shop", "山田"))


def test_host(pc: Pc, tmp_path: Path) -> None:
    survey, _ = read(pc.write(tmp_path))
    (host,) = [thing for thing in survey.context if isinstance(thing, Host)]
    assert (host.name, host.version, host.time_zone) == ("SHOP-PC1", "Windows 10 Pro (build 19045)", "Tokyo Standard Time")
    assert (host.users, host.machine_sid) == (("shop", "山田"), SID)
    assert survey.kind == "folder"


def test_run_value_with_the_file_behind_it(pc: Pc, tmp_path: Path) -> None:
    pc.run("ialkqu.czi", rf'C:\Windows\SysWOW64\rundll32.exe "{DLL}",Control_RunDLL')
    pc.put("Users/shop/AppData/Local/Ckninfw/ialkqu.czi", b"MZ\x90", NOON - 7 * DAY)
    _, seen = read(pc.write(tmp_path))
    (run,) = only(seen, RunValue)
    assert (run.hive, run.name, run.loader, run.owner) == (rf"HKU\{SID}-1001", "ialkqu.czi", "rundll32", "shop")
    assert (run.target, run.argument, run.target_sought) == (DLL, "Control_RunDLL", True)
    assert run.target_file is not None
    assert (run.target_file.size, run.target_file.head, run.target_file.place) == (3, b"MZ\x90", Place.LOCAL_APPDATA)
    assert (run.target_file.modified, run.target_file.folder_modified) == (filetime(NOON - 7 * DAY), filetime(NOON))
    assert run.origin.path == (rf"HKU\{SID}-1001\Software\Microsoft\Windows\CurrentVersion\Run", "ialkqu.czi")


def test_machine_keys_of_both_views(pc: Pc, tmp_path: Path) -> None:
    from mimawari.examples.hive_writer import text

    for view in ("", "Wow6432Node\\"):
        pc.software.at(rf"{view}Microsoft\Windows\CurrentVersion\Run").put(text("x", r"C:\x.exe"))
        pc.software.at(rf"{view}Microsoft\Windows\CurrentVersion\Explorer").put(text("y", "z"))
    _, seen = read(pc.write(tmp_path))
    assert len(only(seen, RunValue)) == 2
    assert [(v.hive, v.name) for v in only(seen, RegistryValue)] == [(r"HKLM\SOFTWARE", "y")] * 2


def test_service_and_its_library(pc: Pc, tmp_path: Path) -> None:
    from mimawari.examples.hive_writer import expandable

    pc.service("xzyw.qwe", r'%SystemRoot%\SysWOW64\rundll32.exe "C:\Windows\SysWOW64\Abcd\xzyw.qwe",Go', "copied")
    pc.put("Windows/SysWOW64/Abcd/xzyw.qwe")
    pc.service("hosted", r"%SystemRoot%\System32\svchost.exe -k netsvcs")
    pc.system.at(r"ControlSet001\Services\hosted\Parameters").put(expandable("ServiceDll", r"%SystemRoot%\System32\ntdll.dll"))
    _, seen = read(pc.write(tmp_path))
    found = {service.name: service for service in only(seen, Service)}
    assert found["xzyw.qwe"].target_file is not None
    assert (found["xzyw.qwe"].loader, found["xzyw.qwe"].description) == ("rundll32", "copied")
    assert found["hosted"].target == r"C:\Windows\System32\ntdll.dll"


def test_a_32_bit_loader_s_system32_is_syswow64(pc: Pc, tmp_path: Path) -> None:
    pc.service("xzyw.qwe", r'rundll32.exe "C:\Windows\system32\Abcd\xzyw.qwe",Go').put("Windows/SysWOW64/Abcd/xzyw.qwe")
    _, seen = read(pc.write(tmp_path))
    (service,) = only(seen, Service)
    assert service.target_file is not None
    assert service.target_file.path == r"C:\Windows\SysWOW64\Abcd\xzyw.qwe"


def test_tasks_from_their_files_and_from_the_registry(pc: Pc, tmp_path: Path) -> None:
    import struct

    from mimawari.examples.hive_writer import binary, text

    xml = (
        "<?xml version='1.0' encoding='UTF-16'?><Task xmlns='x'><Actions><Exec><Command>C:\\a.exe</Command></Exec></Actions></Task>"
    )
    pc.put("Windows/System32/Tasks/Vendor/更新", xml.encode("utf-16"))
    counted = [struct.pack("<I", len(t) * 2) + t.encode("utf-16-le") for t in ("Author", "", "C:\\b.exe", "-x", "")]
    data = struct.pack("<H", 3) + counted[0] + struct.pack("<H", 0x6666) + b"".join(counted[1:]) + b"\0\0"
    cache = pc.software.at(r"Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tasks")
    cache.at("{1}").put(text("Path", r"\Vendor\更新"), binary("Actions", data))
    cache.at("{2}").put(text("Path", r"\Hidden"), binary("Actions", data))
    _, seen = read(pc.write(tmp_path))
    assert sorted((task.name, task.command) for task in only(seen, Task)) == [
        (r"\Hidden", r"C:\b.exe -x"),
        (r"\Vendor\更新", r"C:\a.exe"),
    ]


def test_files_two_levels_deep_and_no_deeper(pc: Pc, tmp_path: Path) -> None:
    for depth in range(4):
        pc.put("Users/shop/AppData/Local/" + "a/" * depth + "x.exe")
        pc.put("Windows/System32/" + "a/" * depth + "y.exe")
    _, seen = read(pc.write(tmp_path))
    assert sorted(f.depth for f in only(seen, File) if f.name == "x.exe") == [0, 1, 2]
    assert sorted(f.depth for f in only(seen, File) if f.name == "y.exe") == [0, 1, 2]


def test_context(pc: Pc, tmp_path: Path) -> None:
    pc.put("Program Files/Maker/Deep/Er/x.exe").put("Users/山田/AppData/Roaming/Zoom/bin/z.exe")
    survey, _ = read(pc.write(tmp_path))
    (system,) = [c for c in survey.context if isinstance(c, SystemDirectory)]
    (folders,) = [c for c in survey.context if isinstance(c, ProgramFolders)]
    assert system.sizes["kernel32.dll"] == 100
    assert {"maker", "deep", "er", "zoom", "bin"} <= folders.names


def serial_of(path: Path) -> int | None:
    survey, _ = read(path)
    return next(thing.volume_serial for thing in survey.context if isinstance(thing, Host))


def test_serial_from_shortcuts(pc: Pc, tmp_path: Path) -> None:
    recent = "Users/shop/AppData/Roaming/Microsoft/Windows/Recent"
    pc.put(f"{recent}/1.lnk", shortcut(0x0BADF00D)).put(f"{recent}/2.lnk", shortcut(0x0BADF00D))
    pc.put(f"{recent}/3.lnk", shortcut(0x11111111, r"D:\usb.txt")).put(f"{recent}/4.lnk", shortcut(0x22222222, drive_type=2))
    assert serial_of(pc.write(tmp_path)) == 0x0BADF00D


def test_serials_that_disagree_tell_nothing(pc: Pc, tmp_path: Path) -> None:
    recent = "Users/shop/AppData/Roaming/Microsoft/Windows/Recent"
    pc.put(f"{recent}/1.lnk", shortcut(1)).put(f"{recent}/2.lnk", shortcut(2))
    survey, _ = read(pc.write(tmp_path))
    assert [g.wanted for g in survey.gaps] == ["volume-serial"]


def test_serial_from_prefetch(pc: Pc, tmp_path: Path) -> None:
    name = "\\VOLUME{01d4c5d6e7f80912-a1b2c3d4}\\WINDOWS\\SYSTEM32\\NTDLL.DLL"
    pc.put("Windows/Prefetch/CMD.EXE-087B4001.pf", b"\x1a\0\0\0SCCA" + b"\0" * 200 + name.encode("utf-16-le"))
    assert serial_of(pc.write(tmp_path)) == 0xA1B2C3D4


@pytest.mark.parametrize(
    ("lost", "wanted"),
    [
        ("Windows/System32/config/SYSTEM", "service"),
        ("Windows/System32/config/SOFTWARE", "registry-value"),
        ("Users/shop/NTUSER.DAT", "registry-value"),
    ],
)
@pytest.mark.parametrize("how", ["missing", "empty", "zeros", "torn"])
def test_a_hive_that_cannot_be_read_is_never_no_sign(pc: Pc, tmp_path: Path, lost: str, wanted: str, how: str) -> None:
    hive = pc.write(tmp_path) / "C" / lost
    size = hive.stat().st_size
    hive.write_bytes({"empty": b"", "zeros": bytes(size), "torn": hive.read_bytes()[: size // 4], "missing": b""}[how])
    if how == "missing":
        hive.unlink()
    source = check(tmp_path)
    assert wanted in app.holes(source)
    assert app.level_of(source) is Level.UNDETERMINED
    assert any(hive.name in str(gap.origin.path) for gap in source.gaps if gap.wanted == wanted)


@pytest.mark.skipif(os.name == "nt", reason="no POSIX permissions")
def test_a_denied_hive_is_said_to_be_denied(pc: Pc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hive = pc.write(tmp_path) / "C/Users/shop/NTUSER.DAT"
    opened = Path.open
    real = os.open

    def refuse(path: object, *more: object, **named: object) -> object:
        if str(path) == str(hive):
            raise PermissionError(13, "denied")
        return real(path, *more, **named)  # type: ignore[arg-type]

    def refuse_open(self: Path, *more: object, **named: object) -> object:
        if str(self) == str(hive):
            raise PermissionError(13, "denied")
        return opened(self, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(Path, "open", refuse_open)
    source = check(tmp_path)
    assert (Reason.DENIED, "registry-value") in {(gap.reason, gap.wanted) for gap in source.gaps}


def test_a_windows_without_profiles_is_undetermined(tmp_path: Path) -> None:
    assert app.level_of(check(Pc(users=()).write(tmp_path))) is Level.UNDETERMINED


def test_a_listed_profile_that_was_not_copied_is_undetermined(pc: Pc, tmp_path: Path) -> None:
    shutil.rmtree(pc.write(tmp_path) / "C/Users/山田")
    assert app.level_of(check(tmp_path)) is Level.UNDETERMINED


def test_a_whole_and_quiet_pc_is_no_sign(pc: Pc, tmp_path: Path) -> None:
    source = check(pc.write(tmp_path))
    assert app.holes(source) == ()
    assert app.level_of(source) is Level.NO_SIGN


def test_times_that_were_not_kept_are_a_gap_and_no_hole(pc: Pc, tmp_path: Path) -> None:
    pc.put("Users/shop/AppData/Local/a/x.exe")
    for path in [*pc.write(tmp_path).rglob("*"), tmp_path]:
        os.utime(path, (1_600_000_000, 1_600_000_000))
    source = check(tmp_path)
    assert "times-not-kept" in {gap.wanted for gap in source.gaps}
    assert app.level_of(source) is Level.NO_SIGN


@pytest.mark.parametrize("hive", ["Windows/System32/config/DEFAULT", "Windows/ServiceProfiles/LocalService/NTUSER.DAT"])
def test_an_account_s_hive_that_is_there_and_cannot_be_read_is_never_no_sign(pc: Pc, tmp_path: Path, hive: str) -> None:
    assert app.level_of(check(pc.put(hive, b"garbage" * 900).write(tmp_path))) is Level.UNDETERMINED


@pytest.mark.parametrize("where", ["Users/shop/AppData/Local/Vendor", "Windows/System32/link"])
def test_a_link_is_not_followed_and_is_said(pc: Pc, tmp_path: Path, where: str) -> None:
    root = pc.write(tmp_path) / "C"
    (root / where).symlink_to(tmp_path)
    source = check(tmp_path)
    assert (Reason.UNSUPPORTED, "file") in {(gap.reason, gap.wanted) for gap in source.gaps}
    assert app.level_of(source) is Level.UNDETERMINED


@pytest.mark.parametrize("name", ["Application Data", "History", "Temporary Internet Files"])
def test_windows_own_links_are_no_gap(pc: Pc, tmp_path: Path, name: str) -> None:
    (pc.write(tmp_path) / "C/Users/shop/AppData/Local" / name).symlink_to(tmp_path)
    assert app.level_of(check(tmp_path)) is Level.NO_SIGN


def test_a_file_that_cannot_be_read_is_a_gap(pc: Pc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mimawari.sources.windows.installation import Installation

    locked = r"C:\Users\shop\AppData\Local\Kfichjg\cbun.zia"
    opened = Installation.open

    def refuse(self: Installation, path: str) -> object:
        if path == locked:
            raise BadEvidence(Reason.DENIED)
        return opened(self, path)

    monkeypatch.setattr(Installation, "open", refuse)
    source = check(pc.put("Users/shop/AppData/Local/Kfichjg/cbun.zia").write(tmp_path))
    assert [(gap.reason, gap.origin.path) for gap in source.gaps if gap.wanted == "file"] == [(Reason.DENIED, (locked,))]


@pytest.mark.parametrize("profile", ["Users/Default", "Users/Public", "Windows/ServiceProfiles/LocalService"])
def test_profiles_of_nobody_are_looked_at_too(pc: Pc, tmp_path: Path, profile: str) -> None:
    _, seen = read(pc.put(f"{profile}/AppData/Local/a/x.exe").write(tmp_path))
    assert [(file.name, file.place, file.depth) for file in only(seen, File) if file.name == "x.exe"] == [
        ("x.exe", Place.LOCAL_APPDATA, 1)
    ]


def test_more_profiles_than_a_pc_can_have_are_a_gap(tmp_path: Path) -> None:
    pc = Pc()
    for number in range(1_200):
        profile = pc.software.at(rf"Microsoft\Windows NT\CurrentVersion\ProfileList\{SID}-{2000 + number}")
        profile.put(expandable("ProfileImagePath", rf"C:\Users\u{number}"))
    survey = folder.survey(Evidence(str(pc.write(tmp_path))))
    assert (Reason.TOO_LARGE, "registry-value") in {(gap.reason, gap.wanted) for gap in survey.gaps}
    assert len(survey.pieces) < 5_100  # five of each user, and those of the machine


@pytest.mark.parametrize("folder_name", ["C", "C/Users"])
def test_a_list_of_users_that_breaks_off_is_never_no_sign(
    pc: Pc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder_name: str
) -> None:
    from mimawari.trees.directory import DirectoryTree

    listed = DirectoryTree.list
    damaged = "C/Users" if folder_name == "C/Users" else None

    def breaks_off(self: DirectoryTree, path: str) -> object:
        yield from listed(self, path)
        if path == damaged:
            raise BadEvidence(Reason.CORRUPT, "index")

    monkeypatch.setattr(DirectoryTree, "list", breaks_off)
    level = app.level_of(check(pc.write(tmp_path)))
    assert level is (Level.UNDETERMINED if damaged else Level.NO_SIGN)
