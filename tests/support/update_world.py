"""A publisher of knowledge with keys of its own, a server on loopback that can misbehave, and a PC that asks it."""

from __future__ import annotations

import shutil
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tuf.api.metadata import Metadata, Snapshot, Timestamp

from mimawari import knowledge, updates
from mimawari.model import LANGUAGES
from mimawari.updates import Kind
from mimawari.updates.release.keys import FileSigner, make
from mimawari.updates.release.packing import packed
from mimawari.updates.release.repository import DAYS, Crew, Repository

PACKED = Path(knowledge.__file__).parent / "data"
NAMES = ("anna", "ben", "chie", "server", "stranger")
PEOPLE = ("anna", "ben", "chie")
AGENT = "mimawari/test"
FIRST, SECOND = "2026.12.1", "2026.12.2"


def folder_of(version: str, at: Path, as_of: str = "2026-11-27") -> Path:
    """The knowledge of the package under another version."""
    shutil.copytree(PACKED, at)
    (at / "about.toml").write_text(f'version = "{version}"\nas_of = "{as_of}"\n', "utf-8")
    return at


@dataclass
class Publisher:
    """Three people sign root and targets, two of them are enough; one key on a server signs the rest."""

    folder: Path
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __post_init__(self) -> None:
        self.folder.mkdir()
        for name in NAMES:
            make(self.folder / name, "")
        self.signers = {name: FileSigner.read(self.folder / name, "") for name in NAMES}
        self.repository = Repository(self.folder / "repo")
        people = Crew(tuple(self.signers[name].public_key for name in PEOPLE), 2)
        server = Crew((self.signers["server"].public_key,))
        crews = {"root": people, "targets": people, "snapshot": server, "timestamp": server}
        self.repository.begin(crews, DAYS, self.now)
        self.repository.renew("targets", DAYS, self.now)
        self.finish()

    @property
    def root(self) -> Path:
        return self.repository.metadata / "1.root.json"

    def finish(self, *names: str) -> None:
        """Have the drafts signed and published."""
        for name in names or ("anna", "ben", "server"):
            if self.repository.drafts():
                self._sign(name)
        self.repository.publish()

    def _sign(self, name: str) -> None:
        try:
            self.repository.sign(self.signers[name])
        except updates.Trouble:
            assert name in NAMES  # this key may sign none of the drafts: another one may

    def release(self, version: str, archive: bytes | None = None, days: int = 30) -> None:
        """Publish a version; *archive*: instead of its files. The metadata are valid for *days* (below zero: they have expired)."""
        at = self.folder / f"knowledge-{version}"
        if not at.exists():
            folder_of(version, at)
        lasting = dict.fromkeys(DAYS, days)
        self.repository.add(archive or packed(at), knowledge.load(at), lasting, self.now)
        self.finish()

    def rewrite(self, role: str, change: Callable[[Any], None], signers: Iterable[str]) -> None:
        """Change what is published of a role in place, its signatures made anew by *signers*, whoever they are."""
        path = self.repository.published_path(role)
        assert path
        found: Metadata[Any] = Metadata.from_bytes(path.read_bytes())
        change(found.signed)
        found.signatures.clear()
        for name in signers:
            found.sign(self.signers[name], append=True)
        path.write_bytes(found.to_bytes())

    def expire(self, role: str, days: int = 1) -> None:
        """Let what is published of a role have expired."""
        crew = ("server",) if role in (Snapshot.type, Timestamp.type) else ("anna", "ben")
        until = self.now.replace(microsecond=0) - timedelta(days=days)
        self.rewrite(role, lambda signed: setattr(signed, "expires", until), crew)

    def copy(self, name: str) -> Path:
        """What is published now, kept aside."""
        return Path(shutil.copytree(self.repository.folder, self.folder / name))

    def go_back_to(self, earlier: Path, *names: str) -> None:
        """Put what was kept aside in the place of what is published: all of it, or the files of these names."""
        for path in (earlier / "metadata").iterdir():
            if not names or path.name in names:
                shutil.copy(path, self.repository.metadata / path.name)


Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """Gives out a folder over http on loopback; ``odd`` says what is answered instead, by a part of the path."""

    def __init__(self, folder: Path, certificate: Path | None = None) -> None:
        """*certificate* (with its key) makes it speak TLS."""
        self.folder, self.odd, self.asked = folder, dict[str, Answer](), list[str]()
        world = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                world.answer(self)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        if certificate:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(certificate)
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
            self.address = f"https://localhost:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append(request.path)
        odd = next((answer for part, answer in self.odd.items() if part in request.path), None)
        path = self.folder / request.path.lstrip("/")
        if odd:
            odd(request)
        elif path.is_file():
            send(request, path.read_bytes())
        else:
            request.send_error(404)

    @contextmanager
    def running(self) -> Iterator[Server]:
        self._thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()


def send(request: BaseHTTPRequestHandler, content: bytes, length: int | None = None) -> None:
    """Answer with *content*, which is said to be *length* bytes long."""
    request.send_response(200)
    request.send_header("Content-Length", str(len(content) if length is None else length))
    request.end_headers()
    request.wfile.write(content)


@dataclass
class Pc:
    """A PC with a store of its own."""

    store: updates.Store
    told: list[tuple[str, str]] = field(default_factory=list)

    def update(self, place: str | Path, root: Path | None = None, **more: Any) -> updates.Done:
        return updates.bring(
            self.store, updates.Request(str(place), root=root, **more), AGENT, lambda *said: self.told.append(said)
        )

    @property
    def version(self) -> str:
        """The version in force."""
        return updates.in_force([self.store]).known.version


def refused(pc: Pc, place: str | Path, kind: Kind, before: str = FIRST, **more: Any) -> updates.Trouble:
    """What the update ends with; before and after the same knowledge is in force, and nothing half done is left."""
    kept = pc.store.state().kept
    with pytest.raises(updates.Trouble) as caught:
        pc.update(place, **more)
    assert caught.value.kind is kind, caught.value.facts
    assert pc.version == before
    assert pc.store.state().kept == kept
    assert not (pc.store.folder / "drafts").exists()
    assert len(list((pc.store.folder / "versions").iterdir())) == len(kept)
    said = [caught.value.words.fill(caught.value.facts).say(language) for language in LANGUAGES]
    assert len(set(said)) == len(LANGUAGES)
    assert all(said)
    return caught.value


def archive_of(publisher: Publisher, version: str) -> Path:
    """The archive of a version as it is given out."""
    (path,) = publisher.repository.targets.glob(f"*.knowledge-{version}.zip")
    return path
