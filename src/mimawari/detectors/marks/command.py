"""What a command line names, and where programs put things that a user may write."""

from __future__ import annotations

import re

_LIMIT = 32_768
_PATH = re.compile(r"(?i)[a-z]:[\\/][^\",:]*?\.[a-z0-9]{3,12}(?=[\s\",']|$)")
_ABOVE = re.compile(r"(?i)(?<![^\s\"'])\.\.\\([a-z0-9_-]{1,32}\.(?:dll|o+c+x+))(?=[\s\",']|$)")
_WRITABLE = re.compile(
    r"(?i)[a-z]:\\(?:users\\.+|documents and settings\\.+|programdata\\.+|windows\\(?:temp|tasks)\\.+"
    r"|windows\\(?:system32|syswow64)\\config\\systemprofile\\.+|windows\\serviceprofiles\\.+)"
)
_INSTALLERS = re.compile(
    r"(?i)\\temp\\(?:[^\\]+\.tmp\\|7z[^\\]*\\|[^\\]*\{[0-9a-f-]{36}\}[^\\]*\\|ns[a-z0-9]+\\|msi[0-9a-f]+\.tmp$)"
)


def paths_in(command: str) -> list[str]:
    """The full paths of files in *command*, each with backslashes; an unquoted one may hold blanks."""
    return [path.replace("/", "\\") for path in _PATH.findall(command[:_LIMIT])]


def libraries_above(command: str) -> list[str]:
    r"""The libraries that *command* names in the folder above the current one: ``x.ocx`` of ``regsvr32 /s ..\x.ocx``."""
    return _ABOVE.findall(command[:_LIMIT])


def is_writable(path: str) -> bool:
    """Whether *path* lies where a program can write without administrator rights, or where malware likes to."""
    return bool(_WRITABLE.fullmatch(path))


def is_installers(path: str) -> bool:
    """Whether it lies in a folder that an installer makes below the temporary folder while it runs."""
    return bool(_INSTALLERS.search(path))
