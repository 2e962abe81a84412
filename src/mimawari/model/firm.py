"""The firm that asks "is it us?": its addresses, its machines and servers, and how its own mail usually looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

PRIVATE = tuple(
    ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7",
                 "fe80::/10", "::1/128")
)  # fmt: skip
"""Networks that are nobody's from outside (RFC 1918, 6598, 3927, 1122, 4193, 4291); not those for documentation."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """A mail account of the firm. ``machines`` are the PCs that read it, ``lan`` the addresses of those in the office's network."""

    address: str
    person: str = ""
    machines: tuple[str, ...] = ()
    lan: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relay:
    """A server that the firm's mail leaves by: its own, or one of its provider. ``networks`` are addresses or CIDR blocks.

    ``shared``: other customers' mail leaves by it too, so that its address alone says nothing of who sent.
    """

    name: str = ""
    networks: tuple[str, ...] = ()
    shared: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class OtherSender:
    """Somebody who sends in the firm's name and may: a shop system, a newsletter service."""

    name: str
    domains: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The public key of a DKIM selector, as it stands in the DNS (``p=`` in base64, or the whole record)."""

    domain: str
    selector: str
    record: str


@dataclass(frozen=True, slots=True)
class Habits:
    """How the firm's own mail usually looks, learnt from its Sent folder or written down.

    ``message_ids`` are regular expressions for a whole Message-ID, ``mailers`` values of X-Mailer or User-Agent, ``zones`` as in
    ``+0900``, ``hours`` the local hours in which mail is sent, ``helos`` what its clients call themselves.
    """

    message_ids: tuple[str, ...] = ()
    mailers: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    hours: tuple[int, ...] = ()
    helos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogColumns:
    """How a log of the firm's provider, a table in text (CSV, TSV), is to be read: a ``[[log]]`` of its profile.

    ``columns`` are pairs of a meaning and the name of the column that has it. Meanings of a log of sending: ``time``, ``account``
    (who signed in), ``client`` (its address), ``helo``, ``message_id``, ``queue_id``, ``sender`` (the envelope's), ``author``
    (From), ``recipient`` (one or several, apart by ``;`` or ``,``), ``size`` (bytes), ``subject``, ``status``. Of a log of
    sign-ins: ``time``, ``account``, ``client``, ``status``, ``service``. A table is such a log if it has all of these columns.
    ``match`` is a pattern for the file's name as in ``smtp_*.csv``, empty for any. ``tells``: ``sending`` or ``sign-in``.
    ``time_format`` as for ``strptime``, empty where the stamps are of a usual form; ``zone`` is their offset from UTC in minutes,
    None for the firm's own. ``encoding`` is empty where it can be told by the bytes. ``failed`` are the values of ``status`` that
    mean a failure. ``name`` is what the log is called.
    """

    columns: tuple[tuple[str, str], ...]
    name: str = ""
    match: str = ""
    tells: str = "sending"
    time_format: str = ""
    zone: int | None = None
    encoding: str = ""
    failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Firm:
    """All of it. ``domains`` are in lower case; ``wan`` and ``lan`` are addresses or CIDR blocks. ``spf`` is the record itself.

    ``zone`` is the offset from UTC in minutes that the firm lives in, ``provider`` what its mail provider is called.
    ``signs``: all its mail has a DKIM signature. ``columns`` are the logs of its provider that it names the columns of.
    ``learnt``: it was read off the evidence and nobody wrote it down.
    """

    domains: tuple[str, ...] = ()
    name: str = ""
    name_ja: str = ""
    accounts: tuple[OwnAccount, ...] = ()
    wan: tuple[str, ...] = ()
    lan: tuple[str, ...] = ()
    relays: tuple[Relay, ...] = ()
    provider: str = ""
    other_senders: tuple[OtherSender, ...] = ()
    habits: Habits = field(default_factory=Habits)
    keys: tuple[SigningKey, ...] = ()
    spf: str = ""
    dmarc: str = ""
    signs: bool | None = None
    zone: int = 540
    learnt: bool = False
    columns: tuple[LogColumns, ...] = ()

    def owns(self, address: str) -> bool:
        """Whether a mail address or a domain is the firm's, one below its domains included (RFC 7489 3.1, relaxed).

        Of a domain in which others have addresses too (a free mail service), only the accounts that are written down are.
        """
        domain = address.rpartition("@")[2].strip("<>. ").lower()
        if any(domain == own or domain.endswith("." + own) for own in self.domains):
            return True
        return "@" in address and self.account(address) is not None

    def account(self, address: str) -> OwnAccount | None:
        """The account of an address or of a login name that is one; None where the firm wrote down none."""
        name = address.strip("<> ").lower()
        return next((one for one in self.accounts if one.address == name), None)

    def relay(self, address: str) -> Relay | None:
        """The firm's or its provider's server at an IP address."""
        return next((one for one in self.relays if within(address, one.networks)), None)

    def is_inside(self, address: str) -> bool:
        """Whether an IP address is one of the firm's lines or of a machine in its network."""
        return within(address, self.wan) or within(address, self.lan)


def within(address: str, networks: tuple[str, ...]) -> bool:
    """Whether an IP address lies in one of the networks; what is no address lies in none."""
    one = ip_of(address)
    try:
        return one is not None and any(one in ip_network(network, strict=False) for network in networks)
    except ValueError:
        return False


def ip_of(text: str) -> IPv4Address | IPv6Address | None:
    """An IP address, also as mail servers write it (RFC 5321 4.1.3: ``[IPv6:2001:db8::1]``); None where it is none."""
    try:
        return ip_address(text.strip("[]").removeprefix("IPv6:"))
    except ValueError:
        return None


@lru_cache(maxsize=100_000)
def network_of(address: str) -> str:
    """The /24 (IPv4) or /48 (IPv6) that an address lies in, as neighbours are told apart; empty where it is no address."""
    one = ip_of(address)
    return str(ip_network((one, 24 if one.version == 4 else 48), strict=False)) if one else ""


@lru_cache(maxsize=100_000)
def is_private(address: str) -> bool:
    """Whether an IP address is one that no other network reaches."""
    one = ip_of(address)
    return one is not None and any(one in network for network in PRIVATE)
