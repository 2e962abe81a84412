"""Address only: mails of one partner go round under our name, from abroad; nothing of it passed our server."""

from __future__ import annotations

from mimawari.examples.worked.contents import Contents
from mimawari.examples.worked.letters import Letter
from mimawari.examples.worked.machines import clean
from mimawari.examples.worked.our_device import answer_to
from mimawari.examples.worked.post_log import log, of_threads
from mimawari.examples.worked.shop import BAKERY, CLINIC, CUSTOMERS, HINO, ONO, SEKI, YAMA, us
from mimawari.examples.worked.threads import WITH_HINO, box

_HELLO, _BYE = "いつもお世話になっております。", "よろしくお願いいたします。"
_TO_ONO = Letter(
    HINO, ONO, "2022-11-01T11:20", "木箱の引き取り",
    (_HELLO, "工房あおいの日野です。", "11月8日に木箱20個の引き取りをお願いします。控え番号 A-10442", _BYE),
)  # fmt: skip
_TO_SEKI = Letter(
    SEKI, HINO, "2022-11-04T15:31", "花台の寸法",
    (_HELLO, "花の関です。", "花台は高さ42センチで12台お願いします。図面番号 Z-0815", _BYE),
)  # fmt: skip
_TO_ANDO = Letter(
    CUSTOMERS[0], HINO, "2022-11-05T10:02", "表札の彫り直し",
    (_HELLO, "安藤です。", "先日の表札の文字を彫り直していただけますか。預かり番号 P-3316", _BYE),
)  # fmt: skip
_TEXT = ("お世話になっております。", "書類をお送りします。ご確認をお願いいたします。", "山田 恵", "みどり雑貨店")


def contents() -> Contents:
    """Four reports, all of threads that the workshop (hino@) holds and three of which we never had; our mailbox, log and PC."""
    files = {"logs/maillog": log("2022-10-17", "2022-11-10", *of_threads(WITH_HINO))}
    files |= {
        "reported/ono.eml": answer_to(_TO_ONO, ONO, (BAKERY, "203.0.113.41"), "2022-11-10T09:02", _TEXT),
        "reported/seki.eml": answer_to(_TO_SEKI, SEKI, (CLINIC, "203.0.113.42"), "2022-11-10T09:25", _TEXT, "utf-8"),
        "reported/ando.eml": answer_to(_TO_ANDO, CUSTOMERS[0], (BAKERY, "203.0.113.43"), "2022-11-10T10:07", _TEXT),
        "reported/hino.eml": answer_to(WITH_HINO, HINO, (CLINIC, "203.0.113.44"), "2022-11-10T10:30", _TEXT),
    }
    files |= box(YAMA, (WITH_HINO,))
    return Contents(us(), files, {"pc-yama": clean(YAMA)})
