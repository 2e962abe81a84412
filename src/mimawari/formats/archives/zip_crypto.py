"""The two encryptions of zip: ZipCrypto (APPNOTE 6.1) and WinZip's AES (https://www.winzip.com/en/support/aes-encryption/)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from mimawari.model import BadEvidence, Reason
from mimawari.trees.expand import pieces

HEADER = 12
_MAC = 10
_SALT, _KEY = {1: 8, 2: 12, 3: 16}, {1: 16, 2: 24, 3: 32}


def _crc_table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ 0xEDB88320 if value & 1 else value >> 1
        table.append(value)
    return tuple(table)


_CRC = _crc_table()


@dataclass(frozen=True, slots=True)
class Locked:
    """Encrypted data of *length* bytes at *at*. ``strength``: 0 is ZipCrypto, 1 to 3 AES with 128, 192, 256 bits.

    ``check`` is what the last byte of ZipCrypto's header must be.
    """

    at: int
    length: int
    check: int = 0
    strength: int = 0


def decrypted(stream: BinaryIO, locked: Locked, password: bytes) -> Iterator[bytes] | None:
    """The data; None where the password cannot be right. Where it seems right (1 of 256; AES: 65,536) it may still be wrong.

    Reading raises ``BadEvidence`` corrupt where AES's own checksum is not right.
    """
    return _aes(stream, locked, password) if locked.strength else _classic(stream, locked, password)


def _classic(stream: BinaryIO, locked: Locked, password: bytes) -> Iterator[bytes] | None:
    stream.seek(locked.at)
    cipher = ZipCrypto(password)
    header = cipher.decrypt(stream.read(HEADER))
    if len(header) < HEADER or header[-1] != locked.check:
        return None
    given = pieces(stream, locked.at + HEADER, max(0, locked.length - HEADER))
    return (cipher.decrypt(data) for data in given)


class ZipCrypto:
    """APPNOTE 6.1.5: three keys that each byte of the plain text moves on."""

    def __init__(self, password: bytes) -> None:
        self._keys = (0x12345678, 0x23456789, 0x34567890)
        for byte in password:
            self._keys = _moved(self._keys, byte)

    def decrypt(self, data: bytes) -> bytes:
        """The next bytes."""
        one, two, three = self._keys
        table, out = _CRC, bytearray()
        for byte in data:
            last = three | 2
            byte ^= last * (last ^ 1) >> 8 & 0xFF
            out.append(byte)
            one = one >> 8 ^ table[(one ^ byte) & 0xFF]
            two = (two + (one & 0xFF)) * 134775813 + 1 & 0xFFFFFFFF
            three = three >> 8 ^ table[(three ^ two >> 24) & 0xFF]
        self._keys = one, two, three
        return bytes(out)


def _moved(keys: tuple[int, int, int], byte: int) -> tuple[int, int, int]:
    one, two, three = keys
    one = one >> 8 ^ _CRC[(one ^ byte) & 0xFF]
    two = (two + (one & 0xFF)) * 134775813 + 1 & 0xFFFFFFFF
    return one, two, three >> 8 ^ _CRC[(three ^ two >> 24) & 0xFF]


def _aes(stream: BinaryIO, locked: Locked, password: bytes) -> Iterator[bytes] | None:
    salt_size, size = _SALT[locked.strength], _KEY[locked.strength]
    stream.seek(locked.at)
    salt, check = stream.read(salt_size), stream.read(2)
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 2 * size + 2)
    if keys[2 * size :] != check:
        return None
    begin = locked.at + salt_size + 2
    length = max(0, locked.length - salt_size - 2 - _MAC)
    return _checked(stream, begin, length, keys[:size], keys[size : 2 * size])


def _checked(stream: BinaryIO, begin: int, length: int, key: bytes, mac_key: bytes) -> Iterator[bytes]:
    from Cryptodome.Cipher import AES
    from Cryptodome.Util import Counter

    cipher = AES.new(key, AES.MODE_CTR, counter=Counter.new(nbits=128, little_endian=True))
    mac = hmac.new(mac_key, digestmod="sha1")
    for data in pieces(stream, begin, length):
        mac.update(data)
        yield cipher.decrypt(data)
    stream.seek(begin + length)
    if mac.digest()[:_MAC] != stream.read(_MAC):
        raise BadEvidence(Reason.CORRUPT, "zip member: its authentication code is wrong")
