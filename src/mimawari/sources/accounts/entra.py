"""Entra ID's sign-in log: the CSV and the JSON of the portal.

learn.microsoft.com: "Learn about the sign-in log activity details" and "signIn resource type" (Graph: createdDateTime in UTC,
userPrincipalName, ipAddress, status.errorCode, 0 for success, clientAppUsed, location). The CSV's columns are those of the list
in the portal: "Date (UTC)", "Username", "IP address", "Status", "Client app", "Location". A sign-in that was interrupted (for a
second factor, or to change a password) is neither a success nor a failure.
"""

from __future__ import annotations

from mimawari.sources.accounts.collected import Collected
from mimawari.sources.accounts.values import Record, account, said, within
from mimawari.sources.tables.cells import ip
from mimawari.sources.tables.stamps import Clock
from mimawari.sources.tables.uses import Use

_SERVICES = (("imap", "imap"), ("pop", "pop3"), ("smtp", "smtp"))
INTERRUPTED = frozenset({50055, 50058, 50072, 50074, 50076, 50079, 50125, 50140, 50199})
"""Error codes that ask the user for something ("Microsoft Entra authentication and authorization error codes")."""


def row(cells: dict[str, str], line: int, into: Collected, clock: Clock) -> None:
    """A row of the CSV."""
    status = cells["status"].lower()
    if status not in ("success", "failure", "interrupted"):
        raise ValueError
    time = clock.read(cells["date (utc)"])
    if status != "interrupted":
        country = cells.get("location", "").rpartition(",")[2].strip()
        _into(into, line, cells["username"], cells["ip address"], time, status == "success", cells.get("client app", ""), country)


def record(found: Record, line: int, into: Collected) -> None:
    """A record of the JSON."""
    code = within(found, "status", "errorCode")
    if not isinstance(code, int):
        raise TypeError
    time = Clock(0).read(said(found.get("createdDateTime")))
    if code in INTERRUPTED:
        return
    country = said(within(found, "location", "countryOrRegion"))
    client = said(found.get("clientAppUsed"))
    _into(into, line, said(found.get("userPrincipalName")), said(found.get("ipAddress")), time, code == 0, client, country)


def _into(into: Collected, line: int, who: str, where: str, time: int, works: bool, client: str, country: str) -> None:
    service = next((name for mark, name in _SERVICES if mark in client.lower()), "cloud")
    into.use(Use(account(who), service, ip(where), time, works, country=country[:60], client=client[:200]), line)
