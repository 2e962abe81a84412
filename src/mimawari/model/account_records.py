"""What others write down of a firm's mail: DMARC reports, and the rights and rules of its accounts."""

from __future__ import annotations

from dataclasses import dataclass

from mimawari.model.testimony import Testimony


@dataclass(frozen=True, kw_only=True)
class DmarcRow(Testimony):
    """Mails of one server in one aggregate report (RFC 7489 7.2). ``reporter`` is its org_name.

    ``dkim`` and ``spf`` are the aligned results; ``dkim_domains`` and ``spf_domains`` are those that passed, aligned or not.
    ``reasons`` are the types of policy overrides (``mailing_list``, ``forwarded`` ...).
    """

    reporter: str
    report: str
    begins: str
    ends: str
    address: str
    count: int
    author_domain: str
    envelope_domain: str = ""
    disposition: str = ""
    dkim: str = ""
    spf: str = ""
    dkim_domains: tuple[str, ...] = ()
    spf_domains: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    policy: str = ""


@dataclass(frozen=True, kw_only=True)
class FailureReport(Testimony):
    """A failure report (RFC 6591): one mail that failed. ``message_id`` and ``author`` are of that mail."""

    reporter: str
    time: str
    address: str
    author: str = ""
    envelope_sender: str = ""
    message_id: str = ""
    failure: str = ""
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class Door(Testimony):
    """A way into an account that a new password does not close.

    ``form``: ``inbox-rule``, ``forwarding``, ``delegate``, ``oauth-grant``, ``app-password``, ``filter``. ``target`` is whom it
    sends to, gives rights to, or the program. ``hides``: it deletes or moves mail out of sight. ``made`` when, ``address`` from
    where, empty where the export does not tell. ``words`` are its conditions or scopes, as they stand.

    ``usual``: the same export has the account signed in from that network on an earlier day; None where it cannot tell (no address,
    or too few sign-ins of the account). ``night``: made between 22:00 and 06:00 of the firm's time. ``beside`` counts the other
    doors of the account that were made from that network within an hour. ``off``: it stands there switched off.
    """

    account: str
    form: str
    name: str = ""
    target: str = ""
    made: str = ""
    address: str = ""
    hides: bool = False
    words: str = ""
    usual: bool | None = None
    night: bool | None = None
    beside: int = 0
    off: bool = False
