"""Google Workspace: activities of the Reports API, and app passwords of the Directory API, as JSON.

developers.google.com/workspace/admin/reports: "Activities: list" (id.time, id.applicationName, actor.email, ipAddress, events with
parameters), "Login Audit Activity Events" (login_success; login_failure; suspicious_login and its kin, which were blocked;
email_forwarding_out_of_domain with email_forwarding_destination_address), "OAuth Token Audit Activity Events" (authorize with
app_name, client_id and scope). developers.google.com/workspace/admin/directory: "REST Resource: asps" (name, creationTime as Unix
time, userKey).
"""

from __future__ import annotations

from mimawari.sources.accounts.collected import Collected, Opened
from mimawari.sources.accounts.values import Record, account, addresses, listed, said, within
from mimawari.sources.tables.cells import ip
from mimawari.sources.tables.stamps import Clock
from mimawari.sources.tables.uses import Use

_SUSPICIOUS = frozenset(("suspicious_login", "suspicious_login_less_secure_app", "suspicious_programmatic_login"))
_MAIL = ("mail.google.com", "auth/gmail", "m8/feeds", "apps.groups")
_MILLIS = 100_000_000_000
"""Unix times above are in milliseconds."""


def activity(found: Record, line: int, into: Collected) -> None:
    """An activity, each event of it. Raises ``ValueError`` where it has no time or no event."""
    time = Clock(0).read(said(within(found, "id", "time")))
    events = listed(found.get("events"))
    if not events:
        raise ValueError
    who, where = account(said(within(found, "actor", "email"))), ip(said(found.get("ipAddress")))
    for event in events:
        given = {said(one.get("name")): _worth(one) for one in listed(event.get("parameters"))}
        _event(said(event.get("name")), given, Opened(who, "", line, made=time, address=where), into)


def _worth(parameter: Record) -> str:
    for name in ("value", "multiValue", "boolValue", "intValue"):
        if name in parameter:
            return said(parameter[name])
    return ""


def _event(name: str, given: dict[str, str], seen: Opened, into: Collected) -> None:
    who, where, made = seen.account, seen.address, seen.made or 0
    if name in ("login_success", "login_failure"):
        into.use(Use(who, "cloud", where, made, name == "login_success", client=given.get("login_type", "")), seen.line)
    elif name in _SUSPICIOUS:
        named = account(given.get("affected_email_address", "")) or who
        into.use(Use(named, "cloud", where, made, works=False, client=name), seen.line)
    elif name == "email_forwarding_out_of_domain":
        target = addresses(given.get("email_forwarding_destination_address", ""))
        into.door(Opened(who, "forwarding", seen.line, "", target, made, where))
    elif name == "authorize":
        scopes = given.get("scope", "").replace(";", " ")
        if not scopes or any(mark in scopes for mark in _MAIL):
            app = given.get("app_name") or given.get("client_id", "")
            into.door(Opened(who, "oauth-grant", seen.line, app, app, made, where, words=scopes[:1000]))


def app_password(found: Record, line: int, into: Collected) -> None:
    """An app password that there is. The API names its user by a number; exports of tools may have the address."""
    text = said(found.get("creationTime"))
    if not text.isascii() or not text.isdigit() or len(text) > 13:
        raise ValueError
    made = int(text) // 1000 if int(text) > _MILLIS else int(text)
    into.door(Opened(account(said(found.get("userKey"))), "app-password", line, said(found.get("name")), made=made or None))
