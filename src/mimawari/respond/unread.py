"""What a person has to think of beside a password plan, as the program cannot tell it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.knowledge import Knowledge
from mimawari.model import Held, Holding, Per, Phase, Plan, Situation, Words
from mimawari.respond.held import Looted, things

_MOST = 50
_WHICH = Words(
    en="An account of yours is misused, and the evidence does not tell which. The sign-in log of the mail provider names it: until "
    "then change every account that may be meant.",
    ja="悪用されている自社のアカウントがありますが、どれかはまだ分かりません。メール会社のログイン記録で確認します。"
    "分かるまでは、可能性のあるアカウントをすべて変更してください。",
)
_NOT_LOOKED = Words(
    en="{host}: nobody has looked at what was saved there (checked in a way, or by a version, that cannot show it). Ask who used "
    "it, or check the PC or its copy anew.",
    ja="{host}：保存されていた内容は、まだ調べられていません（調べた方法またはバージョンでは分かりません）。"
    "使っていた人に確認するか、PCまたはその複製を調べ直してください。",
)
_GAP = Words(en="{host}: {place}: {reason} ({detail})", ja="{host}：{place}：{reason}（{detail}）")
_GAP_BARE = Words(en="{host}: {place}: {reason}", ja="{host}：{place}：{reason}")
_MORE = Words(en="{count} more could not be read.", ja="ほかに{count}件、読み取れなかったものがあります。")
_STORE = Words(
    en="{host}: {program} of {user} keeps {count} sign-ins whose sites are not told from outside. Ask {user} which they are.",
    ja="{host}：{user} の{program}に、{count}件のサインイン情報が保存されています。接続先は外からは分かりません。"
    "本人に確認してください。",
)
_NAMELESS = Words(
    en="{host}: {count} saved logins whose site cannot be read.",
    ja="{host}：サイト名を読み取れない保存ログインが{count}件あります。",
)


def unread(plan: Plan, every: list[tuple[str, str, Holding]], found: Looted, known: Knowledge) -> Iterator[Words]:
    """Sentences on what could not be looked at, or not be told by name."""
    yield from _unnamed(plan)
    yield from (_NOT_LOOKED.fill({"host": host}) for host in found.unseen())
    for thing in things(every, [Held.CREDENTIALS]).values():
        one = thing.first
        facts = {"host": ", ".join(sorted(thing.counts)), "program": one.program, "user": one.user, "count": thing.total}
        yield _STORE.fill(facts)
    for thing in things([row for row in every if not row[2].place], [Held.SAVED_LOGIN]).values():
        yield _NAMELESS.fill({"host": ", ".join(sorted(thing.counts)), "count": thing.total})
    told = list(dict.fromkeys(_told_gaps(found, known)))
    yield from told[:_MOST]
    if len(told) > _MOST:
        yield _MORE.fill({"count": len(told) - _MOST})


def _told_gaps(found: Looted, known: Knowledge) -> Iterator[Words]:
    for host, source in found.sources:
        for gap in (gap for gap in source.gaps if gap.wanted == Holding.kind()):
            place = gap.origin.path[-1] if gap.origin.path else source.place
            facts = {"host": host, "place": place, "reason": known.named("reason", gap.reason), "detail": known.detail(gap.detail)}
            yield (_GAP if gap.detail else _GAP_BARE).fill(facts)


def _unnamed(plan: Plan) -> Iterator[Words]:
    """That an account is concerned of which nobody knows the name. Of a PC that was robbed all accounts are, and it is listed."""
    is_of_account = Situation.OUR_ACCOUNT in plan.situations and Situation.OUR_DEVICE not in plan.situations
    if is_of_account and any(
        one.step.per is Per.ACCOUNT and one.step.phase is Phase.RESET and not one.target for one in plan.steps
    ):
        yield _WHICH
