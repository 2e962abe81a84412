"""From a password to the key of an encrypted package: hashed some ten thousand times, which is what an attempt costs.

Sources: MS-OFFCRYPTO 2.3.4.7 (standard: SHA-1, 50,000 rounds), 2.3.4.11 and 2.3.4.13 (agile: any hash, ``spinCount`` rounds).
``msoffcrypto`` does the same at twice the time; the rest of the work stays with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from itertools import chain
from typing import Any

_FIRST = 100_000
_STANDARD_ROUNDS = 50_000
_KEY_VALUE = bytes((0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6))
_BLOCK = 64


def agile_key(word: str, info: dict[str, Any]) -> bytes:
    """The key of the package if *word* is its password, else noise. Raises ``ValueError`` where the sizes do not fit."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    digest = _digest(info["passwordHashAlgorithm"])
    last = _spun(digest, info["passwordSalt"], word, info["spinValue"])
    key = digest(last + _KEY_VALUE).digest()[: info["passwordKeyBits"] // 8]
    cipher = Cipher(algorithms.AES(key), modes.CBC(info["passwordSalt"])).decryptor()
    return cipher.update(info["encryptedKeyValue"]) + cipher.finalize()


def standard_key(word: str, info: dict[str, Any]) -> bytes:
    """The key of the package if *word* is its password, else noise."""
    digest = _digest("SHA1")
    last = digest(_spun(digest, info["verifier"]["salt"], word, _STANDARD_ROUNDS) + bytes(4)).digest()
    both = b"".join(digest(_mixed(last, fill)).digest() for fill in (0x36, 0x5C))
    return both[: info["header"]["keySize"] // 8]


def _mixed(data: bytes, fill: int) -> bytes:
    return bytes(byte ^ fill for byte in data.ljust(_BLOCK, b"\0"))


def _spun(digest: Callable[[bytes], Any], salt: bytes, word: str, rounds: int) -> bytes:
    last: bytes = digest(salt + word.encode("utf-16-le")).digest()
    for counter in _counters(rounds):
        last = digest(counter + last).digest()
    return last


def _counters(rounds: int) -> Iterator[bytes]:
    later = (number.to_bytes(4, "little") for number in range(_FIRST, rounds))
    return chain(_first_counters()[:rounds], later)


@cache
def _first_counters() -> tuple[bytes, ...]:
    return tuple(number.to_bytes(4, "little") for number in range(_FIRST))


@cache
def _digest(name: str) -> Callable[[bytes], Any]:
    """The hash of that name; SHA-1 where it is unknown. For so few bytes OpenSSL's SHA-2 is slower than Python's own."""
    if name == "SHA512":
        try:
            own: Callable[[bytes], Any] = import_module("_sha512").sha512
        except ImportError:
            return hashlib.sha512
        return own
    known: dict[str, Callable[[bytes], Any]] = {"SHA256": hashlib.sha256, "SHA384": hashlib.sha384}
    return known.get(name, hashlib.sha1)
