"""Where ClamAV's daemon listens: a socket of this machine. What it is shown must not leave it."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import ip_address

AUTO = "auto"
"""Stands for where it usually listens."""

USUAL = ("/run/clamav/clamd.ctl", "/run/clamd.scan/clamd.sock", "/run/clamav/clamd.sock", "127.0.0.1:3310")
"""Debian's and Fedora's sockets, that of ClamAV's own container, and what Windows and others use (docs.clamav.net)."""

_NETWORK = re.compile(r"(?:\[([0-9A-Fa-f:.]{2,45})\]|([\w.\-]{1,253})):([0-9]{1,5})", re.ASCII)
_HERE = "127.0.0.1"


class Elsewhere(ValueError):
    """An address that is none of this machine."""


@dataclass(frozen=True, slots=True)
class Address:
    """A socket's ``path``, or ``host`` (a loopback address in digits) and ``port``."""

    path: str = ""
    host: str = ""
    port: int = 0

    @property
    def text(self) -> str:
        """It as :func:`address` reads it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.path or f"{host}:{self.port}"

    def connected(self, seconds: float) -> socket.socket:
        """A connection whose every step takes at most *seconds*. Raises ``OSError``."""
        if not self.path:
            line = socket.create_connection((self.host, self.port), seconds)
            # What is sent are short commands that are answered at once: none is to wait for the next.
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return line
        family = getattr(socket, "AF_UNIX", None)
        if family is None:
            raise OSError("this system has no sockets in files")
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(seconds)
            line.connect(self.path)
        except OSError:
            line.close()
            raise
        return line


def address(text: str) -> Address:
    """*text* as an address: ``host:port``, else a path. Raises :class:`Elsewhere` for another machine's."""
    found = _NETWORK.fullmatch(text)
    if not found:
        return Address(path=text)
    host, port = found[1] or found[2], int(found[3])
    if host.lower() == "localhost":
        host = _HERE
    try:
        is_here = ip_address(host).is_loopback and 0 < port < 1 << 16
    except ValueError:
        is_here = False
    if not is_here:
        raise Elsewhere(text)
    return Address(host=host, port=port)
