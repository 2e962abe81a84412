"""What says it is ClamAV's daemon and is not: it answers as it is told to, for what no real one does on purpose."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO

from mimawari.signatures.clamav.address import Address

Act = Callable[[socket.socket, int, bytes], None]
"""What is done on a question: the connection, the question's number, and the content that came with it."""


def says(text: bytes) -> Act:
    """It answers *text*, with the number before it and a NUL behind it."""
    return lambda line, number, _: line.sendall(b"%d: %s\0" % (number, text))


def raw(data: bytes) -> Act:
    """It answers just these bytes."""
    return lambda line, _, __: line.sendall(data)


def hangs_up(line: socket.socket, number: int, content: bytes) -> None:
    """It ends the connection."""
    del number, content
    line.shutdown(socket.SHUT_RDWR)


@dataclass
class Double:
    """Does the next of *acts* on every question but ``PING``, the last of them again and again.

    ``shown`` is all that it was shown; it can be one that *keeps* nothing, or ``is_deaf`` and takes nothing.
    """

    acts: list[Act]
    is_deaf: bool = False
    keeps: bool = True
    shown: list[bytes] = field(default_factory=list)
    visits: int = 0

    def __enter__(self) -> Double:
        self._door = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []
        self.address = Address(host="127.0.0.1", port=int(self._door.getsockname()[1]))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._thread.join(10)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._door.accept()
                self.visits += 1
                self._lines.append(line)
                if not self.is_deaf:
                    threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with suppress(OSError), line.makefile("rb") as heard:
            number = 0
            while command := _until_nul(heard):
                if command == b"zIDSESSION":
                    continue
                number += 1
                if command == b"zPING":
                    line.sendall(b"%d: PONG\0" % number)
                    continue
                content = _content(heard, self.keeps) if command == b"zINSTREAM" else b""
                self.shown.append(content)
                act = self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]
                act(line, number, content)


def _until_nul(heard: BinaryIO) -> bytes:
    text = b""
    while (one := heard.read(1)) and one != b"\0":
        text += one
    return text


def _content(heard: BinaryIO, keeps: bool) -> bytes:
    pieces = []
    while length := int.from_bytes(heard.read(4), "big"):
        assert length <= 64 << 10
        data = heard.read(length)
        if keeps:
            pieces.append(data)
    return b"".join(pieces)
