"""A small world of real mail servers: the firm's, a partner's, a forwarder's and a stranger's, and what people do with them."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from support.postfix import PASSWORD, Server

OURS, NORI, FORWARDER, STRANGER = "sakura.example.jp", "nori.example.net", "fwd.example.net", "evil.example.com"
STAFF = {"suzuki": "192.0.2.73", "tanaka": "192.0.2.71", "sato": "192.0.2.72"}
"""Who works there, each with the address of a PC."""
US = """
name = "Sakura Foods KK"
name_ja = "さくら食品株式会社"
domains = ["sakura.example.jp"]
accounts = [
  { address = "tanaka@sakura.example.jp", person = "Tanaka", machine = "PC-TANAKA", lan = "192.0.2.71" },
  { address = "sato@sakura.example.jp", person = "Sato", machine = "PC-SATO", lan = "192.0.2.72" },
  { address = "suzuki@sakura.example.jp", person = "Suzuki", machine = "PC-SUZUKI", lan = "192.0.2.73" },
]
wan = ["192.0.2.10"]
lan = ["192.0.2.64/26"]
mta = [{ name = "mail.sakura.example.jp", ip = "127.0.2.25", role = "own server" }]
provider = "own server"
"""


@dataclass
class World:
    """The servers. ``folder`` is where evidence is put."""

    ours: Server
    nori: Server
    forwarder: Server
    stranger: Server
    folder: Path

    def settle(self) -> None:
        """Wait until every mail has come to its end; a bounce may go round once more."""
        for server in (self.stranger, self.ours, self.forwarder, self.nori, self.ours, self.stranger, self.ours):
            server.settle()

    def us(self) -> Path:
        """The firm's profile."""
        path = self.folder / "us.toml"
        path.write_text(US, "utf-8")
        return path

    def log(self, name: str = "maillog") -> Path:
        """The firm's log up to now."""
        path = self.folder / name
        path.write_text(self.ours.log(), "utf-8")
        return path

    def reported(self, name: str, server: Server, user: str, subject: str) -> Path:
        """The mail with this subject that a user of a server got, as a file."""
        found = [mail for mail in server.received(user) if f"Subject: {subject}".encode() in mail]
        assert found, f"{user} got no {subject}: {server.log()[-2000:]}"
        path = self.folder / f"{name}.eml"
        path.write_bytes(found[-1])
        return path

    def read_from(self, user: str, address: str) -> None:
        """Read a mailbox of the firm by IMAP as a client at *address* would (Dovecot's login_trusted_networks)."""
        with imaplib.IMAP4("127.0.0.1", self.ours.imap) as line:
            line.xatom("ID", f'("x-originating-ip" "{address}")')
            line.login(user, PASSWORD)
            line.select("INBOX", readonly=True)


def mail(sender: str, to: str, subject: str, text: str = "添付をご確認ください。", **fields: str) -> bytes:
    """A mail as a client writes it."""
    one = EmailMessage()
    one["From"], one["To"], one["Subject"] = sender, to, subject
    one["Date"] = format_datetime(datetime.now(UTC))
    one["Message-ID"] = f"<{abs(hash((sender, to, subject))):x}@{sender.rpartition('@')[2].rstrip('>')}>"
    for name, value in fields.items():
        one[name.replace("_", "-")] = value
    one.set_content(text)
    return bytes(one)


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """All servers, running."""
    with ExitStack() as stack:
        nori = Server("mx.nori.example.net", NORI, "127.0.2.40", (f"mori@{NORI}", f"abe@{NORI}"))
        ours = Server("mail.sakura.example.jp", OURS, "127.0.2.25", tuple(f"{who}@{OURS}" for who in STAFF))
        forwarder = Server("mail.fwd.example.net", FORWARDER, "127.0.2.60", (f"keep@{FORWARDER}",))
        stranger = Server("smtp.evil.example.com", STRANGER, "127.0.9.9", (f"rosa@{STRANGER}",))
        ports = {OURS: ours.port, NORI: nori.port, FORWARDER: forwarder.port, STRANGER: stranger.port}
        for server in (nori, ours, forwarder, stranger):
            server.others = {domain: port for domain, port in ports.items() if domain != server.domain}
        ours.aliases = {f"info@{OURS}": f"sato@{OURS}, abe@{NORI}"}
        forwarder.aliases = {f"ishii@{FORWARDER}": f"mori@{NORI}"}
        for server in (nori, ours, forwarder, stranger):
            stack.enter_context(server)
        yield World(ours, nori, forwarder, stranger, folder)
