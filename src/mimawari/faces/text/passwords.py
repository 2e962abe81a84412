"""Which passwords to change, in words: first from where, then one use after the other, and what nobody could read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from mimawari.faces.safe import own, shown
from mimawari.faces.text.line import Line, Style
from mimawari.model import TO_CHECK, CaseState, Change, PasswordPlan, StepState, Use, Words

_HEAD = Words(en="Passwords to change: {hosts}", ja="■ 変更するパスワード（{hosts}）")
_HEAD_BARE = Words(en="Passwords to change", ja="■ 変更するパスワード")
_FIRST = Words(
    en="Change them from another device that is not under suspicion: a phone on its mobile line, or a PC that was checked without "
    "a sign.",
    ja="必ず、感染の疑いのない別の端末から変更してください（携帯回線のスマートフォンか、検査で疑いのなかったPC）。",
)
_NEVER = Words(en=" Never on the PCs of this list.", ja="この一覧のPCでは、絶対に変更しないでください。")
_HOW_TAKEN = Words(
    en="How the password became known is not settled. It may have been taken from a PC that kept it; then all that this PC kept is "
    "concerned.",
    ja="パスワードがどこから漏れたかは、まだ分かっていません。保存していたPCから盗まれた可能性もあります。"
    "その場合は、そのPCに保存されていたほかのパスワードも変更が必要です。",
)
_OTHERS = Words(
    en="Not in this list: what {hosts} kept. To see it: mimawari case passwords --host NAME",
    ja="次のPCに保存されていたものは、この一覧に含まれていません：{hosts}。表示するには：mimawari case passwords --host PC名",
)
_NO_OTHERS = Words(
    en="No other PC was checked in this case. Check the PC of whoever uses the account, and add the report: mimawari check, then "
    "mimawari respond",
    ja="この件で調べたPCは、ほかにありません。アカウントを使っている人のPCを調べて（mimawari check）、"
    "レポートを加えてください（mimawari respond）。",
)
_NO_SECRET = Words(
    en="mimawari read names of accounts and sites and counted them. It read no password and changes none.",
    ja="mimawariが読み取ったのは、アカウントやサイトの名称と件数だけです。パスワードは読み取らず、変更もしません。",
)
_ORDER = Words(
    en="Go from top to bottom: what opens all others comes first. When one is done: mimawari case step KEY --done",
    ja="上から順に変更します（ほかのサービスの入口になるものが先です）。済んだら記録してください：mimawari case step 記号 --done",
)
_NO_HOST = Words(
    en="The plan of this case names no PC and no account. Name a PC with --host, or list all with --all.",
    ja="この件の手順に、対象のPCやアカウントはありません。PCを指定する場合は --host、すべて表示する場合は --all を付けてください。",
)
_NONE = Words(
    en="No account and no saved login was found on these PCs. What was typed there and not saved may have been read all the same.",
    ja="これらのPCに、アカウントや保存されたログインは見つかりませんでした。"
    "保存していなくても、入力したパスワードは盗まれたおそれがあります。",
)
_TYPED = Words(
    en="What was typed on these PCs and not saved stands on no list: ask those who used them.",
    ja="保存せずに入力していたパスワードは、この一覧に出ません。使っていた人に確認してください。",
)
_ITEM = Words(en="{n}. {state} {what}", ja="{n}. {state} {what}")
_LOGINS = Words(en="{count} saved logins", ja="保存{count}件")
_BY = Words(en="{programs}; {hosts}, {users}", ja="{programs}／{hosts}、{users}")
_PAGE = Words(en="Where or how to change it: {page}", ja="変更のページ・案内：{page}")
_KEY = Words(en="Key: {key}", ja="記号：{key}")
_CARE = Words(
    en="As a precaution: nothing certain is known of that PC.", ja="念のための変更です（そのPCの感染は、疑いの段階です）。"
)
_CARDS = (
    Words(
        en="{count} payment card was saved in a browser: ask the card company for a new one, and look at the statement.",
        ja="ブラウザーにカードが{count}枚保存されていました。カード会社に連絡して再発行を相談し、明細を確認してください。",
    ),
    Words(
        en="{count} payment cards were saved in browsers: ask the card companies for new ones, and look at the statements.",
        ja="ブラウザーにカードが{count}枚保存されていました。カード会社に連絡して再発行を相談し、明細を確認してください。",
    ),
)
_NETWORKS = (
    Words(
        en="The PC knows the key of {count} wireless network: change the one of the office.",
        ja="Wi-Fiの接続先が{count}件保存されていました。会社のWi-Fiのパスワードを変更してください。",
    ),
    Words(
        en="The PCs know the keys of {count} wireless networks: change the one of the office.",
        ja="Wi-Fiの接続先が{count}件保存されていました。会社のWi-Fiのパスワードを変更してください。",
    ),
)
_MAILBOXES = Words(
    en="Mailboxes: {mailboxes}, address books: {books}. Their contents may have been taken: `mimawari case exposure` lists whom "
    "to tell.",
    ja="メールボックス{mailboxes}個、アドレス帳{books}個がありました。中身を盗まれたおそれがあります。"
    "知らせる相手は mimawari case exposure で一覧にできます。",
)
_ELSE = Words(en="Also there", ja="そのほかにあったもの")
_UNREAD = Words(en="Could not be read: think of these yourself", ja="読み取れなかったもの（ご自身で確認してください）")
_AT_LEAST = Words(
    en="Because of this the list above is at least what has to be changed; there may be more.",
    ja="このため、上の一覧は最低限のものです。ほかにも変更が必要なものがあるかもしれません。",
)
_STATES = {
    StepState.OPEN: Words(en="[ ]", ja="[　]"),
    StepState.DONE: Words(en="[done]", ja="[済]"),
    StepState.SKIPPED: Words(en="[not done]", ja="[行わない]"),
}
_STATE_WORDS = {
    StepState.OPEN: Words(en="open", ja="未"),
    StepState.DONE: Words(en="done", ja="済"),
    StepState.SKIPPED: Words(en="skipped", ja="行わない"),
}
USES = {
    Use.MAIL: Words(en="Mail", ja="メール"),
    Use.IDENTITY: Words(en="Accounts that open others", ja="ほかのサービスの入口になるアカウント"),
    Use.DOMAIN: Words(en="Domain names", ja="ドメイン"),
    Use.HOSTING: Words(en="Servers and websites", ja="サーバー・ホームページ"),
    Use.PAYMENT: Words(en="Payment", ja="決済"),
    Use.BANK: Words(en="Banks and cards", ja="銀行・カード"),
    Use.SHOP: Words(en="Shops", ja="店の管理画面"),
    Use.REMOTE: Words(en="Ways into other machines", ja="ほかの機器への接続"),
    Use.ACCOUNTING: Words(en="Bookkeeping, taxes, staff", ja="会計・税金・労務"),
    Use.CLOUD: Words(en="Files, chats, other services", ja="ファイル共有・チャットなど"),
    Use.COURIER: Words(en="Couriers", ja="宅配"),
    Use.ADVERTISING: Words(en="Advertisements and mass mails", ja="広告・メール配信"),
    Use.SOCIAL: Words(en="Social media", ja="SNS"),
    Use.PURCHASE: Words(en="Where you buy", ja="仕入れ・購入"),
    Use.OTHER: Words(en="Others", ja="そのほか"),
}
"""What each use is called."""


def password_lines(plan: PasswordPlan, state: CaseState | None, tongue: str) -> Iterator[Line]:
    """The plan, line by line. Hosts and accounts come from the PC: they are made harmless."""
    if not (plan.hosts or plan.changes or plan.unread):
        yield Line(_NO_HOST.say(tongue), style=Style.CARE)
        return
    hosts = _listed(plan.hosts, tongue)
    yield Line((_HEAD if hosts else _HEAD_BARE).say(tongue).format(hosts=hosts), style=Style.HEAD)
    yield Line(_FIRST.say(tongue) + (_NEVER.say(tongue) if hosts else ""), style=Style.ALARM)
    yield Line(_NO_SECRET.say(tongue), style=Style.FAINT)
    if plan.changes:
        yield Line(_ORDER.say(tongue))
    if plan.hosts and not any(one.hosts for one in plan.changes):
        yield Line(_NONE.say(tongue))
    yield from _changes(plan, state, tongue)
    yield from _others(plan, tongue)
    yield from _unread(plan, tongue)
    yield from _elsewhere(plan, tongue)
    if any(one.hosts for one in plan.changes):
        yield Line()
        yield Line(_TYPED.say(tongue))


def _listed(names: tuple[str, ...], tongue: str) -> str:
    return ("、" if tongue == "ja" else ", ").join(shown(name, 80) for name in names)


def _elsewhere(plan: PasswordPlan, tongue: str) -> Iterator[Line]:
    """Where the password of an account that the plan names, and no PC of the list kept, may have been taken."""
    if any(not one.hosts for one in plan.changes):
        yield Line()
        yield Line(_HOW_TAKEN.say(tongue), style=Style.CARE)
        if plan.others or not plan.hosts:
            yield Line((_OTHERS if plan.others else _NO_OTHERS).say(tongue).format(hosts=_listed(plan.others, tongue)))


def state_word(one: Change, state: CaseState | None, tongue: str) -> str:
    """How far a change is, in a word."""
    return _STATE_WORDS[state.step(one.key) if state else StepState.OPEN].say(tongue)


def _changes(plan: PasswordPlan, state: CaseState | None, tongue: str) -> Iterator[Line]:
    """What is the same for several uses is said once, before all of them; what is the same for one use, once there."""
    uses: dict[Words, set[Use]] = {}
    for use, how in ((one.use, how) for one in plan.changes for how in one.how):
        uses.setdefault(how, set()).add(use)
    everywhere = [how for how, those in uses.items() if len(those) > 1]
    yield from (Line(how.say(tongue), lead="・" if tongue == "ja" else "- ") for how in everywhere)
    number = 0
    for use, group in groupby(plan.changes, key=lambda one: one.use):
        those = list(group)
        yield Line()
        yield Line(USES[use].say(tongue), style=Style.HEAD)
        shared = [how for how in those[0].how if how not in everywhere and all(how in one.how for one in those)]
        yield from (Line(how.say(tongue), lead="  ") for how in shared)
        for one in those:
            number += 1
            said = {*everywhere, *shared}
            yield from _change(number, one, [how for how in one.how if how not in said], state, tongue)


def _change(number: int, one: Change, how: list[Words], state: CaseState | None, tongue: str) -> Iterator[Line]:
    mark = _STATES[state.step(one.key) if state else StepState.OPEN]
    what = shown(one.what.say(tongue), 120)
    yield Line(_ITEM.say(tongue).format(n=number, state=mark.say(tongue), what=what), lead="  ")
    lead = "      "
    counted = _LOGINS.say(tongue).format(count=f"{one.logins:,}")
    if one.place and one.place != what:
        yield Line(own(one.place) if one.use is Use.MAIL else shown(one.place), lead=lead)
    listed = ("、" if tongue == "ja" else ", ").join
    names = [listed(shown(name, 60) for name in names) for names in (one.programs, one.hosts, one.users)]
    by = _BY.say(tongue).format(programs=names[0], hosts=names[1], users=names[2]).rstrip("、, ")
    if one.hosts:
        yield Line(f"{by}  {counted}" if one.logins > 1 else by, lead=lead, style=Style.FAINT)
    if one.suspected and one.hosts:
        yield Line(_CARE.say(tongue), lead=lead)
    if one.page:
        check = f" {TO_CHECK.say(tongue)}" if one.cited and one.cited.certainty.to_check else ""
        yield Line(_PAGE.say(tongue).format(page=one.page) + check, lead=lead)
    yield from (Line(words.say(tongue), lead=lead) for words in how)
    yield Line(_KEY.say(tongue).format(key=own(one.key)), lead=lead, style=Style.FAINT)


def _others(plan: PasswordPlan, tongue: str) -> Iterator[Line]:
    told = []
    if plan.cards:
        told.append(_CARDS[plan.cards != 1].say(tongue).format(count=f"{plan.cards:,}"))
    if plan.networks:
        told.append(_NETWORKS[plan.networks != 1].say(tongue).format(count=f"{plan.networks:,}"))
    if plan.mailboxes or plan.address_books:
        told.append(_MAILBOXES.say(tongue).format(mailboxes=f"{plan.mailboxes:,}", books=f"{plan.address_books:,}"))
    if told:
        yield Line()
        yield Line(_ELSE.say(tongue), style=Style.HEAD)
        yield from (Line(text, lead="・" if tongue == "ja" else "- ") for text in told)


def _unread(plan: PasswordPlan, tongue: str) -> Iterator[Line]:
    if not plan.unread:
        return
    yield Line()
    yield Line(_UNREAD.say(tongue), style=Style.CARE)
    yield from (Line(shown(one.say(tongue)), lead="・" if tongue == "ja" else "- ") for one in plan.unread)
    yield Line(_AT_LEAST.say(tongue))
