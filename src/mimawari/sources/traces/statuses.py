"""What a refusal says: that there is no such address, or that the mail or its sender is not wanted.

Enhanced status codes of RFC 3463: X.1.1 and X.1.10 (RFC 7505, null MX) bad destination mailbox, X.7.1 delivery not authorised.
Exchange: ``RESOLVER.ADR.RecipNotFound``, ``RESOLVER.ADR.RecipientNotFound`` (learn.microsoft.com, "Email non-delivery reports and
SMTP errors in Exchange Online").
"""

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST = 500
_UNKNOWN = re.compile(
    r"\b5\.1\.(?:1|10)\b|RecipNotFound|RecipientNotFound|user unknown|unknown user|no such user|mailbox unavailable|does not exist",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b5\.7\.\d{1,3}\b|spamhaus|block ?list|black ?list|blocked|reputation|\bspam\b|barracuda|unsolicited", re.IGNORECASE
)


@lru_cache(maxsize=1 << 12)
def is_unknown(status: str) -> bool:
    """Whether the address is refused as one that there is not."""
    return _UNKNOWN.search(status[:_LONGEST]) is not None


@lru_cache(maxsize=1 << 12)
def is_refused(status: str) -> bool:
    """Whether it is refused as spam, or its sender by a block list."""
    return not is_unknown(status) and _REFUSED.search(status[:_LONGEST]) is not None
