"""Ed25519 in minisign's files, by py-minisign: keys made and read, a signature made and looked at.

The forms are those of https://jedisct1.github.io/minisign/ (signatures of the prehashed kind, ``ED``), so that minisign itself
makes, reads and verifies all of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mimawari.model import option_file
from mimawari.model.os_words import cause
from mimawari.model.sealing import SealFault
from mimawari.model.words import Words
from mimawari.sealing.trouble import (
    KEY_NOT_WRITTEN,
    NO_KEY,
    NO_LIBRARY,
    NO_PASSWORD,
    NO_PUBLIC_KEY,
    SIGNING,
    TAKEN,
    VERIFYING,
    SealTrouble,
)

if TYPE_CHECKING:
    import minisign

_LONGEST = 1 << 14
"""Bytes of a key or signature file that are read; real ones have a few hundred."""
_WORK = {"opslimit": 1 << 22, "memlimit": 1 << 27}
"""What a password costs to try: 128 MiB of memory, about half a second. minisign reads these from the file."""
_COMMENT = "mimawari secret key"


@dataclass(frozen=True, slots=True)
class NewKeys:
    """The files of a new pair of keys, and the id that both have."""

    secret: bytes
    public: bytes
    id: str


@dataclass(frozen=True, slots=True)
class Signer:
    """A secret key that is open. ``public`` is its public key as a file, ``id`` the id of both."""

    secret: minisign.SecretKey
    public: bytes
    id: str

    def sign(self, data: bytes, comment: str) -> bytes:
        """The file of a signature of *data*; *comment* (ASCII, one line) is signed with it."""
        return bytes(self.secret.sign(data, untrusted_comment="signature from mimawari", trusted_comment=comment)) + b"\n"


def made(password: str) -> NewKeys:
    """A new pair; without a password the secret key is protected by nothing but its file. Raises :class:`SealTrouble`."""
    library = _library()
    pair = library.KeyPair.generate()
    public = pair.public_key
    with pair.secret_key as secret:
        secret.untrusted_comment = _COMMENT
        if password:
            secret.encrypt(password, **_WORK)
        return NewKeys(bytes(secret) + b"\n", _public_file(public), key_id(public))


def free(path: str) -> None:
    """Refuse where a file of a new pair is there already. Raises :class:`SealTrouble`."""
    for name in (path, f"{path}.pub"):
        if os.path.lexists(name):
            raise SealTrouble(TAKEN, path=name)


def written(path: str, password: str) -> tuple[str, str, str]:
    """A new pair in *path* and *path*``.pub``: their names and the id. Raises :class:`SealTrouble`; then there is neither."""
    free(path)
    pair, done = made(password), []
    try:
        for name, content, mode in ((path, pair.secret, 0o600), (f"{path}.pub", pair.public, 0o644)):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(name, flags, mode), "wb") as file:
                done.append(name)
                file.write(content)
    except (OSError, ValueError) as error:
        for name in done:
            with suppress(OSError):
                os.unlink(name)  # noqa: PTH108  # the name as it was given
        raise SealTrouble(KEY_NOT_WRITTEN, path=path, why=cause(error)) from error
    return path, f"{path}.pub", pair.id


def needs_password(path: str) -> bool:
    """Whether the secret key in a file is protected. Raises :class:`SealTrouble`."""
    with _secret(path) as secret:
        return bool(secret.is_encrypted())


@contextmanager
def opened(path: str, password: str) -> Iterator[Signer]:
    """The secret key in a file, wiped from memory afterwards. Raises :class:`SealTrouble`."""
    library = _library()
    with _secret(path) as secret:
        try:
            secret.decrypt(password)
        except library.Error as error:
            raise SealTrouble(NO_PASSWORD, path=path) from error
        public = secret.get_public_key()
        yield Signer(secret, _public_file(public), key_id(public))


def public_key(path: str) -> bytes:
    """What lies in a file that ought to be a public key. Raises :class:`SealTrouble`."""
    content = _content(path, NO_PUBLIC_KEY)
    library = _library(VERIFYING)
    try:
        library.PublicKey.from_bytes(content)
    except library.Error as error:
        raise SealTrouble(NO_PUBLIC_KEY, path=path, why=error) from error
    return content


@dataclass(frozen=True, slots=True)
class Looked:
    """What a signature is: ``fault`` is None where it is the key's. ``key`` is the id of the key that signed, ``comment`` was
    signed with the data, and is empty where the signature is not good."""

    fault: SealFault | None
    key: str = ""
    comment: str = ""


def looked(data: bytes, signature: bytes, public: bytes) -> Looked:
    """Whether *signature* is that of *data* by the key whose file is *public*. Files that are none are bad signatures."""
    library = _library(VERIFYING)
    try:
        key = library.PublicKey.from_bytes(public)
        seal = library.Signature.from_bytes(signature)
    except library.Error:
        return Looked(SealFault.BAD_SIGNATURE)
    named = seal._key_id  # the library has no other way to it
    if named != key._keynum_pk.key_id:
        return Looked(SealFault.OTHER_KEY, _said(named))
    try:
        key.verify(data, seal)
    except library.Error:
        return Looked(SealFault.BAD_SIGNATURE, _said(named))
    return Looked(None, _said(named), seal.trusted_comment)


def key_id(public: minisign.PublicKey) -> str:
    """A key's id as minisign shows it: a little-endian number in hex."""
    return _said(public._keynum_pk.key_id)  # the library has no other way to it


def _said(id_: bytes) -> str:
    return id_[::-1].hex().upper()


def _public_file(public: minisign.PublicKey) -> bytes:
    public.untrusted_comment = f"minisign public key {key_id(public)}"
    return bytes(public) + b"\n"


def _secret(path: str) -> minisign.SecretKey:
    content = _content(path, NO_KEY)
    library = _library()
    try:
        return library.SecretKey.from_bytes(content)
    except library.Error as error:
        raise SealTrouble(NO_KEY, path=path, why=error) from error


def _content(path: str, words: Words) -> bytes:
    try:
        return option_file.content(path, _LONGEST)
    except (OSError, ValueError) as error:
        raise SealTrouble(words, path=path, why=cause(error)) from error


def _library(what: Words = SIGNING) -> Any:
    try:
        import minisign
    except ImportError as error:
        raise SealTrouble(NO_LIBRARY, what=what) from error
    return minisign
