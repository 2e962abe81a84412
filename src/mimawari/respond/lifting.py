"""The four conditions for going back on the network. They are a proposal, and each says what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mimawari.judge import host_key
from mimawari.model import CaseState, Condition, Entry, Level, Plan, PlanStep, StepState, Words, japan_time
from mimawari.respond.looks import Looked, instant

STEPS = {
    "wiped": ("reimage",),
    "settled": ("keep-apart",),
    "reset": ("clean-device", "mail-password", "saved-passwords", "network-passwords"),
    "watched": ("watch-mail",),
}
"""The ids of steps of the playbook that the conditions rest on, by what they mean here."""
WATCH = timedelta(days=14)
"""How long to watch without a hit."""

_WIPED = Words(
    en="Every PC concerned was made anew (wiped and installed again), or its suspicion was settled.",
    ja="関係するPCがすべて初期化されている、または疑いの原因が説明できている。",
)
_RESET = Words(
    en="All passwords were changed, from a clean device.", ja="パスワードがすべて、感染の疑いのない端末から変更されている。"
)
_OTHERS = Words(
    en="All other PCs were checked wholly, with the newest check, and show no sign.",
    ja="ほかのPCもすべて最新の検査で調べ、兆候がない。",
)
_WATCHED = Words(en="Two weeks of watching passed without a hit.", ja="2週間の監視で異常がない。")

_NOT_WIPED = Words(en="{host}: not recorded as made anew.", ja="{host}：初期化の記録がありません。")
_SKIPPED = Words(en="{what}: was skipped.", ja="{what}：行わないことにした記録があります。")
_UNDECIDED = Words(
    en="{host}: only suspected; whether it must be made anew is not decided.",
    ja="{host}：疑いの段階です。初期化するかどうかが決まっていません。",
)
_SETTLED_AT = Words(
    en="{host}: suspicion settled, recorded by {who} at {at}; no sign since.",
    ja="{host}：疑いの原因が分かったと記録されています（記録した人：{who}、日時：{at}）。その後の検査で兆候はありません。",
)
_UNSETTLED = Words(
    en="{host}: recorded as settled, but it was not looked at wholly without a sign.",
    ja="{host}：疑いが解けたと記録されていますが、「兆候なし」となった検査がありません。",
)
_WIPED_AT = Words(
    en="{host}: made anew, recorded by {who} at {at}.", ja="{host}：初期化が記録されています（記録した人：{who}、日時：{at}）。"
)
_AGAIN = Words(en="{host}: signs came back after that.", ja="{host}：その後、再び兆候が見つかりました。")
_NO_HOST = Words(en="The plan names no PC.", ja="対象のPCが決まっていません。")
_OPEN_STEP = Words(en="Not done yet: {what}", ja="まだ終わっていません：{what}")
_DONE_STEPS = Words(en="All steps for passwords are recorded as done.", ja="パスワード変更の手順は、すべて完了と記録されています。")
_NO_RESET = Words(en="The plan has no step for passwords.", ja="計画にパスワード変更の手順がありません。")
_NO_OTHERS = Words(
    en="No other PC was named. Name all PCs of the firm (us.toml, or --host), else one may be missed.",
    ja="ほかのPCが登録されていません。見落としを防ぐため、社内のすべてのPCを登録してください（us.toml または --host）。",
)
_NO_LIST = Words(
    en="Nobody said which PCs the firm has (us.toml, or --host), so nobody knows whether there are others.",
    ja="PCの一覧（us.toml または --host）が指定されていないため、ほかにPCがないかは分かりません。",
)
_UNLOOKED = Words(en="{host}: nobody looked at it, or not wholly.", ja="{host}：まだ調べていないか、一部しか調べられていません。")
_AGED = Words(
    en="{host}: was checked with older knowledge than other PCs; check it again.",
    ja="{host}：ほかのPCより古い知識データで検査しています。もう一度調べてください。",
)
_SIGNS = Words(en="{host}: shows signs.", ja="{host}：兆候が見つかっています。")
_EXPOSED = Words(
    en="{host}: something dangerous lies there, without a sign that it ran.",
    ja="{host}：危険なファイルやメールが残っています（実行された痕跡はありません）。",
)
_FUTURE = Words(
    en="{host}: its report bears a time that has not come yet. The clock of that PC is wrong, so the report does not count.",
    ja="{host}：結果の日時が未来になっています。PCの時計がずれているため、この結果は数えません。",
)
_OLD = Words(
    en="{host}: the report shows the PC before it was made anew, so it does not count.",
    ja="{host}：初期化する前の状態を調べた結果のため、数えません。",
)
_ALL_QUIET = Words(
    en="Other PCs looked at wholly, without a sign: {count}.", ja="ほかの{count}台を調べ、兆候は見つかりませんでした。"
)
_PASSED = Words(en="Days since the last PC was made anew: {days} (14 are needed).", ja="最後の初期化から{days}日です（14日必要）。")
_NOT_BEGUN = Words(
    en="The two weeks begin when the last PC was made anew; that is not recorded.",
    ja="2週間は、最後のPCを初期化した日から数えます。その記録がありません。",
)
_WATCH_OPEN = Words(
    en="Nobody recorded yet that the watching ended without a hit.", ja="監視で異常がなかったという記録が、まだありません。"
)
_WATCH_DONE = Words(
    en="Recorded as passed without a hit, by {who} at {at}.",
    ja="異常がなかったと記録されています（記録した人：{who}、日時：{at}）。",
)
_PROPOSAL = Words(
    en="Two weeks are a proposal, not a rule that anybody confirmed.",
    ja="2週間は提案です。公的な基準として確認されたものではありません。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the conditions are worked out of. Hosts are told by their key; ``names`` has what they are called.

    ``looks`` are those that count, ``cleaned`` when a host was recorded as made anew, ``again`` hosts with signs that came back.
    ``part_seen`` are hosts whose newest look is not whole, ``knowledge`` is the newest version that any look was made with.
    ``ahead`` and ``outdated`` are names of hosts with a look that does not count. ``listed``: somebody said which hosts there are.
    """

    now: datetime
    plan: Plan
    state: CaseState
    cleaned: Mapping[str, datetime]
    names: Mapping[str, str]
    looks: Mapping[str, Looked]
    part_seen: frozenset[str] = frozenset()
    knowledge: tuple[int, ...] = ()
    ahead: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    listed: bool = True

    @property
    def concerned(self) -> dict[str, str]:
        """The hosts that the plan is for."""
        return {host_key(name): name for name in self.plan.hosts}


