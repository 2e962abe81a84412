"""Names of hosts and domains: whose they are, and which two belong together."""

from __future__ import annotations

import re

from mimawari.knowledge import Knowledge
from mimawari.model import Firm, Relay
from mimawari.model.firm import ip_of, within

_LONGEST = 253
_INNER = {"outlook.com": ("2603:1000::/24", "2a01:111::/32"), "google.com": ("2002:a00::/24",)}
"""Networks in which the servers of large providers hand mail to each other, naming themselves only in their greeting."""
_DOCUMENTATION = frozenset(("example.com", "example.net", "example.org"))
"""Reserved for documentation (RFC 2606): below them each name is another party's, as below ``co.jp``."""
_SPF = re.compile(r"(?<![\w.])[+?]?ip[46]:([0-9a-fA-F.:]{2,45}(?:/\d{1,3})?)")
_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w.-]{1,253}")


def plain(host: str) -> str:
    """A host's name without what stands round it, in lower case; empty for an address or what is no name."""
    name = host[: _LONGEST + 10].strip("<>[]().; \t").lower()
    return name if "." in name and ip_of(name) is None else ""


def domain_of(address: str) -> str:
    """The domain of a mail address, or the domain itself; lower case."""
    return address.rpartition("@")[2].strip("<>. ").lower()


def org(host: str, known: Knowledge) -> str:
    """The organisational domain of a host (RFC 7489 3.2), by the shape of public suffixes; empty where it has none."""
    labels = plain(host).split(".")
    if len(labels) < 2:
        return ""
    tail = ".".join(labels[-2:])
    deep = tail in _DOCUMENTATION or (len(labels[-1]) == 2 and labels[-2] in known.marks["mail-second-levels"])
    return ".".join(labels[-3:]) if deep else tail


def party_of(address: str, known: Knowledge) -> str:
    """Whose a mail address is: its firm's domain, or the address itself where anybody has a mailbox."""
    domain = domain_of(address)
    if any(domain == one or domain.endswith("." + one) for one in known.marks["mail-shared-hosts"]):
        return address.strip("<> ").lower()
    return org(domain, known) or domain


def is_aligned(domain: str, firm: Firm, known: Knowledge) -> bool:
    """Whether a domain that passed is aligned with the firm's, relaxed (RFC 7489 3.1)."""
    name = domain_of(domain)
    return bool(name) and (firm.owns(name) or any(org(own, known) == name for own in firm.domains))


def spf_networks(firm: Firm) -> tuple[str, ...]:
    """The networks that the firm's SPF record names itself (RFC 7208 5.6)."""
    return tuple(found[1] for found in _SPF.finditer(firm.spf[:2000]))


def relay_at(firm: Firm, address: str) -> Relay | None:
    """The firm's or its provider's server at an address: one that was written down, or one that its SPF record allows."""
    found = firm.relay(address)
    if found or not within(address, spf_networks(firm)):
        return found
    return Relay(firm.provider, spf_networks(firm), shared=any(one.shared for one in firm.relays))


def is_ours(firm: Firm, address: str) -> bool:
    """Whether an IP address is of the firm, of its lines, or of a server that its mail leaves by."""
    return firm.is_inside(address) or relay_at(firm, address) is not None


def is_providers_inner(side: str, address: str) -> bool:
    """Whether an address is one from which the servers of a large provider hand mail to each other."""
    return within(address, _INNER.get(side, ()))


def addresses_in(text: str) -> tuple[str, ...]:
    """The mail addresses in a short text, in lower case."""
    return tuple(found.lower() for found in _ADDRESS.findall(text[:1000]))
