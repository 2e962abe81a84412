"""Web addresses in a text, and what their shape says: a bare number, the firm's own net, the folders of a broken-into site.

Sources: Palo Alto Unit 42 timely threat intel, 2020 to 2023 (folders, ``/?NNNNNN``); RFC 1918, RFC 2606 and RFC 6762 (own nets).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LIMIT, _MOST = 1 << 20, 200
_ADDRESS = re.compile(r"(?i)\bhttps?:/{2,4}[^\s\"'<>|,;(){}\\^`*@]{4,300}")
_HOST = re.compile(r"(?i)^(?:https?|ftp|file|mhtml|its):/{2,5}(?:[^/@?#\\]{0,100}@)?([^/:?#\\]{1,253})(?::(\d{1,5}))?")
_UNC = re.compile(r"^(?:\\\\|//)([^\\/@]{1,253})(@(?:ssl|\d{1,5}))?")
_FILE_SHARE = re.compile(r"(?i)^file:/{0,5}(?=\\\\)")
_NUMBER = re.compile(r"(?i)(?:\d{1,3}(?:\.\d{1,3}){3}|0x[0-9a-f]{6,8}|\d{8,10}|\[[0-9a-f:]+\])")
_PRIVATE = re.compile(r"(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)")
_OWN_ENDS = (".local", ".lan", ".internal", ".intranet", ".corp", ".home", ".localdomain", ".home.arpa", ".private")
_SITE = re.compile(r"(?i)/(?:wp-content|wp-admin|wp-includes|cgi-bin)/")
# The last folder: capitals and digits strewn in, as no person writes a folder's name.
_DRAWN = re.compile(
    r"/(?=[A-Za-z0-9_-]*[A-Za-z]\d[A-Za-z0-9_-]*[A-Za-z]|[a-z0-9]*[a-z][A-Z]+[a-z0-9]+[A-Z])[A-Za-z0-9_-]{5,30}"
    r"/(?:\?\d{6}(?:&c=\d)?)?$"
)
_WITH_DIGITS = re.compile(r"/(?=[a-z]*\d)(?=\d*[a-z])(?!v?\d{1,4}[a-z]?/|[a-z]{1,12}\d{1,2}/)[a-z0-9]{4,14}/$")
_EMOTET_END = re.compile(r"/(?:\?\d{6}(?:&c=\d)?)?$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads. ``port`` is None where it is not told; ``is_share``: a Windows share, or WebDAV written as one."""

    host: str
    port: int | None = None
    is_share: bool = False
    is_web_share: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether it is a number and no name, and not one of a private net."""
        return bool(_NUMBER.fullmatch(self.host)) and not self.is_own

    @property
    def is_own(self) -> bool:
        """Whether it is this PC or something in a firm's own net: a private number, a name of one label, or a reserved ending."""
        host = self.host.lower()
        if _NUMBER.fullmatch(host):
            return bool(_PRIVATE.match(host))
        return "." not in host or host.endswith(_OWN_ENDS)

    @property
    def is_odd(self) -> bool:
        """Whether the port is none that web servers honestly have."""
        return self.port not in (None, 80, 443, 8080, 8443)


def place_of(target: str) -> Place | None:
    """The place that an address, a ``file:`` address or a share names; None where it names no other machine."""
    target = _FILE_SHARE.sub("", target.strip()[:2000])
    if share := _UNC.match(target):
        return Place(share[1], is_share=True, is_web_share=bool(share[2]) or "davwwwroot" in target.lower())
    found = _HOST.match(target)
    if not found or re.fullmatch(r"(?i)[a-z]|localhost", found[1]):
        return None
    is_file = target[:4].lower() == "file"
    return Place(found[1], int(found[2]) if found[2] else None, is_file, is_file and "@" in target[:300])


def addresses(text: str) -> tuple[str, ...]:
    """The web addresses in *text*, each once, in their order; at most 200 of the first million characters."""
    found: dict[str, None] = {}
    for match in _ADDRESS.finditer(text[:_LIMIT]):
        found[match[0].rstrip(".)]&")] = None
        if len(found) >= _MOST:
            break
    return tuple(found)


def foreign(urls: tuple[str, ...]) -> tuple[str, ...]:
    """Those of *urls* that lead out of the firm's own net."""
    return tuple(url for url in urls if (place := place_of(url)) and not place.is_own)


def hosts(urls: tuple[str, ...]) -> int:
    """How many hosts *urls* have."""
    return len({place.host.lower() for url in urls if (place := place_of(url))})


def is_site_folder(url: str) -> bool:
    """Whether it lies in a folder where files of a broken-into web site are put."""
    return bool(_SITE.search(url))


def is_drawn_folder(url: str) -> bool:
    """Whether it ends in a folder whose name holds digits and letters or capitals strewn in, as no person writes it.

    Source: the last segments of 970 addresses in Emotet's commands of 2019 (``aaa999``, ``9aa9``, mixed case).
    """
    return bool(_DRAWN.search(url) or _WITH_DIGITS.search(url))


def is_emotet_list(urls: tuple[str, ...]) -> bool:
    """Whether *urls* are such as Emotet tries in turn: three or more hosts, and no file's name at their end.

    Half of them at least end so; and two at least lie in a folder that web site software makes, or in one drawn by chance.
    """
    ending = [url for url in urls if _EMOTET_END.search(url) and url.count("/") > 3]
    telling = sum(is_site_folder(url) or bool(_DRAWN.search(url)) for url in ending)
    return hosts(tuple(ending)) >= 3 and len(ending) * 2 >= len(urls) and telling >= 2
