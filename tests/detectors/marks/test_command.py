"""What a command line names, and where it lies."""

from __future__ import annotations

import pytest

from mimawari.detectors.marks.command import is_installers, is_writable, libraries_above, paths_in


@pytest.mark.parametrize(
    ("command", "paths"),
    [
        (r"regsvr32.exe /s C:\Users\Taro Yamada\efhj.dll", [r"C:\Users\Taro Yamada\efhj.dll"]),
        (r'"C:\Windows\rundll32.exe" "C:\a\b.czi",Control_RunDLL', [r"C:\Windows\rundll32.exe", r"C:\a\b.czi"]),
        (r"rundll32.exe 'C:\ProgramData\Milossd.dll',KitKat", [r"C:\ProgramData\Milossd.dll"]),
        ("regsvr32 C:/Users/a/Temp/GMOWDTRfIJ.xtq", [r"C:\Users\a\Temp\GMOWDTRfIJ.xtq"]),
        (r"regsvr32 C:\Users\a\x.ooocccxxx", [r"C:\Users\a\x.ooocccxxx"]),
        (r"regsvr32 C:\t\rad00A25.tmp.dll", [r"C:\t\rad00A25.tmp.dll"]),
        (r"regsvr32 /s ..\x.ocx", []),
        ("", []),
    ],
)
def test_paths(command: str, paths: list[str]) -> None:
    assert paths_in(command) == paths


@pytest.mark.parametrize(
    ("command", "names"),
    [
        (r"regsvr32 /s ..\x.ocx", ["x.ocx"]),
        (r"rundll32.exe ..\iix.ocx,DllRegisterServer", ["iix.ocx"]),
        (r'regsvr32 "..\elv1.ooocccxxx"', ["elv1.ooocccxxx"]),
        (r"regsvr32 -s ..\efhj.dll", ["efhj.dll"]),
        (r"regsvr32 C:\a\..\x.ocx", []),
        (r"regsvr32 ..\bin\x.ocx", []),
        (r"regsvr32 x.ocx", []),
        (r"type ..\x.docx", []),
    ],
)
def test_libraries_above(command: str, names: list[str]) -> None:
    assert libraries_above(command) == names


@pytest.mark.parametrize(
    "path", [r"C:\Users\a\x.dll", r"c:\programdata\x.dll", r"C:\Windows\Temp\x.dll", r"C:\Windows\Tasks\bb.dll"]
)
def test_writable(path: str) -> None:
    assert is_writable(path)


@pytest.mark.parametrize("path", [r"C:\Program Files\V\x.dll", r"C:\Windows\System32\x.dll", r"C:\ProgramData", r"\\server\x.dll"])
def test_not_writable(path: str) -> None:
    assert not is_writable(path)


@pytest.mark.parametrize("name", [r"is-8QK3L.tmp\x.ocx", r"nsk4F2A.tmp\System.dll", "MSI1C2D.tmp", r"7zS4A1C\setup.dll"])
def test_of_installers(name: str) -> None:
    assert is_installers("C:\\Users\\a\\AppData\\Local\\Temp\\" + name)


@pytest.mark.parametrize("name", [r"160244\x.dll", "x.dll", "rad00A25.tmp.dll"])
def test_not_of_installers(name: str) -> None:
    assert not is_installers("C:\\Users\\a\\AppData\\Local\\Temp\\" + name)
