"""Tells a log from other texts: by its lines, the names of its columns, or its own ending."""

from __future__ import annotations

import re

_LINES, _FEWEST = 60, 2
_ENDINGS = frozenset({"log", "ndjson", "jsonl"})
_TIME = re.compile(
    r"\b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|\b[A-Z][a-z]{2} [ \d]?\d \d\d:\d\d:\d\d\b"
    r"|\b\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d|\b1[5-9]\d{8}\.\d{1,9}\b"
)
"""ISO 8601, syslog (RFC 3164), the common log format, seconds since 1970 as Zeek and Squid write them."""
_RECORD = re.compile(
    r"(?:<\d{1,3}>)?(?:\d )?"
    r"(?:[A-Z][a-z]{2} [ \d]?\d \d\d:\d\d:\d\d \S+|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)) \S"
)
"""How a line of syslog begins (RFC 3164, RFC 5424)."""
_PARTY = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[\w./-]{2,40}\[\d{1,7}\]:|\b(?:[0-9a-fA-F]{1,4}:){4,7}[0-9a-fA-F]{1,4}\b")
_ZEEK = ("#separator", "#fields", "#Software:", "#Fields:")
_COLUMN = re.compile(
    r"(?i)\b(?:ts|time|timestamp|date|creation(?:date|time)|eventtime)\b.*\b(?:id\.orig_h|(?:src|dst|source|client|remote)_?ip|clientip|uid)\b"
)
"""Names of columns, or of members of a JSON object: when, and where from."""


def is_log(text: str, extension: str) -> bool:
    """Whether most of the first lines tell when something happened, and where from or by which program."""
    lines = [line[:2000] for line in text[:200_000].splitlines()[:_LINES] if line.strip()]
    if not lines:
        return False
    if extension in _ENDINGS or lines[0].startswith(_ZEEK) or _COLUMN.search(lines[0]):
        return True
    records = sum(bool(_RECORD.match(line)) for line in lines)
    told = sum(bool(_TIME.search(line)) and bool(_PARTY.search(line)) for line in lines)
    return (told >= _FEWEST and told * 2 >= len(lines)) or records * 2 >= len(lines)
