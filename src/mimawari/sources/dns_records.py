"""What the DNS says of a firm's own domains: who may send in their name. It is asked only where somebody says so (``--dns``).

Only the names of the firm's domains leave this PC, to the DNS server that it uses anyway (or to the one that is named), the names
above them, and those that their SPF records include. An answer that there is nothing is one; no answer is none: a gap, and never
"no SPF". That there is no such domain says nothing of its records either: somebody mistyped it, or no question leaves this network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mimawari.model import BadEvidence, Gap, Origin, Reason, Setting

if TYPE_CHECKING:
    from dns.resolver import Resolver

WANTED = "dns"
SECONDS, PORT = 5.0, 53
"""How long one question may take, and the port that is asked."""
MOST_DOMAINS, MOST_RECORDS, LONGEST = 50, 20, 2_000
"""Domains that are asked for, records of one name that are kept, and characters of a record."""
MOST_ABOVE = 5
"""Names that are asked for a DMARC record: the domain's own, and those above it with two labels at least."""
LIMIT = 10
"""DNS lookups that an SPF record may cause (RFC 7208 4.6.4); counting ends at twice as many."""
NO_DOMAIN = "the DNS does not know this domain"
NO_LIBRARY = "the package dnspython is not installed"
_TERM = re.compile(r"(?i)[+?~-]?(include|a|mx|ptr|exists)(?::([^\s/]{1,255}))?(?:/\S{0,10})?")
_REDIRECT = re.compile(r"(?i)redirect=(\S{1,255})")


@dataclass(frozen=True, slots=True)
class Asking:
    """``domains`` of the firm, ``selectors`` as pairs of domain and DKIM selector. ``server`` is an address, ``port`` its port."""

    domains: tuple[str, ...]
    selectors: tuple[tuple[str, str], ...] = ()
    server: str = ""
    port: int = PORT
    seconds: float = SECONDS


def records(asking: Asking) -> Iterator[Setting | Gap]:
    """A setting for each record (``value`` empty: the DNS says that there is none), a gap for each question without an answer.

    ``program`` is the domain, of a DKIM key ``SELECTOR._domainkey.DOMAIN``. ``spf-lookups`` has their number as its value.
    """
    try:
        from dns.resolver import NoResolverConfiguration

        try:
            asked = _Asked(_resolver(asking))
        except NoResolverConfiguration:
            yield from (_gap(domain, Reason.MISSING, "no DNS server is known on this PC") for domain in asking.domains)
            return
    except ImportError:
        yield from (_gap(domain, Reason.UNSUPPORTED, NO_LIBRARY) for domain in asking.domains)
        return
    for domain in asking.domains[:MOST_DOMAINS]:
        yield from _of_domain(domain, asked, [name for own, name in asking.selectors if own == domain])
    for domain in asking.domains[MOST_DOMAINS:]:
        yield _gap(domain, Reason.TOO_LARGE, f"more than {MOST_DOMAINS} domains")


def _of_domain(domain: str, asked: _Asked, selectors: Iterable[str]) -> Iterator[Setting | Gap]:
    if asked.knows_not(domain):
        yield _gap(domain, Reason.MISSING, NO_DOMAIN)
        return
    yield from _told("spf", domain, domain, asked, r"(?i)v=spf1(\s|$)")
    yield from _lookups(domain, asked)
    yield from _dmarc(domain, asked)
    yield from _servers(domain, asked)
    for selector in selectors:
        name = f"{selector}._domainkey.{domain}"
        yield from _told("dkim", name, name, asked, r"(?is).{0,400}\bp\s*=")


def _told(row: str, name: str, program: str, asked: _Asked, pattern: str) -> Iterator[Setting | Gap]:
    try:
        found = [text for text in asked.texts(name) if re.match(pattern, text)]
    except BadEvidence as bad:
        yield _gap(name, bad.reason, bad.detail)
        return
    yield from (_setting(row, program, text) for text in found or [""])


def _dmarc(domain: str, asked: _Asked) -> Iterator[Setting | Gap]:
    """The record of the domain; where it has none that of the nearest domain above (``dmarc-above``; RFC 7489 6.6.3)."""
    labels = domain.split(".")
    for at in range(min(len(labels) - 1, MOST_ABOVE)):
        name = f"_dmarc.{'.'.join(labels[at:])}"
        found = list(_told("dmarc-above" if at else "dmarc", name, domain, asked, r"(?i)\s*v\s*=\s*DMARC1\s*(;|$)"))
        if any(not isinstance(one, Setting) or one.value for one in found):
            yield from found
            return
    yield _setting("dmarc", domain, "")


