"""Where newer knowledge comes from: a server, a folder, or one file that somebody carried here. None of them is trusted.

TUF's client asks a fetcher for addresses. What it gets is bounded and verified there; here it is only brought, within a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError
from tuf.ngclient import FetcherInterface

from mimawari.model import Words
from mimawari.updates import durable
from mimawari.updates.bringing import LOCAL
from mimawari.updates.trouble import Kind, Trouble
from mimawari.updates.unpacking import Unsound, opened

if TYPE_CHECKING:
    import zipfile

    from urllib3 import BaseHTTPResponse, PoolManager

SILENCE, WHOLE = 30.0, 600.0
"""Seconds: of no byte, and for all of an update."""
_CHUNK, _MOVED, _REFUSED, _GONE = 1 << 16, 300, 400, 404
_MOST_BUNDLE = 256 << 20
_FIRST = "metadata/timestamp.json"
"""What is in every update."""

_NO_ADDRESS = Words(
    en="{location} is neither an address (https://…) nor a folder or file that is there.",
    ja="{location} は、アドレス（https://～）でも、実在するフォルダーやファイルでもありません。",
)
_OPEN = Words(
    en="{location}: not over http, where others on the way see who asks, and can hold the answer back. Give https, or "
    "--insecure-transport if you mean it: the signatures are verified either way.",
    ja="{location}：httpでは、だれが更新を確認しているかを通信経路上の第三者に見られ、応答を妨げられるおそれがあります。"
    "httpsのアドレスを指定してください。"
    "それでもhttpを使う場合は、--insecure-transport を付けてください（署名はどちらの場合も検証します）。",
)
_SECRET = Words(
    en="an address with a user name or password in it is not used: it would be kept and shown.",
    ja="ユーザー名やパスワードを含むアドレスは使えません。アドレスは保存され、画面やレポートに表示されるためです。",
)
_NO_BUNDLE = Words(
    en="{location}: not a file of newer knowledge ({why}).",
    ja="{location}：知識データの更新ファイルではありません（{why}）。",
)
_OTHER = Words(
    en="{location}: not a file of newer knowledge (there is no {name} in it). Take the one that the publishers "
    "give out for PCs without network.",
    ja="{location}：知識データの更新ファイルではありません（{name} が入っていません）。配布元が公開している、持ち込み用のファイルを"
    "指定してください。",
)


class Missing(DownloadHTTPError):
    """A folder or file lacks what is asked for: to TUF's client it is a server that has no such thing."""

    def __init__(self, name: str) -> None:
        super().__init__(name, _GONE)
        self.name = name


class MissingInFolder(Missing):
    """It may come yet: somebody may be copying it."""


class Moved(DownloadError):
    """The server sends elsewhere; nobody is asked that was not named."""


class Server(FetcherInterface):
    """Over https or http, by the proxies that the environment names; redirections are not followed."""

    def __init__(
        self, agent: str, clock: Callable[[], float] = time.monotonic, silence: float = SILENCE, whole: float = WHOLE
    ) -> None:
        self._agent, self._clock, self._silence = agent, clock, silence
        self._end = clock() + whole

    def _fetch(self, url: str) -> Iterator[bytes]:
        import urllib3

        try:
            answer = self._in_time(url)
        except urllib3.exceptions.NewConnectionError as error:  # which is a kind of time-out there
            raise DownloadError(_cause(error)) from error
        except urllib3.exceptions.TimeoutError as error:
            raise SlowRetrievalError(str(error)) from error
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise DownloadError(_cause(error)) from error
        if answer.status >= _MOVED:
            answer.close()
            raise _refusal(answer.status, answer.headers.get("Location", ""))
        return self._chunks(answer)

    def _in_time(self, url: str) -> BaseHTTPResponse:
        """The beginning of an answer. One that comes letter by letter is waited for in a thread that nobody waits for."""
        import urllib3

        answers: SimpleQueue[BaseHTTPResponse | Exception | None] = SimpleQueue()
        given_up = Event()

        def ask() -> None:
            try:
                answer = self._asked(url)
                answers.put(answer)
                if given_up.is_set():
                    answer.close()
            except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:  # which is a proxy that has no such address
                answers.put(error)
            finally:
                answers.put(None)

        Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=max(0.0, self._end - self._clock()))
        except Empty as error:
            given_up.set()
            raise SlowRetrievalError("too slow") from error
        if answer is None or isinstance(answer, Exception):
            raise answer or DownloadError("no answer")
        return answer

    def _asked(self, url: str) -> BaseHTTPResponse:
        import urllib3

        timeout = urllib3.Timeout(connect=self._silence, read=self._silence)
        headers = {"User-Agent": self._agent, "Accept-Encoding": "identity"}
        asked = _manager(urlsplit(url)).request
        return asked("GET", url, headers=headers, preload_content=False, timeout=timeout, redirect=False, retries=False)

    def _chunks(self, answer: BaseHTTPResponse) -> Iterator[bytes]:
        """What comes, as it comes: a server that gives a byte now and then is given up when the time is over."""
        import urllib3

        try:
            while chunk := answer.read1(_CHUNK, decode_content=False):
                yield chunk
                if self._clock() > self._end:
                    raise SlowRetrievalError("too slow")
        except urllib3.exceptions.TimeoutError as error:
            raise SlowRetrievalError(str(error)) from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise DownloadError(_cause(error)) from error
        finally:
            answer.close()


