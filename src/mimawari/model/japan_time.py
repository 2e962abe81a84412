"""A moment as it is said in Japan, with UTC beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from mimawari.model.words import Words

JAPAN = timezone(timedelta(hours=9), "JST")
FORM = "%Y-%m-%dT%H:%M:%SZ"
"""How moments are kept: UTC, to the second."""
_BOTH = Words(en="{there} JST ({utc} UTC)", ja="{there}（日本時間。UTCでは {utc}）")


def both(iso: str) -> Words:
    """A moment (UTC, ISO 8601 with ``Z``) in Japan's time and UTC, to the minute; anything else as it stands."""
    try:
        time = datetime.strptime(iso, FORM).replace(tzinfo=UTC)
        there = time.astimezone(JAPAN)
    except (ValueError, OverflowError):
        return Words(en=iso, ja=iso)
    day = "" if there.date() == time.date() else f"{time:%m-%d} "
    return _BOTH.fill({"there": f"{there:%Y-%m-%d %H:%M}", "utc": f"{day}{time:%H:%M}"})
