"""The live check on real Windows interfaces: whose hives, which code pages, which serial numbers, and what goes wrong."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from support.decoy_pcs import library
from support.pc import Pc
from support.running_pcs import infection
from support.wine_host import Host, Running, check, hosted
from wine import JAPANESE, LATIN, windows_path

from mimawari.examples.hive_writer import number, text

HERE = Path(__file__).parent
LIBRARY = r"C:\Users\{}\AppData\Local\Ckninfwzsiyqxydc\ialkquzoobkioba.czi"


def infected(user: str, users: tuple[str, ...]) -> Pc:
    """A published sample of December 2020 in the profile of *user*."""
    path = LIBRARY.format(user)
    pc = Pc(users=users).put(path[3:].replace("\\", "/"), b"MZ" + bytes(20_000))
    return pc.run("ialkquzoobkioba.czi", rf'C:\Windows\SysWOW64\rundll32.exe "{path}",Control_RunDLL', user)


@pytest.fixture(scope="module", params=[LATIN, JAPANESE])
def clean(request: pytest.FixtureRequest) -> Iterator[Host]:
    pc = Pc(name="KEIRI-7", users=("経理 花子", "tanaka")).run("OneDrive", r'"C:\Program Files\Microsoft OneDrive\OneDrive.exe"')
    pc.put("Windows/System32/Tasks/更新", "<Task><Actions/></Task>".encode("utf-16"))
    with hosted(pc, code_page=request.param) as host:
        yield host


def test_a_clean_pc_has_no_sign_on_both_code_pages(clean: Host) -> None:
    status, report, complaints = check(clean)
    assert (status, report["verdict"]["level"], complaints) == (0, "no-sign", ""), report["gaps"]
    (source,) = report["sources"]
    assert (source["kind"], source["host"]) == ("live", "KEIRI-7")
    assert source["looked_at"]["registry-value"] >= 1
    assert source["looked_at"]["process"] >= 3
    assert source["looked_at"]["file"] > 500
    assert source["looked_at"]["service"] > 10


@pytest.mark.parametrize(("language", "said"), [("ja", "兆候なし"), ("en", "NO SIGN FOUND")])
def test_the_answer_can_be_read_on_both_code_pages(clean: Host, language: str, said: str) -> None:
    status, printed, complaints = clean.python("-m", "mimawari", "check", "--lang", language)
    assert (status, complaints) == (0, "")
    assert said in printed or (language == "ja" and clean.prefix.code_page == LATIN and "\\u5146" in printed)


@pytest.mark.parametrize(("away", "where"), [((), "signed in"), (("経理",), "not signed in")], ids=lambda value: str(value))
def test_every_user_s_registry_is_looked_at(away: tuple[str, ...], where: str) -> None:
    """The first user is the one who looks."""
    with hosted(infected("経理", ("shop", "経理")), away=away) as host:
        status, report, _ = check(host)
    assert status == 10, (where, report["gaps"])
    (path,) = {f["origin"]["path"][0] for f in report["findings"] if f["kind"] == "library-autostart"}
    assert path.startswith("HKU\\S-1-5-21-1111111111-2222222222-3333333333-1002\\Software")


@pytest.mark.parametrize("serial", [0x00000001, 0x0000BEEF, 0x00012345, 0x80000000, 0xFFFFFFFF])
@pytest.mark.parametrize("period", ["P1", "P2"])
def test_edges_of_the_serial_number(serial: int, period: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.decoy_pcs.serial", lambda draw: serial)
    decoy = infection(period, Random(f"{serial}"), is_admin=False)
    decoy.started("run")
    assert decoy.making.serial == serial
    with hosted(decoy.making.pc, serial=serial) as host:
        status, report, _ = check(host, "--jobs", "0")
        assert status == 10
        assert any(f"{serial:08X}" in json.dumps(f["facts"]) for f in report["findings"]) or period == "P2"
    if period == "P1":
        with hosted(decoy.making.pc, serial=serial ^ 0x00F00000) as host:
            assert check(host, "--jobs", "0")[0] == 0, "the name that belongs to another disk"


def test_a_loader_and_what_it_starts_are_seen_with_each_other() -> None:
    folder, name = library(Random("children"))
    path = rf"C:\Users\shop\AppData\Local\{folder}\{name}"
    pc = Pc().put(path[3:].replace("\\", "/"), b"MZ" + bytes(20_000))
    running = (
        Running(r"C:\Windows\System32\regsvr32.exe", rf'C:\Windows\System32\regsvr32.exe /s "{path}"'),
        Running(r"C:\Windows\System32\ipconfig.exe", "ipconfig /all", parent=0),
        Running(r"C:\Windows\System32\systeminfo.exe", "systeminfo", parent=0),
    )
    with hosted(pc, running=running) as host:
        status, report, _ = check(host)
    assert status == 10
    seen = {f["origin"]["path"][0] for f in report["findings"] if f["strength"] != "hint"}
    assert seen >= {
        f"{image} ({pid})" for image, pid in zip(("regsvr32.exe", "ipconfig.exe", "systeminfo.exe"), host.pids, strict=True)
    }


def test_killed_workers_are_named_and_never_no_sign() -> None:
    with hosted(Pc()) as host:
        status, printed, complaints = host.python(windows_path(HERE / "killing.py"))
    assert status == 0, complaints
    said = json.loads(printed)
    assert said["killed"] > 0
    assert said["level"] == "undetermined"
    assert any(reason == "failed" for reason, _ in said["gaps"])


def test_one_file_for_each_check_in_a_folder_of_many(tmp_path: Path) -> None:
    with hosted(Pc(name="PC-07")) as host:
        for _ in range(2):
            status, printed, complaints = host.python("-m", "mimawari", "check", "--json", "--out", windows_path(tmp_path))
            assert (status, complaints) == (0, "")
    written = sorted(tmp_path.iterdir())
    assert len(written) == 2
    assert all(path.name.startswith("PC-07_") and path.name.endswith("_mimawari.json") for path in written)
    assert json.loads(written[-1].read_text("ascii")) == json.loads(printed)


def test_what_keeps_malware_out_is_asked_of_the_running_registry() -> None:
    pc = Pc(name="KEIRI-8", users=("経理 花子", "tanaka"))
    pc.software.at(r"Microsoft\Office\16.0\Excel\InstallRoot").put(text("Path", r"C:\Office16"))
    for user, value in (("経理 花子", 4), ("tanaka", 1)):
        pc.hives[user].at(r"Software\Microsoft\Office\16.0\Excel\Security").put(number("VBAWarnings", value))
    with hosted(pc, code_page=JAPANESE) as host:
        status, printed, complaints = host.python("-m", "mimawari", "prepare", "--json")
    (found,) = json.loads(printed)["checks"]
    wards = {(one["id"], one["user"]): one["ward"] for one in found["protections"]}
    assert (status, complaints, found["host"]) == (11, "", "KEIRI-8")
    assert (wards["office-macros", "経理 花子"], wards["office-macros", "tanaka"]) == ("good", "bad")
    # Wine's NetLocalGroupGetMembers says at level 0 that it has done its work, and gives no member: no answer, and nobody is "no".
    # The user who looks is known by the token of the process, which Wine has: an administrator, as each of its users is.
    assert wards["administrator", "経理 花子"] == "weak"
    assert wards["administrator", "tanaka"] == "unknown"
    assert [(gap["reason"], gap["detail"]) for gap in found["gaps"] if gap["path"][-1:] == ["S-1-5-32-544"]] == [
        ("failed", "list of administrators: it is empty")
    ]
    assert not [gap for gap in found["gaps"] if "SAM" in gap["path"][-1]]
