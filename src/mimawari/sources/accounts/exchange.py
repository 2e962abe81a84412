"""What the cmdlets of Exchange say is set now, as CSV (Export-Csv) or JSON (ConvertTo-Json).

learn.microsoft.com: "Get-InboxRule", "Get-Mailbox" (ForwardingSmtpAddress, ForwardingAddress, DeliverToMailboxAndForward),
"Get-MailboxPermission" (Identity, User, AccessRights, IsInherited, Deny), "Get-RecipientPermission" (Identity, Trustee). They do
not tell when something was set, nor from where. Export-Csv writes the type of a list instead of the list: that is counted as lost.
"""

from __future__ import annotations

from mimawari.model import Reason
from mimawari.sources.accounts.collected import Collected, Opened
from mimawari.sources.accounts.rules import LEFT_OUT, rule
from mimawari.sources.accounts.values import Record, account, addresses, said, yes

_NOBODY = ("nt authority\\self", "nt authority\\system", "")
_OWNERS = ("primarysmtpaddress", "userprincipalname", "identity", "name")
_LEFT_OUT = "rules and rights of which the export left a list out"


def inbox_rule(found: Record, line: int, into: Collected) -> None:
    """A row of Get-InboxRule. Whose rule it is stands in MailboxOwnerId, or before the backslash of the identity."""
    does = rule(dict(found))
    if does.left_out:
        into.faults.add(Reason.MISSING, _LEFT_OUT, line)
    if not does.acts:
        return
    owner = said(found.get("mailboxownerid")) or said(found.get("identity")).replace("/", "\\").partition("\\")[0]
    is_off = "enabled" in found and not yes(found["enabled"])
    name = said(found.get("name"))
    into.door(Opened(account(owner), "inbox-rule", line, name, does.target, hides=does.hides, words=does.words, off=is_off))


def mailbox(found: Record, line: int, into: Collected) -> None:
    """A row of Get-Mailbox."""
    target = said(found.get("forwardingsmtpaddress")) or said(found.get("forwardingaddress"))
    if not target:
        return
    owner = next(filter(None, (said(found.get(name)) for name in _OWNERS)), "")
    keeps = yes(found.get("delivertomailboxandforward"))
    into.door(Opened(account(owner), "forwarding", line, "", addresses(target), hides=not keeps))


def permission(found: Record, line: int, into: Collected) -> None:
    """A row of Get-MailboxPermission or Get-RecipientPermission; inherited and denied rights open nothing."""
    target = said(found.get("user")) or said(found.get("trustee"))
    if target.lower() in _NOBODY or yes(found.get("isinherited")) or yes(found.get("deny")):
        return
    rights = said(found.get("accessrights"))
    if rights.lower().startswith(LEFT_OUT):
        into.faults.add(Reason.MISSING, _LEFT_OUT, line)
        rights = ""
    into.door(Opened(account(said(found.get("identity"))), "delegate", line, "", addresses(target), words=rights))
