"""What a command line really starts, as Windows, rundll32 and regsvr32 read it."""

import pytest

from mimawari.model import Place
from mimawari.sources.windows.paths import Command, absolute, dissected, environment, expand, in_tree, placed

VARIABLES = environment(r"C:\Users\山田")
DLL = r"C:\Users\山田\AppData\Local\Xq\xq.dll"


@pytest.mark.parametrize(
    ("command", "program", "target", "argument"),
    [
        (r'"C:\Program Files\A B\c.exe" /tray', r"C:\Program Files\A B\c.exe", r"C:\Program Files\A B\c.exe", "/tray"),
        (r"C:\Program Files\A B\c.exe /tray", r"C:\Program Files\A B\c.exe", r"C:\Program Files\A B\c.exe", "/tray"),
        (r"%LOCALAPPDATA%\a.exe", r"C:\Users\山田\AppData\Local\a.exe", r"C:\Users\山田\AppData\Local\a.exe", ""),
        (rf'C:\Windows\SysWOW64\rundll32.exe "{DLL}",Control_RunDLL', r"C:\Windows\SysWOW64\rundll32.exe", DLL, "Control_RunDLL"),
        (rf"rundll32.exe {DLL},Control_RunDLL x y", r"C:\Windows\System32\rundll32.exe", DLL, "Control_RunDLL x y"),
        (rf'rundll32 "{DLL}" #1', r"C:\Windows\System32\rundll32", DLL, "#1"),
        (r"rundll32 C:\A B\c d.czi,Go", r"C:\Windows\System32\rundll32", r"C:\A B\c d.czi", "Go"),
        (r"rundll32.exe shell32.dll,Go", r"C:\Windows\System32\rundll32.exe", r"C:\Windows\System32\shell32.dll", "Go"),
        (rf'C:\Windows\system32\regsvr32.exe "{DLL}"', r"C:\Windows\system32\regsvr32.exe", DLL, ""),
        (rf'regsvr32.exe /s "{DLL}"', r"C:\Windows\System32\regsvr32.exe", DLL, "/s"),
        (rf"regsvr32 -s /n /i:http://x {DLL}", r"C:\Windows\System32\regsvr32", DLL, "-s /n /i:http://x"),
        (r"\SystemRoot\System32\drivers\a.sys", r"C:\Windows\System32\drivers\a.sys", r"C:\Windows\System32\drivers\a.sys", ""),
        (r"system32\drivers\a.sys", r"C:\Windows\system32\drivers\a.sys", r"C:\Windows\system32\drivers\a.sys", ""),
        (r"\??\C:\x\a.exe -k", r"C:\x\a.exe", r"C:\x\a.exe", "-k"),
        (r"%SystemRoot%\system32\svchost.exe -k n", r"C:\Windows\system32\svchost.exe", r"C:\Windows\system32\svchost.exe", "-k n"),
        (rf"regsvr32 {DLL} /s", r"C:\Windows\System32\regsvr32", DLL, "/s"),
        (rf"regsvr32.exe {DLL} /s /n", r"C:\Windows\System32\regsvr32.exe", DLL, "/s /n"),
        (rf'cmd /c regsvr32 /s "{DLL}"', r"C:\Windows\System32\regsvr32", DLL, "/s"),
        (rf'cmd.exe /q /c start /min rundll32 "{DLL}",Go', r"C:\Windows\System32\rundll32", DLL, "Go"),
        (rf'cmd /c start "" /b "{DLL}"', DLL, DLL, ""),
        (rf'%ComSpec% /c "rundll32 "{DLL}",Go"', r"C:\Windows\System32\rundll32", DLL, "Go"),
        (r"cmd /k", r"C:\Windows\System32\cmd", r"C:\Windows\System32\cmd", "/k"),
        (r"cmd", r"C:\Windows\System32\cmd", r"C:\Windows\System32\cmd", ""),
        ("", "", "", ""),
        ('"', "", "", ""),
        ("%NOPE%", r"C:\Windows\System32\%NOPE%", r"C:\Windows\System32\%NOPE%", ""),
    ],
)  # fmt: skip
def test_command_lines(command: str, program: str, target: str, argument: str) -> None:
    assert dissected(command, VARIABLES) == Command(program, target, argument)


@pytest.mark.parametrize(
    ("path", "place", "depth"),
    [
        (r"C:\Users\a\AppData\Local\x.exe", Place.LOCAL_APPDATA, 0),
        (r"c:\users\山田\appdata\local\X\y\z.exe", Place.LOCAL_APPDATA, 2),
        (r"C:\Users\a\AppData\Local\Temp\x\y.dll", Place.TEMP, 1),
        (r"C:\Users\a\AppData\Roaming\x\y.dll", Place.ROAMING_APPDATA, 1),
        (r"C:\Users\Public\x.dll", Place.PUBLIC, 0),
        (r"C:\Users\a\123.exe", Place.PROFILE, 0),
        (r"C:\ProgramData\x\y.dll", Place.PROGRAM_DATA, 1),
        (r"C:\Windows\System32\x.dll", Place.SYSTEM32, 0),
        (r"C:\Windows\SysWOW64\a\x.dll", Place.SYSWOW64, 1),
        (r"C:\Windows\System32\config\systemprofile\AppData\Local\a\b.exe", Place.LOCAL_APPDATA, 1),
        (r"C:\Program Files\a\x.dll", Place.ELSEWHERE, 2),
        (r"C:\System32\x.dll", Place.ELSEWHERE, 1),
    ],
)
def test_places(path: str, place: Place, depth: int) -> None:
    assert placed(path) == (place, depth)


def test_variables_are_put_in_once_and_unknown_ones_stay() -> None:
    assert expand("%A%%b%%c%", {"a": "%b%", "b": "2"}) == "%b%2%c%"


HOSTILE = [
    *("", "\\", ":", "\\\\?\\", "//", '"', "a" * 40_000, "%" * 999, "\x00"),
    *("regsvr32 " * 5000, "/s " * 9000, "x" + " /s" * 9000 + " y", "cmd /c " * 5000),
]


@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_command_lines_end(path: str) -> None:
    assert isinstance(dissected(path, VARIABLES).target, str)
    assert isinstance(dissected("regsvr32 " + path, VARIABLES).target, str)
    assert isinstance(absolute(path), str)
    assert isinstance(in_tree(path), str)


def test_variables_do_not_blow_a_command_up() -> None:
    assert len(expand("%tmp%" * 6_000, {"tmp": "x" * 200_000})) < 100_000
