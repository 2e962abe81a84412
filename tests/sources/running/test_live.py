"""The live check on a decoy whose interfaces are Windows' in shape: what is seen, and what a refusal does to the verdict."""

from pathlib import Path
from typing import Any

import pytest
from support.held import KEYS
from support.pc import SID, Pc
from support.running import RunningPc

from mimawari import app
from mimawari.examples.hive_writer import Key, expandable, text
from mimawari.model import BadEvidence, Gap, Level, Origin, Process, Reason, Source
from mimawari.sources import Evidence
from mimawari.sources.windows import reader
from mimawari.trees.directory import DirectoryTree

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
LIBRARY = r"C:\Users\shop\AppData\Local\Ckninfwzsiyqxydc\ialkquzoobkioba.czi"
CACHE = r"Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tasks"
SYSTEM = Process(origin=Origin("", "", ("System (4)",)), pid=4, name="System")


def infected(user: str = "shop", users: tuple[str, ...] = ("shop",)) -> Pc:
    """A published sample of December 2020 in the profile of *user*."""
    library = LIBRARY.replace("shop", user)
    pc = Pc(users=users).put(library[3:].replace("\\", "/"))
    return pc.run("ialkquzoobkioba.czi", rf'C:\Windows\SysWOW64\rundll32.exe "{library}",Control_RunDLL', user)


def said(source: Source) -> set[tuple[str, str]]:
    return {(gap.reason.value, gap.wanted) for gap in source.gaps}


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunningPc:
    pc = Pc(users=("shop", "経理"))
    pc.service("Spooler", r"C:\Windows\System32\spoolsv.exe", "prints").software.at(rf"{CACHE}\{{1}}").put(text("Path", r"\a"))
    return RunningPc(pc, tmp_path, monkeypatch, processes=(SYSTEM,))


def test_a_clean_pc_has_no_sign_and_everything_was_looked_at(clean: RunningPc) -> None:
    source = clean.check()
    assert app.level_of(source) is Level.NO_SIGN, source.gaps
    assert (source.kind, source.host, source.seen_at) == ("live", "SHOP-PC1", "2026-11-26T00:00:00Z")
    assert {"file", "host", "process", "registry-value", "service", "task", "volume-serial"} <= set(source.looked_at)


def test_the_hives_that_are_loaded_are_asked_and_their_files_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The decoy's own files of loaded hives hold nothing that can be read."""
    running = RunningPc(infected(), tmp_path, monkeypatch, processes=(SYSTEM,))
    source = running.check()
    assert app.level_of(source) is Level.INFECTED
    (path,) = {f.origin.path for f in source.findings if f.kind == "library-autostart"}
    assert path == (rf"HKU\{SID}-1001\{RUN}", "ialkquzoobkioba.czi")


def test_a_user_who_is_not_signed_in_is_read_from_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running = RunningPc(infected("経理", ("shop", "経理")), tmp_path, monkeypatch, away=("経理",), processes=(SYSTEM,))
    assert app.level_of(running.check()) is Level.INFECTED


def test_a_loaded_hive_of_a_user_whom_windows_does_not_list_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running = RunningPc(Pc(), tmp_path, monkeypatch, processes=(SYSTEM,))
    stray = Key(f"{SID}-1777")
    stray.at(RUN).put(text("ialkquzoobkioba.czi", rf'rundll32.exe "{LIBRARY}",Control_RunDLL'))
    running.winreg.tops[2].keys.append(stray)
    assert app.level_of(running.check()) is Level.SUSPECTED


