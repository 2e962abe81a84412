"""One connection to a mail server: signed in, with a folder opened for reading only. It knows no command that changes anything."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mimawari.model import BadEvidence, Reason, uids
from mimawari.model.account import Account
from mimawari.sources.imap_account import answers, utf7
from mimawari.trees.faults import BROKEN

if TYPE_CHECKING:
    from mimawari.sources.imap_account.wire import Bounded

CHUNK = 1 << 20
"""Bytes of a mail that are asked for at once."""
_SIZES = "(UID RFC822.SIZE)"
UNREACHED, REFUSED = "the server cannot be reached", "the server refuses a command"
UNLISTED = "the server does not list the mails"

_CONTROL = re.compile(rb"[\0-\x1f\x7f]")
_BUSY = re.compile(r"\[(?:LIMIT|INUSE|UNAVAILABLE|SERVERBUG)\b|maximum|too many|limit|try again", re.IGNORECASE)


class Dropped(Exception):
    """The connection is lost, or could not be made; another may do better. ``busy``: the server takes no more of them now."""

    def __init__(self, reason: Reason, detail: str = UNREACHED, busy: bool = False) -> None:
        super().__init__(reason, detail)
        self.reason, self.detail, self.busy = reason, detail, busy


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is open: its name as people see it, its UIDVALIDITY, how many mails are in it."""

    name: str
    validity: int
    mails: int


@contextmanager
def _talking() -> Iterator[None]:
    """What goes wrong on the line. What a server says is never repeated: it may hold what was sent to it."""
    import ssl

    from mimawari.sources.imap_account.wire import Abort, Failure

    try:
        yield
    except TimeoutError as fault:
        raise Dropped(Reason.TIMED_OUT, "the server does not answer") from fault
    except ssl.SSLCertVerificationError as fault:
        raise BadEvidence(Reason.FAILED, "the server's certificate is not valid") from fault
    except socket.gaierror as fault:
        if fault.errno == socket.EAI_NONAME:
            raise BadEvidence(Reason.MISSING, "no server has this name") from fault
        raise Dropped(Reason.FAILED) from fault
    except Abort as fault:
        raise Dropped(Reason.FAILED) from fault
    except BROKEN as fault:
        raise Dropped(Reason.FAILED) from fault
    except Failure as fault:
        raise Dropped(Reason.FAILED, REFUSED, busy=bool(_BUSY.search(str(fault)))) from fault


