"""The standard security handler of PDF (ISO 32000-1, 7.6; 32000-2, 7.6.4 for AES-256). Only passwords that are known are tried."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mimawari.formats.pdf_objects import Objects
from mimawari.formats.pdf_tokens import Token, after, group
from mimawari.model import BadEvidence, Reason

_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


@dataclass(frozen=True, slots=True)
class _Handler:
    """The encryption dictionary: ``method`` is ``V2`` (RC4), ``AESV2`` or ``AESV3``."""

    revision: int
    length: int
    owner: bytes
    user: bytes
    user_key: bytes
    permissions: int
    first_id: bytes
    method: str
    hides_metadata: bool


def unlock(objects: Objects, passwords: Iterable[str]) -> str:
    """Set the key of an encrypted document: what came out of it came by ``pdf``, with a password by ``pdf-encrypted``.

    The empty password, with which readers open it unasked, is tried first. Raises ``BadEvidence`` encrypted or unsupported.
    """
    row = _dictionary(objects)
    if not row:
        return "pdf"
    handler = _handler(objects, row)
    for password in ("", *passwords):
        key = _file_key(handler, password)
        if key:
            objects.decrypt = _Decrypting(key, handler.method)
            return "pdf-encrypted" if password else "pdf"
    raise BadEvidence(Reason.ENCRYPTED, "the document's password is not known")


def _dictionary(objects: Objects) -> list[Token]:
    """The newest encryption dictionary that a trailer or cross-reference stream names."""
    for body in reversed(objects.bodies):
        if b"Encrypt" in body.text:
            row = objects.row(body)
            for at in after(row, b"Encrypt"):
                target = objects.referred(row[at])
                value = objects.row(target) if target else group(row, at)
                if any(True for _ in after(value, b"O")):
                    return value
    return []


def _handler(objects: Objects, row: list[Token]) -> _Handler:
    version, revision = _number(row, b"V"), _number(row, b"R")
    method = {1: "V2", 2: "V2", 4: _filter(row), 5: "AESV3"}.get(version, "")
    if method not in ("V2", "AESV2", "AESV3") or not 2 <= revision <= 6:
        raise BadEvidence(Reason.UNSUPPORTED, "an encryption of PDF that is not known")
    length = 16 if method == "AESV2" else max(5, min(_number(row, b"Length", 40) // 8, 16)) if version != 1 else 5
    plain = any(row[at].value == b"false" for at in after(row, b"EncryptMetadata"))
    return _Handler(revision, length, _bytes(row, b"O"), _bytes(row, b"U"), _bytes(row, b"UE"), _number(row, b"P") & 0xFFFFFFFF,
                    _first_id(objects), method, not plain)  # fmt: skip


def _filter(row: list[Token]) -> str:
    names = [row[at].value.decode("latin-1") for at in after(row, b"CFM") if row[at].kind == "name"]
    return next((name for name in names if name != "None"), "")


def _number(row: list[Token], name: bytes, default: int = 0) -> int:
    for at in after(row, name):
        value = row[at].value
        if row[at].kind == "word" and len(value) < 12 and value.lstrip(b"-+").isdigit():
            return int(value)
    return default


def _bytes(row: list[Token], name: bytes) -> bytes:
    return next((row[at].value for at in after(row, name) if row[at].kind == "text"), b"")


def _first_id(objects: Objects) -> bytes:
    for body in reversed(objects.bodies):
        if b"/ID" in body.text:
            row = objects.row(body)
            for at in after(row, b"ID"):
                if texts := [token.value for token in group(row, at) if token.kind == "text"]:
                    return texts[0]
    return b""


def _file_key(handler: _Handler, password: str) -> bytes:
    """The key where *password* is the user's, else nothing."""
    if handler.revision >= 5:
        return _file_key_256(handler, password.encode("utf-8")[:127])
    padded = (password.encode("latin-1", "replace") + _PAD)[:32]
    seed = padded + handler.owner[:32] + handler.permissions.to_bytes(4, "little") + handler.first_id
    if handler.revision >= 4 and not handler.hides_metadata:
        seed += b"\xff\xff\xff\xff"
    key = _md5(seed)
    if handler.revision >= 3:
        for _ in range(50):
            key = _md5(key[: handler.length])
    key = key[: handler.length]
    proof = _rc4(key, _PAD)
    if handler.revision >= 3:
        proof = _md5(_PAD + handler.first_id)
        for turn in range(20):
            proof = _rc4(bytes(byte ^ turn for byte in key), proof)
    width = 32 if handler.revision == 2 else 16
    return key if proof[:width] == handler.user[:width] else b""


def _file_key_256(handler: _Handler, password: bytes) -> bytes:
    digest = _hash_6 if handler.revision == 6 else lambda data, _: hashlib.sha256(data).digest()
    if len(handler.user) < 48 or digest(password + handler.user[32:40], password) != handler.user[:32]:
        return b""
    return _aes(digest(password + handler.user[40:48], password), bytes(16), handler.user_key[:32], is_padded=False)


def _hash_6(data: bytes, password: bytes) -> bytes:
    """Algorithm 2.B of ISO 32000-2."""
    key = hashlib.sha256(data).digest()
    turn, last = 0, 0
    while turn < 64 or last > turn - 32:
        mixed = _aes_encrypted(key[:16], key[16:32], (password + key) * 64)
        key = (hashlib.sha256, hashlib.sha384, hashlib.sha512)[sum(mixed[:16]) % 3](mixed).digest()
        turn, last = turn + 1, mixed[-1]
    return key[:32]


@dataclass(frozen=True, slots=True)
class _Decrypting:
    key: bytes
    method: str

    def __call__(self, data: bytes, number: int, generation: int) -> bytes:
        """*data* of an object; both texts and streams are encrypted the same way."""
        key = self.key
        if self.method != "AESV3":
            salt = b"sAlT" if self.method == "AESV2" else b""
            one = number.to_bytes(4, "little")[:3] + (generation & 0xFFFF).to_bytes(2, "little")
            key = _md5(key + one + salt)[: min(len(key) + 5, 16)]
        if self.method == "V2":
            return _rc4(key, data)
        body = data[16 : 16 + (len(data) - 16) // 16 * 16] if len(data) >= 32 else b""
        return _aes(key, data[:16], body, is_padded=True) if body else b""


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    from Cryptodome.Cipher import ARC4

    return bytes(ARC4.new(key).decrypt(data))


def _cipher(key: bytes, vector: bytes) -> Any:
    from Cryptodome.Cipher import AES

    return AES.new(key, AES.MODE_CBC, vector)


def _aes(key: bytes, vector: bytes, data: bytes, *, is_padded: bool) -> bytes:
    plain = bytes(_cipher(key, vector).decrypt(data[: len(data) // 16 * 16]))
    return plain[: -plain[-1]] if is_padded and plain and 1 <= plain[-1] <= 16 else plain


def _aes_encrypted(key: bytes, vector: bytes, data: bytes) -> bytes:
    return bytes(_cipher(key, vector).encrypt(data))
