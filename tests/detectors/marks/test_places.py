"""Which paths lie where Emotet installs itself."""

from __future__ import annotations

import pytest

from mimawari.detectors.marks.places import Root, below_folder, spot


@pytest.mark.parametrize(
    ("path", "root", "depth", "folder", "name"),
    [
        (r"C:\Users\hanako\AppData\Local\Abcd\x.exe", Root.LOCAL_APPDATA, 1, "Abcd", "x.exe"),
        (r"c:\USERS\田中\APPDATA\LOCAL\a\b\x.Dll", Root.LOCAL_APPDATA, 2, "b", "x.Dll"),
        (r"C:\Users\hanako\AppData\Local\Temp\x.exe", Root.LOCAL_APPDATA, 1, "Temp", "x.exe"),
        (r"C:\Documents and Settings\a\Local Settings\Application Data\b\x.exe", Root.LOCAL_APPDATA, 1, "b", "x.exe"),
        (r"C:\Windows\System32\config\systemprofile\AppData\Local\b\x.exe", Root.LOCAL_APPDATA, 1, "b", "x.exe"),
        (r"C:\Windows\SysWOW64\x.exe", Root.SYSWOW64, 0, "", "x.exe"),
        (r"D:\WINDOWS\system32\b\x", Root.SYSTEM32, 1, "b", "x"),
        (r"C:\Windows\Sysnative\b\x.exe", Root.SYSTEM32, 1, "b", "x.exe"),
    ],
)
def test_below_a_root(path: str, root: Root, depth: int, folder: str, name: str) -> None:
    found = spot(path)
    assert found is not None
    assert (found.root, found.depth, found.folder, found.name) == (root, depth, folder, name)
    assert (below_folder(path) is not None) == (depth > 0)


@pytest.mark.parametrize(
    "path",
    [
        r"C:\Users\hanako\AppData\Local\a\b\c\x.exe",
        r"C:\Users\hanako\AppData\Roaming\a\x.exe",
        r"C:\Users\hanako\AppData\LocalLow\a\x.exe",
        r"C:\Users\hanako\AppData\Local\a" + "\\",
        r"C:\Users\hanako\AppData\Local\\x.exe",
        r"C:\Program Files\a\x.exe",
        r"C:\Backup\Windows\System32\a\x.exe",
        "x.exe",
        "",
    ],
)
def test_elsewhere(path: str) -> None:
    assert spot(path) is None
