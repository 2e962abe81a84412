"""Stores of mail: every dialect of mbox, a Maildir, folders of ``.eml`` and ``.msg``. No mail is held."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from support.mailboxes.msg_writer import msg
from support.mailboxes.planted import Planted
from support.mbox_files import mboxcl, mboxcl2, mboxo, mboxrd

DIALECTS: dict[str, Callable[[bytes], bytes]] = {
    "mboxo": mboxo,
    "mboxrd": mboxrd,
    "mboxcl": mboxcl,
    "mboxcl2": mboxcl2,
    "thunderbird": mboxrd,
    "crlf": mboxrd,
}
"""What each does to a mail."""


def mbox(path: Path, mails: Iterable[Planted], dialect: str = "mboxrd") -> Iterator[Planted]:
    """One file (https://www.loc.gov/preservation/digital/formats/fdd/fdd000383.shtml and its kin); gives each mail on."""
    with path.open("wb") as out:
        for mail in mails:
            piece = _separator(mail, dialect) + DIALECTS[dialect](mail.content) + b"\n"
            out.write(piece.replace(b"\n", b"\r\n") if dialect == "crlf" else piece)
            yield mail


def _separator(mail: Planted, dialect: str) -> bytes:
    when = f"{mail.moment:%a %b} {mail.moment.day:>2} {mail.moment:%H:%M:%S %Y}"
    if dialect == "thunderbird":
        return f"From - {when}\nX-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n".encode()
    return f"From {mail.sender or 'MAILER-DAEMON'} {when}\n".encode()


def maildir(path: Path, mails: Iterable[Planted]) -> Iterator[Planted]:
    """Maildir++: what was sent lies in ``.Sent``; the newest are not yet seen."""
    for folder in (path, path / ".Sent"):
        for below in ("cur", "new", "tmp"):
            (folder / below).mkdir(parents=True, exist_ok=True)
    (path / ".Sent" / "maildirfolder").touch()
    for number, mail in enumerate(mails):
        folder = path / ".Sent" if mail.folder == "Sent" else path
        name = f"{int(mail.moment.timestamp())}.M{number:06}P{number % 900 + 100}.mail,S={len(mail.content)}"
        is_new = number % 11 == 0 and mail.folder != "Sent"
        (folder / ("new" if is_new else "cur") / (name if is_new else f"{name}:2,S")).write_bytes(mail.content)
        yield mail


def _named(mail: Planted, number: int, extension: str) -> str:
    subject = re.sub(r'[\\/:*?"<>|\s]+', " ", mail.subject).strip()[:30] or "mail"
    return f"{number:05} {subject}.{extension}"


def _folder(path: Path, mails: Iterable[Planted], extension: str, written: Callable[[Planted], bytes]) -> Iterator[Planted]:
    for number, mail in enumerate(mails):
        folder = path / mail.folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _named(mail, number, extension)).write_bytes(written(mail))
        yield mail


def eml(path: Path, mails: Iterable[Planted]) -> Iterator[Planted]:
    """A folder of files as mail programs save them, lines ended by CR LF."""
    return _folder(path, mails, "eml", lambda mail: mail.content.replace(b"\n", b"\r\n"))


def outlook(path: Path, mails: Iterable[Planted]) -> Iterator[Planted]:
    """A folder of messages as Outlook saves them."""
    return _folder(path, mails, "msg", lambda mail: msg(mail.content))


STORES: dict[str, Callable[[Path, Iterable[Planted]], Iterator[Planted]]] = {
    "mbox": mbox,
    "maildir": maildir,
    "eml": eml,
    "msg": outlook,
}
