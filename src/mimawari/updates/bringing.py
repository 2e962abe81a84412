"""Newer knowledge from wherever it is: an address, a folder, or one file that was carried here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from mimawari.model import Words
from mimawari.model.os_words import cause
from mimawari.updates import durable
from mimawari.updates.client import Done, Wish, update
from mimawari.updates.state import Damaged, State
from mimawari.updates.store import Store
from mimawari.updates.trouble import Kind, Trouble
from mimawari.updates.trust import MOST_ROOT

if TYPE_CHECKING:
    from tuf.ngclient import FetcherInterface

LOCAL = "local:///"
"""What addresses of a folder or a file begin with, inside the program."""

_NO_PLACE = Words(
    en="from where? Name an address (https://…) or a folder; it is remembered. A file that somebody carried here: --from FILE",
    ja="更新データの入手先が指定されていません。アドレス（https://～）かフォルダーを指定してください（次回からは省略できます）。"
    "USBメモリーなどで持ち込んだファイルを使う場合は、--from ファイル と指定します。",
)
_NOT_KEPT = Words(
    en="knowledge {version} is not kept on this PC (kept: {kept}), and it is not known from where to have it. "
    "Name an address (https://…) or a folder; a file that somebody carried here: --from FILE",
    ja="知識データ {version} は、このPCに保存されていません（保存済み：{kept}）。入手先も登録されていないため、取得できません。"
    "アドレス（https://～）かフォルダーを指定してください。"
    "USBメモリーなどで持ち込んだファイルを使う場合は、--from ファイル と指定します。",
)
_NO_FILE = Words(
    en="{path}: not a file that is there (a pipe or a device is not read).",
    ja="{path}：ファイルがありません（パイプやデバイスは読み取りません）。",
)
_UNREADABLE = Words(en="{path}: cannot be read ({why}).", ja="{path}：読み取れません（{why}）。")


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks for. ``location``: an address or a path, empty: where it was looked for last. ``carried``: it is a file that
    was carried here, and next time it is looked for where it was before. ``root``: a file with the root to trust. ``version`` and
    ``newest`` as in :class:`~mimawari.updates.client.Wish`. ``insecure``: http is meant.
    """

    location: str = ""
    carried: bool = False
    root: Path | None = None
    version: str = ""
    newest: bool = False
    insecure: bool = False


def bring(store: Store, request: Request, agent: str, told: Callable[[str, str], None]) -> Done:
    """Do as *request* says. *told* hears the place, and the proxy on the way if there is one, before anything is asked.

    *agent* is how the program calls itself. Raises :class:`Trouble`; then the same knowledge is in force as before.
    """
    location = request.location or _remembered(store, request.version)
    root = _read(request.root) if request.root else None
    with _fetching(location, request, agent, told) as (base, fetcher):
        lasting = not request.carried and not durable.is_file(location)
        place = str(Path(location).absolute()) if base == LOCAL else location
        return update(store, Wish(place, base, root, request.version, request.newest, lasting), fetcher)


def remembered(store: Store) -> str:
    """Where newer knowledge was looked for last; empty where that is not known."""
    return _state(store).location


def _remembered(store: Store, version: str) -> str:
    state = _state(store)
    if state.location:
        return state.location
    if version:
        raise Trouble(Kind.ASKED, _NOT_KEPT, version=version, kept=", ".join(kept.version for kept in state.kept) or "-")
    raise Trouble(Kind.ASKED, _NO_PLACE)


def _state(store: Store) -> State:
    try:
        return store.state()
    except Damaged:
        return State()


def root_digest(path: Path) -> str:
    """The digest (sha256) of a root in a file, to be compared with what its publishers say. Raises :class:`Trouble`."""
    return sha256(_read(path)).hexdigest()


def _read(path: Path) -> bytes:
    try:
        with _opened(path) as file:
            return file.read(MOST_ROOT + 1)
    except OSError as error:
        raise _unreadable(path, error) from error


def _opened(path: Path) -> BinaryIO:
    """Only a regular file: whatever else bears the name could keep its reader for ever."""
    if durable.is_there(path) and not durable.is_file(path):
        raise Trouble(Kind.ASKED, _NO_FILE, path=path)
    return path.open("rb")


def _unreadable(path: Path, error: OSError) -> Trouble:
    return Trouble(Kind.ASKED, _UNREADABLE, path=path, why=cause(error))


@contextmanager
def _fetching(
    location: str, request: Request, agent: str, told: Callable[[str, str], None]
) -> Iterator[tuple[str, FetcherInterface]]:
    """What addresses begin with, and what fetches them."""
    from mimawari.updates.fetching import Bundle, Folder, Server, checked, proxy_of

    url = None if request.carried else checked(location, request.insecure)
    if url:
        proxy = proxy_of(url)
        told(location, proxy.rpartition("@")[2] if "@" in proxy else proxy)
        yield location, Server(agent)
        return
    told(location, "")
    path = Path(location)
    if durable.is_folder(path):
        yield LOCAL, Folder(path)
        return
    try:
        file = _opened(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    with file:
        yield LOCAL, Bundle(file, location)
