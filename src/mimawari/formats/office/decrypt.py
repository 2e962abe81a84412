"""Encrypted Office documents: the password that everybody has, those of the mail, the common ones, and what is inside.

Sources: MS-OFFCRYPTO (ECMA-376 agile and standard, RC4, RC4 CryptoAPI, XOR), done by ``msoffcrypto``. Excel itself opens a
document with the password *VelvetSweatshop* without asking, PowerPoint one with */01Hannes Ruescher/01*: no secrecy at all.

Two ways in. A document of 2007 and later lies whole in a compound file as ``EncryptedPackage``: this module's own format opens
those. In the older ones single streams are encrypted: their reader calls :func:`decrypted` and goes on with what it gives.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from mimawari.formats import Format, Head, Inside
from mimawari.formats.budget import Budget, shortfalls
from mimawari.formats.kept import Kept
from mimawari.formats.office.ole_parts import OleParts
from mimawari.formats.office.parts import Notes
from mimawari.formats.office.spinning import agile_key, standard_key
from mimawari.model import BadEvidence, Blob, Gap, Reason
from mimawari.trees.faults import BROKEN, parsing

NAME = "office-encrypted"
DEFAULT, MAIL, COMMON = "default", "mail", "common"
_EXCEL_OWN, _POWERPOINT_OWN = "VelvetSweatshop", "/01Hannes Ruescher/01"
_OTHERS = ("do", "xl")
"""How the extensions of Word and Excel begin: these never try what is PowerPoint's."""

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_INFO, _PACKAGE, _RIGHTS = "EncryptionInfo", "EncryptedPackage", "\tDRMContent"
_MOST, _INFO_MOST, _TRIES = 48 << 20, 64 << 10, 50
_WORKBOOK = 12 << 20
"""The library takes some ten bytes of memory for each byte of an older workbook."""
_SPIN, _SPINS = 1_000_000, 6_000_000
_SPIN_COUNT = re.compile(rb"\bspinCount\s*=\s*[\"']\s*(\d{1,20})")
_SEGMENT, _LOCAL = 4096, b"PK\3\4"
_NO_KEY = "encrypted, and no known password fits"


def candidates(blob: Blob, budget: Budget) -> list[tuple[str, str]]:
    """The passwords to try and where each is from, the likeliest first, at most fifty."""
    every = [
        *((word, DEFAULT) for word in _defaults(blob.name)),
        *((word, MAIL) for word in blob.passwords),
        *((word, COMMON) for word in budget.passwords),
    ]
    once: dict[str, str] = {}
    for word, origin in every:
        if word and len(word) <= 255:
            once.setdefault(word, origin)
    return list(once.items())[:_TRIES]


def _defaults(name: str) -> tuple[str, ...]:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    return (_EXCEL_OWN,) if extension.startswith(_OTHERS) else (_EXCEL_OWN, _POWERPOINT_OWN)


def opened_with(blob: Blob) -> str:
    """For ``OfficeDocument.opened_with``: where the password came from of the encryption right around *blob*; empty: none."""
    found = re.fullmatch(r"office-(default|mail|common)-encrypted", blob.within[-1]) if blob.within else None
    return found[1] if found else ""


def decrypted(blob: Blob, budget: Budget) -> tuple[Kept, str]:
    """The document without its encryption, and where the password came from (:data:`DEFAULT`, :data:`MAIL`, :data:`COMMON`).

    For a compound file with ``EncryptedPackage`` that is the package inside, for a ``.doc``, ``.xls`` or ``.ppt`` the same
    file with its streams readable. Raises ``BadEvidence``: encrypted (no password fits, or a method that is not known), too
    large, corrupt. The macros of the older documents are never encrypted: read them all the same.
    """
    if blob.content.size > _MOST:
        raise BadEvidence(Reason.TOO_LARGE, f"encrypted, and larger than {_MOST >> 20} MiB")
    with blob.content.open() as stream, tempfile.TemporaryFile() as out:
        file = _file(stream)
        if file.format == "xls97" and blob.content.size > _WORKBOOK:
            raise BadEvidence(Reason.TOO_LARGE, f"encrypted, and a workbook larger than {_WORKBOOK >> 20} MiB")
        origin = _unlocked(file, blob, budget)
        try:
            file.decrypt(out)
        except (*BROKEN, *_refusals()) as fault:
            raise BadEvidence(Reason.ENCRYPTED, f"encrypted, and cannot be decrypted: {type(fault).__name__}") from fault
        out.seek(0)
        return budget.keep(out), origin


