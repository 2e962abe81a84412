"""What stands beside the payload of a bag: its declaration, its particulars, and the manifests (RFC 8493, 2.1 and 2.2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from mimawari.sealing.payload import Written

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
BAGIT, INFO, README = "bagit.txt", "bag-info.txt", "README.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
PUBLIC_KEY, SIGNATURE = "mimawari.pub", f"{TAG_MANIFEST}.minisig"
PAYLOAD = "data/"
_NOT_IN_A_NAME = frozenset('\\/:*?"<>|%')
_LONGEST_NAME = 100


def manifest(files: Iterable[Written]) -> bytes:
    """Digest, two spaces and path of each, sorted by path: what ``sha256sum -c`` reads as well."""
    return "".join(f"{one.sha256}  {one.name}\n" for one in sorted(files)).encode()


def info(said: Sequence[tuple[str, str]], payload: Sequence[Written]) -> bytes:
    """The particulars, one a line, with the ``Payload-Oxum`` (bytes and files) last."""
    oxum = f"{sum(one.size for one in payload)}.{len(payload)}"
    lines = [*((label, _one_line(value)) for label, value in said if _one_line(value)), ("Payload-Oxum", oxum)]
    return "".join(f"{label}: {value}\n" for label, value in lines).encode()


def _one_line(text: str) -> str:
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text).split())


def file_name(text: str, otherwise: str = "file") -> str:
    """*text* as a file's name that every system takes, that leads nowhere and that no manifest has to write in another way."""
    name = unicodedata.normalize("NFC", text.replace("\\", "/").rpartition("/")[2])
    kept = "".join("_" if c in _NOT_IN_A_NAME or unicodedata.category(c)[0] == "C" or c in "\u2028\u2029" else c for c in name)
    kept = kept.strip(" .")
    stem, dot, end = kept.rpartition(".")
    if len(kept) > _LONGEST_NAME:
        kept = f"{stem[: _LONGEST_NAME - len(end) - 1]}{dot}{end}" if stem and len(end) < 12 else kept[:_LONGEST_NAME]
    return kept or otherwise
