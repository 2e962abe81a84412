"""A decoy is in a running Windows what it was planted as: told by Windows' own programs and calls, not by mimawari."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.pc import DAY, NOON, RUN, SID, Pc
from support.sleeper import sleeper
from support.wine_host import Host, Running, hosted, windows
from support.wine_planting import OWN_SID
from wine import JAPANESE, LATIN, windows_path

from mimawari.examples.hive_writer import Key, Value, expandable, number, text, texts

EMOTET = r"C:\Users\山田\AppData\Local\Aibevs\jbcss.nfg"
COMMAND = rf'C:\Windows\System32\regsvr32.exe /s "{EMOTET}"'
WRITTEN = 132_550_902_051_234_567
LONG_AGO = 125_911_584_000_000_001
"""A moment in the year 2000, before anything that Wine writes."""
RUNNING = (
    Running(r"C:\Windows\System32\regsvr32.exe", COMMAND),
    Running(r"C:\Windows\System32\systeminfo.exe", "systeminfo", parent=0),
    Running(r"C:\Users\山田\AppData\Local\certlangid\certlangid.exe", '"certlangid.exe" 日本 -x'),
)
LOOK = Path(__file__).with_name("looking.py")


def decoy() -> Pc:
    pc = Pc(name="経理-PC7", users=("山田", "tanaka", "old owner"))
    run = pc.hives["山田"].at(RUN)
    run.written = LONG_AGO
    run.put(text("jbcss.nfg", COMMAND), expandable('q"u]o[te\\日本', "%LOCALAPPDATA%\\あ"), text("", "default"))
    kinds = pc.hives["tanaka"].at(r"Software\Kinds [日本]")
    kinds.written = WRITTEN
    kinds.put(number("n", 0xDEADBEEF), Value("b", 3, bytes(range(256)) * 100), texts("several", "一", "2"), Value("none", 0, b""))
    kinds.put(Value("q", 11, bytes(8)))
    pc.software.at(r"Wow6432Node\Microsoft\Windows\CurrentVersion\Run").put(text("32", r"C:\x86.exe"))
    pc.service("decoy-service", r"C:\Windows\SysWOW64\certlangid.exe", "説明")
    pc.put("Users/山田/AppData/Local/Aibevs/jbcss.nfg", b"MZ" + bytes(2998), NOON - 7 * DAY)
    pc.put("Users/山田/AppData/Local/certlangid/certlangid.exe", b"MZ" + bytes(4998), NOON + 700)
    pc.put("WINDOWS/SYSWOW64/odd.dll").put("Windows/System32/kernel32.dll", b"MZ not Wine's own")
    pc.folder_times["Users/山田/AppData/Local/Aibevs"] = NOON + 100
    return pc


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with hosted(decoy(), serial=0x0BADF00D, running=RUNNING, away=["old owner"]) as running:
        yield running


@pytest.fixture(scope="module")
def seen(host: Host) -> dict[str, Any]:
    asked = {
        "keys": [
            rf"HKU\{OWN_SID}\{RUN}",
            rf"HKU\{SID}-1002\Software\Kinds [日本]",
            r"HKLM\Software\Wow6432Node\Microsoft\Windows\CurrentVersion\Run",
            r"HKLM\System\CurrentControlSet\Services\decoy-service",
            rf"HKLM\Software\Microsoft\Windows NT\CurrentVersion\ProfileList\{OWN_SID}",
            rf"HKLM\Software\Microsoft\Windows NT\CurrentVersion\ProfileList\{SID}-1003",
        ],
        "paths": [
            EMOTET,
            r"C:\Users\山田\AppData\Local\Aibevs",
            r"C:\Users\山田\AppData\Local\certlangid\certlangid.exe",
            r"C:\Windows\SysWOW64\odd.dll",
            r"C:\Users\old owner\NTUSER.DAT",
            r"C:\Users\tanaka\AppData\Local",
        ],
    }
    status, printed, complaints = host.python(windows_path(LOOK), json.dumps(asked))
    assert status == 0, complaints
    told: dict[str, Any] = json.loads(printed)
    return told


def test_windows_tells_the_serial_number(host: Host, seen: dict[str, Any]) -> None:
    assert seen["serial"] == 0x0BADF00D
    assert "0bad-f00d" in host.program("cmd", "/c", "vol c:")[1]


def test_and_the_user_and_the_computer(seen: dict[str, Any]) -> None:
    assert (seen["profile"], seen["local"], seen["computer"]) == (r"C:\users\山田", r"C:\users\山田\AppData\Local", "経理-PC7")
    assert seen["temporary"] == r"C:\users\山田\AppData\Local\Temp"
    assert set(seen["users"]) == {"山田", "tanaka", "old owner", "Public"}


def test_registry_of_the_user(seen: dict[str, Any]) -> None:
    assert seen["keys"][0]["values"] == [
        ["", "default", 1],
        ["jbcss.nfg", COMMAND, 1],
        ['q"u]o[te\\日本', "%LOCALAPPDATA%\\あ", 2],
    ]
    assert seen["keys"][0]["written"] == LONG_AGO


def test_registry_of_another_user_who_is_logged_on(seen: dict[str, Any]) -> None:
    assert seen["hives"] == [".Default", OWN_SID, f"{SID}-1002"]
    assert seen["keys"][1]["values"] == [
        ["b", (bytes(range(256)) * 100).hex(), 3],
        ["n", 0xDEADBEEF, 4],
        ["none", None, 0],
        ["q", 0, 11],
        ["several", ["一", "2"], 7],
    ]
    assert seen["keys"][1]["written"] == WRITTEN


def test_registry_of_the_machine(host: Host, seen: dict[str, Any]) -> None:
    wow, service, own, away = seen["keys"][2:]
    assert ["32", r"C:\x86.exe", 1] in wow["values"]
    assert ["ImagePath", r"C:\Windows\SysWOW64\certlangid.exe", 2] in service["values"]
    assert ["Description", "説明", 1] in service["values"]
    assert [value[1].lower() for value in own["values"] if value[0] == "ProfileImagePath"] == [r"c:\users\山田"]
    assert ["ProfileImagePath", r"C:\Users\old owner", 2] in away["values"]
    assert r"C:\x86.exe" in host.program("reg", "query", r"HKLM\Software\Microsoft\Windows\CurrentVersion\Run", "/reg:32")[1]


def test_files_and_folders_with_their_times(seen: dict[str, Any]) -> None:
    file, folder, program, odd, hive, local = seen["paths"]
    assert file == {"size": 3000, "modified": NOON - 7 * DAY}
    assert folder["modified"] == NOON + 100
    assert program == {"size": 5000, "modified": NOON + 700}
    assert odd == {"size": len(b"MZ inert"), "modified": NOON}
    assert hive["size"] >= 8192
    assert local is not None


def test_what_runs(host: Host, seen: dict[str, Any]) -> None:
    regsvr32, systeminfo, program = (seen["processes"][str(pid)] for pid in host.pids)
    assert (regsvr32["name"], regsvr32["command"]) == ("regsvr32.exe", COMMAND)
    assert (systeminfo["name"], systeminfo["parent"]) == ("systeminfo.exe", host.pids[0])
    assert (program["name"], program["command"]) == ("certlangid.exe", '"certlangid.exe" 日本 -x')
    assert program["image"].lower() == r"c:\users\山田\appdata\local\certlangid\certlangid.exe"


def test_wines_own_files_stay(host: Host) -> None:
    system = host.prefix.drive / "windows/system32"
    assert (system / "kernel32.dll").samefile(windows().base / "drive_c/windows/system32/kernel32.dll")
    assert (system / "regsvr32.exe").read_bytes() == sleeper()
    assert not (host.prefix.drive / "Windows").exists(), "a drive has one folder of a name, whatever its case"


def test_nothing_leads_out_of_the_drive(host: Host) -> None:
    assert [path for path in host.prefix.drive.rglob("*") if path.is_symlink()] == []


@pytest.mark.parametrize("serial", [0xFFFFFFFF, 0x80000000, 0x0000BEEF, 1])
def test_serial_numbers_at_the_edges(serial: int) -> None:
    with hosted(Pc(), serial=serial) as host:
        told = host.program("cmd", "/c", "vol c:")[1]
    assert f"{serial >> 16:04x}-{serial & 0xFFFF:04x}" in told


@pytest.mark.parametrize(("code_page", "spoken"), [(LATIN, "Volume Serial Number"), (JAPANESE, "ボリューム シリアル番号")])
@pytest.mark.parametrize("user", ["shop", "山田 花子", "Zoë's"])
def test_code_pages_and_names(code_page: int, spoken: str, user: str) -> None:
    with hosted(Pc(users=(user,)), code_page=code_page) as host:
        asked = "import ctypes, os; print(ctypes.windll.kernel32.GetACP(), ascii(os.environ['USERPROFILE']))"
        assert host.python("-c", asked)[1].split(maxsplit=1) == [str(code_page), ascii(rf"C:\users\{user}") + "\r\n"]
        assert spoken in host.program("cmd", "/c", "vol c:")[1]


def fingerprint(base: Path) -> dict[str, tuple[int, int]]:
    found = (path for path in base.rglob("*") if path.is_file() and not path.is_symlink())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


def test_a_host_leaves_nothing_behind() -> None:
    kit = windows()
    before = fingerprint(kit.base)
    pc = Pc().put("Windows/System32/regsvr32.exe", bytes(2000)).put("Windows/win.ini", b"MZ", NOON)
    with hosted(pc, running=RUNNING[:1]) as host, hosted(Pc()) as other:
        host.program("reg", "add", r"HKLM\Software\Later", "/f")
        host.prefix.stop()
        assert processes_of(host.prefix.folder) == []
        assert "Volume" in other.program("cmd", "/c", "vol c:")[1], "nobody else's Wine is touched"
        prefix, running = host.prefix.folder, len(processes_of(other.prefix.folder))
    assert running > 3
    assert fingerprint(kit.base) == before
    assert not prefix.exists()


def processes_of(prefix: Path) -> list[str]:
    """Processes of this machine that were started for a prefix: its path stands in their environment."""
    return [path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if str(prefix).encode() in readable(path)]


def readable(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_a_plan_that_cannot_be_carried_out_says_why() -> None:
    pc = Pc(users=("a", "b"))
    pc.hives["b"] = Key(keys=[Key("Software")])
    with (
        pytest.raises(RuntimeError, match="FileNotFoundError"),
        hosted(pc, running=[Running(r"D:\nowhere.exe", "nowhere")]),
    ):
        pass
