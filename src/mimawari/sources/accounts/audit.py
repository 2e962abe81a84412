"""Records of Microsoft 365's unified audit log: the AuditData of the portal's CSV and of Search-UnifiedAuditLog, or JSON.

learn.microsoft.com: "Export, configure, and view audit log records" (the CSV's columns), "Detailed properties in the audit log",
"Office 365 Management Activity API schema" (CreationTime in UTC, Operation, UserId, ClientIP, Parameters, OperationProperties,
ModifiedProperties, Target), "Audit log activities" (names of operations), "Use MailItemsAccessed to investigate compromised
accounts" (one record of Bind counts its mails in OperationCount and names them in Folders; Sync reads a folder). Operations of
Entra ID end with a full stop.
"""

from __future__ import annotations

import re

from mimawari.sources.accounts.collected import Collected, Opened
from mimawari.sources.accounts.rules import rule
from mimawari.sources.accounts.values import Record, account, addresses, listed, loads, pairs, said, within
from mimawari.sources.tables.cells import ip, number
from mimawari.sources.tables.stamps import Clock
from mimawari.sources.tables.uses import READ, Use

_RULES = frozenset(("new-inboxrule", "set-inboxrule", "enable-inboxrule"))
_RIGHTS = frozenset(("add-mailboxpermission", "add-recipientpermission", "add-mailboxfolderpermission"))
_GRANTS = frozenset(("consent to application", "add oauth2permissiongrant", "add delegated permission grant"))
_PASSWORDS = frozenset(("create application password for user",))
_NOBODY = ("nt authority\\self", "")
_MAIL = re.compile(r"(?<![a-z])(?:mail|mailboxsettings|ews|imap|pop|smtp)\.|full_access|\.default", re.IGNORECASE)
"""Permissions of Microsoft Graph and Exchange Online that reach mail ("Microsoft Graph permissions reference")."""
_SCOPE = re.compile(r"Scope: ?([^,\]]{1,2000})")
_FAILED = ("failed", "false", "failure")


def record(found: Record, line: int, into: Collected) -> None:
    """One record. Raises ``ValueError`` where it is none of the audit log; operations that open no door are passed over."""
    operation = said(found.get("Operation")).rstrip(".").lower()
    if not operation:
        raise ValueError
    time = Clock(0).read(said(found.get("CreationTime")))
    if operation in ("userloggedin", "userloginfailed"):
        into.use(_sign_in(found, time, works=operation == "userloggedin"), line)
    elif operation == "mailitemsaccessed":
        into.use(_read(found, time), line)
    elif said(found.get("ResultStatus")).lower() not in _FAILED:
        opened = _opened(operation, found, line, time)
        if opened is not None:
            into.door(opened)


def exported(cells: dict[str, str], line: int, into: Collected) -> None:
    """A row of the CSV: all that counts stands in the column AuditData. Raises ``ValueError``, ``TypeError`` where it is none."""
    found = loads(cells["auditdata"])
    if not isinstance(found, dict):
        raise TypeError
    record(found, line, into)


def _client(found: Record) -> str:
    return next(filter(None, (ip(said(found.get(name))) for name in ("ClientIP", "ClientIPAddress", "ActorIpAddress"))), "")


def _sign_in(found: Record, time: int, *, works: bool) -> Use:
    agent = pairs(found.get("ExtendedProperties")).get("useragent", "")
    return Use(account(said(found.get("UserId"))), "cloud", _client(found), time, works, client=agent[:200])


def _read(found: Record, time: int) -> Use:
    owner = said(found.get("MailboxOwnerUPN")) or said(found.get("UserId"))
    mails = sum(len(listed(folder.get("FolderItems"))) for folder in listed(found.get("Folders")))
    count = number(said(found.get("OperationCount"))) or mails or 1
    return Use(account(owner), READ, _client(found), time, count=count, client=said(found.get("ClientInfoString"))[:200])


def _opened(operation: str, found: Record, line: int, time: int) -> Opened | None:
    given = pairs(found.get("Parameters"))
    if operation in _RULES:
        return _rule(found, given, line, time)
    if operation == "updateinboxrules":
        return _outlook_rule(found, line, time)
    if operation == "set-mailbox":
        return _forwarding(found, given, line, time)
    if operation in _RIGHTS:
        return _right(found, given, line, time)
    if operation in _GRANTS:
        return _grant(found, line, time)
    if operation in _PASSWORDS:
        who = next((said(one.get("ID")) for one in listed(found.get("Target")) if "@" in said(one.get("ID"))), "")
        return Opened(account(who or said(found.get("UserId"))), "app-password", line, made=time, address=_client(found))
    return None


