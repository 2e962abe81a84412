"""Folders in which programs keep passing copies of what is opened with them: mail programs, archive viewers, OneNote.

Sources: Microsoft on Outlook's secure temporary folder (OutlookSecureTempFolder) and the paths of SigmaHQ's rules on Outlook's
attachments; comm-central, ``AttachmentInfo`` (``pid-<process id>``); the names that Windows' view of archives (``Temp1_a.zip``,
in Windows 11 ``<GUID>_a.zip.<hex>``), 7-Zip, WinRAR and Bandizip give to their folders, as seen in public paths; Unit 42,
2023-03 (OneNote).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_GUID = r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?"
_ARCHIVE = r"(?P<container>[^\\]{1,255}\.(?:zip|7z|rar|lzh|tar|tgz|gz|bz2|xz|zst|cab|iso))"
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Kept:
    """The program whose copy it is, and the archive that it was taken out of, where the folder's name tells."""

    program: str
    container: str = ""


_FOLDERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (program, re.compile(rf"\\{pattern}\\", re.IGNORECASE))
    for program, pattern in (
        ("outlook", r"content\.outlook(?:\\[^\\]{1,64})?"),
        ("outlook", r"temporary internet files\\olk[0-9a-f]{1,8}"),
        ("new-outlook", r"microsoft\\olk\\attachments"),
        ("mail-app", r"packages\\microsoft\.windowscommunicationsapps_[^\\]{1,64}\\localstate\\files\\s0"),
        ("thunderbird", r"temp\\pid-\d{1,10}"),
        ("zip-view", r"temp\\temp\d{1,4}_(?P<container>[^\\]{1,255})"),
        ("zip-view", rf"temp\\{_GUID}_{_ARCHIVE}(?:\.[0-9a-f]{{1,8}})?"),
        ("7-zip", r"temp\\7zo[0-9a-f]{6,16}"),
        ("winrar", r"temp\\rar\$(?:di|dr|ex)[0-9a-z.]{1,40}"),
        ("bandizip", r"temp\\bnz\.[0-9a-f]{4,32}"),
        ("onenote", rf"temp\\onenote\\\d{{2}}\.0\\exported\\{_GUID}\\nt"),
    )
)
_CHECKED = re.compile(r"\\(?:content\.outlook|temporary internet files|olk|packages|temp)\\", re.IGNORECASE)


def kept(path: str) -> Kept | None:
    """Whose passing copy the file at a Windows path is; None where it lies in no such folder."""
    path = path[:_LONGEST]
    if not _CHECKED.search(path):
        return None
    for program, pattern in _FOLDERS:
        if found := pattern.search(path):
            return Kept(program, found.groupdict().get("container") or "")
    return None


def is_kept_folder(name: str) -> bool:
    r"""Whether a folder of this name, directly in ``Temp``, is one of them, or leads to one."""
    return name.lower() == "onenote" or kept(rf"\Temp\{name}\x") is not None


BY_MAIL = (
    (r"Microsoft\Windows\INetCache\Content.Outlook", 3),
    (r"Microsoft\Windows\Temporary Internet Files\Content.Outlook", 3),
    (r"Microsoft\Olk\Attachments", 4),
    (r"Packages\microsoft.windowscommunicationsapps_8wekyb3d8bbwe\LocalState\Files\S0", 4),
)
"""The folders of mail programs below ``AppData\\Local``, and how deep they go."""
