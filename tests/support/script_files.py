"""Scripts and pages for tests. They hold words only: nothing in them would do anything."""

from __future__ import annotations

import base64
import io
import zipfile

from mimawari.formats.scripts.encoded import _ORDER, _TABLES, _TABS

WSF = """<?xml version="1.0"?>
<job id="a">
<script language='JScript'><![CDATA[ var a = "inert"; ]]></script>
<SCRIPT LANGUAGE=VBScript>
MsgBox "inert"
</SCRIPT>
<script src="other.js"/>
</job>
"""
SCT = (
    '<?XML version="1.0"?><scriptlet><registration progid="x"><script language="JScript">var inert = 1;</script>'
    "</registration></scriptlet>"
)


def encode(text: str) -> str:
    """*text* as the Script Encoder writes it (length and check sum are zero; nothing reads them)."""
    out, place = [], 0
    for char in text:
        table = int(_ORDER[place % 64])
        if char in "\r\n<>@":
            out.append({"\n": "@&", "\r": "@#", ">": "@*", "<": "@!", "@": "@$"}[char])
        elif char == _TABS[table]:
            out.append("\t")
        elif " " <= char <= "~" or char == "\t":
            out.append(next(chr(0x20 + at) for at, one in enumerate(_TABLES[table]) if one == char and chr(0x20 + at) not in "<>@"))
        else:
            out.append(char)
        place += char < "\x80"
    return "#@~^AAAAAA==" + "".join(out) + "AAAAAA==^#~@"


def zipped(name: str = "note.txt", size: int = 2000) -> bytes:
    """A zip with a harmless text that does not compress much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        file.writestr(zipfile.ZipInfo(name), bytes(range(32, 127)) * (size // 95))
    return out.getvalue()


def page(body: str, head: str = "") -> bytes:
    """An HTML page."""
    return f"<!DOCTYPE html><html><head><title>A  page</title>{head}</head><body>{body}</body></html>".encode()


def smuggler(content: bytes, name: str = "invoice.zip") -> bytes:
    """A page that offers *content* to save, as HTML smuggling does."""
    text = base64.b64encode(content).decode()
    return page(f'<p>wait</p><script>var f = "{text}"; var a = document.createElement("a"); a.download = "{name}";</script>')