def _whose(found: Record, given: dict[str, str], *names: str) -> str:
    """The account that a cmdlet is about; who called it, where it does not name an address."""
    named = next((given[name] for name in names if "@" in given.get(name, "")), "")
    return account(addresses(named).partition(";")[0] if named else said(found.get("UserId")))


def _rule(found: Record, given: dict[str, str], line: int, time: int) -> Opened | None:
    does = rule(dict(given))
    if not does.acts:
        return None
    name = given.get("name") or said(found.get("ObjectId")).replace("/", "\\").rpartition("\\")[2]
    whose = _whose(found, given, "mailbox")
    return Opened(whose, "inbox-rule", line, name, does.target, time, _client(found), does.hides, does.words)


def _outlook_rule(found: Record, line: int, time: int) -> Opened | None:
    """A rule that Outlook wrote: its actions are JSON in a text, its conditions a text of their own."""
    given = pairs(found.get("OperationProperties"))
    if given.get("ruleoperation", "").lower() == "removemailboxrule":
        return None
    try:
        actions = listed(loads(given.get("ruleactions", "[]")))
    except ValueError:
        actions = [{"ActionType": given["ruleactions"]}]
    kinds = [said(one.get("ActionType")) for one in actions]
    target = ";".join(filter(None, (addresses(said(one.get("Recipients"))) for one in actions if one.get("Recipients"))))
    folders = [f"MoveToFolder: {folder}" for one in actions if (folder := said(one.get("Folder") or one.get("DestinationFolder")))]
    hides = any("Delete" in kind or "Move" in kind for kind in kinds)
    if not (target or hides):
        return None
    words = " | ".join(filter(None, [given.get("rulecondition", "")[:800], *kinds, *folders]))
    owner = said(found.get("MailboxOwnerUPN")) or said(found.get("UserId"))
    off = "disabled" in given.get("rulestate", "").lower()
    return Opened(
        account(owner), "inbox-rule", line, given.get("rulename", ""), target, time, _client(found), hides, words[:1000], off
    )


def _forwarding(found: Record, given: dict[str, str], line: int, time: int) -> Opened | None:
    target = given.get("forwardingsmtpaddress") or given.get("forwardingaddress", "")
    if not target:
        return None
    keeps = given.get("delivertomailboxandforward", "").lower() == "true"
    whose = _whose(found, given, "identity")
    if "@" not in given.get("identity", "") and "@" in said(found.get("ObjectId")):
        whose = account(said(found.get("ObjectId")))
    return Opened(whose, "forwarding", line, "", addresses(target), time, _client(found), not keeps)


def _right(found: Record, given: dict[str, str], line: int, time: int) -> Opened | None:
    target = given.get("user") or given.get("trustee", "")
    if target.lower() in _NOBODY:
        return None
    whose = _whose(found, given, "identity")
    return Opened(whose, "delegate", line, "", addresses(target), time, _client(found), words=given.get("accessrights", ""))


def _grant(found: Record, line: int, time: int) -> Opened | None:
    """Scopes stand in ConsentAction.Permissions or DelegatedPermissionGrant.Scope, the program is the Target of type 1 (a name)."""
    changed = pairs(found.get("ModifiedProperties"), worth="NewValue")
    told = changed.get("consentaction.permissions", "") or changed.get("delegatedpermissiongrant.scope", "")
    scopes = " ".join(dict.fromkeys(word for one in _SCOPE.findall(told) for word in one.split())) or told.strip('[]" ')
    if scopes and not _MAIL.search(scopes):
        return None
    names = [said(one.get("ID")) for one in listed(found.get("Target")) if str(one.get("Type")) == "1"]
    name = names[0] if names else said(found.get("ObjectId"))
    return Opened(account(said(found.get("UserId"))), "oauth-grant", line, name, name, time, _client(found), words=scopes[:1000])


def directory(found: Record, line: int, into: Collected) -> None:
    """A record of Entra ID's own audit log (Graph, "directoryAudit resource type"), which names the same things otherwise."""
    targets = listed(found.get("targetResources"))
    changed = [one for target in targets for one in listed(target.get("modifiedProperties"))]
    user = within(found, "initiatedBy", "user")
    user = user if isinstance(user, dict) else {}
    record(
        {
            "Operation": found.get("activityDisplayName"),
            "CreationTime": found.get("activityDateTime"),
            "ResultStatus": found.get("result"),
            "UserId": user.get("userPrincipalName"),
            "ClientIP": user.get("ipAddress"),
            "ModifiedProperties": [{"Name": one.get("displayName"), "NewValue": one.get("newValue")} for one in changed],
            "Target": [
                {"ID": one.get("userPrincipalName") or one.get("displayName"), "Type": 5 if one.get("userPrincipalName") else 1}
                for one in targets
            ],
        },
        line,
        into,
    )
