"""The root that all is verified from: it comes with the program, or was given once by somebody who had it from a good hand."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from mimawari.model import Words
from mimawari.updates import durable
from mimawari.updates.store import Store
from mimawari.updates.translating import translated
from mimawari.updates.trouble import Kind, Trouble

MOST_ROOT = 512_000
"""Bytes of a root that is read."""

_NONE = Words(
    en="no root is trusted yet. This version of the program comes without one: "
    "get root.json from those who publish the knowledge, "
    "compare its digest with what they say by another way, and give it once: --root FILE",
    ja="更新データの署名を検証するためのルート（root.json）が、まだ登録されていません。"
    "このバージョンのプログラムには付属していません。"
    "知識データの配布元からroot.jsonを入手し、ダイジェスト（SHA-256）"
    "を別の手段で確認してから、最初に一度だけ --root ファイル で指定してください。",
)
_OTHER = Words(
    en="another root is trusted already (sha256 {digest}). To trust the one in the file instead, because its publishers say so by "
    "another way: mimawari update --forget-root, then this command again.",
    ja="すでに別のルートが登録されています（SHA-256：{digest}）。配布元から別の手段で案内があり、ルートを変更する場合は、"
    "mimawari update --forget-root を実行してから、もう一度このコマンドを実行してください。",
)
_TOO_LARGE = Words(en="the root is too large to be one.", ja="ルートのファイルが大きすぎます。")


@dataclass(frozen=True, slots=True)
class Trust:
    """A root as bytes. ``is_new``: nobody has trusted it before, and it is kept only when all that it signs was verified."""

    store: Store
    content: bytes
    is_new: bool

    def keep(self) -> str:
        """Trust it from now on; gives its digest where it is new. Raises ``OSError``."""
        if not self.is_new:
            return ""
        durable.write(self.store.root, self.content)
        return sha256(self.content).hexdigest()


def packed() -> bytes | None:
    """The root that comes with the program."""
    found = files("mimawari.knowledge") / "data" / "root.json"
    return found.read_bytes() if found.is_file() else None


def trusted(store: Store, given: bytes | None) -> Trust:
    """The root to begin with: what was trusted before, else what *is given*, else what comes with the program."""
    if given is not None and len(given) > MOST_ROOT:
        raise Trouble(Kind.ASKED, _TOO_LARGE)
    pinned = durable.read(store.root, MOST_ROOT) if store.root.exists() else packed()
    if pinned is None and given is None:
        raise Trouble(Kind.ASKED, _NONE)
    if pinned is None or (given is not None and given == pinned):
        return Trust(store, given or b"", pinned is None)
    if given is not None:
        raise Trouble(Kind.ASKED, _OTHER, digest=sha256(pinned).hexdigest())
    return Trust(store, pinned, is_new=False)


def forget(store: Store) -> None:
    """Trust no root any longer, and remember nothing of its repository. What is installed stays. Raises :class:`Trouble`."""
    with translated(), store.locked():
        store.root.unlink(missing_ok=True)
        shutil.rmtree(store.metadata, ignore_errors=True)
