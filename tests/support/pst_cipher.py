"""How blocks of Outlook's data file are disguised (MS-PST 5.1 and 5.2), written byte by byte as the specification tells it."""

from __future__ import annotations

from mimawari.sources.outlook.cipher import _R, _S


def disguised(data: bytes, method: int, block: int) -> bytes:
    """*data* of a block under *method*: 0 none, 1 permute, 2 cyclic."""
    if method == 1:
        return bytes(_R[byte] for byte in data)
    return cyclic(data, block & 0xFFFFFFFF) if method == 2 else data


def cyclic(data: bytes, key: int) -> bytes:
    """CryptCyclic of MS-PST 5.2."""
    back = bytes(_R.index(value) for value in range(256))
    word, out = (key ^ (key >> 16)) & 0xFFFF, bytearray()
    for byte in data:
        byte = (byte + (word & 0xFF)) & 0xFF
        byte = (_R[byte] + (word >> 8)) & 0xFF
        byte = (_S[byte] - (word >> 8)) & 0xFF
        out.append((back[byte] - (word & 0xFF)) & 0xFF)
        word = (word + 1) & 0xFFFF
    return bytes(out)
