"""The case as a STIX 2.1 bundle: what was found, what it points to, what is done about it.

Ids are UUIDs of version 5 over the case and what the object is of, so that a later export of the same case replaces an earlier one.
Everything bears the marking TLP:AMBER.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID, uuid5

from mimawari.faces.exchange.observables import (
    Observable,
    accounts,
    addresses,
    attack_page,
    findings,
    observable,
    observed_at,
    seen_at,
    techniques,
    telling,
    weighty,
)
from mimawari.faces.exchange.trouble import NoExchange
from mimawari.faces.safe import plain
from mimawari.model import Dossier, Finding, Level, PlanStep, StepState

_SPACE = UUID("6f0c5f3e-0f0b-5a55-9a39-0b6a7f0f7d11")
"""Of the names that ids are made of."""
_SURE = {Level.INFECTED: 90, Level.EXPOSED: 75, Level.SUSPECTED: 50}
"""Confidence (0 to 100) that a family is there, by level."""
_BY_HASH, _BY_NAME = 85, 30
"""Confidence of an indicator: a hash is of one file; a name may be borne by others."""
_HASHES = {"sha256": "SHA-256", "sha1": "SHA-1", "md5": "MD5"}
_TYPES = {"emotet": ["downloader", "bot"]}
_SOFTWARE = {"emotet": ("S0367", "https://attack.mitre.org/software/S0367/")}
_MOST_TEXT = 4000
_FIRM = "firm"


def stix(dossier: Dossier) -> str:
    """The bundle as JSON. Raises :class:`NoExchange` where the library stix2 is not installed."""
    try:
        from stix2 import v21
    except ImportError as error:
        raise NoExchange("STIX", "stix2") from error
    bundle = v21.Bundle(*_Bundle(dossier, v21).all(), id=_id(dossier, "bundle", ""), allow_custom=False)
    return str(bundle.serialize(pretty=True)) + "\n"


def _id(dossier: Dossier, kind: str, name: str) -> str:
    return f"{kind}--{uuid5(_SPACE, chr(0).join((plain(dossier.state.case), kind, plain(name))))}"


def _text(value: str) -> str:
    return plain(value)[:_MOST_TEXT]


class _Bundle:
    def __init__(self, dossier: Dossier, library: Any) -> None:
        self._dossier, self._library = dossier, library
        self._found = findings(dossier)
        self._marking = library.TLP_AMBER
        self._author = _id(dossier, "identity", _FIRM)
        opened, now = dossier.state.opened.at, dossier.now
        self._times = {"created": min(opened, now), "modified": max(opened, now)}

        self._told: set[str] = set()

    def _first(self, name: str) -> bool:
        """Whether it is said for the first time: many findings speak of one file."""
        is_new = name not in self._told
        self._told.add(name)
        return is_new

    def all(self) -> list[Any]:
        """The marking, the firm, everything that was found and done, and the report that names all of it."""
        firm = self._dossier.firm or "the firm (not named)"
        inside = [*self._of_findings(), *self._of_plan(), *self._notes()]
        report = self._object(
            "Report", "case",
            name=_text(f"mimawari case {self._dossier.state.name or self._dossier.state.case}"),
            description=_text(self._described()), report_types=["threat-report"], published=self._times["modified"],
            object_refs=sorted({self._author, *(one["id"] for one in inside)}),
        )  # fmt: skip
        return [self._marking, self._identity(firm), *inside, report]

    def _identity(self, firm: str) -> Any:
        return self._object("Identity", _FIRM, name=_text(firm), identity_class="organization")

    def _object(self, kind: str, key: str, /, **given: Any) -> Any:
        """An object of the class *kind*, which *key* tells from others of its kind; with marking, times, author and language."""
        make = getattr(self._library, kind)
        common = {
            "object_marking_refs": [self._marking.id],
            **self._times,
            **({"created_by_ref": self._author} if key != _FIRM else {}),
        }
        lang = {} if kind in ("ObservedData", "Relationship") else {"lang": "en"}
        return make(id=_id(self._dossier, make._type, key), **common, **lang, **given)

    def _described(self) -> str:
        it = self._dossier
        held = ", ".join(one.value for one in it.plan.situations) or "none"
        return (
            f"Level: {it.verdict.level.value}. Situations: {held}. Not looked at: {len(it.verdict.unseen)}. Made by mimawari "
            f"{it.version}, knowledge {it.knowledge}. It says what was found in what was looked at and proves no absence."
        )

    def _of_findings(self) -> Iterator[Any]:
        malware = list(self._malware())
        patterns = {name: self._pattern(name) for name in techniques(self._found)}
        yield from (*malware, *patterns.values())
        for one in malware:
            own = techniques(finding for finding in self._found if _is_of(one, finding))
            yield from self._links("uses", [one], [patterns[name] for name in own])
        for finding in self._found:
            yield from self._of_finding(finding, malware)

    def _malware(self) -> Iterator[Any]:
        verdict = self._dossier.verdict
        for family in verdict.families if verdict.level in _SURE else ():
            number, page = _SOFTWARE.get(family, ("", ""))
            references = [{"source_name": "mitre-attack", "external_id": number, "url": page}] if number else []
            yield self._object(
                "Malware", family, name=_named(family), is_family=True, confidence=_SURE[verdict.level],
                malware_types=_TYPES.get(family, ["unknown"]), external_references=references,
            )  # fmt: skip

    def _pattern(self, technique: str) -> Any:
        reference = {"source_name": "mitre-attack", "external_id": technique, "url": attack_page(technique)}
        return self._object("AttackPattern", technique, name=technique, external_references=[reference])

    def _links(self, word: str, sources: Iterable[Any], targets: Iterable[Any]) -> Iterator[Any]:
        ends = list(targets)
        for source in sources:
            for target in ends:
                name = f"{source['id']} {word} {target['id']}"
                yield self._object(
                    "Relationship", name, relationship_type=word, source_ref=source["id"], target_ref=target["id"]
                )  # fmt: skip

    def _of_finding(self, finding: Finding, malware: list[Any]) -> Iterator[Any]:
        seen = self._seen(finding)
        if not seen:
            return
        yield from (one for one in seen if self._first(one["id"]))
        at = observed_at(finding, self._dossier)
        if at:
            times = {"first_observed": at, "last_observed": at, "number_observed": 1}
            yield self._object("ObservedData", finding.id, **times, object_refs=[one["id"] for one in seen])
        it = observable(finding)
        if not it.is_empty and (weighty(finding) if it.hashes else telling(finding)):
            named = [one for one in malware if _is_of(one, finding)]
            yield from self._indicator(finding, it, seen_at(finding, self._dossier), named)

    def _seen(self, finding: Finding) -> list[Any]:
        """What the finding names exactly: a file, addresses, mail accounts."""
        it, library = observable(finding), self._library
        hashes = {_HASHES[kind]: value for kind, value in it.hashes}
        given = {**({"hashes": hashes} if hashes else {}), **({"name": it.name} if it.name else {})}
        found = [library.File(**given)] if given else []
        found += [(library.IPv6Address if ":" in one else library.IPv4Address)(value=one) for one in addresses(finding)]
        return [*found, *(library.EmailAddress(value=one) for one in accounts(finding))]

    def _indicator(self, finding: Finding, it: Observable, at: str, malware: list[Any]) -> Iterator[Any]:
        pattern = _pattern_of(it)
        if not self._first(pattern):
            return
        found = self._object(
            "Indicator", pattern, name=it.hashes[0][1] if it.hashes else it.name,
            description=_text(finding.sentence.en), pattern=pattern, pattern_type="stix", valid_from=at,
            indicator_types=["malicious-activity"], confidence=_BY_HASH if it.hashes else _BY_NAME,
        )  # fmt: skip
        yield found
        yield from self._links("indicates", [found], malware)

    def _of_plan(self) -> Iterator[Any]:
        for one in self._dossier.plan.steps:
            yield self._object(
                "CourseOfAction", one.key, name=_text(_title(one)), description=_text(self._how(one)),
                labels=[one.step.phase.value, self._dossier.state.step(one.key).value],
            )  # fmt: skip

    def _how(self, one: PlanStep) -> str:
        state = self._dossier.state.step(one.key)
        done = "" if state is StepState.OPEN else f" State: {state.value}."
        return " ".join((one.step.why.en, *(words.en for words in one.step.how))) + done

    def _notes(self) -> Iterator[Any]:
        """What was judged, and what was not looked at."""
        us = self._dossier.verdict.us
        said = [f"{one.answer.value} ({one.strength.word if one.strength else 'no strength'})" for one in us.answers] if us else []
        verdict = f"{self._described()} Us, or only our address: {', '.join(said) or 'not asked'}."
        yield self._note("verdict", "Verdict", verdict)
        if unseen := self._dossier.verdict.unseen:
            gaps = sorted({f"{gap.wanted}: {gap.reason.value}" for gap in unseen})
            yield self._note("gaps", "What could not be looked at", "; ".join(gaps))

    def _note(self, key: str, abstract: str, content: str) -> Any:
        return self._object("Note", key, abstract=abstract, content=_text(content), object_refs=[self._author])


def _is_of(malware: Any, finding: Finding) -> bool:
    return bool(finding.family) and malware["name"] == _named(finding.family or "")


def _named(family: str) -> str:
    return family.replace("-", " ").title()


def _title(one: PlanStep) -> str:
    return f"{one.step.title.en} ({one.target})" if one.target else one.step.title.en


def _pattern_of(it: Observable) -> str:
    """Any of the hashes; the name only where there is no hash. Strings are quoted as STIX patterning has it."""
    if it.hashes:
        return "[" + " OR ".join(f"file:hashes.'{_HASHES[kind]}' = '{value}'" for kind, value in it.hashes) + "]"
    quoted = it.name.replace("\\", "\\\\").replace("'", "\\'")
    return f"[file:name = '{quoted}']"
