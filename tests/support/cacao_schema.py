"""What CACAO Security Playbooks 2.0 asks of a playbook with start, action and end steps, manual commands, agents and targets.

Written for these tests from the property tables of the specification (OASIS, sections 3.1, 4.1 to 4.5, 5.1, 5.2, 7, 10.9, 10.10,
10.17); it is not the schema that OASIS publishes. ``connected`` checks what no schema can: that all references lead somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator

_HEX = "[0-9a-f]"
_UUID = f"{_HEX}{{8}}-{_HEX}{{4}}-[1-5]{_HEX}{{3}}-[89ab]{_HEX}{{3}}-{_HEX}{{12}}"
_UUID4 = f"{_HEX}{{8}}-{_HEX}{{4}}-4{_HEX}{{3}}-[89ab]{_HEX}{{3}}-{_HEX}{{12}}"
_TYPES = ["attack", "detection", "engagement", "investigation", "mitigation", "notification", "prevention", "remediation"]
_ACTIVITIES = [
    "compose-content", "deliver-content", "identify-audience", "identify-channel", "scan-system", "match-indicator",
    "analyze-collected-data", "identify-indicators", "scan-vulnerabilities", "configure-systems", "restrict-access",
    "disconnect-system", "eliminate-risk", "revert-system", "restore-data", "restore-capabilities", "map-network",
    "identify-steps", "step-sequence", "prepare-engagement", "execute-operation", "analyze-engagement-results",
]  # fmt: skip
_TEXT = {"type": "string", "minLength": 1}
_MOMENT = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$"}


def _id(kind: str, uuid: str = _UUID) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^({kind})--{uuid}$"}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", "properties": required | (optional or {}), "required": list(required), "additionalProperties": False}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": 1}


_REFERENCE = _object({"name": _TEXT}, {"description": _TEXT, "source": _TEXT, "url": {"type": "string", "pattern": "^https?://"},
                                      "external_id": _TEXT, "reference_id": _TEXT})  # fmt: skip
_REFERENCE["anyOf"] = [{"required": [one]} for one in ("description", "source", "url", "external_id", "reference_id")]
_COMMAND = _object({"type": {"const": "manual"}}, {"command": _TEXT, "command_b64": _TEXT, "description": _TEXT, "version": _TEXT,
                                                  "playbook_activity": {"enum": _ACTIVITIES}})  # fmt: skip
_COMMAND["oneOf"] = [{"required": ["command"]}, {"required": ["command_b64"]}]
_STEP_ID = _id("start|action|end", _UUID4)
_COMMON = {"name": _TEXT, "description": _TEXT, "external_references": _list(_REFERENCE)}
_NEXT = {"on_completion": _id("action|end", _UUID4)}
_START = _object({"type": {"const": "start"}, **_NEXT}, _COMMON)
_END = _object({"type": {"const": "end"}}, _COMMON)
_ACTION = _object(
    {"type": {"const": "action"}, "commands": _list(_COMMAND), "agent": _id("[a-z-]+"), **_NEXT},
    _COMMON | {"targets": _list(_id("[a-z-]+"))},
)
_PARTY = {"description": _TEXT, "contact": {"type": "object"}}
_ADDRESS = {"type": "object", "minProperties": 1, "additionalProperties": False,
            "properties": {one: _list(_TEXT) for one in ("dname", "ipv4", "ipv6", "l2mac", "vlan", "url")}}  # fmt: skip
_PARTIES = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "patternProperties": {
        f"^{one}--{_UUID}$": _object({"type": {"const": one}, "name": _TEXT} | more, _PARTY)
        for one, more in (("group", {}), ("individual", {}), ("organization", {}), ("net-address", {"address": _ADDRESS}))
    },
}
SCHEMA = _object(
    {
        "type": {"const": "playbook"},
        "spec_version": {"const": "cacao-2.0"},
        "id": _id("playbook"),
        "name": _TEXT,
        "created_by": _id("identity"),
        "created": _MOMENT,
        "modified": _MOMENT,
        "workflow_start": _id("start", _UUID4),
        "workflow": {
            "type": "object",
            "minProperties": 3,
            "additionalProperties": False,
            "patternProperties": {f"^start--{_UUID4}$": _START, f"^action--{_UUID4}$": _ACTION, f"^end--{_UUID4}$": _END},
        },
    },
    {
        "description": _TEXT,
        "playbook_types": _list({"enum": _TYPES}),
        "playbook_activities": _list({"enum": _ACTIVITIES}),
        "playbook_processing_summary": {"type": "object", "additionalProperties": {"type": "boolean"}},
        "labels": _list(_TEXT),
        "external_references": _list(_REFERENCE),
        "agent_definitions": _PARTIES,
        "target_definitions": _PARTIES,
    },
)
Draft202012Validator.check_schema(SCHEMA)


def faults(playbook: Mapping[str, Any]) -> list[str]:
    """All that is wrong with it, in words; empty where nothing is."""
    told = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in Draft202012Validator(SCHEMA).iter_errors(playbook)
    ]
    return told or list(connected(playbook))


def connected(playbook: Mapping[str, Any]) -> Iterator[str]:
    """Steps that nothing leads to, ways that lead nowhere or in a ring, agents and targets that are not defined or used."""
    workflow, seen = playbook["workflow"], []
    key = playbook["workflow_start"]
    while key in workflow and key not in seen:
        seen.append(key)
        key = workflow[key].get("on_completion", "")
    if key:
        yield f"{key}: a way that leads nowhere, or back"
    if not seen or workflow[seen[-1]]["type"] != "end":
        yield "no end is reached"
    yield from (f"{one}: nothing leads there" for one in workflow if one not in seen)
    yield from (f"{one}: of another type" for one, step in workflow.items() if not one.startswith(f"{step['type']}--"))
    yield from _parties(playbook)
    yield from _summary(playbook)


def _parties(playbook: Mapping[str, Any]) -> Iterator[str]:
    actions = [step for step in playbook["workflow"].values() if step["type"] == "action"]
    for name, used in (
        ("agent_definitions", {step["agent"] for step in actions}),
        ("target_definitions", {target for step in actions for target in step.get("targets", ())}),
    ):
        defined = playbook.get(name, {})
        yield from (f"{name}: {one}" for one in sorted(used ^ {*defined}))
    uuids = [re.sub("^.*?--", "", one) for one in (playbook["id"], *playbook["workflow"], *playbook.get("agent_definitions", ()),
                                                 *playbook.get("target_definitions", ()))]  # fmt: skip
    if len({*uuids}) != len(uuids):
        yield "the same UUID twice"


def _summary(playbook: Mapping[str, Any]) -> Iterator[str]:
    """What stands at the playbook has to stand in its steps, and the other way round (3.1)."""
    actions = [step for step in playbook["workflow"].values() if step["type"] == "action"]
    done = {command.get("playbook_activity") for step in actions for command in step["commands"]}
    if missing := {*playbook.get("playbook_activities", ())} - done:
        yield f"activities that no step has: {sorted(missing)}"
    if playbook.get("playbook_types") and not playbook.get("playbook_activities"):
        yield "types without an activity"
    cited = [one for step in actions for one in step.get("external_references", ())]
    if any(one not in playbook.get("external_references", ()) for one in cited):
        yield "a reference of a step that the playbook does not have"
    if playbook["modified"] < playbook["created"]:
        yield "modified before it was created"
