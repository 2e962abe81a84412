"""What an ordinary user of a small shop keeps on a PC: mail accounts, saved logins, ways into servers. All of it is invented.

Where a program would keep a password lies a word that says it is none (:data:`PLANTED`): whoever shows it shows too much.
"""

from __future__ import annotations

import base64
import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from mimawari.examples.hive_writer import Key, Value, binary, number, text
from mimawari.examples.moments import moment
from mimawari.examples.pc import Pc, User
from mimawari.examples.tree_writer import Copy

PLANTED = "mihon-no-password"
"""Begins every word that lies where a password would. It was never one."""
CARD = "mihon-no-card-number"
LOGIN = "mihon-no-login"
"""Who signs in to a site: that, too, is nobody's business."""
_ACCOUNTS = r"Software\Microsoft\Office\16.0\Outlook\Profiles\Outlook\9375CFF0413111d3B88A00104B2A6676"
_DESKTOPS = r"Software\Microsoft\Terminal Server Client\Servers"
_CHROME = "AppData/Local/Google/Chrome/User Data/Default"
_THUNDERBIRD = "AppData/Roaming/Thunderbird"
_LOGINS = (
    "CREATE TABLE logins (origin_url VARCHAR NOT NULL, username_value VARCHAR, password_value BLOB, signon_realm VARCHAR NOT NULL, "
    "date_created INTEGER NOT NULL, blacklisted_by_user INTEGER NOT NULL, date_last_used INTEGER NOT NULL DEFAULT 0)"
)
_CARDS = "CREATE TABLE credit_cards (guid VARCHAR PRIMARY KEY, name_on_card VARCHAR, card_number_encrypted BLOB)"
_SQLITE = 3_040_000
"""The version that an example says it was written by: the bytes must not hang on the one that wrote it."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site with so many saved logins; ``refused``: the user said never to save one there."""

    url: str
    logins: int = 1
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What one user keeps."""

    outlook: str = ""
    thunderbird: str = ""
    mail_server: str = ""
    sites: tuple[Site, ...] = ()
    cards: int = 0
    ftp: str = ""
    desktop: str = ""


def keep(copy: Copy, pc: Pc, user: User, root: Key, kept: Kept) -> None:
    """Put all of it into the profile and the hive of a user."""
    home = f"Users/{user.name}"
    if kept.outlook:
        _outlook(root, kept)
    if kept.desktop:
        root.at(rf"{_DESKTOPS}\{kept.desktop}").put(text("UsernameHint", f"{pc.name}\\{LOGIN}"))
    files = _thunderbird(kept) if kept.thunderbird else {}
    if kept.sites:
        files |= {f"{_CHROME}/Login Data": _login_data(pc, kept.sites), f"{_CHROME}/Web Data": _web_data(kept.cards)}
    if kept.ftp:
        files["AppData/Roaming/FileZilla/sitemanager.xml"] = _sites_of_ftp(kept.ftp)
    for path, content in files.items():
        copy.add(f"{home}/{path}", content, moment(pc.used, f"{home}/{path}"))


def _outlook(root: Key, kept: Kept) -> None:
    account = root.at(rf"{_ACCOUNTS}\00000002")
    account.put(text("clsid", "{ED475412-B0D6-11D2-8C3B-00104B2A6676}"), _wide("Account Name", kept.outlook))
    account.put(_wide("Email", kept.outlook), _wide("IMAP Server", kept.mail_server), _wide("SMTP Server", kept.mail_server))
    account.put(number("IMAP Port", 993), binary("IMAP Password", f"\2{PLANTED}-outlook".encode("utf-16-le")))
    root.at(rf"{_ACCOUNTS}\00000003").put(text("clsid", "{ED475414-B0D6-11D2-8C3B-00104B2A6676}"), text("Service Name", "CONTAB"))


def _wide(name: str, data: str) -> Value:
    """Text as Outlook has it: UTF-16 in a value of bytes."""
    return binary(name, data.encode("utf-16-le") + b"\0\0")


def _thunderbird(kept: Kept) -> dict[str, bytes]:
    server, profile = kept.mail_server, f"{_THUNDERBIRD}/Profiles/m1d0r1.default-release"
    prefs = {
        "mail.account.account1.identities": "id1", "mail.account.account1.server": "server1",
        "mail.identity.id1.useremail": kept.thunderbird, "mail.identity.id1.smtpServer": "smtp1",
        "mail.server.server1.hostname": server, "mail.server.server1.type": "imap",
        "mail.server.server1.userName": kept.thunderbird, "mail.smtpserver.smtp1.hostname": server,
    }  # fmt: skip
    lines = [f'user_pref("{name}", "{value}");\r\n' for name, value in prefs.items()]
    logins = (
        f'{{"nextId":2,"logins":[{{"id":1,"hostname":"imap://{server}","encryptedUsername":"{LOGIN}",'
        f'"encryptedPassword":"{PLANTED}-thunderbird"}}]}}'
    )
    profiles = "[Profile0]\r\nName=default-release\r\nIsRelative=1\r\nPath=Profiles/m1d0r1.default-release\r\n"
    return {
        f"{_THUNDERBIRD}/profiles.ini": profiles.encode(),
        f"{profile}/prefs.js": "".join(lines).encode(),
        f"{profile}/logins.json": logins.encode(),
    }


def _login_data(pc: Pc, sites: Sequence[Site]) -> bytes:
    rows = []
    for site in sites:
        for count in range(site.logins):
            used = moment(pc.used, f"{site.url} {count}") // 10
            word = b"" if site.refused else f"{PLANTED}-chrome-{count}".encode()
            login = "" if site.refused else f"{LOGIN}-{count}"
            rows.append((site.url, login, word, site.url, used, int(site.refused), used))
    return _database(_LOGINS, "logins", rows)


def _web_data(cards: int) -> bytes:
    return _database(_CARDS, "credit_cards", [(f"card-{count}", LOGIN, f"{CARD}-{count}".encode()) for count in range(cards)])


def _database(made: str, table: str, rows: Sequence[tuple[object, ...]]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute(made)
        places = ", ".join("?" for _ in rows[0]) if rows else ""
        base.executemany(f"INSERT INTO {table} VALUES ({places})", rows) if rows else None  # noqa: S608  # our own words only
        base.commit()
        content = bytearray(base.serialize())
    struct.pack_into(">I", content, 96, _SQLITE)
    return bytes(content)


def _sites_of_ftp(host: str) -> bytes:
    word = base64.b64encode(f"{PLANTED}-filezilla".encode()).decode()
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n<FileZilla3><Servers><Server>'
        f'<Host>{host}</Host><Port>21</Port><Protocol>0</Protocol><User>{LOGIN}</User><Pass encoding="base64">{word}</Pass>'
        "<Name>web</Name></Server></Servers></FileZilla3>\r\n"
    ).encode()
