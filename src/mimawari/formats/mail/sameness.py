"""What differs between a mail and its answers though the same is meant: marks of replies and quoting, ways to write a name."""

from __future__ import annotations

import re
import unicodedata

REPLY = re.compile(r"^(?:\s*(?:re|fwd?|aw|sv|wg|tr|rv|返信|転送|回复)\s*(?:\[\d{1,3}\])?\s*[:：])+", re.IGNORECASE)
"""What stands before a subject that is answered or passed on."""
MARKS = re.compile(r"^[\s>|｜＞]+")
"""What stands before a line that is quoted."""


def plain_name(name: str) -> str:
    """A name in one width and case, without blanks, quotation marks and a Japanese title."""
    plain = "".join(unicodedata.normalize("NFKC", name[:200]).lower().split()).strip("\"'“”「」")
    return plain.removesuffix("様").removesuffix("さん")
