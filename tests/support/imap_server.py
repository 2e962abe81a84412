"""A mail server that answers as it is told to, for what no real one does: nonsense, silence, endless answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Answer = bytes | Callable[[bytes], bytes]
"""What comes before the tagged line, or with it (``TAG NO why``). A callable gets the whole command."""

GREETING = b"* OK ready\r\n"
USUAL: dict[str, Answer] = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n",
    "AUTHENTICATE": b"",
    "LOGIN": b"",
    "LOGOUT": b"* BYE bye\r\n",
    "LIST": b'* LIST () "/" INBOX\r\n',
    "EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n",
}
HANG_UP = b"\0hang up"
"""An answer with which the connection ends at once."""


@dataclass
class Server:
    """Answers each command by its name; what is not named gets a BAD. ``said`` is all that clients sent."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    greeting: bytes = GREETING
    said: list[bytes] = field(default_factory=list)
    visits: int = 0

    def __enter__(self) -> Server:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._open = True
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False
        with socket.create_connection(("127.0.0.1", self.port)):
            pass
        self._thread.join(10)
        self._door.close()

    @property
    def locator(self) -> str:
        """The account there."""
        return f"imap://taro@127.0.0.1:{self.port}"

    def _serve(self) -> None:
        while True:
            line, _ = self._door.accept()
            with line:
                if not self._open:
                    return
                self.visits += 1
                line.settimeout(20)
                try:
                    self._talk(line)
                except OSError:
                    continue

    def _talk(self, line: socket.socket) -> None:
        line.sendall(self.greeting)
        with line.makefile("rb") as heard:
            while command := heard.readline():
                self.said.append(command)
                tag, _, rest = command.rstrip().partition(b" ")
                words = rest.split(b" ")
                name = (b" ".join(words[:2]) if words[0].upper() == b"UID" else words[0]).decode("latin-1").upper()
                if name == "AUTHENTICATE":
                    line.sendall(b"+ \r\n")
                    self.said.append(heard.readline())
                if not self._answer(line, tag, name, rest) or name == "LOGOUT":
                    return

    def _answer(self, line: socket.socket, tag: bytes, name: str, command: bytes) -> bool:
        known = {**USUAL, **self.answers}.get(name)
        if known is None:
            line.sendall(tag + b" BAD what?\r\n")
            return True
        answer = (known(command) if callable(known) else known).replace(b"TAG ", tag + b" ")
        before, hang_up, _ = answer.partition(HANG_UP)
        line.sendall(before)
        if hang_up:
            return False
        if b"\r\n" + tag + b" " not in b"\r\n" + before:
            line.sendall(tag + b" OK done\r\n")
        return True
