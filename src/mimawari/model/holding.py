"""What lay on a PC and is of value to whoever robs it. Never a secret: names of accounts and sites, and counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mimawari.model.artifact import Artifact


class Held(StrEnum):
    """What is held. ``remote-login``: a way into another machine (FTP, SFTP, RDP, VPN); ``credentials``: a store of the
    system."""

    MAIL_ACCOUNT = "mail-account"
    SAVED_LOGIN = "saved-login"
    SAVED_CARD = "saved-card"
    REMOTE_LOGIN = "remote-login"
    CREDENTIALS = "credentials"
    ADDRESS_BOOK = "address-book"
    MAILBOX = "mailbox"
    WIRELESS = "wireless"


@dataclass(frozen=True, kw_only=True)
class Holding(Artifact):
    """One thing that a program keeps for a user of a PC. No password is in it, and of saved logins no user name either.

    ``user`` is the name of the profile's folder, ``program`` what people call the program (``Outlook``, ``Google Chrome``).
    ``account`` is a mail account's address; ``place`` the host that it leads to (of a site in lower case, ``www.`` and all),
    ``service`` how (``imap``, ``pop3``, ``smtp``, ``exchange``, ``https``, ``http``, ``ftp``, ``sftp``, ``ssh``, ``rdp``, ``vpn``,
    ``smb``; of a login that is for no page ``app``: ``place`` is the name of its package, or ``extension``: that of the browser's
    extension). Empty where it is not told, or does not apply. ``count`` is how many there are: logins of a site, cards,
    networks. ``size`` in bytes. ``begins`` and ``ends`` are the times of the first and last use (UTC, ISO 8601 with ``Z``),
    empty where nothing tells them. ``saved``: a password is kept with it; None where that was not told.
    """

    held: Held
    user: str
    program: str
    account: str = ""
    place: str = ""
    service: str = ""
    count: int = 1
    size: int = 0
    begins: str = ""
    ends: str = ""
    saved: bool | None = None
