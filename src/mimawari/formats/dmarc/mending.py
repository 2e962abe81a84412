"""Puts right what reporters are known to get wrong in the XML of a report, so that it can be read all the same.

Bytes that are no UTF-8, characters that XML 1.0 has not, a ``<`` or ``&`` that should have been written otherwise, and a root
around ``feedback`` that is never closed. What is missing is not made up: a report that was cut off stays cut off.
"""

from __future__ import annotations

import re

from mimawari.formats.scripts.charsets import WIDE, narrow

MOST = 16 << 20
"""A report up to this size is mended."""
_TAG = re.compile(r"<(?!/?[A-Za-z_][\w.\-]{0,60}(?::[\w.\-]{1,60})?(?:\s[^<>]{0,2000})?/?>|\?xml|!--|!\[CDATA\[|!DOCTYPE)")
_AND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_NEVER = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROOT = re.compile(r"<((?:[\w.\-]{1,40}:)?feedback)[\s>]", re.IGNORECASE)


def mended(data: bytes) -> bytes:
    """The report from ``<feedback`` to its end, as UTF-8; empty where there is no such thing in it."""
    text = (narrow(data) if data[:2] in WIDE else data).decode("utf-8", "replace")
    root = _ROOT.search(text)
    if root is None or "<!DOCTYPE" in text[: root.start()].upper():
        return b""
    end = text.rfind(f"</{root[1]}>")
    text = text[root.start() : end + len(root[1]) + 3 if end > 0 else len(text)]
    text = _NEVER.sub("\ufffd", text)
    return _TAG.sub("&lt;", _AND.sub("&amp;", text)).encode("utf-8")
