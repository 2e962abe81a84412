"""What marks a page that carries a file in its own text and saves it by itself (HTML smuggling, MITRE ATT&CK T1027.006)."""

from __future__ import annotations

import re

from mimawari.detectors.marks.literals import LIMIT, joined

_SAVES = re.compile(r"\bcreateobjecturl\b|\bmssave(?:oropen)?blob\b|\bsaveas\s{0,2}\(|data:application/[a-z0-9.+-]{1,60};base64")
_BY_ITSELF = re.compile(
    r"\.click\s{0,2}\(|\bdispatchevent\b|\bmssave(?:oropen)?blob\b|\bsaveas\s{0,2}\(|\blocation(?:\.href)?\s{0,2}=|\blocation\.(?:assign|replace)\b"
)
_DECODES = re.compile(r"\bcharcodeat\b|\bfromcharcode\b|\batob\b|\bparseint\b|\buint8array\b")
_XOR = re.compile(
    r"charcodeat\s{0,2}\([^)]{0,60}\)\s{0,4}\^|\^\s{0,4}[\w$.]{1,40}\.charcodeat|\]\s{0,2}\^=?\s{0,2}\w|-\s{0,2}\d{1,3}\s{0,2}\)"
)
_LONG = re.compile(r"[A-Za-z0-9+/]{1000,}={0,2}")
_NUMBERS = re.compile(r"(?:\d{1,3}\s{0,2},\s{0,2}){1000}")
_NAME = re.compile(
    r"[\"']([^\"'\\/<>|:\r\n]{1,120}\.(?:zip|7z|rar|iso|img|vhd|exe|msi|scr|js|jse|vbs|vbe|wsf|hta|lnk|one|cab|ps1|bat|cmd|dll))[\"']",
    re.IGNORECASE,
)
_SAVED_AS = re.compile(
    r"(?:\.download\s{0,4}=|\bmssave(?:oropen)?blob\s{0,2}\([^\n\"']{0,200}?,|\bsaveas\s{0,2}\([^\n\"']{0,200}?,"
    r"|[\"']download[\"']\s{0,4},)\s{0,4}[\"']([^\"'\\/<>|:\r\n]{1,120})[\"']",
    re.IGNORECASE,
)
# The signatures of zip, exe, rar, 7z, cab, lnk, OneNote, OLE and (32 KiB of zeros) of a disk image, in base64.
_STARTS = ("UEsDB", "TVqQ", "TVoA", "TVpQ", "TVro", "UmFyIR", "N3q8r", "TVNDR", "TAAAAAEUAg", "5FJce4", "0M8R4KGx", "A" * 1000)


def smuggled(script: str) -> str:
    """The name of the file that *script* carries and saves by itself; ``?`` where none can be read; empty: it does not."""
    text = joined(script[:LIMIT])
    small = text.lower()
    if not _SAVES.search(small) or not _BY_ITSELF.search(small) or not _DECODES.search(small):
        return ""
    name = found[1] if (found := _NAME.search(text)) else ""
    runs = _LONG.findall(text)[:200]
    is_known = any(run.startswith(_STARTS) or run[::-1].lstrip("=").startswith(_STARTS) for run in runs)
    is_hidden = bool(name) and bool(runs or _NUMBERS.search(text)) and bool(_XOR.search(small))
    is_numbers = bool(name) and bool(_NUMBERS.search(text))
    if not (is_known or is_hidden or is_numbers):
        return ""
    return saved[1] if (saved := _SAVED_AS.search(text)) else name or "?"
