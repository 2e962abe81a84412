"""The case as events for Timesketch: what was found, what was done, what is due.

Timesketch wants ``message``, ``datetime`` (ISO 8601) and ``timestamp_desc`` of every event and takes any further column (its user
guide, "Import from JSON or CSV"). A CSV file is opened in spreadsheets too: no cell of it is a formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from mimawari.faces.exchange.observables import findings, observable, seen_at
from mimawari.faces.safe import cell, plain
from mimawari.model import Dossier, Entry, Finding, Lane, Moment

COLUMNS = (
    "message", "datetime", "timestamp_desc", "data_type", "message_ja", "lane", "host", "who", "about", "strength", "family",
    "attack", "path", "file_name", "sha256", "entry_hash", "day_only", "tlp",
)  # fmt: skip
"""In this order. The first three are those that Timesketch needs."""

Event = Mapping[str, str]
_TLP = "TLP:AMBER"


def timesketch_csv(dossier: Dossier) -> str:
    """One event a row, below a row of :data:`COLUMNS`; lines end as RFC 4180 has it."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows([cell(event.get(column, "")) for column in COLUMNS] for event in events(dossier))
    return out.getvalue()


def timesketch_jsonl(dossier: Dossier) -> str:
    """One event a line, a JSON object each, ASCII."""
    return "".join(json.dumps({key: plain(value) for key, value in event.items()}) + "\n" for event in events(dossier))


def events(dossier: Dossier) -> list[Event]:
    """All of them in order of time."""
    came = {moment.about: moment.at for moment in dossier.timeline}
    found = [_of_finding(one, came.get(one.id, ""), dossier) for one in findings(dossier)]
    done = [_of_entry(one) for one in dossier.entries]
    told = {one.id for one in findings(dossier)} | {str(one.number) for one in dossier.entries}
    rest = [_of_moment(one, dossier) for one in dossier.timeline if one.about not in told]
    return sorted((*found, *done, *rest), key=_order)


def _order(event: Event) -> tuple[datetime, str, int, str]:
    """By time; entries of one second in the order in which they were made."""
    kind, about = event["data_type"], event.get("about", "")
    number = int(about) if kind.endswith(":entry") and about.isdecimal() else 0
    return (datetime.fromisoformat(event["datetime"]), kind, number, event["message"])


def _event(at: str, desc: str, kind: str, en: str, ja: str, more: Mapping[str, str]) -> Event:
    given = {"message": en, "datetime": at, "timestamp_desc": desc, "data_type": f"mimawari:case:{kind}", "message_ja": ja}
    return {**given, **{key: value for key, value in more.items() if value}, "tlp": _TLP}


def _of_finding(one: Finding, came: str, dossier: Dossier) -> Event:
    """*came*: when it came by the line of time, empty where that does not tell it."""
    file = observable(one)
    hosts = {source.id: source.host for source in dossier.report.sources}
    more = {
        "lane": Lane.ATTACK.value,
        "host": hosts.get(one.origin.source, ""),
        "about": one.id,
        "strength": one.strength.word,
        "family": one.family or "",
        "attack": " ".join(one.attack),
        "path": " > ".join(one.origin.path),
        "file_name": file.name,
        "sha256": dict(file.hashes).get("sha256", ""),
    }
    desc = "Trace of the finding" if one.seen_at else "Mail received" if came else "Evidence looked at"
    return _event(
        _utc(one.seen_at or came or seen_at(one, dossier), dossier), desc, "finding", one.sentence.en, one.sentence.ja, more
    )


def _of_entry(one: Entry) -> Event:
    said = ": ".join(filter(None, (one.deed.value, one.about, one.text)))
    more = {"lane": Lane.RESPONSE.value, "who": one.who, "about": str(one.number), "entry_hash": one.hash}
    return _event(_iso(one.at) or _EPOCH, "Entry recorded", "entry", said, said, more)


def _of_moment(one: Moment, dossier: Dossier) -> Event:
    desc = {Lane.ATTACK: "Trace", Lane.CHECK: "Evidence looked at", Lane.RESPONSE: "Done", Lane.DUE: "Due"}[one.lane]
    more = {"lane": one.lane.value, "host": one.host, "about": one.about, "day_only": "true" if _is_day(one.at) else ""}
    return _event(_utc(one.at, dossier), desc, one.lane.value, one.words.en, one.words.ja, more)


_EPOCH = "1970-01-01T00:00:00+00:00"


def _is_day(at: str) -> bool:
    return len(at) == len("2026-11-24")


def _utc(at: str, dossier: Dossier) -> str:
    """With its offset. A day alone begins at midnight of the case's zone; what is no time is that of writing."""
    if _is_day(at):
        zone = timezone(timedelta(minutes=dossier.zone))
        try:
            return datetime.fromisoformat(at).replace(tzinfo=zone).isoformat()
        except ValueError:
            pass
    return _iso(at) or _iso(dossier.now) or _EPOCH


def _iso(at: str) -> str:
    try:
        time = datetime.fromisoformat(at)
    except ValueError:
        return ""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).isoformat()
