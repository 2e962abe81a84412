"""What a command or an address fetches, writes or starts: a program, or a file that is only looked at.

Sources: Microsoft, file types that Windows and Outlook block as programs; RFC 1918, 3927 and 1122 (addresses of one's own net).
"""

from __future__ import annotations

import re

BINARY = r"exe|dll|ocx|scr|pif|cpl|xll|msi"
SCRIPT = r"bat|cmd|vbs|vbe|jse?|ws[fh]|hta|ps1|sct|jar"
DATA = (
    r"csv|tsv|pdf|zip|lzh|7z|png|jpe?g|gif|bmp|tiff?|svg|ico|xls[xmb]?|xlam|xltm?|xla|doc[xm]?|ppt[xm]?|accd[be]|mdb|json|xml|xsd|"
    r"html?|txt|log|md|ini|rtf|sql|dat|prn|kml|shp|geojson|eml|msg|mp3|mp4|wav|ttf"
)
_TAIL = r"(?![\w/\\-]|\.\w)"
_PROGRAM_ADDRESS = re.compile(
    rf"(?:https?|ftp)://[^\s\"'<>/?]{{1,120}}/[^\s\"'<>?]{{0,300}}\.(?:{BINARY}|{SCRIPT}){_TAIL}", re.IGNORECASE
)
_DATA_ADDRESS = re.compile(rf"(?:https?|ftp)://[^\s\"'<>/?]{{1,120}}/[^\s\"'<>?]{{0,300}}\.(?:{DATA}){_TAIL}", re.IGNORECASE)
_BARE = re.compile(r"(?:https?|ftp)://(?:[^\s/@]{1,60}@)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?=[:/\s\"')]|$)", re.IGNORECASE)
_SHARE = re.compile(rf"\\\\([\w.-]{{1,80}})(@ssl|@\d{{1,5}})?\\[^\r\n\"'|<>]{{0,200}}?\.(?:{BINARY}|{SCRIPT}|com)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})")
_WRITABLE = (
    r"(?:%(?:te?mp|appdata|localappdata|programdata|public|userprofile|allusersprofile)%|\$\{?env:(?:te?mp|appdata|localappdata|"
    r"programdata|public|userprofile)\}?|\\programdata\\|\\users\\|\\appdata\\|\\windows\\te?mp\\|\\windows\\tasks\\)"
)
_PROGRAM_PLACE = re.compile(rf"{_WRITABLE}[^\r\n\"'|&<>,;]{{0,200}}?\.(?:{BINARY}|{SCRIPT}|com){_TAIL}", re.IGNORECASE)
_OUT = re.compile(
    rf"(?:\s-outf\w*|\s-o|\s--output|downloadfile\s?\([^)\r\n]{{1,300}},)\s*[\"']?[^\s\"']{{1,200}}\.(?:{BINARY}|{SCRIPT}){_TAIL}",
    re.IGNORECASE,
)
_BINARY = re.compile(rf"[\w\\/?%)(~ -]\.(?:{BINARY}){_TAIL}", re.IGNORECASE)
_SCRIPT = re.compile(rf"[\w\\/?%)(~ -]\.(?:{SCRIPT}){_TAIL}", re.IGNORECASE)
_DATA = re.compile(rf"[\w\\/?%)(~ -]\.(?:{DATA}){_TAIL}", re.IGNORECASE)
_WEB = re.compile(r"(?:https?|ftp)://[^\s\"'<>|,;)]{1,300}", re.IGNORECASE)


def fetched_program(text: str) -> bool:
    """Whether *text* names an address that ends in a program's name."""
    return bool(_PROGRAM_ADDRESS.search(text))


def fetched_data(text: str) -> bool:
    """Whether *text* names an address that ends in the name of a file to look at, and none that ends in a program's."""
    return bool(_DATA_ADDRESS.search(text)) and not fetched_program(text)


def bare_address(text: str) -> bool:
    """Whether *text* names a server outside of one's own net by its number."""
    return any(not _is_own([int(part) for part in found]) for found in _BARE.findall(text)[:50])


def _is_own(part: list[int]) -> bool:
    first, second = part[0], part[1]
    private = first in (0, 10, 127) or (first == 192 and second == 168) or (first == 172 and 16 <= second <= 31)
    return private or (first, second) == (169, 254) or max(part) > 255


def bare_share(text: str) -> bool:
    """Whether *text* names a program on a share of a server outside of one's own net by its number, or on a share over the web."""
    for host, web in _SHARE.findall(text)[:50]:
        number = _NUMBERED.fullmatch(host)
        if (number and not _is_own([int(part) for part in number.groups()])) or (web and not number):
            return True
    return False


def program_place(text: str) -> bool:
    """Whether *text* names a program or script in a folder that anybody can write to."""
    return bool(_PROGRAM_PLACE.search(text))


def saved_program(text: str) -> bool:
    """Whether a command line saves what it fetches as a program or script."""
    return bool(_OUT.search(text))


def writable(text: str) -> bool:
    """Whether *text* names such a folder."""
    return bool(re.search(_WRITABLE, text, re.IGNORECASE))


def names_binary(text: str) -> bool:
    """Whether *text* names a file that Windows runs as a program."""
    return bool(_BINARY.search(_WEB.sub(" ", text)))


def names_script(text: str) -> bool:
    """Whether *text* names a file that Windows runs as a script."""
    return bool(_SCRIPT.search(_WEB.sub(" ", text)))


def names_data(text: str) -> bool:
    """Whether *text* names a file that is only looked at."""
    return bool(_DATA.search(_WEB.sub(" ", text)))
