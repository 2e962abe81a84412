"""A plan, or the whole playbook, as a CACAO Security Playbook 2.0 (OASIS): manual commands for people, nothing that runs by itself.

https://docs.oasis-open.org/cacao/security-playbooks/v2.0/security-playbooks-v2.0.html
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mimawari.model import Cited, Per, Phase, Plan, PlanStep, Playbook, PlayStep, Situation, Who, Words

Record = dict[str, Any]
_NAMESPACE = uuid.UUID("aa7caf3a-d55a-4e9a-b34e-056215fba56a")
"""What the specification (10.10) gives for the ids of playbooks."""
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "https://mimawari.invalid/cacao")
_ACTIVITY = {
    Phase.ISOLATE: "restrict-access",
    Phase.PRESERVE: "analyze-collected-data",
    Phase.CONFIRM: "scan-system",
    Phase.SCOPE: "scan-system",
    Phase.RESET: "configure-systems",
    Phase.NOTIFY: "deliver-content",
    Phase.ERADICATE: "eliminate-risk",
    Phase.WATCH: "match-indicator",
    Phase.LIFT: "restore-capabilities",
}
"""Words of the specification's vocabulary of activities (3.1.2)."""
_TYPE = {
    "restrict-access": "mitigation",
    "configure-systems": "mitigation",
    "deliver-content": "notification",
    "eliminate-risk": "remediation",
    "restore-capabilities": "remediation",
}
_OTHER_TYPE = "investigation"
_PEOPLE = {
    Who.ANYBODY: ("group", Words(en="Anybody in the firm", ja="社内のだれでも")),
    Who.OWNER: ("group", Words(en="Who uses the PC or account", ja="PCやアカウントを使っている人")),
    Who.ADMINISTRATOR: ("group", Words(en="Who looks after PCs and mail", ja="PCやメールの管理者")),
    Who.PROVIDER: ("organization", Words(en="The provider", ja="契約している事業者")),
    Who.SPECIALIST: ("organization", Words(en="A specialist", ja="専門の会社")),
}
_CONCERNED = {
    Per.CASE: Words(en="The firm", ja="会社全体"),
    Per.HOST: Words(en="Each PC concerned", ja="対象のPCそれぞれ"),
    Per.ACCOUNT: Words(en="Each mail account concerned", ja="対象のメールアカウントそれぞれ"),
}
_PARTS = {
    "why": Words(en="Why", ja="理由"),
    "destroys": Words(en="What it destroys", ja="失われるもの"),
    "undo": Words(en="How to take it back", ja="元に戻すには"),
    "done": Words(en="Done when", ja="終わりの目安"),
    "care": Words(en="As a precaution: it is suspected, not certain.", ja="念のための手順です。疑いであり、確かではありません。"),
    "wait": Words(en="Not before a second look has made the suspicion certain.", ja="疑いが確かになってから行います。"),
    "check": Words(en="to be checked", ja="要確認"),
    "not": Words(en="Not to do", ja="してはいけないこと"),
    "read": Words(en="as of", ja="時点"),
}
_DESCRIPTION = Words(
    en="What people do after mimawari's verdict. Every command is manual; nothing is done by a program. Situations: {names}.",
    ja="mimawariの判定のあとに、人が行う手順です。すべて手作業で、プログラムは何も実行しません。状況：{names}",
)


def cacao(made: Plan | Playbook, *, created: str, modified: str = "", tongue: str = "en", name: str = "") -> Record:
    """*made* as a playbook object, ready for JSON: the same input always gives the same output, ids included.

    *created* and *modified* are ISO dates or times (without a zone: UTC); *modified* is *created* where it is not given. *name*
    has to be one of its own for each case: by it and by what is planned the playbook is known. ``ValueError`` where nothing is
    planned, which the specification has no form for, or where a time is none.
    """
    steps = made.steps if isinstance(made, Plan) else tuple(PlanStep(step.id, step) for step in made.steps)
    if not steps:
        raise ValueError("a playbook without a step")
    situations = made.situations if isinstance(made, Plan) else tuple(Situation)
    activities = tuple(dict.fromkeys(_ACTIVITY[one.step.phase] for one in steps))
    types = sorted({_TYPE.get(one, _OTHER_TYPE) for one in activities})
    called = name or _called(situations, steps)
    ident = f"playbook--{uuid.uuid5(_NAMESPACE, _canonical({'name': called, 'playbook_types': types}))}"
    drawn = _Drawn(ident, tongue, {}, {})
    workflow = drawn.workflow(steps)
    references = _references((cited for one in steps for cited in _cited(one.step)), tongue)
    return {
        "type": "playbook",
        "spec_version": "cacao-2.0",
        "id": ident,
        "name": called,
        "description": _described(made, situations, tongue),
        "playbook_types": types,
        "playbook_activities": list(activities),
        "playbook_processing_summary": {"manual_playbook": True},
        "created_by": f"identity--{uuid.uuid5(_OURS, 'identity')}",
        "created": _moment(created),
        "modified": max(_moment(modified or created), _moment(created)),
        "labels": sorted(situations),
        **({"external_references": references} if references else {}),
        "workflow_start": next(iter(workflow)),
        "workflow": workflow,
        "agent_definitions": drawn.agents,
        "target_definitions": drawn.targets,
    }