def is_here(host: str) -> bool:
    """Whether it is this very machine, which nobody listens on the way to."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Session:
    """A connection. Every method raises :class:`Dropped` where the connection fails, ``BadEvidence`` where the server says no."""

    def __init__(self, account: Account, secret: str) -> None:
        self._account = account
        with _talking():
            self._line = _connected(account)
        try:
            with _talking():
                self._encrypt()
            self._sign_in(secret)
        except (Dropped, BadEvidence):
            self.drop()
            raise

    def _encrypt(self) -> None:
        """Before the password is said, nobody may listen: STARTTLS (RFC 9051 6.2.1), or a server on this machine."""
        from mimawari.sources.imap_account.wire import certified

        if self._account.encrypted:
            return
        here = is_here(self._account.host)
        if "STARTTLS" in self._line.capabilities:
            self._line.starttls(certified(here))
        elif not here:
            raise BadEvidence(Reason.UNSUPPORTED, "the server offers no encryption")

    def _sign_in(self, secret: str) -> None:
        from mimawari.sources.imap_account.wire import Abort, Failure

        with _talking():
            try:
                self._say_password(secret)
            except Abort:
                raise
            except Failure as fault:
                if _BUSY.search(str(fault)) and "AUTHENTICATIONFAILED" not in str(fault):
                    raise Dropped(Reason.FAILED, "the server takes no more connections", busy=True) from fault
                raise BadEvidence(Reason.DENIED, "the server does not accept the user name or the password") from fault

    def _say_password(self, secret: str) -> None:
        """PLAIN (RFC 4616) takes any character; LOGIN is for servers without it."""
        self._line.left = _answer_bound()
        if "AUTH=PLAIN" in self._line.capabilities:
            self._line.authenticate("PLAIN", lambda _: f"\0{self._account.user}\0{secret}".encode())
        elif (self._account.user + secret).isascii():
            self._line.login(answers.quoted(self._account.user.encode()).decode(), secret)
        else:
            raise BadEvidence(Reason.UNSUPPORTED, "the server takes no password with such characters")

    def _ask(self, what: Any, *given: Any) -> tuple[str, list[Any]]:
        """The status and the data of an answer."""
        self._line.left = _answer_bound()
        with _talking():
            status, data = what(*given)
        return str(status), list(data or ())

    def folders(self) -> list[answers.Listed]:
        """All folders that hold mails."""
        status, data = self._ask(self._line.list, '""', "*")
        if status != "OK":
            raise BadEvidence(Reason.DENIED, "the server does not list its folders")
        return list(answers.folders(data))

    def examine(self, name: bytes) -> Folder | None:
        """Open a folder, by its name on the wire, for reading only (EXAMINE, RFC 9051 6.3.3); None where there is none such."""
        if _CONTROL.search(name):
            return None
        status, data = self._ask(self._line.select, answers.quoted(name), True)
        if status != "OK":
            return None
        mails = _number(data)
        if mails is None:  # Unlike 0: EXISTS has to be told (RFC 9051 6.3.2).
            raise BadEvidence(Reason.FAILED, UNLISTED)
        validity = _number(self._line.response("UIDVALIDITY")[1])
        return Folder(utf7.decoded(name), validity or 0, mails)

    def sizes(self, first: int, last: int, bare: bool = False) -> dict[int, int]:
        """Size by UID of the mails with these sequence numbers; the size is as the server tells it, not always right.

        *bare*: the UIDs only, with sizes of 0. For a size Dovecot opens a mail, and hangs up where it may not.
        """
        return self._sizes(self._line.fetch, f"{first}:{last}", what="(UID)" if bare else _SIZES)

    def sizes_of(self, wanted: Sequence[int]) -> dict[int, int]:
        """The same of mails by UID; those that are no more are left out."""
        return self._sizes(self._line.uid, "FETCH", uids.written(wanted))

    def _sizes(self, *command: Any, what: str = _SIZES) -> dict[int, int]:
        status, data = self._ask(*command, what)
        if status != "OK":
            raise Dropped(Reason.FAILED, REFUSED)
        return answers.sizes(data)

    def read(self, wanted: Sequence[int], offset: int = 0) -> dict[int, answers.Fetched]:
        """:data:`CHUNK` bytes of each mail from *offset* on (BODY.PEEK, which leaves the mail unread).

        Those that came, even where the server says in the end that some are no more (RFC 9051 7.1, EXPUNGEISSUED).
        """
        status, data = self._ask(self._line.uid, "FETCH", uids.written(wanted), f"(UID BODY.PEEK[]<{offset}.{CHUNK}>)")
        return answers.bodies(data if status == "OK" else self._line.response("FETCH")[1] or ())

    def close(self) -> None:
        """Say goodbye, if anybody listens."""
        from mimawari.sources.imap_account.wire import Failure

        with suppress(OSError, ValueError, Failure):
            self._line.left = _answer_bound()
            self._line.sock.settimeout(5)
            self._line.logout()
        self.drop()

    def drop(self) -> None:
        """End it without a word: what still comes on a broken line is no answer."""
        with suppress(OSError, ValueError):
            self._line.shutdown()


def _answer_bound() -> int:
    from mimawari.sources.imap_account.wire import ANSWER

    return ANSWER


def _connected(account: Account) -> Bounded:
    from mimawari.sources.imap_account.wire import SECONDS, Bounded, Encrypted, certified

    if account.encrypted:
        return Encrypted(account.host, account.port, ssl_context=certified(is_here(account.host)), timeout=SECONDS)
    return Bounded(account.host, account.port, timeout=SECONDS)


def _number(data: Sequence[Any]) -> int | None:
    """A number that stands alone in an answer; None where it does not."""
    text = data[0] if data else None
    return int(text) if isinstance(text, bytes) and text.isdigit() else None
