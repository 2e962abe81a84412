"""What people write: subjects and bodies of ordinary mails, short and of their trade."""

from __future__ import annotations

from random import Random

_GOODS = ("いちごジャム", "味噌", "梅干し", "だし醤油", "乾麺", "ゆず胡椒", "米粉", "塩麹", "りんご酢", "干し椎茸", "甘酒", "海苔")
_MATTERS = (
    "納期",
    "お見積り",
    "ご注文",
    "請求書",
    "在庫",
    "サンプル",
    "配送日",
    "商談の日程",
    "価格改定",
    "ラベル",
    "返品",
    "検品結果",
)
_OPENINGS = (
    "いつもお世話になっております。",
    "お世話になっております。",
    "お疲れさまです。",
    "先ほどはお電話ありがとうございました。",
)
_MIDDLES = (
    "{goods}の{matter}の件、{month}月{day}日でお願いできますでしょうか。",
    "{goods} {count}ケースの{matter}についてご確認をお願いいたします。",
    "ご連絡いただいた{goods}の{matter}ですが、{count}個で承りました。",
    "{goods}の{matter}につきまして、担当より改めてお電話いたします。",
    "伝票番号 {number} の{matter}、{month}月{day}日に出荷予定です。",
    "先日の{goods}の{matter}は{count}箱で手配済みです。番号は {number} です。",
)
_CLOSINGS = (
    "よろしくお願いいたします。",
    "ご確認のほどお願いいたします。",
    "取り急ぎご連絡まで。",
    "何かありましたらお知らせください。",
)
SIGNATURE = "-- \nさくら食品株式会社 {name}\nTEL 000-0000-0000"


def subject(rng: Random) -> str:
    """A subject; every third is an answer."""
    plain = f"{rng.choice(_GOODS)}の{rng.choice(_MATTERS)}について"
    return ("Re: " if rng.random() < 0.35 else "") + plain


def body(rng: Random) -> str:
    """Four or five short lines."""
    lines = [rng.choice(_OPENINGS)]
    for middle in rng.sample(_MIDDLES, rng.choice((1, 2))):
        lines.append(
            middle.format(
                goods=rng.choice(_GOODS),
                matter=rng.choice(_MATTERS),
                month=rng.randint(1, 12),
                day=rng.randint(1, 28),
                count=rng.randint(2, 90),
                number=f"{rng.getrandbits(28):07d}",
            )
        )
    return "\n".join([*lines, rng.choice(_CLOSINGS)])


def quoted(name: str, address: str, when: str, text: str) -> str:
    """The mail that is answered, below the answer, as Outlook puts it."""
    return f"\n-----Original Message-----\nFrom: {name} <{address}>\nSent: {when}\n\n{text}"