def _described(made: Plan | Playbook, situations: Iterable[Situation], tongue: str) -> str:
    """What it is; of a plan also what it means, what nobody may promise, and what must not be done."""
    lines = [_DESCRIPTION.fill({"names": ", ".join(situations)}).say(tongue)]
    if isinstance(made, Plan):
        lines += [one.meaning.say(tongue) for one in made.openings]
        lines += [f"- {words.say(tongue)}" for one in made.openings for words in one.limits]
        lines += [f"- {_PARTS['not'].say(tongue)}: {words.say(tongue)}" for words in made.forbidden]
    return "\n".join(dict.fromkeys(lines))


def _called(situations: Iterable[Situation], steps: Iterable[PlanStep]) -> str:
    keys = hashlib.sha256("\n".join(one.key for one in steps).encode("utf-8", "surrogatepass")).hexdigest()
    return f"mimawari {' '.join(situations)} {keys[:8]}"


def _canonical(content: Mapping[str, object]) -> str:
    """As RFC 8785 has it, for what holds only strings and lists of them."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _moment(text: str) -> str:
    """UTC with exactly three digits of a second, as the specification wants it for ``created`` and ``modified``."""
    found = datetime.fromisoformat(text)
    found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%S.") + f"{found.microsecond // 1000:03}Z"


def _cited(step: PlayStep) -> tuple[Cited, ...]:
    return (*step.cited, *(menu.cited for menu in step.menus))


def _references(every: Iterable[Cited], tongue: str) -> list[Record]:
    return [_reference(one, tongue) for one in dict.fromkeys(every)]


def _reference(cited: Cited, tongue: str) -> Record:
    check = f"; {_PARTS['check'].say(tongue)}: {cited.certainty}" if cited.certainty.to_check else ""
    found = {"name": cited.title.say(tongue), "description": f"{_PARTS['read'].say(tongue)} {cited.as_of}{check}"}
    return found | ({"url": cited.page} if cited.page else {})


@dataclass(frozen=True)
class _Drawn:
    """A playbook while it is written: agents and targets are defined where a step first needs them."""

    playbook: str
    tongue: str
    agents: dict[str, Record]
    targets: dict[str, Record]

    def workflow(self, steps: tuple[PlanStep, ...]) -> dict[str, Record]:
        """From start to end, one step after the other, in the order of the plan."""
        keys = [self._step_id("start", ""), *(self._step_id("action", one.key) for one in steps), self._step_id("end", "")]
        found: dict[str, Record] = {keys[0]: {"type": "start", "on_completion": keys[1]}}
        for key, following, one in zip(keys[1:], keys[2:], steps, strict=False):
            found[key] = self._action(one) | {"on_completion": following}
        return found | {keys[-1]: {"type": "end"}}

    def _step_id(self, kind: str, key: str) -> str:
        """The specification has UUIDv4 for steps: its form, with digits that depend on the playbook and the step alone."""
        digits = hashlib.sha256(f"{self.playbook}\0{kind}\0{key}".encode("utf-8", "surrogatepass")).digest()[:16]
        return f"{kind}--{uuid.UUID(bytes=digits, version=4)}"

    def _action(self, one: PlanStep) -> Record:
        step = one.step
        found: Record = {
            "type": "action",
            "name": step.title.say(self.tongue),
            "description": "\n".join(self._told(one)),
            "commands": [self._command(words.say(self.tongue), step) for words in step.how],
            "agent": self._agent(step.who),
            "targets": [self._target(one)],
        }
        found["commands"] += [self._command(": ".join(self._menu(menu.product, menu.path)), step) for menu in step.menus]
        references = _references(_cited(step), self.tongue)
        return found | ({"external_references": references} if references else {})

    def _menu(self, product: Words, path: Words) -> tuple[str, str]:
        return product.say(self.tongue), path.say(self.tongue)

    def _command(self, text: str, step: PlayStep) -> Record:
        return {"type": "manual", "command": text, "playbook_activity": _ACTIVITY[step.phase]}

    def _told(self, one: PlanStep) -> Iterable[str]:
        step = one.step
        if one.is_precaution:
            yield _PARTS["wait" if one.waits else "care"].say(self.tongue)
        yield self._part("why", step.why)
        yield from (f"- {ground.words.say(self.tongue)} [{ground.id}]" for ground in one.grounds)
        if step.destroys:
            yield self._part("destroys", step.destroys)
        if step.undo:
            yield self._part("undo", step.undo)
        yield from (self._part("done", words) for words in step.done_when)

    def _part(self, name: str, words: Words) -> str:
        return f"{_PARTS[name].say(self.tongue)}: {words.say(self.tongue)}"

    def _agent(self, who: Who) -> str:
        kind, words = _PEOPLE[who]
        key = f"{kind}--{uuid.uuid5(_OURS, f'agent {who}')}"
        self.agents.setdefault(key, {"type": kind, "name": words.say(self.tongue), "description": str(who)})
        return key

    def _target(self, one: PlanStep) -> str:
        per = one.step.per if one.target else None
        made: Record = {"type": "group", "name": _CONCERNED[one.step.per].say(self.tongue)}
        if per is Per.HOST:
            made = {"type": "net-address", "name": one.target, "address": _address(one.target)}
        elif per is Per.ACCOUNT:
            made = {"type": "individual", "name": one.target}
        key = f"{made['type']}--{uuid.uuid5(_OURS, f'{self.playbook} target {one.step.per} {one.target!r}')}"
        self.targets.setdefault(key, made | {"description": _CONCERNED[one.step.per].say(self.tongue)})
        return key


def _address(host: str) -> Record:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return {"dname": [host]}
    return {f"ipv{found.version}": [str(found)]}
