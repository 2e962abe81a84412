"""Times asking the mails of a mailbox for quoted ones, beside opening the same mails, in one run.

    python bench/check_intersection.py [MAILS [REPORTS]]

MAILS mails of two kinds are made in memory, as offices write them: short Japanese ones (about 1 KB of text), and long ones with a
thread below (about 10 KB); each is opened by the format of mails, and then asked for the threads of REPORTS reported mails. One
mail in a thousand is one that is asked for. CPU seconds, the best of three runs, a mail in milliseconds; with ``ahocorasick_rs``
and without. What is found is checked.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from unittest import mock

from mimawari.formats.budget import Budget
from mimawari.formats.mail.testimony import Index, held, quoted_mails
from mimawari.formats.message import FORMAT
from mimawari.formats.slices import Held
from mimawari.model import Asked, Blob, Message, Origin

NOUNS = (
    "見積書",
    "納品書",
    "倉庫",
    "冷凍便",
    "桜餅",
    "包装紙",
    "発注数",
    "単価",
    "在庫表",
    "工場",
    "会議室",
    "仕様書",
    "図面",
    "試作品",
    "検査票",
)
VERBS = ("を確認しました", "を変更します", "を発送します", "が届きました", "を修正して送ります", "が不足しています", "に合わせます")
GREETING, END = "いつもお世話になっております。さくら食品の田中です。", "以上、よろしくお願いいたします。"
TANAKA = "tanaka@sakura.example.jp"
RUNS = 3


def text(chance: random.Random, sentences: int) -> str:
    """Sentences with numbers in them, greeting and end."""
    pick, number = chance.choice, chance.randrange
    said = (f"{pick(NOUNS)}{number(10**6)}番の{pick(NOUNS)}{pick(VERBS)}。" for _ in range(sentences))
    return "\r\n".join((GREETING, *said, END))


def quoting(body: str, below: str) -> str:
    """An answer with a mail below it."""
    heading = ("-----Original Message-----", f"From: {TANAKA}", "Subject: 件", "Sent: 2026-10-28 9:30")
    return "\r\n".join((body, "", *heading, "", below))


def blob(number: int, body: str) -> Blob:
    """A mail."""
    fields = (f"From: {TANAKA}", "To: mori@nori.example.net", f"Subject: 件 {number}", f"Message-ID: <{number}@sakura.example.jp>")
    head = "\r\n".join((*fields, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", ""))
    return Blob(Origin("B", "box", (str(number),)), f"{number}.eml", Held(f"{head}{body}\r\n".encode()))


def opened(one: Blob) -> Message:
    """The mail, opened."""
    return next(thing for thing in FORMAT.open(one, Budget()) if isinstance(thing, Message))


def best(what: Callable[[], object]) -> float:
    """CPU seconds, the best of some runs."""
    taken = []
    for _ in range(RUNS):
        began = time.process_time()
        what()
        taken.append(time.process_time() - began)
    return min(taken)


def measured(name: str, bodies: Sequence[str], asked: Asked, wanted: set[int]) -> None:
    """Open these mails, ask them, tell."""
    blobs = [blob(number, body) for number, body in enumerate(bodies)]
    given = [(opened(one), one) for one in blobs]
    index = Index(asked)
    with mock.patch.dict(sys.modules, {"ahocorasick_rs": None}):
        slow = Index(asked)
    print(f"{name}: {sum(len(one.text) for one, _ in given) // len(given)} characters a mail, {len(asked.quoted)} questions")
    for what, run in (
        ("opening", lambda: [opened(one) for one in blobs]),
        ("asking", lambda: [list(held(one, of, TANAKA, index)) for one, of in given]),
        ("asking, no library", lambda: [list(held(one, of, TANAKA, slow)) for one, of in given]),
    ):
        print(f"  {what:20}  {1000 * best(run) / len(given):7.3f} ms a mail")
    found = {int(one.origin.path[0]) for one, of in given if any(held(one, of, TANAKA, index))}
    print(f"  found {len(found & wanted)} of {len(wanted)}, {len(found - wanted)} others")


def main(mails: int = 4000, reports: int = 100) -> None:
    """Both kinds."""
    chance = random.Random(7)
    threads = [text(chance, 8) for _ in range(reports)]
    asked = Asked(quoted=tuple(one for thread in threads for one in quoted_mails(quoting("見てください。", thread))))
    wanted = {number: threads[number // 1000 % reports] for number in range(0, mails, 1000)}
    short = [wanted.get(number) or text(chance, 12) for number in range(mails)]
    long = [wanted.get(number) or quoting(text(chance, 60), text(chance, 120)) for number in range(mails)]
    measured("short", short, asked, set(wanted))
    measured("long, with a thread", long, asked, set(wanted))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
