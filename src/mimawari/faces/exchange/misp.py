"""The case as an event of MISP.

Only a hash is marked for detection (``to_ids``): a name may be borne by honest files. The event stays within the organisation until
somebody changes that, and bears the tag ``tlp:amber``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from mimawari.faces.exchange.observables import accounts, addresses, attack_page, findings, observable, techniques, weighty
from mimawari.faces.exchange.trouble import NoExchange
from mimawari.faces.safe import plain
from mimawari.model import Dossier, Finding, Level

if TYPE_CHECKING:
    from pymisp import MISPEvent

_SPACE = UUID("0a1f3b52-2e0d-5d0c-8f0d-7f4d6a3b9c10")
_THREAT = {Level.INFECTED: 1, Level.SUSPECTED: 2, Level.EXPOSED: 2, Level.UNDETERMINED: 4, Level.NO_SIGN: 3}
"""MISP's threat levels: 1 high, 2 medium, 3 low, 4 undefined."""
_ONGOING, _COMPLETED = 1, 2
_OWN_ORGANISATION = 0
_GALAXY = {"emotet": 'misp-galaxy:malpedia="Emotet"'}
_MOST_TEXT = 2000


def misp(dossier: Dossier) -> str:
    """The event as JSON. Raises :class:`NoExchange` where the library pymisp is not installed."""
    try:
        from pymisp import MISPEvent
    except ImportError as error:
        raise NoExchange("MISP", "pymisp") from error
    event = MISPEvent()
    _head(event, dossier)
    for tag in _tags(dossier):
        event.add_tag(tag)
    for given in _attributes(dossier):
        event.add_attribute(**given)
    return json.dumps({"Event": json.loads(event.to_json())}, indent=2, sort_keys=True) + "\n"


def _head(event: MISPEvent, dossier: Dossier) -> None:
    it: Any = event
    it.uuid = _uuid(dossier, "event")
    it.info = _text(f"mimawari case {dossier.state.name or dossier.state.case}: {dossier.verdict.level.value}")
    it.date = _time(dossier.state.opened.at).date().isoformat()
    it.timestamp = _time(dossier.now)
    it.distribution = _OWN_ORGANISATION
    it.published = False
    it.threat_level_id = _THREAT[dossier.verdict.level]
    it.analysis = _COMPLETED if dossier.state.closed else _ONGOING


def _tags(dossier: Dossier) -> Iterator[str]:
    yield "tlp:amber"
    level = dossier.verdict.level
    if level in (Level.INFECTED, Level.EXPOSED):
        yield from (_GALAXY[name] for name in dossier.verdict.families if name in _GALAXY)


def _attributes(dossier: Dossier) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for given in (*_of_findings(dossier), *_links(dossier), *_texts(dossier)):
        name = f"{given['type']}\0{given['value']}"
        if name not in seen:
            seen.add(name)
            yield {**given, "uuid": _uuid(dossier, name), "timestamp": _time(dossier.now), "distribution": _OWN_ORGANISATION}


def _of_findings(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for finding in findings(dossier):
        it, comment = observable(finding), _comment(finding)
        for kind, value in it.hashes:
            yield _attribute(kind, "Payload delivery", value, weighty(finding), comment)
        if it.name:
            yield _attribute("filename", "Payload delivery", it.name, False, comment)
        for address in addresses(finding):
            yield _attribute("ip-src", "Network activity", address, False, comment)
        for account in accounts(finding):
            yield _attribute("email-src", "Payload delivery", account, False, comment)


def _links(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for technique in techniques(findings(dossier)):
        yield _attribute("link", "External analysis", attack_page(technique), False, f"ATT&CK {technique}")


def _texts(dossier: Dossier) -> Iterator[dict[str, Any]]:
    held = ", ".join(one.value for one in dossier.plan.situations) or "none"
    said = f"Level: {dossier.verdict.level.value}. Situations: {held}. Not looked at: {len(dossier.verdict.unseen)}."
    yield _attribute("comment", "Other", said, False, f"mimawari {dossier.version}, knowledge {dossier.knowledge}")


def _attribute(kind: str, category: str, value: str, to_ids: bool, comment: str) -> dict[str, Any]:
    return {"type": kind, "category": category, "value": value, "to_ids": to_ids, "comment": _text(comment)}


def _comment(finding: Finding) -> str:
    return f"{finding.kind} ({finding.strength.word}): {finding.sentence.en}"


def _text(value: str) -> str:
    return plain(value)[:_MOST_TEXT]


def _uuid(dossier: Dossier, name: str) -> str:
    return str(uuid5(_SPACE, f"{plain(dossier.state.case)}\0{name}"))


def _time(iso: str) -> datetime:
    try:
        time = datetime.fromisoformat(iso)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return time if time.tzinfo else time.replace(tzinfo=UTC)
