"""A real mail server: Dovecot on a port of this machine, with its own settings, certificate and users, which can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from getpass import getuser
from pathlib import Path

import pytest

SERVER = "/usr/sbin/dovecot"
USER, PASSWORD = "taro@example.jp", 's3cret "quoted" \\ 日本'

_SETTINGS = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
auth_verbose = yes
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
mail_location = maildir:{home}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = {connections}
ssl = {ssl}
ssl_cert = <{home}/server.pem
ssl_key = <{home}/server.key
namespace inbox {{
  inbox = yes
  separator = /
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
"""


def need() -> None:
    """Skip, by name, where there is no Dovecot; in CI that is a failure."""
    if Path(SERVER).exists():
        return
    if os.environ.get("CI") == "true":
        pytest.fail("dovecot-imapd is missing")
    pytest.skip("dovecot-imapd is missing")


def _home() -> Path:
    """A folder with a short name, as sockets need it, that the server's own users may pass through."""
    home = Path(tempfile.mkdtemp(prefix="dovecot-"))
    home.chmod(0o711)
    return home


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Dovecot:
    """A server with its files in a folder of its own, which ends with it. ``ssl`` and ``mechanisms`` are settings of it."""

    ssl: str = "yes"
    connections: int = 10
    mechanisms: str = "plain login"
    port: int = field(default_factory=_free)
    tls: int = field(default_factory=_free)
    home: Path = field(default_factory=_home)
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Dovecot:
        need()
        _certificate(self.home)
        (self.home / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n", "utf-8")
        as_root = os.getuid() == 0
        internal, login = ("dovecot", "dovenull") if as_root else (getuser(), getuser())
        ids: dict[str, object] = {"uid": self.owner[0], "gid": self.owner[1], "internal": internal, "login": login}
        ids["group"] = "dovecot" if as_root else _group()
        given = {"home": self.home, "port": self.port, "tls": self.tls, "ssl": self.ssl}
        settings = _SETTINGS.format(**ids, **given, connections=self.connections, mechanisms=self.mechanisms)
        (self.home / "dovecot.conf").write_text(settings, "utf-8")
        self.folder()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.home)

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [SERVER, "-F", "-c", str(self.home / "dovecot.conf")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        until = time.monotonic() + 20
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as line:
                    line.settimeout(5)
                    if line.recv(4) == b"* OK":
                        return
            except OSError:
                time.sleep(0.05)
        self.kill()
        raise AssertionError(f"dovecot does not start: {self.log()}")

    def empty(self) -> None:
        """Take all mails and the log away, and start it if it was killed."""
        shutil.rmtree(self.home / "mail", ignore_errors=True)
        self.folder()
        if self._process is None:
            self.start()
        self.forget()

    def forget(self) -> None:
        """Begin a new log."""
        (self.home / "log").write_text("", "utf-8")

    def kill(self) -> None:
        """Kill it and all its processes, without a word of goodbye."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        if self._process.stderr:
            self._process.stderr.close()
        self._process = None
        shutil.rmtree(self.home / "run", ignore_errors=True)

    def log(self) -> str:
        """What it wrote."""
        path = self.home / "log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    @property
    def owner(self) -> tuple[int, int]:
        """Who the mails are of: Dovecot does not give them to the superuser."""
        import pwd

        if os.getuid():
            return os.getuid(), os.getgid()
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid

    def own(self, path: Path) -> None:
        """Give a file or folder to the user."""
        if not os.getuid():
            os.chown(path, *self.owner)

    def folder(self, name: str = "") -> Path:
        """A Maildir of the user, by its name on the disk (``.Sent``); made if it is not there."""
        path = self.home / "mail" / USER / name
        for part in ("cur", "new", "tmp"):
            (path / part).mkdir(parents=True, exist_ok=True)
            self.own(path / part)
        for parent in (path, self.home / "mail" / USER, self.home / "mail"):
            self.own(parent)
        return path

    def deliver(self, *mails: bytes, folder: str = "") -> None:
        """Put mails into a folder as new ones, in this order."""
        place = self.folder(folder) / "new"
        count = len(list(place.iterdir())) + len(list((self.folder(folder) / "cur").iterdir()))
        for number, mail in enumerate(mails, count + 1):
            path = place / f"{1_700_000_000 + number}.M{number:06d}P1.host"
            path.write_bytes(mail)
            self.own(path)

    def locator(self, folder: str = "", scheme: str = "imap") -> str:
        """The account, as it is written for ``check``."""
        port = self.tls if scheme == "imaps" else self.port
        return f"{scheme}://{USER.replace('@', '%40')}@127.0.0.1:{port}/{folder}"


def _group() -> str:
    import grp

    return grp.getgrgid(os.getgid()).gr_name


_KEY = ("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")


def _certificate(home: Path) -> None:
    """An authority of its own (``ca.pem``), and a certificate of it for ``localhost``."""
    authority = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=test authority"]
    server = ["-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"]
    _openssl(home, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *authority)
    _openssl(home, "req", "-new", "-newkey", *_KEY, "-nodes", *server)
    (home / "names").write_text("subjectAltName=DNS:localhost\n", "ascii")
    _openssl(
        home, "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
        "-out", "server.pem", "-days", "2", "-extfile", "names",
    )  # fmt: skip


def _openssl(home: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=home, check=True, capture_output=True)
