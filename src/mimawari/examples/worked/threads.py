"""Genuine mails of the shop with its partners, and the ordinary mails that lie around them in a mailbox."""

from __future__ import annotations

from datetime import timedelta

from mimawari.examples.worked.dice import dice
from mimawari.examples.worked.letters import Letter, japan, mbox, own
from mimawari.examples.worked.shop import CUSTOMERS, HINO, ONO, PARTNERS, SEKI, YAMA, Staff

_HELLO, _BYE = "いつもお世話になっております。", "よろしくお願いいたします。"
WITH_HINO = Letter(
    HINO, YAMA.person, "2022-10-31T10:12", "木箱の納期について",
    (_HELLO, "工房あおいの日野です。", "ご注文の木箱40個は、11月15日に発送の予定です。受付番号 K-22817",
     "2個は節が目立つため作り直します。", _BYE),
)  # fmt: skip
WITH_ONO = Letter(
    YAMA.person, ONO, "2022-11-02T16:40", "年末の集荷時間",
    (_HELLO, "みどり雑貨店の山田です。", "12月は集荷を17時から16時に変更できますでしょうか。お客様番号 H-40916", _BYE),
)  # fmt: skip
WITH_SEKI = Letter(
    SEKI, YAMA.person, "2022-11-07T09:05", "ラッピング用リボンの件",
    (_HELLO, "花の関です。", "緑のリボンは在庫が12巻です。残り8巻は11月21日に入荷します。伝票番号 S-77301", _BYE),
)  # fmt: skip
_TEXTS = (
    ("ご注文の確認", "ご注文の品は、明日発送いたします。番号は {number} です。"),
    ("請求書の送付について", "{month}月分の請求書は、郵送でお送りしました。番号 {number}"),
    ("入荷のお知らせ", "お待たせしておりました商品が入荷しました。{number} 個です。"),
    ("打ち合わせの日程", "{month}月{day}日の14時でいかがでしょうか。整理番号 {number}"),
)


def box(staff: Staff, threads: tuple[Letter, ...] = (), seed: str = "") -> dict[str, bytes]:
    """Somebody's mailbox as two files, Inbox and Sent: *threads* among sixty ordinary mails of a month."""
    letters = [*_ordinary(staff, seed), *threads]
    files = {
        "Inbox.mbox": [one for one in letters if one.author is not staff.person],
        "Sent.mbox": [one for one in letters if one.author is staff.person],
    }
    home = f"mailboxes/{staff.person.address}"
    return {
        f"{home}/{name}": mbox([own(one, staff) for one in sorted(found, key=lambda one: one.at)]) for name, found in files.items()
    }


def _ordinary(staff: Staff, seed: str) -> list[Letter]:
    rng, first = dice(f"{staff.machine} {seed}"), japan("2022-10-10T09:00")
    found = []
    for _ in range(60):
        time = first + timedelta(days=rng.randrange(30), seconds=rng.randrange(8 * 3600))
        other, (subject, line) = rng.choice([*PARTNERS, *CUSTOMERS]), rng.choice(_TEXTS)
        told = line.format(number=rng.randrange(10_000, 99_999), month=rng.randrange(9, 13), day=rng.randrange(1, 29))
        author, to = (staff.person, other) if rng.random() < 0.5 else (other, staff.person)
        found.append(Letter(author, to, f"{time:%Y-%m-%dT%H:%M}", subject, (_HELLO, told, _BYE)))
    return found
