"""A real ClamAV daemon on sockets of its own, with small signatures of our own: its limits can be set, and it can be killed."""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import tarfile
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

DAEMON = "/usr/sbin/clamd"
EMOTET, OTHER, SPAM = b"inert marker of nothing: carp", b"inert marker of nothing: tench", b"inert marker of nothing: roach"
SIGNATURES = (
    ("Win.Trojan.Emotet-1-0", EMOTET),
    ("Doc.Downloader.Agent-2-0", OTHER),
    ("Sanesecurity.Spam.3", SPAM),
)
"""Names, and the text that each looks for. What is not signed by ClamAV gets ``.UNOFFICIAL`` behind its name."""

_SETTINGS = """
Foreground yes
LogFile {home}/log
LocalSocket {home}/socket
TCPSocket {port}
TCPAddr 127.0.0.1
DatabaseDirectory {home}/signatures
TemporaryDirectory {home}/scratch
"""
SMALL = {"StreamMaxLength": "1M", "MaxFileSize": "512K", "MaxScanSize": "2M", "MaxRecursion": "3"}


def need() -> None:
    """Skip, by name, where there is no ClamAV daemon; in CI that is a failure."""
    if Path(DAEMON).exists():
        return
    if os.environ.get("CI") == "true":
        pytest.fail("clamav-daemon is missing")
    pytest.skip("clamav-daemon is missing")


def dated(number: int, made: datetime) -> bytes:
    """A daily database without signature and with next to nothing in it, as ClamAV packs one (docs.clamav.net, "CVD Info File")."""
    day = made.strftime("%d %b %Y %H-%M +0000")
    head = f"ClamAV-VDB:{day}:{number}:1:90:X:X:tests:{int(made.timestamp())}"
    rows = b"Not.Here-1:0:*:" + b"never in any file of ours".hex().encode() + b"\n"
    listed = f"{head}\ndaily.ndb:{len(rows)}:{sha256(rows).hexdigest()}\n"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in (("daily.info", listed.encode()), ("daily.ndb", rows)):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return head.encode().ljust(512) + packed.getvalue()


def _home() -> Path:
    """A folder with a short name, as sockets need it."""
    return Path(tempfile.mkdtemp(prefix="clamd-"))


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Clamd:
    """A daemon with its files in a folder of its own, which ends with it.

    ``made``: when its daily database was made. ``more``: databases beside it, by their names.
    """

    settings: dict[str, str] = field(default_factory=dict)
    made: datetime | None = None
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=_free)
    home: Path = field(default_factory=_home)
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Clamd:
        need()
        for folder in ("signatures", "scratch"):
            (self.home / folder).mkdir()
        rows = "".join(f"{name}:0:*:{text.hex()}\n" for name, text in SIGNATURES)
        for name, text in {"own.ndb": rows, **self.more}.items():
            (self.home / "signatures" / name).write_text(text, "ascii")
        if self.made:
            (self.home / "signatures" / "daily.cud").write_bytes(dated(27550, self.made.astimezone(UTC)))
        own = "".join(f"{name} {value}\n" for name, value in self.settings.items())
        self.config.write_text(_SETTINGS.format(home=self.home, port=self.port) + own, "utf-8")
        try:
            self.start()
        except AssertionError:
            shutil.rmtree(self.home)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.home)

    @property
    def config(self) -> Path:
        """Its settings."""
        return self.home / "clamd.conf"

    @property
    def socket(self) -> str:
        """Its socket."""
        return str(self.home / "socket")

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process
        return self._process.pid

    @property
    def place(self) -> str:
        """Its port, as it is written for ``check --clamd``."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        Path(self.socket).unlink(missing_ok=True)
        command = [DAEMON, "-c", str(self.config)]
        quiet, universal = subprocess.DEVNULL, {**os.environ, "TZ": "UTC"}
        self._process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=universal, start_new_session=True)
        until = time.monotonic() + 30
        while time.monotonic() < until and self._process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 2) as line:
                line.sendall(b"zPING\0")
                if line.recv(8) == b"PONG\0":
                    return
            time.sleep(0.05)
        self.kill()
        raise AssertionError(f"clamd does not start: {self.log()}")

    def kill(self) -> None:
        """Kill it, without a word of goodbye."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        self._process = None

    def log(self) -> str:
        """What it wrote."""
        path = self.home / "log"
        return path.read_text("utf-8", "replace") if path.exists() else ""