def cleanings(state: CaseState) -> dict[str, datetime]:
    """When each host was recorded as made anew, by its key."""
    hosts = {host_key(key.partition("@")[2]) for key, _, _ in state.steps if "@" in key}
    found = {host: recorded(state, "wiped", host) for host in hosts}
    times = {host: instant(one[1].at) for host, one in found.items() if one and one[0] is StepState.DONE}
    return {host: time for host, time in times.items() if time}


def unchecked(facts: Facts) -> tuple[str, ...]:
    """The hosts that no look counts of, or none that is whole."""
    return tuple(name for key, name in facts.names.items() if key not in facts.looks or key in facts.part_seen)


def conditions(facts: Facts) -> tuple[Condition, ...]:
    """All four, in the order in which they come to be met."""
    made = (
        ("wiped", _WIPED, _wiped(facts)),
        ("reset", _RESET, _reset(facts)),
        ("others-quiet", _OTHERS, _others(facts)),
        ("watched", _WATCHED, _watched(facts)),
    )
    return tuple(Condition(name, words, met, because) for name, words, (met, because) in made)


Judged = tuple[bool | None, tuple[Words, ...]]


def _wiped(facts: Facts) -> Judged:
    if not facts.concerned:
        return None, (_NO_HOST,)
    judged = [_one_wiped(facts, key, name) for key, name in facts.concerned.items()]
    because = tuple(words for _, words in judged)
    because += tuple(_AGAIN.fill({"host": facts.names.get(key, key)}) for key in facts.again if key in facts.cleaned)
    because += tuple(_OLD.fill({"host": name}) for name in facts.outdated)
    met = _all([met for met, _ in judged])
    return (False if facts.again else met), because


def _one_wiped(facts: Facts, key: str, name: str) -> tuple[bool | None, Words]:
    found = recorded(facts.state, "wiped", key)
    if found:
        how, entry = found
        if how is StepState.DONE:
            return True, _WIPED_AT.fill({"host": name} | _told(entry))
        return False, _SKIPPED.fill({"what": name})
    if any(one.step.id in STEPS["wiped"] and host_key(one.target) == key for one in facts.plan.steps):
        return False, _NOT_WIPED.fill({"host": name})
    return _settled(facts, key, name)


