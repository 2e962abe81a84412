"""A case in words: how it stands, and every entry with its time, who made it, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mimawari.app import casework
from mimawari.faces.both_times import both
from mimawari.faces.safe import own, shown
from mimawari.faces.text.line import Block, Line, Style
from mimawari.model import Deed, Entry, Fact, StepState, Words

_LONGEST = 2000

_HEAD = Words(en="Case “{name}” ({place})", ja="「{name}」の記録（{place}）")
_CLOSED = Words(en="Closed: {at}, by {who}.", ja="対応終了：{at}（{who}）")
_OPEN = Words(en="Open since {at}.", ja="対応中（開始：{at}）")
_STEPS = Words(
    en="Steps: {done} done, {skipped} skipped, {open} still to do.", ja="手順：済み {done}、行わない {skipped}、これから {open}"
)
_KNOWN = Words(en="The firm came to know of it: {moment} (entry {n}, by {who}).", ja="自社が知った日時：{moment}（{n}番、{who}）")
_UNKNOWN = Words(
    en="When the firm came to know of it is not recorded: `mimawari case known-at TIME`.",
    ja="自社が知った日時は、まだ記録されていません。mimawari case known-at TIME で記録してください。",
)
_ENTRIES = Words(en="What was recorded", ja="これまでの記録")
_ENTRY = Words(en="{n}. {at}  {who}: {deed}", ja="{n}. {at}　{who}：{deed}")
_DEEDS = {
    Deed.OPENED: Words(en="opened the case “{text}”", ja="「{text}」の記録を始めた"),
    Deed.REPORT_ADDED: Words(en="added the report {text}", ja="レポート {text} を追加した"),
    Deed.PLANNED: Words(
        en="the plan was made anew ({situations}; {steps} steps)", ja="行うことの一覧を作り直した（{situations}、{steps}件）"
    ),
    Deed.STEP_DONE: Words(en="did the step {about}", ja="手順 {about} を済ませた"),
    Deed.STEP_REOPENED: Words(en="opened the step {about} again", ja="手順 {about} をやり直すことにした"),
    Deed.STEP_SKIPPED: Words(en="does not do the step {about}", ja="手順 {about} を行わないことにした"),
    Deed.NOTED: Words(en="noted", ja="メモ"),
    Deed.KNOWN_AT: Words(en="recorded when the firm came to know of it: {moment}", ja="自社が知った日時を記録した：{moment}"),
    Deed.REPLIED: Words(en="answered the question {about}: {answer}", ja="質問 {about} に答えた：{answer}"),
    Deed.CONTACTED: Words(en="contacted {about}", ja="{about} に連絡した"),
    Deed.RECHECKED: Words(en="checked again", ja="再確認をした"),
    Deed.LIFTED: Words(en="put {about} back on the network", ja="{about} をネットワークに戻した"),
    Deed.ACCEPTED: Words(en="goes on with the record as it is ({faults})", ja="今の記録のまま続けることにした（{faults}）"),
    Deed.EXPOSED: Words(en="counted who must be told: {people}", ja="連絡が必要な人を数えた：{people}"),
    Deed.DRAFTED: Words(en="had drafts written", ja="文書の下書きを作成した"),
    Deed.SEALED: Words(en="sealed the evidence ({about})", ja="証拠を封印した（{about}）"),
    Deed.CLOSED: Words(en="closed the case", ja="対応を終了した"),
    Deed.REOPENED: Words(en="opened the case again", ja="対応を再開した"),
}
ANSWERS = {
    "yes": Words(en="yes", ja="はい"),
    "no": Words(en="no", ja="いいえ"),
    "unknown": Words(en="not known", ja="分からない"),
}
_COUNT = Words(en="{n}", ja="{n}人")
_AT_LEAST = Words(en="at least {n}", ja="少なくとも{n}人")
_SAID_ALREADY = frozenset({Deed.OPENED, Deed.REPORT_ADDED, Deed.KNOWN_AT, Deed.REPLIED})


def case_lines(opened: casework.OpenedCase, tongue: str) -> Iterator[Block]:
    """The case, line by line."""
    state = opened.state
    facts = {"name": own(opened.name), "place": shown(opened.place.of(opened.case))}
    yield Line(_HEAD.fill(facts).say(tongue), style=Style.HEAD)
    if state.closed:
        yield Line(_CLOSED.fill({"at": both(state.closed.at), "who": own(state.closed.who)}).say(tongue))
    else:
        yield Line(_OPEN.fill({"at": both(state.opened.at)}).say(tongue))
    yield from _stand(opened, tongue)
    yield Line()
    yield Line(_ENTRIES.say(tongue), style=Style.HEAD)
    for entry in opened.entries:
        yield from _entry(entry, tongue)


def _stand(opened: casework.OpenedCase, tongue: str) -> Iterator[Block]:
    state = opened.state
    if opened.plan.steps:
        how = [state.step(step.key) for step in opened.plan.steps]
        counts = {one.value: how.count(one) for one in StepState}
        yield Line(_STEPS.fill(counts).say(tongue))
    if state.known_at:
        entry = state.known_at
        facts = {"moment": both(entry.text), "n": entry.number, "who": own(entry.who)}
        yield Line(_KNOWN.fill(facts).say(tongue))
    else:
        yield Line(_UNKNOWN.say(tongue), style=Style.CARE)


def _entry(entry: Entry, tongue: str) -> Iterator[Block]:
    head = _ENTRY.fill({"n": entry.number, "at": both(entry.at), "who": own(entry.who), "deed": deed(entry)})
    yield Line(head.say(tongue))
    told = "" if entry.deed in _SAID_ALREADY else entry.text
    for text in (told, str(dict(entry.facts).get("how") or "")):
        yield from (Line(own(row, _LONGEST), lead="     ") for row in text.splitlines() if row.strip())


def deed(entry: Entry) -> Words:
    """What an entry records, in a few words."""
    facts = dict(entry.facts)
    return _DEEDS[entry.deed].fill(
        {
            "text": own(entry.text),
            "about": own(entry.about),
            "moment": both(entry.text),
            "answer": ANSWERS.get(entry.text, own(entry.text)),
            "situations": own(facts.get("situations") or "-"),
            "steps": own(facts.get("steps") or 0),
            "people": _people(facts),
            "faults": own(facts.get("faults") or facts.get("damage") or "-"),
        }
    )


def _people(facts: Mapping[str, Fact]) -> Words:
    """How many were counted; while something could not be read, at least so many."""
    return (_AT_LEAST if facts.get("gaps") else _COUNT).fill({"n": own(facts.get("people", "?"))})
