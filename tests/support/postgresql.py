"""A real database server: PostgreSQL on a socket in a folder of its own, by an unprivileged user, which ends with it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from support.tools import in_ci

_INSTALLED = Path("/usr/lib/postgresql")
_SETTINGS = ("listen_addresses=''", "fsync=off", "max_connections=40", "shared_buffers=16MB")
_MISSING = "PostgreSQL is not installed"


def programs() -> Path:
    """Where its programs lie. Skips the test, by name, where there are none; in CI that is a failure."""
    found = sorted(_INSTALLED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found and in_ci():
        pytest.fail(_MISSING)
    if not found:
        pytest.skip(_MISSING)
    return found[-1].parent


@dataclass
class Postgresql:
    """A cluster. It does not run as the superuser: then it runs as the user that Debian made for it, or as nobody."""

    home: Path
    programs: Path
    _number: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str = "postgres") -> str:
        """A database of it."""
        return f"postgresql://tester@/{database}?host={self.home}"

    def database(self, encoding: str = "UTF8") -> str:
        """The address of a new database."""
        import psycopg

        name = f"book{next(self._number)}"
        with psycopg.connect(self.url(), autocommit=True) as base:
            base.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0".encode())
        return self.url(name)

    def stop(self, mode: str = "fast") -> None:
        """Stop it; ``immediate`` is as if it had crashed."""
        self.run("pg_ctl", "-D", str(self.home / "data"), "-m", mode, "-w", "stop")

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = " ".join(f"-c {one}" for one in (*_SETTINGS, f"unix_socket_directories={self.home}"))
        self.run("pg_ctl", "-D", str(self.home / "data"), "-l", str(self.home / "log"), "-w", "-o", options, "start")

    def run(self, program: str, *words: str) -> None:
        """Run one of its programs as its user."""
        done = subprocess.run(
            [self.programs / program, *words], cwd=self.home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, timeout=60, check=False, user=_user(), group=_group(), extra_groups=[] if _user() else None,
        )  # fmt: skip
        assert not done.returncode, (program, done.stderr, (self.home / "log").read_text("utf-8", "replace"))


def _account() -> pwd.struct_passwd | None:
    if os.getuid():
        return None
    names = {one.pw_name: one for one in pwd.getpwall()}
    return names.get("postgres", names["nobody"])


def _user() -> int | None:
    account = _account()
    return account.pw_uid if account else None


def _group() -> int | None:
    account = _account()
    return account.pw_gid if account else None


@contextmanager
def running() -> Iterator[Postgresql]:
    """A new cluster that runs."""
    found = programs()
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        home.chmod(0o711)
        account = _account()
        if account:
            os.chown(home, account.pw_uid, account.pw_gid)
        (home / "log").touch()
        if account:
            os.chown(home / "log", account.pw_uid, account.pw_gid)
        one = Postgresql(home, found)
        one.run("initdb", "-D", str(home / "data"), "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        one.start()
        try:
            yield one
        finally:
            one.stop("immediate")
    finally:
        shutil.rmtree(home)
