"""Script text behind a shortcut's end: read in noise, not read out of noise; the command line as cmd reads it."""

from __future__ import annotations

import random

import pytest

from mimawari.detectors.marks.link_command import has_script_behind, is_emotets
from mimawari.model import Origin, Shortcut


def link(arguments: str = "", behind: str = "") -> Shortcut:
    return Shortcut(
        origin=Origin("s", "given"),
        name="a.lnk",
        target=r"C:\Windows\System32\cmd.exe",
        arguments=arguments,
        appended=len(behind),
        appended_text=behind,
    )


def noise(seed: int, size: int = 60_000) -> str:
    return random.Random(seed).randbytes(size).decode("latin-1")


@pytest.mark.parametrize(
    "text",
    [
        'Gawqzxcvbnmlkjh Set s = CreateObject("WScript.Shell")',
        "@echo off\ndel %0",
        "<script language=vbscript>x</script>",
        "Dim x\nx = 1\nFor i = 0 To 9",
        "$x = [Convert]::FromBase64String('QUJDRA==')",
        "powershell -File a.ps1",
    ],
)
def test_a_script_behind_the_end_is_read_by_itself_and_in_noise(text: str) -> None:
    assert has_script_behind(link(behind=f"\n{text}\n"))
    assert has_script_behind(link(behind=f"{noise(1, 3000)}\n{text}\n{noise(2, 3000)}"))


def test_noise_and_notes_are_no_script() -> None:
    assert not any(has_script_behind(link(behind=noise(seed))) for seed in range(40))
    for text in ("", "[section]\nvalue = 1\ncomment = set up by the office\n", "0" * 5000, "x" * 15, "第一四半期の売上\n" * 50):
        assert not has_script_behind(link(behind=text))


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("", "findstr"),
        ("", "f^i^n^d^s^t^r"),
        ("set a=fin&&set b=dstr&&", "!a!!b!"),
        ("set a=fin& set b=dstr& call ", "%a%%b%"),
        ('set "x=xxfindstryy"& call ', "%x:~2,7%"),
    ],
)
def test_emotets_command_in_pieces(before: str, name: str) -> None:
    run = f'/v:on /c {before}{name} "Gawqzxcvbnmlkjh.*" *.lnk>%tmp%\\x.vbs&cscript %tmp%\\x.vbs'
    assert is_emotets(link(run))
    assert not is_emotets(link(run.replace("*.lnk", "C:\\logs\\*.log")))