@pytest.mark.parametrize("view", ["", "Wow6432Node\\"])
def test_both_views_of_the_machine_s_run_key(view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pc = Pc().put(LIBRARY[3:].replace("\\", "/"))
    command = rf'C:\Windows\SysWOW64\rundll32.exe "{LIBRARY}",Control_RunDLL'
    pc.software.at(rf"{view}Microsoft\Windows\CurrentVersion\Run").put(text("ialkquzoobkioba.czi", command))
    source = RunningPc(pc, tmp_path, monkeypatch, processes=(SYSTEM,)).check()
    assert app.level_of(source) is Level.INFECTED
    assert rf"HKLM\SOFTWARE\{view}Microsoft\Windows\CurrentVersion\Run" in {f.origin.path[0] for f in source.findings}


def test_denying_any_key_that_is_asked_for_is_never_no_sign(clean: RunningPc) -> None:
    clean.check()
    asked = sorted(set(clean.winreg.asked))
    assert len(asked) > 25
    for path in asked:
        source = clean.check(path)
        is_beside = any(name in path for name in (r"\Software\Microsoft\Office", "WinRAR", *KEYS))
        assert app.level_of(source) is (Level.NO_SIGN if is_beside else Level.UNDETERMINED), path
        assert any(gap.reason is Reason.DENIED for gap in source.gaps), path


def test_a_denied_key_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running = RunningPc(infected(), tmp_path, monkeypatch, processes=(SYSTEM,))
    source = running.check(r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run", rf"HKU\{SID}-1001\{RUN}Once")
    assert app.level_of(source) is Level.INFECTED
    named = {gap.origin.path[-1] for gap in source.gaps if gap.reason is Reason.DENIED}
    assert {r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run", rf"HKU\{SID}-1001\{RUN}Once"} <= named


def test_what_is_denied_names_the_remedy(clean: RunningPc) -> None:
    source = clean.check(rf"HKU\{SID}-1002\{RUN}")
    (gap,) = [gap for gap in source.gaps if gap.reason is Reason.DENIED]
    assert gap.remedy
    assert "administrator" in gap.remedy.en
    assert "管理者として実行" in gap.remedy.ja


def test_a_denied_service_hides_no_other(clean: RunningPc) -> None:
    clean.pc.service("Other", r"C:\Windows\System32\other.exe")
    source = clean.check(r"HKLM\SYSTEM\ControlSet001\Services\Spooler")
    assert source.looked_at["service"] == 1
    assert ("denied", "service") in said(source)


def test_without_administrator_s_rights_others_programs_are_shown_and_no_hole(clean: RunningPc) -> None:
    clean.limited = True
    clean.processes = (SYSTEM, Gap(Origin("", ""), Reason.DENIED, "protected-part", "1/9: csrss.exe"))
    assert app.level_of(clean.check()) is Level.NO_SIGN


def test_without_a_list_of_processes_it_cannot_be_told(clean: RunningPc) -> None:
    clean.processes = (Gap(Origin("", ""), Reason.DENIED, "process"),)
    assert app.level_of(clean.check()) is Level.UNDETERMINED


def test_without_a_serial_number_it_cannot_be_told(clean: RunningPc) -> None:
    clean.serial = None
    source = clean.check()
    assert app.level_of(source) is Level.UNDETERMINED
    assert ("missing", "volume-serial") in said(source)


def test_a_process_is_seen_with_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pc = Pc().put(LIBRARY[3:].replace("\\", "/"))
    at = Origin("", "", ("rundll32.exe (77)",))
    loader = Process(
        origin=at, pid=77, name="rundll32.exe", image=r"C:\Windows\System32\rundll32.exe", command=rf'rundll32.exe "{LIBRARY}",Go'
    )
    source = RunningPc(pc, tmp_path, monkeypatch, processes=(SYSTEM, loader)).check()
    assert app.level_of(source) in (Level.SUSPECTED, Level.INFECTED)
    assert ("rundll32.exe (77)",) in {finding.origin.path for finding in source.findings}


def test_a_text_in_a_library_of_another_pc_is_never_fetched(clean: RunningPc, monkeypatch: pytest.MonkeyPatch) -> None:
    from mimawari.sources.running import registry

    asked: list[str] = []

    def looked_up(handle: object, name: str) -> str:
        asked.append(name)
        return "text"

    monkeypatch.setattr(registry, "_looked_up", looked_up)
    services = clean.pc.system.at(r"ControlSet001\Services")
    for at, place in enumerate((r"\\evil\share\a.dll", r"C:\Users\Public\a.dll", r"%SystemRoot%\..\Users\a.dll", "//evil/a.dll")):
        services.at(f"s{at}").put(expandable("ImagePath", "x.exe"), text("Description", f"@{place},-1"))
    clean.check()
    assert asked == []
    services.at("own").put(expandable("ImagePath", "x.exe"), text("Description", r"@%SystemRoot%\system32\wlansvc.dll,-258"))
    clean.check()
    assert "Description" in asked


class Refusing(DirectoryTree):
    """A drive on which a folder may not be looked into, as ``Program Files\\WindowsApps`` may not."""

    refused = ""

    def _names(self, way: str, real: str) -> Any:
        if self.refused and way == self.refused.lower():
            raise BadEvidence(Reason.DENIED, "folder: Permission denied")
        return super()._names(way, real)

    def _read(self, path: str, real: str) -> Any:
        if self.refused and path.lower() == self.refused.lower():
            raise BadEvidence(Reason.DENIED, "folder: Permission denied")
        return super()._read(path, real)


STORE = r"C:\Program Files\WindowsApps\App_1.0\app.exe"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.running.DirectoryTree", Refusing)
    monkeypatch.setattr(Refusing, "refused", "Program Files/WindowsApps")


@pytest.mark.usefixtures("store")
def test_a_program_that_may_not_be_read_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Store app starts by itself and runs, and comes before Emotet in the Run key, the tasks and the list of processes."""
    pc = Pc(users=("shop",)).run("App", f'"{STORE}"').put("Program Files/WindowsApps/App_1.0/app.exe")
    pc.put("Windows/System32/Tasks/A", f"<Task><Actions><Exec><Command>{STORE}</Command></Exec></Actions></Task>".encode("utf-16"))
    pc.put(LIBRARY[3:].replace("\\", "/")).run("ialkquzoobkioba.czi", rf'rundll32.exe "{LIBRARY}",Control_RunDLL')
    app_at_work = Process(origin=Origin("", "", ("app.exe (9)",)), pid=9, name="app.exe", image=STORE, command=f'"{STORE}"')
    running = RunningPc(pc, tmp_path, monkeypatch, limited=True, processes=(SYSTEM, app_at_work))
    source = running.check()
    assert app.level_of(source) is Level.INFECTED
    refused = [gap for gap in source.gaps if gap.wanted == "target-file"]
    assert {gap.origin.path[-1] for gap in refused} == {STORE}
    assert all("WindowsApps" in gap.origin.path[-1] for gap in refused)


@pytest.mark.usefixtures("store")
def test_a_program_that_may_not_be_read_is_no_hole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pc = Pc(users=("shop",)).run("App", f'"{STORE}"').put("Program Files/WindowsApps/App_1.0/app.exe")
    running = RunningPc(pc, tmp_path, monkeypatch, processes=(SYSTEM,))
    assert app.level_of(running.check()) is Level.NO_SIGN


@pytest.mark.parametrize(("limited", "level"), [(True, Level.NO_SIGN), (False, Level.UNDETERMINED)])
def test_the_system_account_s_folder_is_kept_from_plain_users(
    limited: bool, level: Level, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("support.running.DirectoryTree", Refusing)
    monkeypatch.setattr(Refusing, "refused", "Windows/System32/config")
    running = RunningPc(Pc(), tmp_path, monkeypatch, limited=limited, processes=(SYSTEM,))
    source = running.check()
    assert app.level_of(source) is level
    assert any(gap.reason is Reason.DENIED for gap in source.gaps)


def test_a_service_with_a_profile_is_a_user_whose_hive_is_asked(clean: RunningPc) -> None:
    """SQL Server Express, as accounting software brings it: its NTUSER.DAT is in use."""
    sid = "S-1-5-80-1-2-3-4-5"
    clean.pc.software.at(rf"Microsoft\Windows NT\CurrentVersion\ProfileList\{sid}").put(
        text("ProfileImagePath", r"C:\Users\MSSQL$X")
    )
    (clean.folder / "C/Users/MSSQL$X/AppData/Local").mkdir(parents=True)
    (clean.folder / "C/Users/MSSQL$X/NTUSER.DAT").write_bytes(b"in use")
    clean.winreg.tops[2].keys.append(Key(sid))
    assert app.level_of(clean.check()) is Level.NO_SIGN


def test_a_profile_that_is_gone_is_shown_and_no_hole(clean: RunningPc) -> None:
    gone = clean.pc.software.at(rf"Microsoft\Windows NT\CurrentVersion\ProfileList\{SID}-1555")
    gone.put(text("ProfileImagePath", r"C:\Users\left"))
    source = clean.check()
    assert app.level_of(source) is Level.NO_SIGN
    assert ("missing", "gone-profile") in said(source)


def test_a_denied_task_cache_hides_no_task_file(clean: RunningPc) -> None:
    library = clean.folder / ("C/" + LIBRARY[3:].replace("\\", "/"))
    library.parent.mkdir(parents=True)
    library.write_bytes(b"MZ inert")
    action = f'<Command>rundll32.exe</Command><Arguments>"{LIBRARY}",Control_RunDLL</Arguments>'
    xml = f"<Task><Actions><Exec>{action}</Exec></Actions></Task>"
    (clean.folder / "C/Windows/System32/Tasks/ialkquzoobkioba.czi").write_bytes(xml.encode("utf-16"))
    source = clean.check(rf"HKLM\SOFTWARE\{CACHE}")
    assert app.level_of(source) is Level.INFECTED
    assert ("denied", "task") in said(source)


def test_a_short_name_is_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pc = Pc(users=("yamada hanako",)).put("Users/yamada hanako/AppData/Local/Ckninfwzsiyqxydc/ialkquzoobkioba.czi")
    command = r'rundll32.exe "C:\Users\YAMADA~1\AppData\Local\Ckninfwzsiyqxydc\ialkquzoobkioba.czi",Control_RunDLL'
    running = RunningPc(pc.run("ialkquzoobkioba.czi", command), tmp_path, monkeypatch, processes=(SYSTEM,))
    assert app.level_of(running.check()) is Level.INFECTED


def test_the_machine_is_known_by_what_set_up_gave_it(clean: RunningPc) -> None:
    clean.pc.software.at(r"Microsoft\Cryptography").put(text("MachineGuid", "0F1E2D3C-AAAA-BBBB-CCCC-000000000001"))
    assert clean.check().machine == "shop-pc1|0f1e2d3c-aaaa-bbbb-cccc-000000000001"


@pytest.mark.parametrize("is_loaded", [True, False])
def test_a_profile_on_another_drive_is_a_hole(is_loaded: bool, clean: RunningPc) -> None:
    sid = f"{SID}-1777"
    listed = clean.pc.software.at(rf"Microsoft\Windows NT\CurrentVersion\ProfileList\{sid}")
    listed.put(text("ProfileImagePath", r"D:\Users\moved"))
    clean.winreg.tops[2].keys += [Key(sid)] if is_loaded else []
    source = clean.check()
    assert app.level_of(source) is Level.UNDETERMINED
    assert any(gap.wanted == "file" and "D:" in gap.detail for gap in source.gaps)


@pytest.mark.parametrize("link", ["Users", "ProgramData", "Users/shop/AppData/Roaming", "Users/shop/AppData/Local/Temp"])
def test_a_link_in_the_place_of_a_folder_is_a_hole(link: str, clean: RunningPc) -> None:
    place = clean.folder / "C" / link
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.rename(clean.folder / "elsewhere")
    else:
        (clean.folder / "elsewhere").mkdir()
    place.symlink_to(clean.folder / "elsewhere", target_is_directory=True)
    assert app.level_of(clean.check()) is Level.UNDETERMINED


def test_every_piece_that_is_lost_is_a_hole(clean: RunningPc) -> None:
    """What a killed worker, a time-out and too little memory come to."""
    clean.check()
    survey = reader.survey("live", Evidence("live:", forced="live", moment="2026"), clean.volumes)
    minimum = set(app.known().minimum["live"])
    assert {piece.key.partition("/")[0] for piece in survey.pieces} >= {"registry", "files", "dropped", "processes", "tasks"}
    beside = {piece.key.partition("/")[0] for piece in survey.pieces if not minimum & set(piece.wants)}
    assert beside == {"opened", "holdings"}, "which files were opened, and what programs keep, says nothing of what runs"
