"""A real mail server of a firm: Postfix with Dovecot for its passwords, on ports of this machine, whose logs and headers are real.

Clients from elsewhere are played with XCLIENT (Postfix's XCLIENT_README): the server then logs and stamps the address that it is
told. Each server sends from an address of its own in 127.0.0.0/8, so that others tell them apart.
"""

from __future__ import annotations

import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_RELAYED = "permit_sasl_authenticated, reject_unauth_destination"
POSTFIX, DOVECOT = "/usr/sbin/postfix", "/usr/sbin/dovecot"
PASSWORD = "s3cret"

_DOVECOT = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
info_log_path = {home}/dovecot.log
log_timestamp = "%Y-%m-%d %H:%M:%S "
protocols = imap
listen = 127.0.0.1
default_internal_user = dovecot
default_internal_group = dovecot
default_login_user = dovenull
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_verbose = yes
mail_location = maildir:{home}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
login_trusted_networks = 127.0.0.0/8
ssl = no
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service auth {{
  unix_listener {home}/auth {{
    mode = 0666
  }}
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  chroot =
}}
"""
_MASTER = """
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
showq unix n - n - - showq
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


def need() -> None:
    """Skip, by name, where the servers are missing or cannot be started; in CI that they are missing is a failure."""
    missing = [name for name, path in (("postfix", POSTFIX), ("dovecot-imapd", DOVECOT)) if not Path(path).exists()]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"missing: {', '.join(missing)}")
    if missing:
        pytest.skip(f"missing: {', '.join(missing)}")
    if os.getuid():
        pytest.skip("only the superuser can start Postfix")


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Server:
    """The mail server *name* of *domain*, which sends from *address*.

    *others* are the ports of other servers by domain; *users* the accounts. *settings* are further ones of Postfix (postconf(5)).
    """

    name: str
    domain: str
    address: str
    users: tuple[str, ...]
    others: Mapping[str, int] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=_free)
    imap: int = field(default_factory=_free)
    home: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="mail-")))
    _dovecot: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        need()
        self.home.chmod(0o755)
        nobody = pwd.getpwnam("nobody")
        (self.home / "users").write_text("".join(f"{user}:{{PLAIN}}{PASSWORD}::::::\n" for user in self.users))
        (self.home / "dovecot.conf").write_text(
            _DOVECOT.format(home=self.home, uid=nobody.pw_uid, gid=nobody.pw_gid, imap=self.imap)
        )
        (self.home / "mail").mkdir()
        os.chown(self.home / "mail", nobody.pw_uid, nobody.pw_gid)
        self._configure(nobody.pw_uid, nobody.pw_gid)
        self._dovecot = subprocess.Popen([DOVECOT, "-F", "-c", str(self.home / "dovecot.conf")], stderr=subprocess.DEVNULL)
        self._postfix("start")
        self._wait(self.port, b"220")
        self._wait(self.imap, b"* OK")
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run([POSTFIX, "-c", str(self.home / "etc"), "abort"], capture_output=True, check=False)
        if self._dovecot:
            self._dovecot.terminate()
            self._dovecot.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)

    def _configure(self, uid: int, gid: int) -> None:
        etc = self.home / "etc"
        for name in ("etc", "queue", "data"):
            (self.home / name).mkdir()
        postfix = pwd.getpwnam("postfix")
        os.chown(self.home / "data", postfix.pw_uid, postfix.pw_gid)
        boxes = {user: f"{user}/" for user in self.users}
        transport = ", ".join(f"{{{domain} = smtp:[127.0.0.1]:{port}}}" for domain, port in self.others.items())
        settings = {
            "compatibility_level": "3.6", "queue_directory": self.home / "queue", "data_directory": self.home / "data",
            "maillog_file": self.home / "maillog", "maillog_file_prefixes": "/tmp, /var", "myhostname": self.name,
            "mydestination": "", "inet_interfaces": "127.0.0.1", "inet_protocols": "ipv4", "smtp_bind_address": self.address,
            "mynetworks": "127.0.0.1/32", "smtpd_authorized_xclient_hosts": "127.0.0.1", "smtputf8_enable": "no",
            "smtpd_sasl_auth_enable": "yes", "smtpd_sasl_type": "dovecot", "smtpd_sasl_path": self.home / "auth",
            "smtpd_sasl_authenticated_header": "yes", "smtpd_relay_restrictions": _RELAYED,
            "smtpd_recipient_restrictions": _RELAYED, "append_dot_mydomain": "no",
            "virtual_mailbox_domains": self.domain, "virtual_mailbox_base": self.home / "mail",
            "virtual_mailbox_maps": _inline(boxes), "virtual_alias_maps": _inline(self.aliases),
            "virtual_uid_maps": f"static:{uid}", "virtual_gid_maps": f"static:{gid}", "virtual_minimum_uid": "1",
            "transport_maps": f"inline:{{{transport}}}" if transport else "", "smtp_tls_security_level": "none",
            "smtp_dns_support_level": "disabled", "smtp_host_lookup": "native", "bounce_queue_lifetime": "0",
            "alias_maps": "", "alias_database": "", "disable_vrfy_command": "yes", "smtpd_delay_reject": "yes",
            "multi_instance_enable": "no", "smtpd_peername_lookup": "no", "default_process_limit": "20",
        } | dict(self.settings)  # fmt: skip
        (etc / "main.cf").write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))
        (etc / "master.cf").write_text(_MASTER.format(port=f"127.0.0.1:{self.port}"))

    def _postfix(self, word: str) -> None:
        command = [POSTFIX, "-c", str(self.home / "etc"), word]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, f"postfix {word}: {done.stderr} {self.log()}"

    def _wait(self, port: int, greeting: bytes) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", port), 1) as line:
                    line.settimeout(5)
                    if line.recv(len(greeting)) == greeting:
                        return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"{self.name} does not answer: {self.log()}")

    def send(
        self, mail: bytes, sender: str, recipients: list[str], *, client: str = "", helo: str = "pc", user: str = "", name: str = ""
    ) -> dict[str, tuple[int, bytes]]:
        """Hand a mail in as *client* would, signed in as *user* if there is one; what was refused, by recipient."""
        with smtplib.SMTP("127.0.0.1", self.port, local_hostname=helo, timeout=30) as line:
            line.ehlo()
            if client:
                line.docmd("XCLIENT", f"ADDR={client} NAME={name or '[UNAVAILABLE]'}")
                line.ehlo()
            if user:
                line.login(user, PASSWORD)
            try:
                return line.sendmail(sender, recipients, mail)
            except smtplib.SMTPRecipientsRefused as refused:
                return dict(refused.recipients)

    def submit(self, mail: bytes, sender: str, recipients: list[str]) -> None:
        """Hand a mail in as a program on the server does (sendmail(1))."""
        command = ["/usr/sbin/sendmail", "-C", str(self.home / "etc"), "-i", "-f", sender, *recipients]
        subprocess.run(command, input=mail, check=True, capture_output=True, timeout=30)

    def settle(self, seconds: float = 60) -> None:
        """Wait until the queue is empty."""
        command = ["/usr/sbin/postqueue", "-c", str(self.home / "etc"), "-j"]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            done = subprocess.run(command, capture_output=True, check=False)
            if done.returncode == 0 and not done.stdout.strip():
                time.sleep(0.3)
                return
            time.sleep(0.2)
        raise AssertionError(f"{self.name} still has mails: {self.log()[-3000:]}")

    def received(self, user: str) -> list[bytes]:
        """The mails that a user got, in the order of their arrival."""
        box = self.home / "mail" / user / "new"
        paths = sorted(box.iterdir(), key=lambda path: path.stat().st_mtime_ns) if box.is_dir() else []
        return [path.read_bytes() for path in paths]

    def log(self) -> str:
        """What Postfix wrote."""
        path = self.home / "maillog"
        return path.read_text("utf-8", "replace") if path.exists() else ""


def _inline(table: Mapping[str, str]) -> str:
    return "inline:{" + ", ".join(f"{{{key} = {value}}}" for key, value in table.items()) + "}" if table else ""
