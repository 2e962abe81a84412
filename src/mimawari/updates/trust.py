"""The root that all is verified from: it comes with the program, or was given once by somebody who had it from a good hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from mimawari.model import Words
from mimawari.updates import durable
from mimawari.updates.state import Damaged
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
_DAMAGED = Words(
    en="the trusted root in {folder} is damaged, or cannot be read. mimawari update --forget-root lets go of it; "
    "then give the root again: --root FILE",
    ja="{folder} に登録されているルート（root.json）が壊れているか、読み取れません。mimawari update --forget-root で削除してから、"
    "--root ファイル でもう一度指定してください。",
)
_TOO_LARGE = Words(en="the root is too large to be one.", ja="ルートのファイルが大きすぎます。")


@dataclass(frozen=True, slots=True)
class Trust:
    """A root as bytes. ``is_new``: nobody has trusted it before, and it is kept only when all that it signs was verified.

    ``is_packed``: it is the one that comes with the program, taken because the one before was forgotten.
    """

    store: Store
    content: bytes
    is_new: bool
    is_packed: bool = False

    @contextmanager
    def keeping(self) -> Iterator[str]:
        """Trust it from now on, unless what is done meanwhile fails; gives its digest where it is new. Raises ``OSError``."""
        with ExitStack() as undone:
            if self.is_new:
                undone.callback(_remove, self.store.root)
                durable.write(self.store.root, self.content)
            yield sha256(self.content).hexdigest() if self.is_new else ""
            undone.pop_all()
        with suppress(OSError):
            _forgotten(self.store).unlink(missing_ok=True)


def packed() -> bytes | None:
    """The root that comes with the program."""
    found = files("mimawari.knowledge") / "data" / "root.json"
    return found.read_bytes() if found.is_file() else None


def trusted(store: Store, given: bytes | None) -> Trust:
    """The root to begin with: what was trusted before, else what *is given*, else what comes with the program.

    What comes with the program was trusted before, too, unless somebody has let go of it (:func:`forget`).
    """
    if given is not None and len(given) > MOST_ROOT:
        raise Trouble(Kind.ASKED, _TOO_LARGE)
    let_go = os.path.lexists(_forgotten(store))
    pinned, ours = _pinned(store), packed()
    before = pinned or (None if let_go and given is not None else ours)
    if before is not None:
        if given not in (None, before):
            raise Trouble(Kind.ASKED, _OTHER, digest=sha256(before).hexdigest())
        return Trust(store, before, is_new=False, is_packed=let_go and pinned is None)
    if given is None:
        raise Trouble(Kind.ASKED, _NONE)
    return Trust(store, given, is_new=True)


def _pinned(store: Store) -> bytes | None:
    """The root that was trusted before; None: none was. Raises :class:`Trouble` where it is no root any longer."""
    from tuf.api.exceptions import RepositoryError
    from tuf.api.metadata import Metadata, Root

    try:
        content = durable.read(store.root, MOST_ROOT)
        read = Metadata[Root].from_bytes(content)
        read.signed.verify_delegate(Root.type, read.signed_bytes, read.signatures)
    except FileNotFoundError:
        return None
    except (OSError, RepositoryError, ValueError) as error:
        raise Trouble(Kind.UNTRUSTED, _DAMAGED, folder=store.folder) from error
    return content


def _forgotten(store: Store) -> Path:
    """Marks that a root was let go of: then the one that comes with the program stands behind one that is given."""
    return store.folder / "forgotten"


def forget(store: Store) -> bool:
    """Trust no root any longer, and remember nothing of its repository, nor when it was asked. What is installed stays.

    Gives whether there is a root that comes with the program, and which is used where none is given. Raises :class:`Trouble`.
    """
    with translated(), store.locked():
        durable.write(_forgotten(store), b"")
        _remove(store.root)
        _remove(store.metadata)
        with suppress(Damaged):
            state = store.state()
            if state.checked:
                store.put(replace(state, checked=""))
    return packed() is not None


def _remove(path: Path) -> None:
    """Whatever bears the name. Raises ``OSError``."""
    if durable.is_folder(path) and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
