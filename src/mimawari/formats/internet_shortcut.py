"""Small files that only lead to an address: ``.url``, ``.iqy``, ``.library-ms``, ``.appinstaller``, ``.rdp`` and their kin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget
from mimawari.formats.kinds import is_text, text_of
from mimawari.formats.slices import read
from mimawari.model import Blob, Gap, InternetShortcut, Reason

_READ = 1 << 20
_TARGETS = 20

# Of each form: what is in its first bytes, and how its address is written.
_FORMS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    ("url", re.compile(r"^[ \t]{0,20}\[InternetShortcut(?:\.[AW])?\]", re.IGNORECASE | re.MULTILINE),
     re.compile(r"^[ \t]{0,20}(?:URL|BASEURL|IconFile|WorkingDirectory)[ \t]{0,20}=[ \t]{0,20}(\S[^\r\n]{0,4095})",
                re.IGNORECASE | re.MULTILINE)),
    ("iqy", re.compile(r"\AWEB\r?\n1\r?\n", re.IGNORECASE),
     re.compile(r"^[ \t]{0,20}((?:https?|ftp|file)://\S{1,4095}|\\\\[^\r\n]{1,4095})", re.IGNORECASE | re.MULTILINE)),
    ("library-ms", re.compile(r"<libraryDescription\b", re.IGNORECASE),
     re.compile(r"<url>\s{0,99}([^<]{1,4096})</", re.IGNORECASE)),
    ("searchconnector-ms", re.compile(r"<searchConnectorDescription\b", re.IGNORECASE),
     re.compile(r"<url>\s{0,99}([^<]{1,4096})</", re.IGNORECASE)),
    ("appinstaller", re.compile(r"<AppInstaller\b", re.IGNORECASE),
     re.compile(r"\bUri\s{0,9}=\s{0,9}[\"']([^\"'<>]{1,4096})", re.IGNORECASE)),
    ("settingcontent-ms", re.compile(r"<PCSettings\b|<SearchableContent\b", re.IGNORECASE),
     re.compile(r"<DeepLink>\s{0,99}([^<]{1,4096})</", re.IGNORECASE)),
    ("application", re.compile(r"<deploymentProvider\b", re.IGNORECASE),
     re.compile(r"<deploymentProvider\b[^>]{0,500}\bcodebase\s{0,9}=\s{0,9}[\"']([^\"'<>]{1,4096})", re.IGNORECASE)),
    ("rdp", re.compile(r"^(?:full address|alternate full address|remoteapplicationprogram|screen mode id):[si]:",
                       re.IGNORECASE | re.MULTILINE),
     re.compile(r"^(?:full address|alternate full address):s:([^\r\n]{1,4096})", re.IGNORECASE | re.MULTILINE)),
    ("scf", re.compile(r"\A\s{0,20}\[Shell\]", re.IGNORECASE), re.compile(r"^IconFile[ \t]{0,20}=[ \t]{0,20}(\S[^\r\n]{0,4095})",
                                                                       re.IGNORECASE | re.MULTILINE)),
)  # fmt: skip
# One of these is in whatever one of the marks fits; each begins with a sign that is quickly found.
_LIKELY = (
    re.compile(rb"\[(?:InternetShortcut|Shell)", re.IGNORECASE),
    re.compile(rb"<(?:libraryDesc|searchConn|AppInst|PCSett|SearchableC|deploymentP)", re.IGNORECASE),
    re.compile(rb":[si]:", re.IGNORECASE),
)
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_ENTITY = re.compile("|".join(_ENTITIES))


def _form(text: str) -> int:
    """The number of the form that *text* has, -1 where it has none."""
    return next((number for number, (_, mark, _) in enumerate(_FORMS) if mark.search(text)), -1)


def recognises(head: Head) -> bool:
    """By what its first bytes say, as text."""
    if not is_text(head.start):
        return False
    # Looking for bytes costs a tenth of reading them as text, and nearly everything that is asked about is something else.
    start = head.start.translate(None, b"\0") if b"\0" in head.start else head.start
    is_likely = b"web" in start[:200].lower() or any(sign.search(start) for sign in _LIKELY)
    return is_likely and _form(text_of(head.start)) >= 0


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:  # noqa: ARG001  # the contract's signature
    """One artifact for each address that it names; one without a target where it names none."""
    text = text_of(read(blob.content, _READ))
    number = _form(text[:8192])
    if number < 0:
        yield Gap(blob.origin, Reason.CORRUPT, "content", "an internet shortcut whose text cannot be read")
        return
    name, _, pattern = _FORMS[number]
    targets = _targets(pattern, text)
    form = blob.name.rpartition(".")[2].lower() if name == "url" and blob.name.lower().endswith(".website") else name
    for target in targets[:_TARGETS] or [""]:
        yield InternetShortcut(**blob.common, form=form, target=target)
    if len(targets) > _TARGETS:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", f"more than {_TARGETS} addresses in the shortcut")
    if blob.content.size > _READ:
        yield Gap(blob.origin, Reason.TOO_LARGE, "content", "the end of an internet shortcut of more than 1 MiB")


def _targets(pattern: re.Pattern[str], text: str) -> list[str]:
    """Every address once, in the order of the file."""
    found: dict[str, None] = {}
    for one in pattern.finditer(text):
        found[_ENTITY.sub(lambda entity: _ENTITIES[entity[0]], one[1].strip())] = None
        if len(found) > _TARGETS:
            break
    return [*found]


FORMAT = Format("internet-shortcut", 110, recognises, opened)
