"""What mails testify when a firm asks "us, or only our address?": reported ones, and those of its own mailboxes."""

from mimawari.formats.mail.asked import Index, held, index_of, preferred
from mimawari.formats.mail.probes import quoted_mails
from mimawari.formats.mail.reports import Reports, weak
from mimawari.formats.mail.spans import Owner, Span
from mimawari.formats.mail.telling import account_in

__all__ = [
    "Index",
    "Owner",
    "Reports",
    "Span",
    "account_in",
    "held",
    "index_of",
    "preferred",
    "quoted_mails",
    "weak",
]