def _servers(domain: str, asked: _Asked) -> Iterator[Setting | Gap]:
    try:
        found = asked.ask(domain, "MX")
    except BadEvidence as bad:
        yield _gap(domain, bad.reason, bad.detail)
        return
    hosts = [f"{one.preference} {one.exchange.to_text()}" for one in found]
    yield from (_setting("mail-servers", domain, text) for text in sorted(hosts) or [""])


def _lookups(domain: str, asked: _Asked) -> Iterator[Setting | Gap]:
    """How many lookups the record causes, those of the records that it includes too."""
    counting = _Counting(asked)
    try:
        counting.of(domain)
    except BadEvidence as bad:
        yield _gap(domain, bad.reason, bad.detail)
        return
    if counting.has_record:
        yield _setting("spf-lookups", domain, str(counting.count))


@dataclass(slots=True)
class _Counting:
    asked: _Asked
    count: int = 0
    has_record: bool = False
    _seen: set[str] = field(default_factory=set)

    def of(self, domain: str) -> None:
        """Count the terms of the record of *domain* that ask the DNS, and go into those that it includes."""
        if domain.lower() in self._seen or self.count > 2 * LIMIT:
            return
        self._seen.add(domain.lower())
        found = [text for text in self.asked.texts(domain) if re.match(r"(?i)v=spf1(\s|$)", text)]
        for text in found[:1]:
            self.has_record = True
            for term in text.split()[1:200]:
                self._term(term)

    def _term(self, term: str) -> None:
        asking, redirect = _TERM.fullmatch(term), _REDIRECT.fullmatch(term)
        if not asking and not redirect:
            return
        self.count += 1
        target = redirect[1] if redirect else asking[2] if asking and asking[1].lower() == "include" else ""
        if target and "%" not in target:
            self.of(target.rstrip("."))


@dataclass(slots=True)
class _Asked:
    """Asks each question once."""

    resolver: Resolver
    _known: dict[tuple[str, str], list[Any] | BadEvidence] = field(default_factory=dict)
    _no_name: set[str] = field(default_factory=set)

    def ask(self, name: str, kind: str) -> list[Any]:
        """The records of a name; none where the DNS says that there are none. Raises ``BadEvidence`` where it says nothing."""
        key = (name.lower(), kind)
        if key not in self._known:
            try:
                self._known[key] = self._answer(name, kind)
            except BadEvidence as bad:
                self._known[key] = bad
        found = self._known[key]
        if isinstance(found, BadEvidence):
            raise found
        return found

    def knows_not(self, domain: str) -> bool:
        """Whether the DNS says that there is no such name: it is mistyped, or this server answers so to whatever is asked."""
        with suppress(BadEvidence):
            self.ask(domain, "TXT")
        return domain.lower() in self._no_name

    def texts(self, name: str) -> list[str]:
        """The texts of a name, the strings of each put together (RFC 7208 3.3)."""
        found = self.ask(name, "TXT")
        return [b"".join(one.strings)[:LONGEST].decode("utf-8", "replace") for one in found]

    def _answer(self, name: str, kind: str) -> list[Any]:
        from dns import exception
        from dns.name import EmptyLabel, LabelTooLong, NameTooLong
        from dns.resolver import NXDOMAIN, YXDOMAIN, NoAnswer, NoNameservers

        try:
            return list(self.resolver.resolve(name, kind, search=False))[:MOST_RECORDS]
        except NXDOMAIN:
            self._no_name.add(name.lower())
            return []
        except NoAnswer:
            return []
        except exception.Timeout as error:
            raise BadEvidence(Reason.TIMED_OUT, "the DNS server did not answer in time") from error
        except NoNameservers as error:
            raise BadEvidence(Reason.FAILED, "the DNS server answered that it cannot tell, or refused") from error
        except (EmptyLabel, LabelTooLong, NameTooLong, exception.SyntaxError, YXDOMAIN, UnicodeError) as error:
            raise BadEvidence(Reason.CORRUPT, "no name that the DNS could be asked for") from error
        except (exception.DNSException, OSError) as error:
            raise BadEvidence(Reason.FAILED, f"DNS: {type(error).__name__}") from error


def _resolver(asking: Asking) -> Resolver:
    from dns.resolver import Resolver

    resolver = Resolver(configure=not asking.server)
    if asking.server:
        resolver.nameservers, resolver.port = [asking.server], asking.port
    resolver.timeout = resolver.lifetime = asking.seconds
    return resolver


def _setting(row: str, program: str, text: str) -> Setting:
    return Setting(origin=Origin("dns", program), id=row, value=text, program=program)


def _gap(name: str, reason: Reason, detail: str) -> Gap:
    return Gap(Origin("dns", name), reason, WANTED, detail)
