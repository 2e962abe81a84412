"""Keys: Ed25519, the private half in PKCS #8 with a passphrase, the public half as a few lines of JSON beside it."""

from __future__ import annotations

import errno
import json
import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from securesystemslib.signer import Key, Signature, Signer, SSlibKey

from mimawari.model import Words
from mimawari.model.os_words import cause
from mimawari.updates import durable
from mimawari.updates.trouble import Kind, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from Cryptodome.PublicKey.ECC import EccKey

_PROTECTION, _COST = "scryptAndAES256-CBC", 1 << 14
_MOST = 1 << 16
_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_NO_KEY = Words(
    en="{path}: no private key of this kind, or the passphrase is wrong.",
    ja="{path}：この種類の秘密鍵ではないか、パスフレーズが正しくありません。",
)
_EMPTY = Words(
    en="{path}: no passphrase stands in its first line.",
    ja="{path}：1行目にパスフレーズがありません。",
)
_UNREAD = Words(en="{path}: cannot be read as a file ({why}).", ja="{path}：ファイルとして読み取れません（{why}）。")
_OPEN = Words(
    en="{path}: others than its owner may read it. Take their rights away (chmod 600), and think whether somebody has read it.",
    ja="{path}：所有者以外も読み取れます。アクセス権を所有者だけに限定し（chmod 600）、"
    "すでに読み取られたおそれがないか確認してください。",
)
_NO_PUBLIC = Words(en="{path}: no public key of this kind.", ja="{path}：この種類の公開鍵ではありません。")


def public_path(private: Path) -> Path:
    """Where the public half of a key lies."""
    return private.with_name(f"{private.name}.pub.json")


def make(path: Path, passphrase: str) -> Key:
    """Make a key and write both halves; the private one is for its owner only. Raises ``OSError``, also where one is there."""
    from Cryptodome.PublicKey import ECC

    made = ECC.generate(curve="Ed25519")
    options: dict[str, Any] = {}
    if passphrase:
        options = {"passphrase": passphrase, "protection": _PROTECTION, "prot_params": {"iteration_count": _COST}}
    text = str(made.export_key(format="PEM", use_pkcs8=True, **options))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text + "\n")
    key = _public(made)
    durable.write(public_path(path), (json.dumps({"keyid": key.keyid, **key.to_dict()}, indent=1) + "\n").encode("ascii"))
    return key


def read_public(path: Path) -> Key:
    """The key whose public half is in *path*. Raises :class:`Trouble`."""
    try:
        row = json.loads(_read(path))
        raw = bytes.fromhex(row["keyval"]["public"])
        if len(raw) != 32 or (row["keytype"], row["scheme"]) != ("ed25519", "ed25519"):
            raise ValueError("another kind of key")
        return _key(raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Trouble(Kind.ASKED, _NO_PUBLIC, path=path) from error


class FileSigner(Signer):
    """Signs with a private key that was read from a file."""

    def __init__(self, private: EccKey) -> None:
        self._private = private
        self._key = _public(private)

    @classmethod
    def read(cls, path: Path, passphrase: str) -> FileSigner:
        """The key in *path*. Raises :class:`Trouble`."""
        from Cryptodome.PublicKey import ECC

        try:
            found = ECC.import_key(_read(path), passphrase or None)
            if found.curve != "Ed25519" or not found.has_private():
                raise ValueError("another kind of key")
            return cls(found)
        except (OSError, ValueError, IndexError, TypeError) as error:
            raise Trouble(Kind.ASKED, _NO_KEY, path=path) from error

    @classmethod
    def from_priv_key_uri(
        cls, priv_key_uri: str, public_key: Key, secrets_handler: Callable[[str], str] | None = None
    ) -> FileSigner:
        """The key in a file (``file:PATH``), which must be that of *public_key*."""
        signer = cls.read(Path(priv_key_uri.removeprefix("file:")), secrets_handler("passphrase") if secrets_handler else "")
        if signer.public_key.keyid != public_key.keyid:
            raise ValueError("another key")
        return signer

    @property
    def public_key(self) -> Key:
        """Its public half."""
        return self._key

    def sign(self, payload: bytes) -> Signature:
        """A signature over *payload* (RFC 8032)."""
        from Cryptodome.Signature import eddsa

        return Signature(self._key.keyid, eddsa.new(self._private, "rfc8032").sign(payload).hex())


def passphrase_in(path: Path) -> str:
    """The first line of a file that nobody but its owner may read. Raises :class:`Trouble`.

    Who may read a file on Windows is not known with Python's own library: it is not asked there.
    """
    try:
        if not durable.is_file(path):
            raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & _OTHERS:
                raise Trouble(Kind.ASKED, _OPEN, path=path)
            line = file.read(_MOST).decode("utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, ValueError) as error:
        raise Trouble(Kind.ASKED, _UNREAD, path=path, why=cause(error)) from error
    if not line:
        raise Trouble(Kind.ASKED, _EMPTY, path=path)
    return line


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_MOST).decode("ascii")


def _public(key: EccKey) -> Key:
    return _key(key.public_key().export_key(format="raw"))


def _key(raw: bytes) -> Key:
    """A key by its 32 bytes; it is known by their digest."""
    return SSlibKey(sha256(raw).hexdigest(), "ed25519", "ed25519", {"public": raw.hex()})