def _refusal(status: int, elsewhere: str) -> DownloadError:
    if status < _REFUSED:
        return Moved(elsewhere)
    return DownloadHTTPError(f"status {status}", status)


def _cause(error: Exception) -> str:
    """The innermost reason, in the words of the library: it names no address that was not given."""
    inner: BaseException = error
    while (further := getattr(inner, "reason", None) or inner.__cause__) and isinstance(further, BaseException):
        inner = further
    return getattr(inner, "strerror", None) or type(inner).__name__


def _manager(url: SplitResult) -> PoolManager:
    import urllib3

    proxy = proxy_of(url)
    if not proxy:
        return urllib3.PoolManager()
    parts = urlsplit(proxy)
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
    return urllib3.ProxyManager(proxy, proxy_headers=urllib3.make_headers(proxy_basic_auth=login))


def proxy_of(url: SplitResult) -> str:
    """The proxy that the environment (or Windows) names for *url*; empty: none. This computer itself is asked without one."""
    host = url.hostname or ""
    if is_here(host) or proxy_bypass(host):
        return ""
    named = getproxies()
    proxy = named.get(url.scheme) or named.get("all") or ""
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def is_here(host: str) -> bool:
    """Whether *host* is this computer."""
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False


class Folder(FetcherInterface):
    """A folder with ``metadata/`` and ``targets/`` in it: a share, a mounted stick."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = self._folder / url.removeprefix(LOCAL)
        if not durable.is_file(path):
            raise MissingInFolder(url.removeprefix(LOCAL))
        return _read(path)


def _read(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from _pieces(file)
    except OSError as error:
        raise DownloadError(error.strerror or "") from error


def _pieces(file: Any) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


class Bundle(FetcherInterface):
    """One file that holds such a folder, as ``knowledge release bundle`` writes it. Raises :class:`Trouble` for what is none."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        if file.seek(0, 2) > _MOST_BUNDLE:
            raise Trouble(Kind.UNTRUSTED, _NO_BUNDLE, location=name, why="too large")
        try:
            self._packed: zipfile.ZipFile = opened(file)
        except Unsound as error:
            raise Trouble(Kind.UNTRUSTED, _NO_BUNDLE, location=name, why=error) from error
        if _FIRST not in self._packed.NameToInfo:
            raise Trouble(Kind.UNTRUSTED, _OTHER, location=name, name=_FIRST)

    def _fetch(self, url: str) -> Iterator[bytes]:
        name = url.removeprefix(LOCAL)
        if name not in self._packed.NameToInfo:
            raise Missing(name)
        return self._member(name)

    def _member(self, name: str) -> Iterator[bytes]:
        import zipfile
        import zlib

        try:
            with self._packed.open(name) as file:
                yield from _pieces(file)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
            raise DownloadError("damaged") from error


def checked(location: str, insecure: bool = False) -> SplitResult | None:
    """The address in *location*; None where it is a folder or file that is there. Raises :class:`Trouble` for anything else."""
    url = _split(location)
    if url is None or url.scheme not in ("https", "http") or not url.hostname:
        if location and durable.is_there(location):
            return None
        raise Trouble(Kind.ASKED, _NO_ADDRESS, location=location)
    if url.username or url.password:
        raise Trouble(Kind.ASKED, _SECRET)
    if url.scheme == "http" and not insecure and not is_here(url.hostname):
        raise Trouble(Kind.ASKED, _OPEN, location=location)
    return url


def _split(location: str) -> SplitResult | None:
    try:
        url = urlsplit(location)
        _ = url.port
    except ValueError:
        return None
    return url
