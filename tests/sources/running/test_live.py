"""The live check on a decoy whose interfaces are Windows' in shape: what is seen, and what a refusal does to the verdict."""

from pathlib import Path

import pytest
from support.pc import SID, Pc
from support.running import RunningPc

from mimawari import app
from mimawari.examples.hive_writer import Key, expandable, text
from mimawari.model import Gap, Level, Origin, Process, Reason, Source

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
        assert app.level_of(source) is Level.UNDETERMINED, path
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
