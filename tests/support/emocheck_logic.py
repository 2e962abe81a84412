"""EmoCheck v2.0's published logic, written anew from its description: an oracle for the detectors, which it does not import.

Each function says whether EmoCheck would take something for a candidate; it then still wants a running process.
Paths are judged as EmoCheck does: letter case counts, exactly one folder below the root.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

KEYWORDS = (
    "duck,mfidl,targets,ptr,khmer,purge,metrics,acc,inet,msra,symbol,driver,sidebar,restore,msg,volume,cards,shext,query,roam,etw,"
    "mexico,basic,url,createa,blb,pal,cors,send,devices,radio,bid,format,thrd,taskmgr,timeout,vmd,ctl,bta,shlp,avi,exce,dbt,pfx,rtp,"
    "edge,mult,clr,wmistr,ellipse,vol,cyan,ses,guid,wce,wmp,dvb,elem,channel,space,digital,pdeft,violet,thunk"
)
VECTORS = {
    0x00000000: "duckelem.exe",
    0x00000002: "ckelem.exe",
    0x12345678: "ptrthunk.exe",
    0xDEADBEEF: "etwwce.exe",
    0xA1B2C3D4: "btabasic.exe",
    0xFFFFFFFF: "elemvol.exe",
}


def _keyword(position: int) -> str:
    start, at = position, position
    while at > 0:
        if KEYWORDS[at] == ",":
            start = at + 1
            break
        at -= 1
    taken = ""
    while start < len(KEYWORDS) and KEYWORDS[start] != ",":
        taken += KEYWORDS[start]
        start += 1
    return taken


def first(serial: int) -> str:
    """The file name of the first scanner."""
    quotient, rest = serial // len(KEYWORDS), serial % len(KEYWORDS)
    return _keyword(rest) + _keyword((0xFFFFFFFF - quotient) % len(KEYWORDS)) + ".exe"


def second(name: str, data: bytes, serial: int) -> str | None:
    """The file name of the second scanner, None if the value has another name."""
    if name != f"{serial:x}":
        return None
    kept, key = "", [serial >> shift & 0xFF for shift in (0, 8, 16, 24)]
    for number, byte in enumerate(data):
        plain = byte ^ key[number % 4]
        if 0x20 < plain < 0x7E:
            kept += chr(plain)
    return kept + ".exe"


def third(folder: str, file: str, size: int, system32: Mapping[str, int]) -> bool:
    """Whether ``folder\\file`` is a validated candidate of the third scanner."""
    stems = {name[:-4] for name in system32 if name[-4:] in (".exe", ".dll")}
    if folder not in stems or file[-4:] != ".exe" or file[:-4] not in stems:
        return False
    return size >= 10_000 and (file not in system32 or system32[file] != size)


_COMMANDS = (r"rundll32\.exe.*,.*RunDLL", r"rundll32\.exe.*,.*ShowDialogA", r"rundll32\.exe.*,.*[A-Za-z]{4,15}")


def _names(folder: str, file: str, head: bytes, allowed: set[str]) -> bool:
    odd = re.match(r"^(?!.*\.(exe|dll)$)[A-Za-z]{3,15}\.[A-Za-z]{3}$", file)
    return bool(odd and re.match(r"^[A-Za-z]{4,16}$", folder) and head.startswith(b"MZ") and folder not in allowed)


def fourth_user(folder: str, file: str, head: bytes, allowed: set[str], run_name: str, run_data: str) -> bool:
    """Whether the fourth scanner takes the file and the Run value of a user."""
    named = run_name == file or re.match(r"^[A-Za-z]{7,16}$", run_name)
    return bool(
        named and file in run_data and any(re.search(c, run_data) for c in _COMMANDS) and _names(folder, file, head, allowed)
    )


def fourth_service(folder: str, file: str, head: bytes, allowed: set[str], service: str, image: str) -> bool:
    """Whether the fourth scanner takes the file and the service."""
    loads = file in image and any(re.search(command, image) for command in _COMMANDS)
    return service == file and loads and _names(folder, file, head, allowed)


def fifth(folder_time: int, file_time: int, head: bytes) -> bool:
    """Whether the fifth scanner takes a file with these FILETIMEs."""
    return head.startswith(b"MZ") and folder_time > file_time and 6047997 <= (folder_time - file_time) // 1_000_000 <= 6048002
