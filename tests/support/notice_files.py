"""A draft made by hand with all that a file of it must carry: every shape, a foreign value, places to fill and to choose."""

from __future__ import annotations

from mimawari.model import Blank, Block, Notice, NoticeKind, Plain, Shape, Told, Words

HOSTILE = "\u202e=cmd|' /C calc'!A0\x1b[31m<w:t>&#0;\ufffe\ud800 https://evil.example/ 203.0.113.9 a@evil.example"
"""A name as an attacker would choose it."""
OWN = Told("@midori.example.jp", "us.toml", usable=True)
CHOICE = Blank("choice", "二次被害", ("確認されている", "おそれあり"))


def notice(
    tongue: str = "ja", *, hostile: str = HOSTILE, wait: Words | None = None, kind: NoticeKind = NoticeKind.PARTNER
) -> Notice:
    blocks = (
        Block(Shape.RIGHT, (Blank("date", "送付日"),)),
        Block(Shape.TITLE, (Plain("お知らせ"),)),
        Block(Shape.HEADING, (Plain("特徴"),)),
        Block(Shape.PARAGRAPH, (Plain("差出人は"), Told(hostile, "f-1"), Plain("です。"), OWN)),
        Block(Shape.ITEM, (Plain("一つ目"),)),
        Block(Shape.ITEM, (Plain("二つ目"),)),
        Block(Shape.FIELD, (Told("一行目", "f-1"), Plain("\n"), CHOICE), "概要"),
        Block(Shape.FIELD, (Blank("people", "人数"),), "本人の数"),
    )  # fmt: skip
    return Notice(
        kind=kind,
        tongue=tongue,
        name=Words(en="Letter to partners", ja="取引先へのお知らせ"),
        to=Words(en="partners", ja="取引先"),
        way=Words(en="by mail", ja="メール"),
        subject=(Plain("お知らせ（"), Told("みどり雑貨店", "us.toml", usable=True), Plain("）")),
        blocks=blocks,
        wait=wait,
        before=(Words(en="Read it first.", ja="先に読んでください。"),),
    )