def _settled(facts: Facts, key: str, name: str) -> tuple[bool | None, Words]:
    """A PC that was only suspected: it is enough that the suspicion is recorded as settled, and that the PC shows no sign since."""
    found, look = recorded(facts.state, "settled", key), facts.looks.get(key)
    if found is None or found[0] is not StepState.DONE:
        return None, _UNDECIDED.fill({"host": name})
    if look is None or look.look.level is not Level.NO_SIGN or key in facts.part_seen:
        return False, _UNSETTLED.fill({"host": name})
    return True, _SETTLED_AT.fill({"host": name} | _told(found[1]))


def _told(entry: Entry) -> dict[str, object]:
    """Who recorded it, and when."""
    return {"who": entry.who, "at": japan_time.both(entry.at)}


def recorded(state: CaseState, means: str, host: str) -> tuple[StepState, Entry] | None:
    """How a step of :data:`STEPS` stands for a host (by its key), and the entry that says so; None where it was never touched."""
    for key, how, entry in state.steps:
        step, _, target = key.partition("@")
        if step in STEPS[means] and target and host_key(target) == host and how is not StepState.OPEN:
            return how, entry
    return None


def _reset(facts: Facts) -> Judged:
    steps = [one for one in facts.plan.steps if one.step.id in STEPS["reset"]]
    if not steps:
        return None, (_NO_RESET,)
    because = tuple(_left(facts, steps))
    return (False, because) if because else (True, (_DONE_STEPS,))


def _left(facts: Facts, steps: list[PlanStep]) -> Iterator[Words]:
    for one in steps:
        state = facts.state.step(one.key)
        if state is not StepState.DONE:
            yield (_SKIPPED if state is StepState.SKIPPED else _OPEN_STEP).fill({"what": _titled(one)})


def _titled(one: PlanStep) -> Words:
    title = one.step.title
    if not one.target:
        return title
    return Words(en=f"{title.en.rstrip('.')} ({one.target}).", ja=f"{title.ja.rstrip('。')}（{one.target}）。")


def _others(facts: Facts) -> Judged:
    others = {key: name for key, name in facts.names.items() if key not in facts.concerned}
    told = tuple(_FUTURE.fill({"host": name}) for name in facts.ahead)
    if not others:
        return None, (*told, _NO_OTHERS)
    judged = [_one_other(facts, key, name) for key, name in others.items()]
    because = told + tuple(words for _, words in judged if words) or (_ALL_QUIET.fill({"count": len(others)}),)
    met = _all([met for met, _ in judged])
    return (met, because) if facts.listed else (False if met is False else None, (*because, _NO_LIST))


def _one_other(facts: Facts, key: str, name: str) -> tuple[bool | None, Words | None]:
    look = facts.looks.get(key)
    if look and look.shows_signs:
        return False, _SIGNS.fill({"host": name})
    if look is None or key in facts.part_seen:
        return None, _UNLOOKED.fill({"host": name})
    if look.look.level is Level.NO_SIGN:
        return (None, _AGED.fill({"host": name})) if look.knowledge < facts.knowledge else (True, None)
    return False, (_EXPOSED if look.look.level is Level.EXPOSED else _SIGNS).fill({"host": name})


def _watched(facts: Facts) -> Judged:
    entry = next((one for key, how, one in facts.state.steps if key in STEPS["watched"] and how is StepState.DONE), None)
    told = (_WATCH_DONE.fill(_told(entry)) if entry else _WATCH_OPEN,)
    begun = _begun(facts)
    if begun is None:
        return None, (_NOT_BEGUN, *told, _PROPOSAL)
    passed = facts.now - begun
    because = (_PASSED.fill({"days": max(0, passed.days)}), *told, _PROPOSAL)
    if facts.again or passed < WATCH:
        return False, because
    ended = instant(entry.at) if entry else None
    if ended is None:
        return None, because
    return ended - begun >= WATCH, because


def _begun(facts: Facts) -> datetime | None:
    """When the last PC concerned was made anew or settled; None where that is recorded of none."""
    settled = (recorded(facts.state, "settled", key) for key in facts.concerned)
    times = [instant(one[1].at) for one in settled if one and one[0] is StepState.DONE]
    return max((*facts.cleaned.values(), *(time for time in times if time)), default=None)


def _all(met: list[bool | None]) -> bool | None:
    """Whether all are met: one that is not decides, then one that is unknown."""
    return False if False in met else None if None in met else True
