"""The ``PROJECT`` stream (MS-OVBA 2.3.1): the modules by kind, and whether the project is locked."""

from __future__ import annotations

from dataclasses import dataclass, field

LINES = 20_000
_FORMS = {"document": "document", "class": "class", "baseclass": "form", "module": "standard"}
"""The keys that name a module, and the kind it is of."""


@dataclass(slots=True)
class Listing:
    """``kinds`` gives the kind of each module by its name in lower case, ``names`` the names as written."""

    name: str = ""
    kinds: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    protected: bool = False


def read_listing(data: bytes, codec: str) -> Listing:
    """Read the stream, or its beginning."""
    found = Listing()
    for line in data.decode(codec, "replace").splitlines()[:LINES]:
        key, separator, value = line.partition("=")
        if line.startswith("[") and found.kinds:
            break  # from here on: the editor's windows
        if not separator:
            continue
        key = key.strip().lower()
        if key in _FORMS:
            # a document is followed by the version of its type library: ThisDocument/&H00000000
            name = value.partition("/")[0].strip() if key == "document" else value.strip()
            found.kinds[name.casefold()] = _FORMS[key]
            found.names.append(name)
        elif key == "name":
            found.name = value.strip().strip('"')
        elif key in ("cmg", "dpb"):
            found.protected = found.protected or _is_locked(key, value.strip().strip('"'))
    return found


def _is_locked(key: str, value: str) -> bool:
    """``CMG`` (2.3.1.15) holds the lock's four bytes, ``DPB`` (2.3.1.16) one zero byte or what a password became."""
    try:
        data = decrypted(bytes.fromhex(value[:2048]))
    except ValueError:
        return False
    return any(data) if key == "cmg" else len(data) > 1


def decrypted(data: bytes) -> bytes:
    """Data Encryption of MS-OVBA 2.4.3.3, undone. Raises ``ValueError`` where it is none."""
    if len(data) < 7:
        raise ValueError("too short")
    seed, version, key = data[:3]
    before, last, plain = version, key, key ^ seed
    out = bytearray()
    for byte in data[3:]:
        plain = byte ^ (before + plain & 0xFF)
        before, last = last, byte
        out.append(plain)
    ignored = (seed & 6) // 2
    length = int.from_bytes(out[ignored : ignored + 4], "little")
    value = bytes(out[ignored + 4 :])
    if version ^ seed != 2 or length != len(value):
        raise ValueError("not encrypted so")
    return value
