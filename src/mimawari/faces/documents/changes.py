"""Which passwords to change because of what lay on the PCs of the case, and what of that could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from mimawari.app.passwording import passwords_for
from mimawari.faces.documents.blocks import Block, Point, Points, Table, Text, Tone
from mimawari.faces.documents.seen import Seen
from mimawari.faces.safe import own, shown
from mimawari.faces.text.passwords import USES, state_word
from mimawari.model import Use, Words

MOST_CHANGES, MOST_UNREAD = 100, 20
"""So many stand in the annex; the rest is counted."""
_HEADS = (
    Words(en="no.", ja="No."),
    Words(en="use", ja="種類"),
    Words(en="what", ja="対象"),
    Words(en="as on the PC", ja="PCに残っていた接続先"),
    Words(en="PCs", ja="PC"),
    Words(en="state", ja="状態"),
)
_ABOUT = Words(
    en="By what programs kept on: {hosts}. No password was read. With page and advice for each: mimawari case passwords",
    ja="次のPCに残っていたものによる一覧です：{hosts}。パスワードは読み取っていません。"
    "変更方法は mimawari case passwords で確認できます。",
)
_ABOUT_ACCOUNTS = Words(
    en="The accounts that the plan names; of no PC. No password was read. With page and advice for each: mimawari case passwords",
    ja="手順で対象になったアカウントの一覧です（PCに残っていたものは含みません）。パスワードは読み取っていません。"
    "変更方法は mimawari case passwords で確認できます。",
)
_COUNTS = Words(
    en="Saved payment cards: {cards}; wireless networks: {networks}; mailboxes: {mailboxes}; address books: {books}.",
    ja="保存されたカード {cards}枚、Wi-Fi {networks}件、メールボックス {mailboxes}個、アドレス帳 {books}個",
)
_LEFT = Words(
    en="{count} more are left out here: mimawari case passwords",
    ja="このほか{count}件は省略しています。すべては mimawari case passwords で確認できます。",
)
_UNREAD = Words(
    en="At least these: the following could not be read.", ja="一覧は最低限のものです。次のものは読み取れませんでした。"
)


def changes(seen: Seen) -> Iterator[Block]:
    """The list in order, with how far each is; nothing where the case names no PC and no account."""
    it = seen.dossier
    plan = passwords_for(it.report, it.verdict, it.plan, seen.view.known)
    if not (plan.hosts or plan.changes or plan.unread):
        return
    yield Text(seen.say(_ABOUT, hosts=seen.view.listed(plan.hosts, 20)) if plan.hosts else seen.say(_ABOUT_ACCOUNTS))
    rows = tuple(
        (
            str(number), seen.say(USES[one.use]), shown(one.what.say(seen.tongue), 80),
            own(one.place, 120) if one.use is Use.MAIL else shown(one.place, 120), seen.view.listed(one.hosts),
            state_word(one, it.state, seen.tongue),
        )
        for number, one in enumerate(plan.changes[:MOST_CHANGES], 1)
    )  # fmt: skip
    if rows:
        yield Table(tuple(seen.say(head) for head in _HEADS), rows, (2, 6, 8, 9, 5, 3))
    if left := len(plan.changes) - len(rows):
        yield Text(seen.say(_LEFT, count=f"{left:,}"), Tone.CARE)
    facts = {"cards": plan.cards, "networks": plan.networks, "mailboxes": plan.mailboxes, "books": plan.address_books}
    if any(facts.values()):
        yield Text(seen.say(_COUNTS, **facts))
    if plan.unread:
        yield Text(seen.say(_UNREAD), Tone.CARE)
        yield Points(tuple(Point(seen.told(one, 240)) for one in plan.unread[:MOST_UNREAD]))
