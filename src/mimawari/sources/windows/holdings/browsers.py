"""Sites whose passwords browsers keep, and how many; payment cards: how many. Never a user name, never a secret.

Chrome and its kin: ``Login Data`` (table ``logins``; the times count microseconds since 1601) and ``Web Data`` (``credit_cards``),
by Chromium's sources (components/password_manager/core/browser/password_store/login_database.cc,
components/autofill/core/browser/webdata). Firefox: ``logins.json``, before 2014 ``signons.sqlite``; ``autofill-profiles.json``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mimawari.model import BadEvidence, Held, Holding, Origin, Reason
from mimawari.model.filetime import from_unix_ns, to_iso
from mimawari.sources.windows.holdings import lite
from mimawari.sources.windows.holdings.documents import as_object, json_object
from mimawari.sources.windows.holdings.room import Room, Told
from mimawari.sources.windows.holdings.sites import scheme_of, site_of

CHROMIUM = (
    ("Google Chrome", "local", r"Google\Chrome\User Data"),
    ("Google Chrome", "local", r"Google\Chrome Beta\User Data"),
    ("Google Chrome", "local", r"Google\Chrome SxS\User Data"),
    ("Chromium", "local", r"Chromium\User Data"),
    ("Microsoft Edge", "local", r"Microsoft\Edge\User Data"),
    ("Brave", "local", r"BraveSoftware\Brave-Browser\User Data"),
    ("Vivaldi", "local", r"Vivaldi\User Data"),
    ("Opera", "roaming", r"Opera Software\Opera Stable"),
    ("Opera GX", "roaming", r"Opera Software\Opera GX Stable"),
    ("Sleipnir", "roaming", r"Fenrir Inc\Sleipnir5\setting\modules\ChromiumViewer"),
)
"""Browser, whether its folder lies in the local or the roaming part of the profile, and the folder that its profiles lie in."""
MOZILLA = (("Firefox", r"Mozilla\Firefox\Profiles"), ("SeaMonkey", r"Mozilla\SeaMonkey\Profiles"))
ROWS, SITES = 100_000, 20_000
_JSON = 64 << 20
_LOGINS = ("Login Data", "Login Data For Account")
_CHROME_TICKS = 10
"""A microsecond in steps of a FILETIME, which begins in 1601 as well."""


@dataclass(slots=True)
class Site:
    """What was counted of one site."""

    count: int = 0
    first: int = 0
    last: int = 0
    saved: bool = False
    schemes: set[str] = field(default_factory=set)

    def add(self, used: int, scheme: str, *, saved: bool) -> None:
        """One more login; *used* is a FILETIME, 0 where it is not told."""
        self.count += 1
        self.saved = self.saved or saved
        self.schemes.add(scheme)
        if used > 0:
            self.first, self.last = min(self.first or used, used), max(self.last, used)


class Sites:
    """Logins by host. What has no host (an address that cannot be read) is counted under no name."""

    def __init__(self) -> None:
        self.by_host: dict[str, Site] = {}

    def add(self, address: str, used: int, *, saved: bool) -> None:
        """One more login. Raises ``BadEvidence`` where there are more sites than are kept."""
        host = site_of(address)
        if host not in self.by_host and len(self.by_host) >= SITES:
            raise BadEvidence(Reason.TOO_LARGE, f"more than {SITES} sites")
        self.by_host.setdefault(host, Site()).add(used, scheme_of(address), saved=saved)

    def told(self, room: Room, at: Origin, program: str) -> Iterator[Holding]:
        """One thing for each site."""
        for host, site in sorted(self.by_host.items()):
            service = "https" if "https" in site.schemes else next(iter(sorted(site.schemes)), "")
            yield room.holding(
                at, Held.SAVED_LOGIN, program, place=host, service=service, count=site.count,
                begins=_iso(site.first), ends=_iso(site.last), saved=site.saved,
            )  # fmt: skip


def of_browsers(room: Room) -> Told:
    """All browsers of a user."""
    for program, part, folder in CHROMIUM:
        top = rf"{room.local if part == 'local' else room.roaming}\{folder}"
        for profile in (top, *room.folders(top)):
            yield from _chromium(room, program, profile)
    for program, folder in MOZILLA:
        for profile in room.folders(rf"{room.roaming}\{folder}"):
            yield from _mozilla(room, program, profile)


def _chromium(room: Room, program: str, profile: str) -> Told:
    for name in _LOGINS:
        path = rf"{profile}\{name}"
        sites = Sites()
        try:
            with lite.opened(room, path) as base:
                for address, used, saved in _logins(base) if base else ():
                    sites.add(address, used, saved=saved)
        except BadEvidence as bad:
            yield room.gap(room.at(path), bad)
        yield from sites.told(room, room.at(path), program)
    yield from _cards(room, program, rf"{profile}\Web Data")


def _logins(base: lite.Base) -> Iterator[tuple[str, int, bool]]:
    """Address, last use (FILETIME) and whether a password is there, of each login that is not one "never to be saved"."""
    columns = base.columns("logins")
    if not {"origin_url", "signon_realm"} <= columns:
        raise BadEvidence(Reason.UNSUPPORTED, "a database of logins in a form that is not known")
    used = "date_last_used" if "date_last_used" in columns else "0"
    saved = "length(password_value) > 0" if "password_value" in columns else "0"
    kept = "WHERE blacklisted_by_user = 0" if "blacklisted_by_user" in columns else ""
    query = f"SELECT origin_url, signon_realm, {used}, {saved} FROM logins {kept}"  # noqa: S608  # our own words only
    for origin, realm, last, is_saved in base.rows(query, ROWS):
        address = origin if isinstance(origin, str) and site_of(origin) else realm
        ticks = last * _CHROME_TICKS if isinstance(last, int) else 0
        yield address if isinstance(address, str) else "", ticks, bool(is_saved)


def _cards(room: Room, program: str, path: str) -> Told:
    """How many payment cards there are; of none of them anything else is asked."""
    count = 0
    try:
        with lite.opened(room, path) as base:
            for table in ("credit_cards", "masked_credit_cards") if base else ():
                if base and base.columns(table):
                    query = f"SELECT count(*) FROM {table}"  # noqa: S608  # our own words only
                    count += sum(number for (number,) in base.rows(query, 1) if isinstance(number, int))
    except BadEvidence as bad:
        yield room.gap(room.at(path), bad)
    if count:
        yield room.holding(room.at(path), Held.SAVED_CARD, program, count=count)


def _mozilla(room: Room, program: str, profile: str) -> Told:
    yield from room.reading(rf"{profile}\logins.json", _JSON, lambda content: _of_json(room, profile, program, content))
    yield from _signons(room, program, rf"{profile}\signons.sqlite")
    path = rf"{profile}\autofill-profiles.json"
    yield from room.reading(path, _JSON, lambda content: _mozilla_cards(room, path, program, content))


def _of_json(room: Room, profile: str, program: str, content: bytes) -> Iterable[Holding]:
    sites = Sites()
    for row in mozilla_logins(content):
        used = row.get("timeLastUsed")
        ticks = from_unix_ns(used * 1_000_000) if isinstance(used, int) and used > 0 else 0
        sites.add(str(row.get("hostname") or ""), ticks, saved=bool(row.get("encryptedPassword")))
    return sites.told(room, room.at(rf"{profile}\logins.json"), program)


def mozilla_logins(content: bytes) -> Iterator[dict[str, object]]:
    """The rows of a ``logins.json``. Raises ``BadEvidence``."""
    rows = json_object(content).get("logins")
    if not isinstance(rows, list):
        raise BadEvidence(Reason.UNSUPPORTED, "a list of logins in a form that is not known")
    if len(rows) > ROWS:
        raise BadEvidence(Reason.TOO_LARGE, f"more than {ROWS} rows")
    yield from (as_object(row) for row in rows)


def _mozilla_cards(room: Room, path: str, program: str, content: bytes) -> Iterable[Holding]:
    cards = json_object(content).get("creditCards")
    count = sum(isinstance(card, dict) and not card.get("deleted") for card in cards) if isinstance(cards, list) else 0
    return [room.holding(room.at(path), Held.SAVED_CARD, program, count=count)] if count else []


def _signons(room: Room, program: str, path: str) -> Told:
    sites = Sites()
    try:
        with lite.opened(room, path) as base:
            if base and "hostname" in base.columns("moz_logins"):
                for (address,) in base.rows("SELECT hostname FROM moz_logins", ROWS):
                    sites.add(str(address or ""), 0, saved=True)
    except BadEvidence as bad:
        yield room.gap(room.at(path), bad)
    yield from sites.told(room, room.at(path), program)


def _iso(filetime: int) -> str:
    return (to_iso(filetime) or "") if filetime else ""
