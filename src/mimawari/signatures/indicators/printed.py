"""What programs print around hashes: PowerShell's ``Get-FileHash`` as a table or a list, ``certutil -hashfile``.

Sources: Microsoft.PowerShell.Utility, ``FileHashInfo`` (Algorithm, Hash, Path), names of properties are the same in every language;
certutil of Windows 7 to 11.
"""

from __future__ import annotations

import re

_TABLE = re.compile(r"Algorithm\s+Hash(?:\s+Path)?|Hash(?:\s+Path)?|-{4,9}(?:\s+-{4})*")
_PROPERTY = re.compile(r"(Algorithm|Hash|Path)\s{0,20}: ?(.*)")
_ALGORITHM = re.compile(r"SHA1|SHA256|SHA384|SHA512|MD5|RIPEMD160|MACTripleDES")
_CERTUTIL = re.compile(
    r"(?:MD[245]|SHA(?:1|256|384|512)) (?:hash of (?:file )?.{1,400}|ハッシュ ?\(.{1,400}\)):|CertUtil: -hashfile .{1,100}",
    re.IGNORECASE,
)


class Printed:
    """Knows them one line after the other."""

    def __init__(self) -> None:
        self._property = ""

    def is_beside(self, line: str) -> bool:
        """Whether *line*, as it stands in the file, says nothing but how or of which file the hash beside it was made."""
        text = line.strip()
        if line[:1].isspace() and text and self._property == "Path":
            return True  # a long path goes on in the next line
        before, self._property = self._property, ""
        if _TABLE.fullmatch(text) or _CERTUTIL.fullmatch(text):
            return True
        found = _PROPERTY.fullmatch(text)
        if not found:
            return False
        self._property = found[1]
        if found[1] == "Algorithm":
            return bool(_ALGORITHM.fullmatch(found[2]))
        return found[1] == "Path" and before in ("Hash", "Algorithm")
