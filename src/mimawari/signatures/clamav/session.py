"""A session with ClamAV's daemon: one connection over which it is shown one content after the other (clamd(8)).

``IDSESSION`` keeps the connection, and answers begin with the number of the question. ``INSTREAM`` is followed by chunks, each
behind its length in four bytes, the highest first; one of length 0 ends them. Commands and answers end with a NUL because each
command begins with ``z``.

What is sent is held by the system until the daemon reads it, so a good answer does not say that the daemon had all of a content. It
is asked for a sign of life (``PING``) afterwards, which it can only read once it has read all that came before.
"""

from __future__ import annotations

import re
import select
import socket
from collections.abc import Iterable
from contextlib import suppress
from time import monotonic, sleep
from weakref import finalize

from mimawari.model import Reason
from mimawari.signatures.clamav.address import Address

CHUNK = 64 << 10

_STEP = 60.0
"""So many seconds may pass until it takes the next bytes, or answers what takes it no time: as many as loading takes it."""

_FIRST, _PATIENCE = 5.0, 60.0
"""So many seconds it is waited for at first, as it may just be starting anew; and once it was there: loading takes it 20 to 60."""

_SILENCES, _REST = 2, 120.0
"""Where it let so many questions in a row wait in vain, it is asked nothing for so many seconds."""

_PAUSE = 0.25
_LONGEST = 4096
_GOOD = ": OK"
_ANSWER = re.compile(r"([0-9]{1,9}): ([^\x00-\x1f\x7f]*)")
_REASONS = (
    (PermissionError, Reason.DENIED),
    (FileNotFoundError, Reason.MISSING),
    (ConnectionRefusedError, Reason.MISSING),
    (TimeoutError, Reason.TIMED_OUT),
)


class Unanswered(Exception):
    """It did not answer: the *reason*, and a gap's phrase for it."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class _Lost(Exception):
    """The connection ended."""


class Session:
    """One with the daemon at *address*, begun when it is needed, and anew when it was lost."""

    def __init__(self, address: Address, first: float = _FIRST, patience: float = _PATIENCE, step: float = _STEP) -> None:
        self._address, self._patience, self._step = address, patience, step
        self._waits = first
        self._lines: list[socket.socket] = []
        self._number = 0
        self._silences, self._rests_until = 0, 0.0
        finalize(self, _close, self._lines)

    @property
    def place(self) -> str:
        """Where it listens, as the user would write it."""
        return self._address.text

    def version(self) -> str:
        """What it says of itself and of its signatures. Raises :class:`Unanswered`."""
        return self._ask(b"VERSION", None, self._step)

    def shown(self, content: Iterable[bytes], seconds: float) -> str:
        """Its answer on the chunks of *content*, for which it has *seconds* once it has them all. Raises :class:`Unanswered`.

        *content* is iterated once more where the connection is lost before an answer comes.
        """
        return self._ask(b"INSTREAM", content, seconds)

    def close(self) -> None:
        """End it; the next question begins another."""
        _close(self._lines)

    def _ask(self, command: bytes, content: Iterable[bytes] | None, seconds: float) -> str:
        for _ in range(2):
            answer = None
            try:
                answer = self._asked(command, content, seconds)
                return answer
            except _Lost:
                continue
            finally:
                # Whatever is still to come on such a line would answer the next question.
                if answer is None:
                    self.close()
        raise Unanswered(Reason.FAILED, "ClamAV ended the connection without an answer")

    def _asked(self, command: bytes, content: Iterable[bytes] | None, seconds: float) -> str:
        line = self._begun()
        self._number += 1
        try:
            is_early = self._put(line, command, content)
        except TimeoutError:
            self._note_silence()
            raise Unanswered(Reason.TIMED_OUT, f"ClamAV took no more data for {self._step:g} s") from None
        except OSError:
            # It may have said why before it hung up.
            is_early = True
        answer = self._answer(line, seconds)
        if content is not None and answer.endswith(_GOOD):
            if is_early:
                raise _Lost
            self._confirm(line)
        return answer

    def _put(self, line: socket.socket, command: bytes, content: Iterable[bytes] | None) -> bool:
        """Send it; whether the answer began before that was done."""
        line.settimeout(self._step)
        line.sendall(b"z" + command + b"\0")
        if content is None:
            return False
        for chunk in content:
            line.sendall(len(chunk).to_bytes(4, "big") + chunk)
        is_early = _is_answering(line)
        line.sendall(bytes(4))
        return is_early

    def _confirm(self, line: socket.socket) -> None:
        """That it has read all that was sent. Raises :class:`_Lost`."""
        self._number += 1
        try:
            line.settimeout(self._step)
            line.sendall(b"zPING\0")
        except OSError:
            raise _Lost from None
        if self._answer(line, self._step) != "PONG":
            raise Unanswered(Reason.FAILED, "ClamAV's answer cannot be read")

    def _answer(self, line: socket.socket, seconds: float) -> str:
        text, until = b"", monotonic() + seconds
        while not text.endswith(b"\0"):
            line.settimeout(max(0.01, until - monotonic()))
            try:
                data = line.recv(_LONGEST)
            except TimeoutError:
                data = None
            except OSError:
                raise _Lost from None
            if data is None or monotonic() > until:
                self._note_silence()
                raise Unanswered(Reason.TIMED_OUT, f"ClamAV did not answer within {seconds:g} s")
            if not data:
                raise _Lost
            text += data
            if len(text) > _LONGEST:
                raise Unanswered(Reason.FAILED, "ClamAV's answer cannot be read")
        self._silences = 0
        return self._read(text[:-1].decode("utf-8", "replace"))

    def _note_silence(self) -> None:
        self._silences += 1
        if self._silences >= _SILENCES:
            self._rests_until = monotonic() + _REST

    def _read(self, text: str) -> str:
        found = _ANSWER.fullmatch(text)
        if not found or int(found[1]) != self._number:
            raise Unanswered(Reason.FAILED, "ClamAV's answer cannot be read")
        return found[2]

    def _begun(self) -> socket.socket:
        if not self._lines:
            self._lines.append(self._connected())
            self._number, self._waits = 0, self._patience
            with suppress(OSError):
                self._lines[0].sendall(b"zIDSESSION\0")
        return self._lines[0]

    def _connected(self) -> socket.socket:
        """A connection; where nobody listens it may be about to come back, and is waited for once."""
        if monotonic() < self._rests_until:
            raise Unanswered(Reason.TIMED_OUT, "ClamAV did not answer before and was not asked")
        until = monotonic() + self._waits
        while True:
            try:
                return self._address.connected(self._step)
            except OSError as error:
                fault = error
            if isinstance(fault, TimeoutError):
                self._note_silence()
            if isinstance(fault, PermissionError) or monotonic() >= until:
                self._waits = 0.0
                raise _unreached(fault)
            sleep(_PAUSE)


def _is_answering(line: socket.socket) -> bool:
    """Whether there is something to read already. Where ``poll`` is, ``select`` cannot ask for every number of a file."""
    if hasattr(select, "poll"):
        asked = select.poll()
        asked.register(line, select.POLLIN)
        return bool(asked.poll(0))
    return bool(select.select([line], [], [], 0)[0])


def _close(lines: list[socket.socket]) -> None:
    while lines:
        with suppress(OSError):
            lines.pop().close()


def _unreached(fault: OSError) -> Unanswered:
    reason = next((reason for kind, reason in _REASONS if isinstance(fault, kind)), Reason.FAILED)
    if reason is Reason.DENIED:
        return Unanswered(reason, "ClamAV's socket may not be used")
    return Unanswered(reason, "ClamAV is not running, or listens elsewhere")