def _file(stream: Any) -> Any:
    from msoffcrypto import OfficeFile

    try:
        with parsing("encryption"):
            return OfficeFile(stream)
    except _refusals() as fault:
        raise BadEvidence(Reason.ENCRYPTED, f"encrypted in a way that is not known: {fault}"[:200]) from fault


def _refusals() -> tuple[type[Exception], ...]:
    """What msoffcrypto raises of its own, and lets through from the XML parser."""
    from msoffcrypto import exceptions

    return (expat.ExpatError, exceptions.FileFormatError, exceptions.ParseError, exceptions.DecryptionError)


def _unlocked(file: Any, blob: Blob, budget: Budget) -> str:
    """Give *file* the first password that fits; where that is from. What fails with one password fits not."""
    known = candidates(blob, budget)
    spins = _spins(file)
    for word, origin in known[: max(1, _SPINS // spins)]:
        budget.check()
        try:
            _try(file, word)
        except (*BROKEN, *_refusals()):
            continue
        return origin
    if len(known) * spins > _SPINS:
        raise BadEvidence(Reason.ENCRYPTED, f"{_NO_KEY}; only the first {_SPINS // spins} were tried")
    raise BadEvidence(Reason.ENCRYPTED, _NO_KEY)


def _try(file: Any, word: str) -> None:
    """Raises one of many where *word* is not the password."""
    if file.format != "ooxml":
        file.load_key(password=word)
        return
    file.load_key(secret_key=agile_key(word, file.info) if file.type == "agile" else standard_key(word, file.info))
    if not _first(file).startswith(_LOCAL):
        raise ValueError


def _first(file: Any) -> bytes:
    """The beginning of the package inside: the library's own check of a password fails where the hash is SHA-1."""
    from msoffcrypto.method.ecma376_agile import ECMA376Agile
    from msoffcrypto.method.ecma376_standard import ECMA376Standard

    with file.file.openstream(_PACKAGE) as stream:
        head = io.BytesIO(stream.read(8 + _SEGMENT))
    if file.type == "agile":
        info = file.info
        return bytes(ECMA376Agile.decrypt(file.secret_key, info["keyDataSalt"], info["keyDataHashAlgorithm"], head))
    return bytes(ECMA376Standard.decrypt(file.secret_key, head))


def _spins(file: Any) -> int:
    """How often a password is hashed, at least 100,000 to keep the rest of the work in view too."""
    info = getattr(file, "info", None)
    told = info.get("spinValue", 0) if isinstance(info, dict) else 0
    return max(100_000, int(told))


def _check_info(info: bytes) -> None:
    """Refuse what would be costly to parse or to try. Raises ``BadEvidence``."""
    if len(info) > _INFO_MOST or b"<!" in info:
        raise BadEvidence(Reason.ENCRYPTED, "encrypted, and the data on its encryption are damaged")
    told = _SPIN_COUNT.search(info)
    if told and int(told[1]) > _SPIN:
        raise BadEvidence(Reason.ENCRYPTED, f"encrypted, and a password costs more than {_SPIN} rounds to try")


def recognises(head: Head) -> bool:
    """Any compound file: what its streams are stands where a glance does not reach."""
    return head.start.startswith(_SIGNATURE)


def is_encrypted_package(names: tuple[str, ...]) -> bool:
    """Whether a compound file with streams of these *names* is this format's, not the older documents'."""
    known = {name.casefold() for name in names}
    return _PACKAGE.casefold() in known or _RIGHTS.casefold() in known


def opened(blob: Blob, budget: Budget) -> Iterator[Inside]:
    """The package inside, as ``within`` ``office-default-encrypted``, ``office-mail-encrypted`` or ``office-common-encrypted``.

    Nothing where it is another compound file.
    """
    try:
        parts = OleParts(blob.content, Notes())
    except BadEvidence:
        return  # the reader of compound files says so
    if not is_encrypted_package(parts.names()):
        return
    if not parts.size(_INFO):
        raise BadEvidence(Reason.ENCRYPTED, "protected by rights management")
    _check_info(parts.read(_INFO, _INFO_MOST + 1))
    content, origin = decrypted(blob, budget)
    yield from (Gap(blob.origin, reason, "content", detail) for reason, detail in shortfalls(content))
    yield blob.inner(blob.name, content, by=f"office-{origin}-encrypted")


FORMAT = Format(NAME, 80, recognises, opened)
